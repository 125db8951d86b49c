"""Files on disk: those that the owner names are read within bounds, and all are written whole or not at all."""

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp

import re2

from courtesy.errors import CourtesyError

_MOST_BYTES = 64 << 20  # a bigger file is no e-mail
_LONGEST_WAIT, _MOMENT = 10.0, 0.01  # seconds, for a file that another program of ours has
_NEXT_MAIL = re2.compile(rb"\r?\n\r?\nFrom \S+ [^\n]{0,60}:\d\d[^\n]{0,40}\n[A-Za-z-]+:")
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)  # some network file systems


def load_file(path: Path) -> bytes:
    """The octets of the file at `path`. Raises CourtesyError."""
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise CourtesyError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if len(raw) > _MOST_BYTES:
        raise CourtesyError(f"{path} is bigger than any e-mail")
    return raw


def holds_several_mails(raw: bytes) -> bool:
    """Whether these octets are a mailbox in one file, an "mbox" (RFC 4155), with more than one mail in it."""
    return raw.startswith(b"From ") and _NEXT_MAIL.search(raw) is not None


def save_file(path: Path, content: bytes) -> None:
    """Put `content` in the place of `path`, whole or not at all, readable by its owner only. Raises CourtesyError."""
    try:
        path = path.resolve()  # a link stays a link
        if path.exists() and not path.is_file():
            raise CourtesyError(f"{path} is no file")
        write_whole(path, content)
    except (OSError, ValueError) as error:
        raise CourtesyError(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}") from error


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` in the place of `path`, for its owner alone, and on the disk before this returns.

    Raises OSError; then what was there before is there still. A kill may leave a file `.NAME.*.tmp` beside it.
    """
    handle, new = mkstemp(dir=path.parent, prefix=f".{path.name.lstrip('.')[:60]}.", suffix=".tmp")  # mode 0600
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(new)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the new name, too, must outlast a power cut
    finally:
        os.close(folder)


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Read `path` and write it anew, while every other program of ours that would do so waits: none loses a change.

    By a lock (flock(2)) on the file `.NAME.lock` beside it, which stays there; where the file system has no locks, all
    is as it would be without. Raises OSError, also when another program has had it for ten seconds.
    """
    lock = os.open(path.with_name(f".{path.name.lstrip('.')}.lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        _take(lock, path)
        yield
    finally:
        os.close(lock)  # which unlocks it


def _take(lock: int, path: Path) -> None:
    end = time.monotonic() + _LONGEST_WAIT
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise OSError(errno.EAGAIN, "another program has it", str(path)) from None
            time.sleep(_MOMENT)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            return None
