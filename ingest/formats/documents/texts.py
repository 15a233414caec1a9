"""Articles from plain text and Markdown files."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.formats.drafts import Fields, Unreadable

# Characters; a longer first line is a paragraph.
MAX_TITLE = 300

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_FRONT_LINE = re.compile(r"\s*([A-Za-z_]+)\s*:\s*(.*?)\s*")
_KEYS = ("url", "title", "published_at", "publisher", "language")


def decoded(data: bytes) -> str:
    """`data` as text, without a byte order mark. Raises Unreadable."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("is UTF-16; save it as UTF-8")
    if b"\0" in data:
        raise Unreadable("is not text but a binary file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"is not UTF-8 (byte {error.start + 1}); save it as UTF-8") from error


def read_text(data: bytes, url: str) -> Fields:
    """The item that a plain text file is: its first line is the title, what follows is the text.

    The text is kept as it stands, without the blank lines around it. A file of one line is its own text, and
    so is one whose first line is too long for a title. Raises Unreadable.
    """
    title, text = _titled(decoded(data))
    return {"url": url, "title": title, "text": text}


def read_markdown(data: bytes, url: str) -> Fields:
    """The item that a Markdown file is: rendered to plain text, one paragraph a block.

    A heading at the start is the title and no part of the text; without one the rule of plain text files
    holds. Front matter between `---` lines may give url, title, published_at, publisher and language.
    """
    content = decoded(data)
    front, body = _front_matter(content)
    blocks = list(_blocks(MarkdownIt("commonmark").enable("table").parse(body)))
    heading = blocks.pop(0)[1] if blocks and blocks[0][0] == "h" and len(blocks) > 1 else None
    text = "\n\n".join(block for _, block in blocks)
    if heading is None and "title" not in front:
        heading, text = _titled(text)
    return {"url": url, "title": heading, "text": text, **front}


def _titled(content: str) -> tuple[str, str]:
    content = content.strip()
    first, _, rest = content.partition("\n")
    first = first.strip()
    if len(first) > MAX_TITLE:
        return first[:120].rsplit(maxsplit=1)[0] + "…", content
    return first, rest.strip() or content


def _front_matter(content: str) -> tuple[dict[str, str], str]:
    """Part the `key: value` lines at the top from the rest.

    Other keys and other YAML are passed over.
    """
    found = _FRONT_MATTER.match(content)
    if found is None:
        return {}, content
    pairs = (line.groups() for line in map(_FRONT_LINE.fullmatch, found[1].splitlines()) if line)
    values = {key.lower(): value.strip("\"'") for key, value in pairs}
    return {key: values[key] for key in _KEYS if values.get(key)}, content[found.end() :]


def _blocks(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """The first letter of its HTML tag and the plain text of every block that has words."""
    tag = ""
    cells: list[str] = []
    for token in tokens:
        if token.type == "tr_close":
            yield "t", " ".join(cells)
            cells = []
        elif token.type.endswith("_open"):
            tag = token.tag
        elif token.type in ("fence", "code_block"):
            yield "c", token.content.strip("\n")
        elif token.type == "inline" and (text := _inline(token.children or []).strip()):
            if tag in ("td", "th"):
                cells.append(text)
            else:
                yield tag[:1], text


def _inline(tokens: list[Token]) -> str:
    """The words of a block: emphasis, links and HTML tags leave only what stands between them."""
    return "".join(
        "\n" if token.type == "hardbreak" else " " if token.type == "softbreak" else token.content
        for token in tokens
        if token.type in ("text", "code_inline", "softbreak", "hardbreak", "text_special")
    )
