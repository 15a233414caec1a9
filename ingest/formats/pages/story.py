"""The paragraphs of a page's story, in its own words, without the page around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from ingest.formats.pages.boilerplate import is_boilerplate, leads_elsewhere, never_story

_BLOCKS = frozenset({"p", "div", "section", "article", "main", "header", "center", "address", "hgroup", "body", "html"})
_BLOCKS |= {"blockquote", "pre", "ul", "ol", "li", "dl", "dt", "dd", "hr", "details", "summary", "fieldset"}
_BLOCKS |= {"table", "thead", "tbody", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
# Stands for a <br> while a block is read: a code point that is no character in any page.
_BREAK = "\U0010fffe"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_STOPS = re.compile(r"[.!?…؟۔:»”\"]\s*$")

# Share of a paragraph's letters in links from which it is a list of links.
LINKED = 0.5
# Characters from which a block counts as prose when the story is looked for.
LONG = 80
# Share of the largest block of prose's weight that a neighbour needs to belong to the story.
PART = 0.25


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or an item of a list: its words and how many of them are links."""

    element: HtmlElement
    text: str
    linked: int  # characters in links

    @property
    def is_links(self) -> bool:
        return self.linked > LINKED * max(len(self.text), 1)

    @property
    def is_heading(self) -> bool:
        return self.element.tag in _HEADINGS


def story(tree: HtmlElement, title: str = "") -> list[str]:
    """The paragraphs of the story that a page tells, in order.

    Empty where it tells none.
    A line that is the title is left out unless it is a paragraph like the others.

    The element that holds most of the page's prose is the story (after Readability, Arc90 2009), and of it what is not
    boilerplate by its name or by its words.
    """
    body = next(iter(tree.iter("body")), tree)
    blocks = list(_blocks(body))
    home = _home(blocks, body)
    inside = [block for block in blocks if home is None or _is_inside(block.element, home)]
    kept = [block for block in _without_trailers(inside) if not _is_beside(block)]
    return [block.text for block in kept if block.element.tag == "p" or block.text != title]


def _blocks(element: HtmlElement) -> Iterator[Block]:
    """The blocks below an element that hold text of their own.

    Text between blocks is one, too.
    """
    loose: list[str] = []
    linked = 0

    def flush() -> Iterator[Block]:
        nonlocal loose, linked
        for text in _paragraphs("".join(loose)):
            yield Block(element, text, min(linked, len(text)))
        loose, linked = [], 0

    loose.append(element.text or "")
    for child in element:
        if not isinstance(child.tag, str):
            loose.append(child.tail or "")
            continue
        if child.tag == "br":
            loose.append(_BREAK)
        elif is_boilerplate(child) and not _holds_story(child):
            pass
        elif _is_block(child):
            yield from flush()
            yield from _blocks(child)
        else:
            words = _inline(child)
            loose.append(words)
            linked += sum(len(_inline(link)) for link in child.iter("a"))
        loose.append(child.tail or "")
    yield from flush()


def _is_block(element: HtmlElement) -> bool:
    return element.tag in _BLOCKS or any(below.tag in _BLOCKS for below in element.iterdescendants())


def _inline(element: HtmlElement) -> str:
    """The words of an inline element, boilerplate left out, line breaks marked."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            if child.tag == "br":
                parts.append(_BREAK)
            elif not never_story(child.tag):
                parts.append(_inline(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a run of text: two line breaks part them, one is a line break within."""
    flat = re.sub(r"\s+", " ", text)
    for part in re.split(rf"(?:\s*{_BREAK}\s*){{2,}}", flat):
        lines = (line.strip() for line in part.split(_BREAK))
        joined = "\n".join(line for line in lines if line)
        if joined:
            yield joined


def _holds_story(element: HtmlElement) -> bool:
    """Whether an element that is named like boilerplate is a frame around the story after all: it has its heading."""
    if never_story(element.tag) or next(element.iter("h1", "article", "main"), None) is None:
        return False
    root = element.getroottree().getroot()
    return 2 * _prose(element) > _prose(root)


def _prose(element: HtmlElement) -> int:
    return sum(len(text) for p in element.iter("p") if len(text := str(p.text_content())) >= LONG)


def _home(blocks: list[Block], body: HtmlElement) -> HtmlElement | None:
    """The element that holds the story: each block of prose speaks for those around it, the nearer the more."""
    weights: dict[HtmlElement, float] = {}
    for block in blocks:
        if len(block.text) < LONG or block.is_links or _invites(block):
            continue
        weight, around = float(len(block.text)), block.element
        if block.element.tag in ("div", "section", "article", "main", "td", "body"):
            weights[around] = weights.get(around, 0.0) + weight
        for parent in block.element.iterancestors():
            weights[parent] = weights.get(parent, 0.0) + weight
            weight *= 0.7
            if parent is body:
                break
    if not weights:
        return None
    best = max(weights, key=lambda element: weights[element])
    return _widened(best, blocks)


def _widened(home: HtmlElement, blocks: list[Block]) -> HtmlElement:
    """The home, or what is around it where a good part of the prose stands beside it: stories come in several parts."""
    prose = [block for block in blocks if len(block.text) >= LONG and not block.is_links]
    for parent in home.iterancestors():
        if parent.tag in ("body", "html"):
            break
        inside = sum(len(block.text) for block in prose if _is_inside(block.element, home))
        around = sum(len(block.text) for block in prose if _is_inside(block.element, parent))
        if around - inside < PART * inside:
            break
        home = parent
    return home


def _is_inside(element: HtmlElement, home: HtmlElement) -> bool:
    return element is home or any(parent is home for parent in element.iterancestors())


def _is_beside(block: Block) -> bool:
    is_list = block.is_links and not _STOPS.search(block.text)
    return is_list or _invites(block) or block.element.tag == "h1"


def _invites(block: Block) -> bool:
    """Whether a block leads to something else, and not only by its words: a story may have the same words in it."""
    return leads_elsewhere(block.text) and (block.linked > 0 or block.is_heading)


def _without_trailers(blocks: list[Block]) -> list[Block]:
    """The blocks without headings and boxes that lead elsewhere, and the links and short lines that follow those."""
    kept: list[Block] = []
    skipping = False
    for block in blocks:
        if _invites(block):
            skipping = True
        elif not (skipping and (block.is_links or (block.linked > 0 and len(block.text) < LONG))):
            skipping = False
        if not skipping:
            kept.append(block)
    while kept and kept[-1].is_heading:
        kept.pop()
    return kept
