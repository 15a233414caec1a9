"""Passages that are recognised in a second on one core.

Run by `python -m benchmarks.timing.recognition [ARTICLES…]`.
Time is the processor's, of the fastest of some rounds: a busy machine takes from it, nothing adds to it. The first
round, which builds automata and remembers words, is not counted: an import of thousands of articles pays it once.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.library.sources import ROOT
from ingest.formats.drafts import ArticleDraft
from ingest.formats.files import read_articles
from ingest.keeping.recognition import Recogniser
from retrieval.article import metadata_of
from retrieval.dates.events import find_event_dates
from retrieval.figures.reading import find_figures
from retrieval.library.new_article import NewArticle
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.reading.reader import find_places
from retrieval.places.sources.shipped import builtin_places
from retrieval.settings import Settings
from retrieval.topics.thesaurus import default_thesaurus

SAMPLES = ROOT / "ingest" / "samples" / "samples.jsonl"
FEWEST = 2_000
"""Passages a second, so that recognition never limits an import: the default model encodes far fewer."""

ROUNDS = 7

ASKED = "places, dates, figures"


def main() -> None:
    """Print how many passages a second are recognised, and what the parts of it cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, nargs="*", default=[SAMPLES], help="in a format that is imported")
    parser.add_argument("--most", type=int, default=600, help="articles read (default: %(default)s)")
    options = parser.parse_args()
    settings = Settings.read()
    read = read_articles(options.articles, now=settings.now())
    articles = [_new(draft) for draft in read if isinstance(draft, ArticleDraft)]
    reached = measure(settings, articles[: options.most])
    sys.exit(0 if reached >= FEWEST else 1)


def measure(settings: Settings, articles: Sequence[NewArticle]) -> float:
    """Passages a second whose places, dates and figures are recognised; prints that, each part, and all that an
    import does to a passage (splitting, topics and echoes as well)."""
    gazetteer = Gazetteer(*builtin_places(settings.region))
    recogniser = Recogniser(gazetteer, default_thesaurus(), settings.zone)
    texts = [
        article.text[passage.start : passage.end] for article in articles for passage in recogniser.passages(article)
    ]
    today = settings.now().date()
    parts: dict[str, Callable[[], object]] = {
        ASKED: lambda: [
            (find_places(gazetteer, text), find_event_dates(text, today), find_figures(text)) for text in texts
        ],
        "all of it": lambda: [*map(recogniser.passages, articles), *map(find_figures, texts)],
        "figures": lambda: [find_figures(text) for text in texts],
        "dates": lambda: [find_event_dates(text, today) for text in texts],
        "places": lambda: [find_places(gazetteer, text) for text in texts],
        "topics": lambda: [
            (recogniser.thesaurus.kinds_in(text), recogniser.thesaurus.actors_in(text)) for text in texts
        ],
    }
    seconds = {name: _fastest(part) for name, part in parts.items()}
    for name, took in seconds.items():
        sys.stdout.write(f"{name:<24} {len(texts) / took:>9,.0f} passages/s {1e6 * took / len(texts):>7.0f} µs each\n")
    return len(texts) / seconds[ASKED]


def _fastest(part: Callable[[], object]) -> float:
    part()
    return min(_timed(part) for _ in range(ROUNDS))


def _timed(part: Callable[[], object]) -> float:
    start = time.process_time()
    part()
    return time.process_time() - start


def _new(draft: ArticleDraft) -> NewArticle:
    return NewArticle(draft.url, draft.text, **metadata_of(draft))


if __name__ == "__main__":
    main()
