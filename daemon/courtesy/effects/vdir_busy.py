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
    found = {Path(file.path): _changed(file) for folder in folders for file in _files(folder)}
    return [(str(path), partial(_read, path)) for path in sorted(found, key=lambda path: found[path], reverse=True)]


def _files(folder: Path) -> Iterator["os.DirEntry[str]"]:
    """Without what programs keep for themselves, and holds of ours (written.entry_name)."""
    inside = [Path(one.path) for one in os.scandir(folder) if one.is_dir() and not one.name.startswith(".")]
    for place in (folder, *inside):
        for file in os.scandir(place):
            if file.name.endswith(".ics") and not file.name.startswith((".", "courtesy-")) and file.is_file():
                yield file


def _changed(file: "os.DirEntry[str]") -> float:
    """When that was, in seconds; 0 for what has gone meanwhile."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _read(path: Path) -> bytes:
    """What the file holds, one byte too much where that is too much; nothing where it has gone meanwhile."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        return b""
