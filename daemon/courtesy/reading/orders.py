"""Which of day and month a mail writes first, where it shows that itself: "10/21", "Wed 11/04"."""

from datetime import date

from courtesy.reading import days
from courtesy.reading.tokens import Date, Token

_EDGE = " \t,.:;()[]|-*\"'/"


def written_month_first(tokens: list[Token], text: str, anchor: date, *, otherwise: bool) -> bool:
    """Whether 3/4 is the fourth of March: as the date says whose weekday fits only one order, or one of sure order."""
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        if token.kind != "date" or token.value.order != "?":
            continue
        named = next((one for one in (before, after) if one is not None and _is_its_day(one, token, text)), None)
        if named is None:
            continue
        fits = [_as_written(token.value, anchor, first) for first in (False, True)]
        agree = [bool(found and found.weekday() == named.value.weekday) for found in fits]
        if agree[0] != agree[1]:
            return agree[1]
    for token in tokens:
        raw = text[token.start : token.end]
        if token.kind == "date" and token.value.order == "" and "/" in raw and token.value.day > 12:
            first = raw.split("/")[0]
            return first.isdigit() and int(first) == token.value.month
    return otherwise


def _is_its_day(one: Token, token: Token, text: str) -> bool:
    """Whether `one` is a weekday side by side with the date `token`."""
    if one.kind != "day":
        return False
    first, second = sorted((one, token), key=lambda token: token.start)
    between = text[first.end : second.start]
    return len(between) <= 40 and "\n" not in between and not between.strip(_EDGE)


def _as_written(value: Date, anchor: date, month_first: bool) -> date | None:
    month, day = (value.day, value.month) if month_first else (value.month, value.day)
    return days.month_day(anchor, month, day, value.year)
