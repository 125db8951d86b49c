"""A time of an interview with the hold that stands for it, and when two times are the same."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal, Protocol

from courtesy.cases.events import Event
from courtesy.reading.reading import Span

Status = Literal["tentative", "confirmed"]
SITTING = timedelta(hours=3)  # sessions of one mail with gaps up to this are one interview
ALONGSIDE = timedelta(minutes=1)  # two clocks that tell the same start


@dataclass(kw_only=True, slots=True)
class Slot:
    """A time of an interview. It is released at most once; a past one stays as a record."""

    uid: str
    start: datetime  # aware UTC
    end: datetime
    status: Status
    event: Event  # that gave it its present time
    stated: datetime | None = None  # the start on the clock of those who gave it
    length: timedelta | None = None  # stated, not assumed
    place: str = ""
    link: str = ""  # to the call, where it is safe to be followed
    address: str = ""
    elsewhere: Event | None = None  # that changed where it is after the time was fixed
    people: tuple[str, ...] = ()
    round: int | None = None
    calendar_uid: str = ""
    thread: set[str] = field(default_factory=set)  # Message-IDs of what said anything of it
    chosen: bool = False  # the owner wrote that this one suits
    released: datetime | None = None

    def lives(self, at: datetime) -> bool:
        return self.released is None and self.end > at

    def took_place(self, at: datetime) -> bool:
        return self.released is None and self.firm and self.end <= at

    @property
    def firm(self) -> bool:
        return self.status == "confirmed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Where:
    """Where a fixed interview takes place, as far as mail told: the link of a call, an address."""

    start: datetime  # aware UTC
    link: str
    address: str


def uid_of(event: Event, start: datetime) -> str:
    """A name for the hold that derives from the mail and the time, so that a replay gives it again."""
    return hashlib.sha256(f"{event.identity} {start.isoformat()}".encode()).hexdigest()[:24] + "@courtesy"


def sittings(slots: Iterable[Slot]) -> list[list[Slot]]:
    """The slots by start, each with the sessions that the same mail set for one sitting."""
    found: list[list[Slot]] = []
    for slot in sorted(slots, key=lambda slot: slot.start):
        last = found[-1][-1] if found else None
        if last and last.event.identity == slot.event.identity and slot.start - last.end <= SITTING:
            found[-1].append(slot)
        else:
            found.append([slot])
    return found


def same_round(slot: Slot, event: Event) -> bool:
    return slot.round is None or event.reading.round is None or slot.round == event.reading.round


def utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


class Stretch(Protocol):
    """What takes time: a slot, or an appointment of the owner's."""

    @property
    def start(self) -> datetime: ...

    @property
    def end(self) -> datetime: ...


def overlap(one: Stretch, other: Stretch) -> bool:
    """True where they have time in common; back to back is none."""
    return one.start < other.end and other.start < one.end


def starts(spans: Iterable[Span]) -> list[datetime]:
    return [utc(span.start) for span in spans]


def near(start: datetime, others: Iterable[datetime]) -> bool:
    return any(abs(start - other) < ALONGSIDE for other in others)


def is_one_of(slot: Slot, spans: Iterable[Span]) -> bool:
    return near(slot.start, starts(spans))
