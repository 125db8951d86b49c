"""The log: one line on standard error for each thing that changes, never for what stays as it was."""

import logging
import os
import sys

from courtesy.mail.plain import one_line

# sd-daemon(3): the journal reads the priority of a line from its first characters.
_PRIORITY = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}


class _Line(logging.Formatter):
    """One line a record, without anything that could steer a terminal."""

    def __init__(self, *, journal: bool) -> None:
        super().__init__("%(message)s" if journal else "%(asctime)s %(message)s", datefmt="%Y-%m-%d %H:%M:%S")
        self._journal = journal

    def format(self, record: logging.LogRecord) -> str:
        line = one_line(super().format(record), 1000)
        return f"<{_PRIORITY.get(record.levelno, 6)}>{line}" if self._journal else line


def start(level: int = logging.INFO) -> None:
    """Send the log to standard error: with priorities for the systemd journal, with the time elsewhere."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Line(journal="JOURNAL_STREAM" in os.environ))
    root = logging.getLogger("courtesy")
    root.handlers = [handler]
    root.setLevel(level)
    root.propagate = False
