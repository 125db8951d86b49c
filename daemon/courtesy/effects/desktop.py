"""Alerts as notifications of a Linux desktop, over its session bus (Desktop Notifications Specification 1.2).

At least once: the notification service has no memory that could be asked, so a crash between showing a
notification and recording that it was shown, or a service too slow to answer, shows it a second time.
"""

import os
from html import escape
from typing import Any

from jeepney import DBusAddress, Message, MessageType, new_method_call
from jeepney.bus import get_bus
from jeepney.io.blocking import DBusConnection, prep_socket

from courtesy.cases.actions import Action, Alert
from courtesy.effects import words
from courtesy.errors import TryLater

_TIMEOUT = 5.0  # seconds, for each answer on the bus
_PATH, _NAME = "/org/freedesktop/Notifications", "org.freedesktop.Notifications"
_NORMAL, _CRITICAL = 1, 2


class Desktop:
    """An effect that shows alerts to whoever sits at this computer; holds are none of its business.

    `address` is the D-Bus address of the session; "" finds it in the environment.
    """

    name = "desktop notifications"

    def __init__(self, *, address: str = "", timeout: float = _TIMEOUT) -> None:
        self._address = address
        self._timeout = timeout

    def perform(self, action: Action) -> None:
        """Show an alert. Raises TryLater when there is no session or nobody in it shows notifications."""
        if not isinstance(action, Alert):
            return
        address = self._address or session_address()
        try:
            self._show(action, address)
        except (OSError, RuntimeError, ValueError) as error:  # the last two for an address that is none
            raise TryLater(f"desktop notifications: {_reason(error, address)}") from error

    def close(self) -> None:
        """No connection outlives a notification: the session may end and begin anew in between."""

    def _show(self, alert: Alert, address: str) -> None:
        with Bus(address, self._timeout) as bus:
            (capabilities,) = bus.ask("GetCapabilities")
            body = _body(alert)
            if "body-markup" in capabilities:
                body = escape(body, quote=False)
            hints = {"urgency": ("y", _CRITICAL if alert.kind in words.URGENT else _NORMAL)}
            arguments: tuple[Any, ...] = ("Courtesy", 0, "", words.title(alert), body, [], hints, -1)
            bus.ask("Notify", "susssasa{sv}i", arguments)


class Bus(DBusConnection):  # type: ignore[misc]  # jeepney has no types
    """A connection on which every call ends in time; jeepney's own greeting would wait for ever."""

    def __init__(self, address: str, timeout: float) -> None:
        self._timeout = timeout
        socket = prep_socket(get_bus(address), timeout=timeout)
        try:
            super().__init__(socket)
        except BaseException:
            socket.close()
            raise

    def send_and_get_reply(self, message: Message, *, timeout: float | None = None) -> Message:
        return super().send_and_get_reply(message, timeout=timeout or self._timeout)

    def ask(self, method: str, signature: str | None = None, arguments: tuple[Any, ...] = ()) -> Any:
        """Call the notification service; TryLater when there is none."""
        service = DBusAddress(_PATH, bus_name=_NAME, interface=_NAME)
        reply = self.send_and_get_reply(new_method_call(service, method, signature, arguments))
        if reply.header.message_type is MessageType.error:
            said = words.plain(" ".join(map(str, reply.body)), 160)
            raise TryLater(f"desktop notifications: nobody shows them ({said}); start a notification service")
        return reply.body

    def names(self) -> set[str]:
        """Who is on the bus, and who would be started when called (D-Bus specification, "Message Bus Messages")."""
        daemon = DBusAddress("/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus")
        calls = (new_method_call(daemon, method) for method in ("ListNames", "ListActivatableNames"))
        return {name for call in calls for name in self.send_and_get_reply(call).body[0]}


def session_address() -> str:
    """Where the session bus listens: as the session says, or where systemd puts it (file-hierarchy(7))."""
    folder = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    return os.environ.get("DBUS_SESSION_BUS_ADDRESS") or f"unix:path={folder}/bus"


def _body(alert: Alert) -> str:
    why = words.quote(alert)
    return words.plain(alert.text) + (f"\n\u201c{why}\u201d" if why else "")


def _reason(error: Exception, address: str) -> str:
    if isinstance(error, TimeoutError):
        return "the notification service does not answer"
    return f"no session at {words.plain(address)}; they wait until you have logged in"
