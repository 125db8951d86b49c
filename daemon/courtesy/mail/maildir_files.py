"""The files of a maildir: which are new, and what is in them."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

BATCH_OCTETS = 2 << 20
BATCH_MAILS = 400
MARK_SIZE = 6

_WHOLE = 1 << 20  # a larger file is thinned out: attachments are not for us
_PART_LIMIT = 128 << 10
_READ_LIMIT = 64 << 20  # octets looked through of one file
_LAST_SECOND = 253_402_300_799  # of the year 9999


@dataclass(frozen=True, kw_only=True, slots=True)
class MailFile:
    """A mail that is new to us."""

    folder: str
    path: Path
    mark: bytes
    arrived_ns: int
    size: int

    @property
    def arrived(self) -> datetime:
        """When the file was written, as far as its owner let it be told."""
        return datetime.fromtimestamp(min(max(self.arrived_ns / 1e9, 0), _LAST_SECOND), UTC)


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
