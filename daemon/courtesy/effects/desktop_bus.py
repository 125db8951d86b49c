"""The session bus of a Linux desktop, and the notification service on it (Desktop Notifications Specification 1.2)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_call
from jeepney.bus import get_bus
from jeepney.io.blocking import DBusConnection, prep_socket

from courtesy.errors import TryLater
from courtesy.mail.plain import one_line

PATH, NAME = "/org/freedesktop/Notifications", "org.freedesktop.Notifications"
_NORMAL, _CRITICAL = 1, 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """What is shown: plain text, and buttons, each a name and a label."""

    title: str
    body: str
    is_urgent: bool = False
    buttons: tuple[tuple[str, str], ...] = ()


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

    def notify(self, notice: Notice) -> tuple[str, int]:
        """Show it, as the service can: who shows it, and under which number. Raises TryLater when nobody does."""
        (capabilities,) = self._ask("GetCapabilities").body
        body = escape(notice.body, quote=False) if "body-markup" in capabilities else notice.body
        buttons = [part for button in notice.buttons for part in button] if "actions" in capabilities else []
        hints = {"urgency": ("y", _CRITICAL if notice.is_urgent else _NORMAL)}
        arguments = ("Courtesy", 0, "", notice.title, body, buttons, hints, -1)
        reply = self._ask("Notify", "susssasa{sv}i", arguments)
        return str(reply.header.fields.get(HeaderFields.sender, "")), reply.body[0]

    def _ask(self, method: str, signature: str | None = None, arguments: tuple[Any, ...] = ()) -> Message:
        """Call the notification service; TryLater when there is none."""
        service = DBusAddress(PATH, bus_name=NAME, interface=NAME)
        reply = self.send_and_get_reply(new_method_call(service, method, signature, arguments))
        if reply.header.message_type is MessageType.error:
            said = one_line(" ".join(map(str, reply.body)), 160)
            raise TryLater(f"desktop notifications: nobody shows them ({said}); start a notification service")
        return reply

    def names(self) -> set[str]:
        """Who is on the bus, and who would be started when called (D-Bus specification, "Message Bus Messages")."""
        daemon = DBusAddress("/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus")
        calls = (new_method_call(daemon, method) for method in ("ListNames", "ListActivatableNames"))
        return {name for call in calls for name in self.send_and_get_reply(call).body[0]}


def session_address(environment: Mapping[str, str] = os.environ) -> str:
    """Where the session bus listens: as the session says, or where systemd puts it (file-hierarchy(7))."""
    folder = environment.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    return environment.get("DBUS_SESSION_BUS_ADDRESS") or f"unix:path={folder}/bus"
