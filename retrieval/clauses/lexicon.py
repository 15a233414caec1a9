"""The words that give mentions their roles, by language: the letter of each, as the packaged data file lists it."""

from dataclasses import dataclass, field
from functools import cache
from itertools import chain

from retrieval import data
from retrieval.clauses.signs import Sign
from retrieval.places.words import given_names
from retrieval.text.folding import fold
from retrieval.text.words import Memo, arabic_analyses, is_stop, plain

# The letter of an Arabic preposition that is written on to the next word.
ATTACHED = {"ب": Sign.IN.value, "ل": Sign.TO.value}

LANGUAGES = ("en", "ar", "ku", "tr")

# Letters of a word that are compared with stems; no stem of the data file is longer.
LONGEST_STEM = 16

_OTHER = Sign.OTHER.value

# Letters that only one of the languages that share a script has, by the order of LANGUAGES.
_OWN_LETTERS = (frozenset[str](), frozenset[str](), frozenset("êîûÊÎÛ"), frozenset("ığöüİĞÖÜ"))


@dataclass(frozen=True, slots=True)
class Word:
    """A token's letters, by the order of LANGUAGES, its packed votes, and the phrases that it may begin."""

    letters: str
    votes: int = 0
    phrases: tuple[tuple[tuple[str, ...], str], ...] = ()


@dataclass(slots=True)
class Lexicon:
    """The words of one language, folded."""

    words: dict[str, str] = field(default_factory=dict)
    stems: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)

    def add(self, form: str, letter: str) -> None:
        """Keep a form of the data file, unless the word has a letter already."""
        first, *rest = fold(form.removesuffix("*")).split()
        if rest:
            self.phrases.setdefault(first, []).append((tuple(rest), letter))
        else:
            (self.stems if form.endswith("*") else self.words).setdefault(first, letter)

    def letter(self, word: str) -> str | None:
        """The letter of a folded word, or of the longest stem of it."""
        if (found := self.words.get(word)) is not None:
            return found
        lengths = range(min(len(word), LONGEST_STEM), 2, -1)
        return next((letter for n in lengths if (letter := self.stems.get(word[:n])) is not None), None)


@cache
def words_known() -> Memo[Word]:
    """What any token is to the rules."""
    return Memo(_word)


@cache
def capitals() -> frozenset[str]:
    """The folded names that stand for a government."""
    return frozenset(map(fold, data.toml("clauses.toml")["capitals"]))


@cache
def endings() -> dict[str, str]:
    """The letter of each ending that follows a name, after an apostrophe or without."""
    listed = data.toml("clauses.toml")["endings"]
    return {fold(form): Sign[name.upper()].value for name, forms in listed.items() for form in forms}


def language_of(votes: int) -> int:
    """The place in LANGUAGES of the one with most votes."""
    counts = [votes >> 16 * language & 0xFFFF for language in range(len(LANGUAGES))]
    return counts.index(max(counts))


@cache
def _lexicons() -> tuple[Lexicon, ...]:
    return tuple(_lexicon(language) for language in LANGUAGES)


def _lexicon(language: str) -> Lexicon:
    lexicon = Lexicon()
    for name, forms in data.toml("clauses.toml")[language].items():
        letter = _OTHER if name == "common" else Sign[name.upper()].value
        for form in forms:
            lexicon.add(form, letter)
    for name in (*given_names(), *data.toml("clauses.toml")["ku"]["given"]):
        lexicon.add(name, Sign.GIVEN.value)
    return lexicon


def _word(token: str) -> Word:
    if not token[0].isalnum():
        return Word((Sign.STOP if is_stop(token) else Sign.COMMA).value * len(LANGUAGES))
    folded = plain(token)
    found = [_letter(place, folded) for place in range(len(LANGUAGES))]
    begun = [_begun(lexicon, folded) for lexicon in _lexicons()]
    known = (bool(letter or phrases) for letter, phrases in zip(found, begun, strict=True))
    votes = sum(1 << 16 * place for place, is_known in enumerate(known) if is_known)
    votes += sum(1 << 16 * place for place, own in enumerate(_OWN_LETTERS) if not own.isdisjoint(token))
    phrases = tuple(sorted(chain.from_iterable(begun), key=lambda phrase: -len(phrase[0])))
    return Word("".join(letter or _OTHER for letter in found), votes, phrases)


def _letter(place: int, folded: str) -> str | None:
    lexicon = _lexicons()[place]
    if LANGUAGES[place] != "ar":
        return lexicon.letter(folded)
    for joined, _, base in arabic_analyses(folded):
        if (letter := lexicon.letter(base)) is not None:
            before = folded[joined : len(folded) - len(base)]
            return ATTACHED.get(before, letter) if letter == Sign.CITY else letter
    return None


def _begun(lexicon: Lexicon, folded: str) -> list[tuple[tuple[str, ...], str]]:
    bare = folded[1:] if folded[:1] in ("و", "ف") else folded
    return [*lexicon.phrases.get(folded, ()), *(lexicon.phrases.get(bare, ()) if bare != folded else ())]
