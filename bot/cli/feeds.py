"""The commands about sources: `dateline feed …` and `dateline sources`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.output import in_line, say, say_json, say_xml
from retrieval.errors import DatelineError

if TYPE_CHECKING:
    from ingest.feeding.feed_checks import Checked, FeedChecks
    from ingest.feeding.health import Health
    from ingest.feeding.subscriptions import Subscriptions
    from retrieval.library.sources import Feed
    from retrieval.services import Services

WHICH = typer.Argument(help="The feed's number, as `dateline feed list` shows it, or its address.")


def add(urls: Annotated[list[str], typer.Argument(help="Addresses of feeds, or of sites that name one.")]) -> None:
    """Follow feeds. `dateline run` reads them when they are due, `dateline feed check` now.

    [bold]dateline feed add https://news.example.org/[/]
    """
    with _checker() as (services, checker):
        refused = sum(not _follow(url, services, checker) for url in dict.fromkeys(urls))
    raise typer.Exit(1 if refused else 0)


def import_list(path: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A list of feeds.")]) -> None:
    """Follow the feeds of a list that another feed reader exported (OPML).

    [bold]dateline feed import feeds.opml[/]
    """
    from ingest.sandbox.readers import read_opml

    add(read_opml(path.read_bytes()))


def export(path: Annotated[Path | None, typer.Argument(help="Where to write; else standard output.")] = None) -> None:
    """Write the list of feeds as OPML.

    [bold]dateline feed export feeds.opml[/]
    """
    from datetime import UTC, datetime

    from ingest.formats.feeds.opml import write_opml

    with _feeds() as (_, feeds):
        written = write_opml(feeds.all(), datetime.now(UTC))
    if path is None:
        say_xml(written.decode())
    else:
        path.write_bytes(written)


def check() -> None:
    """Read the feeds that are due now, for those who run no bot.

    [bold]dateline feed check[/]
    """
    with _checker() as (services, checker):
        checked = checker.check_due()
        services.catch_up()
    for one in checked:
        say(_checked_line(one))
    say(f"{len(checked)} feeds read.")
    raise typer.Exit(1 if any(one.fault for one in checked) else 0)


def list_feeds(as_json: Annotated[bool, typer.Option("--json", help="As a JSON array.")] = False) -> None:
    """Show every feed with its number and how it is doing.

    [bold]dateline feed list --json[/]
    """
    _show("feed", as_json)


def sources(as_json: Annotated[bool, typer.Option("--json", help="As a JSON array.")] = False) -> None:
    """Show how every feed and channel is doing: what it last brought, what is wrong with it, whether it is silent.

    [bold]dateline sources --json[/]
    """
    _show(None, as_json)


def pause(which: Annotated[str, WHICH]) -> None:
    """Read a feed no more until it is resumed.

    [bold]dateline feed pause 3[/]
    """
    _change("pause", which, lambda feeds, feed, now: feeds.pause(feed, True, now))


def resume(which: Annotated[str, WHICH]) -> None:
    """Go on reading a feed that was paused.

    [bold]dateline feed resume 3[/]
    """
    _change("resume", which, lambda feeds, feed, now: feeds.pause(feed, False, now))


def remove(which: Annotated[str, WHICH]) -> None:
    """Follow a feed no more; its articles stay.

    [bold]dateline feed remove 3[/]
    """
    _change("remove", which, lambda feeds, feed, now: feeds.remove(feed))


DONE = {"pause": "paused", "resume": "read again when it is due", "remove": "followed no more; its articles stay"}

FEED_COMMANDS: dict[str, Callable[..., None]] = {
    "add": add,
    "list": list_feeds,
    "check": check,
    "pause": pause,
    "resume": resume,
    "remove": remove,
    "import": import_list,
    "export": export,
}


def _follow(url: str, services: "Services", checker: "FeedChecks") -> bool:
    """Follow one feed.

    False where there is none, which is said.
    """
    from bot.people import audit

    try:
        followed = checker.follow(url, None, check=False)
    except DatelineError as error:
        say(in_line(f"dateline: {error}"), err=True)
        return False
    feed = followed.feed
    if followed.is_new:
        audit.record(services.library.engine, None, "feed add", feed.url)
    say(f"{'Following' if followed.is_new else 'Followed already'}: {feed.title}, feed {feed.id}, {feed.url}")
    return True


def _change(act: str, which: str, change: "Callable[[Subscriptions, Feed, Any], None]") -> None:
    from bot.people import audit

    with _feeds() as (services, feeds):
        feed = feeds.get(which)
        change(feeds, feed, services.settings.now())
        audit.record(services.library.engine, None, f"feed {act}", feed.url)
    say(f"{feed.title}: {DONE[act]}.")


def _checked_line(checked: "Checked") -> str:
    if checked.fault:
        return f"{checked.feed.title}: {checked.fault}"
    refused = "".join(f"\n  refused: {reason}" for reason in checked.refused)
    return f"{checked.feed.title}: {checked.added} added, {checked.updated} updated{refused}"


def _show(kind: str | None, as_json: bool) -> None:
    from ingest.feeding.health import health_of_sources

    with _feeds() as (services, _):
        now = services.settings.now()
        found = [one for one in health_of_sources(services.library.engine, now) if kind in (None, one.kind)]
        if as_json:
            say_json([_health_json(one) for one in found])
            return
        say(_health_text(found, services))


def _health_text(found: "list[Health]", services: "Services") -> str:
    from bot.messages.layout.rich_text import build
    from bot.messages.sources import overview, source_lines
    from bot.phrases.catalogues import phrases_for

    phrases, now = phrases_for(None), services.settings.now().astimezone(services.settings.zone)
    lines = [f"{build(source_lines(one, phrases, now))[0]}\n{one.url}" for one in found]
    return "\n\n".join([*lines, build(overview(found, phrases))[0]])


def _health_json(health: "Health") -> dict[str, Any]:
    moments = {
        name: moment.isoformat() if moment else None
        for name, moment in (
            ("new_at", health.new_at),
            ("read_at", health.read_at),
            ("failing_since", health.failing_since),
        )
    }
    return {
        "kind": health.kind.value,
        "id": health.id,
        "title": health.title,
        "url": health.url,
        "marks": [mark.value for mark in health.marks],
        "articles": health.articles,
        **moments,
        "fault": health.fault,
        "entries": health.entries,
        "undated": health.undated,
    }


@contextmanager
def _feeds() -> "Iterator[tuple[Services, Subscriptions]]":
    from ingest.feeding.subscriptions import Subscriptions
    from retrieval.services import open_services
    from retrieval.settings import Settings

    with open_services(Settings.read(), check_model=False) as services:
        yield services, Subscriptions(services.library.engine)


@contextmanager
def _checker() -> "Iterator[tuple[Services, FeedChecks]]":
    from ingest.feeding.feed_checks import FeedChecks
    from ingest.feeding.feeding import fetcher_of
    from retrieval.services import open_services
    from retrieval.settings import Settings

    with open_services(Settings.read(), check_model=False) as services:
        yield services, FeedChecks(services, fetcher_of(services.settings), services.settings.now)
