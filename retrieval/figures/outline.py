"""A sentence as a string of roles, one letter a word, with what counts no people of its own masked.

"Three of the five were killed" is "nwhnuk". What the letters are, and why, stands in `docs/alphabets.md`.
"""

import re
from functools import cache

from retrieval.figures.kinds import FigureKind
from retrieval.figures.roles import LETTERS, NUMBERS, Role
from retrieval.figures.sentences import Sentence
from retrieval.text.outline import Alphabet, pattern

_ALPHABET = Alphabet(LETTERS)

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

# What a denial takes out: the predicate as well.
_DENIED = _MASKED | str.maketrans(
    dict.fromkeys(Role.HARM + Role.HARM_BEFORE + Role.HARM_BEHIND + Role.HARM_ACTIVE, Role.COMMON.value)
)


def outline_of(sentence: Sentence) -> str:
    """The sentence as a string of roles, with parts, denials, ages, counted things and those who kill masked."""
    roles = "".join([meaning.role for meaning in sentence.meanings])
    present = set(roles)
    for needed, mask in _masks(sentence.language):
        if not present.isdisjoint(needed):
            roles = mask.sub(_masked, roles)
    if Role.NO_BEHIND in roles:
        roles = _denied(sentence.language).sub(lambda match: match[0].translate(_DENIED), roles)
    if sentence.language == "ar":
        roles = _one_family().sub(_masked, _with_ones(roles, sentence)).replace(Role.ONE, Role.NUMBER)
    return _mask_parts(roles, sentence) if Role.INCLUDING in roles else roles


def _masked(match: "re.Match[str]") -> str:
    return match[0].translate(_MASKED)


# A name of which a letter has to be there, and the pattern.
_MASKS = (
    ("NO", "NO [^ COMMA AND WHILE]{0,4}"),  # no civilian was killed
    # several hundred people
    ("UNREADABLE", "UNREADABLE [OTHER OF]{0,2} (?: SOMEONE | VICTIM | VICTIMS | VICTIM_PAIR){1,2}"),
    ("TO", "NUMBER (?= QUALIFIER? NUMBER TO)"),  # 9'dan 12'ye yükseldi
    ("AGE", "AGE OF? NUMBERS"),  # aged 14
    ("AGE", "NUMBERS OF AGE"),  # في الخمسين من عمرها
    ("YEARS", "NUMBER OTHER? YEARS"),  # 14 yaşında
    ("NUMBER", "(?<= COMMA) NUMBER (?= COMMA)"),  # Rezan, 23, was killed
    ("INCLUDING", "(?<= COMMA) NUMBER (?= INCLUDING SOMEONE)"),  # seven civilians, three of them children
    # 5 houses, 16 years; but 5 family members
    ("NUMBER", "NUMBER (?= [UNKNOWN COMMON OTHERS COUNTED]? PERSON? THING (?! [PERSONS PERSON PAIR]))"),
)

# Who kills is not among the killed.
_KILLERS = {
    "en": (),
    "ar": (
        ("BY", "BY QUALIFIER? NUMBER? OTHER? SOMEONE"),  # على يد ثلاثة جنود
        (
            "HARM",  # قتل ثلاثة جنود مزارعاً; قتل مسلح ثلاثة مزارعين
            """(?<= HARM) (?: [PERSON COUNTED PAIR] (?= QUALIFIER? NUMBER [PERSON COUNTED PERSONS TRADE])
               | NUMBER? [PERSON COUNTED PERSONS PAIR] (?= ONLY_OBJECT))""",
        ),
    ),
    "tr": (
        ("BY", "(?: NUMBER OTHER?)? SOMEONE (?= BY)"),  # üç asker tarafından
        # iki asker bir çobanı öldürdü
        (
            "ONLY_ACTIVE",
            "NUMBER? OTHER? SOMEONE (?= NUMBER? OTHER? [ONLY_OBJECT PERSONS] FILLER{0,4} ONLY_ACTIVE)",
        ),
        ("SOME", "SOME OTHER{0,2} SOMEONE"),  # 3'ü çocuk
    ),
    "ku": (
        ("BY", "BY QUALIFIER? NUMBER? OTHER? SOMEONE"),  # ji aliyê du leşkeran ve
        # du leşkeran şivanek kuşt
        ("NUMBER", "NUMBER [PERSONS TRADE] (?= PERSON | NUMBER [PERSONS TRADE] FILLER{0,4} HARM_BEHIND)"),
    ),
}

# What is denied or planned stands before the predicate in Turkish, behind it elsewhere.
_DENIALS = {"tr": "PREDICATE OTHER{0,3} NO_BEHIND"}


@cache
def _masks(language: str) -> tuple[tuple[frozenset[str], re.Pattern[str]], ...]:
    """The masks of a language, each with the letters of which it needs one."""
    masks = (*_MASKS, *_KILLERS[language])
    return tuple((frozenset(LETTERS[needed]), pattern(mask, _ALPHABET)) for needed, mask in masks)


@cache
def _denied(language: str) -> re.Pattern[str]:
    return pattern(_DENIALS.get(language, "NO_BEHIND [OTHER BE]{0,2} PREDICATE"), _ALPHABET)


@cache
def _one_family() -> re.Pattern[str]:
    return pattern("(?<= [THING PERSON PERSONS VICTIM COUNTED]) ONE", _ALPHABET)  # of one family, one person


def _with_ones(roles: str, sentence: Sentence) -> str:
    """The roles with each number one set apart, since in Arabic it may be an adjective."""
    letters = list(roles)
    for place, role in enumerate(roles):
        if role == Role.NUMBER and sentence.meanings[place].value == 1:
            letters[place] = Role.ONE.value
    return "".join(letters)


# Languages that name a part before its total, with a comma between: "di nav wan de 2 jin, heft kes".
_PART_FIRST = ("ku", "tr")


def _mask_parts(roles: str, sentence: Sentence) -> str:
    """The roles with what follows "including" masked, up to the next predicate."""
    masked, inside, opened = list(roles), False, False
    outer: FigureKind | None = None
    for place, role in enumerate(roles):
        if role in _ENDS_PART or (role == Role.COMMA and opened and sentence.language in _PART_FIRST):
            inside = False
        elif role == Role.INCLUDING:
            inside, opened = True, not any(before in NUMBERS for before in roles[:place])
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
