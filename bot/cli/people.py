"""The commands about people: `editors` and `audit`."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.output import say, say_json

if TYPE_CHECKING:
    from bot.people.audit import Done


class Change(StrEnum):
    """What can be done with somebody."""

    ADD = "add"
    REMOVE = "remove"


def editors(
    change: Annotated[Change | None, typer.Argument(help="Make an editor, or take anybody's role away.")] = None,
    id_: Annotated[str | None, typer.Argument(metavar="ID", help="A numeric Telegram user id.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False,
) -> None:
    """Show who the owners and editors are, make an editor, or take somebody's role away.

    [bold]dateline editors add 123456789[/]

    Owners stand in DATELINE_ADMINS. A running bot knows of a change at once; invitations are made there, by /invite.
    """
    from bot.people.people import People
    from bot.settings import BotSettings
    from retrieval.library.database import open_database

    settings = BotSettings.read()
    number = _checked(change, id_)
    people = People(open_database(settings.sql_url))
    if change is not None and number is not None:
        (people.make_editor if change is Change.ADD else people.remove)(number, None)
    found = {
        "owners": sorted(settings.admins),
        "editors": [person.user_id for person in people.editors()],
        "readers": people.readers(),
    }
    if as_json:
        say_json(found)
    else:
        say(_listed(found))


def audit(
    id_: Annotated[
        str | None, typer.Argument(metavar="ID", help="Only what this person did, or what was done to this article.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many entries.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, with every detail.")] = False,
) -> None:
    """Show what editors did, the newest first.

    [bold]dateline audit 123456789 --json[/]

    What was done on the command line has no person.
    """
    from bot.cli.lines import whole
    from bot.people.audit import line, newest
    from bot.people.people import numeric_id
    from retrieval.library.database import open_database
    from retrieval.settings import Settings

    asked = whole(id_ or "").strip().lower()
    actor = numeric_id(asked)
    subject = asked if asked and actor is None else None
    for entry in newest(open_database(Settings.read().sql_url), limit, subject=subject, actor=actor):
        if as_json:
            say_json(_entry_json(entry))
        else:
            say(line(entry))


def _checked(change: Change | None, id_: str | None) -> int | None:
    """The id that a change needs.

    `typer.BadParameter` where it is missing or no number.
    """
    from bot.people.people import numeric_id

    number = numeric_id(id_ or "")
    if change is not None and number is None:
        raise typer.BadParameter("an editor is named by a numeric Telegram user id, like 123456789", param_hint="ID")
    return number


def _listed(found: dict[str, Any]) -> str:
    owners, editors = (", ".join(map(str, found[name])) or "–" for name in ("owners", "editors"))
    return f"Owners: {owners}\nEditors: {editors}\nReaders by invitation: {found['readers']}"


def _entry_json(entry: "Done") -> dict[str, Any]:
    return {
        "id": entry.id,
        "done_at": entry.done_at.isoformat(),
        "actor": entry.actor,
        "pseudonym": entry.pseudonym,
        "action": entry.action,
        "subject": entry.subject,
        "detail": entry.detail,
    }
