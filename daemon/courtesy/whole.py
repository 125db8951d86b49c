"""Writes a file whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp


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
