"""Articles dressed as web pages and read back: how much of the story comes through, and how much of the page with it.

Each template is a site of its own kind: what stands around and between the paragraphs, where the date is and whether it
is right. The words of the dressing are in four languages and begin with a mark of ours, so that any of them that is read
as story is noticed.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from benchmarks.scoring.table import Row

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ARTICLES = 200
MARK = "Zqx"  # begins every line of the dressing

WORDS = {
    "en": ("Home", "Read also", "Related stories", "Share this", "Comments", "A photo of the square", "Most read", "Published"),
    "ar": ("الرئيسية", "اقرأ أيضا", "مواضيع ذات صلة", "شارك", "التعليقات", "صورة للساحة", "الأكثر قراءة", "نشر في"),
    "tr": ("Anasayfa", "Ayrıca okuyun", "İlgili haberler", "Paylaş", "Yorumlar", "Meydandan bir görünüm", "En çok okunan", "Tarih"),
    "ku": ("Destpêk", "Her wiha bixwîne", "Nûçeyên têkildar", "Parve bike", "Şîrove", "Wêneyek ji qadê", "Herî zêde", "Dîrok"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """An article to be dressed: its paragraphs, each on one line, and the day that its page states rightly."""

    url: str
    title: str
    paragraphs: tuple[str, ...]
    day: datetime
    language: str  # of the dressing

    @property
    def words(self) -> Sequence[str]:
        return [f"{MARK} {word}" if n not in (1, 2, 3) else word for n, word in enumerate(WORDS[self.language])]


Template = Callable[[Story], bytes]


@dataclass(frozen=True, slots=True)
class Read:
    """What came back of a page: paragraphs of the story and of the dressing, and whether the date is right."""

    equal: int
    paragraphs: int
    dressing: int
    dated: bool


def measured(articles: Sequence[Mapping[str, Any]]) -> list[Row]:
    """A row for each template, and one for all: the share of equal paragraphs, pages with dressing, right dates."""
    dressed = list(stories(articles))
    found = {
        name: [_read(template, story) for story in dressed[number :: len(TEMPLATES)]]
        for number, (name, template) in enumerate(TEMPLATES.items())
    }
    everything = [one for reads in found.values() for one in reads]
    return [_row(name, reads) for name, reads in [("all templates", everything), *found.items()]]


def _row(name: str, reads: Sequence[Read]) -> Row:
    return Row(
        name,
        len(reads),
        {
            "equal": sum(one.equal for one in reads) / max(1, sum(one.paragraphs for one in reads)),
            "with dressing": sum(one.dressing > 0 for one in reads) / max(1, len(reads)),
            "dated": sum(one.dated for one in reads) / max(1, len(reads)),
        },
    )


def stories(articles: Sequence[Mapping[str, Any]]) -> Iterator[Story]:
    """Articles to be dressed, taken from all over the corpus."""
    languages = list(WORDS)
    chosen = [one for one in articles if one.get("published_at")][:: max(1, len(articles) // ARTICLES)][:ARTICLES]
    for number, one in enumerate(chosen):
        paragraphs = tuple(" ".join(line.split()) for line in str(one["text"]).split("\n") if line.strip())
        day = datetime.fromisoformat(str(one["published_at"])[:10]).replace(hour=9, tzinfo=UTC)
        title = " ".join(str(one.get("title") or "A report").split())
        url = f"https://site{number}.example.org/news/{number}"
        yield Story(url, title, paragraphs, day, languages[number % len(languages)])


def _read(template: Template, story: Story) -> Read:
    from ingest.formats.drafts import Unreadable
    from ingest.formats.pages.page import read_page

    try:
        item = read_page(template(story), story.url, now=NOW)
    except Unreadable:
        return Read(0, len(story.paragraphs), 0, False)
    given = [" ".join(line.split()) for line in str(item["text"]).split("\n") if line.strip()]
    stated = str(item["published_at"] or "")[:10]
    wanted = [one for one in story.paragraphs if one != story.title]
    return Read(
        equal=sum(one in given for one in wanted),
        paragraphs=len(wanted),
        dressing=sum(MARK in one for one in given),
        dated=stated == story.day.date().isoformat(),
    )


# Templates


def _paragraphs(story: Story, tag: str = "p", attributes: str = "") -> list[str]:
    return [f"<{tag}{attributes}>{escape(one)}</{tag}>" for one in story.paragraphs]


def _links(story: Story, count: int = 6) -> str:
    items = (f'<li><a href="/x/{n}">{MARK} {story.words[2]} {n} {"x" * 40}</a></li>' for n in range(count))
    return f"<ul>{''.join(items)}</ul>"


def _comments(story: Story) -> str:
    later = (story.day + timedelta(days=3)).date().isoformat()
    said = "".join(
        f'<li class="comment"><time datetime="{later}">{later}</time><p>{MARK} A reader says {n}. {"It was long. " * 12}</p></li>'
        for n in range(3)
    )
    return f'<section id="comments"><h3>{story.words[4]}</h3><ol>{said}</ol></section>'


def _page(head: str, body: str, attributes: str = "") -> bytes:
    return f"<!doctype html><html{attributes}><head>{head}</head><body>{body}</body></html>".encode()


def newspaper(story: Story) -> bytes:
    """Header, columns, related stories, comments; the date in meta elements, a later change beside it."""
    w, later = story.words, (story.day + timedelta(days=2)).isoformat()
    head = (
        f"<title>{escape(story.title)} | {MARK} Daily</title><meta property='og:type' content='article'>"
        f"<meta property='article:published_time' content='{story.day.isoformat()}'>"
        f"<meta property='article:modified_time' content='{later}'>"
    )
    body = (
        f"<header><nav><a href='/'>{w[0]}</a><a href='/a'>{MARK} A</a></nav></header><main><article><h1>{escape(story.title)}</h1>"
        f"<p class='byline'>{MARK} By A Reporter</p><figure><img src='a.jpg'><figcaption>{w[5]}</figcaption></figure>"
        f"{''.join(_paragraphs(story))}<div class='tags'>{MARK} tag</div></article>"
        f"<aside class='related'><h2>{w[2]}</h2>{_links(story)}</aside></main>{_comments(story)}<footer><p>{MARK} All rights.</p></footer>"
    )
    return _page(head, body)


def blog(story: Story) -> bytes:
    """A WordPress site: widgets, share buttons, the date in a link to a time element; older posts beside it."""
    w = story.words
    body = (
        f"<div id='page'><div id='masthead' class='site-header'><p>{MARK} A site about the region and all of its news</p></div>"
        f"<div id='content'><div id='primary'><div id='post-1' class='post type-post hentry'><h1 class='entry-title'>{escape(story.title)}</h1>"
        f"<div class='entry-meta'><span class='posted-on'>{w[7]} <time class='entry-date published' datetime='{story.day.isoformat()}'>{MARK} day</time></span></div>"
        f"<div class='entry-content'>{''.join(_paragraphs(story))}<div class='sharedaddy sd-sharing-enabled'><h3>{w[3]}</h3><ul><li>{MARK} F</li></ul></div>"
        f"<div class='jp-relatedposts'><h3>{w[2]}</h3><p>{MARK} {'Another post of ours. ' * 8}</p></div></div></div></div>"
        f"<div id='secondary' class='widget-area'><div class='widget'><h2>{w[6]}</h2>{_links(story)}</div></div></div>"
        f"<div class='site-footer'><p>{MARK} Proudly made</p></div></div>"
    )
    head = f"<title>{escape(story.title)} – {MARK}</title><script type='application/ld+json'>" + json.dumps(
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "A site"},
         {"@type": "NewsArticle", "headline": story.title, "datePublished": story.day.isoformat(),
          "dateModified": (story.day + timedelta(days=1)).isoformat(), "author": {"@type": "Person", "name": "A Reporter"}}]}
    ) + "</script>"  # fmt: skip
    return _page(head, body)


def soup(story: Story) -> bytes:
    """Divisions without meaning, paragraphs parted by line breaks, the date in the address of the page alone."""
    w = story.words
    text = "<br><br>\n".join(escape(one) for one in story.paragraphs)
    day = story.day.strftime("%Y/%m/%d")
    body = (
        f"<div class='a1'><div class='b2'><a href='/'>{w[0]}</a> | <a href='/b'>{MARK} B</a> | <a href='/c'>{MARK} C</a></div></div>"
        f"<div class='c3'><div class='d4'><div class='e5'><b>{escape(story.title)}</b></div><div class='f6'>{text}</div></div>"
        f"<div class='g7'>{_links(story, 9)}</div></div><div class='h8'><a href='/imp'>{MARK} Imprint</a></div>"
    )
    head = (
        f"<title>{escape(story.title)}</title><link rel='canonical' href='{story.url.replace('/news/', f'/{day}/')}'>"
    )
    return _page(head, body.replace("</head>", ""))


def phone(story: Story) -> bytes:
    """An AMP page: everything in sections, read-also boxes between the paragraphs, JSON-LD with the whole text."""
    w, parts = story.words, []
    for number, paragraph in enumerate(_paragraphs(story)):
        parts.append(paragraph)
        if number % 3 == 1:
            parts.append(
                f"<p><strong>{w[1]}:</strong> <a href='/x'>{MARK} Another story with a long heading of its own</a></p>"
            )
    data = {"@type": "NewsArticle", "headline": story.title, "datePublished": story.day.date().isoformat(),
            "articleBody": "\n".join(story.paragraphs), "publisher": {"@type": "Organization", "name": "A Wire"}}  # fmt: skip
    head = f"<title>{escape(story.title)}</title><script type='application/ld+json'>{json.dumps(data)}</script>"
    body = (
        f"<amp-sidebar><p>{MARK} menu of the site</p></amp-sidebar><section><h1>{escape(story.title)}</h1>"
        f"<section class='amp-article-body'>{''.join(parts)}</section></section><amp-social-share></amp-social-share>"
        f"<section class='most-read'><h3>{w[6]}</h3>{_links(story)}</section>"
    )
    return _page(head, body, " amp lang='en'")


def portal(story: Story) -> bytes:
    """A portal in Windows-1256 that states another encoding; text in table cells, the date in words beside it."""
    w = story.words
    body = (
        f"<table width='100%'><tr><td class='menu'>{_links(story, 4)}</td><td><h1>{escape(story.title)}</h1>"
        f"<span class='publish-date'>{story.day:%Y-%m-%d}</span>{''.join(_paragraphs(story))}</td>"
        f"<td class='sidebar'><h4>{w[6]}</h4>{_links(story)}</td></tr></table><center>{MARK} Copyright</center>"
    )
    page = f"<html dir=rtl><head><title>{escape(story.title)}</title></head><body>{body}</body></html>"
    try:
        return page.encode("cp1256")
    except UnicodeEncodeError:
        return page.encode()


def live(story: Story) -> bytes:
    """A page with captions and advertisements between paragraphs, a newsletter box, and a wrong date in its sidebar."""
    w, parts = story.words, []
    for number, paragraph in enumerate(_paragraphs(story, "div", " class='paragraph'")):
        parts.append(paragraph)
        if number == 0:
            parts.append(
                f"<div class='image'><img src='a.jpg'><div class='image-caption'>{w[5]} {MARK} AFP</div></div>"
            )
        if number == 2:
            parts.append(f"<div class='ad-slot'><p>{MARK} Buy this {'now and here ' * 10}</p></div>")
        if number == 4:
            parts.append(f"<div class='newsletter-box'><p>{MARK} Sign up {'to our letter ' * 10}</p></div>")
    old = (story.day - timedelta(days=400)).date().isoformat()
    body = (
        f"<div class='top-bar'>{MARK} 2030-01-01</div><div class='wrapper'><div class='column-main'><h1>{escape(story.title)}</h1>"
        f"<div class='info'><time itemprop='datePublished' datetime='{story.day.isoformat()}'></time></div><div class='text-body'>{''.join(parts)}</div>"
        f"<div class='author-box'><p>{MARK} The author {'has written much ' * 8}</p></div></div>"
        f"<div class='column-side'><div class='latest-news'><time datetime='{old}'></time>{_links(story)}</div></div></div>{_comments(story)}"
    )
    return _page(f"<title>{MARK} Live · {escape(story.title)}</title>", body)


def semantic(story: Story) -> bytes:
    """HTML5 with a list and a quotation in the story, skip links, and a date in the future that is no date."""
    w = story.words
    rest = story.paragraphs[2:]
    marked = [f"<p>{escape(one)}</p>" for one in story.paragraphs[:2]]
    if rest:
        marked.append(f"<blockquote><p>{escape(rest[0])}</p></blockquote>")
    if len(rest) > 1:
        marked.append(f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in rest[1:3])}</ul>")
    marked += [f"<p>{escape(one)}</p>" for one in rest[3:]]
    head = (
        f"<title>{escape(story.title)} » {MARK}</title><meta name='date' content='2031-05-05'>"
        f"<meta name='dc.date' content='{story.day.date().isoformat()}'>"
    )
    body = (
        f"<a class='skip-link' href='#m'>{MARK} Skip</a><header role='banner'><h2>{MARK} The site</h2></header>"
        f"<div role='dialog' aria-hidden='true'><p>{MARK} We use cookies {'and ask you ' * 12}</p></div>"
        f"<main id='m'><article><header><h1>{escape(story.title)}</h1></header>{''.join(marked)}<footer>{MARK} tags</footer></article></main>"
        f"<nav aria-label='more'><h2>{w[2]}</h2>{_links(story)}</nav><footer role='contentinfo'>{MARK} Imprint</footer>"
    )
    return _page(head, body, f" lang='{story.language}'")


def blogger(story: Story) -> bytes:
    """Spans and line breaks in one division, an archive list beside it, the date in a heading above."""
    w = story.words
    text = "<br /><br />".join(f"<span style='font-size: large;'>{escape(one)}</span>" for one in story.paragraphs)
    body = (
        f"<div class='header-outer'><h1 class='title'><a href='/'>{MARK} A blog</a></h1></div><div class='main-inner'>"
        f"<h2 class='date-header'><span>{story.day:%Y-%m-%d}</span></h2><div class='post hentry'><h3 class='post-title entry-title'>{escape(story.title)}</h3>"
        f"<div class='post-body entry-content' id='post-body-1'><div dir='rtl'>{text}</div></div>"
        f"<div class='post-footer'><span>{w[3]} {MARK}</span></div></div></div>"
        f"<div class='sidebar section'><div class='widget BlogArchive'>{_links(story, 12)}</div></div>"
    )
    return _page(f"<title>{MARK}: {escape(story.title)}</title>", body)


def fields(story: Story) -> bytes:
    """A system of fields and regions (as Drupal's): blocks within blocks, a list of related ones inside the text's region."""
    w = story.words
    related = f"<div class='block block-views'><h2 class='block-title'>{w[2]}</h2><div class='view-content'>{_links(story)}</div></div>"
    body = (
        f"<div class='region region-header'><div id='block-site-branding'><a href='/'>{MARK} The paper</a></div></div>"
        f"<div class='layout-container'><div class='region region-content'><h1 class='page-title'><span>{escape(story.title)}</span></h1>"
        f"<div class='node node--type-article'><div class='node__submitted'>{w[7]} <span property='dc:date' content='{story.day.isoformat()}' "
        f"class='date-display-single'>{story.day:%d.%m.%Y}</span></div><div class='node__content'><div class='field field--name-body field__item'>"
        f"{''.join(_paragraphs(story))}</div><div class='field field--name-field-tags'><div class='field__label'>{MARK} Labels</div></div>"
        f"<ul class='links inline'><li>{MARK} <a href='/print'>print</a></li></ul></div></div>{related}</div>"
        f"<div class='region region-sidebar-second'>{related}</div></div><div class='region region-footer'>{MARK} 2031</div>"
    )
    return _page(f"<title>{escape(story.title)} | {MARK} The paper</title>", body)


def built(story: Story) -> bytes:
    """A page that a script has built: names without meaning, a division a paragraph, the date in words under the title."""
    w = story.words
    months = (
        "Ocak",
        "Şubat",
        "Mart",
        "Nisan",
        "Mayıs",
        "Haziran",
        "Temmuz",
        "Ağustos",
        "Eylül",
        "Ekim",
        "Kasım",
        "Aralık",
    )
    day = f"{story.day.day} {months[story.day.month - 1]} {story.day.year}"
    text = "".join(f"<div class='css-9x1'><span class='css-2b'>{escape(one)}</span></div>" for one in story.paragraphs)
    cards = "".join(
        f"<div class='css-card'><a href='/c/{n}'><span>{MARK} {'A card with a heading ' * 3}{n}</span></a></div>"
        for n in range(8)
    )
    body = (
        f"<div id='root'><div class='css-top'><button>{MARK} menu</button><a href='/'>{w[0]}</a></div><div class='css-m'>"
        f"<div class='css-h'><h1>{escape(story.title)}</h1><div class='css-date'>{day}</div></div><div class='css-t'>{text}</div>"
        f"<div class='css-cards'>{cards}</div></div><div id='disqus_thread'><p>{MARK} {'A reader wrote a lot. ' * 9}</p></div></div>"
        "<script>window.__DATA__ = {}</script><script src='/app.js'></script>"
    )
    return _page(f"<title>{escape(story.title)}</title>", body, " lang='tr'")


TEMPLATES: dict[str, Template] = {
    "newspaper": newspaper,
    "blog": blog,
    "division soup": soup,
    "phone": phone,
    "portal": portal,
    "live page": live,
    "semantic": semantic,
    "blogger": blogger,
    "fields": fields,
    "built by script": built,
}
