"""The picture in the README: the demo's first answer as a phone shows it, drawn from what the bot would send.

`python -m benchmarks.picture docs/answer.png`, or `make picture`. Needs Chromium.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from telegram import InlineKeyboardButton, MessageEntity

from benchmarks.library.corpus import CACHE
from bot.cli.questions import DEMO_NOW, DEMO_QUESTIONS, SAMPLES
from bot.messages.answer import render_answer
from bot.messages.layout.message import OutMessage
from bot.phrases.catalogues import phrases_for
from ingest.formats.files import read_articles
from ingest.keeping.pipeline import Pipeline
from retrieval.answers import Answer
from retrieval.services import open_services
from retrieval.settings import Settings

WIDTH = 420  # CSS pixels: a phone held upright
PAGE = Path(__file__).with_name("chat.html")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-font-subpixel-positioning",  # equal letters, equal dots: a smaller file
)  # fmt: skip

# Opening and closing tags of the entities that the bot sends.
TAGS = {
    MessageEntity.BOLD: ("<b>", "</b>"),
    MessageEntity.CODE: ("<code>", "</code>"),
    MessageEntity.STRIKETHROUGH: ("<s>", "</s>"),
    MessageEntity.UNDERLINE: ("<u>", "</u>"),
    MessageEntity.BLOCKQUOTE: ('<blockquote dir="auto">', "</blockquote>"),
    MessageEntity.EXPANDABLE_BLOCKQUOTE: ('<blockquote class="folded" dir="auto">', "</blockquote>"),
    MessageEntity.TEXT_LINK: ('<a href="{url}">', "</a>"),
}

# A quotation is a block of its own; the line breaks around it would make empty lines.
_AROUND_BLOCKS = re.compile(r"\n?(<blockquote.*?</blockquote>)\n?", re.DOTALL)


def main() -> None:
    """Answer the demo's first question from the sample library and draw it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, help="the PNG to write")
    draw(chat_page(_demo_answer()), parser.parse_args().target)


def chat_page(answer: Answer) -> str:
    """A chat in HTML: the reader's question, and below it the answer as the bot sends it."""
    messages = [_message(message, answer.now) for message in render_answer(answer, phrases_for("en"))]
    return Template(PAGE.read_text(encoding="utf-8")).substitute(
        question=escape(answer.question), time=f"{answer.now:%H:%M}", messages="\n".join(messages)
    )


def to_html(text: str, entities: Sequence[MessageEntity]) -> str:
    """Text and its entities as HTML; everything in the text is escaped.

    Offsets are UTF-16 units, as Telegram counts. `ValueError` where entities overlap: the bot sends none that do.
    """
    units = text.encode("utf-16-le")
    pieces: list[str] = []
    at = 0
    for entity in sorted(entities, key=lambda entity: entity.offset):
        if entity.offset < at:
            raise ValueError(f"entities overlap at {entity.offset}")
        end = entity.offset + entity.length
        opening, closing = TAGS[entity.type]
        words = _escaped(units, entity.offset, end)
        pieces += [_escaped(units, at, entity.offset), opening.format(url=escape(entity.url or "")), words, closing]
        at = end
    return _AROUND_BLOCKS.sub(r"\1", "".join([*pieces, _escaped(units, at, len(units) // 2)]))


def keyboard_html(rows: Sequence[Sequence[InlineKeyboardButton]]) -> str:
    """The buttons below a message, row by row."""
    return "\n".join(f'<div class="row">{"".join(map(_button, row))}</div>' for row in rows)


def draw(page: str, target: Path) -> None:
    """Write a picture of an HTML page, as high as its content, at two dots to the pixel."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "chat.html")
        source.write_text(page, encoding="utf-8")
        height = re.search(r'data-height="(\d+)"', _browser(folder, source, "--dump-dom"))
        if height is None:
            sys.exit("the browser has not laid out the page")
        size = f"--window-size={WIDTH},{height[1]}"
        _browser(folder, source, size, "--force-device-scale-factor=2", f"--screenshot={target.resolve()}")
    sys.stdout.write(f"{target}: {target.stat().st_size // 1024} kB\n")


def _demo_answer() -> Answer:
    settings = Settings.read(DATELINE_DATA_DIR=CACHE / "demo", DATELINE_NOW=DEMO_NOW)
    with open_services(settings, warm=True) as services:
        samples = read_articles([Path(str(files("ingest") / SAMPLES))], now=settings.now())
        Pipeline(services).keep_all(samples)  # nothing to do where `make demo` has run
        return services.answerer.ask(DEMO_QUESTIONS[0], now=settings.now(), zone=settings.zone)


def _message(message: OutMessage, now: datetime) -> str:
    bubble = f'  <div class="message ours">{to_html(message.text, message.entities)}<time>{now:%H:%M}</time></div>'
    if message.keyboard is None:
        return bubble
    return f'{bubble}\n  <div class="keyboard">{keyboard_html(message.keyboard.inline_keyboard)}</div>'


def _button(button: InlineKeyboardButton) -> str:
    return f'<div class="button{" url" if button.url else ""}">{escape(button.text)}</div>'


def _escaped(units: bytes, start: int, end: int) -> str:
    return escape(units[2 * start : 2 * end].decode("utf-16-le"))


def _browser(folder: str, source: Path, *flags: str) -> str:
    """What Chromium prints about a page, from a profile of its own."""
    command = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if command is None:
        sys.exit(f"drawing needs a browser: one of {', '.join(BROWSERS)}")
    profile = f"--user-data-dir={folder}/profile"
    call = [command, *QUIET, profile, *flags, source.as_uri()]
    return subprocess.run(
        call, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=120
    ).stdout


if __name__ == "__main__":
    main()
