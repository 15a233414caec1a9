"""The one way out to the terminal: whatever a command prints goes through here, and gives the terminal no orders."""

import json
from typing import Any

import typer


def say(text: str, *, err: bool = False) -> None:
    """Print lines for people, whoever wrote the words in them."""
    from bot.messages.layout.harmless import harmless

    typer.echo(harmless(text), err=err)


def asked(question: str, default: str, *, show_default: bool = True, hide_input: bool = False) -> str:
    """What a person types in answer to a question, `default` where they only press Enter."""
    from bot.messages.layout.harmless import harmless

    shown = harmless(question)
    return str(typer.prompt(shown, default=default, show_default=show_default, hide_input=hide_input))


def agreed(question: str) -> bool:
    """Whether a person says yes to a question."""
    from bot.messages.layout.harmless import harmless

    return typer.confirm(harmless(question))


def in_line(words: str) -> str:
    """Somebody else's words as part of a line: a break in them would begin a line that looks like one of ours."""
    from bot.messages.layout.harmless import REPLACED

    return words.replace("\n", REPLACED)


def say_json(value: Any) -> None:
    """Print one line of JSON, which holds to the letter what it is given."""
    from bot.messages.layout.harmless import harmless_json

    typer.echo(harmless_json(json.dumps(value, ensure_ascii=False)))


def say_xml(document: str) -> None:
    """Print XML, which holds to the letter what it is given."""
    from bot.messages.layout.harmless import harmless_xml

    typer.echo(harmless_xml(document), nl=False)
