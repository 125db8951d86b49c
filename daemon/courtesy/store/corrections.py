"""What the owner said of single mails and alerts: kept beside what was read, and laid over it.

A command only ever adds a row. Whoever works with the events, the running service above all, notices the new row by
its number and takes the cases up anew.
"""

from collections.abc import Iterable
from datetime import datetime

from courtesy.cases.events import Event
from courtesy.store.event_json import decode, encode
from courtesy.store.keeping import Keeping, as_moment, as_text

_LATEST = "id IN (SELECT max(id) FROM {} GROUP BY {}) AND verdict != 'taken back'"


class Corrections(Keeping):
    """The corrections in a database. Every method raises CourtesyError when that fails."""

    def correct(self, identity: str, event: Event | None, now: datetime) -> None:
        """The mail `identity` is `event`, or means nothing to any application, whatever was read of it."""
        verdict, body = ("event", encode(event)) if event else ("nothing", None)
        self._add(identity, verdict, body, now)

    def take_back(self, identity: str, now: datetime) -> None:
        """The mail `identity` is what was read of it after all."""
        self._add(identity, "taken back", None, now)

    def _add(self, identity: str, verdict: str, body: bytes | None, now: datetime) -> None:
        sql = "INSERT INTO correction (identity, at, verdict, body) VALUES (?, ?, ?, ?)"
        with self._db.transaction():
            self._db.rows(sql, (identity, as_text(now), verdict, body))

    def last_word(self) -> tuple[int | None, ...]:
        """The numbers of what the owner said last, of mails first: while they stay, he said nothing."""
        tables = ("correction", "settled", "note", "forgotten")
        return self._db.rows(f"SELECT {', '.join(f'(SELECT max(id) FROM {table})' for table in tables)}")[0]

    def corrections(self) -> dict[str, Event | None]:
        """What the owner said, by identity of the mail: the event it is, or None for one that means nothing."""
        latest = _LATEST.format("correction", "identity")
        rows = self._db.rows(f"SELECT identity, body FROM correction WHERE {latest} ORDER BY id")
        return {identity: decode(body) if body else None for identity, body in rows}

    def corrected(self, events: Iterable[Event]) -> list[Event]:
        """`events` as the owner corrected them, and those that he alone knows of, in no order.

        Of a calendar entry that means nothing he says so once: what moves it or calls it off means nothing either.
        """
        said = self.corrections()
        if not said:
            return list(events)
        read, strange = [], set[str]()
        for event in events:
            if event.identity not in said:
                read.append(event)
            elif said[event.identity] is None:
                strange |= _calendar_uids(event)
        kept = [event for event in read if not (strange and _calendar_uids(event) & strange)]
        return [*kept, *(event for event in said.values() if event is not None)]

    def settle(self, keys: Iterable[str], until: datetime | None, now: datetime) -> None:
        """The alerts `keys` are settled, or put off until then."""
        self._rule(keys, "later" if until else "done", until, now)

    def unsettle(self, keys: Iterable[str], now: datetime) -> None:
        """The alerts `keys` are owed after all."""
        self._rule(keys, "taken back", None, now)

    def _rule(self, keys: Iterable[str], verdict: str, until: datetime | None, now: datetime) -> None:
        sql = "INSERT INTO settled (key, at, verdict, until) VALUES (?, ?, ?, ?)"
        with self._db.transaction():
            for key in keys:
                self._db.rows(sql, (key, as_text(now), verdict, until and as_text(until)))

    def settled(self) -> dict[str, datetime | None]:
        """The alerts that are settled, None, or put off, until when; by key."""
        rows = self._db.rows(f"SELECT key, until FROM settled WHERE {_LATEST.format('settled', 'key')}")
        return {key: until and as_moment(until) for key, until in rows}

    def bear_on(self, identities: Iterable[str], events: Iterable[Event]) -> bool:
        """Whether new mail, all `identities` and the `events` among them, may have been spoken of by the owner."""
        said = self.corrections()
        return bool(said) and (not said.keys().isdisjoint(identities) or any(map(_calendar_uids, events)))


def _calendar_uids(event: Event) -> set[str]:
    return {part.uid for part in event.reading.calendar if part.uid}
