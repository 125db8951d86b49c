"""A whole job hunt, played through the real loop on a clock that is set: mail comes into a mailbox, look by look."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from icalendar import Calendar

from courtesy.cases.actions import Action, Alert, Hold
from courtesy.cases.events import Owner
from courtesy.casework.intake import Intake
from courtesy.desk import Desk
from courtesy.effects import Effect
from courtesy.effects.entry import event_of
from courtesy.loop import Loop
from courtesy.mail import Batch, Incoming, Source
from courtesy.rehearsal import Down
from courtesy.running.feed import Feed
from courtesy.running.mailboxes import MakeFeed
from courtesy.store.store import Store

Told = tuple[datetime, str, str]  # when, what kind of alert, and its key
Held = tuple[datetime, datetime, str, str]  # from when to when, tentative or confirmed, and its title


class Mailbox(Protocol):
    """A mailbox that mail can be put into; the name of a class in tests/mail/conftest.py is Box."""

    @property
    def source(self) -> Source: ...

    def put(self, raw: bytes, when: datetime, folder: str = "INBOX") -> None: ...


class Diary(Protocol):
    """A calendar that can be looked into."""

    @property
    def effect(self) -> Effect: ...

    def entries(self) -> list[bytes]: ...


@dataclass(frozen=True, kw_only=True)
class Hunt:
    """The mail of a job hunt, when the program was off, and the moments at which its calendar is looked at."""

    name: str
    mails: tuple[Incoming, ...]
    moments: tuple[datetime, ...]
    intake: Intake
    owner: Owner
    downs: tuple[Down, ...] = ()


def arrived(mail: Incoming) -> Incoming:
    """The mail with the line of the server that took it, by which a maildir tells when that was."""
    line = f"Received: from out.example by mail.example; {mail.arrived:%a, %d %b %Y %H:%M:%S +0000}\r\n"
    return replace(mail, raw=line.encode() + mail.raw)


@dataclass
class Clock:
    """A clock that is set."""

    time: datetime

    def now(self) -> datetime:
        return self.time


@dataclass
class Ears:
    """An alert channel that remembers."""

    clock: Clock
    name: str = "ears"
    told: list[Told] = field(default_factory=list)

    def perform(self, action: Action) -> None:
        assert isinstance(action, Alert)
        self.told.append((self.clock.time, action.kind, action.key))

    def close(self) -> None:
        """Nothing to let go of."""


class Kept:
    """A source that stays connected from one look to the next."""

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self.source = source

    def fetch(self, cursor: str | None, since: datetime) -> Iterator[Batch]:
        return self.source.fetch(cursor, since)

    def wait(self, seconds: float) -> None:
        self.source.wait(seconds)

    def wake(self) -> None:
        self.source.wake()

    def close(self) -> None:
        """Not yet."""


def held(diary: Diary, at: datetime) -> list[Held]:
    """What stands in the calendar and is not over at `at`."""
    events = [event_of(Calendar.from_ical(entry)) for entry in diary.entries()]
    found = [(event.start, event.end, str(event["STATUS"]).lower(), str(event["SUMMARY"])) for event in events]
    return sorted(one for one in found if one[1] > at)


def as_held(holds: Iterable[Hold]) -> list[Held]:
    return sorted((hold.start, hold.end, hold.status, hold.summary) for hold in holds)


def play(hunt: Hunt, mailbox: Mailbox, diary: Diary) -> tuple[list[Told], list[list[Held]]]:
    """What was told and when, and what stood in the calendar at each of the hunt's moments."""
    begun = min(mail.arrived for mail in hunt.mails)
    clock, source = Clock(begun), Kept(mailbox.source)
    ears = Ears(clock)
    store = Store(None)
    desk = Desk(store, hunt.intake, hunt.owner, calendar=diary.effect.name, channels=(ears.name,))
    effects: dict[str, Effect] = {diary.effect.name: diary.effect, ears.name: ears}

    def feed() -> MakeFeed:
        since = begun - timedelta(days=1)
        return lambda cursor, news: Feed(source, cursor, lambda: since, news, once=True)

    def look(now: datetime) -> None:
        clock.time = now
        problems = Loop(desk, {source.name: feed()}, effects, clock).once()
        assert problems == []
        assert store.quarantine() == []

    standing: list[list[Held]] = []
    waiting = deque(sorted(hunt.mails, key=lambda mail: mail.arrived))
    for moment in hunt.moments:
        for now, mails in _turns(waiting, desk, hunt.downs, moment):
            for mail in mails:
                mailbox.put(mail.raw, mail.arrived, mail.folder)
            look(now)
        standing.append(held(diary, moment))
    return ears.told, standing


def _turns(
    waiting: deque[Incoming], desk: Desk, downs: Sequence[Down], until: datetime
) -> Iterator[tuple[datetime, list[Incoming]]]:
    """When the program looks up to `until`, and which mails have come: at each mail, and whenever something is due."""
    last: datetime | None = None
    while True:
        arrival = waiting[0].arrived if waiting else None
        now = min(moment for moment in (arrival, desk.wake, until) if moment)
        now = max(now, last or now)
        gap = next((gap for gap in downs if gap.start <= now < gap.end), None)
        now = gap.end if gap else now
        if now > until or (now == until == last and not (arrival and arrival <= until)):
            return
        mails: list[Incoming] = []
        while waiting and waiting[0].arrived <= now and (gap or not mails):
            mails.append(waiting.popleft())
        yield now, mails
        last = now
