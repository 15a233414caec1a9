"""What a sandbox is asked for, and how it answers: the readers of `formats`, with bounds on their text."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ingest.formats.drafts import ArticleDraft, Failure, Unreadable
from ingest.formats.feeds.opml import read_opml
from ingest.formats.feeds.reading import feeds_in, parse_feed
from ingest.formats.fetched import read_fetched
from ingest.formats.files import FileReading, count_items, read_files
from ingest.sandbox.bounds import LONGEST_PHRASE, MOST_IN_VAIN, MOST_TEXT
from ingest.sandbox.wire import from_draft, from_feed, to_fallback
from ingest.web.outcomes import Fetched
from retrieval.text.length import MOST_MARKS, has_piled_marks, is_longer

_PHRASES = ("title", "publisher", "byline")


def answers_to(said: Mapping[str, Any], body: bytes) -> Iterator[dict[str, Any]]:
    """The answers to a request, each as it is ready.

    Raises Unreadable, and whatever a reader raises that it does not foresee.
    """
    return _TASKS[said["task"]](said, body)


def _page(said: Mapping[str, Any], body: bytes) -> Iterator[dict[str, Any]]:
    now = datetime.fromisoformat(said["now"])
    headers = {"content-type": said["content_type"]} if said["content_type"] else {}
    item = dict(read_fetched(Fetched(said["url"], said["url"], 200, headers, body, now), now))
    if fault := _unfit(item.get("text")):
        raise Unreadable(fault)
    warnings = item.get("warnings")
    item["warnings"] = [*(warnings if isinstance(warnings, list | tuple) else ()), *_shortened(item)]
    yield {"value": item}


def _feed(said: Mapping[str, Any], body: bytes) -> Iterator[dict[str, Any]]:
    read = parse_feed(body, said["url"])
    faults = {entry.key: fault for entry in read.entries if (fault := _unfit(entry.item.get("text")))}
    kept = tuple(entry for entry in read.entries if entry.key not in faults)
    for entry in kept:
        _shortened(entry.item)
    yield {"value": from_feed(replace(read, entries=kept, faults=(*read.faults, *faults.values())))}


def _feeds_in(said: Mapping[str, Any], body: bytes) -> Iterator[dict[str, Any]]:
    yield {"value": feeds_in(body, said["url"])}


def _opml(_said: Mapping[str, Any], body: bytes) -> Iterator[dict[str, Any]]:
    yield {"value": read_opml(body)}


def _count(said: Mapping[str, Any], _body: bytes) -> Iterator[dict[str, Any]]:
    yield {"value": count_items(map(Path, said["paths"]))}


def _articles(said: Mapping[str, Any], _body: bytes) -> Iterator[dict[str, Any]]:
    """What files hold, with the number and the name of each file before its items."""
    paths = list(map(Path, said["paths"]))
    for file in read_files(paths, to_fallback(said), first=said["first"], passed_over=said["passed_over"]):
        yield {"file": file.number, "name": file.name}
        yield from map(from_draft, _bounded(file))


def _bounded(file: FileReading) -> Iterator[ArticleDraft | Failure]:
    """The items of a file, until too many in a row give nothing: it is then not what its name says."""
    in_vain = 0
    for read in map(_fit, file.items):
        in_vain = in_vain + 1 if isinstance(read, Failure) else 0
        yield read
        if in_vain == MOST_IN_VAIN:
            yield Failure(file.name, f"gives nothing {MOST_IN_VAIN:,} times in a row; the rest of it was not read")
            return


def _fit(read: ArticleDraft | Failure) -> ArticleDraft | Failure:
    """An article within the bounds of text, or why it is beyond them."""
    if isinstance(read, Failure):
        return read
    fault = _unfit(read.text)
    return Failure(read.source, fault) if fault else _short(read)


def _short(draft: ArticleDraft) -> ArticleDraft:
    """A draft whose title and names have a bounded length."""
    phrases: dict[str, Any] = {name: getattr(draft, name) for name in _PHRASES}
    warnings = _shortened(phrases)
    return replace(draft, **phrases, warnings=(*draft.warnings, *warnings)) if warnings else draft


def _unfit(text: object) -> str | None:
    if not isinstance(text, str):
        return None
    if has_piled_marks(text):
        return f"piles more than {MOST_MARKS} marks on one letter; no writing does, so correct the source"
    if is_longer(text, MOST_TEXT):
        return f"has more than {MOST_TEXT:,} characters; that is no article, so divide it"
    return None


def _shortened(item: Any) -> list[str]:
    """Cut the title and the names of an item where they are longer than any. The result says which."""
    long = [name for name in _PHRASES if is_longer(str(item.get(name) or ""), LONGEST_PHRASE)]
    for name in long:
        item[name] = str(item[name])[:LONGEST_PHRASE] + "…"
    return [f"{name} is longer than {LONGEST_PHRASE} characters; cut" for name in long]


_TASKS: dict[str, Callable[[Mapping[str, Any], bytes], Iterator[dict[str, Any]]]] = {
    "page": _page,
    "feed": _feed,
    "feeds_in": _feeds_in,
    "opml": _opml,
    "count": _count,
    "articles": _articles,
}
