"""What `/invite` is asked for: role, uses and days, in any order."""

import pytest

from bot.people.invitation_terms import InvitationTerms, read_terms
from bot.people.people import Role


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", InvitationTerms()),
        ("editor", InvitationTerms(role=Role.EDITOR)),
        ("5 uses 3 days", InvitationTerms(uses=5, days=3)),
        ("14d 1 use Reader", InvitationTerms(days=14)),
        ("  3 days\neditor  ", InvitationTerms(role=Role.EDITOR, days=3)),
        ("100 uses 30 days", InvitationTerms(uses=100, days=30)),
    ],
)
def test_terms_may_stand_in_any_order_and_what_is_not_stated_is_as_usual(text: str, terms: InvitationTerms) -> None:
    assert read_terms(text) == terms


@pytest.mark.parametrize(
    "text",
    ["owner", "5", "0 uses", "101 uses", "31 days", "2 uses 3 uses", "editor reader", "5 uses please", "1000 days"],
)
def test_anything_else_twice_the_same_or_beyond_the_limits_makes_no_invitation(text: str) -> None:
    assert read_terms(text) is None
