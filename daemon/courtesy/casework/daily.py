"""The limit of alerts a day is kept to; what is beyond it, and what the owner wants to see every day, is the digest."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta

from courtesy.cases import digest
from courtesy.cases.actions import Alert
from courtesy.cases.digest import USUAL
from courtesy.cases.events import Owner
from courtesy.cases.quiet import end_of_quiet
from courtesy.config.tables import Digest
from courtesy.mail.plain import one_line
from courtesy.store.store import Store

log = logging.getLogger(__name__)

_NO_LIMIT = 1_000_000
_JUST = timedelta(minutes=10)  # what was told so lately no digest tells again
_NAMED = 5  # alerts that the log names


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
        transaction. What was told before is not among the answer. What fell due before the program first ran is told
        at once, in one where it is much, and is none of the alerts of a day.
        """
        old = self._arrears(due, silent)
        found, done = digest.first(old, now), {alert.key for alert in old}
        self._store.keep(done, now)
        self._store.tell((alert for alert in old if alert not in found), (), now)
        if not self._limit and self._at is None:
            return [*found, *(alert for alert in due if alert.key not in done)]
        every = [*due, *silent]
        kept = self._store.kept() - done
        self._store.release(kept - {alert.key for alert in every})  # what is owed no longer
        fresh = [alert for alert in due if alert.key not in done and not self._store.was_told(alert.key)]
        parts = digest.share(fresh, kept, self._room(now), now, self._next(now))
        self._store.release(alert.key for alert in parts.told)
        self._keep([alert for alert in parts.kept if alert.key not in kept], now)
        return [*found, *parts.told, *self._digest(every, done | {alert.key for alert in parts.told}, now)]

    def _arrears(self, due: Sequence[Alert], silent: Sequence[Alert]) -> list[Alert]:
        """What fell due before the program first ran and was not told; in the quiet hours only with what may speak."""
        begun = self._begun
        if begun is None or not any(digest.is_before(alert, begun) for alert in due):
            return []
        old = {alert.key: alert for alert in (*due, *silent) if digest.is_before(alert, begun)}
        kept = self._store.kept()
        return [alert for key, alert in old.items() if key not in kept and not self._store.was_told(key)]

    def _keep(self, alerts: Sequence[Alert], now: datetime) -> None:
        """For the digest; the log says so."""
        self._store.keep((alert.key for alert in alerts), now)
        if alerts:
            named = [f"{alert.company or 'somebody'} ({alert.kind.replace('_', '-')})" for alert in alerts[:_NAMED]]
            more = f" and {len(alerts) - _NAMED} more" if len(alerts) > _NAMED else ""
            when = f"{self._next(now).astimezone(self._owner.zone):%a %H:%M}"
            what = one_line(", ".join(named), 300) + more
            log.info("the limit of %d alerts a day is reached; the digest of %s tells: %s", self._limit, when, what)

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

    def _digest(self, due: Sequence[Alert], told: Collection[str], now: datetime) -> list[Alert]:
        """The digest, if its hour has come and anything is to be said; what it tells counts as told.

        The alerts with the keys `told` are told by themselves at this moment.
        """
        if self._next(now) > now:
            return []
        hour, kept = self._open(now), self._store.kept() - set(told)
        is_wanted = self._at is not None and (self._begun is None or self._begun <= hour)
        if not (kept or is_wanted):
            return []
        told = {*told, *(alert.key for at, alert in self._store.told(now - _JUST))}
        listed = [alert for alert in due if alert.key in kept or alert.key not in told]
        one = digest.digest(listed, kept, hour, now, self._owner)
        if one is None and (said := digest.digest(due, kept, hour, now, self._owner)):
            self._store.tell([said], (), now)  # all of it was told just now, by other alerts
        self._store.tell((alert for alert in due if alert.key in kept), (), now)
        return [one] if one else []
