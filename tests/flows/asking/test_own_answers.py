"""An answer belongs to the chat that was shown it: its id, which may be passed on, opens nothing in another."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from retrieval.services import Services
from tests.bot.running import running, until
from tests.keeping import draft, keep
from tests.telegram import TelegramServer

QUESTION = "what happened in Sere Kaniye this week"


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
def told(services: Services) -> Services:
    """A library with seven clashes of one week: more than an answer shows."""
    for day in range(11, 17):
        words = f"Clashes on {day} November in Ras al-Ain left {day} men dead, residents said."
        keep(services, draft(words, date(2024, 11, day)))
    return services


@pytest.mark.parametrize("data", ["more:{id}:0", "wide:{id}:all", "pick:{id}:kobani", "w:this:{id}", "w:tell:{id}"])
async def test_another_chats_answer_cannot_be_gone_on_with(server: TelegramServer, told: Services, data: str) -> None:
    amina, stranger = server.user("Amina"), server.user("Baran")
    async with running(server, told):
        amina.sends(QUESTION)
        await amina.next_message()
        await until(lambda: told.dialogues.latest(amina.id, None) is not None)
        id_ = told.dialogues.latest(amina.id, None)
        stranger.sends("clashes in Tal Tamr in October")
        own = await stranger.next_message()
        note = await stranger.presses(data.format(id=id_), own, forged=True).answer()
    assert note.text == "This answer is no longer kept. Send the question again."
    assert stranger.chat.messages[-1] is own
    assert told.watches.of_chat(stranger.id) == []


async def test_the_chat_that_was_shown_it_goes_on(server: TelegramServer, told: Services) -> None:
    amina = server.user("Amina")
    async with running(server, told):
        amina.sends(QUESTION)
        answer = await amina.next_message()
        amina.presses("More", answer)
        more = await amina.next_message()
    assert "6 – " in more.words or "6 · " in more.words
