"""Files that the owner names on the command line."""

from pathlib import Path

from courtesy.errors import CourtesyError
from courtesy.whole import write_whole

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
