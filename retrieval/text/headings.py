"""Lines that stand over a paragraph, told from the sentences of a text."""

# Words; a longer line is a sentence that lost its stop.
HEADING_WORDS = 12

_ENDS = tuple(".!?…؟۔:;»”\"'’)]")


def is_heading(line: str, below: str) -> bool:
    """Whether a line is a few words without a stop, over a paragraph that is none; over nothing there is no heading."""
    return bool(below.strip()) and _is_bare(line) and not _is_bare(below)


def is_heading_in(text: str, start: int, end: int) -> bool:
    """The same of `text[start:end]`, by the line that follows it."""
    return is_heading(text[start:end], text[end:].lstrip().partition("\n")[0])


def _is_bare(line: str) -> bool:
    return len(line.split()) < HEADING_WORDS and not line.rstrip().endswith(_ENDS)
