"""Courtesy as a service of its owner: started at login, started again when it fails, watched by the system.

`here` tells which there is on this computer: `systemd`, `launchd`, or on a `server` that nobody logs in to the
system's own; `trouble` is told when it does not run any more.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from courtesy.errors import CourtesyError
from courtesy.mail.plain import one_line

_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How the service fares."""

    installed: bool
    enabled: bool = False  # starts by itself
    running: bool = False
    failure: str = ""  # why it does not run, one line
    lingers: bool | None = None  # runs also while its owner is not logged in; None: not known here
    program: str = ""  # what it starts
    said: str = ""  # what it says of itself
    pid: int = 0  # of its process; 0: not known


class Service(Protocol):
    """The system's way of keeping a program running. Raises CourtesyError when the system says no."""

    name: str  # for the owner: "the systemd unit", "the launchd agent"
    path: Path  # the file that describes it

    def obstacle(self) -> str:
        """Why there can be no service here, and what to do instead; "" when there can."""
        ...

    def standing(self) -> Standing: ...

    def install(self, command: Sequence[str]) -> None:
        """Describe it, so that it starts with `command`, and start it; what was there is replaced."""
        ...

    def uninstall(self) -> None:
        """Stop it, and take its description away."""
        ...

    def logs(self, lines: int, *, follow: bool) -> list[str]:
        """The command that shows what it has said."""
        ...


def program() -> list[str]:
    """The command that starts this very program, by whole paths: a service has another PATH than its owner."""
    started = Path(sys.argv[0]).absolute()
    if started.name == "courtesy" and started.is_file():
        return [str(started)]
    beside = Path(sys.executable).with_name("courtesy")
    return [str(beside)] if beside.is_file() else [sys.executable, "-m", "courtesy"]


def command_for(config: Path) -> list[str]:
    """What a service starts to watch by that configuration."""
    usual = config == Path("~/.config/courtesy/config.toml").expanduser()
    return [*program(), "run", *([] if usual else ["--config", str(config)])]


def surroundings() -> dict[str, str]:
    """What of this shell's environment a service needs too, which is started without it: where the state lies."""
    home = os.environ.get("XDG_STATE_HOME")
    return {"XDG_STATE_HOME": str(Path(home).expanduser().absolute())} if home else {}


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """Put into the owner's words what keeps the file `path`, which describes the service, from being changed."""
    try:
        yield
    except OSError as error:
        why = f"{path} cannot be changed: {error.strerror or type(error).__name__}"
        raise CourtesyError(f"{why}; mend that, if the folder is yours: ls -ld {path.parent}") from error


def ask(*command: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of the system. Raises CourtesyError when it cannot be run."""
    try:
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CourtesyError(f"{command[0]} cannot be run: {getattr(error, 'strerror', None) or 'no answer'}") from None


def tell(*command: str) -> None:
    """The same, where nothing but success will do."""
    ran = ask(*command)
    if ran.returncode:
        said = one_line(ran.stderr or ran.stdout, 300) or f"status {ran.returncode}"
        raise CourtesyError(f"`{' '.join(command)}` failed: {said}")
