"""What `courtesy init` writes: the configuration, and beside it the passwords, each for its owner's eyes only."""

import shutil
import tempfile
import tomllib
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from courtesy.config import load
from courtesy.effects.written import write_whole
from courtesy.errors import ConfigError, CourtesyError
from courtesy.setup import Draft
from courtesy.setup.filled import filled
from courtesy.setup.tables import homely

_UNASKED = ("name", "folders", "sent", "poll_minutes", "trusted_authserv")  # the bookmark is kept under the name
_CARRIED = ("timing", "quiet", "rules", "state", "rule")  # what `init` does not ask about


class Secrets:
    """Passwords that were typed: in a folder of their own while they are tried, then beside the configuration."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="courtesy-"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def hold(self, name: str, password: str) -> dict[str, str]:
        """Hold a password under `name`, and say in the words of a table where it is."""
        write_whole(self._folder / name, f"{password}\n".encode())
        return {"password_file": str(self._folder / name)}

    def settle(self, draft: Draft, folder: Path) -> tuple[Draft, list[Path]]:
        """Write the passwords that `draft` uses into `folder`; the draft that names them there, and the files."""
        used: list[Path] = []

        def moved(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: moved(inner) for key, inner in value.items()}
            if isinstance(value, (list, tuple)):
                return [moved(inner) for inner in value]
            if isinstance(value, str) and Path(value).parent == self._folder:
                place = folder / Path(value).name
                if place not in used:  # one password may serve mail and calendar
                    used.extend(_set_aside(place))
                    write_whole(place, Path(value).read_bytes())
                    used.append(place)
                return homely(str(place))
            return value

        return moved(draft), used


def what_was_there(at: Path) -> Draft:
    """The configuration that is there; an empty one where there is none, or none that is right."""
    if not at.exists():
        return {}
    try:
        load(at)
        return tomllib.loads(at.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, ConfigError):
        return {}


def carried_over(old: Draft) -> Draft:
    """What a new configuration keeps of the old one: all that is not asked about."""
    return {key: old[key] for key in _CARRIED if key in old}


def mailboxes(old: Draft, draft: Draft) -> list[Draft]:
    """Those of `draft`, with what old ones of the same place say and nobody asks about; and the other old ones."""
    left = list(old.get("mailbox", ()))  # of one account there may be several, with other folders
    found = []
    for box in draft["mailbox"]:
        known = next((one for one in left if _place(one, old) == _place(box, draft)), None)
        if known is not None:
            left.remove(known)
            box = {key: known[key] for key in _UNASKED if key in known} | box
        found.append(box)
    return [*found, *left]


def _place(box: Draft, draft: Draft) -> tuple[Any, ...]:
    """What makes a mailbox the one that it is."""
    user = box.get("user") or next(iter(draft.get("me", {}).get("addresses", ())), "")
    return (box["kind"], homely(box.get("path", ""))) if box["kind"] == "maildir" else (box.get("host"), user)


def spare(at: Path) -> Path:
    """A name beside `at` that is free, for the one that was there."""
    names = (at.with_name(f"{at.name}.old{number or ''}") for number in range(1000))
    return next(name for name in names if not name.exists())


def _set_aside(place: Path) -> list[Path]:
    """Keep what is at `place` under another name, which is given; nothing where there is nothing."""
    if not place.exists():
        return []
    kept = spare(place)
    shutil.copy2(place, kept)
    return [kept]


def write(draft: Draft, at: Path, secrets: Secrets) -> list[Path]:
    """Write the configuration to `at`; one that is there is kept under a `spare` name. Gives the files written."""
    try:
        at.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        settled, passwords = secrets.settle(draft, at.parent)
        old = _set_aside(at)
        write_whole(at, filled(settled).encode())
    except OSError as error:
        raise CourtesyError(
            f"{at.parent} cannot be written: {error.strerror}; choose another place with --config"
        ) from error
    return [at, *passwords, *old]
