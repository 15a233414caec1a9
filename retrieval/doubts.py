"""What can be doubtful about an article that is kept all the same."""

from enum import StrEnum


class Doubt(StrEnum):
    """One thing that whoever quotes an article should know, and that an editor can settle."""

    NO_DATE = "no-date"
    DATE_FROM_ADDRESS = "date-from-address"  # nothing but the address says when
    DATE_OF_CHANGE = "date-of-change"  # nothing says when it was published, only when it was changed
    DATE_AMBIGUOUS = "date-ambiguous"  # "5/6/2024": two days are possible, so none is kept
    PARTIAL = "partial"  # the rest is behind a paywall, or on further pages
    ORIGIN_UNKNOWN = "origin-unknown"  # a file that names no address
    ENCODING_GUESSED = "encoding-guessed"
    ENCODING_MENDED = "encoding-mended"  # its letters were wrong, and were put right
    COLUMNS_GUESSED = "columns-guessed"  # of a table: by their headings
    LANGUAGE_UNSURE = "language-unsure"
