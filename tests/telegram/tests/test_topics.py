"""Topics of forums, as bots see them."""

import httpx

from tests.telegram import TelegramServer


async def post(server: TelegramServer, **params: object) -> dict[str, object]:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(f"{server.base_url}/bot{server.token}/sendMessage", json=params)
    return answer.json()  # type: ignore[no-any-return]


async def test_a_message_is_posted_into_a_topic_and_one_that_is_gone_is_refused() -> None:
    async with TelegramServer() as server:
        amina = server.user("Amina")
        group = server.supergroup("Newsroom", amina, bot="administrator")
        topic = group.opens_topic("Hasakah", amina)
        posted = await post(server, chat_id=group.id, text="hello", message_thread_id=topic.id)
        message = await group.next_message()
        topic.deleted = True
        refused = await post(server, chat_id=group.id, text="hello", message_thread_id=topic.id)
        plain = await post(server, chat_id=group.id, text="hello")
    assert posted["ok"] and message.topic is topic and plain["ok"]
    assert refused["description"] == "Bad Request: message thread not found"


async def test_what_people_say_in_a_topic_carries_it_and_replies_to_its_opening() -> None:
    async with TelegramServer() as server:
        amina = server.user("Amina")
        group = server.supergroup("Newsroom", amina)
        topic = group.opens_topic("Hasakah", amina)
        body = amina.sends("hello", group, topic=topic).to_json()
    assert (body["message_thread_id"], body["is_topic_message"]) == (topic.id, True)
    assert body["reply_to_message"]["forum_topic_created"]["name"] == "Hasakah"
    assert body["chat"]["is_forum"]
