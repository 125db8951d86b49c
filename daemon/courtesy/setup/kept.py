"""What `courtesy init` writes: the configuration, and the passwords into the keyring or into files of their own."""

import errno
import os
import shutil
import tempfile
import tomllib
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from courtesy.accounts import keychain
from courtesy.config.file import load
from courtesy.errors import ConfigError, CourtesyError
from courtesy.files import write_whole
from courtesy.setup import Draft
from courtesy.setup.filled import filled
from courtesy.setup.tables import homely, host_of

_UNASKED = ("name", "folders", "sent", "poll_minutes", "trusted_authserv")  # the bookmark is kept under the name
_OF_CALENDAR = ("busy", "reminders_minutes")
_CARRIED = ("timing", "google", "quiet", "digest", "briefing", "drafts", "rules", "state", "rule")  # not asked about


class Secrets:
    """Passwords that were typed: in a folder of their own while they are tried, then where they shall stay.

    That is beside the configuration, each in a file for its owner's eyes only; or, where `in_keyring`, the keyring.
    """

    def __init__(self) -> None:
        memory = os.environ.get("XDG_RUNTIME_DIR")  # where there is one, they lie on no disk meanwhile
        memory = memory if memory and os.access(memory, os.W_OK) else None
        self._folder = Path(tempfile.mkdtemp(prefix="courtesy-", dir=memory))
        self.in_keyring = False
        self.accounts: list[str] = []  # those whose passwords went into the keyring

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def hold(self, name: str, password: str) -> dict[str, str]:
        """Hold a password under `name`, and say in the words of a table where it is."""
        write_whole(self._folder / name, f"{password}\n".encode())
        return {"password_file": str(self._folder / name)}

    def holds_any(self) -> bool:
        """Whether any was typed."""
        return any(self._folder.iterdir())

    def settle(self, draft: Draft, folder: Path) -> tuple[Draft, list[Path]]:
        """Put the passwords that `draft` uses into `folder`, or the keyring; the draft that finds them, and the files.

        Raises CourtesyError when the keyring does not take them.
        """
        return (self._into_keyring(draft), []) if self.in_keyring else self._into_files(draft, folder)

    def _into_keyring(self, draft: Draft) -> Draft:
        def stored(table: Draft) -> Draft:
            place = Path(table.get("password_file", ""))
            if place.parent != self._folder:
                return table
            account = _account(table, draft)
            keychain.store(account, place.read_text(encoding="utf-8").rstrip("\n"))
            self.accounts.append(account)
            return {key: value for key, value in table.items() if key != "password_file"}

        many = {name: [stored(one) for one in draft[name]] for name in ("mailbox", "alert") if name in draft}
        return draft | many | ({"calendar": stored(draft["calendar"])} if "calendar" in draft else {})

    def _into_files(self, draft: Draft, folder: Path) -> tuple[Draft, list[Path]]:
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


def _account(table: Draft, draft: Draft) -> str:
    """What the keyring files the password of a table under."""
    own = next(iter(draft.get("me", {}).get("addresses", ())), "")
    host = host_of(table["url"]) if "url" in table else table.get("host", "")
    return keychain.account_of(table.get("user") or table.get("from") or own, host)


def where(table: Draft, draft: Draft) -> Draft | None:
    """Where the password of a table of an old configuration is, in its own words; none are needed for the keyring.

    None where it is nowhere.
    """
    found = {key: str(table[key]) for key in ("password_file", "password_command") if table.get(key)}
    if found or not (table.get("host") or table.get("url")):
        return found or None
    try:
        return {} if keychain.fetch(_account(table, draft), "") is not None else None
    except CourtesyError:  # it is locked now
        return None


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


def unasked(old: Draft, draft: Draft) -> Draft:
    """The draft, and what old tables of the same kind say that nobody was asked about."""
    me = {key: value for key, value in old.get("me", {}).items() if key in ("name", "time_zone") and value}
    whole = draft | {"me": me | {key: value for key, value in draft["me"].items() if value}}
    before, calendar = old.get("calendar", {}), draft.get("calendar")
    if calendar and calendar["kind"] == before.get("kind"):
        whole["calendar"] = {key: before[key] for key in _OF_CALENDAR if key in before} | calendar
    if "alert" in draft:
        whole["alert"] = _alerts(old, whole)
    return whole | {"mailbox": mailboxes(old, whole)}


def _alerts(old: Draft, draft: Draft) -> list[Draft]:
    """Those of `draft`, with sender and recipient of old ones at the same host; and the old ones of other services."""
    before: list[Draft] = old.get("alert", [])
    found = []
    for one in draft["alert"]:
        known = next((other for other in before if one["kind"] == "email" and other.get("host") == one.get("host")), {})
        own = {"from": known.get("from"), "to": known.get("to") in draft["me"]["addresses"] and known["to"]}
        found.append({key: value for key, value in own.items() if value} | one)
    return found + [one for one in before if one["kind"] == "apprise" and one not in found]


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
    write_whole(kept, place.read_bytes())
    return [kept]


def write(draft: Draft, at: Path, secrets: Secrets) -> list[Path]:
    """Write the configuration to `at`; one that is there is kept under a `spare` name. Gives the files written."""
    try:
        at.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        settled, passwords = secrets.settle(draft, at.parent)
        old = _set_aside(at)
        write_whole(at, filled(settled).encode())
    except OSError as error:
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        remedy = "free some space and start again" if is_full else "choose another place with --config"
        raise CourtesyError(f"{at.parent} cannot be written: {error.strerror}; {remedy}") from error
    return [at, *passwords, *old]
