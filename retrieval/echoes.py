"""The words of a text by their sound, so that a name is found in whatever script and spelling a report has it.

"Hudayrat" in a question and حدريات in a report share their consonants (see `retrieval.phonetics`). Every word of a
passage is indexed by them beside its letters; a question looks up those of its words that name no topic, since they
may be names of people, quarters and villages.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from retrieval.phonetics import consonants
from retrieval.words import arabic_analyses, plain, words_of

# Fewer consonants are shared by too many words.
LEAST_CONSONANTS = 3

# Begins an echo, so that it is found by nothing else: no word that is written begins with a nought.
MARK = "0"


def echoes(text: str) -> list[str]:
    """The sounds of a text's words, each once, as words for the lexical index."""
    return list(dict.fromkeys(chain.from_iterable(map(_echoes, words_of(text)))))


def echoes_of(names: Iterable[str]) -> list[str]:
    """The sounds of single words, each once, to look up what `echoes` gave."""
    return list(dict.fromkeys(echo for name in names for echo in _echoes(name)))


@lru_cache(maxsize=1 << 16)
def _echoes(word: str) -> tuple[str, ...]:
    heard = dict.fromkeys(map(consonants, _readings(word)))
    return tuple(MARK + bones.replace("$", "c") for bones in heard if len(bones) >= LEAST_CONSONANTS)


def _readings(word: str) -> Iterator[str]:
    """The word as it stands; an Arabic one also without what may be attached to it."""
    if not word[0].isalpha():
        return
    yield word
    folded = plain(word)
    if folded >= "\u0600":
        yield from (rest for _, _, rest in arabic_analyses(folded))
