"""What is said where no report answers: what was searched, and whose silence says nothing."""

from bot.messages.dates import freshness, short_date
from bot.messages.names import foreign
from bot.phrases.catalogues import Phrases
from retrieval.answers import Answer, Coverage, Outcome

# Publishers of which it is said that they are silent: more would hide the answer.
MOST_SOURCES = 3

# Characters of the reader's own words in a line of ours.
LONGEST_TOPIC = 60


def silence(answer: Answer, phrases: Phrases) -> list[str]:
    """Two lines: that there is no report or that there are no articles, and what that does not mean."""
    found = _no_report if answer.outcome is Outcome.NOTHING_FOUND else _not_covered
    caution = phrases.gettext("No report does not mean that nothing happened.")
    return [found(answer, phrases), " ".join([*unheard_sources(answer, phrases), caution])]


def articles(coverage: Coverage, phrases: Phrases) -> str:
    """ "214 articles" """
    return phrases.ngettext("{count} article", "{count} articles", coverage.articles)


def publishers(count: int, phrases: Phrases) -> str:
    """ "4 publishers" """
    return phrases.ngettext("{count} publisher", "{count} publishers", count)


def newest(answer: Answer, phrases: Phrases) -> str:
    """ "today 09:40".

    Empty where no date is known.
    """
    coverage = answer.coverage
    if coverage.newest is None:
        return ""
    return freshness(phrases, coverage.newest, coverage.newest_precision, answer.now)


def _no_report(answer: Answer, phrases: Phrases) -> str:
    coverage = answer.coverage
    words: dict[str, object] = {
        "articles": articles(coverage, phrases),
        "publishers": publishers(coverage.publishers, phrases),
        "topic": foreign(phrases, answer.understood.topic, LONGEST_TOPIC),
    }
    match bool(answer.understood.topic.strip()), bool(answer.understood.places):
        case True, True:
            line = phrases.gettext(
                "No report on “{topic}” among {articles} of {publishers} that cover this area", **words
            )
        case True, False:
            line = phrases.gettext("No report on “{topic}” among {articles} of {publishers}", **words)
        case False, True:
            line = phrases.gettext("No report among {articles} of {publishers} that cover this area", **words)
        case _:
            line = phrases.gettext("No report among {articles} of {publishers}", **words)
    return _with_newest(line, answer, phrases)


def _not_covered(answer: Answer, phrases: Phrases) -> str:
    """No article concerns the place in those dates, so that silence says nothing about them."""
    searched = articles(answer.coverage, phrases)
    match answer.understood.places, answer.understood.period, answer.coverage.articles:
        case [], _, 0:
            return phrases.gettext("Not covered: there are no articles here yet.")
        case _, _, 0:
            return phrases.gettext("Not covered: no article here concerns this area.")
        case [], _, _:
            line = phrases.gettext("Not covered: none of the {articles} here concerns these dates", articles=searched)
        case _, None, _:
            line = phrases.ngettext(
                "Not covered: none of the {articles} on this area concerns this place",
                "Not covered: none of the {articles} on this area concerns these places",
                len(answer.understood.places),
                articles=searched,
            )
        case _:
            line = phrases.ngettext(
                "Not covered: none of the {articles} on this area concerns this place in these dates",
                "Not covered: none of the {articles} on this area concerns these places in these dates",
                len(answer.understood.places),
                articles=searched,
            )
    return _with_newest(line, answer, phrases)


def _with_newest(line: str, answer: Answer, phrases: Phrases) -> str:
    moment = newest(answer, phrases)
    return phrases.gettext("{line}; newest {moment}.", line=line, moment=moment) if moment else f"{line}."


def unheard_sources(answer: Answer, phrases: Phrases) -> list[str]:
    """Whose silence says nothing: those whose feed fails, then those that sent less than they used to."""
    coverage, today = answer.coverage, answer.now.date()
    failing = [
        phrases.gettext(
            "{publisher} could not be read since {date}.",
            publisher=foreign(phrases, one.publisher),
            date=short_date(phrases, one.since.astimezone(answer.now.tzinfo).date(), today),
        )
        for one in coverage.failing
    ]
    failed = {one.publisher for one in coverage.failing}
    quiet = [
        phrases.gettext(
            "{publisher} has sent nothing since {date}.",
            publisher=foreign(phrases, quiet.publisher),
            date=short_date(phrases, quiet.since, today),
        )
        for quiet in coverage.quiet
        if quiet.publisher not in failed
    ]
    return [*failing, *quiet][:MOST_SOURCES]
