"""What each part brings: all questions asked again with one part away at a time; `make ablation`.

Prints one table; `--write` puts it into docs/quality.md.
"""

import argparse
import sys
from pathlib import Path

from benchmarks.library.corpus import require
from benchmarks.quality import DOCUMENT
from benchmarks.scoring.table import Row, markdown, merged, with_block
from benchmarks.variants.other_model import MINILM, minilm
from benchmarks.variants.parts import PARTS
from benchmarks.variants.trial import open_trial

BLOCK = "ablation"
MEASURES = ("hit@1", "hit@3", "off@3", "quote_hit", "outcome")

VARIANTS = {**PARTS, "all-MiniLM-L6-v2 instead of e5": minilm}


def main() -> None:
    """Ask every question once for each variant, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="the folder that holds data/ and eval/")
    parser.add_argument("--only", choices=list(VARIANTS), action="append", help="only these variants")
    parser.add_argument("--write", action="store_true", help="write the table into docs/quality.md")
    options = parser.parse_args()
    require(options.shared, "ablation")
    chosen = options.only or list(VARIANTS)
    sys.stderr.write(f"{len(chosen)} variants: some twenty seconds each, once the library is ready.\n")
    table = markdown(measured(options.shared, chosen), "variant")
    sys.stdout.write(f"\n{table}\n")
    if options.write:
        DOCUMENT.write_text(with_block(DOCUMENT.read_text("utf-8"), BLOCK, table), "utf-8")


def measured(shared: Path, variants: list[str]) -> list[Row]:
    """One row for each variant; a column for each measure and file of questions."""
    found = []
    with open_trial(shared) as trial:
        for name in variants:
            if VARIANTS[name] is minilm and not MINILM.exists():
                sys.stderr.write(f"{name}: left out, {MINILM} is missing; `make ablation` fetches it\n")
                continue
            with VARIANTS[name](trial.services):
                found.append(merged(name, trial.measured(name), MEASURES))
    return found


if __name__ == "__main__":
    main()
