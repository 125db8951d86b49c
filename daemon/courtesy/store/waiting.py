"""What is decided and still to be done, as the state keeps it: the outbox of effects/outbox.py."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import msgspec

from courtesy.cases.actions import Action, Alert, Draft, Hold, Release
from courtesy.effects.outbox import Task
from courtesy.store.keeping import Keeping, as_moment, as_text

KEPT_WHEN_DONE = timedelta(days=30)
_TYPES: dict[str, type[Action]] = {"hold": Hold, "release": Release, "alert": Alert, "draft": Draft}
_NAMES = {kind: name for name, kind in _TYPES.items()}


class Waiting(Keeping):
    """The tasks in a database. Every method raises CourtesyError when that fails."""

    def put(self, key: str, effect: str, uid: str | None, action: Action, now: datetime) -> None:
        """Let `action` wait for `effect`; `uid` names the hold it is about, and what waits for that is overtaken."""
        if uid is not None:  # done after it, it would undo it
            self._db.rows("DELETE FROM outbox WHERE effect = ? AND uid = ? AND state != 'done'", (effect, uid))
        sql = (
            "INSERT INTO outbox (key, effect, uid, what, body, next_try, put) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (key, effect) DO NOTHING"
        )
        body = msgspec.json.encode(action)
        self._db.rows(sql, (key, effect, uid, _NAMES[type(action)], body, as_text(now), as_text(now)))

    def due(self, now: datetime) -> list[Task]:
        """The tasks whose time has come, oldest first."""
        rows = self._db.rows(
            "SELECT id, effect, what, body, attempts, put FROM outbox"
            " WHERE state != 'done' AND next_try <= ? ORDER BY +id",  # + has the index of what waits used
            (as_text(now),),
        )
        return [
            Task(id=id_, effect=effect, action=_action(what, body), attempts=attempts, since=as_moment(put))
            for id_, effect, what, body, attempts, put in rows
        ]

    def done(self, id: int) -> None:
        """The task is carried out."""
        self._db.rows("UPDATE outbox SET state = 'done', last_error = NULL WHERE id = ?", (id,))

    def later(self, id: int, when: datetime, error: str) -> None:
        """The task failed and is due again at `when`."""
        self._missed(id, "waiting", when, error)

    def failed(self, id: int, when: datetime, error: str) -> None:
        """The task failed until the owner acts; it is due again at `when`, or at `retry`."""
        self._missed(id, "failed", when, error)

    def _missed(self, id: int, state: str, when: datetime, error: str) -> None:
        sql = "UPDATE outbox SET state = ?, attempts = attempts + 1, next_try = ?, last_error = ? WHERE id = ?"
        self._db.rows(sql, (state, as_text(when), error, id))

    def retry(self, now: datetime) -> None:
        """Make due what failed, as at a start of the program: the owner may have mended it."""
        self._db.rows("UPDATE outbox SET next_try = ? WHERE state != 'done' AND attempts > 0", (as_text(now),))

    def tidy(self, now: datetime) -> None:
        """Forget what was done long ago: that it was decided, `told` and `hold` know for ever."""
        self._db.rows("DELETE FROM outbox WHERE state = 'done' AND put < ?", (as_text(now - KEPT_WHEN_DONE),))

    def keep_only(self, effects: Collection[str], channels: Sequence[str]) -> None:
        """Forget what waits for effects that are no longer configured; one that returns gets all holds anew.

        Alerts that wait for one of them go to the present `channels`, but for those that told them before.
        """
        gone = f"effect NOT IN ({','.join('?' * len(effects))})"
        with self._db.transaction():
            for channel in channels:
                self._db.rows(
                    "INSERT INTO outbox (key, effect, what, body, next_try, put)"
                    f" SELECT key, ?, what, body, put, put FROM outbox WHERE {gone} AND what = 'alert'"
                    " AND state != 'done' ORDER BY id ON CONFLICT (key, effect) DO NOTHING",
                    (channel, *effects),
                )
            unwritten = f"SELECT key FROM outbox WHERE {gone} AND what = 'draft' AND state != 'done'"
            self._db.rows(f"DELETE FROM draft WHERE key IN ({unwritten})", tuple(effects))  # to be drafted elsewhere
            self._db.rows(f"DELETE FROM outbox WHERE {gone}", tuple(effects))
            self._db.rows(f"DELETE FROM hold WHERE {gone}", tuple(effects))

    def next_try(self) -> datetime | None:
        """When the outbox wants to be looked at next."""
        rows = self._db.rows("SELECT min(next_try) FROM outbox WHERE state != 'done'")
        return as_moment(rows[0][0]) if rows[0][0] else None

    def waiting(self) -> list[tuple[str, Action, str]]:
        """What is decided and not done: the effect, the action, and what went wrong last."""
        rows = self._db.rows("SELECT effect, what, body, last_error FROM outbox WHERE state != 'done' ORDER BY id")
        return [(effect, _action(what, body), error or "") for effect, what, body, error in rows]


def _action(what: str, body: bytes) -> Action:
    return msgspec.json.decode(body, type=_TYPES[what])
