"""Names of months and days where CLDR's are not those that the region's readers use."""

import re
from collections.abc import Mapping
from datetime import date

# Syria, Iraq, Lebanon and Palestine write the Levantine months; CLDR gives "ar" (and "ar_SY") the Egyptian ones.
_MONTHS: Mapping[str, tuple[str, ...]] = {
    "ar": (
        "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
        "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
    ),
    "ku": (
        "çile", "sibat", "adar", "nîsan", "gulan", "hezîran",
        "tîrmeh", "tebax", "îlon", "cotmeh", "mijdar", "berfanbar",
    ),
}  # fmt: skip

# CLDR shortens Kurmanji days and months to their consonants ("dşm", "mjd"), which nobody writes.
_WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "ku": ("duşem", "sêşem", "çarşem", "pêncşem", "în", "şemî", "yekşem"),
}

_NAMED = re.compile("(?P<month>MMM+|LLL+)|(?P<weekday>E+)")


def with_own_names(pattern: str, day: date, language: str) -> str:
    """The CLDR pattern with this day's month and weekday spelt out, where the language has its own names here."""

    def name(field: re.Match[str]) -> str:
        names, number = (
            (_MONTHS.get(language), day.month - 1) if field["month"] else (_WEEKDAYS.get(language), day.weekday())
        )
        return f"'{names[number]}'" if names else field[0]

    return _NAMED.sub(name, pattern)
