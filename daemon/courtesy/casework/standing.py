"""The cases as they stand, replayed from the store; a mail over which they stumble is put aside for good."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

from courtesy.cases.decide import Decision, decide, next_wake
from courtesy.cases.events import Event, Owner
from courtesy.cases.timeline import Timeline, replay
from courtesy.store.store import Poison, Store

log = logging.getLogger(__name__)


def timeline_of(store: Store, owner: Owner, events: Iterable[Event] | None = None) -> Timeline:
    """The cases as they stand, with all that the owner said; of `events` alone, where they are given."""
    known = store.events() if events is None else events
    return replay(known, owner, store.settled(), store.notes(), store.checked())


class Standing:
    """Knows the timeline, and what is due by it. Not for use by several threads."""

    def __init__(self, store: Store, owner: Owner, *, begun: datetime | None = None) -> None:
        """`begun` is when the program first ran, None in replays."""
        self._store = store
        self._owner = owner
        self._begun = begun
        self._timeline: Timeline | None = None

    def forget(self) -> None:
        """What the store knows has changed: the cases are replayed when they are next asked for."""
        self._timeline = None

    def timeline(self, now: datetime) -> Timeline:
        """The cases as they stand at `now`."""
        if self._timeline is None:
            events = self._store.events()
            try:
                self._timeline = self._replay(events)
            except Exception:  # noqa: BLE001  # a mail over which the cases stumble must not stop those of all others
                self._timeline = self._sound(events, now)
        return self._timeline

    def weigh(self, now: datetime, event: Event | None = None) -> tuple[Decision, datetime | None]:
        """What is due at `now`, after `event` where that is new, and when something may be due next."""
        timeline = self.timeline(now)
        known = [*timeline.events, *([event] if event else [])]
        try:
            timeline.add(*known[len(timeline.events) :])
            return self._judge(timeline, now)
        except Exception:  # noqa: BLE001  # as above
            self._timeline = self._sound(known, now)
            return self._judge(self._timeline, now)

    def _sound(self, events: Sequence[Event], now: datetime) -> Timeline:
        """The cases of `events` but those over which they stumble at `now`; these are put aside."""
        left = list(events)
        self._judge(self._replay([]), now)  # if even that fails, it is no mail's fault
        while (error := self._fault(left, now)) is not None:
            sound, stumbled = 0, len(left)  # numbers of events: with the first they stand, with the other they fall
            while stumbled - sound > 1:
                middle = (sound + stumbled) // 2
                sound, stumbled = (sound, middle) if self._fault(left[:middle], now) else (middle, stumbled)
            event = left.pop(stumbled - 1)
            poison = Poison(place=event.message_id or event.identity, reason=f"{type(error).__name__}: {error}")
            self._store.put_aside(event.identity, poison, now)
            log.warning("a mail was put aside, its case cannot be told: %s: %s", poison.place, poison.reason)
        return self._replay(left)

    def _fault(self, events: Sequence[Event], now: datetime) -> Exception | None:
        """What goes wrong with the cases of `events`."""
        try:
            self._judge(self._replay(events), now)
        except Exception as error:  # noqa: BLE001  # it is what we look for
            return error
        return None

    def _replay(self, events: Iterable[Event]) -> Timeline:
        return timeline_of(self._store, self._owner, events)

    def _judge(self, timeline: Timeline, now: datetime) -> tuple[Decision, datetime | None]:
        return decide(timeline, now, begun=self._begun), next_wake(timeline, now)
