"""Whether the owner is engaged at the times that a mail names: his calendar is asked once, when the mail comes."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice

from courtesy.cases.busy import Busy, Checked
from courtesy.cases.conflicts import unchecked
from courtesy.cases.slot import Slot, overlap
from courtesy.cases.timeline import Timeline
from courtesy.effects import Diary
from courtesy.errors import CourtesyError, GiveUp, SignInEnded
from courtesy.store.store import Store

log = logging.getLogger(__name__)

SPAN = timedelta(days=92)  # what one question reaches over
QUESTIONS = 3  # in a row; what is left waits for the next decision
AGAIN = timedelta(minutes=15)  # after which a calendar out of reach is asked again
REFUSED_AGAIN = timedelta(hours=6)  # the same where the owner must act first
_KEPT = 10  # appointments that are kept for a time
_TITLE = 200  # characters of a title that are kept


class Appointments:
    """Asks the owner's calendar, and goes on without it while it is out of reach."""

    def __init__(self, store: Store, diary: Diary | None) -> None:
        self._store = store
        self._diary = diary
        self._lost = False
        self.again: datetime | None = None  # when it is asked next for times of which it told nothing

    def look_up(self, timeline: Timeline, now: datetime) -> bool:
        """Ask for the times still ahead that the calendar was not asked for; whether it told something of them.

        `timeline` then knows it too. It may take seconds: not for a time when a transaction keeps others away.
        """
        found = self._found(unchecked(timeline, now), now)
        if found:
            self._store.note_checked(found, now)
            timeline.checked = self._store.checked()
        return bool(found)

    def _found(self, slots: Iterable[Slot], now: datetime) -> dict[str, Checked]:
        """What lies across these slots, by the identity of the mail that named them; as much as can be told now."""
        left = sorted(slots, key=lambda slot: slot.start) if self._diary else []
        if not left or (self.again is not None and now < self.again):
            self.again = self.again if left else None
            return {}
        found: dict[str, Checked] = {}
        for _ in range(QUESTIONS):
            asked = [slot for slot in left if slot.end <= left[0].start + SPAN] or left[:1]
            if not asked or self._diary is None:
                break
            try:
                busy = self._diary.busy(asked[0].start, max(slot.end for slot in asked))
            except Exception as error:  # noqa: BLE001  # calendars hold what anybody put there; mail comes first
                self._lose(error, now)
                break
            self._regain()
            for identity in {slot.event.identity for slot in asked}:
                checked = _checked([slot for slot in asked if slot.event.identity == identity], busy)
                found[identity] = found[identity].and_then(checked) if identity in found else checked
            left = [slot for slot in left if slot not in asked]
        return found

    def _lose(self, error: Exception, now: datetime) -> None:
        if isinstance(error, SignInEnded):  # that is told elsewhere, once for all that waits for it
            self.again = now + AGAIN
            return
        if not self._lost:
            name = self._diary.name if self._diary else ""
            said = str(error) if isinstance(error, CourtesyError) else f"{name}: {type(error).__name__}: {error}"
            log.warning("%s; until it answers, clashes with it go unnoticed", said)
        self._lost = True
        self.again = now + (REFUSED_AGAIN if isinstance(error, GiveUp) else AGAIN)

    def _regain(self) -> None:
        if self._lost and self._diary is not None:
            log.info("%s is looked into for clashes again", self._diary.name)
        self._lost, self.again = False, None


def _checked(slots: Sequence[Slot], busy: Sequence[Busy] | None) -> Checked:
    """Of all that the calendar holds what lies across the slots of one mail."""
    starts = tuple(slot.start for slot in slots)
    if busy is None:
        return Checked(starts=starts)
    across = [one for slot in slots for one in islice((one for one in busy if overlap(one, slot)), _KEPT)]
    kept = (Busy(start=one.start, end=one.end, title=one.title[:_TITLE], uid=one.uid) for one in across)
    return Checked(starts=starts, busy=tuple(dict.fromkeys(kept)))
