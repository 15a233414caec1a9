"""What people do, and how much of it a bot in privacy mode is told."""

from __future__ import annotations

import pytest

from tests.telegram.people.chats import Chat
from tests.telegram.people.users import User
from tests.telegram.server import TelegramServer
from tests.telegram.types import Json


@pytest.fixture
def amina(server: TelegramServer) -> User:
    return server.user("Amina", language_code="ku")


@pytest.fixture
def newsroom(server: TelegramServer, amina: User) -> Chat:
    return server.supergroup("Newsroom", amina, server.user("Bashir"))


def told(server: TelegramServer) -> list[Json]:
    """Give what the bot was told, without the ids of the updates."""
    return [{name: body for name, body in update.items() if name != "update_id"} for update in server.updates]


def heard(server: TelegramServer) -> list[str]:
    return [body["text"] for update in told(server) for body in update.values()]


def test_a_command_comes_with_its_entity(server: TelegramServer, amina: User) -> None:
    amina.starts("A7F3Q2")
    (update,) = told(server)
    assert update["message"]["text"] == "/start A7F3Q2"
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert update["message"]["from"]["language_code"] == "ku"
    with pytest.raises(AssertionError, match="no deep link"):
        amina.starts("a b")


def test_ids_need_more_than_32_bits(server: TelegramServer, amina: User, newsroom: Chat) -> None:
    assert amina.id > 2**32
    assert newsroom.id < -(2**32)


def test_an_edited_message_is_told_with_its_date(server: TelegramServer, amina: User) -> None:
    message = amina.sends("Tal Tamer")
    amina.edits(message, "Tal Tamr")
    assert told(server)[1]["edited_message"]["text"] == "Tal Tamr"
    assert "edit_date" in told(server)[1]["edited_message"]
    assert "edit_date" not in told(server)[0]["message"]


def test_forwards_name_their_origin(server: TelegramServer, amina: User) -> None:
    channel = server.channel("Wire", username="jazira_wire")
    amina.forwards("a post", channel)
    amina.forwards("a note", server.user("Bashir"))
    amina.forwards("a secret", "Somebody")
    origins = [update["message"]["forward_origin"] for update in told(server)]
    assert [origin["type"] for origin in origins] == ["channel", "user", "hidden_user"]
    assert origins[0]["chat"]["username"] == "jazira_wire"
    assert origins[0]["message_id"] == 1


def test_files_places_and_pictures_are_told(server: TelegramServer, amina: User) -> None:
    amina.sends_document(b"<rss/>", "feed.xml", "application/rss+xml", caption="/ingest this")
    amina.sends_location(36.85, 40.07)
    amina.sends_photo(b"\xff\xd8\xff picture", caption="the silos")
    document, place, picture = (update["message"] for update in told(server))
    assert document["document"]["file_size"] == 6
    assert document["caption_entities"][0]["type"] == "bot_command"
    assert place["location"] == {"latitude": 36.85, "longitude": 40.07}
    assert picture["photo"][0]["width"] == 1280


def test_channel_posts_and_their_edits_are_told(server: TelegramServer) -> None:
    channel = server.channel("Wire")
    post = channel.posts("a report")
    channel.edits(post, "a corrected report")
    assert [next(iter(update)) for update in told(server)] == ["channel_post", "edited_channel_post"]
    assert told(server)[0]["channel_post"]["sender_chat"]["id"] == channel.id


def test_only_what_is_meant_for_the_bot_is_told_in_a_group(server: TelegramServer, amina: User, newsroom: Chat) -> None:
    amina.sends("among ourselves", newsroom)
    amina.sends("/ask what happened", newsroom)
    amina.sends("/ask@strict_test_bot what happened", newsroom)
    amina.sends("/ask@another_bot what happened", newsroom)
    amina.sends("hey @Strict_Test_Bot what happened", newsroom)
    amina.sends("thanks @strict_test_bots", newsroom)
    assert heard(server) == [
        "/ask what happened",
        "/ask@strict_test_bot what happened",
        "hey @Strict_Test_Bot what happened",
    ]


def test_a_plain_command_is_for_the_bot_that_spoke_last(server: TelegramServer, amina: User, newsroom: Chat) -> None:
    robot = server.user("Robot", is_bot=True)
    newsroom.statuses[robot.id] = "member"
    robot.sends("beep @strict_test_bot", newsroom)
    amina.sends("/help", newsroom)
    assert heard(server) == []


def test_answers_to_what_was_meant_for_the_bot_are_told(server: TelegramServer, amina: User, newsroom: Chat) -> None:
    asked = amina.sends("@strict_test_bot what happened", newsroom)
    amina.sends("and in Kobani?", newsroom, reply_to=asked)
    amina.sends("really?", newsroom, reply_to=amina.sends("by the way", newsroom))
    assert heard(server) == ["@strict_test_bot what happened", "and in Kobani?"]


async def test_without_privacy_mode_everything_is_told() -> None:
    server = TelegramServer(privacy=False)
    amina = server.user()
    amina.sends("among ourselves", server.group("Newsroom", amina))
    assert heard(server) == ["among ourselves"]


def test_an_administrator_is_told_everything(server: TelegramServer, amina: User) -> None:
    answerer = server.supergroup("Desk", amina, bot="administrator")
    amina.sends("among ourselves", answerer)
    assert heard(server) == ["among ourselves"]


def test_coming_and_going_is_told(server: TelegramServer, amina: User, newsroom: Chat) -> None:
    newsroom.adds(server.user("Chia"))
    newsroom.removes_bot(amina)
    amina.sends("@strict_test_bot are you there", newsroom)
    newsroom.adds_bot(amina)
    kinds = [next(iter(update)) for update in told(server)]
    assert kinds == ["message", "my_chat_member", "my_chat_member", "message"]
    assert told(server)[0]["message"]["new_chat_members"][0]["first_name"] == "Chia"


def test_people_cannot_do_what_the_app_does_not_let_them(server: TelegramServer, amina: User, newsroom: Chat) -> None:
    outsider = server.user("Chia")
    with pytest.raises(AssertionError, match="is no member of 'Newsroom'"):
        outsider.sends("hello", newsroom)
    amina.blocks_bot()
    with pytest.raises(AssertionError, match="call unblocks_bot"):
        amina.sends("hello")
    with pytest.raises(AssertionError, match="did not write"):
        outsider.edits(amina.sends("mine", newsroom), "yours")
    outsider.deactivates()
    with pytest.raises(AssertionError, match="no account"):
        outsider.sends("hello")


def test_message_ids_are_shared_by_private_chats_and_own_to_supergroups(
    server: TelegramServer, amina: User, newsroom: Chat
) -> None:
    assert amina.sends("one").id == 1
    assert server.user().sends("two").id == 2
    assert amina.sends("one", newsroom).id == 1
