"""What lies beside articles: what browsers save with a page, and what archives carry along."""

from ingest.formats.material import Material

_CODE = frozenset({".css", ".js", ".mjs", ".json", ".map"})
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico", ".bmp", ".tif", ".tiff"})
_FONTS = frozenset({".woff", ".woff2", ".ttf", ".otf", ".eot"})
_SOUNDS = frozenset({".mp3", ".mp4", ".webm", ".ogg", ".oga", ".opus", ".mov", ".m4a", ".avi", ".mkv", ".wav", ".tgs"})
# Documents that are no text, whatever is in a file of that name.
_OFFICE = frozenset({".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp"})
_DOCUMENTS = _OFFICE | {".epub", ".pdf", ".zip"}
_COMPANIONS = _CODE | _PICTURES | _FONTS | _SOUNDS


def is_companion(file: Material, *, is_read: bool) -> bool:
    """Whether a file is passed over without a word where nobody named it.

    `is_read`: a reader recognises it by what it holds, as it does the messages of an export in a JSON file.
    """
    return file.ending in _COMPANIONS and not is_read


def is_hidden(name: str) -> bool:
    """Whether a path in a folder or an archive is one that systems write for themselves."""
    folder, _, last = name.rpartition("/")
    return last.startswith(".") or folder.startswith("__MACOSX")


def is_no_text(file: Material) -> bool:
    """Whether a file's name says that it is no text for people."""
    return file.ending in _COMPANIONS | _DOCUMENTS
