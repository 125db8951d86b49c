"""The service on a server that nobody logs in to: a unit of the system's own systemd, which sees no home folder."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from courtesy.config.rulebook import OWN
from courtesy.config.tables import Config
from courtesy.errors import ConfigError
from courtesy.service import program
from courtesy.service.systemd import UNIT, Systemd, quoted
from courtesy.shipped import shipped

CONFIG = Path("/etc/courtesy/config.toml")
_SHIPPED_PROGRAM = "ExecStart=/usr/bin/env courtesy run"
_SHIPPED_CONFIG = "LoadCredential=config.toml:/etc/courtesy/config.toml\n"
_UNSEEN = ("/home/", "/root/", "/run/user/", "/tmp/")  # what the unit hides


class SystemUnit(Systemd):
    """The system's service manager."""

    name = "the system's unit"
    manager = ("systemctl",)
    journal = ("journalctl",)

    def __init__(self, config: Config, at: Path) -> None:
        """`config` is what is in the file `at`."""
        self.path = Path("/etc/systemd/system", UNIT)
        self._config, self._at = config, at

    def obstacle(self) -> str:
        """See Service.obstacle."""
        if shutil.which("systemctl") is None or not Path("/run/systemd/system").is_dir():
            return "this computer was not started by systemd; start `courtesy run` by its own means"
        return "" if os.getuid() == 0 else "only root may do that; put sudo before it"

    def install(self, command: Sequence[str]) -> None:
        """See Service.install; what follows the program in `command` is the unit's own."""
        self.start(server_unit(program(), self._at, credentials(self._config, self._at.parent)))

    def lingers(self) -> None:
        """It has nothing to do with anybody's login."""


def credentials(config: Config, folder: Path) -> dict[str, Path]:
    """The files in `folder` that systemd hands over, by the names of the credentials. Raises ConfigError."""
    problems = [*_faults(msgspec.to_builtins(config)), *_fault_of_program()]
    found: dict[str, Path] = {}
    for table in (*config.mailbox, config.calendar, *config.alert):
        name = getattr(table, "credential", "")
        path = folder / name
        if name and path.is_file():
            found[name] = path
        elif name and name in ("imap-password", "caldav-password"):
            problems.append(f"the password of a server is missing; put it there: (umask 077; cat >{path})")
    if (folder / OWN).is_file():
        found[OWN] = folder / OWN
    if problems:
        raise ConfigError(list(dict.fromkeys(problems)))
    return found


def server_unit(command: Sequence[str], config: Path, given: Mapping[str, Path]) -> str:
    """The shipped unit, started by the program `command` with the file `config`, and handed the credentials `given`."""
    text = shipped("systemd/courtesy-system.service").read_text(encoding="utf-8")
    assert _SHIPPED_PROGRAM in text
    assert _SHIPPED_CONFIG in text
    files = {"config.toml": config, **given}
    lines = "".join(f"LoadCredential={name}:{path}\n".replace("%", "%%") for name, path in files.items())
    started = f"ExecStart={' '.join(map(quoted, command))} run"
    return text.replace(_SHIPPED_CONFIG, lines).replace(_SHIPPED_PROGRAM, started)


def _faults(value: Any, key: str = "") -> Iterator[str]:
    """What a service of the system cannot do of a configuration, or of the part of it that is under `key`."""
    match value:
        case dict():
            if value.get("kind") == "desktop":
                yield 'a service of the system reaches no desktop; let alerts go by kind = "email"'
            for name, inner in value.items():
                yield from _faults(inner, name)
        case list() | tuple():
            for inner in value:
                yield from _faults(inner, key)
        case str() if value and key in ("password_command", "password_file", "url_command", "url_file"):
            yield f"{key} is not for a service of the system; leave it out, systemd hands over what `credential` names"
        case str() if value.startswith(_UNSEEN) and key != "any":
            yield f"{key} = {value} is hidden from a service of the system; name a place outside of home folders"


def _fault_of_program() -> Iterator[str]:
    """Whether the program itself lies where the unit sees nothing."""
    first = program()[0]
    if first.startswith(_UNSEEN):
        yield f"{first} is hidden from a service of the system; install the program outside of home folders, as in /opt"
