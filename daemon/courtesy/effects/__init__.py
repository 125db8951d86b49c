"""Effects carry out what was decided; each may safely be asked to do the same thing twice."""

from datetime import datetime
from typing import Protocol, runtime_checkable

from courtesy.cases.actions import Action
from courtesy.cases.busy import Busy

MARK = "X-Courtesy-Alert"  # the header by which the program knows its own alerts in the mailbox it watches


class Effect(Protocol):
    """A calendar or an alert channel.

    `perform` is called with the same action until it returns, so it must be harmless to repeat: the
    action's uid or key names what it makes. It raises TryLater when the world is out of reach and GiveUp
    when the owner must act; it never retries by itself.
    """

    name: str  # for the owner: "calendar /home/ada/calendars/interviews", "e-mail to ada@mail.example"

    def perform(self, action: Action) -> None: ...

    def close(self) -> None:
        """Let go of connections; never raises."""
        ...


@runtime_checkable
class Diary(Protocol):
    """A calendar that can tell when the owner is engaged otherwise; an effect may be one too."""

    name: str  # for the owner, as that of the effect

    def busy(self, start: datetime, end: datetime) -> list[Busy]:
        """The owner's own appointments that overlap [start, end) (aware UTC), by start; never one of our holds.

        It asks once, within seconds and a bounded answer. Raises TryLater when the world is out of reach and
        GiveUp when the owner must act.
        """
        ...
