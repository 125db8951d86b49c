"""Whether who wrote a mail puts the month first, by where it was written: "12/3" of Boston is the third of December."""

from collections.abc import Sequence
from datetime import timedelta

from courtesy.reading.patterns import late
from courtesy.reading.tokens import Token
from courtesy.reading.words import Words
from courtesy.reading.zones import Zones

_HOUR = timedelta(hours=1)
_AMERICAN = range(-10, -3)  # hours from UTC: Hawaii to the Atlantic in summer
_YEAR_FIRST = range(8, 10)  # China, Japan, Korea, Manila: some write 12/3 for the third of December, some do not
_CLOCKS = frozenset(
    "et est edt eastern ct cdt central mt mst mdt mountain pt pst pdt pacific".split()  # CST may be of China
)
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR"
    "|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY"
)
_IN_AMERICA = late(rf"\b[A-Z][a-z]+, (?:{_STATES})\b|\b(?:{_STATES}) [0-9]{{5}}\b|\bUSA\b")
_IN_CANADA = late(
    r"(?i:\b(?:canad(?:a|ian)|ontario|qu[eé]bec|alberta|manitoba|saskatchewan|nova scotia|toronto|montr[eé]al|ottawa"
    r"|vancouver|calgary|edmonton|winnipeg|halifax)\b)|, (?:ON|QC|BC|AB|MB|SK|NS|NB)\b"
    r"|\b[A-Z][0-9][A-Z] [0-9][A-Z][0-9]\b"
)
_CANADIAN = frozenset(
    f"America/{city}" for city in "Toronto Vancouver Edmonton Winnipeg Halifax Regina St_Johns Moncton".split()
)


def writes_month_first(tokens: Sequence[Token], original: str, words: Words, zones: Zones) -> bool | None:
    """Whether 3/4 is the fourth of March to who wrote `original`; None where the place does not tell, as in Canada.

    A machine that writes in UTC (or London in winter) is nowhere; the zones and the address in its text may tell.
    """
    hours = (zones.sent.utcoffset() or timedelta()) // _HOUR
    if "january" not in words.months:
        return False  # of the languages that are read, only English is written where the month comes first
    if hours in _YEAR_FIRST:
        return None
    if hours not in _AMERICAN and hours != 0:
        return False
    if zones.owner.key in _CANADIAN or _IN_CANADA.search(original):
        return None
    stated = any(token.kind == "zone" and _is_american(token.value) for token in tokens)
    return True if hours or stated or _IN_AMERICA.search(original) else None


def _is_american(zone: str) -> bool:
    return zone.strip(" ()").split(" ")[0] in _CLOCKS
