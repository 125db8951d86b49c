"""A look into calendar objects for what keeps the owner engaged: bounded, and one that cannot be read is left out."""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from functools import partial

from courtesy.cases.busy import Busy
from courtesy.effects.occurrences import engagements, may_matter
from courtesy.mail.plain import one_line

log = logging.getLogger(__name__)

SECONDS = 8.0  # for one look
_MOST = 5000  # appointments that one look finds


Unread = tuple[str, Callable[[], bytes]]
"""Where a calendar object is, for people, and what reads it."""


class Lookup:
    """What one calendar needs for its looks: the owner's `zone` and his addresses, and which faults were told."""

    def __init__(self, zone: tzinfo, addresses: frozenset[str] = frozenset()) -> None:
        self._zone = zone
        self._addresses = addresses
        self._told: set[str] = set()

    def find(self, objects: Iterable[Unread], start: datetime, end: datetime) -> list[Busy]:
        """The appointments in `objects` that overlap [start, end) (aware UTC), by start.

        What cannot be read, and what there is no time for, is left out; that is logged once. How long it takes until
        the next of them is there is no matter of this.
        """
        found: list[Busy] = []
        left = SECONDS
        for place, read in objects:
            if left <= 0 or len(found) > _MOST:
                self.leave_out(place, "there is too much to look into; this and what follows was left out")
                break
            latest = time.monotonic() + left
            late = partial(_is_past, latest)
            try:
                raw = read()
                if may_matter(raw, start, end):
                    found += engagements(raw, start, end, zone=self._zone, owner=self._addresses, late=late)
            except Exception as error:  # noqa: BLE001  # anybody may have put anything there, and libraries stumble
                self.leave_out(place, f"it is left out when we look for clashes: {error}")
            left = latest - time.monotonic()
        return sorted(found, key=lambda busy: (busy.start, busy.end, busy.uid))

    def leave_out(self, place: str, why: str) -> None:
        """Say once what is not looked into."""
        if place not in self._told:
            self._told.add(place)
            log.warning("%s: %s", one_line(place, 200), one_line(why, 200))


def _is_past(moment: float) -> bool:
    return time.monotonic() > moment
