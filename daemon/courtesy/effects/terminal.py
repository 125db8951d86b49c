"""What was decided, a plain line each, on a terminal or in a log.

At least once: a line cannot be taken back, so a crash between writing a line and recording that it was
written shows it a second time.
"""

from datetime import tzinfo
from typing import TextIO

from courtesy.cases.actions import Action, Alert, Hold
from courtesy.effects import words
from courtesy.errors import TryLater


class Terminal:
    """An effect that writes to `stream`, with times in the owner's `zone`; no escape sequence passes it."""

    name = "terminal"

    def __init__(self, stream: TextIO, *, zone: tzinfo) -> None:
        self._stream = stream
        self._zone = zone

    def perform(self, action: Action) -> None:
        """Write one line. Raises TryLater when the stream takes none."""
        try:
            self._stream.write(line(action, self._zone) + "\n")
            self._stream.flush()
        except (OSError, ValueError) as error:  # ValueError: closed
            raise TryLater(f"cannot write to the terminal: {error}") from error

    def close(self) -> None:
        """The stream belongs to the caller."""


def line(action: Action, zone: tzinfo) -> str:
    """An action as one line for people."""
    if isinstance(action, Alert):
        return f"{words.title(action)}. {words.plain(action.text)}"
    if isinstance(action, Hold):
        return f"Calendar: {action.status}, {words.span(action, zone)}, {words.plain(action.summary, 200)}"
    return f"Calendar: released {words.plain(action.uid, 200)}"
