"""`courtesy service`: have the system start it, keep it running, and say how it fares."""

import os
import sys
from argparse import ArgumentParser, Namespace
from contextlib import suppress
from pathlib import Path

from courtesy.clock import SystemClock
from courtesy.commands import add_config
from courtesy.config.file import default_path, load, need_mailbox
from courtesy.config.tables import Config
from courtesy.errors import CourtesyError
from courtesy.service import Service, command_for
from courtesy.service.here import service_here
from courtesy.service.server import CONFIG, SystemUnit
from courtesy.service.trouble import tell, trouble
from courtesy.store.state import holder
from courtesy.terminal.lines import complain, say

_EXAMPLES = """\
examples:
  courtesy service install      start it now, and whenever you log in
  courtesy service status       whether it runs; 1 if it does not
  courtesy service logs -f      what it says, as it says it
  courtesy service tell         tell the owner if it has failed; systemd does so when it gives up, and at login
  courtesy service uninstall    stop it, and take it away; configuration and state stay
  sudo courtesy service install --system     on a server: by /etc/courtesy/config.toml, without any login

On Linux it is a unit of `systemd --user`, on macOS a launch agent. It runs while you are logged in; on Linux
`loginctl enable-linger` has it run from the start of the computer on, and then the password must come from a file:
no keyring is open before you log in. After an update of Courtesy, `courtesy service install` starts the new one.
"""
_BY_HAND = "`courtesy run` watches, started without the service (process {})"
_WHAT = ("install", "uninstall", "status", "logs", "tell")


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy service` accepts."""
    parser.epilog = _EXAMPLES
    add_config(parser)
    parser.add_argument("what", choices=_WHAT, metavar="WHAT", help="see below")
    parser.add_argument("--system", action="store_true", help="a service of the system instead of yours (Linux)")
    parser.add_argument("-f", "--follow", action="store_true", help="logs: go on until stopped")
    parser.add_argument("-n", "--lines", type=int, default=50, metavar="N", help="logs: the last N lines (default: 50)")


def run(options: Namespace) -> int:
    """Do it; 1 if the service does not run when it should."""
    service = _of_the_system(options.config) if options.system else service_here()
    obstacle = service.obstacle()
    if obstacle:
        if options.what == "status" and (owner := _by_hand(options)):
            say(f"{_BY_HAND.format(owner)}.")
        raise CourtesyError(obstacle)
    match options.what:
        case "install":
            return _install(service, options.config or (CONFIG if options.system else None))
        case "uninstall":
            return _uninstall(service)
        case "status":
            return _status(service, _by_hand(options))
        case "tell":
            return _tell(service, options.config)
        case _:
            return _logs(service, options.lines, follow=options.follow)


def _of_the_system(path: Path | None) -> Service:
    at = (path or CONFIG).absolute()
    return SystemUnit(load(at) if at.exists() or path else Config(), at)


def _install(service: Service, path: Path | None) -> int:
    """Only with a configuration that can serve: otherwise it would only fail where nobody looks."""
    at = (path or default_path()).expanduser().absolute()
    need_mailbox(load(path), path)
    service.install(command_for(at))
    say(f"Installed: {service.path}")
    return _status(service)


def _uninstall(service: Service) -> int:
    if not service.standing().installed:
        say(f"There is none to take away ({service.path}).")
        return 0
    service.uninstall()
    say(f"Stopped, and taken away: {service.path}. Configuration and state are as they were.")
    return 0


def _by_hand(options: Namespace) -> str:
    """The process of a `courtesy run` that works with the owner's state; "" where there is none, or none is known."""
    with suppress(CourtesyError):
        return "" if options.system else holder(load(options.config).state.path)
    return ""


def _status(service: Service, by_hand: str = "") -> int:
    standing = service.standing()
    if by_hand and not standing.running:
        say(f"{_BY_HAND.format(by_hand)}; stop it before you start the service.")
    if not standing.installed:
        say("It is not installed; `courtesy service install` does so.")
        return 1
    said = f": {standing.said}" if standing.said else ""
    say(f"It runs{said}." if standing.running else f"It does not run{_because(standing.failure)}.")
    say("It starts by itself." if standing.enabled else "It does not start by itself; `courtesy service install`.")
    say(f"What it starts: {standing.program}")
    if standing.lingers:
        say("It runs also while you are not logged in.")
    elif standing.lingers is not None:
        say("It runs while you are logged in; for always: loginctl enable-linger")
    return int(not standing.running)


def _tell(service: Service, config: Path | None) -> int:
    """Tell the owner by his channels if it has failed; the system does this when it has given up, and at login."""
    alert = trouble(service.standing(), SystemClock().now())
    for failed in tell(alert, config) if alert else ():
        complain(failed)
    return 0


def _because(failure: str) -> str:
    return f": {failure}; `courtesy service logs` and `courtesy doctor` say more" if failure else ""


def _logs(service: Service, lines: int, *, follow: bool) -> int:
    """The system's own program shows them, in our place."""
    command = service.logs(max(lines, 1), follow=follow)
    sys.stdout.flush()
    try:
        os.execvp(command[0], command)
    except OSError as error:
        raise CourtesyError(f"{command[0]} cannot be run: {error.strerror}") from error
