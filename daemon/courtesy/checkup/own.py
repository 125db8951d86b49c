"""What lies on this computer: the program, the configuration, the state and what it remembers of the mailboxes."""

import errno
import os
import platform
import re
import shlex
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from courtesy import __version__
from courtesy.casework.board import away
from courtesy.checkup import Finding, failed, note, ok, wrong
from courtesy.config import rulebook
from courtesy.config.file import default_path, load
from courtesy.config.tables import Config
from courtesy.errors import ConfigError, CourtesyError, Damaged
from courtesy.mail.plain import one_line
from courtesy.outside import name_of
from courtesy.store.state import ROOM, file_in
from courtesy.store.store import Look, Store

_AMPLE = 50 << 20  # octets free on the disk that suffice for years
_FULL = (errno.ENOSPC, errno.EDQUOT)
_LONG = timedelta(days=1)  # without a look, while the service runs every few minutes


def look_at_version() -> Finding:
    """Which program this is."""
    where = Path(__file__).parents[1]
    return ok("courtesy", "version", f"{__version__}, Python {platform.python_version()}, in {where}")


def look_at_config(path: Path | None) -> tuple[list[Finding], Config | None]:
    """Whether the configuration is there, is safe, and says what it may say."""
    at = path or default_path()
    if path is None and not at.exists():
        return [wrong("configuration", "file", f"{at} is not there", "courtesy init")], None
    found = list(_permissions(at))
    try:
        config = load(path)
    except ConfigError as error:
        return [*found, *(_fault(problem, at) for problem in error.problems)], None
    if config.mailbox:
        said = f"{at} is valid: {len(config.mailbox)} mailbox{'es' if len(config.mailbox) > 1 else ''}"
        return [*found, ok("configuration", "keys", said)], config
    remedy = "courtesy init, or add a [[mailbox]] table"
    return [*found, wrong("configuration", "mailbox", f"{at} names none to watch", remedy)], config


def _permissions(at: Path) -> Iterator[Finding]:
    """Whoever may write the file may have commands run: password_command."""
    try:
        status = at.stat()
    except OSError:
        return  # told when it is read
    if status.st_uid not in (os.getuid(), 0):
        remedy = f"sudo chown {os.getuid()} {shlex.quote(str(at))}"
        yield wrong("configuration", "permissions", f"{at} belongs to somebody else", remedy)
    elif status.st_mode & 0o022:
        remedy = f"chmod 600 {shlex.quote(str(at))}"
        yield wrong("configuration", "permissions", f"others on this computer may change {at}", remedy)
    else:
        yield ok("configuration", "permissions", f"only you may change {at}")


def _fault(problem: str, at: Path) -> Finding:
    """The finding that one of the configuration's faults is."""
    line = re.search(r"\bline (\d+): ", problem)
    said, _, advice = problem.rpartition("; ")
    editor = os.environ.get("EDITOR") or "nano"
    place = f"{editor} {f'+{line[1]} ' if line else ''}{shlex.quote(str(at))}"
    return wrong("configuration", "keys", said or advice, f"{place} ({advice})" if said else place)


def look_at_rules(config: Config, path: Path | None) -> Finding:
    """Whether the rule packs, and the owner's own rules, can be read."""
    try:
        rulebook.load(config, path)
    except CourtesyError as error:
        return failed("rules", "packs", error, "correct them, then try: courtesy rules test")
    return ok("rules", "packs", ", ".join(config.rules.packs) or "all that come with the program")


def look_at_state(config: Config) -> Iterator[Finding]:
    """Whether the state can be kept; nothing is made that stays."""
    folder = config.state.path
    there = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    try:
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"x" * 4096)
        disk = os.statvfs(there)
    except OSError as error:
        said = f"{there} cannot be written: {error.strerror}"
        yield wrong("state", "folder", said, _folder_remedy(folder, there, error))
        return
    will = "" if there == folder else ", which will be made"
    yield ok("state", "folder", f"{folder}{will}")
    free = disk.f_bavail * disk.f_frsize
    if disk.f_blocks and free < _AMPLE:
        said = f"only {free >> 20} MB are free on the disk of {folder}"
        make = wrong if free < ROOM else note
        yield make("state", "disk", said, f"free some space on that disk: df -h {shlex.quote(str(there))}")


def _folder_remedy(folder: Path, there: Path, error: OSError) -> str:
    """What lets the state `folder` be written; `there` is as much of it as exists."""
    name = shlex.quote(str(folder))
    if error.errno in _FULL:
        return f"free some space on that disk: df -h {shlex.quote(str(there))}"
    if error.errno in (errno.EACCES, errno.EPERM):  # never the parent: that may be everybody's
        return f'sudo install -d -o "$USER" -m 700 {name}'
    return f"name another folder under [state]; look: ls -ld {name}"


def look_at_memory(config: Config, now: datetime, *, running: bool) -> Iterator[Finding]:
    """What the store says of each mailbox's last look; `running`: the service is."""
    path = file_in(config.state.path)
    if not path.exists():
        remedy = "" if running else "courtesy run --once"
        yield note("memory", "last look", "no mailbox was ever looked into", remedy)
        return
    try:
        with Store(path, read_only=True) as store:
            store.check()
            looks = {look.source: look for look in store.looks()}
    except CourtesyError as error:
        name = shlex.quote(str(path))
        yield failed("memory", "state file", error, f"mv {name} {name}.damaged" if isinstance(error, Damaged) else "")
        return
    yield ok("memory", "state file", f"{path} is whole")
    for mailbox in config.mailbox:
        name = name_of(mailbox, config)
        yield _look(name, looks.get(name), now, running=running)


def _look(name: str, look: Look | None, now: datetime, *, running: bool) -> Finding:
    if look is None or look.looked is None:
        said = look.problem if look and look.lost else "it was never looked into to the end"
        return note(name, "last look", one_line(said, 200), "" if running else "courtesy run --once")
    since = now - look.looked
    ago = away(look.looked, now)
    if look.lost is not None:
        said = f"{ago}; since then: {one_line(look.problem.removeprefix(f'{name}: '), 200)}"
        return wrong(name, "last look", said, "mend what is wrong above, then: courtesy run --once")
    if since > _LONG:
        remedy = "courtesy service status" if running else "courtesy service install, or courtesy run"
        return wrong(name, "last look", f"{ago}: nothing watches it", remedy)
    return ok(name, "last look", ago)
