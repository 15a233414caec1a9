"""Plain text from a fragment of HTML, such as the body of a feed entry."""

from lxml import etree

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "figcaption"}
    | {"figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol"}
    | {"p", "pre", "section", "table", "td", "th", "tr", "ul"}
)
_UNREAD = ("script", "style", "template", "noscript")
# Between blocks; no HTML text holds one.
_BREAK = "\0"


def plain_text(fragment: str) -> str:
    """The words of `fragment`, a line for each block.

    White space in a block is one space.
    """
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    clean = fragment.replace(_BREAK, "").encode(errors="replace")
    tree = etree.fromstring(b"<html><body><div>" + clean + b"</div></body></html>", parser)
    etree.strip_elements(tree, *_UNREAD, with_tail=False)
    lines = "".join(_pieces(tree)).split(_BREAK)
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _pieces(tree: etree._Element) -> list[str]:
    pieces = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in _BLOCKS:
            pieces.append(_BREAK)
        pieces.append((element.text if event == "start" else element.tail) or "")
    return pieces
