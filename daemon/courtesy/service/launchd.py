"""The service on macOS: a launch agent of the user (launchd.plist(5), launchctl(1))."""

import os
import plistlib
import shlex
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from courtesy.service import Standing, ask, changing, surroundings, tell
from courtesy.shipped import shipped

LABEL = "org.courtesy.agent"
_SHIPPED_START = "courtesy run &"
_TO_STOP = 30.0  # seconds; after 20 launchd ends a job that does not do so itself
_BETWEEN = 0.1  # seconds


class Launchd:
    """The owner's launchd."""

    name = "the launchd agent"

    def __init__(self) -> None:
        self.path = Path.home() / "Library/LaunchAgents" / f"{LABEL}.plist"
        self._domain = f"gui/{os.getuid()}"

    def obstacle(self) -> str:
        """See Service.obstacle."""
        if ask("launchctl", "print", self._domain).returncode:
            return "nobody is logged in to the desktop of this Mac as you; log in there, not by ssh alone"
        return ""

    def standing(self) -> Standing:
        """See Service.standing."""
        if not self.path.exists():
            return Standing(installed=False)
        printed = ask("launchctl", "print", f"{self._domain}/{LABEL}")
        shown = dict(line.strip().split(" = ", 1) for line in printed.stdout.splitlines() if " = " in line)
        running = shown.get("state") == "running"
        ended = shown.get("last exit code", "")
        return Standing(
            installed=True,
            enabled=printed.returncode == 0,
            running=running,
            failure="" if running or printed.returncode != 0 else f"it ended with {ended or 'no status'}",
            program=_program(self.path),
        )

    def install(self, command: Sequence[str]) -> None:
        """See Service.install."""
        self._stop()
        with changing(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_bytes(plistlib.dumps(agent(command, surroundings())))
        tell("launchctl", "bootstrap", self._domain, str(self.path))

    def uninstall(self) -> None:
        """See Service.uninstall."""
        self._stop()
        with changing(self.path):
            self.path.unlink(missing_ok=True)

    def _stop(self) -> None:
        """Stop it, and wait until it is gone: launchctl does not, and nothing can be started in its place before."""
        ask("launchctl", "bootout", f"{self._domain}/{LABEL}")  # fails where none is loaded, which is as well
        end = time.monotonic() + _TO_STOP
        while ask("launchctl", "print", f"{self._domain}/{LABEL}").returncode == 0 and time.monotonic() < end:
            time.sleep(_BETWEEN)

    def logs(self, lines: int, *, follow: bool) -> list[str]:
        """See Service.logs."""
        return ["tail", "-n", str(lines), *(["-f"] if follow else []), str(Path.home() / "Library/Logs/courtesy.log")]


def agent(command: Sequence[str], environment: Mapping[str, str]) -> dict[str, Any]:
    """The shipped agent, started by `command`, with `environment` added to what launchd gives."""
    made: dict[str, Any] = plistlib.loads(shipped(f"launchd/{LABEL}.plist").read_bytes())
    *shell, script = made["ProgramArguments"]
    assert _SHIPPED_START in script
    made["ProgramArguments"] = [*shell, script.replace(_SHIPPED_START, f"{shlex.join(command)} &")]
    return made | ({"EnvironmentVariables": dict(environment)} if environment else {})


def _program(path: Path) -> str:
    try:
        script = str(plistlib.loads(path.read_bytes())["ProgramArguments"][-1])
    except (OSError, ValueError, KeyError, IndexError, plistlib.InvalidFileException):
        return ""
    return next((line.removesuffix(" &") for line in script.splitlines() if line.endswith(" &")), "")
