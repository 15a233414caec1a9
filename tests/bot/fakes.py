"""Invented answers, and an answerer that gives them out without a library."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from retrieval.answers import (
    Answer,
    ArticleRef,
    Coverage,
    EventWhen,
    Excerpt,
    Figure,
    FigureClaim,
    Incident,
    Outcome,
    Quiet,
)
from retrieval.article import PublishedPrecision
from retrieval.dates.events import Precision
from retrieval.dates.expressions.spans import PartOfDay
from retrieval.dates.intervals import Interval
from retrieval.errors import QuestionError
from retrieval.figures.kinds import FigureKind
from retrieval.incidents.chronicle import Chronicle
from retrieval.index.backlog import Pending
from retrieval.library.articles import Library
from retrieval.library.database import open_database
from retrieval.library.models import ShownAnswer
from retrieval.places.place import Place, PlaceKind
from retrieval.questions.question import Turn
from retrieval.questions.widening import Widening
from retrieval.topics.thesaurus import default_thesaurus
from retrieval.understood import Doubt, PlaceChoice, Understood, UnderstoodPeriod, UnderstoodPlace
from retrieval.watches.matching import WatchMatcher
from retrieval.watches.watches import Watches
from tests.region import region_gazetteer

ZONE = ZoneInfo("Asia/Damascus")
NOW = datetime(2024, 11, 17, 12, 0, tzinfo=ZONE)
WEEK = Interval(date(2024, 11, 11), date(2024, 11, 17))
FRIDAY = Interval(date(2024, 11, 15), date(2024, 11, 15))

CLASH = "A commander and seven guards were killed near the grain silos late on Friday, an elder said."
CLASH_ELSEWHERE = "Five fighters died when the faction stopped a group that wanted to leave."
KILLING = "A mechanic was shot at the door of his workshop on Thursday."


def areas(*names: str, country: str = "SY") -> tuple[Place, ...]:
    """What lies around a place, nearest first: the last one is its country."""
    kinds = [*(PlaceKind.GOVERNORATE for _ in names[1:]), PlaceKind.COUNTRY]
    return tuple(Place(name, name, kind, country, None, None, None, 0) for name, kind in zip(names, kinds, strict=True))


SERE_KANIYE = UnderstoodPlace(
    id="geonames:165509",
    name="Ras al-Ain",
    matched="Sere Kaniye",
    kind="town",
    country="SY",
    lat=36.85,
    lon=40.07,
    within=areas("Ras al-Ain District", "Hasakah", "Syria"),
    parent_id="district:ras",
)
TAL_TAMR = UnderstoodPlace(
    id="place:taltamr",
    name="Tal Tamr",
    matched="Tal Tamr",
    kind="town",
    country="SY",
    lat=36.65,
    lon=40.37,
    within=areas("Hasakah", "Syria"),
    parent_id="gov:hasakah",
)
TELL_TAMR = PlaceChoice("place:telltamr", "Tell Tamr", areas("Raqqa", "Syria"), "SY")


def article(publisher: str = "North Wire", number: int = 1, day: int = 16, url: str = "") -> ArticleRef:
    """An invented article of a day of November 2024, published at eight in the morning in Damascus."""
    return ArticleRef(
        id=f"{publisher[:1].lower()}{number:011d}",
        version=1,
        sha256=f"{number:064x}",
        url=url or f"https://{publisher.split()[0].lower()}.example.org/{number}",
        title=f"Report {number}",
        publisher=publisher,
        published_at=datetime(2024, 11, day, 8, 0, tzinfo=ZONE).astimezone(UTC),
        published_precision=PublishedPrecision.TIME,
        language="en",
    )


def excerpt(text: str = CLASH, source: ArticleRef | None = None, event: EventWhen | None = None) -> Excerpt:
    """A quotation that stands at the beginning of its article."""
    source = source or article()
    link = f"{source.url}#:~:text={text.split()[0]}" if source.url.startswith("https:") else source.url
    return Excerpt(text, 0, len(text), source, link, event, (SERE_KANIYE.id,))


def incident(*excerpts: Excerpt, event: EventWhen | None = None, **changes: object) -> Incident:
    """Reports of one event in Ras al-Ain."""
    publishers = tuple(dict.fromkeys(e.article.publisher for e in excerpts))
    made = Incident((SERE_KANIYE.id,), ("Ras al-Ain",), event, None, None, publishers, (), excerpts)
    return replace(made, **changes)


def clash() -> Incident:
    """Two publishers, one event, two figures."""
    return incident(
        excerpt(CLASH, article("North Wire", 1)),
        excerpt(CLASH_ELSEWHERE, article("Jazira Post", 2)),
        event=EventWhen(FRIDAY, Precision.DAY, PartOfDay.NIGHT),
        kind="armed_clash",
        label="armed clash",
        figures=(killed((8, 0), (5, 1)),),
    )


def killing() -> Incident:
    """One publisher, one event."""
    thursday = Interval(date(2024, 11, 14), date(2024, 11, 14))
    report = excerpt(KILLING, article("Euphrates Desk", 3, day=15))
    return incident(report, event=EventWhen(thursday, Precision.DAY), kind="killing", label="killing or shooting")


def killed(*claims: tuple[int, int]) -> Figure:
    """Numbers of killed, each with the index of the excerpt that states it."""
    stated = tuple(FigureClaim(number, number, index, f"{number} killed") for number, index in claims)
    numbers = [number for number, _ in claims]
    return Figure(FigureKind.KILLED, min(numbers), max(numbers), stated)


def coverage(**changes: object) -> Coverage:
    """214 articles of four publishers, the newest of this morning."""
    this_morning = datetime(2024, 11, 17, 9, 40, tzinfo=ZONE).astimezone(UTC)
    return replace(Coverage(214, 4, this_morning, PublishedPrecision.TIME), **changes)


def answered(*incidents: Incident, **changes: object) -> Answer:
    """What happened in Sere Kaniye this week."""
    made = Answer(
        answer_id="A7F3Q2",
        question="what happened in Sere Kaniye this week",
        now=NOW,
        understood=Understood((SERE_KANIYE,), UnderstoodPeriod(WEEK, "this week")),
        outcome=Outcome.ANSWERED,
        incidents=incidents,
        coverage=coverage(),
        total=len(incidents),
    )
    return replace(made, **changes)


def silent(**changes: object) -> Answer:
    """Nothing in Tal Tamr this week; the last report is of the week before."""
    last = excerpt(
        "Two shells fell in fields south of the village on Saturday.",
        article("Jazira Post", 7, day=3),
        EventWhen(Interval(date(2024, 11, 2), date(2024, 11, 2)), Precision.DAY),
    )
    made = Answer(
        answer_id="B2K9M4",
        question="Tal Tamr this week",
        now=NOW,
        understood=Understood((TAL_TAMR,), UnderstoodPeriod(WEEK, "this week")),
        outcome=Outcome.NOTHING_FOUND,
        incidents=(),
        coverage=coverage(quiet=(Quiet("Jazira Post", date(2024, 11, 12)),), last_match=last),
    )
    return replace(made, **changes)


def unclear(*doubts: tuple[Doubt, str], **changes: object) -> Answer:
    """Nothing to search for."""
    understood = Understood(doubts=doubts)
    made = Answer("C5D8E1", "?", NOW, understood, Outcome.UNCLEAR, (), coverage())
    return replace(made, **changes)


@dataclass
class FakeAnswerer:
    """Gives out one answer, and remembers what it was asked."""

    answer: Answer = field(default_factory=lambda: answered(clash(), killing()))
    further: Answer | None = None  # what "More", a wider period and another place give
    error: Exception | None = None
    asked: list[str] = field(default_factory=list)
    followed: list[object] = field(default_factory=list)  # the answers and questions that the asked ones follow
    calls: list[tuple[object, ...]] = field(default_factory=list)

    def ask(
        self,
        text: str,
        *,
        now: datetime,
        zone: ZoneInfo,
        context: Sequence[str | Turn] = (),
        after: str | None = None,
        limit: int = 5,
        first_weekday: int | None = None,
    ) -> Answer:
        self.asked.append(text)
        self.followed.append(after or tuple(context))
        if self.error:
            raise self.error
        return replace(self.answer, question=text)

    def turns_before(self, _answer_id: str) -> tuple[Turn, ...]:
        return ()

    def is_kept(self, answer_id: str) -> bool:
        return answer_id == self.answer.answer_id and not isinstance(self.error, QuestionError)

    def more(self, answer_id: str, *, after: int, now: datetime) -> Answer:
        return self._again("more", answer_id, after)

    def widen(self, answer_id: str, widening: Widening, *, now: datetime) -> Answer:
        return self._again("widen", answer_id, widening)

    def choose(self, answer_id: str, place_id: str, *, now: datetime) -> Answer:
        return self._again("choose", answer_id, place_id)

    def _again(self, *call: object) -> Answer:
        self.calls.append(call)
        if self.error:
            raise self.error
        if call[1] != self.answer.answer_id:
            raise QuestionError(f"No answer {call[1]} is remembered.")
        return self.further or self.answer


@dataclass
class FakeLibrary:
    """An empty library."""

    engine: Engine = field(default_factory=lambda: empty_engine())


@dataclass
class FakeDialogues:
    """Remembers which message shows which answer; nothing is ever idle."""

    shown: dict[tuple[int, int], tuple[int | None, str]] = field(default_factory=dict)
    asked: dict[tuple[int, int], list[ShownAnswer]] = field(default_factory=dict)

    @property
    def is_behind(self) -> bool:
        return False

    def shown_for(self, chat_id: int, asked_in: int) -> list[ShownAnswer]:
        return self.asked.get((chat_id, asked_in), [])

    def replaced(self, chat_id: int, message_ids: Sequence[int]) -> None:
        for message_id in message_ids:
            self.shown.pop((chat_id, message_id), None)

    def remember(
        self,
        chat_id: int,
        thread_id: int | None,
        message_ids: Sequence[int],
        answer_id: str,
        asked_in: int | None = None,
    ) -> None:
        if asked_in is not None:
            rows = [ShownAnswer(chat_id=chat_id, message_id=id_, answer_id=answer_id) for id_ in message_ids]
            self.asked[chat_id, asked_in] = rows
        self.shown |= {(chat_id, message_id): (thread_id, answer_id) for message_id in message_ids}

    def was_shown(self, chat_id: int, answer_id: str) -> bool:
        return any(chat == chat_id and answer == answer_id for (chat, _), (_, answer) in self.shown.items())

    def shown_in(self, chat_id: int, message_id: int) -> str | None:
        return self.shown.get((chat_id, message_id), (None, None))[1]

    def latest(self, chat_id: int, thread_id: int | None) -> str | None:
        here = [answer for (chat, _), (thread, answer) in self.shown.items() if (chat, thread) == (chat_id, thread_id)]
        return here[-1] if here else None

    def forget(self, chat_id: int, thread_id: int | None) -> None:
        self.shown = {
            key: (thread, answer)
            for key, (thread, answer) in self.shown.items()
            if (key[0], thread) != (chat_id, thread_id)
        }


@cache
def _empty_file() -> Path:
    """A migrated library without anything in it, made once."""
    file = Path(tempfile.mkdtemp()) / "empty.sqlite3"
    open_database(f"sqlite:///{file}").dispose()
    atexit.register(shutil.rmtree, file.parent, ignore_errors=True)
    return file


def empty_engine() -> Engine:
    """A library of its own without anything in it, as cheap as copying a file."""
    folder = Path(tempfile.mkdtemp(dir=_empty_file().parent))
    return open_database(f"sqlite:///{shutil.copy(_empty_file(), folder / 'library.sqlite3')}")


class FakeBacklog:
    """No passage waits."""

    def pending(self) -> Pending:
        return Pending(0, 0)


@dataclass
class FakeIndexer:
    """An index in which everything is found."""

    backlog: FakeBacklog = field(default_factory=FakeBacklog)


@dataclass
class FakeServices:
    """What the bot needs of the services, counted instead of done."""

    answerer: FakeAnswerer = field(default_factory=FakeAnswerer)
    library: FakeLibrary = field(default_factory=FakeLibrary)
    dialogues: FakeDialogues = field(default_factory=FakeDialogues)
    indexer: FakeIndexer = field(default_factory=FakeIndexer)
    pending: Iterator[int] = field(default_factory=lambda: iter(()))
    warmed_up: int = 0
    caught_up: int = 0
    tidied: int = 0

    @property
    def watches(self) -> Watches:
        return Watches(self.library.engine, region_gazetteer(), default_thesaurus())

    @property
    def matcher(self) -> WatchMatcher:
        return WatchMatcher(
            Chronicle(Library(self.library.engine), region_gazetteer(), default_thesaurus()), self.watches
        )

    def warm_up(self) -> None:
        self.warmed_up += 1

    def catch_up(self, *, most: int) -> int:
        self.caught_up += 1
        return next(self.pending, 0)

    def ensure_current(self) -> None:
        """Nobody changes this library's schema."""

    def tidy(self) -> None:
        self.tidied += 1
