"""A replay of past mail with the clock of then, through the same desk as the service; nothing leaves the process."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from courtesy.cases.actions import Action
from courtesy.cases.draft_letter import Writer
from courtesy.cases.events import Owner
from courtesy.cases.timeline import Timeline
from courtesy.casework.drafting import Drafting
from courtesy.casework.intake import Intake
from courtesy.casework.standing import timeline_of
from courtesy.desk import Desk
from courtesy.mail import Batch, Incoming
from courtesy.store.store import Store

_SOURCE = "replay"


@dataclass(frozen=True, kw_only=True, slots=True)
class Down:
    """A time in which the program did not run."""

    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Deed:
    """What the program would have done, and when."""

    at: datetime
    action: Action


class Rehearsal:
    """Plays mail in the order of its arrival."""

    def __init__(self, intake: Intake, owner: Owner, writer: Writer | None = None) -> None:
        """`writer` drafts answers, though nobody knows what was free in the calendar of then; without it none are."""
        self._store = store = Store(None)
        self._owner = owner
        self._desk = Desk(store, intake, owner, calendar="calendar", drafting=Drafting(store, "drafts", writer))
        self.unread: list[str] = []  # the mails that could not be read, and why

    def timeline(self) -> Timeline:
        """What the mail that was played adds up to."""
        return timeline_of(self._store, self._owner)

    def play(self, mails: Iterable[Incoming], downs: Sequence[Down], until: datetime) -> Iterator[Deed]:
        """What is done up to `until`. `mails` carry the moment at which the program could first see them."""
        waiting = deque(sorted((mail for mail in mails if mail.arrived <= until), key=lambda mail: mail.arrived))
        gaps = sorted((down for down in downs if down.start <= until), key=lambda down: down.start)
        now = waiting[0].arrived if waiting else until
        while True:
            arrival = waiting[0].arrived if waiting else None
            now = max(now, min(moment for moment in (arrival, self._desk.wake, until) if moment))
            gap = next((gap for gap in gaps if gap.start <= now < gap.end), None)
            now = gap.end if gap else now
            if now > until:
                return
            due: list[Incoming] = []
            while waiting and waiting[0].arrived <= now and (gap or not due):
                due.append(waiting.popleft())
            yield from self._turn(due, now, catching_up=gap is not None)
            if now >= until and not waiting:
                return

    def _turn(self, mails: Sequence[Incoming], now: datetime, *, catching_up: bool) -> Iterator[Deed]:
        """File `mails`, decide after each of them unless `catching_up`, and decide what the clock alone makes due."""
        actions: list[Action] = []
        if mails:
            batch = Batch(mails=tuple(mails), cursor="", left=0)
            actions, poison = self._desk.take(_SOURCE, batch, now, deciding=not catching_up)
            self.unread += [f"{one.place}: {one.reason}" for one in poison]
        wake = self._desk.wake
        if catching_up or not mails or (wake is not None and wake <= now):
            actions = [*actions, *self._desk.decide(now)]
        for action in actions:
            yield Deed(at=now, action=action)
