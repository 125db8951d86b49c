"""What the owner said of single mails: kept beside the events, and laid over them whenever they are asked for.

A command only ever adds a row. Whoever works with the events, the running service above all, notices the new row by
its number and takes the cases up anew.
"""

from collections.abc import Iterable
from datetime import datetime

from courtesy.cases.events import Event
from courtesy.event_json import decode, encode
from courtesy.waiting import Waiting, as_text

_LATEST = "id IN (SELECT max(id) FROM correction GROUP BY identity) AND verdict != 'taken back'"


class Corrections(Waiting):
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
            self._unsay(identity)

    def _unsay(self, identity: str) -> None:
        """What waits to be told of the mail is decided anew: it may be wrong, or read otherwise."""
        of_mail = "what = 'alert' AND state != 'done' AND key LIKE '%:' || ?"
        self._db.rows(f"DELETE FROM told WHERE key IN (SELECT key FROM outbox WHERE {of_mail})", (identity,))
        self._db.rows(f"DELETE FROM outbox WHERE {of_mail}", (identity,))

    def last_correction(self) -> int:
        """The number of the latest correction, 0 without any: while it stays, nothing was said."""
        return int(self._db.rows("SELECT coalesce(max(id), 0) FROM correction")[0][0])

    def corrections(self) -> dict[str, Event | None]:
        """What the owner said, by identity of the mail: the event it is, or None for one that means nothing."""
        rows = self._db.rows(f"SELECT identity, body FROM correction WHERE {_LATEST} ORDER BY id")
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

    def bear_on(self, identities: Iterable[str], events: Iterable[Event]) -> bool:
        """Whether new mail, all `identities` and the `events` among them, may have been spoken of by the owner."""
        said = self.corrections()
        return bool(said) and (not said.keys().isdisjoint(identities) or any(map(_calendar_uids, events)))


def _calendar_uids(event: Event) -> set[str]:
    return {part.uid for part in event.reading.calendar if part.uid}
