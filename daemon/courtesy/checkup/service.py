"""The service that watches while nobody looks."""

import shlex
from collections.abc import Iterator
from pathlib import Path

from courtesy.checkup import Finding, note, ok, wrong
from courtesy.service import Service, Standing


def look_at(service: Service) -> Iterator[Finding]:
    """Whether it is installed, starts by itself and runs."""
    obstacle = service.obstacle()
    if obstacle:
        said, _, remedy = obstacle.rpartition("; ")
        yield note("service", "place", said, remedy)
    else:
        yield from _findings(service, service.standing())


def _findings(service: Service, standing: Standing) -> Iterator[Finding]:
    if not standing.installed:
        remedy = "courtesy service install"
        yield note("service", "installed", "no service watches; mail is looked at only while you run it", remedy)
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
    else:
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
