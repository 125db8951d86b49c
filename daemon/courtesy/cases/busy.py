"""What the owner has given his time to already, as his calendars tell it when a mail names times."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Busy:
    """An appointment of the owner's that is none of our holds."""

    start: datetime  # aware UTC
    end: datetime  # aware UTC, after start
    title: str = ""  # as the calendar has it, not yet made plain; "" where it tells none
    uid: str = ""  # of the calendar entry (RFC 5545, 3.8.4.7); "" where it tells none

    def __post_init__(self) -> None:
        if self.start.utcoffset() != timedelta() or self.end.utcoffset() != timedelta():
            raise ValueError("the times of an appointment are aware and in UTC")
        if self.start >= self.end:
            raise ValueError("an appointment ends after it starts")


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What lay across the times of one mail when the calendars were asked: once, when it came.

    None for `busy` where the owner keeps no calendar that we know of: then nothing is said to be free.
    """

    starts: tuple[datetime, ...]  # of the times that were asked for, aware UTC
    busy: tuple[Busy, ...] | None = None

    def and_then(self, later: "Checked") -> "Checked":
        """The same with what was found for times that the mail was found to name later."""
        both = None if self.busy is None and later.busy is None else (*(self.busy or ()), *(later.busy or ()))
        return Checked(
            starts=tuple(dict.fromkeys((*self.starts, *later.starts))),
            busy=both and tuple(dict.fromkeys(both)),
        )
