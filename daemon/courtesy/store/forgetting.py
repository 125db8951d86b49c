"""Forgetting: what is stored of applications is deleted, and the file written anew so that nothing is left in it.

The hashes of seen mail stay, lest the mail that still lies in the mailbox be taken for new, and so do the bookmarks.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from courtesy.cases.actions import Alert, Hold, Release
from courtesy.store.doomed import Doomed
from courtesy.store.keeping import as_text
from courtesy.store.waiting import Waiting

FORGOTTEN = "(forgotten)"

# Of every table: how its rows are known to belong to what goes. "stays": it says nothing of any application.
TABLES = {
    "life": "stays",
    "mailbox": "stays",
    "seen": "stays",
    "attempt": "stays",
    "forgotten": "stays",
    "event": "identity",
    "correction": "identity",
    "checked": "identity",
    "note": "of_case",
    "hold": "uid",
    "quarantine": "place",
    "told": "key",
    "outbox": "key",
    "settled": "key",
    "mailed": "key",
    "answer": "key",
    "kept": "key",
    "draft": "key",
}


_Row = dict[str, Any]


class Forgetting(Waiting):
    """Deletes from a database. Every method raises CourtesyError when that fails."""

    def forget(self, what: Doomed, now: datetime) -> Counter[str]:
        """Delete all that belongs to `what`; how many rows of each table went.

        Holds to come are taken out of the calendars, past ones stay there as the owner's record.
        """
        with self._db.transaction():
            gone = Counter(hold=self._release(lambda hold: hold["uid"] in what.uids, now))
            for table, by in TABLES.items():
                if belongs := _BELONGS.get(by):
                    gone[table] = self._delete(table, partial(belongs, what))
            self._blank(what)
            self._note_it(now)
        self._db.scrub()
        return gone

    def forget_everything(self, now: datetime) -> None:
        """Delete all but hashes and bookmarks."""
        with self._db.transaction():
            self._release(lambda _: True, now)
            for table, by in TABLES.items():
                if by in _BELONGS:
                    self._delete(table, lambda row: row.get("what") != "release")
            self._db.rows("UPDATE mailbox SET problem = NULL")
            self._db.rows("DELETE FROM attempt")
            self._note_it(now)
        self._db.scrub()

    def _note_it(self, now: datetime) -> None:
        """By which the running service notices it."""
        self._db.rows("INSERT INTO forgotten (at) VALUES (?)", (as_text(now),))

    def _release(self, is_meant: Callable[[_Row], bool], now: datetime) -> int:
        """Forget the holds that are meant; those to come leave the calendars, of which only the uid is noted."""
        as_hold = msgspec.json.Decoder(Hold).decode
        meant = [hold for hold in self._all("hold") if is_meant(hold)]
        for hold in meant:
            effect, uid = hold["effect"], hold["uid"]
            self._db.rows("DELETE FROM hold WHERE effect = ? AND uid = ?", (effect, uid))
            going = "SELECT 1 FROM outbox WHERE effect = ? AND uid = ? AND what = 'release' AND state != 'done'"
            is_going = bool(self._db.rows(going, (effect, uid)))
            self._db.rows("DELETE FROM outbox WHERE effect = ? AND uid = ?", (effect, uid))
            if is_going or (not hold["released"] and as_hold(hold["body"]).end > now):
                self.put(f"{uid}#{hold['sequence'] + 1}", effect, uid, Release(uid=uid), now)
        return len(meant)

    def _all(self, table: str) -> list[_Row]:
        names = ["rowid", *(row[1] for row in self._db.rows(f"PRAGMA table_info({table})"))]
        return [dict(zip(names, row, strict=True)) for row in self._db.rows(f"SELECT rowid, * FROM {table}")]

    def _delete(self, table: str, is_meant: Callable[[_Row], bool]) -> int:
        doomed = [(row["rowid"],) for row in self._all(table) if is_meant(row)]
        self._db.many(f"DELETE FROM {table} WHERE rowid = ?", doomed)
        return len(doomed)

    def _blank(self, what: Doomed) -> None:
        """Alerts of others that name what is forgotten, digests for one: that they were told stays, their words go."""
        as_alert = msgspec.json.Decoder(Alert).decode
        for table in ("told", "mailed"):
            for row in self._all(table):
                if what.mentions(row["body"]):
                    told = as_alert(row["body"])
                    blank = Alert(key=told.key, kind=told.kind, text=FORGOTTEN, case=told.case, due=told.due)
                    sql = f"UPDATE {table} SET body = ? WHERE rowid = ?"
                    self._db.rows(sql, (msgspec.json.encode(blank), row["rowid"]))
        for table in ("outbox", "answer", "checked"):
            self._delete(table, lambda row: row.get("uid") is None and what.mentions(*row.values()))


def _is_mail_of(what: Doomed, row: _Row) -> bool:
    """Of mail that is part of no application, also what names the company."""
    return row["identity"] in what.identities or (row["identity"] not in what.kept and what.mentions(row["body"]))


def _is_note_of(what: Doomed, row: _Row) -> bool:
    return row["of_case"] in what.cases or row["of_case"] in {note.case for note in what.notes}


def _is_poison_of(what: Doomed, row: _Row) -> bool:
    is_old = what.before is not None and row["at"] < as_text(what.before)
    return is_old or row["place"] in what.message_ids | what.identities or what.mentions(row["place"], row["reason"])


def _is_alert_of(what: Doomed, row: _Row) -> bool:
    """Of alerts and drafts, and what was said of them; not the calendar's part of the outbox."""
    if row.get("uid") is not None:
        return False
    case = msgspec.json.decode(row["body"]).get("case", "") if row.get("body") else ""
    if case in what.cases or what.has_key(row["key"]):
        return True
    is_old = what.before is not None and (row.get("at") or row["put"]) < as_text(what.before)
    return is_old and not what.spares(case, row["key"])


_BELONGS: dict[str, Callable[[Doomed, _Row], bool]] = {
    "identity": _is_mail_of,
    "of_case": _is_note_of,
    "place": _is_poison_of,
    "key": _is_alert_of,
}
