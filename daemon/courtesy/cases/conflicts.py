"""Where a time that a mail names is taken already: by a hold of another company, or in the owner's own calendar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from courtesy.cases.busy import Busy, Checked
from courtesy.cases.case import Case
from courtesy.cases.events import Event
from courtesy.cases.limits import NOTICE
from courtesy.cases.same_thing import is_held
from courtesy.cases.slot import Slot, overlap
from courtesy.cases.timeline import Timeline, same_employer


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """The times of a mail that the owner can still make, and those when he is free, by his calendars and our holds."""

    offered: tuple[datetime, ...]
    free: tuple[datetime, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """Two things at one time; `kin` is the application of the other where that is a hold too."""

    event: Event
    slot: Slot
    other: Slot | Busy
    kin: Case | None
    choice: Choice | None  # None where the calendars told nothing


def unchecked(timeline: Timeline, now: datetime) -> list[Slot]:
    """The times still ahead that the calendars were not asked for since a mail named them."""
    ahead = (slot for case in timeline.cases for slot in case.interviews.live(now))
    return [slot for slot in ahead if not _is_checked(slot, timeline)]


def _is_checked(slot: Slot, timeline: Timeline) -> bool:
    checked = timeline.checked.get(slot.event.identity)
    return checked is not None and slot.start in checked.starts


def choice(timeline: Timeline, case: Case, event: Event, now: datetime) -> Choice | None:
    """Which times of `event` are free; None where the calendars were not asked for all of them, or know nothing."""
    checked, slots = timeline.checked.get(event.identity), _named(case, event, now)
    slots = [slot for slot in slots if slot.start > now + NOTICE]
    if not slots or checked is None or checked.busy is None or not all(_is_checked(slot, timeline) for slot in slots):
        return None
    others = (kin for kin in timeline.cases if kin is not case and not same_employer(kin, case))
    held = [slot for kin in others for slot in kin.interviews.live(now)]
    taken: list[Slot | Busy] = [*held, *_engagements(timeline, checked)]
    free = [slot for slot in slots if not any(overlap(slot, one) for one in taken)]
    return Choice(offered=tuple(slot.start for slot in slots), free=tuple(slot.start for slot in free))


def conflicts(timeline: Timeline, case: Case, now: datetime) -> Iterator[Conflict]:
    """At most one for each mail of `case`, while both things stand and are not over at `now`."""
    found = {conflict.event.identity: conflict for conflict in _with_holds(timeline, case, now)}
    yield from found.values()
    for event in case.events:
        checked = timeline.checked.get(event.identity)
        if event.identity not in found and checked is not None and checked.busy:
            clash = _with_calendar(timeline, case, event, checked, now)
            yield from [clash] if clash else []


def _with_holds(timeline: Timeline, case: Case, now: datetime) -> Iterator[Conflict]:
    holds = ((slot, kin) for kin in timeline.cases for slot in kin.interviews.slots)
    standing = {slot.uid: (slot, kin) for slot, kin in holds if slot.released is None} if case.collisions else {}
    for collision in case.collisions:
        for mine, theirs in collision.pairs:
            if mine in standing and theirs in standing and overlap(standing[mine][0], standing[theirs][0]):
                slot, (other, kin) = standing[mine][0], standing[theirs]
                if min(slot.end, other.end) > now:
                    can = choice(timeline, case, collision.event, now)
                    yield Conflict(event=collision.event, slot=slot, other=other, kin=kin, choice=can)
                    break


def _with_calendar(timeline: Timeline, case: Case, event: Event, checked: Checked, now: datetime) -> Conflict | None:
    """The first clash of the times of `event`; one that the owner was told of when it was offered is none any more."""
    slots = _named(case, event, now)
    engaged = _engagements(timeline, checked) if slots else []
    for slot in slots:
        for entry in engaged:
            ahead = overlap(slot, entry) and entry.end > now
            if ahead and not _known_before(case.events, event, slot, entry, timeline):
                can = choice(timeline, case, event, now)
                return Conflict(event=event, slot=slot, other=entry, kin=None, choice=can)
    return None


def _named(case: Case, event: Event, now: datetime) -> list[Slot]:
    """The slots that have their present time from `event`, those that are ahead, by start."""
    mine = [slot for slot in case.interviews.live(now) if slot.event.identity == event.identity]
    return sorted(mine, key=lambda slot: slot.start)


def _engagements(timeline: Timeline, checked: Checked) -> list[Busy]:
    return [entry for entry in checked.busy or () if not is_held(entry, timeline.cases)]


def _known_before(events: Sequence[Event], event: Event, slot: Slot, entry: Busy, timeline: Timeline) -> bool:
    """Whether an earlier mail named the same time when the same lay across it."""
    for earlier in events:
        if earlier.identity == event.identity:
            return False
        checked = timeline.checked.get(earlier.identity)
        known = (checked.busy or ()) if checked is not None and slot.start in checked.starts else ()
        if any((one.start, one.end) == (entry.start, entry.end) for one in known):
            return True
    return False
