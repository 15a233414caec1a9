"""Keeps what an article attests: each name becomes the learned place of that sound near there, or a new one."""

import uuid
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from retrieval.library.facts import write_fact
from retrieval.library.learned.models import AttestationRow, LearnedPlaceRow
from retrieval.library.new_article import NewPassage
from retrieval.places.geometry import distance_km
from retrieval.places.keys import PlaceKey
from retrieval.places.learned.place import LEAST_CONSONANTS, ONE_PLACE_KM, Attestation, Standing

# The fact that changes whenever learned places do, so that whoever has them in memory reads them again.
REVISION = "learned_places"

# The place of a key that an editor has said to be none.
NOWHERE = None

Resolved = Mapping[PlaceKey, PlaceKey | None]


def attest(session: Session, article_id: str, passages: Iterable[NewPassage]) -> Resolved:
    """Keep what an article attests in the place of what it attested before.

    Returns the place of each key that its mentions have: another where that sound is known near there, the known place
    that it was merged into, or `NOWHERE`.
    """
    attestations = {m.attestation: m.place for passage in passages for m in passage.mentions if m.attestation}
    rows = {one: _place_of(session, one) for one in attestations}
    _replace(session, article_id, {(row.id, one.name) for one, row in rows.items()})
    return {attestations[one]: _key(row) for one, row in rows.items()}


def changed(session: Session) -> None:
    """Note that learned places are others than before."""
    write_fact(session, REVISION, uuid.uuid4().hex)


def _replace(session: Session, article_id: str, now: set[tuple[str, str]]) -> None:
    of_article = col(AttestationRow.article_id) == article_id
    before = set(session.exec(select(AttestationRow.place_id, AttestationRow.name).where(of_article)).all())
    if before == now:
        return
    session.execute(delete(AttestationRow).where(of_article))
    if now:
        rows = [{"place_id": place_id, "name": name, "article_id": article_id} for place_id, name in sorted(now)]
        session.flush()
        session.execute(insert(AttestationRow), rows)
    changed(session)


def _place_of(session: Session, attestation: Attestation) -> LearnedPlaceRow:
    """The place of that sound near there, the nearest where there are several; a new one where there is none."""
    skeleton = attestation.skeleton
    rows = session.exec(select(LearnedPlaceRow).where(LearnedPlaceRow.skeleton == skeleton)).all()
    row = _nearest(attestation, rows)
    if row is None:
        row = _new(attestation)
        session.add(row)
    elif row.standing is Standing.HEARD and attestation.anchor.radius_km < row.radius_km:
        _move(row, attestation)
        session.add(row)
    session.flush()
    return row


def _nearest(attestation: Attestation, rows: Sequence[LearnedPlaceRow]) -> LearnedPlaceRow | None:
    at = attestation.anchor
    apart = [(distance_km(at.lat, at.lon, row.lat, row.lon), row.id, row) for row in rows]
    same = [one for one in apart if one[0] <= _reach(attestation, one[2]) or one[1] == attestation.key]
    return min(same)[2] if same else None


def _reach(attestation: Attestation, row: LearnedPlaceRow) -> float:
    """How far from a place a name may be attested that is its own.

    "In the countryside of Aleppo" may be anywhere there; a sound of two consonants says too little for that.
    """
    if len(row.skeleton) <= LEAST_CONSONANTS:
        return ONE_PLACE_KM
    return max(ONE_PLACE_KM, attestation.anchor.radius_km, row.radius_km)


def _new(attestation: Attestation) -> LearnedPlaceRow:
    row = LearnedPlaceRow(
        id=str(attestation.key),
        skeleton=attestation.skeleton,
        settlement=attestation.settlement,
        country="",
        anchor_id="",
        lat=0.0,
        lon=0.0,
        radius_km=0,
    )
    _move(row, attestation)
    return row


def _move(row: LearnedPlaceRow, attestation: Attestation) -> None:
    """Put a place where an attestation does."""
    at = attestation.anchor
    row.settlement = attestation.settlement
    row.country, row.anchor_id, row.parent_id = at.country, at.place_id, at.parent_id
    row.lat, row.lon, row.radius_km = at.lat, at.lon, at.radius_km


def _key(row: LearnedPlaceRow) -> PlaceKey | None:
    if row.standing is Standing.REJECTED:
        return NOWHERE
    return PlaceKey(row.merged_into or row.id)
