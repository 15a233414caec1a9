"""What a chat is told of an article that was altered after it was shown it, as a message. Pure."""

from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate

from bot.messages.changes import change_pieces
from bot.messages.dates import time_of_day, weekday_date
from bot.messages.layout.direction import directed
from bot.messages.layout.message import OutMessage
from bot.messages.layout.rich_text import RichText, TextBuilder, build, utf16_length
from bot.messages.layout.splitting import Section, split
from bot.messages.names import foreign
from bot.messages.quotations import way_to, with_speaker
from bot.phrases.catalogues import Phrases
from retrieval.answers import ArticleRef
from retrieval.library.answered.altered import AlteredArticle, KnownWords
from retrieval.library.answered.models import ArticleState
from retrieval.passages.quoting import article_ref

# Of the 4,096 UTF-16 units of a message, what passages may fill beside what else it says.
MOST_UNITS = 3_000

# Other answers that are named: their ids take one line on a phone, or two.
MOST_ANSWERS = 15


def correction(altered: AlteredArticle, now: datetime, phrases: Phrases) -> OutMessage:
    """What became of quotations since they were shown, and in which other answers they stand.

    As a reply to the newest message that shows them.
    """
    lines = [_line(opening) for opening in _openings(altered, phrases)]
    if altered.now is ArticleState.WITHDRAWN and altered.reason:
        lines.append(_line(phrases.gettext("The reason given: {reason}", reason=foreign(phrases, altered.reason))))
    passages = _that_fit([_words(one, altered, now, phrases) for one in altered.words])
    sections: list[Section] = [lines, *([passage] for passage in passages)]
    left = len(altered.words) - len(passages)
    if left > 0:
        more = phrases.ngettext(
            "The same holds for {count} more passage of it.", "The same holds for {count} more passages of it.", left
        )
        sections.append([_line(more)])
    others = _others(altered)
    if others:
        sections.append([_also_in(others, phrases)])
    laid_out = [[directed(unit, phrases.right_to_left) for unit in section] for section in sections]
    text, entities = build(split(laid_out)[0])
    return OutMessage(text, entities, None)


def _that_fit(passages: Sequence[RichText]) -> Sequence[RichText]:
    """The first passages for which a message has room, and one in any case."""
    lengths = [sum(utf16_length(piece.text) for piece in passage) for passage in passages]
    fitting = sum(total <= MOST_UNITS for total in accumulate(lengths))
    return passages[: max(fitting, 1)]


def _openings(altered: AlteredArticle, phrases: Phrases) -> list[str]:
    """What has become of the article: an editor's word goes first, then its page, then its words."""
    if altered.now is ArticleState.WITHDRAWN:
        return [phrases.gettext("This report was withdrawn by the editors since you were shown it.")]
    openings = []
    if altered.before is ArticleState.WITHDRAWN:
        openings.append(phrases.gettext("The editors show this report again. You were told that it was withdrawn."))
    if altered.now is ArticleState.GONE:
        openings.append(phrases.gettext("The page of this report has been taken down since you were shown it."))
    elif altered.before is ArticleState.GONE:
        openings.append(
            phrases.gettext("The page of this report is there again. You were told that it was taken down.")
        )
    if altered.now is ArticleState.SHOWN and any(_has_changed(one) for one in altered.words):
        openings.append(phrases.gettext("The source has changed since you were shown this."))
    return openings


def _words(one: KnownWords, altered: AlteredArticle, now: datetime, phrases: Phrases) -> RichText:
    """The words struck out, compared with those in their place, or as they are shown again, and where they stand."""
    builder = TextBuilder()
    if altered.now is not ArticleState.SHOWN or one.now is None:
        builder.struck(one.slice.text)
    elif _has_changed(one):
        builder.extend(change_pieces(one.slice.text, one.now) or TextBuilder().struck(one.slice.text).pieces())
    else:
        builder.add(one.slice.text)
    article = article_ref(one.slice)
    builder.add(f"\n{with_speaker(_changed_at(article, altered, now, phrases), article, phrases)} · ")
    builder.extend(way_to(article, article.url, phrases.gettext("open now"), phrases))
    return builder.add("  ").code(altered.messages[0].answer_id).pieces()


def _changed_at(article: ArticleRef, altered: AlteredArticle, now: datetime, phrases: Phrases) -> str:
    local = altered.since.astimezone(now.tzinfo)
    moment = f"{weekday_date(phrases, local.date(), now.date())} {time_of_day(phrases, local)}"
    publisher = foreign(phrases, article.publisher)
    return phrases.gettext("{publisher}, changed {moment}", publisher=publisher, moment=moment)


def _has_changed(one: KnownWords) -> bool:
    """Whether the words are others now, but for the space between them."""
    return one.slice.text.split() != (one.now or "").split()


def _others(altered: AlteredArticle) -> list[str]:
    """The ids of the other answers that show the words, the newest first."""
    first, *others = altered.messages
    return [id_ for id_ in dict.fromkeys(one.answer_id for one in others) if id_ != first.answer_id]


def _also_in(others: Sequence[str], phrases: Phrases) -> RichText:
    """ "It was also in these answers: A7F3Q2 K2M4PX". Their ids stand below them; a search finds them."""
    builder = TextBuilder().add(phrases.gettext("It was also in these answers:"))
    for id_ in others[:MOST_ANSWERS]:
        builder.add(" ").code(id_)
    left = len(others) - MOST_ANSWERS
    if left > 0:
        builder.add(" ").add(phrases.ngettext("and {count} more", "and {count} more", left))
    return builder.pieces()


def _line(text: str) -> RichText:
    return TextBuilder().add(text).pieces()
