"""Alerts as notifications of macOS, by terminal-notifier where it is installed, else by osascript.

At least once: a crash between showing a notification and recording that it was shown shows it again. With
terminal-notifier the second replaces the first, with osascript both stand in the list.
"""

import hashlib
import shutil
import subprocess

from courtesy.cases.actions import Action, Alert
from courtesy.effects import words
from courtesy.errors import GiveUp, TryLater
from courtesy.mail.plain import one_line

_TIMEOUT = 15.0  # seconds
_SCRIPT = (  # the texts are arguments of the script, never part of it
    "on run argv",
    "display notification (item 2 of argv) with title (item 1 of argv)",
    "end run",
)


class MacNotifications:
    """An effect that shows alerts to whoever sits at this Mac; holds are none of its business."""

    name = "macOS notifications"

    def __init__(self, *, timeout: float = _TIMEOUT) -> None:
        self._timeout = timeout

    def perform(self, action: Action) -> None:
        """Show an alert. Raises GiveUp when neither program is there, TryLater when it fails."""
        if not isinstance(action, Alert):
            return
        command, text = _command(action)
        try:
            subprocess.run(command, input=text, timeout=self._timeout, check=True, capture_output=True, text=True)
        except subprocess.TimeoutExpired as error:
            raise TryLater(f"{self.name}: {command[0]} does not come to an end; will try again") from error
        except (OSError, subprocess.CalledProcessError) as error:
            said = one_line(getattr(error, "stderr", None) or str(error), 160)
            raise TryLater(f"{self.name}: {command[0]} failed ({said}); will try again") from error

    def close(self) -> None:
        """Nothing is kept open."""


def _command(alert: Alert) -> tuple[list[str], str]:
    """The command that shows the alert, and its standard input.

    terminal-notifier takes a text that begins with "[" or "-" for something else, so it gets the text by
    standard input; titles begin with a word of our own.
    """
    title, text = words.title(alert), one_line(alert.text, 500)
    if why := words.quote(alert):
        text += f"\n\u201c{why}\u201d"
    if notifier := shutil.which("terminal-notifier"):
        group = hashlib.sha256(alert.key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return [notifier, "-title", title, "-group", f"courtesy.{group}"], text
    if osascript := shutil.which("osascript"):
        lines = [argument for line in _SCRIPT for argument in ("-e", line)]
        return [osascript, *lines, title, text], ""
    raise GiveUp("macOS notifications: neither terminal-notifier nor osascript is there; install terminal-notifier")
