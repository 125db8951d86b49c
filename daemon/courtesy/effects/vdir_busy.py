"""The owner's own entries in folders of .ics files: those of his calendars, and what he keeps beside our holds."""

import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from courtesy.effects.lookup import Unread
from courtesy.effects.occurrences import LARGEST


def entries(folders: Sequence[Path]) -> list[Unread]:
    """The .ics files in `folders` and in the folders right in them, but for our holds; the newest first.

    Raises OSError for a folder that cannot be read.
    """
    found = {Path(file.path): file.stat().st_mtime for folder in folders for file in _files(folder)}
    return [(str(path), partial(_read, path)) for path in sorted(found, key=lambda path: found[path], reverse=True)]


def _files(folder: Path) -> Iterator["os.DirEntry[str]"]:
    inside = [Path(one.path) for one in os.scandir(folder) if one.is_dir() and _is_seen(one.name)]
    for place in (folder, *inside):
        for file in os.scandir(place):
            if file.name.endswith(".ics") and _is_seen(file.name) and file.is_file():
                yield file


def _is_seen(name: str) -> bool:
    """Whether it is none of what programs keep for themselves, and no hold of ours (written.entry_name)."""
    return not name.startswith((".", "courtesy-"))


def _read(path: Path) -> bytes:
    """What the file holds, one byte too much where that is too much; nothing where it has gone meanwhile."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        return b""
