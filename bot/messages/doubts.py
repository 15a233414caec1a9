"""What was read differently from how it was written, or could not be used, in one sentence each."""

from collections.abc import Sequence

from bot.messages.learned import learned_place
from bot.messages.names import asked_place, choice_name, foreign, is_renamed, place_name, read_as
from bot.messages.requests import request_lines
from bot.phrases.catalogues import Phrases
from retrieval.answers import Answer, Outcome
from retrieval.understood import Doubt, PlaceChoice, Understood, UnderstoodPlace


def notes(answer: Answer, phrases: Phrases) -> list[str]:
    """What a reader should know about how the question was read, before they read the answer."""
    understood = answer.understood
    lines = [line for place in understood.places for line in _about_place(phrases, place)]
    lines += [_left_out(phrases, doubt, words, understood) for doubt, words in understood.doubts]
    lines += request_lines(answer, phrases)
    if answer.index_away:
        lines.append(
            phrases.gettext(
                "The index does not answer at the moment; the library was searched without it, more slowly."
            )
        )
    if answer.waiting:
        lines.append(
            phrases.ngettext(
                "{count} passage is not searched by meaning yet.",
                "{count} passages are not searched by meaning yet.",
                answer.waiting,
            )
        )
    return [line for line in lines if line]


def questions_back(answer: Answer, phrases: Phrases) -> list[str]:
    """Why nothing could be searched for, and what to send instead."""
    if answer.understood.requests:
        return request_lines(answer, phrases)
    doubts = answer.understood.doubts or ((_missing_doubt(answer), ""),)
    inside = answer.understood.inside
    lines = [
        _unknown_inside(phrases, words, inside, answer.choices)
        if inside and doubt is Doubt.UNKNOWN_PLACE
        else _unclear(phrases, doubt, words, bool(answer.choices))
        for doubt, words in doubts
    ]
    return list(filter(None, lines)) or [_unclear(phrases, Doubt.NOTHING_TO_SEARCH, "", False)]


def is_asked_back(answer: Answer) -> bool:
    """Whether nothing was searched for, because the question has to be put differently first."""
    doubts = {doubt for doubt, _ in answer.understood.doubts}
    unknown = Doubt.UNKNOWN_PLACE in doubts and not answer.understood.places
    not_searched = answer.outcome is Outcome.NOT_COVERED and (unknown or Doubt.FUTURE in doubts)
    return answer.outcome is Outcome.UNCLEAR or not_searched


def namesakes(place: UnderstoodPlace, phrases: Phrases) -> list[PlaceChoice]:
    """The other places of that name which a reader can tell from the one taken and from each other."""
    distinct = {choice_name(phrases, choice, home=place.country): choice for choice in reversed(place.also)}
    distinct.pop(read_as(phrases, place), None)
    return list(reversed(distinct.values()))


def _missing_doubt(answer: Answer) -> Doubt:
    return Doubt.AMBIGUOUS_PLACE if answer.choices else Doubt.NOTHING_TO_SEARCH


def _about_place(phrases: Phrases, place: UnderstoodPlace) -> list[str]:
    """That its name was corrected or is borne by others, and what an informal region holds here."""
    others = [choice_name(phrases, choice, home=place.country) for choice in namesakes(place, phrases)]
    lines = []
    if others or place.guessed:
        meant = [phrases.gettext("Meant {places}?", places=" / ".join(others))] if others else []
        lines.append(" ".join([_reading(phrases, place), *meant]))
    if place.learned:
        lines.append(learned_place(phrases, place, place.learned))
    if place.note:
        lines.append(place.note.get(phrases.language) or place.note["en"])
    return lines


def _reading(phrases: Phrases, place: UnderstoodPlace) -> str:
    if not is_renamed(phrases, place):
        return phrases.gettext("{place} was searched.", place=asked_place(phrases, place))
    words = foreign(phrases, place.matched)
    return phrases.gettext("“{words}” read as {place}.", words=words, place=read_as(phrases, place))


def _left_out(phrases: Phrases, doubt: Doubt, words: str, understood: Understood) -> str:
    """For a question that was answered all the same."""
    said = foreign(phrases, words)
    match doubt:
        case Doubt.PERIOD if understood.period is None:
            return phrases.gettext(
                "“{words}” has no date that can be looked up, so all dates were searched.", words=said
            )
        case Doubt.PERIOD:
            return phrases.gettext("“{words}” has no date that can be looked up, so it was left out.", words=said)
        case Doubt.NO_SUCH_DAY | Doubt.CONTRADICTION if understood.period is None:
            searched = phrases.gettext("All dates were searched.")
            return f"{_about_words(phrases, doubt, said)} {searched}"
        case Doubt.UNKNOWN_PLACE if understood.places:
            return phrases.gettext("“{words}” is not a place that is known here, so it was left out.", words=said)
        case Doubt.UNKNOWN_PLACE:
            return phrases.gettext(
                "“{words}” is not a place that is known here; reports that spell a place like it were searched.",
                words=said,
            )
        case Doubt.AMBIGUOUS_PLACE:
            return phrases.gettext("“{words}” is the name of several places.", words=said)
        case Doubt.PART_OF_TOPIC:
            return phrases.gettext(
                "No report has all of “{words}” there; those that have a part are shown.", words=said
            )
        case Doubt.OTHER_TARGET:
            return phrases.gettext("No report on “{words}” there; attacks of other kinds are shown.", words=said)
        case _:
            return _about_words(phrases, doubt, said)


def _unclear(phrases: Phrases, doubt: Doubt, words: str, has_choices: bool) -> str:
    """For a question that gave nothing to search for."""
    said = foreign(phrases, words)
    match doubt:
        case Doubt.EMPTY:
            return phrases.gettext("There are no words in this. Name a place, a period or a topic.")
        case Doubt.TOO_LONG:
            return phrases.gettext("This is too long for a question. Send one or two sentences.")
        case Doubt.PERIOD:
            return phrases.gettext(
                "“{words}” has no date that can be looked up. Name a place, or dates such as “since 1 November”.",
                words=said,
            )
        case Doubt.UNKNOWN_PLACE if has_choices:
            return phrases.gettext("“{words}” is not a place that is known here. One of these, perhaps?", words=said)
        case Doubt.UNKNOWN_PLACE:
            return phrases.gettext(
                "“{words}” is not a place that is known here. Try another spelling, or the nearest town.",
                words=said,
            )
        case Doubt.AMBIGUOUS_PLACE if words:
            return phrases.gettext("“{words}” is the name of several places. Which one is meant?", words=said)
        case Doubt.AMBIGUOUS_PLACE:
            return phrases.gettext("This is the name of several places. Which one is meant?")
        case Doubt.NOTHING_TO_SEARCH:
            return phrases.gettext("There is nothing to look up in this. Name a place, a period or a topic.")
        case _:
            return _about_words(phrases, doubt, said)


def _unknown_inside(phrases: Phrases, words: str, inside: PlaceChoice, choices: Sequence[PlaceChoice]) -> str:
    """That nobody knows a place, whether anything sounds like it, and that what it was put in can be searched."""
    place = place_name(phrases, inside)
    unknown = phrases.gettext(
        "“{words}” is not a place that is known in {place}.", words=foreign(phrases, words), place=place
    )
    alike = [place_name(phrases, choice) for choice in choices if choice.id != inside.id]
    if alike:
        heard = phrases.gettext("It sounds like {names}.", names=phrases.join(alike))
    else:
        heard = phrases.gettext("Nothing that is known sounds like it.")
    return f"{unknown} {heard} " + phrases.gettext("All of {place} can be searched instead.", place=place)


def _about_words(phrases: Phrases, doubt: Doubt, said: str) -> str:
    """What reads the same whether anything was searched or not: what is wrong with words of time, or was not used.

    Empty for any other doubt.
    """
    match doubt:
        case Doubt.LEFT_OUT:
            return phrases.gettext("“{words}” was not understood, so it was left out.", words=said)
        case Doubt.EXCLUSION:
            return phrases.gettext("“{words}” could not be used: nothing was left out for it.", words=said)
        case Doubt.NO_SUCH_DAY:
            return phrases.gettext("“{words}” is no day of the calendar.", words=said)
        case Doubt.CONTRADICTION:
            return phrases.gettext("“{words}” names times that exclude each other.", words=said)
        case Doubt.OTHER_PERIOD:
            return phrases.gettext("“{words}” was left out: one question is looked up for one period.", words=said)
        case Doubt.FUTURE:
            return phrases.gettext("“{words}” has not come yet; there are reports of the past only.", words=said)
        case _:
            return ""
