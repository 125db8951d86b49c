"""Effects carry out what was decided; each may safely be asked to do the same thing twice."""

from typing import Protocol

from courtesy.cases.actions import Action

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
