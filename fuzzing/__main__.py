"""Fuzz one reader for some time: `python -m fuzzing feed --seconds 600`; what makes it fail is left in a file."""

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from fuzzing.targets import TARGETS

LONGEST_INPUT = 65_536  # bytes; what breaks a reader is seldom long
LONGEST_RUN = 20  # seconds for one input until it counts as a hang
MOST_MEMORY = 2_048  # MB


def main() -> None:
    """Instrument the readers, and run until the time is over or an input fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=int, default=600)
    options = parser.parse_args()
    import atheris

    target = TARGETS[options.target]
    tables = [
        "pypdf._codecs.adobe_glyphs"
    ]  # thousands of entries, which take longer to instrument than the rest to fuzz
    with atheris.instrument_imports(include=["ingest", "feedparser", "pypdf"], exclude=tables):
        for module in target.modules:
            import_module(module)
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(target.seeds()):
            (Path(corpus) / str(number)).write_bytes(seed)
        limits = [f"-max_total_time={options.seconds}", f"-max_len={LONGEST_INPUT}", f"-timeout={LONGEST_RUN}"]
        found = f"-artifact_prefix=fuzzing-{options.target}-"
        atheris.Setup([sys.argv[0], corpus, *limits, f"-rss_limit_mb={MOST_MEMORY}", found], target.run)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
