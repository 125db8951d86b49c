"""What was drafted for the owner: each answer once, whatever he does with it."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from courtesy.cases.actions import Draft
from courtesy.store.keeping import as_text
from courtesy.store.waiting import Waiting

_WAITS = "what = 'draft' AND state != 'done'"


class Drafted(Waiting):
    """The drafts in a database. Every method raises CourtesyError when that fails."""

    def put_drafts(self, drafts: Iterable[Draft], effect: str, now: datetime) -> list[Draft]:
        """Put those drafts into the outbox for `effect` that were never put before; the new ones."""
        new = []
        with self._db.transaction():
            for draft in drafts:
                sql = "INSERT OR IGNORE INTO draft VALUES (?, ?, ?) RETURNING key"
                if self._db.rows(sql, (draft.key, draft.message_id, as_text(now))):
                    new.append(draft)
                    self.put(draft.key, effect, None, draft, now)
        return new

    def drafted(self) -> dict[str, str]:
        """The Message-IDs of all that was ever drafted, by key."""
        return dict(self._db.rows("SELECT key, message_id FROM draft"))

    def unwritten(self) -> dict[str, Draft]:
        """The drafts, by key, that have still to be written."""
        as_draft = msgspec.json.Decoder(Draft).decode
        return {key: as_draft(body) for key, body in self._db.rows(f"SELECT key, body FROM outbox WHERE {_WAITS}")}

    def drop_drafts(self, keys: Iterable[str]) -> None:
        """Those of `keys` that have still to be written are not; should one be of use again, it is drafted anew."""
        every = [(key,) for key in keys]
        with self._db.transaction():
            self._db.many(f"DELETE FROM draft WHERE key = ? AND key IN (SELECT key FROM outbox WHERE {_WAITS})", every)
            self._db.many(f"DELETE FROM outbox WHERE key = ? AND {_WAITS}", every)
