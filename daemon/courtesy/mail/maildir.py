"""The maildir source: mail that lies in folders on this machine, delivered or mirrored there by another program."""

import base64
import hashlib
import json
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, time_ns
from typing import BinaryIO

from imapclient.imap_utf7 import decode as decode_utf7
from imapclient.imap_utf7 import encode as encode_utf7

from courtesy.errors import GiveUp, TryLater
from courtesy.mail import Batch, Folder, Incoming
from courtesy.mail.sent_folder import Listed, find_sent

BATCH_OCTETS = 2 << 20
BATCH_MAILS = 400

_WHOLE = 1 << 20  # a larger file is thinned out: attachments are not for us
_PART_LIMIT = 128 << 10
_READ_LIMIT = 64 << 20  # octets looked through of one file
_POLL_SECONDS = 2.0
_SETTLED_NS = 2_000_000_000  # a folder changed less than this ago may change again without its mtime telling
_MARK_SIZE = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class _File:
    """A mail that is new to us."""

    folder: str
    path: Path
    mark: bytes
    arrived_ns: int
    size: int


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
        for run in _runs(new):
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
        there = self._maildirs()
        sent = find_sent(Listed(name=name, delimiter="/") for name in there) if self._sent is None else self._sent
        missing = f"{self.name}: there is no folder of sent mail, so your own answers go unseen; set sent to its name"
        self.notes = (missing,) if self._sent != "" and (not sent or _pick(there, sent) is None) else ()
        places: dict[str, tuple[Path, Folder]] = {}
        for folder in self._folders:
            path = _pick(there, folder)
            if path is None:
                names = ", ".join(map(repr, sorted(there)[:40])) or "none at all"
                raise GiveUp(f"{self._root} has no maildir {folder!r}; it has {names}")
            places[folder] = (path, "INBOX")
        if sent and (path := _pick(there, sent)) is not None:
            places[sent] = (path, "Sent")
        return places

    def _maildirs(self) -> dict[str, Path]:
        """Every maildir at `path`, by the name people know it by."""
        try:
            children = sorted(child for child in self._root.iterdir() if child.is_dir())
        except OSError as error:
            raise GiveUp(f"{self._root} cannot be opened as a maildir ({error.strerror}); check path") from None
        found = {"INBOX": self._root} if _is_maildir(self._root) else {}
        for child in children:
            for place in (child, *_subfolders(child)):
                if _is_maildir(place):
                    found.setdefault(_readable(place.relative_to(self._root)), place)
        return found

    def _moved(self) -> bool:
        """Whether a folder changed since it was listed, or was changing just then."""
        now = {path: _mtime(path) for path in self._listed}
        return now != self._listed

    # -- what is new there

    def _unseen(
        self, places: dict[str, tuple[Path, Folder]], seen: dict[str, set[bytes]], since: datetime
    ) -> tuple[list[_File], dict[str, set[bytes]]]:
        """The new files, oldest first, and the marks of the others that are still there."""
        new: list[_File] = []
        known: dict[str, set[bytes]] = {}
        oldest = int(since.timestamp() * 1e9)
        for folder, (path, _) in places.items():
            before = seen.get(folder)
            known[folder] = set()
            for file in _files(folder, path, before or set(), known[folder]):
                if before is None and file.arrived_ns < oldest:
                    known[folder].add(file.mark)
                else:
                    new.append(file)
        new.sort(key=lambda file: (file.arrived_ns, file.path.name))
        return new, known

    def _batch(
        self, run: list[_File], places: dict[str, tuple[Path, Folder]], seen: dict[str, set[bytes]], left: int
    ) -> Batch:
        mails, skipped = [], []
        for file in run:
            try:
                raw = read_mail(file.path)
            except FileNotFoundError:
                continue  # deleted, or renamed by a change of flags: then the next look meets it under its new name
            except OSError as error:
                raw = b""
                skipped.append(f"{file.path}: {error.strerror or error}")
            seen[file.folder].add(file.mark)
            if raw:
                arrived = datetime.fromtimestamp(file.arrived_ns / 1e9, UTC)
                where = str(file.path.relative_to(self._root))
                mails.append(Incoming(raw=raw, folder=places[file.folder][1], arrived=arrived, where=where))
        return Batch(mails=tuple(mails), cursor=write_cursor(seen), left=left, skipped=tuple(skipped))


def read_mail(path: Path) -> bytes:
    """The octets of a mail file. Of one above 1 MB, at most 128 kB of each part. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a FIFO in the folder must not hold us up
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError("not a regular file")
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(_WHOLE) if status.st_size <= _WHOLE else _thinned(file)
    finally:
        os.close(descriptor)


def _thinned(file: BinaryIO) -> bytes:
    kept: list[bytes] = []
    total = part = looked = 0
    while total < _WHOLE and looked < _READ_LIMIT and (line := file.readline(1 << 16)):
        looked += len(line)
        part = len(line) if line.startswith(b"--") else part + len(line)  # perhaps a boundary
        if part <= _PART_LIMIT:
            kept.append(line)
            total += len(line)
    return b"".join(kept)


def read_cursor(cursor: str | None) -> dict[str, set[bytes]]:
    """The marks of the files met, by folder; of a cursor that is lost or not ours, none."""
    try:
        folders = {str(folder): base64.b64decode(marks) for folder, marks in json.loads(cursor or "{}").items()}
    except (ValueError, TypeError, AttributeError):
        return {}
    return {
        folder: {marks[i : i + _MARK_SIZE] for i in range(0, len(marks), _MARK_SIZE)}
        for folder, marks in folders.items()
    }


def write_cursor(seen: dict[str, set[bytes]]) -> str:
    """The cursor that `read_cursor` understands."""
    return json.dumps({folder: base64.b64encode(b"".join(sorted(marks))).decode() for folder, marks in seen.items()})


def _files(folder: str, path: Path, before: set[bytes], known: set[bytes]) -> Iterator[_File]:
    """The files of a maildir whose marks are not in `before`; the marks that are go to `known`."""
    met: set[bytes] = set()
    for part in ("new", "cur"):  # in this order: mail moves from new to cur, so none slips through in between
        with os.scandir(path / part) as entries:
            for entry in entries:
                mark = _mark(entry.name)
                if entry.name.startswith(".") or mark in met:
                    continue
                met.add(mark)
                if mark in before:
                    known.add(mark)
                    continue
                with suppress(FileNotFoundError):
                    status = entry.stat(follow_symlinks=False)
                    yield _File(folder=folder, path=Path(entry.path), mark=mark, arrived_ns=status.st_mtime_ns,
                                size=min(status.st_size, _WHOLE))  # fmt: skip


def _mark(name: str) -> bytes:
    """What stays of a file name when flags change (the part before ":2,"), as a short hash."""
    return hashlib.blake2b(os.fsencode(name.partition(":")[0]), digest_size=_MARK_SIZE).digest()


def _runs(files: list[_File]) -> Iterator[list[_File]]:
    run: list[_File] = []
    octets = 0
    for file in files:
        if run and (octets + file.size > BATCH_OCTETS or len(run) == BATCH_MAILS):
            yield run
            run, octets = [], 0
        run.append(file)
        octets += file.size
    if run:
        yield run


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


def _pick(there: dict[str, Path], folder: str) -> Path | None:
    """The maildir that the owner calls `folder`: "Archive/2026", "Archive.2026", or ".Archive.2026" as on disk."""
    names = (folder, folder.lstrip(".").replace(".", "/"), folder.capitalize())
    return next((there[name] for name in names if name in there), None)


def _is_maildir(path: Path) -> bool:
    return (path / "cur").is_dir() and (path / "new").is_dir()


def _subfolders(path: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(child for child in path.iterdir() if child.is_dir() and child.name not in ("cur", "new", "tmp"))
    return []


def _readable(path: Path) -> str:
    """A folder's name with "/" between its levels: ".Archive.2026" is "Archive/2026", decoded from modified UTF-7."""
    name = str(path)
    if name.startswith("."):
        name = name[1:].replace(".", "/")
    try:
        decoded = decode_utf7(os.fsencode(name))
    except ValueError:
        return name
    return decoded if encode_utf7(decoded) == os.fsencode(name) else name
