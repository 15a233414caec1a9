"""Recognise everything in the library of DATELINE_DATA_DIR anew.

Run by `python -m benchmarks.library.read_again`.
"""

from benchmarks.library.progress import counting
from ingest.keeping.pipeline import Pipeline
from retrieval.services import Services, open_services
from retrieval.settings import Settings


def main() -> None:
    """Recognise anew, and show how far it is."""
    with open_services(Settings.read()) as services:
        again(services)


def again(services: Services) -> None:
    """Recognise every article of an opened library anew."""
    with counting("articles read again", services.library.totals()["articles"]) as count:
        Pipeline(services).recognise_again(lambda what, done: count(done) if what == "recognised" else None)


if __name__ == "__main__":
    main()
