"""Which of day and month a mail writes first: shown by itself ("10/21", "Wed 11/04"), by its place, by what is near."""

from datetime import date, timedelta

from courtesy.reading import days
from courtesy.reading.gaps import EDGE
from courtesy.reading.tokens import Date, Token

_NEAR = timedelta(weeks=8)  # interviews are
_PAST, _FAR = timedelta(days=14), timedelta(weeks=12)  # before and after which a date is sooner the other way round


def written_month_first(tokens: list[Token], text: str, anchor: date, theirs: bool | None, otherwise: bool) -> bool:
    """Whether 3/4 is the fourth of March, in the mail of `tokens` sent on the day `anchor`.

    A date whose weekday fits only one order tells, or one of sure order; then the order of who wrote it (`theirs`,
    None where unknown), then which order puts the dates near, and last what is usual where the owner lives.
    """
    shown = _shown(tokens, text, anchor)
    for order in (shown, theirs, _nearer(tokens, anchor)):
        if order is not None:
            return order
    return otherwise


def _nearer(tokens: list[Token], anchor: date) -> bool | None:
    """The order in which a date is of the next weeks that the other order puts far off; None where none tells."""
    votes: set[bool] = set()
    for value in (token.value for token in tokens if token.kind == "date" and token.value.order == "?"):
        away = [found - anchor if (found := _as_written(value, anchor, first)) else None for first in (False, True)]
        near = [gap is not None and timedelta() <= gap <= _NEAR for gap in away]
        far = [gap is None or not -_PAST <= gap <= _FAR for gap in away]
        votes.update(first for first in (False, True) if near[first] and far[not first])
    return votes.pop() if len(votes) == 1 else None


def _shown(tokens: list[Token], text: str, anchor: date) -> bool | None:
    """The order that the mail shows by a weekday or by a number beyond twelve, or None."""
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
    return None


def _is_its_day(one: Token, token: Token, text: str) -> bool:
    """Whether `one` is a weekday side by side with the date `token`."""
    if one.kind != "day":
        return False
    first, second = sorted((one, token), key=lambda token: token.start)
    between = text[first.end : second.start]
    return len(between) <= 40 and "\n" not in between and not between.strip(EDGE)


def _as_written(value: Date, anchor: date, month_first: bool) -> date | None:
    month, day = (value.day, value.month) if month_first else (value.month, value.day)
    return days.month_day(anchor, month, day, value.year)
