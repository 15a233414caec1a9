"""Articles from JSON Lines: one object a line, each line on its own."""

import json
import zlib
from collections.abc import Iterator, Mapping

from ingest.formats.drafts import ArticleDraft, Drafts, Failure, Fallback, draft_from
from ingest.formats.material import Stream

# Bytes; the longest article is a hundredth of it.
MAX_LINE = 16 * 2**20
_CHUNK = 2**16
_BOM = b"\xef\xbb\xbf"
# More than a fiftieth of them is no text.
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_jsonl(stream: Stream, source: str, fallback: Fallback, skip: int = 0) -> Drafts:
    """A draft or a Failure ("source:line") for every line that is not blank, in order, after the first `skip`.

    Memory is bounded by `MAX_LINE` whatever the length of a line. A file that is not text, or that ends in
    the middle of a compressed stream, is one Failure; the lines before that are yielded.
    """
    number = 0
    try:
        if fault := _not_text(stream.peek(_CHUNK)):
            yield Failure(source, fault)
            return
        for number, line in enumerate(_lines(stream), start=1):
            if number == 1 and line is not None:
                line = line.removeprefix(_BOM)
            is_blank = line is not None and not line.strip()
            if not is_blank and skip:
                skip -= 1
            elif not is_blank:
                yield _read_line(line, f"{source}:{number}", fallback)
    except (OSError, EOFError, zlib.error) as error:
        kept = f"after line {number} ({error}); the lines before it are read" if number else f"({error})"
        yield Failure(source, f"cannot be read {kept}")


def _lines(stream: Stream) -> Iterator[bytes | None]:
    """Each line without its newline, None for one over `MAX_LINE`, whose rest is not held in memory."""
    held = bytearray()
    while chunk := stream.read1(_CHUNK):
        *ends, rest = chunk.split(b"\n")
        for end in ends:
            held += end
            yield _bounded(held)
            held.clear()
        if len(held) <= MAX_LINE:
            held += rest
    if held:
        yield _bounded(held)


def _bounded(line: bytearray) -> bytes | None:
    return bytes(line) if len(line) <= MAX_LINE else None


def _not_text(start: bytes) -> str | None:
    if start.startswith(_UTF16):
        return "is UTF-16; save it as UTF-8"
    controls = len(start) - len(start.translate(None, _CONTROLS))
    if b"\0" in start.partition(b"\n")[0] or controls > len(start) // 50:
        return "is not text but a binary file; JSON Lines is text in UTF-8"
    return None


def _read_line(line: bytes | None, source: str, fallback: Fallback) -> ArticleDraft | Failure:
    if line is None:
        return Failure(source, f"the line is longer than {MAX_LINE // 2**20} MiB; one line is one article")
    try:
        item = json.loads(line.decode())
    except UnicodeDecodeError as error:
        return Failure(source, f"is not UTF-8 (byte {error.start + 1} of the line); save the file as UTF-8")
    except (ValueError, RecursionError) as error:
        return Failure(source, f"is not JSON ({error}); one line is one object")
    if not isinstance(item, Mapping):
        return Failure(source, 'is JSON but not an object; a line is {"url": "https://…", "text": "…"}')
    return draft_from(item, source, fallback)
