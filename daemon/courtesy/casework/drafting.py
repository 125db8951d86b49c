"""Drafts as the desk knows them: what is of use to the owner goes into the outbox, once."""

import logging
from dataclasses import replace
from datetime import datetime

from courtesy.cases.actions import Draft
from courtesy.cases.draft import drafts, next_draft
from courtesy.cases.draft_letter import Writer
from courtesy.cases.timeline import Timeline
from courtesy.mail import Folder
from courtesy.store.store import Store

log = logging.getLogger(__name__)


class Drafting:
    """Decides about drafts, and knows them again where they lie among other mail."""

    def __init__(self, store: Store, effect: str | None, writer: Writer | None) -> None:
        """`effect` is the name of the one that writes them down; without it or `writer` there are none."""
        self._store = store
        self._effect = effect
        self._writer = writer
        self._ours = set(store.drafted().values())

    def put(self, timeline: Timeline, now: datetime) -> list[Draft]:
        """Put into the outbox what may be drafted at `now` and never was; the new drafts.

        What still waits to be written there is written as things stand now, or not at all if it is of no use any more.
        """
        if self._writer is None or self._effect is None:
            return []
        waiting = self._store.unwritten()
        written = self._store.drafted().keys() - waiting.keys()
        try:
            found = drafts(timeline, now, self._writer, but=written)
        except Exception as error:  # noqa: BLE001  # of all that is done for the owner this can best be missed
            log.warning("nothing can be drafted now: %s: %s", type(error).__name__, error)
            return []
        useful = {draft.key: draft for draft in found}
        with self._store.transaction():
            stale = [key for key, old in waiting.items() if not _is_same(old, useful.get(key))]
            self._store.drop_drafts(stale)
            new = self._store.put_drafts(found, self._effect, now)
        self._ours |= {draft.message_id for draft in new}
        return new

    def next(self, timeline: Timeline, now: datetime) -> datetime | None:
        """When the clock alone makes the next draft due."""
        try:
            return next_draft(timeline, now, self._writer) if self._writer is not None else None
        except Exception:  # noqa: BLE001  # as above, where it is told
            return None

    def is_ours(self, message_id: str, folder: Folder) -> bool:
        """Whether a mail in `folder` is a draft of ours that nobody has sent: a folder of all mail has those too."""
        return folder != "Sent" and message_id in self._ours


def _is_same(old: Draft, new: Draft | None) -> bool:
    return new is not None and replace(new, date=old.date) == old
