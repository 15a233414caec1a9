"""A sentence as a string of roles, one letter a word, with what counts no people of its own masked.

"Three of the five were killed" is "nwhnuk". What the letters are, and why, stands in `docs/alphabets.md`.
"""

import re
from functools import cache

from retrieval.figures.kinds import FigureKind
from retrieval.figures.roles import LETTERS, NUMBERS, Role
from retrieval.figures.sentences import Sentence
from retrieval.text.outline import Alphabet, pattern

# What a mask takes out of a statement: numbers, people and victims.
_MASKED = str.maketrans(
    dict.fromkeys(
        NUMBERS
        + Role.ONE
        + Role.PERSON
        + Role.PERSON_OBJECT
        + Role.THE_PERSON
        + Role.PAIR
        + Role.PERSONS
        + Role.COUNTED
        + Role.ARTICLE
        + Role.ANOTHER
        + Role.OTHERS
        + Role.VICTIM
        + Role.VICTIM_PAIR
        + Role.VICTIMS,
        Role.COMMON.value,
    )
)

# Roles that end a part of a count: what was done to all of them.
_ENDS_PART = frozenset(
    Role.HARM + Role.HARM_BEFORE + Role.HARM_BEHIND + Role.HARM_ACTIVE + Role.TOLL + Role.NUMBER_OF + Role.BE
)

# Roles that belong to a part of a count where they stand in it.
_IN_PART = frozenset(
    NUMBERS
    + Role.PERSON
    + Role.PERSON_OBJECT
    + Role.THE_PERSON
    + Role.PAIR
    + Role.PERSONS
    + Role.COUNTED
    + Role.ARTICLE
    + Role.OTHERS
    + Role.THE
    + Role.ANOTHER
    + Role.VICTIMS
    + Role.VICTIM
    + Role.VICTIM_PAIR
    + Role.AND
)
_VICTIMS = frozenset(Role.VICTIMS + Role.VICTIM + Role.VICTIM_PAIR)


def outline_of(sentence: Sentence) -> str:
    """The sentence as a string of roles, with parts, negations, ages and counted things masked."""
    roles = "".join([meaning.role for meaning in sentence.meanings])
    for mask in _masks():
        roles = mask.sub(_masked, roles)
    if sentence.language == "ar":
        roles = _one_family().sub(_masked, _with_ones(roles, sentence)).replace(Role.ONE, Role.NUMBER)
    return _mask_parts(roles, sentence) if Role.INCLUDING in roles else roles


def _masked(match: "re.Match[str]") -> str:
    return match[0].translate(_MASKED)


@cache
def _masks() -> tuple[re.Pattern[str], ...]:
    alphabet = Alphabet(LETTERS)
    return (
        pattern("NO [^ COMMA AND]{0,4}", alphabet),  # no civilian was killed
        pattern("AGE NUMBER", alphabet),  # aged 14
        pattern("(?<= COMMA) NUMBER (?= COMMA)", alphabet),  # Rezan, 23, was killed
        # seven civilians, three of them children
        pattern("(?<= COMMA) NUMBER (?= INCLUDING [PERSON PERSONS PAIR])", alphabet),
        # 5 houses, 16 years; but 5 family members
        pattern("NUMBER (?= [OTHER OTHERS COUNTED]? PERSON? THING (?! [PERSONS PERSON PAIR]))", alphabet),
    )


@cache
def _one_family() -> re.Pattern[str]:
    return pattern("(?<= [THING PERSON PERSONS VICTIM COUNTED]) ONE", Alphabet(LETTERS))  # of one family, one person


def _with_ones(roles: str, sentence: Sentence) -> str:
    """The roles with each number one set apart, since in Arabic it may be an adjective."""
    letters = list(roles)
    for place, role in enumerate(roles):
        if role == Role.NUMBER and sentence.meanings[place].value == 1:
            letters[place] = Role.ONE.value
    return "".join(letters)


def _mask_parts(roles: str, sentence: Sentence) -> str:
    """The roles with what follows "including" masked, up to the next predicate."""
    masked, inside = list(roles), False
    outer: FigureKind | None = None
    for place, role in enumerate(roles):
        if role in _ENDS_PART:
            inside = False
        elif role == Role.INCLUDING:
            inside = True
        elif inside and role in _IN_PART and not _stands_alone(roles, sentence, place, outer):
            masked[place] = Role.PART.value
        outer = outer if inside else sentence.meanings[place].kind or outer
    return "".join(masked)


def _stands_alone(roles: str, sentence: Sentence, place: int, outer: FigureKind | None) -> bool:
    """Whether a count inside a part is one of its own: "others", or "10 hurt, including 2 dead"."""
    counts = roles[place] == Role.NUMBER
    if counts and roles[place + 1 : place + 2] == Role.OTHERS:
        return True
    victims = place + 1 if counts else place
    return roles[victims : victims + 1] in _VICTIMS and sentence.meanings[victims].kind != outer
