"""The maildir source: mail that lies in folders on this machine, delivered or mirrored there by another program."""

import base64
import json
import os
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from time import monotonic, time_ns

from courtesy.errors import GiveUp, TryLater
from courtesy.mail import Batch, Folder, Incoming
from courtesy.mail.maildir_files import MARK_SIZE, MailFile, dated, in_batches, read_mail, unknown_files
from courtesy.mail.maildir_folders import maildirs, pick
from courtesy.mail.sent_folder import Listed, find_sent

_POLL_SECONDS = 2.0
_SETTLED_NS = 2_000_000_000  # a folder changed less than this ago may change again without its mtime telling


class Maildir:
    """A maildir: `path` itself and its Maildir++ subfolders (".Sent"), or a folder of maildirs as mbsync makes it.

    `folders` come from there by name, "INBOX" being `path` itself if it is a maildir; `sent` is the owner's own mail,
    None to find it by its name, "" to do without. Nothing is moved, renamed or marked.
    """

    def __init__(
        self, path: Path | str, *, name: str, folders: tuple[str, ...] = ("INBOX",), sent: str | None = None
    ) -> None:
        self.name = name
        self.notes: tuple[str, ...] = ()
        self._root = Path(path).expanduser()
        self._folders = folders
        self._sent = sent
        self._bell = threading.Event()
        self._listed: dict[Path, int] = {}  # folder -> mtime when it was last listed; 0 if it was still moving
        self._quiet: str | None = None  # the cursor after which nothing new was found then

    def fetch(self, cursor: str | None, since: datetime) -> Iterator[Batch]:
        """See Source.fetch. The cursor is a JSON object: folder -> marks (6 octets each) of the files met there."""
        places = self._places()
        if cursor is not None and cursor == self._quiet and self._listed == _times(places):
            return
        seen = read_cursor(cursor)
        try:
            self._listed = _settled(_times(places))
            new, known = self._unseen(places, seen, since)
        except OSError as error:
            raise TryLater(f"{self._root} cannot be read ({error.strerror}); it will be tried again") from error
        if not new and known.keys() <= seen.keys():
            self._quiet = cursor
            return
        done = 0
        for run in in_batches(new):
            done += len(run)
            yield self._batch(run, places, known, len(new) - done)
        if not new:
            yield Batch(mails=(), cursor=write_cursor(known), left=0)

    def wait(self, seconds: float) -> None:
        """See Source.wait. Folders are looked at every two seconds."""
        end = monotonic() + seconds
        while not self._bell.wait(max(0.0, min(_POLL_SECONDS, end - monotonic()))):
            if monotonic() >= end or self._moved():
                break
        self._bell.clear()

    def wake(self) -> None:
        """See Source.wake."""
        self._bell.set()

    def close(self) -> None:
        """See Source.close."""
        self._bell.set()

    # -- where the mail lies

    def _places(self) -> dict[str, tuple[Path, Folder]]:
        """Folder name -> its maildir and role. Raises GiveUp when one of `folders` is missing."""
        try:
            there = maildirs(self._root)
        except OSError as error:
            raise GiveUp(f"{self._root} cannot be opened as a maildir ({error.strerror}); check path") from None
        sent = find_sent(Listed(name=name, delimiter="/") for name in there) if self._sent is None else self._sent
        missing = f"{self.name}: there is no folder of sent mail, so your own answers go unseen; set sent to its name"
        self.notes = (missing,) if self._sent != "" and (not sent or pick(there, sent) is None) else ()
        places: dict[str, tuple[Path, Folder]] = {}
        for folder in self._folders:
            path = pick(there, folder)
            if path is None:
                names = ", ".join(map(repr, sorted(there)[:40])) or "none at all"
                raise GiveUp(f"{self._root} has no maildir {folder!r}; it has {names}")
            places[folder] = (path, "INBOX")
        if sent and (path := pick(there, sent)) is not None:
            places[sent] = (path, "Sent")
        return places

    def _moved(self) -> bool:
        """Whether a folder changed since it was listed, or was changing just then."""
        now = {path: _mtime(path) for path in self._listed}
        return now != self._listed

    # -- what is new there

    def _unseen(
        self, places: dict[str, tuple[Path, Folder]], seen: dict[str, set[bytes]], since: datetime
    ) -> tuple[list[MailFile], dict[str, set[bytes]]]:
        """The new files, oldest first, and the marks of the others that are still there."""
        new: list[MailFile] = []
        known: dict[str, set[bytes]] = {}
        oldest = int(since.timestamp() * 1e9)
        for folder, (path, role) in places.items():
            before = seen.get(folder)
            known[folder] = set()
            for file in unknown_files(folder, path, before or set(), known[folder]):
                if file.is_draft and role != "Sent":
                    continue  # it is met when it loses the flag
                first_look = before is None
                mail = file if first_look and file.arrived_ns < oldest else dated(file)
                if first_look and mail.arrived_ns < oldest:
                    known[folder].add(mail.mark)
                else:
                    new.append(mail)
        new.sort(key=lambda file: (file.arrived_ns, file.path.name))
        return new, known

    def _batch(
        self, run: list[MailFile], places: dict[str, tuple[Path, Folder]], seen: dict[str, set[bytes]], left: int
    ) -> Batch:
        mails, skipped = [], []
        for file in run:
            try:
                raw = read_mail(file.path)
            except FileNotFoundError:
                continue  # deleted, or renamed by a change of flags: then the next look meets it under its new name
            except OSError as error:
                raw = b""
                skipped.append(f"{_printable(file.path)}: {error.strerror or error}")
            seen[file.folder].add(file.mark)
            if raw:
                where = _printable(file.path.relative_to(self._root))
                mails.append(Incoming(raw=raw, folder=places[file.folder][1], arrived=file.arrived, where=where))
        return Batch(mails=tuple(mails), cursor=write_cursor(seen), left=left, skipped=tuple(skipped))


def _times(places: dict[str, tuple[Path, Folder]]) -> dict[Path, int]:
    return {path / part: _mtime(path / part) for path, _ in places.values() for part in ("new", "cur")}


def _settled(times: dict[Path, int]) -> dict[Path, int]:
    """The times, 0 in place of those so fresh that the next change may leave them as they are."""
    now = time_ns()
    return {path: 0 if abs(now - mtime) < _SETTLED_NS else mtime for path, mtime in times.items()}


def _mtime(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return -1


def _printable(path: Path) -> str:
    """A path as text that can be stored: file names need not be UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")


def read_cursor(cursor: str | None) -> dict[str, set[bytes]]:
    """The marks of the files met, by folder; of a cursor that is lost or not ours, none."""
    try:
        folders = {str(folder): base64.b64decode(marks) for folder, marks in json.loads(cursor or "{}").items()}
    except (ValueError, TypeError, AttributeError):
        return {}
    return {
        folder: {marks[i : i + MARK_SIZE] for i in range(0, len(marks), MARK_SIZE)} for folder, marks in folders.items()
    }


def write_cursor(seen: dict[str, set[bytes]]) -> str:
    """The cursor that `read_cursor` understands."""
    return json.dumps({folder: base64.b64encode(b"".join(sorted(marks))).decode() for folder, marks in seen.items()})
