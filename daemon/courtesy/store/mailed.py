"""The alerts that the owner can answer, what he answered, and what was kept for the digest.

Each alert that goes out by mail has a mark, "id.token": the id names it, and the token is known to nobody but those
who can read the mail, which is the owner. It is made once, so that a repeat of the mail is the same mail.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from courtesy.cases.actions import Alert
from courtesy.store.keeping import as_moment, as_text
from courtesy.store.waiting import Waiting

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_LETTERS = 20  # 100 bits
_KEPT = timedelta(days=60)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the owner said to an alert."""

    at: datetime
    said: str
    way: str
    alert: Alert | None  # None: it is no longer known


class Mailed(Waiting):
    """The answers in a database. Every method raises CourtesyError when that fails."""

    def mark(self, alert: Alert, now: datetime) -> str:
        """The mark by which an answer to `alert` is known."""
        name = hashlib.sha256(alert.key.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        token = "".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS))
        with self._db.transaction():
            self._db.rows(
                "INSERT OR IGNORE INTO mailed (id, token, key, at, body) VALUES (?, ?, ?, ?, ?)",
                (name, token, alert.key, as_text(now), msgspec.json.encode(alert)),
            )
        ((token,),) = self._db.rows("SELECT token FROM mailed WHERE id = ?", (name,))
        return f"{name}.{token}"

    def tidy(self, now: datetime) -> None:
        """Forget also which alerts were mailed so long ago that nobody may answer them."""
        super().tidy(now)
        self._db.rows("DELETE FROM mailed WHERE at < ?", (as_text(now - _KEPT),))

    def marked(self, mark: str) -> tuple[Alert, datetime] | None:
        """The alert that bears the mark, and when it was first mailed; None where none does."""
        name, _, token = mark.partition(".")
        for known, at, body in self._db.rows("SELECT token, at, body FROM mailed WHERE id = ?", (name,)):
            if secrets.compare_digest(known.encode(), token.encode()):
                return msgspec.json.decode(body, type=Alert), as_moment(at)
        return None

    def alert(self, key: str) -> Alert | None:
        """The alert `key`, if it was ever told."""
        rows = self._db.rows("SELECT body FROM told WHERE key = ?", (key,))
        return msgspec.json.decode(rows[0][0], type=Alert) if rows else None

    def answered(self, key: str, said: str, way: Literal["mail", "desktop"], now: datetime) -> None:
        """The owner has said this to the alert, and it is carried out."""
        sql = "INSERT OR IGNORE INTO answer (key, said, way, at) VALUES (?, ?, ?, ?)"
        with self._db.transaction():
            self._db.rows(sql, (key, said, way, as_text(now)))

    def was_answered(self, key: str, said: str) -> bool:
        """Whether the owner said this to the alert by mail before."""
        sql = "SELECT 1 FROM answer WHERE key = ? AND said = ? AND way = 'mail'"
        return bool(self._db.rows(sql, (key, said)))

    def answers(self, since: datetime) -> list[Answer]:
        """What the owner said since then, newest first."""
        sql = (
            "SELECT answer.at, said, way, body FROM answer LEFT JOIN told ON told.key = answer.key"
            " WHERE answer.at >= ? ORDER BY answer.id DESC"
        )
        rows = self._db.rows(sql, (as_text(since),))
        return [
            Answer(at=as_moment(at), said=said, way=way, alert=msgspec.json.decode(body, type=Alert) if body else None)
            for at, said, way, body in rows
        ]

    # Beyond the limit of a day

    def kept(self) -> set[str]:
        """The keys of the alerts that wait for a digest."""
        return {row[0] for row in self._db.rows("SELECT key FROM kept WHERE key NOT IN (SELECT key FROM told)")}

    def kept_since(self) -> datetime | None:
        """Since when the first of them waits."""
        ((at,),) = self._db.rows("SELECT min(at) FROM kept WHERE key NOT IN (SELECT key FROM told)")
        return as_moment(at) if at else None

    def keep(self, keys: Iterable[str], now: datetime) -> None:
        """The alerts `keys` are told by the digest."""
        with self._db.transaction():
            self._db.many("INSERT OR IGNORE INTO kept VALUES (?, ?)", ((key, as_text(now)) for key in keys))

    def release(self, keys: Iterable[str]) -> None:
        """The alerts `keys` are told by themselves after all."""
        with self._db.transaction():
            self._db.many("DELETE FROM kept WHERE key = ?", ((key,) for key in keys))

    def told_since(self, since: datetime) -> int:
        """How many alerts of what is owed were decided since then and told by themselves."""
        sql = "SELECT body FROM told WHERE at >= ? AND key NOT IN (SELECT key FROM kept)"
        kinds = (msgspec.json.decode(body, type=Alert).kind for (body,) in self._db.rows(sql, (as_text(since),)))
        return sum(kind not in ("digest", "signal") for kind in kinds)
