"""An article that was altered after a chat was shown it, as a test tells of it."""

from collections.abc import Sequence

from retrieval.library.answered.altered import AlteredArticle, KnownWords, ToldOf
from retrieval.library.answered.models import ArticleState
from retrieval.library.answered.shown import ShownMessage
from retrieval.library.articles import Slice
from retrieval.library.models import Article, Version
from tests.bot.fakes import NOW

URL = "https://north-wire.example.org/1"


def known(
    before: str = "Eight were killed.",
    now: str | None = "Five were killed.",
    url: str = URL,
    speaker: str | None = None,
) -> KnownWords:
    """Words that a chat knows, with those that stand in their place."""
    article = Article(
        id="n1", url=url, title="", publisher="North Wire", speaker=speaker, current_version=2, added_at=NOW
    )
    version = Version(id=1, article_id="n1", number=1, sha256="0" * 64, title="", text=before, kept_at=NOW)
    return KnownWords(Slice(before, 0, len(before), version, article), now)


def altered_article(
    before: ArticleState = ArticleState.SHOWN,
    now: ArticleState = ArticleState.SHOWN,
    words: Sequence[KnownWords] | None = None,
    messages: Sequence[ShownMessage] = (ShownMessage(11, None, 9, "A7F3Q2"),),
    reason: str | None = None,
) -> AlteredArticle:
    """An article of which a chat knows less than is known."""
    told = ToldOf((1,), 2, now)
    return AlteredArticle(before, now, reason, NOW, tuple(words or [known()]), tuple(messages), told)
