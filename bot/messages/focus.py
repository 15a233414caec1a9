"""What a reader asked to see first of an incident: its figures, who reports it, or where it was."""

from bot.messages.figures import differences, stated
from bot.messages.layout.rich_text import RichText, TextBuilder
from bot.messages.names import place_names
from bot.messages.quotations import source_line
from bot.phrases.catalogues import Phrases
from retrieval.answers import Answer, Incident
from retrieval.understood import Focus


def first_lines(incident: Incident, answer: Answer, phrases: Phrases) -> list[RichText]:
    """The lines between the head of an incident and its quotations."""
    match answer.understood.focus:
        case Focus.FIGURES:
            return [TextBuilder().add(line).pieces() for line in _figures(incident, answer, phrases)]
        case Focus.SOURCES:
            return [source_line(article, answer.now, phrases) for article in incident.sources]
        case Focus.WHERE:
            return [TextBuilder().add(line).pieces() for line in _places(incident, phrases)]
        case _:
            return []


def last_lines(incident: Incident, answer: Answer, phrases: Phrases) -> list[str]:
    """Where the reports differ, apart from what `first_lines` has said already."""
    said = answer.understood.counted if answer.understood.focus is Focus.FIGURES else ()
    return differences(incident, phrases, but=said)


def _places(incident: Incident, phrases: Phrases) -> list[str]:
    named = phrases.join(place_names(phrases, incident))
    return [phrases.gettext("Places named: {places}", places=named)] if named else []


def _figures(incident: Incident, answer: Answer, phrases: Phrases) -> list[str]:
    """Every figure of the kinds that were asked for, with who states it, or that none is stated."""
    asked = [figure for figure in incident.figures if figure.kind in answer.understood.counted]
    return [stated(incident, figure, phrases) for figure in asked] or [
        phrases.gettext("No such figure in what is quoted.")
    ]
