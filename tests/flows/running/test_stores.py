"""The same conversation on each pair of stores, by each way in: articles go in, quotations with links come out."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from ingest.formats.drafts import ArticleDraft
from ingest.keeping.pipeline import Pipeline
from retrieval.article import PublishedPrecision
from retrieval.library.answered.receipts import receipt
from retrieval.services import open_services
from tests.bot.running import WAYS, bot_settings, running
from tests.fakes import WordEmbedder
from tests.telegram import TelegramServer

NORTH = (
    "RAS AL-AIN (North Wire) – Eight fighters were killed in Ras al-Ain on Friday 15 November 2024 when two groups "
    "of one faction shot at each other beside the grain silos until long after midnight, residents of the quarter "
    "said. The market stayed closed on the following day, and the road to the border was guarded by armed men."
)
JAZIRA = (
    "Five fighters were killed in Serê Kaniyê on Friday 15 November 2024 in a clash between groups of the same "
    "faction near the grain silos, a nurse of the town's hospital said by telephone. She had counted the dead "
    "herself in the morning, and spoke of eleven wounded who were brought to the neighbouring town."
)
OLDER = (
    "Two shells fell in fields south of Tal Tamr on Saturday 2 November 2024 and set a barn on fire, the owner "
    "said. Nobody was hurt. Neighbours put the fire out with buckets before the engine of the town arrived."
)


def draft(name: str, publisher: str, text: str, day: int) -> ArticleDraft:
    return ArticleDraft(
        url=f"https://{name}.example.org/{day}",
        title=f"Report of the {day}th",
        text=text,
        published_at=datetime(2024, 11, day, tzinfo=UTC),
        published_precision=PublishedPrecision.DAY,
        publisher=publisher,
        language="en",
        source="test",
    )


DRAFTS = [
    draft("north", "North Wire", NORTH, 16),
    draft("jazira", "Jazira Post", JAZIRA, 16),
    draft("older", "Jazira Post", OLDER, 3),
]


@pytest.fixture(params=["SQLite and a Chroma folder", "PostgreSQL and a Chroma server"])
def stores(request: pytest.FixtureRequest) -> dict[str, str]:
    """Settings that name two stores."""
    if request.param.startswith("SQLite"):
        return {}
    urls = {"DATELINE_DATABASE_URL": "postgres_url", "DATELINE_CHROMA_URL": "chroma_url"}
    return {name: request.getfixturevalue(fixture) for name, fixture in urls.items()}


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.mark.parametrize("way", WAYS)
async def test_a_library_is_asked_over_telegram(
    server: TelegramServer, stores: dict[str, str], way: str, request: pytest.FixtureRequest
) -> None:
    if way == "webhook":  # once for each pair is enough for the thousands of places that ship
        request.getfixturevalue("small_region")
    settings = bot_settings(server, way, **stores)
    amina = server.user()
    with open_services(settings, embedder=WordEmbedder(), check_model=False) as services:
        assert Pipeline(services).keep_all(DRAFTS).added == len(DRAFTS)
        async with running(server, services, way, **stores):
            amina.sends("what happened in Sere Kaniye this week")
            answer = await amina.next_message()
            amina.sends("Tal Tamr this week")
            silence = await amina.next_message()
            amina.presses("Last 30 days", silence)
            wider = await amina.next_message()
        quotations = answer.marked("blockquote") + answer.marked("expandable_blockquote")
        answer_id = answer.marked("code")[0]
        proofs = receipt(services.library, answer_id).proofs
    assert any(text in NORTH for text in quotations) and any(text in JAZIRA for text in quotations)
    assert all(text in NORTH or text in JAZIRA for text in quotations)
    assert "Reports differ: 8 killed (North Wire), 5 killed (Jazira Post)" in answer.text
    assert {url.partition("#")[0] for _, url in answer.links} == {draft.url for draft in DRAFTS[:2]}
    assert sorted(proof.slice.text for proof in proofs if proof.slice) == sorted(quotations)
    assert "No report does not mean that nothing happened." in silence.text and "Last report: Sat 2 Nov" in silence.text
    assert wider.text.startswith("Tal Tamr") and "Two shells fell" in wider.text
    server.assert_well_behaved()
