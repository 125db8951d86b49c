"""The files of a maildir: which are new, and what is in them."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from courtesy.mail import BATCH_MAILS, BATCH_OCTETS, header
from courtesy.mail.smaller import PART_LIMIT

MARK_SIZE = 6

_WHOLE = 1 << 20  # a larger file is thinned out: attachments are not for us
_READ_LIMIT = 64 << 20  # octets looked through of one file
_FIRST_YEAR = 1990  # a mail that claims to be older has a broken clock
_LAST_SECOND = 253_402_300_799  # of the year 9999


@dataclass(frozen=True, kw_only=True, slots=True)
class MailFile:
    """A mail that is new to us."""

    folder: str
    path: Path
    mark: bytes
    arrived_ns: int  # the file's mtime, until `dated` has looked into it
    size: int

    @property
    def is_draft(self) -> bool:
        """Whether the name bears the flag of a draft, which the owner has not sent."""
        return "D" in self.path.name.partition(":2,")[2]

    @property
    def arrived(self) -> datetime:
        """When the mailbox got the mail, aware UTC."""
        return datetime.fromtimestamp(min(max(self.arrived_ns / 1e9, 0), _LAST_SECOND), UTC)


def dated(file: MailFile) -> MailFile:
    """The file with the time its mail arrived: what the mail says, but never later than the file was written.

    Programs that mirror a mailbox, mbsync for one, write the file when they fetch it, days after the mail arrived.
    The mail says it in its topmost Received field, which the last server writes; the owner's own mail has as a
    rule none, so there the Date field is believed.
    """
    try:
        with _opened(file.path) as opened:
            fields, _ = header.split(opened.read(header.HEADER_LIMIT))
    except OSError:
        return file  # it is told when the mail is to be read
    said = header.received(fields) or header.when(header.value(fields, "date"))
    if said is None or said.year < _FIRST_YEAR:
        return file
    return replace(file, arrived_ns=min(file.arrived_ns, int(said.timestamp()) * 1_000_000_000))


def read_mail(path: Path) -> bytes:
    """The octets of a mail file. Of one above 1 MB, at most 128 kB of each part. Raises OSError."""
    with _opened(path) as file:
        return file.read(_WHOLE) if os.fstat(file.fileno()).st_size <= _WHOLE else _thinned(file)


def _opened(path: Path) -> BinaryIO:
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a FIFO in the folder must not hold us up
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("not a regular file")
    return open(descriptor, "rb")


def _thinned(file: BinaryIO) -> bytes:
    kept: list[bytes] = []
    total = part = looked = 0
    while total < _WHOLE and looked < _READ_LIMIT and (line := file.readline(1 << 16)):
        looked += len(line)
        part = len(line) if line.startswith(b"--") else part + len(line)  # perhaps a boundary
        if part <= PART_LIMIT:
            kept.append(line)
            total += len(line)
    return b"".join(kept)


def unknown_files(folder: str, path: Path, before: set[bytes], known: set[bytes]) -> Iterator[MailFile]:
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
                    size = min(status.st_size, _WHOLE)
                    place = Path(entry.path)
                    yield MailFile(folder=folder, path=place, mark=mark, arrived_ns=status.st_mtime_ns, size=size)


def _mark(name: str) -> bytes:
    """What stays of a file name when flags change (the part before ":2,"), as a short hash."""
    return hashlib.blake2b(os.fsencode(name.partition(":")[0]), digest_size=MARK_SIZE).digest()


def in_batches(files: list[MailFile]) -> Iterator[list[MailFile]]:
    """The files in runs of bounded octets, in their order."""
    run: list[MailFile] = []
    octets = 0
    for file in files:
        if run and (octets + file.size > BATCH_OCTETS or len(run) == BATCH_MAILS):
            yield run
            run, octets = [], 0
        run.append(file)
        octets += file.size
    if run:
        yield run
