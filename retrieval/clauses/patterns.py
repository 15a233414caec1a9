"""The rules that give a mention its role, in the names of the letters of `signs.py`, each with an example.

The mention that a rule is about is the group `at`, the nearest one. Every repetition is bounded, so that a text is read
in linear time.
"""

import re
from functools import cache

from retrieval.clauses.roles import DateRole, PlaceRole
from retrieval.clauses.signs import ALPHABET
from retrieval.text.outline import pattern

_PLACE = "(?P<at> PLACE )"
_CAPITAL = "(?P<at> CAPITAL )"
_DAY = "(?P<at> DAY )"
# Somebody dies who is named by an injury, or dies of one; "ten were wounded and two died" tells of others.
_WOUNDED_DIE = "WOUNDED [^ STOP COMMA THAT AND]{0,8}? DIE"
_DIE_WOUNDED = "DIE (?: OTHER? WOUNDED | WORD{0,5}? WOUNDS )"
_WORDS = "[^ STOP COMMA THAT DAY]"
_NO_DAY_BEHIND = "(?! WORD{0,6}? DAY)"

# Of several rules that fit one mention the first counts.
PLACE_RULES: tuple[tuple[PlaceRole, str, str], ...] = (
    (PlaceRole.FILED, f"EDITING WORD{{0,8}}? IN {_PLACE}", "editing by Sara in Damascus"),
    (PlaceRole.NAME, f"NAMED_BEFORE [ADJECTIVE OF]{{0,3}} CITY? {_PLACE}", "جامعة دمشق"),
    (PlaceRole.NAME, f"SITE_BEFORE [ADJECTIVE OF]{{0,3}} {_PLACE}", "شارع دمشق"),
    (PlaceRole.NAME, f"NAMED_BEHIND OF CITY? {_PLACE}", "the University of Raqqa"),
    (PlaceRole.NAME, f"{_PLACE} GENITIVE? ADJECTIVE{{0,3}} NAMED_BEHIND", "Raqqa Military Council"),
    (PlaceRole.NAME, f"GIVEN {_PLACE} (?! ENDING)", "Jiyan Raqqa"),
    (PlaceRole.NAME, f"RANK [OTHER GIVEN] {_PLACE} (?! ENDING)", "commander Lorin Raqqa"),
    (
        PlaceRole.NAME,
        f"RANK [OTHER GIVEN] PLACE AND [OTHER GIVEN] {_PLACE} (?! ENDING)",
        "commanders A Afrin and B Raqqa",
    ),
    (PlaceRole.NAME, f"{_PLACE} RANK_BEHIND", "Cihan Rakka kod adlı"),
    (PlaceRole.SPEAKER, f"[MINISTRY GOVERNMENT] ADJECTIVE{{0,2}} IN {_CAPITAL}", "the government in Damascus"),
    (PlaceRole.SPEAKER, f"MINISTRY ADJECTIVE{{0,2}} OF? {_CAPITAL}", "حكومة دمشق"),
    (PlaceRole.SPEAKER, f"{_PLACE} GENITIVE? ADJECTIVE{{0,2}} GOVERNMENT", "Damascus government"),
    (PlaceRole.SPEAKER, f"{_PLACE} BACKED", "Damascus-backed gunmen"),
    (PlaceRole.SPEAKER, f"BACKED [FROM BY WITH]? {_PLACE}", "gunmen backed by Damascus"),
    (PlaceRole.SPEAKER, f"OPENING {_PLACE} DAY? SAY", "Raqqa said"),
    (PlaceRole.SPEAKER, f"OPENING {_PLACE} AND PLACE DAY? SAY", "Raqqa and Damascus said"),
    (PlaceRole.SPEAKER, f"(?<=[PLACE]) AND {_PLACE} DAY? SAY", "Raqqa and Damascus said"),
    (PlaceRole.SPEAKER, f"OPENING {_CAPITAL} [DAY OTHER]{{0,3}} SAY", "Damascus today strongly condemned"),
    (PlaceRole.SPEAKER, f"OPENING {_CAPITAL} [DAY OTHER] [^ STOP SAY]{{0,24}} SAY CLOSING", "Şam bugün … yalanladı"),
    (PlaceRole.SPEAKER, f"SAY {_CAPITAL}", "نفت دمشق"),
    (PlaceRole.SPEAKER, f"{_CAPITAL} GENITIVE? ADJECTIVE? SPEECH", "Şam'ın açıklamasına göre"),
    (PlaceRole.SPEAKER, f"WITH {_CAPITAL}", "talks with Damascus"),
    (PlaceRole.SPEAKER, f"SOURCE WORD{{0,2}}? IN CITY? {_PLACE} WORD{{0,2}}? SAY", "officials in Raqqa said"),
    (PlaceRole.SPEAKER, f"SAY WORD{{0,3}}? SOURCE WORD{{0,2}}? IN CITY? {_PLACE}", "قال مصدر طبي في الرقة"),
    (PlaceRole.SPEAKER, f"SAY DAY? IN CITY? {_PLACE} DAY? CLOSING", "he said in Raqqa today"),
    (PlaceRole.DESTINATION, f"MOVE WORD{{0,5}}? TO WORD{{0,3}}? {_PLACE}", "taken to a hospital in Raqqa"),
    (
        PlaceRole.DESTINATION,
        f"BRING WORD{{0,3}}? TO WORD{{0,2}}? CARE WORD{{0,2}}? {_PLACE}",
        "moved to a clinic in Raqqa",
    ),
    (PlaceRole.DESTINATION, f"MOVE [CARE OF CITY TO IN]{{0,4}} {_PLACE}", "birin nexweşxaneya Reqayê"),
    (PlaceRole.DESTINATION, f"CARE OF? CITY? {_PLACE} WORD{{0,2}}? MOVE", "nexweşxaneya Reqayê hatin rakirin"),
    (
        PlaceRole.DESTINATION,
        f"{_PLACE} ENDING? [OTHER ADJECTIVE PLACE NAMED_BEHIND]{{0,3}} CARE WORD{{0,4}}? MOVE",
        "Rakka'daki hastaneye",
    ),
    (PlaceRole.DESTINATION, f"{_PLACE} DATIVE WORD{{0,3}}? [MOVE TRYING REACH]", "Rakka'ya kaldırıldı"),
    (
        PlaceRole.DESTINATION,
        f"{_PLACE} DATIVE COMMA [AND WHILE OTHER]{{0,2}} [^ STOP COMMA]{{0,8}}? MOVE",
        "önce Rakka'ya, ardından Şam'a kaldırıldı",
    ),
    (PlaceRole.DESTINATION, f"TRYING WORD{{0,3}}? REACH TO? WORD{{0,2}}? {_PLACE}", "trying to reach Raqqa"),
    (
        PlaceRole.DESTINATION,
        f"TRYING WORD{{0,3}}? REACH TO? WORD{{0,2}}? PLACE GENITIVE? {_PLACE}",
        "planning to cross into northern Syria's Raqqa",
    ),
    (PlaceRole.DESTINATION, f"TRYING TO CITY? {_PLACE}", "on his way to Raqqa"),
    (PlaceRole.ORIGIN, f"[NATIVE BORN] [OF FROM]? CITY? {_PLACE}", "displaced from Raqqa"),
    (PlaceRole.ORIGIN, f"BORN IN CITY? {_PLACE}", "born in Raqqa"),
    (PlaceRole.ORIGIN, f"[PERSON RANK] [OTHER ADJECTIVE NATIVE GIVEN]{{0,2}} FROM CITY? {_PLACE}", "a man from Raqqa"),
    (PlaceRole.ORIGIN, f"{_PLACE} NATIVE_ENDING", "Rakka'lı"),
    (PlaceRole.ORIGIN, f"{_PLACE} ABLATIVE OTHER? NATIVE", "Rakka'dan gelen"),
    (PlaceRole.ORIGIN, f"{_PLACE} ENDING? NATIVE_BEHIND", "Rakka doğumlu"),
    (PlaceRole.COMPARISON, f"LIKE [OTHER IN CITY]{{0,3}} {_PLACE}", "كما حدث في الرقة"),
    (PlaceRole.COMPARISON, f"{_PLACE} LOCATIVE OTHER? LIKE_BEHIND", "Rakka'da olduğu gibi"),
)

DATE_RULES: tuple[tuple[DateRole, str, str], ...] = (
    (DateRole.NAME, f"[NAMED_BEFORE SITE_BEFORE] [OTHER ADJECTIVE OF PERSON]{{0,2}} {_DAY}", "ملعب شهداء 5 آذار"),
    (DateRole.NAME, f"{_DAY} ENDING? ADJECTIVE? [NAMED_BEHIND NAMED_BEFORE SITE_BEFORE]", "3 Mayıs Parkı"),
    (DateRole.AGE, f"BORN WORD{{0,3}}? {_DAY}", "born in 1998"),
    (DateRole.YEARS_AFTER, f"AGO [FROM IN OF]? {_DAY}", "قبل عام من اليوم"),
    (DateRole.YEARS_AFTER, "(?<! BORN ) OLD_DATE IN? (?P<at> DATE )", "berî salekê di roja îro de"),
    (DateRole.DEATH, f"{_WOUNDED_DIE} WORD{{0,6}}? {_DAY}", "a wounded man died on Saturday"),
    (DateRole.DEATH, f"{_DAY} WORD{{0,4}}? {_WOUNDED_DIE} {_NO_DAY_BEHIND}", "on Saturday a wounded man died"),
    (
        DateRole.DEATH,
        f"WOUNDED [^ STOP COMMA AND DAY]{{0,4}}? {_DAY} [^ DAY STOP COMMA AND]{{0,6}}? DIE {_NO_DAY_BEHIND}",
        "yaralı kadın cumartesi günü öldü",
    ),
    (DateRole.DEATH, f"{_DIE_WOUNDED} WORD{{0,6}}? {_DAY}", "died of his wounds on Saturday"),
    (DateRole.DEATH, f"DIE WORD{{0,3}}? {_DAY} WORD{{0,3}}? WOUNDS", "died on Saturday of his wounds"),
    (
        DateRole.DEATH,
        f"{_DAY} COMMA? WORD{{0,4}}? DIE WORD{{0,4}}? WOUNDS {_NO_DAY_BEHIND}",
        "on Saturday he died of his wounds",
    ),
    (DateRole.STATEMENT, f"SAY [OTHER SOURCE IN]{{0,2}} {_DAY}", "said on Monday"),
    (DateRole.STATEMENT, f"SAY IN CITY? PLACE {_DAY}", "said in Raqqa on Monday"),
    (DateRole.STATEMENT, f"SAY [^ STOP THAT DAY]{{0,12}}? {_DAY} COMMA? THAT", "said in Raqqa on Monday that"),
    (
        DateRole.STATEMENT,
        f"SAY {_WORDS}{{0,3}}? [MINISTRY GOVERNMENT SOURCE] {_WORDS}{{0,6}}? COMMA {_DAY} COMMA",
        "وعدت وزارة الداخلية، الأربعاء، ب",
    ),
    (DateRole.STATEMENT, f"SPEECH [OTHER ADJECTIVE IN BY]{{0,4}} {_DAY}", "بيان صدر اليوم"),
    (DateRole.STATEMENT, f"{_DAY} [OTHER SPEECH PERSON]{{0,3}} SAY CLOSING", "polis bugün açıkladı"),
)


@cache
def place_rules() -> tuple[tuple[PlaceRole, re.Pattern[str]], ...]:
    """The rules for places, compiled."""
    return tuple((role, pattern(source, ALPHABET)) for role, source, _ in PLACE_RULES)


@cache
def later_deaths() -> tuple[re.Pattern[str], ...]:
    """The patterns of later deaths, compiled."""
    return tuple(pattern(source, ALPHABET) for source in (_WOUNDED_DIE, _DIE_WOUNDED))


@cache
def date_rules() -> tuple[tuple[DateRole, re.Pattern[str]], ...]:
    """The rules for dates, compiled."""
    return tuple((role, pattern(source, ALPHABET)) for role, source, _ in DATE_RULES)
