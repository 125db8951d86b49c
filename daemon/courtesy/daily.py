"""The limit of alerts a day is kept to; what is beyond it, and what the owner wants to see every day, is the digest."""

from collections.abc import Sequence
from datetime import datetime, time

from courtesy.cases import digest
from courtesy.cases.actions import Alert
from courtesy.cases.digest import USUAL
from courtesy.cases.events import Owner
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

    def admit(self, due: Sequence[Alert], now: datetime) -> list[Alert]:
        """Those of `due` that are told now, and the digest when its hour has come; the others are kept for it.

        Within a transaction. What was told before is not among them.
        """
        if not self._limit and self._at is None:
            return list(due)
        fresh = [alert for alert in due if not self._store.was_told(alert.key)]
        kept = self._store.kept()
        parts = digest.share(fresh, kept, self._room(now), now, self._next(now))
        self._store.release(alert.key for alert in parts.told)
        self._store.keep((alert.key for alert in parts.kept), now)
        return [*parts.told, *self._digest(due, parts.kept, now)]

    def wake(self, now: datetime) -> datetime | None:
        """When a digest may be due next (aware UTC)."""
        if self._at is None and not (self._limit and self._store.kept()):
            return None
        moments = (digest.moment(now, self._at or USUAL, self._owner, days=days) for days in (0, 1, 2))
        return next(moment for moment in moments if moment > now)

    def _room(self, now: datetime) -> int:
        """How many alerts may still be told today."""
        if not self._limit:
            return _NO_LIMIT
        midnight = digest.moment(now, time(), self._owner)
        return max(0, self._limit - self._store.told_since(midnight))

    def _next(self, now: datetime) -> datetime:
        """When the next digest is told: now, if that of today is late."""
        if self._store.was_told(digest.key(now, self._owner)):
            return digest.moment(now, self._at or USUAL, self._owner, days=1)
        return max(now, digest.moment(now, self._at or USUAL, self._owner))

    def _digest(self, due: Sequence[Alert], kept: Sequence[Alert], now: datetime) -> list[Alert]:
        """The digest, if its hour has come and anything is to be said; what it tells counts as told."""
        hour = digest.moment(now, self._at or USUAL, self._owner)
        is_wanted = self._at is not None and (self._begun is None or self._begun <= hour)
        if self._next(now) > now or not (kept or is_wanted):
            return []
        keys = {alert.key for alert in kept}
        self._store.release(self._store.kept() - keys)  # what was kept and is owed no longer
        one = digest.digest(due, keys, now, self._owner)
        self._store.tell(kept, (), now)
        return [one] if one else []
