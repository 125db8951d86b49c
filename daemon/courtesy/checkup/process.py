"""The running service as the system has it: whether its sandbox is in force, and whether it reaches the desktop."""

from collections.abc import Iterator
from pathlib import Path

from courtesy.checkup import Finding, note, ok, wrong

_WAIT = 5.0  # seconds
_IN_FORCE = {  # line of /proc/PID/status (proc_pid_status(5)) -> its value within a sandbox, and what that means
    "NoNewPrivs": ("1", "it can win no rights"),
    "Seccomp": ("2", "its system calls are filtered"),
}


def look_at(pid: int, *, desktop: bool) -> Iterator[Finding]:
    """The checks of the process `pid`; the session bus only where alerts go to the `desktop`."""
    about = Path("/proc", str(pid))
    try:
        lines = (about / "status").read_text().splitlines()
        environment = (about / "environ").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return  # it has ended by now, or belongs to somebody else
    yield _sandbox(dict(line.split(":\t", 1) for line in lines if ":\t" in line))
    if desktop:
        yield _bus(dict(entry.split("=", 1) for entry in environment if "=" in entry))


def _sandbox(status: dict[str, str]) -> Finding:
    lacking = [means for name, (value, means) in _IN_FORCE.items() if status.get(name, "").strip() != value]
    if not lacking:
        return ok("service", "sandbox", f"in force: {' and '.join(means for _, means in _IN_FORCE.values())}")
    said = f"it is not so that {' and that '.join(lacking)}; it works, with less between it and your files"
    return note("service", "sandbox", said, "courtesy service install; within a container there may be no more")


def _bus(environment: dict[str, str]) -> Finding:
    from courtesy.effects.desktop_bus import Bus, session_address  # with jeepney, which macOS has not

    address = session_address(environment)
    try:
        with Bus(address, _WAIT):
            return ok("service", "session bus", f"it reaches {address}")
    except (OSError, RuntimeError, ValueError):
        remedy = "systemctl --user import-environment DBUS_SESSION_BUS_ADDRESS, then: courtesy service install"
        return wrong("service", "session bus", f"it knows of none but {address}, where nobody answers", remedy)
