"""Files on disk: those that the owner names are read within bounds, and all are written whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from courtesy.errors import CourtesyError

_MOST_BYTES = 64 << 20  # a bigger file is no e-mail


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
