"""Lines that stand over a paragraph, told from the sentences of a text."""

# Words; a longer line is a sentence that lost its stop.
HEADING_WORDS = 15

_ENDS = tuple(".!?؟۔:;»”\"'’")
_CUT_OFF = ("...", "…")


def is_heading(line: str, below: str) -> bool:
    """Whether a line is a few words without a stop, over a paragraph that is none; over nothing there is no heading."""
    return bool(below.strip()) and is_bare(line) and not is_bare(below)


def line_below(text: str, end: int) -> str:
    """The next line of a text that is not empty."""
    return text[end:].lstrip().partition("\n")[0]


def is_bare(line: str) -> bool:
    """Whether a line is no sentence: a few words without a stop, or cut off by dots."""
    line = line.rstrip()
    return len(line.split()) <= HEADING_WORDS and (line.endswith(_CUT_OFF) or not line.endswith(_ENDS))
