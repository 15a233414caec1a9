"""What goes on beside the answers."""

import asyncio

import pytest

from bot import upkeep as module
from bot.context import BotState
from bot.settings import BotSettings
from bot.upkeep import upkeep
from retrieval.errors import IndexUnavailableError, StoreError, StoreVersionError
from tests.bot.fakes import FakeServices
from tests.bot.running import until
from tests.telegram.feed import PATIENCE


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CATCH_UP_SECONDS", 0.001)


def state_of(services: FakeServices) -> BotState:
    return BotState(services, BotSettings.read(_env_file=None))  # type: ignore[arg-type]


async def test_the_model_is_loaded_once_and_then_the_library_kept_up() -> None:
    services = FakeServices(pending=iter([3, 2, 0]))
    state = state_of(services)
    async with upkeep(state):
        await state.ready.wait()
        await until(lambda: services.caught_up > 5)
    assert (services.warmed_up, services.tidied) == (1, 1)


async def test_an_index_that_is_away_is_reported_once_and_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Away(FakeServices):
        def catch_up(self, *, most: int) -> int:
            self.caught_up += 1
            raise IndexUnavailableError("the Chroma server does not answer")

    services = Away()
    async with upkeep(state_of(services)):
        await until(lambda: services.caught_up > 3)
    assert caplog.text.count("the Chroma server does not answer") == 1


async def test_a_library_that_is_away_for_a_moment_is_tidied_later_and_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Away(FakeServices):
        def tidy(self) -> None:
            super().tidy()
            if self.tidied < 3:
                raise StoreError("the database was restarted")

    monkeypatch.setattr(module, "TIDY_AGAIN_SECONDS", 0.001)
    services = Away()
    async with upkeep(state_of(services)):
        await until(lambda: services.tidied == 3 and services.caught_up > 5)
    assert caplog.text.count("the database was restarted") == 2 and services.tidied == 3


async def test_a_model_that_cannot_be_loaded_stops_the_bot_and_says_why() -> None:
    class NoModel(FakeServices):
        def warm_up(self) -> None:
            raise StoreError("the model is damaged")

    state = state_of(NoModel())
    with pytest.raises(StoreError, match="the model is damaged"):
        async with upkeep(state):
            await state.stopping.wait()
    assert state.ready.is_set()


async def test_a_bot_whose_library_a_newer_version_has_changed_stops_and_says_so() -> None:
    class Changed(FakeServices):
        def ensure_current(self) -> None:
            if self.caught_up == 2:
                raise StoreVersionError("the library was brought to revision 9999 by another version of Dateline")

    services = Changed()
    state = state_of(services)
    with pytest.raises(StoreVersionError, match="9999"):
        async with upkeep(state):
            await state.stopping.wait()
    assert services.caught_up == 2


async def test_upkeep_ends_without_waiting_out_its_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CATCH_UP_SECONDS", 3600)
    services = FakeServices()
    async with asyncio.timeout(PATIENCE), upkeep(state_of(services)):
        await until(lambda: services.caught_up == 1)
