"""What an article's passages are about: places, dates and topics, each with where its words stand."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

from ingest.formats.pages.boilerplate import is_furniture
from ingest.keeping.datelines import find_dateline
from ingest.keeping.nearness import Nearness
from ingest.keeping.passages import Span, split_passages
from retrieval.article import PublishedPrecision
from retrieval.clauses.reading import is_long_past, read_clauses
from retrieval.clauses.story import headings, links, with_asides
from retrieval.clauses.telling import Telling, what_is_told
from retrieval.dates.events import EventDate, Precision, find_event_dates
from retrieval.library.models import Role
from retrieval.library.new_article import NewArticle, NewMention, NewPassage, NewPeriod
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.keys import PlaceKey
from retrieval.places.place import PlaceMention
from retrieval.places.reading.attested.attestations import AttestationReader, Attested
from retrieval.places.reading.attested.repeated import RepeatedNames
from retrieval.places.reading.attested.unlisted import sounds_in
from retrieval.places.reading.reader import find_places
from retrieval.text.folding import fold
from retrieval.text.phonetics import sound_words
from retrieval.topics.thesaurus import Thesaurus

# The opening of a report is its first two paragraphs of prose: news is written as an inverted pyramid, and the
# lead answers who, what, when, where (Pöttker, "News and its communicative quality", Journalism Studies 2003).
LEAD_PASSAGES = 2
# Shorter paragraphs are headings, credits or dates.
LEAD_WORDS = 12

# Fewer words are a heading, a credit or a counter: nothing that could be quoted.
QUOTABLE_WORDS = 4

# Ranges of days are as good as a day to say that a passage has a date of its own; years and months are background.
_OWN = (Precision.DAY, Precision.DAYS)

# What the days of one passage are to another that has none.
_LENT = {Role.TEXT: Role.LEAD, Role.LEAD: Role.LEAD, Role.PUBLISHED: Role.PUBLISHED}


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Recognises with one gazetteer, one thesaurus and one region's calendar."""

    gazetteer: Gazetteer
    thesaurus: Thesaurus
    zone: ZoneInfo

    def passages(self, article: NewArticle) -> list[NewPassage]:
        """The passages of an article with their places, periods and topics."""
        spans = [span for span in split_passages(article.text) if _quotable(article.text[span.start : span.end])]
        published = self._published(article)
        texts = [article.text[span.start : span.end] for span in spans]
        dateline = find_dateline(article.text)
        filed = dateline.end if dateline else 0
        title = self._title(article, published)
        given = [mention.place for mention in title]
        tellings = self._told(texts, given, published)
        found = [self._places(span, one, filed, given) for span, one in zip(spans, tellings, strict=True)]
        found = _with_repeated(found, spans, [one.text for one in tellings], filed)
        over = headings(texts)
        placed = [[*own, *_of_below(own, found[n + 1])] if n in over else own for n, own in enumerate(found)]
        topics = [self.thesaurus.topics_in(one.text) for one in tellings]
        opening = self._opening(article, published, _lead(texts), title, found, tellings, topics)
        nearness = Nearness(
            self.gazetteer, {m.place: m.attestation.anchor for each in (title, *found) for m in each if m.attestation}
        )
        told = [
            replace(one, is_aside=True) if self._only_mentions(own, named, opening, nearness) else one
            for one, own, named in zip(tellings, placed, topics, strict=True)
        ]
        periods = _all_periods(told, over, opening.dates, published)
        folded_title = fold(article.title)
        return [
            NewPassage(
                start=span.start,
                end=span.end,
                folded=" ".join([folded_title, fold(text), *sound_words(text)]),
                topics=named,
                article_topics=opening.topics,
                mentions=tuple(_distinct([*own, *_inherited(own, opening, nearness)])),
                periods=tuple(days),
            )
            for span, text, own, days, named in zip(spans, texts, placed, periods, topics, strict=True)
        ]

    def _opening(
        self,
        article: NewArticle,
        published: date | None,
        lead: Sequence[int],
        title: list[NewMention],
        found: Sequence[list[NewMention]],
        tellings: Sequence[Telling],
        topics: Sequence[frozenset[str]],
    ) -> "_Opening":
        """What title and lead lend to passages that do not say it themselves."""
        dates = [event for n in lead for event in tellings[n].dates]
        return _Opening(
            title=title,
            lead=[] if article.place_ids else [NewMention(key, Role.LEAD) for n in lead for key in _told(found[n])],
            is_given=bool(article.place_ids),
            dates=dates or find_event_dates(article.title, published),
            topics=self.thesaurus.topics_in(article.title).union(*(topics[n] for n in lead)),
        )

    def _only_mentions(
        self, own: Sequence[NewMention], topics: Iterable[str], opening: "_Opening", nearness: Nearness
    ) -> bool:
        """Whether a passage names a place away from those of title and lead, and no kind of incident there."""
        around, told = [mention.place for mention in (*opening.title, *opening.lead)], _told(own)
        is_elsewhere = bool(around and told) and not any(nearness.is_near(place, told) for place in around)
        return is_elsewhere and not any(map(self.thesaurus.is_kind, topics))

    def _title(self, article: NewArticle, published: date | None) -> list[NewMention]:
        """The places of the whole article: those that an editor gave, else those that its title tells of."""
        if article.place_ids:
            return [NewMention(PlaceKey(id_), Role.TITLE) for id_ in article.place_ids]
        told = self._telling(_Read.of(self.gazetteer, article.title, published), (), published)
        return [
            *(NewMention(PlaceKey(mention.place_id), Role.TITLE) for mention in told.places),
            *(_learned_mention(one, Role.TITLE) for one in self._attested(article.title, told.named, ())),
        ]

    def _told(self, texts: Sequence[str], given: Sequence[str], published: date | None) -> list[Telling]:
        """What each passage tells of; in an article that opens with a day long past, the past is no background."""
        read = [_Read.of(self.gazetteer, text, published) for text in texts]
        opening = [event for n in _lead(texts) for event in read[n].dates if event.precision is not Precision.YEAR]
        is_of_the_past = bool(opening) and all(is_long_past(event, published) for event in opening)
        first = next((n for n in _lead(texts) if any(event.precision in _OWN for event in read[n].dates)), None)
        news = None if is_of_the_past else published
        told = [self._telling(one, given, news, is_opening=first in (None, n)) for n, one in enumerate(read)]
        return list(with_asides(told, _lead(texts), links(texts)))

    def _telling(self, read: "_Read", given: Sequence[str], news: date | None, *, is_opening: bool = True) -> Telling:
        clauses = read_clauses(read.text, read.places, read.dates, news, is_opening=is_opening)
        return what_is_told(read.text, clauses, read.places, read.dates, given, self._is_related)

    def _is_related(self, place_id: str, other_id: str) -> bool:
        """Whether two places are one, or one of them holds the other."""
        return place_id in self._around(other_id) or other_id in self._around(place_id)

    def _around(self, place_id: str) -> frozenset[str]:
        return frozenset([place_id, *(place.id for place in self.gazetteer.ancestors(place_id))])

    def _published(self, article: NewArticle) -> date | None:
        """The publication day on the region's calendar: "Friday" is counted back from there."""
        if article.published_at is None:
            return None
        if article.published_precision == PublishedPrecision.DAY:
            return article.published_at.date()
        return article.published_at.astimezone(self.zone).date()

    def _places(self, span: Span, told: Telling, filed: int, given: Sequence[str]) -> list[NewMention]:
        """The places that a passage tells of, in a list or not, and the sounds of names that no list has."""
        heard = [
            one
            for one in sounds_in(told.text)
            if not any(one.start < mention.end and mention.start < one.end for mention in told.named)
        ]
        named = [*((mention.start, mention.end, PlaceKey(mention.place_id)) for mention in told.places), *heard]
        filed = 0 if told.is_of_here else filed
        return [
            *(
                NewMention(key, _role(span.start + end, filed), span.start + start, span.start + end)
                for start, end, key in named
            ),
            *(
                _learned_mention(one, _role(span.start + one.end, filed), span.start)
                for one in self._attested(told.text, told.named, given)
            ),
        ]

    def _attested(self, text: str, known: Sequence[PlaceMention], given: Sequence[str]) -> Iterable[Attested]:
        return AttestationReader(self.gazetteer).attested(text, known, given)


@dataclass(frozen=True, slots=True)
class _Read:
    """A text with all places and dates that it names."""

    text: str
    places: list[PlaceMention]
    dates: list[EventDate]

    @classmethod
    def of(cls, gazetteer: Gazetteer, text: str, published: date | None) -> "_Read":
        return cls(text, find_places(gazetteer, text), find_event_dates(text, published))


@dataclass(frozen=True, slots=True)
class _Opening:
    title: list[NewMention]
    lead: list[NewMention]
    is_given: bool  # an editor named its places: they are those of every passage
    dates: list[EventDate]
    topics: frozenset[str]


def _lead(texts: Sequence[str]) -> list[int]:
    prose = [n for n, text in enumerate(texts) if len(text.split()) >= LEAD_WORDS]
    return prose[:LEAD_PASSAGES] or list(range(len(texts)))[:LEAD_PASSAGES]


def _quotable(text: str) -> bool:
    words = (word for word in text.split() if any(map(str.isalpha, word)))
    return len(list(islice(words, QUOTABLE_WORDS))) == QUOTABLE_WORDS and not is_furniture(text)


def _learned_mention(one: Attested, role: Role, offset: int | None = None) -> NewMention:
    start, end = (None, None) if offset is None else (offset + one.start, offset + one.end)
    if one.known is not None:
        return NewMention(PlaceKey(one.known), role, start, end)
    return NewMention(one.attestation.key, role, start, end, one.attestation)


def _with_repeated(
    found: list[list[NewMention]], spans: Sequence[Span], texts: Sequence[str], filed: int
) -> list[list[NewMention]]:
    """The mentions of each passage, with those of names that another passage of the article attests."""
    attested = [mention for each in found for mention in each if mention.attestation is not None]
    if not attested:
        return found
    names = RepeatedNames({m.attestation.name: m.place for m in attested if m.attestation is not None})
    return [
        [*each, *_again(names, span, text, filed, {mention.place for mention in each})]
        for each, span, text in zip(found, spans, texts, strict=True)
    ]


def _again(names: RepeatedNames, span: Span, text: str, filed: int, named: Collection[str]) -> Iterator[NewMention]:
    for start, end, key in names.found_in(text):
        if key not in named:
            yield NewMention(key, _role(span.start + end, filed), span.start + start, span.start + end)


def _of_below(own: Sequence[NewMention], below: Sequence[NewMention]) -> Iterator[NewMention]:
    """The places that a heading without one has from what stands below it."""
    if not _told(own):
        yield from (NewMention(mention.place, Role.LEAD) for mention in below if mention.place in _told(below))


def _inherited(own: Sequence[NewMention], opening: _Opening, nearness: Nearness) -> Iterator[NewMention]:
    """The places of title and lead, unless the passage tells of somewhere else."""
    told = _told(own)
    for mention in (*opening.title, *opening.lead):
        if opening.is_given or nearness.is_near(mention.place, told):
            yield mention


def _told(mentions: Iterable[NewMention]) -> list[PlaceKey]:
    """The places that a passage's own words name, or those below it; where it was filed and mere sounds left out."""
    return [m.place for m in mentions if m.role in (Role.TEXT, Role.LEAD) and not m.place.is_sound]


def _role(end: int, filed: int) -> Role:
    return Role.DATELINE if end <= filed else Role.TEXT


def _distinct(mentions: Iterable[NewMention]) -> list[NewMention]:
    """One mention for each place and role, the first."""
    return list({(mention.place, mention.role): mention for mention in reversed(list(mentions))}.values())[::-1]


def _all_periods(
    tellings: Sequence[Telling], over: Collection[int], opening: Sequence[EventDate], published: date | None
) -> list[list[NewPeriod]]:
    """The days of each passage; of the headings those `over` a passage without a day have the ones below."""
    found = [list(_periods(one, opening, published)) for one in tellings]
    for number in sorted(over, reverse=True):
        if not tellings[number].dates:
            found[number] = [replace(period, role=_LENT[period.role]) for period in found[number + 1]]
    return found


def _periods(told: Telling, opening: Sequence[EventDate], published: date | None) -> Iterator[NewPeriod]:
    """A passage's own days.

    Else those of its article's opening; else the publication day stands in. One that is aside has no days but its own.
    """
    yield from (_period(event, Role.TEXT) for event in told.dates)
    if told.is_aside or any(event.precision in _OWN for event in told.dates):
        return
    # What an opening dates long before is a caption or the story so far, and no date of its article.
    lent = [event for event in opening if event.precision in _OWN and not is_long_past(event, published)]
    yield from (_period(event, Role.LEAD) for event in lent)
    if not lent and published is not None:
        yield NewPeriod(published, published, Precision.DAY, Role.PUBLISHED)


def _period(event: EventDate, role: Role) -> NewPeriod:
    return NewPeriod(event.interval.start, event.interval.end, event.precision, role, event.part)
