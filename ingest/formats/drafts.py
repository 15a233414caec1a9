"""What reading a source yields: an article draft, or one line that says why there is none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from urllib.parse import urlsplit

from ingest.formats.dates import UNKNOWN, Published, read_published
from retrieval.article import ArticleMetadata, Origin, is_newsroom
from retrieval.doubts import Doubt
from retrieval.errors import DatelineError
from retrieval.languages.detection import language_code
from retrieval.sentences import Words

# Characters; browsers and SQL indexes agree on about this much.
MAX_URL = 2048


@dataclass(frozen=True, slots=True)
class ArticleDraft(ArticleMetadata):
    """An article as its source gives it.

    `text` is kept to the code point.
    """

    url: str
    text: str
    source: str  # "file.jsonl:12", "archive.zip!a.html": where it came from, for reports
    warnings: tuple[Words, ...] = ()
    doubts: tuple[Doubt, ...] = ()  # what an editor should look at, in the order of `Doubt`
    capture_id: int | None = None  # the record of the bytes that it was read from
    read_at: str | None = None  # the address at which it was read; None: the newsroom handed it in


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that could not be read: which, and in one line what is wrong and what to do."""

    source: str
    error: Words


class Unreadable(DatelineError):
    """A file or an item gives no article: why, and what to do. `ingest` makes a Failure of it."""

    @property
    def words(self) -> Words:
        """The reason, as a sentence where it was given as one."""
        reason = self.args[0] if self.args else ""
        return reason if isinstance(reason, str) else str(reason)


Drafts: TypeAlias = Iterator[ArticleDraft | Failure]
# With the keys of a JSON line: url, title, text, published_at, ….
Fields: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fallback:
    """What the person who imports says about the items that do not say it themselves."""

    now: datetime
    published: Published = UNKNOWN
    publisher: str | None = None


def draft_from(item: Fields, source: str, fallback: Fallback) -> ArticleDraft | Failure:
    """The draft of an item with the keys of a JSON line, whatever format it was read from.

    `url` and `text` must be whole: an item without them, or with characters that no database keeps, is a
    Failure. The other keys may be missing; an unusable value of theirs is left out with a warning.
    """
    try:
        url, text = _url(item.get("url")), _text(item.get("text"))
    except Unreadable as error:
        return Failure(source, error.words)
    warnings: list[Words] = [one for one in _listed(item.get("warnings")) if isinstance(one, str)]
    if urlsplit(url).scheme not in ("http", "https", "file"):
        warnings.append(f'url "{url[:40]}" does not begin with https://; kept, but its link may not open')
    published = _published(item.get("published_at"), fallback, warnings)
    date_source = _date_source(item, published)
    origin = Origin.FILE if urlsplit(url).scheme == "file" else Origin.EDITOR
    return ArticleDraft(
        url=url,
        title=_phrase(item, "title", warnings) or "",
        text=text,
        published_at=published.at,
        published_precision=published.precision,
        publisher=_phrase(item, "publisher", warnings) or fallback.publisher,
        language=_language(item, warnings),
        source=source,
        warnings=tuple(warnings),
        doubts=_doubts(item, date_source, origin),
        date_source=date_source,
        byline=_phrase(item, "byline", warnings),
        modified_at=_modified(item, published, fallback),
        origin=origin,
    )


def _doubts(item: Fields, date_source: str | None, origin: Origin) -> tuple[Doubt, ...]:
    """What its reader doubts, and what is missing, in the order in which doubts are told."""
    found = {Doubt(str(one)) for one in _listed(item.get("doubts"))}
    if date_source is None and Doubt.DATE_AMBIGUOUS not in found:
        found.add(Doubt.NO_DATE)
    if date_source == "url":
        found.add(Doubt.DATE_FROM_ADDRESS)
    if origin is Origin.FILE:
        found.add(Doubt.ORIGIN_UNKNOWN)
    return tuple(doubt for doubt in Doubt if doubt in found)


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _url(value: object) -> str:
    url = _required("url", value).strip()
    if len(url) > MAX_URL:
        raise Unreadable(f"url is longer than {MAX_URL} characters; give the article's plain address")
    if not _is_address(url):
        raise Unreadable(f'url "{url[:80]}" is not an address; write it out as https://… (or file:///…)')
    return url


def _is_address(url: str) -> bool:
    """Whether this names a page: a scheme and a host, or a file, without white space or control characters.

    Publishers' exports hold misspelt schemes ("hhttps://…"): their text is kept, since the address still says
    whose page it was. Schemes without a host, such as javascript: and data:, name no page; nor does the library's own
    for what stands nowhere.
    """
    if not url.isprintable() or any(character.isspace() for character in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme == "file" or (bool(parts.scheme) and bool(parts.hostname) and not is_newsroom(url))
    except ValueError:  # an unfinished IPv6 address
        return False


def _text(value: object) -> str:
    text = _required("text", value)
    if not text.strip():
        raise Unreadable("text is empty; an article needs its words")
    return text


def _required(key: str, value: object) -> str:
    if value is None or value == "":
        raise Unreadable(f"{key} is missing; every article needs url and text")
    if not isinstance(value, str):
        raise Unreadable(f"{key} is not a string: {str(value)[:40]}; put it in quotation marks")
    if fault := _unstorable(value):
        raise Unreadable(f"{key} holds {fault}; it cannot be kept as it is, so correct the source")
    return value


def _unstorable(text: str) -> str | None:
    """Name the kind of character in `text` that UTF-8 or PostgreSQL cannot hold."""
    if "\0" in text:
        return "a NUL character"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return f"half a character (the lone surrogate \\u{ord(text[error.start]):04x})"
    return None


def _published(value: object, fallback: Fallback, warnings: list[Words]) -> Published:
    """The item's own date, else that of the fallback.

    One that it states but nobody can read stays unknown.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return fallback.published
    published = read_published(value, fallback.now)
    if published.warning:
        warnings.append(f"published_at {published.warning}")
    return published


def _date_source(item: Fields, published: Published) -> str | None:
    """Where the publication date was read.

    It was stated by whoever gave the item, where that does not say.
    """
    source = item.get("date_source")
    return (source if isinstance(source, str) else "stated") if published.at is not None else None


def _modified(item: Fields, published: Published, fallback: Fallback) -> datetime | None:
    """When the page was last modified, if that can be: not before it was published."""
    stated = item.get("modified_at")
    modified = read_published(stated, fallback.now).at if stated else None
    earlier = modified is not None and published.at is not None and modified.date() < published.at.date()
    return None if earlier else modified


def _phrase(item: Fields, key: str, warnings: list[Words]) -> str | None:
    """A title or a name on one line.

    Here, unlike in a text, a broken character is replaced.
    """
    value = item.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        warnings.append(f"{key} is not a string: {str(value)[:40]}; left out")
        return None
    if fault := _unstorable(value):
        warnings.append(f"{key} holds {fault}; replaced by \N{REPLACEMENT CHARACTER}")
        value = value.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-16", "surrogatepass")
        value = value.decode("utf-16", "replace")
    return " ".join(value.split()) or None


def _language(item: Fields, warnings: list[Words]) -> str | None:
    stated = _phrase(item, "language", warnings)
    code = language_code(stated) if stated else None
    if stated and not code:
        warnings.append(f'language "{stated[:20]}" is not a language code such as "ar"; left out')
    return code
