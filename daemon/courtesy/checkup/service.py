"""The service that watches while nobody looks."""

import shlex
from collections.abc import Iterator
from pathlib import Path

from courtesy.checkup import Finding, note, ok, process, wrong
from courtesy.service import Service, Standing


def look_at(service: Service, by_hand: str = "", *, desktop: bool = False) -> Iterator[Finding]:
    """Whether it is installed, starts by itself, runs, and can what it must; `desktop`: alerts go there.

    `by_hand` is the process that watches without it, if any.
    """
    obstacle = service.obstacle()
    standing = None if obstacle else service.standing()
    if by_hand and not (standing and standing.running):
        yield ok("service", "running", f"`courtesy run` watches, started without the service (process {by_hand})")
    if standing is None:
        said, _, remedy = obstacle.rpartition("; ")
        yield note("service", "place", said, remedy)
    else:
        yield from _findings(service, standing, by_hand)
        if standing.running and standing.pid:
            yield from process.look_at(standing.pid, desktop=desktop)


def _findings(service: Service, standing: Standing, by_hand: str) -> Iterator[Finding]:
    if not standing.installed:
        remedy = f"stop process {by_hand}, then: courtesy service install" if by_hand else "courtesy service install"
        said = (
            "it does not start by itself" if by_hand else "no service watches; mail is looked at only while you run it"
        )
        yield note("service", "installed", said, remedy)
        return
    started = _path(standing.program)
    if started and not started.exists():
        said = f"{service.path} starts {started}, which is not there any more"
        yield wrong("service", "installed", said, "courtesy service install")
    else:
        yield ok("service", "installed", f"{service.path} starts {standing.program}")
    if standing.enabled:
        yield ok("service", "enabled", "it starts by itself")
    else:
        yield wrong("service", "enabled", "it does not start by itself", "courtesy service install")
    if standing.running:
        yield ok("service", "running", standing.said or "it runs")
    elif not by_hand:
        said = standing.failure or "it does not run"
        yield wrong("service", "running", said, "courtesy service logs, then: courtesy service install")
    if standing.lingers:
        yield ok("service", "lingering", "it runs also while you are not logged in")
    elif standing.lingers is not None:
        said = "it runs only while you are logged in"
        yield note("service", "lingering", said, "loginctl enable-linger, if it shall run always")


def _path(program: str) -> Path | None:
    """The file that a command starts, where it is named by its whole path."""
    try:
        first = next(iter(shlex.split(program)), "")
    except ValueError:
        return None
    return Path(first) if first.startswith("/") else None
