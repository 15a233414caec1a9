"""Plain text from a fragment of HTML, such as the body of a feed entry."""

from html.parser import HTMLParser

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "figcaption"}
    | {"figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol"}
    | {"p", "pre", "section", "table", "td", "th", "tr", "ul"}
)
_UNREAD = frozenset({"script", "style", "template", "noscript"})


def plain_text(fragment: str) -> str:
    """Return the words of `fragment`, a line for each block; white space in a block is one space."""
    reader = _Reader(convert_charrefs=True)
    reader.feed(fragment)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\0"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    """Collects text, and a NUL (which HTML cannot hold) wherever a block begins or ends."""

    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.pieces: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in _UNREAD
        self._part(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unread = max(0, self._unread - (tag in _UNREAD))
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.pieces.append(data.replace("\0", ""))

    def _part(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\0")
