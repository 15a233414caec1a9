"""The buttons below an answer, and the short data that comes back when one is pressed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from itertools import chain

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit

from bot.messages.dates import full_date, publication_day
from bot.messages.doubts import is_asked_back, namesakes
from bot.messages.layout.addresses import is_web_address, shown_address
from bot.messages.layout.rich_text import utf16_length
from bot.messages.layout.splitting import cut
from bot.messages.names import choice_name, choice_region, foreign, whole_area
from bot.messages.quotations import with_speaker
from bot.phrases.catalogues import Phrases
from retrieval.answers import Answer, ArticleRef, Excerpt, Outcome
from retrieval.article import is_newsroom
from retrieval.questions.widening import Widening
from retrieval.text.folding import fold
from retrieval.understood import UNDATED, PlaceChoice

# Buttons side by side: with more, a phone shows no name whole.
MOST_SOURCES = 3

# Characters: some phones refuse longer ones, so that the article's bare address stands in.
LONGEST_URL = 2000

# Characters of a name on a button, about what a phone shows.
LONGEST_LABEL = 40

# UTF-16 units that a copy_text button holds.
MOST_COPIED = 256

# UTF-16 units: a quotation that is cut shorter says nothing.
SHORTEST_QUOTATION = 40

# How alike two names are that are one: "Tal Tamer" and "Tal Tamr" are, "Raqqa" and "Rawa" are not.
ALIKE = 0.75

# Buttons side by side that a phone shows whole.
WIDTH = 2

Row = list[InlineKeyboardButton]


def answer_buttons(answer: Answer, phrases: Phrases) -> InlineKeyboardMarkup | None:
    """More, wider, other places of that name, the sources, a citation to paste.

    None where there are none. An answer without a receipt cannot be gone on with.
    """
    of_reports = _rows(_sources(answer, phrases), MOST_SOURCES)
    if not answer.answer_id:
        return _keyboard([*of_reports, _citation(answer, phrases)])
    others = [
        _choice_row(answer, namesakes(place, phrases), phrases, place.country) for place in answer.understood.places
    ]
    choices = _choice_row(answer, answer.choices, phrases, _common_country(answer.choices))
    rows = [
        *_rows([*_more(answer, phrases), *_wider(answer, phrases)], WIDTH),
        *_rows([*chain(*others), *choices], WIDTH),
        *of_reports,
        [*_watch(answer, phrases), *_citation(answer, phrases)],
    ]
    return _keyboard(rows)


def _keyboard(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    filled = [row for row in rows if row]
    return InlineKeyboardMarkup(filled) if filled else None


def example_buttons(questions: Sequence[str]) -> InlineKeyboardMarkup:
    """Questions that a tap asks."""
    return InlineKeyboardMarkup.from_column(
        [InlineKeyboardButton(question, callback_data=f"try:{number}") for number, question in enumerate(questions)]
    )


def _more(answer: Answer, phrases: Phrases) -> Row:
    shown = answer.first + len(answer.incidents)
    return _button(phrases.gettext("More"), f"more:{answer.answer_id}:{shown}") if shown < answer.total else []


def _wider(answer: Answer, phrases: Phrases) -> Row:
    """One step wider below an answer, every step below silence."""
    labels = {
        Widening.LAST_7_DAYS: phrases.gettext("Last 7 days"),
        Widening.LAST_30_DAYS: phrases.gettext("Last 30 days"),
        Widening.ALL_DATES: phrases.gettext("All dates"),
    }
    row = [button for step in _steps(answer) for button in _button(labels[step], f"wide:{answer.answer_id}:{step}")]
    if _is_new_topic(answer):
        row += _button(phrases.gettext("Everywhere, all dates"), f"wide:{answer.answer_id}:{Widening.EVERYWHERE}")
    return [*row, *_parent(answer, phrases)] if _is_silence(answer) else row


def _is_new_topic(answer: Answer) -> bool:
    """Whether the question has a topic of its own, and its place is that of the question before.

    Its reader may mean that place, or may have begun anew.
    """
    understood = answer.understood
    return "place" in understood.inherited and "topic" not in understood.inherited and bool(understood.topic)


def _steps(answer: Answer) -> tuple[Widening, ...]:
    if answer.understood.period is None:
        undated = any(doubt in UNDATED for doubt, _ in answer.understood.doubts)
        return (Widening.LAST_7_DAYS, Widening.LAST_30_DAYS) if undated else ()
    if is_asked_back(answer):
        return ()
    steps = (*_recent_steps(answer.understood.period.interval.start, answer.now.date()), Widening.ALL_DATES)
    if _is_silence(answer):
        return steps
    return steps[-1:] if "period" in answer.understood.inherited else steps[:1]


def _recent_steps(asked_from: date, today: date) -> tuple[Widening, ...]:
    """The nearest step that begins before what was asked.

    None where that lies further back than a month.
    """
    for days, step in ((7, Widening.LAST_7_DAYS), (30, Widening.LAST_30_DAYS)):
        if today - timedelta(days=days - 1) < asked_from:
            return (step,)
    return ()


def _parent(answer: Answer, phrases: Phrases) -> Row:
    if len(answer.understood.places) != 1:
        return []
    place = answer.understood.places[0]
    if place.parent_id is None or not place.within:
        return []
    nearest = place.within[0]
    is_named_after = place.is_seat or alike(nearest.name, place.name)
    label = whole_area(phrases, nearest, place.matched if is_named_after else "", LONGEST_LABEL)
    return _button(label, f"wide:{answer.answer_id}:{Widening.PARENT_PLACE}")


def alike(one: str, other: str) -> bool:
    """Whether two names are one, give or take a letter."""
    return SequenceMatcher(None, fold(one), fold(other)).ratio() >= ALIKE


def _is_silence(answer: Answer) -> bool:
    return answer.outcome is not Outcome.ANSWERED and not is_asked_back(answer)


def _choice_row(answer: Answer, choices: Sequence[PlaceChoice], phrases: Phrases, home: str | None) -> Row:
    """A button a namesake, labelled with its region alone where that tells them apart."""
    regions = [choice_region(phrases, choice, home) for choice in choices]
    names = {choice.name for choice in choices}
    telling = len(set(regions)) == len(regions) and all(regions) and len(names) == 1
    labels = regions if telling else [choice_name(phrases, choice, home) for choice in choices]
    pairs = zip(labels, choices, strict=True)
    return [button for label, choice in pairs for button in _button(label, f"pick:{answer.answer_id}:{choice.id}")]


def _common_country(choices: Sequence[PlaceChoice]) -> str | None:
    countries = {choice.country for choice in choices}
    return countries.pop() if len(countries) == 1 else None


def _sources(answer: Answer, phrases: Phrases) -> Row:
    """The first articles that are quoted, one button each."""
    row: dict[str, InlineKeyboardButton] = {}
    for number, incident in enumerate(answer.incidents, answer.first + 1):
        for excerpt in incident.excerpts:
            url = button_url(excerpt)
            if url and excerpt.article.id not in row:
                label = f"{number} · {foreign(phrases, excerpt.article.publisher, LONGEST_LABEL)}"
                row[excerpt.article.id] = InlineKeyboardButton(label, url=url)
    return list(row.values())[:MOST_SOURCES]


def _watch(answer: Answer, phrases: Phrases) -> Row:
    """ "Watch Sere Kaniye" below an answer, "Tell me when there is one" below silence.

    None for everything.
    """
    understood = answer.understood
    if is_asked_back(answer) or not (understood.places or understood.topic):
        return []
    if answer.outcome is not Outcome.ANSWERED:
        return _button(phrases.gettext("Tell me when there is one"), f"w:tell:{answer.answer_id}")
    if len(understood.places) != 1:
        return _button(phrases.gettext("Watch this"), f"w:this:{answer.answer_id}")
    name = foreign(phrases, understood.places[0].matched, LONGEST_LABEL)
    return _button(phrases.gettext("Watch {place}", place=name), f"w:this:{answer.answer_id}")


def _citation(answer: Answer, phrases: Phrases) -> Row:
    excerpts = [excerpt for incident in answer.incidents[:1] for excerpt in incident.excerpts[:1]]
    citations = [text for excerpt in excerpts if (text := citation(excerpt, answer.now, phrases, answer.answer_id))]
    label = phrases.gettext("Copy citation")
    return [InlineKeyboardButton(label, copy_text=CopyTextButton(text)) for text in citations]


def citation(excerpt: Excerpt, now: datetime, phrases: Phrases, answer_id: str = "") -> str:
    """A quotation to paste: its opening words, publisher, date and address in 256 UTF-16 units.

    Of a file of the newsroom the ids of its article and of the answer, whose receipt proves it, stand for an address.
    Empty where the address alone is longer.
    """
    article = excerpt.article
    source = " ".join(article.publisher.split())
    if day := publication_day(article, now):
        source += ", " + full_date(phrases, day)
    tail = f"{with_speaker(source, article, phrases)}, {_where(article, answer_id, phrases)}"
    left = MOST_COPIED - utf16_length(tail) - utf16_length("“” ")
    quotation = shortened(" ".join(excerpt.text.split()), left) if left >= SHORTEST_QUOTATION else ""
    whole = f"“{quotation}” {tail}" if quotation else tail
    return whole if utf16_length(whole) <= MOST_COPIED else ""


def _where(article: ArticleRef, answer_id: str, phrases: Phrases) -> str:
    if is_newsroom(article.url):
        ids = " ".join(filter(None, [article.id, answer_id]))
        return f"{phrases.gettext('file of the newsroom')} {ids}"
    return shown_address(article.url, most=MOST_COPIED + 1)


def shortened(text: str, most: int) -> str:
    """The text if it fits into that many UTF-16 units, else its first words and an ellipsis."""
    return text if utf16_length(text) <= most else next(cut(text, most - 2)) + " …"


def button_url(excerpt: Excerpt) -> str | None:
    """The address that a phone can open, at the sentence where it is not too long.

    None for a file's, and where the words do not stand at their article's address.
    """
    if excerpt.article.speaker is not None:
        return None
    link = excerpt.link if len(excerpt.link) <= LONGEST_URL else excerpt.article.url
    return link if is_web_address(link) and len(link) <= LONGEST_URL else None


def _button(label: str, data: str) -> Row:
    """One button.

    None where its data is longer than Telegram carries: an imported id may be long.
    """
    if len(data.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
        return []
    return [InlineKeyboardButton(label, callback_data=data)]


def _rows(buttons: Row, width: int) -> list[Row]:
    return [buttons[start : start + width] for start in range(0, len(buttons), width)]
