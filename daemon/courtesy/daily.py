"""The limit of alerts a day is kept to; what is beyond it, and what the owner wants to see every day, is the digest."""

from collections.abc import Sequence
from datetime import datetime, time

from courtesy.cases import digest
from courtesy.cases.actions import Alert
from courtesy.cases.digest import USUAL
from courtesy.cases.events import Owner
from courtesy.cases.quiet import end_of_quiet
from courtesy.config_tables import Digest
from courtesy.store import Store

_NO_LIMIT = 1_000_000


class Daily:
    """Says which of the alerts that are due are told now. Not for use by several threads."""

    def __init__(
        self, store: Store, owner: Owner, config: Digest | None = None, *, begun: datetime | None = None
    ) -> None:
        """`begun` is when the program first ran. Without `config` there is neither limit nor digest, as in replays."""
        config = config or Digest(alerts_a_day=0)
        self._store = store
        self._owner = owner
        self._limit = config.alerts_a_day
        self._at = time.fromisoformat(config.at) if config.at else None
        self._begun = begun

    def admit(self, due: Sequence[Alert], silent: Sequence[Alert], now: datetime) -> list[Alert]:
        """Those of `due` that are told now, and the digest when its hour has come; the others are kept for it.

        `silent` are due too, and wait for the end of the quiet time; the digest lists them all the same. Within a
        transaction. What was told before is not among the answer.
        """
        if not self._limit and self._at is None:
            return list(due)
        every = [*due, *silent]
        kept = self._store.kept()
        self._store.release(kept - {alert.key for alert in every})  # what is owed no longer
        fresh = [alert for alert in due if not self._store.was_told(alert.key)]
        parts = digest.share(fresh, kept, self._room(now), now, self._next(now))
        self._store.release(alert.key for alert in parts.told)
        self._store.keep((alert.key for alert in parts.kept), now)
        return [*parts.told, *self._digest(every, now)]

    def wake(self, now: datetime) -> datetime | None:
        """When a digest may be due next (aware UTC); the end of the quiet hours is known to others."""
        if self._at is None and not (self._limit and self._store.kept()):
            return None
        return next(hour for days in (0, 1, 2) if (hour := self._hour(now, days)) > now)

    def _hour(self, now: datetime, days: int = 0) -> datetime:
        """When the digest of today is due, or that of so many days later."""
        return digest.moment(now, self._at or USUAL, self._owner, days=days)

    def _room(self, now: datetime) -> int:
        """How many alerts may still be told today."""
        if not self._limit:
            return _NO_LIMIT
        midnight = digest.moment(now, time(), self._owner)
        return max(0, self._limit - self._store.told_since(midnight))

    def _open(self, now: datetime) -> datetime:
        """The hour of the first digest that is not told: that of yesterday too, where something was kept for it."""
        yesterday, today = self._hour(now, -1), self._hour(now)
        since = self._store.kept_since()
        if since is not None and since <= yesterday and not self._was_told(yesterday):
            return yesterday
        return self._hour(now, 1) if self._was_told(today) else today

    def _was_told(self, hour: datetime) -> bool:
        return self._store.was_told(digest.key(hour, self._owner))

    def _next(self, now: datetime) -> datetime:
        """When the next digest is told: now, if it is late; not in the quiet hours, but for an hour that he chose."""
        hour = self._open(now)
        is_by_choice = self._at is not None and end_of_quiet(hour, self._owner) != hour
        return max(now, hour) if is_by_choice else end_of_quiet(max(now, hour), self._owner)

    def _digest(self, due: Sequence[Alert], now: datetime) -> list[Alert]:
        """The digest, if its hour has come and anything is to be said; what it tells counts as told."""
        if self._next(now) > now:
            return []
        hour, kept = self._open(now), self._store.kept()
        is_wanted = self._at is not None and (self._begun is None or self._begun <= hour)
        if not (kept or is_wanted):
            return []
        one = digest.digest(due, kept, hour, now, self._owner)
        self._store.tell((alert for alert in due if alert.key in kept), (), now)
        return [one] if one else []
