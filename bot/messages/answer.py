"""An answer as messages: what was understood, the quotations or why there are none, what was searched."""

from bot.messages.beyond import begun_line, beyond_line
from bot.messages.buttons import answer_buttons
from bot.messages.dates import event_date, incident_date, publication_day, span, spans_years, weekday_date
from bot.messages.doubts import is_asked_back, notes, questions_back
from bot.messages.focus import first_lines, last_lines
from bot.messages.layout.direction import directed
from bot.messages.layout.message import OutMessage
from bot.messages.layout.rich_text import RichText, TextBuilder, build
from bot.messages.layout.splitting import Section, split
from bot.messages.names import MOST_PLACE_NAMES, asked_places, excluded, foreign, kind_label, place_names
from bot.messages.quotations import quotation
from bot.messages.silence import LONGEST_TOPIC, articles, newest, publishers, silence
from bot.phrases.catalogues import Phrases
from retrieval.answers import Answer, Beyond, Excerpt, Incident, Outcome
from retrieval.understood import Doubt, Understood


def render_answer(answer: Answer, phrases: Phrases) -> list[OutMessage]:
    """The answer in as many messages as Telegram's limits need, the buttons below the last.

    There is at least one.
    """
    if is_asked_back(answer):
        sections: list[Section] = [[_line(sentence) for sentence in questions_back(answer, phrases)]]
    elif answer.outcome is Outcome.ANSWERED:
        sections = _answered(answer, phrases)
    else:
        sections = _silent(answer, phrases)
    laid_out = [[directed(unit, phrases.right_to_left) for unit in section] for section in sections]
    *before, last = [build(page) for page in split(laid_out)]
    return [
        *(OutMessage(*page) for page in before),
        OutMessage(*last, keyboard=answer_buttons(answer, phrases)),
    ]


def _answered(answer: Answer, phrases: Phrases) -> list[Section]:
    return [[_heading(answer, phrases), _line(_counts(answer, phrases))], *_notes(answer, phrases),
            *_incidents(answer, phrases), [_footer(answer, phrases)]]  # fmt: skip


def _silent(answer: Answer, phrases: Phrases) -> list[Section]:
    if answer.first:  # "more", after an answer that had nothing
        nothing_more = phrases.gettext("There is nothing more: the answer before had no report either.")
        return [[_heading(answer, phrases), _line(nothing_more)]]
    sections: list[Section] = [
        [_heading(answer, phrases), *(_line(line) for line in silence(answer, phrases))],
        *_notes(answer, phrases),
    ]
    sections += _incidents(answer, phrases)
    if answer.coverage.last_match is not None:
        sections.append(_last_report(answer.coverage.last_match, answer, phrases))
    return sections


def _heading(answer: Answer, phrases: Phrases) -> RichText:
    """ "Sere Kaniye (Ras al-Ain, Hasakah) · Mon 11 – Sun 17 Nov 2024" """
    understood = answer.understood
    places = asked_places(phrases, understood.places)
    period = understood.period
    dates = span(phrases, period.interval.start, period.interval.end) if period else phrases.gettext("all dates")
    topic = foreign(phrases, understood.topic, LONGEST_TOPIC) if answer.outcome is Outcome.ANSWERED else ""
    asked = phrases.gettext("“{words}”", words=topic) if topic else ""
    left_out = excluded(phrases, understood.excluded)
    without = phrases.gettext("without {names}", names=left_out) if left_out else ""
    where = places or _unknown_place(understood, phrases) or phrases.gettext("All places")
    return TextBuilder().bold(_dotted(where, dates, asked, without)).pieces()


def _unknown_place(understood: Understood, phrases: Phrases) -> str:
    """A place that no gazetteer has, and that was searched by its sound: in the reader's spelling."""
    words = next((words for doubt, words in understood.doubts if doubt is Doubt.UNKNOWN_PLACE), "")
    return phrases.gettext("“{words}”", words=foreign(phrases, words)) if words else ""


def _counts(answer: Answer, phrases: Phrases) -> str:
    """ "2 incidents · 3 publishers", or which of them are on this page"""
    shown = len(answer.incidents)
    if not shown:
        return phrases.gettext("There are no further incidents.")
    names = {name for incident in answer.incidents for name in incident.publishers}
    counted = phrases.ngettext("{count} incident", "{count} incidents", answer.total)
    if shown < answer.total:
        counted = phrases.ngettext(
            "Incident {first} of {total}", "Incidents {first}–{last} of {total}", shown,
            first=phrases.number(answer.first + 1), last=phrases.number(answer.first + shown),
            total=phrases.number(answer.total),
        )  # fmt: skip
    return _dotted(counted, publishers(len(names), phrases))


def _notes(answer: Answer, phrases: Phrases) -> list[Section]:
    lines = [*begun_line(answer, phrases), *notes(answer, phrases)]
    return [[_line(line) for line in lines]] if lines else []


def _incidents(answer: Answer, phrases: Phrases) -> list[Section]:
    """The incidents that are shown, with a line above the first of each sort that lies beyond what was asked."""
    sections = []
    before: Beyond | None = None
    for number, incident in enumerate(answer.incidents, answer.first + 1):
        section = _incident(number, incident, answer, phrases)
        if incident.beyond is not before:
            first, *others = section
            section = [(*_line(beyond_line(incident.beyond, answer, phrases) + "\n\n"), *first), *others]
        sections.append(section)
        before = incident.beyond
    return sections


def _incident(number: int, incident: Incident, answer: Answer, phrases: Phrases) -> Section:
    """An incident as a section.

    Its head stays with the first quotation, and every quotation with its source.
    """
    head = TextBuilder().bold(_incident_head(number, incident, answer, phrases)).add("\n")
    for line in first_lines(incident, answer, phrases):
        head.extend(line).add("\n")
    first, *others = [quotation(excerpt, answer.now, phrases) for excerpt in incident.excerpts]
    return [(*head.pieces(), *first), *others, *(_line(line) for line in last_lines(incident, answer, phrases))]


def _incident_head(number: int, incident: Incident, answer: Answer, phrases: Phrases) -> str:
    """ "1 · Fri 15 Nov, night · armed clash", with its place where that is not the asked one"""
    when = incident_date(phrases, incident, answer.now, with_year=spans_years(answer.incidents, answer.now))
    label = kind_label(phrases, incident)
    return _dotted(phrases.number(number), _elsewhere(incident, answer, phrases), when, label)


def _elsewhere(incident: Incident, answer: Answer, phrases: Phrases) -> str:
    asked = {place.id for place in answer.understood.places}
    if asked & set(incident.places) and len(asked) == 1:
        return ""
    return phrases.join(place_names(phrases, incident)[:MOST_PLACE_NAMES])


def _last_report(excerpt: Excerpt, answer: Answer, phrases: Phrases) -> Section:
    return [_line(_last_report_head(excerpt, answer, phrases)), quotation(excerpt, answer.now, phrases)]


def _last_report_head(excerpt: Excerpt, answer: Answer, phrases: Phrases) -> str:
    today = answer.now.date()
    published = publication_day(excerpt.article, answer.now)
    if excerpt.event is not None:
        return phrases.gettext("Last report: {date}", date=event_date(phrases, excerpt.event, today))
    if published is None:
        return phrases.gettext("Last report, date not stated:")
    return phrases.gettext(
        "Last report: date not stated, published {date}", date=weekday_date(phrases, published, today)
    )


def _footer(answer: Answer, phrases: Phrases) -> RichText:
    """ "Searched 214 articles of 4 publishers, newest today 09:40.  A7F3Q2" """
    coverage = answer.coverage
    words: dict[str, object] = {
        "articles": articles(coverage, phrases),
        "publishers": publishers(coverage.publishers, phrases),
        "moment": newest(answer, phrases),
    }
    if words["moment"]:
        searched = phrases.gettext("Searched {articles} of {publishers}, newest {moment}.", **words)
    else:
        searched = phrases.gettext("Searched {articles} of {publishers}.", **words)
    if not answer.answer_id:  # there was no room for its receipt
        return TextBuilder().add(searched).pieces()
    return TextBuilder().add(f"{searched}  ").code(answer.answer_id).pieces()


def _line(text: str) -> RichText:
    return TextBuilder().add(text).pieces()


def _dotted(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
