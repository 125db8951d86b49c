"""Alerts as notifications of a Linux desktop, over its session bus (Desktop Notifications Specification 1.2).

At least once: the notification service has no memory that could be asked, so a crash between showing a
notification and recording that it was shown, or a service too slow to answer, shows it a second time. Its buttons
work while the program that showed it runs.
"""

import contextlib
import os
import shutil
import subprocess
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

from courtesy.cases.actions import Action, Alert
from courtesy.cases.choices import offers
from courtesy.clock import now
from courtesy.effects import words
from courtesy.effects.desktop_bus import Bus, Notice, session_address
from courtesy.effects.desktop_session import Session
from courtesy.effects.links import Links, no_links
from courtesy.errors import TryLater
from courtesy.mail.plain import one_line

_TIMEOUT = 5.0  # seconds, for each answer on the bus
_OPEN = ("default", "open")  # a click on the notification itself, and the button
_REMEMBERED = 200  # alerts whose mail can be opened


def open_link(url: str) -> None:
    """Have the desktop open `url`; apart from this service, whose limits and whose end a browser must not share."""
    command = ["xdg-open", url]
    if os.environ.get("INVOCATION_ID") and shutil.which("systemd-run"):  # systemd.exec(5)
        command = ["systemd-run", "--user", "--collect", "--quiet", *command]

    def run() -> None:
        with contextlib.suppress(OSError):
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    threading.Thread(target=run, name="open", daemon=True).start()


class Desktop:
    """An effect that shows alerts to whoever sits at this computer; holds are none of its business.

    `address` is the D-Bus address of the session; "" finds it in the environment. Once it `listen`s, notifications have
    buttons: what cases/choices.py offers, and one that has `opener` open the first of the `links` to the mail.
    """

    name = "desktop notifications"

    def __init__(
        self,
        *,
        address: str = "",
        timeout: float = _TIMEOUT,
        zone: tzinfo = UTC,
        links: Links = no_links,
        opener: Callable[[str], None] = open_link,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._address = address
        self._timeout = timeout
        self._zone, self._links, self._opener, self._clock = zone, links, opener, clock
        self._chosen: Callable[[str, str], None] | None = None
        self._session: Session | None = None
        self._mails: OrderedDict[str, str] = OrderedDict()  # by the key of the alert: the link to its mail

    def listen(self, chosen: Callable[[str, str], None]) -> None:
        """From now on call `chosen`, in another thread, with the key of an alert and what the owner says to it."""
        self._chosen = chosen

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
        """Hear no button any more."""
        if self._session is not None:
            self._session.end()
        self._session = None

    def _show(self, alert: Alert, address: str) -> None:
        now = self._clock()
        title, body = words.headline(alert, now, self._zone), _body(alert)
        urgent = alert.kind in words.URGENT
        if self._chosen is None:  # no connection outlives a notification
            with Bus(address, self._timeout) as bus:
                bus.notify(Notice(title=title, body=body, is_urgent=urgent))
            return
        if self._session is None or self._session.address != address or not self._session.is_alive:
            self.close()
            self._session = Session(address, self._timeout, self._pressed)
        notice = Notice(title=title, body=body, is_urgent=urgent, buttons=self._buttons(alert, now))
        self._session.show(notice, alert.key)

    def _buttons(self, alert: Alert, now: datetime) -> tuple[tuple[str, str], ...]:
        """Notes are too long for a button; they are written by mail, or with `courtesy note`."""
        said = [(one.words, one.label) for one in offers(alert, now, self._zone) if one.words != "notes"]
        links = self._links(alert.message_id)
        if not links:
            return tuple(said)
        self._mails[alert.key] = links[0].url
        while len(self._mails) > _REMEMBERED:
            self._mails.popitem(last=False)
        return (*((name, "Open mail") for name in _OPEN), *said)

    def _pressed(self, key: str, button: str) -> None:
        if button not in _OPEN:
            if self._chosen is not None:
                self._chosen(key, button)
        elif url := self._mails.get(key):
            self._opener(url)


def _body(alert: Alert) -> str:
    why = words.quote(alert)
    lines = [
        one_line(alert.text, 500),
        f"\u201c{why}\u201d" if why else "",
        *(one_line(one, 300) for one in alert.more),
    ]
    return "\n".join(filter(None, lines))


def _reason(error: Exception, address: str) -> str:
    if isinstance(error, TimeoutError):
        return "the notification service does not answer"
    return f"no session at {one_line(address, 500)}; they wait until you have logged in"
