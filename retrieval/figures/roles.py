"""The alphabet of figures: the letters that words stand for where they state how many people were hurt or taken.

A sentence is written as a string of these letters, and the ways to state a figure are written in their names. See
`docs/alphabets.md`.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a word does in stating a figure, as one letter."""

    NUMBER = "n"
    THE_NUMBER = "N"  # with the Arabic article: "the three"
    SOME = "3"  # a number of those named before: "3'ü", "üçü"
    UNREADABLE = "?"  # a number that is not read whole: no statement reaches over it
    ONE = "1"  # an Arabic number one, which may be an adjective
    QUALIFIER = "q"  # at least
    PERSON = "s"
    PERSON_OBJECT = "P"  # one person to whom something is done, by an ending: "مدنياً", "çobanı"
    THE_PERSON = "S"  # one definite person
    PERSONS = "p"
    PAIR = "d"  # two people, by an Arabic dual
    COUNTED = "l"  # a person only beside a number
    OTHERS = "o"
    ANOTHER = "O"
    TRADE = "W"  # by its shape a person of some trade: only beside a number or an article
    VICTIM = "v"  # a noun that says it all: "جريح"
    VICTIMS = "m"
    VICTIM_PAIR = "V"
    HARM = "k"  # killed: its people stand on either side
    HARM_BEFORE = "f"  # killing: its people stand behind it
    HARM_BEHIND = "b"  # died: its people stand before it
    HARM_ACTIVE = "B"  # öldürdü: both the killer and the killed stand before it
    TOLL = "t"  # death toll
    NUMBER_OF = "T"  # number of: what follows says of whom
    CUMULATIVE = "c"  # opens a total over months or years
    INCLUDING = "i"  # opens a part of a count that was given
    PART = "_"  # a word of such a part
    THING = "e"  # what makes a number no count of people: years, drones
    AGE = "y"
    YEARS = "Y"  # of age, behind its number
    NO = "z"  # no, without, plans to: what follows did not happen
    NO_BEHIND = "Z"  # the same of the predicate that it stands beside: "nehat", "bên"
    BY = "A"  # by whom: "على يد", "tarafından"
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
    COMMON = "."  # a small word that is known and changes nothing
    UNKNOWN = "x"  # any other word


# Words that are not looked at.
OTHER = Role.UNKNOWN + Role.COMMON + Role.TRADE

# Words between those that matter, in many ways of stating a figure.
FILLER = OTHER + Role.OF + Role.PREPOSITION + Role.BY

# Numbers in digits or words.
NUMBERS = Role.NUMBER + Role.THE_NUMBER

# Roles without one of which a sentence states no figure.
STATING = (
    Role.HARM
    + Role.HARM_BEFORE
    + Role.HARM_BEHIND
    + Role.HARM_ACTIVE
    + Role.TOLL
    + Role.NUMBER_OF
    + Role.VICTIM
    + Role.VICTIMS
    + Role.VICTIM_PAIR
)

# The names of roles, and of roles that go together, as patterns are written in them. Where it does not matter, a person
# is also one in the accusative, years are things, and an active verb stands behind its people as others do.
LETTERS = {role.name: role.value for role in Role} | {
    "OTHER": OTHER,
    "FILLER": FILLER,
    "NUMBERS": NUMBERS,
    "PERSON": Role.PERSON + Role.PERSON_OBJECT,
    "ONLY_OBJECT": Role.PERSON_OBJECT,
    "ONLY_ACTIVE": Role.HARM_ACTIVE,
    "HARM_BEHIND": Role.HARM_BEHIND + Role.HARM_ACTIVE,
    "THING": Role.THING + Role.YEARS,
    "SOMEONE": Role.PERSON + Role.PERSON_OBJECT + Role.PERSONS + Role.PAIR + Role.TRADE + Role.COUNTED,
    "PREDICATE": Role.HARM + Role.HARM_BEFORE + Role.HARM_BEHIND + Role.HARM_ACTIVE,
}
