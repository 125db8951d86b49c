"""Alerts on a terminal or in a log: a line each, and below it the words of the mail that it rests on, and times.

At least once: a line cannot be taken back, so a crash between writing a line and recording that it was
written shows it a second time.
"""

from typing import TextIO

from courtesy.cases.actions import Action, Alert
from courtesy.effects import words
from courtesy.errors import TryLater
from courtesy.mail.plain import one_line


class Terminal:
    """An effect that writes alerts to `stream`, and no escape sequence with them; holds are none of its business."""

    name = "terminal"

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def perform(self, action: Action) -> None:
        """Write an alert. Raises TryLater when the stream takes none."""
        if not isinstance(action, Alert):
            return
        try:
            self._stream.write(_lines(action))
            self._stream.flush()
        except (OSError, ValueError) as error:  # ValueError: closed
            raise TryLater(f"cannot write to the terminal: {error}") from error

    def close(self) -> None:
        """The stream belongs to the caller."""


def _lines(alert: Alert) -> str:
    why = words.quote(alert)
    below = [f"\u201c{why}\u201d" if why else "", *(one_line(line, 300) for line in alert.more)]
    return f"{one_line(alert.text, 500)}\n" + "".join(f"    {line}\n" for line in below if line)
