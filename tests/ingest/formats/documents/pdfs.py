"""PDF files written by hand: a font that maps codes to letters, and lines that are shown with it."""

import zlib
from collections.abc import Sequence


def pdf(*pages: Sequence[str], title: str = "", extra: bytes = b"") -> bytes:
    """A PDF whose pages show these lines, one below the other."""
    letters = sorted({letter for page in pages for line in page for letter in line})
    codes = {letter: number + 1 for number, letter in enumerate(letters)}
    count = len(pages)
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{6 + 2 * n} 0 R' for n in range(count))}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >>",
        _stream(_to_unicode(codes)),
        f"<< /Title <feff{title.encode('utf-16-be').hex()}> >>".encode() if title else b"<< >>",
    ]
    for number, page in enumerate(pages):
        box = "/MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> >>"
        bodies.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {7 + 2 * number} 0 R >>".encode())
        bodies.append(_stream(_shown(page, codes) + extra))
    return _file(bodies)


def _shown(lines: Sequence[str], codes: dict[str, int]) -> bytes:
    moves = [f"<{''.join(f'{codes[letter]:02x}' for letter in line)}> Tj 0 -14 Td" for line in lines]
    return f"BT /F 10 Tf 50 750 Td {' '.join(moves)} ET".encode()


def _to_unicode(codes: dict[str, int]) -> bytes:
    pairs = "\n".join(f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
        f"{len(codes)} beginbfchar\n{pairs}\nendbfchar endcmap end"
    ).encode()


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def _file(bodies: Sequence[bytes]) -> bytes:
    written, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(bodies) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(written))
    return written + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer
