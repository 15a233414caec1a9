"""Which files decide what a module does, and a digest of them: whether something made by it has to be made anew."""

import ast
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("retrieval", "ingest", "bot")


def sources(*modules: str, root: Path = ROOT) -> list[Path]:
    """The files of `modules` ("ingest.keeping.recognition") and of all that they import of our packages, in order."""
    found: dict[str, Path] = {}
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        path = _file(name, root)
        if path is not None and name not in found:
            found[name] = path
            waiting += _imported(path)
    return sorted(found.values())


def digest(paths: Iterable[Path]) -> str:
    """A digest of the files' names and bytes."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()


def _file(module: str, root: Path) -> Path | None:
    """The file of a module or package; None for a name that is neither, such as a function."""
    at = root.joinpath(*module.split("."))
    return next((path for path in (at.with_suffix(".py"), at / "__init__.py") if path.is_file()), None)


def _imported(path: Path) -> Iterator[str]:
    """The modules of our packages that a file names in its imports, wherever in it they stand."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] in PACKAGES)
