"""The command `init`: asks for what a bot needs, checks it, and writes `.env`."""

import asyncio
import os
import secrets
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import agreed, asked, say
from bot.terminal.progress import spinner
from retrieval.errors import SettingsError

if TYPE_CHECKING:
    from bot.settings import BotSettings

ENV_FILE = Path(".env")

# For how long the first /start is waited for: as long as it takes to find the telephone.
WAIT_SECONDS = 300

HOW_TO_GET_A_TOKEN = """\
The token: open a chat with @BotFather on Telegram, send /newbot, and copy the token that it gives you.
What you type here is not shown. Leave it empty to do this later."""

WHO_OWNS_IT = """\
The owner, who feeds the library and names editors from the chat: your numeric Telegram id (not your @name).
Leave it empty, and the bot finds it out: you send it a code."""


def init(
    token_file: Annotated[
        str | None, typer.Option("--token-file", help="A file that holds the bot's token, - for standard input.")
    ] = None,
    owner: Annotated[str | None, typer.Option(help="Numeric Telegram ids of the owners, comma separated.")] = None,
    region: Annotated[str | None, typer.Option(help="Countries whose places are known: SY,IQ,TR.")] = None,
    timezone: Annotated[str | None, typer.Option(help="The clock of readers who set none: Asia/Damascus.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing, and change a .env that is there.")] = False,
) -> None:
    """Ask for token, owner, region and time zone, and write them to .env here.

    [bold]dateline init[/]

    The token is checked with Telegram and never shown. A .env that is there keeps everything else. Without a terminal,
    or with --yes, nothing is asked:

    [bold]dateline init --token-file token.txt --owner 123456789 --region SY,IQ --yes[/]
    """
    from bot.settings import BotSettings

    settings = BotSettings.read()
    asks = sys.stdin.isatty() and not yes
    given = {"DATELINE_ADMINS": owner, "DATELINE_REGION": region, "DATELINE_TIMEZONE": timezone}
    chosen = {name: _checked(name, value) for name, value in given.items() if value}
    if token_file is not None:
        chosen["TELEGRAM_TOKEN"] = _token_in(token_file)
        say(_introduction(chosen["TELEGRAM_TOKEN"], settings))
    if asks:
        _ask(chosen, settings)
    if _write(chosen, may_ask=asks, may_change=yes):
        say(_what_next(settings, chosen))


def _ask(chosen: dict[str, str], settings: "BotSettings") -> None:
    """Ask for what was not given as an option."""
    if "TELEGRAM_TOKEN" not in chosen:
        say(HOW_TO_GET_A_TOKEN)
        _until_right(lambda: _ask_token(chosen, settings))
    if "DATELINE_ADMINS" not in chosen:
        say(f"\n{WHO_OWNS_IT}")
        _until_right(lambda: _ask_owner(chosen, settings))
    for name, question, present in (
        ("DATELINE_REGION", "Countries whose places are known", ",".join(sorted(settings.region))),
        ("DATELINE_TIMEZONE", "Clock of readers who set none", settings.timezone),
    ):
        if name not in chosen:
            _until_right(partial(_ask_for, chosen, name, question, present))


def _until_right(ask: Callable[[], None]) -> None:
    """Ask again after each answer that is refused."""
    while True:
        try:
            return ask()
        except SettingsError as error:
            say(f"dateline: {error}", err=True)


def _ask_token(chosen: dict[str, str], settings: "BotSettings") -> None:
    token = asked("Token", default="", hide_input=True, show_default=False).strip()
    if token:
        say(_introduction(_checked("TELEGRAM_TOKEN", token), settings))
        chosen["TELEGRAM_TOKEN"] = token


def _ask_owner(chosen: dict[str, str], settings: "BotSettings") -> None:
    present = ",".join(map(str, sorted(settings.admins)))
    owner = asked("Owner", default=present, show_default=bool(present)).strip()
    token = chosen.get("TELEGRAM_TOKEN") or (settings.token.get_secret_value() if settings.token else None)
    if not owner and token:
        owner = _first_to_start(token, settings)
    if owner and owner != present:
        chosen["DATELINE_ADMINS"] = _checked("DATELINE_ADMINS", owner)


def _ask_for(chosen: dict[str, str], name: str, question: str, present: str) -> None:
    answer = asked(question, default=present).strip()
    if answer != present:
        chosen[name] = _checked(name, answer)


def _checked(name: str, value: str) -> str:
    """A value that the settings take.

    `SettingsError` for another.
    """
    from bot.settings import BotSettings

    BotSettings.read(_env_file=None, **{name: value})
    return value


def _token_in(file: str) -> str:
    try:
        text = sys.stdin.readline() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{file} cannot be read: {error}", param_hint="--token-file") from error
    return _checked("TELEGRAM_TOKEN", text.strip())


def _introduction(token: str, settings: "BotSettings") -> str:
    """Whose token it is, or that Telegram could not be asked."""
    with spinner("asking Telegram …"):
        from bot.transport.first_contact import FirstContact, UnreachableError

        try:
            return f"This is the token of {asyncio.run(FirstContact(token, settings.api_base).name())}."
        except UnreachableError as error:
            return f"{error} The token was not checked."


def _first_to_start(token: str, settings: "BotSettings") -> str:
    """The id of whoever sends the code that is shown; empty where nobody does."""
    from bot.transport.first_contact import FirstContact, UnreachableError

    code = secrets.token_hex(4)
    say(f"Send this to your bot, from your own account, within five minutes:\n\n  /start {code}\n")
    contact = FirstContact(token, settings.api_base)
    try:
        with spinner("waiting for it …"):
            owner = asyncio.run(asyncio.wait_for(contact.first_to_send(code), WAIT_SECONDS))
    except (TimeoutError, UnreachableError) as error:
        say(f"{str(error) or 'Nobody has sent it.'} DATELINE_ADMINS stays as it is.")
        return ""
    say(f"The owner is {owner}.")
    return str(owner)


def _write(chosen: dict[str, str], *, may_ask: bool, may_change: bool) -> bool:
    """Write the chosen settings to `.env`, readable by its owner alone. Whether there was no objection."""
    from retrieval.environment import with_settings

    file = ENV_FILE.resolve()
    before = file.read_text(encoding="utf-8") if file.exists() else None
    names = ", ".join(sorted(chosen)) or "nothing"
    if before is not None and chosen and not may_change:
        if not may_ask:
            raise SettingsError(f"{file} is there already; --yes changes {names} in it.")
        if not agreed(f"{file} is there already. Change {names} in it?"):
            say("Nothing was written.")
            return False
    beside = file.with_name(f"{file.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(with_settings(before, chosen))
    beside.replace(file)
    say(f"Written to {file}: {names}. Only you can read it.")
    return True


def _what_next(settings: "BotSettings", chosen: dict[str, str]) -> str:
    has_token = settings.token is not None or "TELEGRAM_TOKEN" in chosen
    first = ("dateline run", "the bot on Telegram") if has_token else ("dateline chat", "the bot, in this terminal")
    steps = (first, ("dateline import FILE", "your own articles; --help lists the formats"))
    return "Next:\n\n" + "\n".join(f"  {command:<22}{what}" for command, what in steps)
