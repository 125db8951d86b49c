"""The folders of a maildir, in the layouts that are about: Maildir++, and folders in folders as mbsync makes them."""

import os
from contextlib import suppress
from pathlib import Path

from courtesy.mail.imap_library import decode_utf7, encode_utf7


def maildirs(root: Path) -> dict[str, Path]:
    """Every maildir at `root`, by the name people know it by; "INBOX" is `root` itself. Raises OSError."""
    found = {"INBOX": root} if _is_maildir(root) else {}
    for child in _folders(root):
        for place in (child, *_subfolders(child)):
            if _is_maildir(place):
                found.setdefault(_readable(place.relative_to(root)), place)
    return found


def pick(there: dict[str, Path], folder: str) -> Path | None:
    """The maildir that the owner calls `folder`: "Archive/2026", "Archive.2026", or ".Archive.2026" as on disk."""
    names = (folder, folder.lstrip(".").replace(".", "/"), folder.capitalize())
    return next((there[name] for name in names if name in there), None)


def _is_maildir(path: Path) -> bool:
    return (path / "cur").is_dir() and (path / "new").is_dir()


def _folders(path: Path) -> list[Path]:
    """The folders in a folder, but not those that hold a maildir's mail: there, every file would be asked."""
    with os.scandir(path) as entries:
        return sorted(Path(entry) for entry in entries if entry.name not in ("cur", "new", "tmp") and entry.is_dir())


def _subfolders(path: Path) -> list[Path]:
    with suppress(OSError):
        return _folders(path)
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
