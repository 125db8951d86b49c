"""What the program remembers: mail it has seen, events, what was decided, and what is still to be done."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Self

import msgspec

from courtesy.cases.actions import Alert, Hold, Release
from courtesy.cases.events import Event
from courtesy.errors import CourtesyError
from courtesy.store.checked import CheckedTimes
from courtesy.store.corrections import Corrections
from courtesy.store.drafted import Drafted
from courtesy.store.event_json import decode, encode
from courtesy.store.forgetting import Forgetting
from courtesy.store.keeping import as_moment, as_text
from courtesy.store.mailed import Mailed
from courtesy.store.notes import Notes
from courtesy.store.plan import Kept, changes
from courtesy.store.state import Database, file_in

_SLICE = 500  # values asked for in one statement; SQLite takes at least 999


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How a mailbox fared."""

    source: str
    looked: datetime | None  # when it last held nothing more
    lost: datetime | None  # since when it is out of reach
    problem: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Poison:
    """A mail that could not be read, and was put aside."""

    place: str
    reason: str


class Store(Corrections, Notes, Drafted, Mailed, CheckedTimes, Forgetting):
    """The one place where things are remembered; each base keeps things of one kind, and has a file of its own.

    Every method raises CourtesyError when the database fails.
    """

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        """Open the file at `path`; None: in memory, for replays."""
        super().__init__(Database(path, read_only=read_only))

    @classmethod
    def known(cls, folder: Path, *, read_only: bool = False) -> Self:
        """What is remembered in the state folder. Raises CourtesyError when nothing is: it is not made for a look."""
        path = file_in(folder)
        if not path.exists():
            remedy = "start `courtesy run` first, or `courtesy init` if it was never set up"
            raise CourtesyError(f"nothing is known yet ({path} is not there); {remedy}")
        return cls(path, read_only=read_only)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done inside is kept, or none of it."""
        with self._db.transaction():
            yield

    def afterwards(self, do: Callable[[], None]) -> None:
        """Have `do` done once all that is being done is kept, and never if it is not; outside a transaction at once."""
        self._db.afterwards(do)

    def check(self) -> None:
        """Raise CourtesyError when the file is damaged."""
        self._db.check()

    def check_room(self) -> None:
        """Raise CourtesyError when the disk is as good as full."""
        self._db.check_room()

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begun(self, now: datetime) -> datetime:
        """When the program first ran on this store; `now`, if that was never noted."""
        with self.transaction():
            self._db.rows("INSERT OR IGNORE INTO life (id, begun) VALUES (1, ?)", (as_text(now),))
        return as_moment(self._db.rows("SELECT begun FROM life")[0][0])

    # Mail that comes in

    def cursor(self, source: str) -> str | None:
        """The bookmark of `source`, as filed last."""
        rows = self._db.rows("SELECT cursor FROM mailbox WHERE source = ?", (source,))
        return rows[0][0] if rows else None

    def unseen(self, identities: Iterable[str]) -> set[str]:
        """Those of `identities` that were never filed."""
        asked = list(dict.fromkeys(identities))
        known: set[str] = set()
        for start in range(0, len(asked), _SLICE):
            part = asked[start : start + _SLICE]
            marks = ",".join("?" * len(part))
            rows = self._db.rows(f"SELECT identity FROM seen WHERE identity IN ({marks})", part)
            known.update(row[0] for row in rows)
        return set(asked) - known

    def file(
        self,
        source: str,
        cursor: str | None,
        *,
        seen: Iterable[str],
        events: Iterable[Event],
        poison: Iterable[Poison] = (),
        now: datetime,
    ) -> None:
        """File a batch of `source`: everything in it, and the cursor behind it, in one transaction.

        Without a cursor it is a part of a batch.
        """
        with self.transaction():
            self._db.many("INSERT OR IGNORE INTO seen VALUES (?)", ((identity,) for identity in seen))
            self._db.many(
                "INSERT OR IGNORE INTO event (identity, at, body) VALUES (?, ?, ?)",
                ((event.identity, as_text(event.at), encode(event)) for event in events),
            )
            self._db.many(
                "INSERT OR REPLACE INTO quarantine VALUES (?, ?, ?, ?)",
                ((source, one.place, one.reason, as_text(now)) for one in poison),
            )
            if cursor is not None:
                self._mailbox(source, "cursor", cursor)
                self._db.rows("DELETE FROM attempt WHERE source = ?", (source,))

    def attempt(self, source: str) -> tuple[int, str | None]:
        """Mail of `source` is about to be read; how often the program died over it before, and over which mail."""
        sql = (
            "INSERT INTO attempt (source, deaths) VALUES (?, 0)"
            " ON CONFLICT (source) DO UPDATE SET deaths = deaths + 1 RETURNING deaths, place"
        )
        with self.transaction():
            deaths, place = self._db.rows(sql, (source,))[0]
        return deaths, place

    def suspect(self, source: str, place: str) -> None:
        """The mail at `place` is about to be read."""
        self._db.rows("UPDATE attempt SET place = ? WHERE source = ?", (place, source))

    def absolve(self) -> None:
        """No mail is to blame for how the program last ended."""
        self._db.rows("DELETE FROM attempt")

    def events(self) -> list[Event]:
        """All events but those put aside, as the owner corrected them, in the order in which they came."""
        return sorted(self.corrected(self.events_as_read()), key=lambda event: event.at)

    def events_as_read(self) -> list[Event]:
        """The same without what the owner said."""
        return [decode(row[0]) for row in self._db.rows("SELECT body FROM event WHERE NOT aside ORDER BY at, id")]

    def put_aside(self, identity: str, poison: Poison, now: datetime) -> None:
        """Leave the event `identity` out from now on."""
        with self.transaction():
            self._db.rows("UPDATE event SET aside = 1 WHERE identity = ?", (identity,))
            self._db.rows("DELETE FROM correction WHERE identity = ? AND verdict = 'event'", (identity,))
            values = ("", poison.place, poison.reason, as_text(now))
            self._db.rows("INSERT OR REPLACE INTO quarantine VALUES (?, ?, ?, ?)", values)

    def quarantine(self) -> list[tuple[str, Poison]]:
        """The mails that were put aside, newest first, with their source where that is known."""
        rows = self._db.rows("SELECT source, place, reason FROM quarantine ORDER BY at DESC")
        return [(source, Poison(place=place, reason=reason)) for source, place, reason in rows]

    # Mailboxes

    def looked(self, source: str, now: datetime) -> None:
        """`source` was in reach and holds nothing more."""
        with self.transaction():
            self._mailbox(source, "looked", as_text(now))
            self._db.rows("UPDATE mailbox SET lost = NULL, problem = NULL WHERE source = ?", (source,))

    def lost(self, source: str, problem: str, now: datetime) -> datetime:
        """`source` is out of reach; since when is what this answers."""
        with self.transaction():
            self._mailbox(source, "problem", problem)
            self._db.rows("UPDATE mailbox SET lost = coalesce(lost, ?) WHERE source = ?", (as_text(now), source))
        return as_moment(self._db.rows("SELECT lost FROM mailbox WHERE source = ?", (source,))[0][0])

    def looks(self) -> list[Look]:
        """How each mailbox fares that was ever looked into."""
        rows = self._db.rows("SELECT source, looked, lost, problem FROM mailbox ORDER BY source")
        return [
            Look(source=source, looked=at and as_moment(at), lost=lost and as_moment(lost), problem=problem or "")
            for source, at, lost, problem in rows
            if at or lost
        ]

    def watch_only(self, sources: Collection[str]) -> None:
        """Forget how mailboxes fared that are no longer configured; one that returns goes on at its bookmark."""
        marks = ",".join("?" * len(sources))
        sql = f"UPDATE mailbox SET looked = NULL, lost = NULL, problem = NULL WHERE source NOT IN ({marks})"
        self._db.rows(sql, tuple(sources))

    def _mailbox(self, source: str, column: str, value: str) -> None:
        self._db.rows("INSERT OR IGNORE INTO mailbox (source) VALUES (?)", (source,))
        self._db.rows(f"UPDATE mailbox SET {column} = ? WHERE source = ?", (value, source))

    # What was decided

    def plan(self, calendar: str, holds: Iterable[Hold], now: datetime) -> list[Hold | Release]:
        """Put into the outbox what makes `calendar` (an effect's name) show `holds`; the actions that were put."""
        with self.transaction():
            actions = changes(self._kept(calendar), holds, now)
            for action in actions:
                self._keep(calendar, action, now)
        return actions

    def _kept(self, calendar: str) -> dict[str, Kept]:
        rows = self._db.rows("SELECT uid, sequence, body, released FROM hold WHERE effect = ?", (calendar,))
        as_hold = msgspec.json.Decoder(Hold).decode
        return {
            uid: Kept(hold=as_hold(body), sequence=sequence, released=bool(gone)) for uid, sequence, body, gone in rows
        }

    def _keep(self, calendar: str, action: Hold | Release, now: datetime) -> None:
        if isinstance(action, Hold):
            sql = "INSERT OR REPLACE INTO hold (effect, uid, sequence, body) VALUES (?, ?, ?, ?)"
            plain = replace(action, sequence=0)
            self._db.rows(sql, (calendar, action.uid, action.sequence, msgspec.json.encode(plain)))
        else:
            sql = "UPDATE hold SET released = 1, sequence = sequence + 1 WHERE effect = ? AND uid = ?"
            self._db.rows(sql, (calendar, action.uid))
        sequence = self._db.rows("SELECT sequence FROM hold WHERE effect = ? AND uid = ?", (calendar, action.uid))[0][0]
        self.put(f"{action.uid}#{sequence}", calendar, action.uid, action, now)

    def tell(self, alerts: Iterable[Alert], channels: Sequence[str], now: datetime) -> list[Alert]:
        """Put those alerts into the outbox that were never decided before, once a channel; the new ones."""
        new = []
        with self.transaction():
            for alert in alerts:
                sql = "INSERT OR IGNORE INTO told VALUES (?, ?, ?) RETURNING key"
                if self._db.rows(sql, (alert.key, as_text(now), msgspec.json.encode(alert))):
                    new.append(alert)
                    for channel in channels:
                        self.put(alert.key, channel, None, alert, now)
        return new

    def held_up(self, now: datetime) -> dict[str, Alert]:
        """The alerts, by key, that were decided before `now` or tried, and that a channel has still to tell."""
        as_alert = msgspec.json.Decoder(Alert).decode
        sql = "SELECT key, body FROM outbox WHERE what = 'alert' AND state != 'done' AND (attempts > 0 OR put < ?)"
        return {key: as_alert(body) for key, body in self._db.rows(sql, (as_text(now),))}

    def withdraw(self, keys: Iterable[str], *, for_good: bool = False) -> None:
        """No channel tells the alerts `keys` any more; unless `for_good`, they are decided anew if owed again."""
        every = [(key,) for key in keys]
        with self.transaction():
            self._db.many("DELETE FROM outbox WHERE key = ? AND what = 'alert' AND state != 'done'", every)
            if not for_good:
                self._db.many("DELETE FROM told WHERE key = ?", every)

    def reword(self, alerts: Iterable[Alert]) -> None:
        """What waits to be told under the keys of `alerts` is told as they have it, and was due when it was."""
        bodies = [(msgspec.json.encode(alert), alert.key) for alert in alerts]
        with self.transaction():
            self._db.many("UPDATE outbox SET body = ? WHERE key = ? AND what = 'alert' AND state != 'done'", bodies)
            self._db.many("UPDATE told SET body = ? WHERE key = ?", bodies)

    def was_told(self, key: str) -> bool:
        """Whether the alert `key` was ever decided."""
        return bool(self._db.rows("SELECT 1 FROM told WHERE key = ?", (key,)))

    def told(self, since: datetime) -> list[tuple[datetime, Alert]]:
        """The alerts decided since then, newest first."""
        as_alert = msgspec.json.Decoder(Alert).decode
        rows = self._db.rows("SELECT at, body FROM told WHERE at >= ? ORDER BY at DESC, rowid DESC", (as_text(since),))
        return [(as_moment(at), as_alert(body)) for at, body in rows]
