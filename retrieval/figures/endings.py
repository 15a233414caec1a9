"""What endings make of the words of the data file: duals, "his", plurals, accusatives, and verbs that deny."""

import re
from collections.abc import Iterator

from retrieval.figures.roles import Role
from retrieval.text.folding import fold

Forms = Iterator[tuple[str, Role]]

# Endings that say that something did not happen, or has not yet: "yaralanmadı", "öldürülecek".
_DENIALS = re.compile(r"m[ae](d|m[iu]s|z|y[ae]n|y[ae]c)|m[iu]yor|[ae]c[ae][kg]|y[ae]c[ae][kg]")

_TURKISH_PLURAL = ("ler", "lar")
_TURKISH_ACCUSATIVES = frozenset({"i", "u", "yi", "yu", "ini", "unu"})

_HIS = ("ه", "ها", "هم", "هن", "هما")


def turkish_role(role: Role, ending: str) -> Role:
    """The role of a word whose stem has a role, by its folded ending."""
    if role in _PREDICATES:
        return Role.COMMON if is_denied(ending) else role
    if role is not Role.PERSON:
        return role
    if ending.startswith(_TURKISH_PLURAL):
        return Role.PERSONS
    return Role.PERSON_OBJECT if ending in _TURKISH_ACCUSATIVES else role


_PREDICATES = frozenset(Role.HARM + Role.HARM_BEFORE + Role.HARM_BEHIND + Role.HARM_ACTIVE)


def is_denied(ending: str) -> bool:
    """Whether the folded ending of a Turkish verb says that it did not happen."""
    return _DENIALS.match(ending) is not None


def arabic_forms(noun: str, role: Role, *, own_plural: bool) -> Forms:
    """A singular noun with its other endings: "his", the accusative, and the dual with and without "his".

    "ين" and "يه" are a dual where the noun has a plural of its own (شقيقيه), else they may be the plural (مرافقيه).
    """
    feminine = noun.endswith("ة")
    stem = noun[:-1] + "ت" if feminine else noun
    yield from ((stem + his, role) for his in _HIS)
    if not feminine:
        yield stem + "ا", Role.PERSON_OBJECT if role is Role.PERSON else role
    yield from ((dual, _PAIRS[role]) for dual in _duals(stem, certain=feminine or own_plural))
    if not feminine and role is Role.PERSON:
        yield stem + "ات", Role.PERSONS
        yield stem + "ة", role
        yield from arabic_forms(stem + "ة", role, own_plural=False)


_PAIRS = {Role.PERSON: Role.PAIR, Role.VICTIM: Role.VICTIM_PAIR}


def _duals(stem: str, *, certain: bool) -> Iterator[str]:
    yield stem + "ان"
    yield from (f"{stem}ا{his}" for his in _HIS)
    if certain:
        yield stem + "ين"
        yield from (f"{stem}ي{his}" for his in _HIS)


def kurmanji_forms(noun: str) -> Forms:
    """A noun with the endings of several people, and of one: "polîsên", "polîsekî"."""
    link = "" if noun[-1] not in _VOWELS else "y"
    stem = noun[:-1] + "i" if noun.endswith("î") else noun
    yield noun, Role.PERSONS
    yield from ((stem + link + ending, Role.PERSONS) for ending in ("an", "ên"))
    yield from ((stem + link + ending, Role.PERSON) for ending in ("ek", "ekî", "eke", "ekê"))


_VOWELS = "aeêiîouû"


def kurmanji_passives(auxiliaries: list[str], participles: list[str]) -> Iterator[str]:
    """Each participle behind each auxiliary: "hatin kuştin"."""
    yield from (f"{auxiliary} {participle}" for auxiliary in auxiliaries for participle in participles)


def folded(forms: list[str]) -> frozenset[str]:
    """The forms as they are compared, without their stars."""
    return frozenset(fold(form.removesuffix("*")) for form in forms)
