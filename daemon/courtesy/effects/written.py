"""What was last written to a calendar, by the name of the entry: so that one the owner deleted is not made again."""

import contextlib
import errno
import hashlib
import json
from pathlib import Path

from courtesy.cases.actions import Hold
from courtesy.errors import TryLater
from courtesy.files import alone_with, write_whole


class Written:
    """A JSON file, entry name -> what was written; a damaged or missing one is an empty one.

    Several programs may keep entries in it at once, as the service and `courtesy doctor` do.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, name: str) -> str | None:
        return self._read().get(name)

    def put(self, name: str, facts: str) -> None:
        with alone_with(self._path):
            known = self._read()
            if known.get(name) != facts:
                self._write({**known, name: facts})

    def drop(self, name: str) -> None:
        with alone_with(self._path):
            known = self._read()
            if known.pop(name, None) is not None:
                self._write(known)

    def told(self, error: OSError, whose: str) -> TryLater:
        """The fault of this file in one line for the owner, with the remedy; `whose` names the calendar."""
        remedy = {
            errno.ENOSPC: "free some space on that disk",
            errno.EDQUOT: "free some space on that disk",
            errno.EACCES: f"let this user read and write it and {self._path.parent}",
            errno.EPERM: f"let this user read and write it and {self._path.parent}",
            errno.EISDIR: "move that folder away",
            errno.EAGAIN: "it will be tried again",
        }.get(error.errno or 0, "check the disk")
        why = error.strerror or type(error).__name__
        return TryLater(f"{whose}: its memory {self._path} cannot be kept: {why}; {remedy}")

    def _read(self) -> dict[str, str]:
        with contextlib.suppress(FileNotFoundError, ValueError):
            known = json.loads(self._path.read_bytes())
            if isinstance(known, dict):
                return {name: facts for name, facts in known.items() if isinstance(facts, str)}
        return {}

    def _write(self, known: dict[str, str]) -> None:
        write_whole(self._path, json.dumps(known, indent=0, sort_keys=True).encode())


def facts_of(hold: Hold) -> str:
    """What makes a deleted entry worth making again when it changes: time and status."""
    return f"{hold.status} {hold.start.isoformat()} {hold.end.isoformat()}"


def entry_name(uid: str) -> str:
    """The file name of the entry of a hold: never the uid itself, so that no mail can name a path."""
    return f"courtesy-{hashlib.sha256(uid.encode()).hexdigest()[:32]}.ics"
