"""The alphabet of figures: the letters that words stand for where they state how many people were hurt or taken.

A sentence is written as a string of these letters, and the ways to state a figure are written in their names. See
`docs/alphabets.md`.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a word does in stating a figure, as one letter."""

    NUMBER = "n"
    THE_NUMBER = "N"  # with the Arabic article: "the three"
    ONE = "1"  # an Arabic number one, which may be an adjective
    QUALIFIER = "q"  # at least
    PERSON = "s"
    THE_PERSON = "S"  # one definite person
    PERSONS = "p"
    PAIR = "d"  # two people, by an Arabic dual
    COUNTED = "l"  # a person only beside a number
    OTHERS = "o"
    ANOTHER = "O"
    VICTIM = "v"  # a noun that says it all: "جريح"
    VICTIMS = "m"
    VICTIM_PAIR = "V"
    HARM = "k"  # killed: its people stand on either side
    HARM_BEFORE = "f"  # killing: its people stand behind it
    HARM_BEHIND = "b"  # died: its people stand before it
    TOLL = "t"  # death toll
    NUMBER_OF = "T"  # number of: what follows says of whom
    CUMULATIVE = "c"  # opens a total over months or years
    INCLUDING = "i"  # opens a part of a count that was given
    PART = "_"  # a word of such a part
    THING = "e"  # what makes a number no count of people: years, drones
    AGE = "y"
    NO = "z"
    BE = "u"
    SAY = "g"
    ARTICLE = "a"
    THE = "h"
    OF = "w"
    TO = "r"
    PREPOSITION = "j"
    AND = "&"
    WHILE = "~"  # opens another clause: no statement reaches across it
    COMMA = ","
    OTHER = "x"  # any other word


# Words between those that matter, in many ways of stating a figure.
FILLER = Role.OTHER + Role.OF + Role.PREPOSITION

# Numbers in digits or words.
NUMBERS = Role.NUMBER + Role.THE_NUMBER

# Roles without one of which a sentence states no figure.
STATING = (
    Role.HARM
    + Role.HARM_BEFORE
    + Role.HARM_BEHIND
    + Role.TOLL
    + Role.NUMBER_OF
    + Role.VICTIM
    + Role.VICTIMS
    + Role.VICTIM_PAIR
)

# The names of roles, and of roles that go together, as patterns are written in them.
LETTERS = {role.name: role.value for role in Role} | {"FILLER": FILLER, "NUMBERS": NUMBERS}
