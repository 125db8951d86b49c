"""A time that the owner has given to something else already, as a calendar of his tells it."""

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
