"""Drafts in the drafts folder of a maildir: a file each, written whole, and no other file is touched.

At least once, and once in effect: a draft's file has a name of its own, by which it is known whatever flags it gets.
There is one case left, as in imap_drafts.py.
"""

import errno
import hashlib
import os
from pathlib import Path

from courtesy.cases.actions import Action, Draft
from courtesy.effects.draft_mail import compose
from courtesy.effects.drafts_folder import find_drafts
from courtesy.errors import CourtesyError, GiveUp, TryLater
from courtesy.mail.maildir_folders import maildirs, pick
from courtesy.mail.sent_folder import Listed


class MaildirDrafts:
    """An effect that puts drafts into the maildir at `path`, which `mailbox` names; `folder` is "" to find it."""

    def __init__(self, path: Path, *, mailbox: str, folder: str = "") -> None:
        self.name = f"drafts in {mailbox}"
        self._path = path
        self._folder = folder

    def perform(self, action: Action) -> None:
        """Write the file of a draft that is not there yet. Raises TryLater for a full or failing disk, else GiveUp."""
        if not isinstance(action, Draft):
            return
        try:
            self._keep(self._place(), action)
        except OSError as error:
            raise self._told(error) from error

    def find(self) -> str:
        """The folder to which drafts go. Raises as `perform` does."""
        try:
            return str(self._place())
        except OSError as error:
            raise self._told(error) from error

    def close(self) -> None:
        """Nothing is kept open."""

    def _place(self) -> Path:
        there = maildirs(self._path)
        folder = self._folder or find_drafts(Listed(name=name, delimiter="/") for name in there)
        place = pick(there, folder) if folder else None
        if place is None:
            what = f"no folder {folder!r}" if folder else "no folder of drafts"
            raise GiveUp(f"{self.name}: there is {what}; set folder of [drafts] to the name of yours")
        return place

    def _keep(self, place: Path, draft: Draft) -> None:
        """Written in tmp and moved to cur, as a maildir wants it: no program ever sees half of it."""
        name = f"{int(draft.date.timestamp())}.{hashlib.sha256(draft.key.encode()).hexdigest()[:32]}"
        if any(one.name.split(":")[0].split(",")[0] == name for one in os.scandir(place / "cur")):
            return
        new = place / "tmp" / name
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(compose(draft).replace(b"\r\n", b"\n"))
            file.flush()
            os.fsync(file.fileno())
        new.rename(place / "cur" / f"{name}:2,DS")
        folder = os.open(place / "cur", os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _told(self, error: OSError) -> CourtesyError:
        """The same fault in one line for the owner, with the remedy."""
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return TryLater(f"{self.name}: no space left; free some space on that disk")
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return GiveUp(f"{self.name}: nothing may be written there; give this user the right to write")
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return GiveUp(f"{self.name}: {self._path} is no maildir; correct path of its [[mailbox]]")
        return TryLater(f"{self.name}: {error.strerror or error}; it will be tried again")
