"""Where the program asks what moment it is; only mailboxes that count in Unix seconds ask the system themselves."""

from datetime import UTC, datetime
from typing import Protocol


def now() -> datetime:
    """The present moment, aware UTC. The computer's clock may jump: nobody may wait for long without asking again."""
    return datetime.now(UTC)


class Clock(Protocol):
    """Says what time it is; tests and replays bring their own."""

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        return now()
