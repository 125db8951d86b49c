"""The alert channels: whether each would reach the owner, without saying anything to him yet."""

import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec

from courtesy.checkup import Finding, Told, mail_server, ok, wrong
from courtesy.config.tables import AlertChannel, Apprise, Config, Desktop, Email

_SERVICE = "org.freedesktop.Notifications"
_WAIT = 5.0  # seconds


def look_into(alert: AlertChannel, config: Config, told: list[Told]) -> Iterator[Finding]:
    """The checks of one channel."""
    if isinstance(alert, Email):
        yield from mail_server.look_into(alert, config, told)
    elif isinstance(alert, Apprise):
        yield _push(alert)
    elif not isinstance(alert, Desktop):
        yield ok("terminal", "alerts", "are lines of `courtesy run`; as a service they are in its log")
    elif sys.platform == "darwin":
        yield _mac()
    else:
        yield from _desktop()


def _push(alert: Apprise) -> Finding:
    """Whether the package is there; a service cannot be tried without sending something."""
    if find_spec("apprise") is None:
        return wrong(alert.name or "push", "package", "apprise is not installed", "pip install 'courtesy[push]'")
    return ok(alert.name or "push", "package", "apprise is installed; its address is tried with the first alert")


def _mac() -> Finding:
    found = shutil.which("terminal-notifier") or shutil.which("osascript")
    if found:
        return ok("macOS notifications", "program", found)
    return wrong("macOS notifications", "program", "there is none", "brew install terminal-notifier")


def _desktop() -> Iterator[Finding]:
    """The session bus, and whether somebody on it shows notifications, or would be started to."""
    from courtesy.effects.desktop_bus import Bus, session_address  # with jeepney, which macOS has not

    about, address = "desktop notifications", session_address()
    try:
        with Bus(address, _WAIT) as bus:
            names = bus.names()
    except TimeoutError:
        yield wrong(about, "session bus", f"the D-Bus session at {address} does not answer", "log out, and in again")
        return
    except (OSError, RuntimeError, ValueError):
        remedy = 'log in to a desktop, and start it from there; without a desktop take kind = "email" instead'
        yield wrong(about, "session bus", f"there is no D-Bus session at {address}", remedy)
        return
    yield ok(about, "session bus", address)
    if _SERVICE in names:
        yield ok(about, "service", "somebody shows notifications")
    else:
        remedy = "start a notification service; small desktops need one of their own: apt install dunst"
        yield wrong(about, "service", "nobody on the session bus shows notifications", remedy)
