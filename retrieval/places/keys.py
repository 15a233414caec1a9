"""Keys under which passages are found by place: the id of a place, a sound, or an article that names none."""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped

from retrieval.text.phonetics import consonants

# Shorter skeletons are shared by too many words.
LEAST_CONSONANTS = 3

# What no id of a gazetteer begins with.
_SOUND = "~"
_LEARNED = "learned:"
_ARTICLE = "article:"


class PlaceKey(str):
    """A place as passages are found by it, in the text that SQL keeps."""

    __slots__ = ()

    @classmethod
    def of_sound(cls, bones: str) -> "PlaceKey":
        """The key of all names that are heard with these consonants."""
        return cls(_SOUND + bones)

    @classmethod
    def of_article(cls, article_id: str) -> "PlaceKey":
        """The key of wherever an article that names no place happened, which is nowhere else."""
        return cls(_ARTICLE + article_id)

    @classmethod
    def of_learned(cls, digest: str) -> "PlaceKey":
        """The key of a place that was learned from what is read."""
        return cls(_LEARNED + digest)

    @property
    def is_learned(self) -> bool:
        """Whether it stands for a place that only articles name."""
        return self.startswith(_LEARNED)

    @property
    def is_sound(self) -> bool:
        """Whether it stands for a name that no gazetteer has."""
        return self.startswith(_SOUND)


def sound_of(name: str) -> PlaceKey | None:
    """The key under which a name is found by its sound.

    None where it has too few consonants to tell anything.
    """
    bones = consonants(name)
    return PlaceKey.of_sound(bones) if len(bones) >= LEAST_CONSONANTS else None


def holds_sound(column: Mapped[str]) -> ColumnElement[bool]:
    """The condition in SQL that a column of keys holds a sound."""
    return column.startswith(_SOUND)
