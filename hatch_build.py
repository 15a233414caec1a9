"""Compiles the gettext catalogues when the package is built, so that translators edit `.po` files only."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes `dateline.mo` beside every `dateline.po`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile all catalogues; a broken one fails the build with its file and line."""
        for source in sorted(Path(self.root, "bot", "phrases", "locale").glob("*/LC_MESSAGES/*.po")):
            with source.open("rb") as lines, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(lines, abort_invalid=True))
