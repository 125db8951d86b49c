"""The tokens of time: what the lexer finds, and what each is worth."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple


class Token(NamedTuple):
    """A piece of the text that speaks of time: what it is, what it is worth, and where it stands."""

    kind: str
    value: Any
    start: int
    end: int


class Clock(NamedTuple):
    """A clock reading as written: `half` is "am", "pm", "24" (plainly on a 24-hour clock) or "" (not said)."""

    hour: int
    minute: int
    half: str
    bare: bool = False  # only a number: "at 4"


class Day(NamedTuple):
    """A weekday as written, with what stands beside it ("next", "this", "coming", "last", "week" ...)."""

    weekday: int
    shift: str


class NthDay(NamedTuple):
    """The `nth` such weekday of a month (5 is the last); `month` is 0 for the month of the mail, 13 for the next."""

    nth: int
    weekday: int
    month: int


class Date(NamedTuple):
    """A calendar date as written; `order` is "" where day and month are sure, else what was written first: "?"."""

    year: int | None
    month: int
    day: int
    order: str = ""


class Count(NamedTuple):
    """A number of units: "45 minutes", "two weeks"; `high` is the other end of a range, else equal to `low`."""

    low: float
    high: float
    unit: str

    @property
    def length(self) -> timedelta | None:
        if self.unit not in ("minute", "hour") or self.low != self.high:
            return None
        return timedelta(hours=self.low) if self.unit == "hour" else timedelta(minutes=self.low)


class Period(NamedTuple):
    """A week or month without a day: `edge` early, mid, end or ""; `which` this, next ...

    `unit` is week, month, or "week_number", whose number is `month`.
    """

    edge: str
    which: str
    unit: str
    month: int = 0

    @property
    def is_week(self) -> bool:
        """Whether it is a whole week."""
        return self.unit in ("week", "week_number") and not self.edge


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """A day (or days joined by "or") at a place in the text; `soft` when only a week or month was said."""

    days: tuple[date, ...]
    start: int
    end: int
    kind: str = "day"  # "day", "period", "within"
    shift: str = ""
