"""What is said to a reader who asks for something else than reports: a map, a file, what the library holds."""

from bot.messages.names import foreign
from bot.messages.silence import articles, newest, publishers, unheard_sources
from bot.phrases.catalogues import Phrases
from retrieval.answers import Answer
from retrieval.understood import Request

# Publishers that are named: more fill a phone.
MOST_PUBLISHERS = 20


def request_lines(answer: Answer, phrases: Phrases) -> list[str]:
    """A sentence for each request: what can be had instead, or what was asked for."""
    return [line for request in answer.understood.requests for line in _lines(request, answer, phrases)]


def _lines(request: Request, answer: Answer, phrases: Phrases) -> list[str]:
    match request:
        case Request.SOURCES:
            return _sources(answer, phrases)
        case Request.FRESHNESS:
            return [_freshness(answer, phrases), *unheard_sources(answer, phrases)]
        case _:
            return [_sentence(request, phrases)]


def _sentence(request: Request, phrases: Phrases) -> str:
    match request:
        case Request.MAP:
            return phrases.gettext(
                "There is no map here yet. Each incident says where it was, and “where?” after an answer lists all "
                "places that it names."
            )
        case Request.TIMELINE:
            return phrases.gettext("No timeline is drawn here yet. “Latest” shows incidents by date, the newest first.")
        case Request.EXPORT:
            return phrases.gettext(
                "Answers cannot be saved as a file yet. “Copy citation” below an answer copies a quotation with its "
                "source."
            )
        case Request.LANGUAGE:
            return phrases.gettext(
                "Nothing is translated here: quotations stay as they were published, word for word. The lines around "
                "them follow the language of your question."
            )
        case Request.NEARBY:
            return phrases.gettext(
                "Where you are is not known here. Name the nearest town, or share a location to be told of what "
                "happens around it."
            )
        case _:
            return phrases.gettext("Whether it is true is not judged here: this is what was reported, and by whom.")


def _sources(answer: Answer, phrases: Phrases) -> list[str]:
    """All publishers with their articles, those with most first."""
    held = answer.held
    if not held:
        return [phrases.gettext("There are no articles here yet.")]
    total = phrases.ngettext("{count} article", "{count} articles", sum(count for _, count in held))
    named = [f"{foreign(phrases, name)} ({phrases.number(count)})" for name, count in held[:MOST_PUBLISHERS]]
    lines = [
        phrases.gettext("{articles} of {publishers}:", articles=total, publishers=publishers(len(held), phrases)),
        phrases.gettext(", ").join(named),
    ]
    more = len(held) - len(named)
    return [*lines, phrases.ngettext("and {count} more", "and {count} more", more)] if more else lines


def _freshness(answer: Answer, phrases: Phrases) -> str:
    coverage, moment = answer.coverage, newest(answer, phrases)
    words = {"articles": articles(coverage, phrases), "publishers": publishers(coverage.publishers, phrases)}
    if not moment:
        return phrases.gettext("{articles} of {publishers}.", **words)
    return phrases.gettext("{articles} of {publishers}, newest {moment}.", moment=moment, **words)
