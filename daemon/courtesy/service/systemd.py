"""The service on Linux: a unit of `systemd --user` (systemd.service(5), systemctl(1), loginctl(1))."""

import os
import pwd
import re
import shlex
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from courtesy.errors import CourtesyError
from courtesy.mail.plain import one_line
from courtesy.service import Standing, ask, changing, program, surroundings, tell
from courtesy.shipped import shipped

UNIT = "courtesy.service"
TELLER = "courtesy-told.service"  # says that the other has failed
_SHIPPED_START = re.compile("ExecStart=/usr/bin/env courtesy .*\n")
_ASKED = "LoadState UnitFileState ActiveState SubState Result ExecMainStatus StatusText MainPID".split()


class Systemd:
    """The owner's own service manager."""

    name = "the systemd unit"
    manager: tuple[str, ...] = ("systemctl", "--user")
    journal: tuple[str, ...] = ("journalctl", "--user")

    def __init__(self) -> None:
        home = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
        self.path = Path(f"{home}/systemd/user/{UNIT}").expanduser()

    def obstacle(self) -> str:
        """See Service.obstacle."""
        if shutil.which("systemctl") is None:
            return f"there is no systemd on this computer; {_otherwise()}"
        answer = ask("systemctl", "--user", "is-system-running")
        if answer.stdout.strip() not in ("", "offline", "unknown"):
            return ""
        said = one_line(answer.stderr, 120) or "it is not running"
        if not Path("/run/systemd/system").is_dir():
            return f"this computer was not started by systemd ({said}); {_otherwise()}"
        return (
            f"no `systemd --user` answers in this session ({said}); log in as yourself, not by su or sudo, "
            f"or do first: sudo loginctl enable-linger {_owner()}, export XDG_RUNTIME_DIR=/run/user/{os.getuid()}"
        )

    def standing(self) -> Standing:
        """See Service.standing."""
        if not self.path.exists():
            return Standing(installed=False, lingers=self.lingers())
        told = ask(*self.manager, "show", UNIT, *(f"--property={name}" for name in _ASKED)).stdout
        shown = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
        return Standing(
            installed=True,
            enabled=shown.get("UnitFileState", "").startswith("enabled"),
            running=shown.get("ActiveState") in ("active", "reloading"),
            failure=_failure(shown),
            lingers=self.lingers(),
            program=_program(self.path),
            said=one_line(shown.get("StatusText", ""), 200),
            pid=int(shown.get("MainPID", "").strip() or 0),
        )

    def install(self, command: Sequence[str]) -> None:
        """See Service.install."""
        run = command.index("run")
        told = [*command[:run], "service", "tell", *command[run + 1 :]]
        _write(self.path.with_name(TELLER), unit(told, surroundings(), TELLER))
        self.start(unit(command, surroundings()))
        tell(*self.manager, "enable", TELLER)

    def start(self, text: str) -> None:
        """Have the unit whose file is `text` started, now and always. Raises CourtesyError."""
        _write(self.path, text)
        tell(*self.manager, "daemon-reload")
        ask(*self.manager, "reset-failed", UNIT)  # fails where it never failed, which is as well
        tell(*self.manager, "enable", UNIT)
        if ask(*self.manager, "restart", UNIT).returncode:
            failure = self.standing().failure or "systemd does not say why"
            raise CourtesyError(f"it is installed, but does not run ({failure}); see `courtesy service logs`")

    def uninstall(self) -> None:
        """See Service.uninstall."""
        for name in (UNIT, TELLER):
            ask(*self.manager, "disable", "--now", name)  # fails where systemd never heard of it
            with changing(self.path.with_name(name)):
                self.path.with_name(name).unlink(missing_ok=True)
        tell(*self.manager, "daemon-reload")

    def logs(self, lines: int, *, follow: bool) -> list[str]:
        """See Service.logs."""
        if shutil.which("journalctl") is None:
            raise CourtesyError("there is no journalctl here; look where this computer keeps its logs")
        return [*self.journal, f"--unit={UNIT}", f"--lines={lines}", *(["--follow"] if follow else [])]

    def lingers(self) -> bool | None:
        """See Standing.lingers."""
        return Path("/var/lib/systemd/linger", _owner()).exists() if Path("/run/systemd/system").is_dir() else None


def _write(path: Path, text: str) -> None:
    with changing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def unit(command: Sequence[str], environment: Mapping[str, str], name: str = UNIT) -> str:
    """The shipped unit `name`, started by `command`, with `environment` added to its own."""
    text = shipped(f"systemd/{name}").read_text(encoding="utf-8")
    more = "".join(f"Environment={_assigned(key, value)}\n" for key, value in environment.items())
    before, after = _SHIPPED_START.split(text)
    return f"{before}{more}ExecStart={' '.join(map(quoted, command))}\n{after}"


def _assigned(name: str, value: str) -> str:
    """A variable and its value (systemd.exec(5), "Environment="), specifiers left unread; "$" is only a sign."""
    text = value.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{name}={text}"'


def quoted(word: str) -> str:
    """A word of a command line (systemd.service(5), "Command lines"), specifiers and variables left unread."""
    text = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return text if text and not set(text) & set(" \t'\"\\;") else f'"{text}"'


def _program(path: Path) -> str:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((line.removeprefix("ExecStart=") for line in lines if line.startswith("ExecStart=")), "")


def _failure(shown: dict[str, str]) -> str:
    """Why it does not run, in words."""
    if shown.get("LoadState") not in (None, "loaded"):
        return f"systemd does not load it ({shown['LoadState']})"
    if shown.get("ActiveState") not in ("failed", "activating"):
        return ""
    if shown.get("ExecMainStatus") == "2":
        return "its configuration has a fault"
    return f"{shown.get('Result', 'failure')}, status {shown.get('ExecMainStatus', 'unknown')}"


def _otherwise() -> str:
    """Cron has another PATH than its owner, so the program goes by its whole path."""
    start = shlex.join([*program(), "run"])
    return f"start `courtesy run` at login by other means, as with `@reboot {start}` in `crontab -e`"


def _owner() -> str:
    return pwd.getpwuid(os.getuid()).pw_name
