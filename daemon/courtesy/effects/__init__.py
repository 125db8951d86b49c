"""Effects carry out what was decided; each may safely be asked to do the same thing twice.

The `outbox` has each do its part. A calendar is a `vdir`, `caldav` (over `dav`, in a `caldav_calendar`), or a
`google_calendar` (by `google_events`, each a `google_event`). A hold there is an `entry`; `edits` are what the owner
changed in one, `written` is what we wrote. When he is engaged tell `vdir_busy`, `caldav_busy` and `google_busy`, by
`lookup` in entries and their `occurrences`.

An alert goes by `desktop` (`desktop_bus`, `desktop_session`), `macos`, `terminal`, `apprise_push`, or `email_alert`, in
the words of `email_alert_body`; `words` are those of all, `links` open a mail. A draft is a `draft_mail`, put into the
`drafts_folder` by `imap_drafts`, `maildir_drafts` or `gmail_drafts`. `mail_out` writes mail of ours on the wire.
"""

from collections.abc import Callable
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
class Asking(Protocol):
    """An alert channel that also brings back what the owner chooses; an effect may be one too."""

    def listen(self, chosen: Callable[[str, str], None]) -> None:
        """From now on call `chosen`, in any thread, with the key of an alert and what the owner says to it."""
        ...


@runtime_checkable
class Diary(Protocol):
    """A calendar that can tell when the owner is engaged otherwise; an effect may be one too."""

    name: str  # for the owner, as that of the effect

    def busy(self, start: datetime, end: datetime) -> list[Busy] | None:
        """The owner's own appointments that overlap [start, end) (aware UTC); never one of our holds.

        None where he keeps none there that could be looked into. It asks once, and takes seconds at most, whatever
        the calendars hold. Raises TryLater when the world is out of reach and GiveUp when the owner must act.
        """
        ...
