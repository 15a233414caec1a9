"""Passages → excerpts: each cut again from the version that holds it."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Engine
from sqlmodel import col, select

from retrieval.answers import ArticleRef, Excerpt
from retrieval.article import is_newsroom, metadata_of, public_url
from retrieval.library.articles import Library, Slice
from retrieval.library.database import read_session
from retrieval.library.models import Mention, Role
from retrieval.passages.links import link_to
from retrieval.passages.passage import Candidate
from retrieval.places.keys import holds_sound


class Quoted(NamedTuple):
    """An excerpt, and the id of the version that it is cut from."""

    version_id: int
    excerpt: Excerpt


def quote(library: Library, passages: Sequence[Candidate]) -> dict[int, Quoted]:
    """The quotations of passages by passage id.

    Those whose stored text no longer has its hash are withheld.
    """
    slices = library.slices([(p.version_id, p.start, p.end) for p in passages])
    places = named_places(library.engine, [p.passage_id for p in passages])
    return {
        passage.passage_id: Quoted(passage.version_id, _excerpt(passage, found, places[passage.passage_id]))
        for passage, found in zip(passages, slices, strict=True)
        if found is not None
    }


def named_places(engine: Engine, passage_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """The places that passages name themselves.

    Those lent by title and lead where they name none.
    """
    return places_told(engine, passage_ids, vague=(), sounds=False)


def places_told(
    engine: Engine, passage_ids: Sequence[int], *, vague: Collection[str], sounds: bool
) -> dict[int, frozenset[str]]:
    """The same, where a passage that names only `vague` places is lent those of title and lead beside them.

    With `sounds` there are also those of names that no gazetteer has.
    """
    own: dict[int, set[str]] = {}
    lent: dict[int, set[str]] = {}
    with read_session(engine) as session:
        query = select(Mention.passage_id, Mention.place_id, Mention.role).where(
            col(Mention.passage_id).in_(passage_ids), col(Mention.role) != Role.DATELINE.value
        )
        if not sounds:
            query = query.where(~holds_sound(col(Mention.place_id)))
        for passage_id, place_id, role in session.exec(query):
            (own if role == Role.TEXT else lent).setdefault(passage_id, set()).add(place_id)
    told = {id_: own.get(id_, set()) for id_ in passage_ids}
    return {
        id_: frozenset(found if found - set(vague) else found | lent.get(id_, set())) for id_, found in told.items()
    }


def article_ref(found: Slice) -> ArticleRef:
    """The article version that a slice is cut from."""
    article, version = found.article, found.version
    return ArticleRef(
        id=article.id,
        version=version.number,
        sha256=version.sha256,
        url=public_url(article.id, article.url),
        **metadata_of(article),
    )


def _excerpt(passage: Candidate, found: Slice, places: frozenset[str]) -> Excerpt:
    return Excerpt(
        text=found.text,
        start=found.start,
        end=found.end,
        article=article_ref(found),
        link=_link(found),
        event=passage.event,
        places=tuple(sorted(places)),
    )


def _link(found: Slice) -> str:
    """The address that opens at the quotation; the bare one where its words stand somewhere else, or nowhere."""
    article = found.article
    if article.speaker is not None or is_newsroom(article.url):
        return public_url(article.id, article.url)
    return link_to(found.article.url, found.version.text, found.start, found.end)
