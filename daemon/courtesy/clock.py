"""The only place where the program looks at the clock."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Says what time it is; tests and replays bring their own."""

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        ...


class SystemClock:
    """The computer's clock. It may jump, so nobody may wait for long without asking it again."""

    def now(self) -> datetime:
        return datetime.now(UTC)
