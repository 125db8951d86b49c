"""What every part of the store has: its database, and how a moment is written there."""

from datetime import UTC, datetime

from courtesy.store.state import Database


class Keeping:
    """Keeps something in some tables of a database; store.py puts all that do so together."""

    def __init__(self, db: Database) -> None:
        self._db = db


def as_text(moment: datetime) -> str:
    """ISO 8601 in UTC to the second: sorts as it reads."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_moment(text: str) -> datetime:
    """The moment that `as_text` wrote."""
    return datetime.fromisoformat(text)
