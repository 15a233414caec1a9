"""What `/invite` is asked for: which role, for how many people, for how long."""

import re
from dataclasses import dataclass
from typing import Any

from bot.people.people import Role

# Uses of one link: more are no invitation any more but open access.
MOST_USES = 100

# Days for which a link works: an older one has been passed on by then.
MOST_DAYS = 30

_TERM = re.compile(
    r"(?:(?P<role>reader|editor)|(?P<number>\d{1,3})\s*(?:(?P<uses>uses?)|(?P<days>days?|d)))(?:\s+|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class InvitationTerms:
    """What an invitation gives, to how many people, for how many days."""

    role: Role = Role.READER
    uses: int = 1
    days: int = 7


def read_terms(text: str) -> InvitationTerms | None:
    """The terms that a text states, in any order: "editor", "5 uses 3 days", "14d 1 use".

    What it does not state is as in `InvitationTerms`. None where it states anything else, one of them twice, or a
    number beyond 1 to `MOST_USES` or `MOST_DAYS`.
    """
    text = text.strip()
    found = list(_TERM.finditer(text))
    stated = dict(map(_term, found))
    if "".join(term[0] for term in found) != text or len(stated) < len(found):
        return None
    terms = InvitationTerms(**stated)
    return terms if 0 < terms.uses <= MOST_USES and 0 < terms.days <= MOST_DAYS else None


def _term(found: re.Match[str]) -> tuple[str, Any]:
    if found["role"]:
        return "role", Role(found["role"].lower())
    return "uses" if found["uses"] else "days", int(found["number"])
