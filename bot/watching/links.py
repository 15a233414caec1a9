"""Links that share a watch: what it is for, in the 64 characters that a link carries.

No person, and no chat.
"""

import base64
import binascii

from retrieval.places.gazetteer import Gazetteer
from retrieval.topics.query import TopicQuery
from retrieval.topics.thesaurus import Thesaurus
from retrieval.watches.terms import MOST_KILLED, MOST_PUBLISHERS, RADII, Circle, Terms

LINK_PREFIX = "watch-"

# Characters of what a link carries (https://core.telegram.org/bots/features#deep-linking).
LONGEST = 64

# How many fields `payload_of` writes.
_FIELDS = 6


def payload_of(terms: Terms) -> str | None:
    """What a link carries.

    None where it is more than a link can carry.
    """
    circle = terms.circle
    fields = (
        ",".join(terms.place_ids),
        ",".join(terms.ids),
        f"{circle.lat:.4f},{circle.lon:.4f},{circle.km}" if circle else "",
        "+".join(",".join(sorted(keys)) for keys in terms.topics.sets),
        str(terms.publishers) if terms.publishers > 1 else "",
        str(terms.killed) if terms.killed else "",
    )
    packed = base64.urlsafe_b64encode("|".join(fields).encode()).decode().rstrip("=")
    return LINK_PREFIX + packed if len(LINK_PREFIX + packed) <= LONGEST else None


def terms_in(payload: str, gazetteer: Gazetteer, thesaurus: Thesaurus) -> Terms | None:
    """What a link is for.

    None for rubbish, and for places and topics that are not known here.
    """
    try:
        return _read(payload.removeprefix(LINK_PREFIX), gazetteer, thesaurus)
    except (ValueError, binascii.Error):
        return None


def _read(packed: str, gazetteer: Gazetteer, thesaurus: Thesaurus) -> Terms | None:
    fields = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode().split("|")
    if len(fields) != _FIELDS:
        return None
    places, ids, circle, topics, publishers, killed = fields
    terms = Terms(
        places=tuple((id_, "") for id_ in _listed(places)),
        ids=tuple(_listed(ids)),
        circle=_circle(circle) if circle else None,
        topics=TopicQuery.from_plain(_listed(keys) for keys in topics.split("+") if keys),
        publishers=int(publishers or 1),
        killed=int(killed or 0),
    )
    return terms if _is_sound(terms, gazetteer, thesaurus) else None


def _is_sound(terms: Terms, gazetteer: Gazetteer, thesaurus: Thesaurus) -> bool:
    are_known = all(gazetteer.get(id_) is not None for id_ in (*terms.place_ids, *terms.ids))
    topics = all(thesaurus.satisfied([key]) for key in terms.topics.keys)
    counts = 1 <= terms.publishers <= MOST_PUBLISHERS and 0 <= terms.killed <= MOST_KILLED
    return are_known and topics and counts and not terms.is_everything


def _circle(text: str) -> Circle:
    lat, lon, km = text.split(",")
    circle = Circle(float(lat), float(lon), int(km))
    if not (abs(circle.lat) <= 90 and abs(circle.lon) <= 180 and circle.km in RADII):
        raise ValueError("not a circle on Earth")
    return circle


def _listed(text: str) -> list[str]:
    return [part for part in text.split(",") if part]
