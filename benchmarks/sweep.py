"""The measures with other values of the constants.

Run by `python -m benchmarks.sweep --shared ../shared STRUCTURE RRF`.
Each value stands in for the one in the code, in this process only. `--write` puts the table into docs/quality.md.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.library.corpus import require
from benchmarks.library.read_again import again
from benchmarks.quality import DOCUMENT
from benchmarks.scoring.table import Row, markdown, merged, with_block
from benchmarks.variants.knobs import KNOBS, DefaultKnob, Knob
from benchmarks.variants.trial import Trial, open_trial

BLOCK = "sweep"
MEASURES = ("hit@1", "hit@3", "off@3", "quote_hit", "outcome")


def main() -> None:
    """Ask every question once for each value of each constant that was named, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("constants", nargs="*", help=f"some of {', '.join(KNOBS)}; all where none is named")
    parser.add_argument("--shared", type=Path, required=True, help="the folder that holds data/ and eval/")
    parser.add_argument("--write", action="store_true", help="write the table into docs/quality.md")
    options = parser.parse_args()
    if unknown := [name for name in options.constants if name not in KNOBS]:
        parser.error(f"no such constant: {', '.join(unknown)}")
    require(options.shared, "eval")
    with open_trial(options.shared) as trial:
        found = []
        for row in (row for name in options.constants or KNOBS for row in swept(trial, name, KNOBS[name])):
            found.append(row)
            sys.stdout.write(f"{markdown(found, 'constant').splitlines()[-1]}\n")
            sys.stdout.flush()
    table = markdown(found, "constant")
    sys.stdout.write(f"\n{table}\n")
    if options.write:
        DOCUMENT.write_text(with_block(DOCUMENT.read_text("utf-8"), BLOCK, table), "utf-8")


def swept(trial: Trial, name: str, knob: Knob | DefaultKnob) -> Iterator[Row]:
    """A row for each value of one constant."""
    for value in knob.values:
        with knob.turned(value):
            if knob.recognises:
                again(trial.services)
            shown = f"{name} = {value:,}"
            yield merged(shown, trial.measured(shown), MEASURES)
    if knob.recognises:
        again(trial.services)  # by the value in the code, for the constants that follow


if __name__ == "__main__":
    main()
