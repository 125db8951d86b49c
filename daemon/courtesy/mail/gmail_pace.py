"""The pace at which quota units are spent: never more in a second or a minute than Google grants one user."""

import time
from collections import deque
from collections.abc import Callable

# Clients made since May 2026 may spend 6,000 units a minute for each user; a tenth is left for drafts.
_LIMITS = ((1.0, 120), (60.0, 5400))  # seconds, and units in any stretch of that length
_MARGIN = 0.001  # seconds; clocks are rounded


class Pace:
    """Says when the next units may be spent. `clock` is in seconds and never goes back."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._spent: deque[tuple[float, int]] = deque()  # when, and how many; of the last minute

    def spend(self, units: int) -> None:
        """Return when `units` (at most 120) may be spent, and count them as spent then."""
        while (wait := self._wait(units)) > 0:
            self._sleep(wait + _MARGIN)
        self._spent.append((self._clock(), units))

    def _wait(self, units: int) -> float:
        """Seconds until `units` fit under every limit."""
        now = self._clock()
        while self._spent and self._spent[0][0] + _LIMITS[-1][0] <= now:
            self._spent.popleft()
        wait = 0.0
        for seconds, most in _LIMITS:
            total = units
            for moment, spent in reversed(self._spent):
                total += spent if moment + seconds > now else 0
                if total > most:
                    wait = max(wait, moment + seconds - now)
                    break
        return wait
