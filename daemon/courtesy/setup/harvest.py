"""What the mail of the last weeks adds up to, in one or two lines: the first thing a new owner sees."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from courtesy.cases.events import Event
from courtesy.cases.timeline import replay
from courtesy.cases.wording import counted
from courtesy.casework.board import Row, rows
from courtesy.casework.intake import Intake, intake_of, owner_of
from courtesy.casework.past_mail import past_mail
from courtesy.config.tables import Config
from courtesy.mail import Incoming
from courtesy.outside import sources_of

DAYS = 60
_OWED = {
    "reply_needed": ("reply owed", "replies owed"),
    "reply_overdue": ("reply owed", "replies owed"),
    "thank_you_due": ("thank-you owed", "thank-yous owed"),
    "thank_you_courtesy": ("courteous close owed", "courteous closes owed"),
    "conflict": ("clash of interviews", "clashes of interviews"),
}


def harvest(config: Config, path: Path, now: datetime) -> list[str]:
    """Read the mail of the last days by the configuration at `path`, and say what is in it.

    Raises TryLater and GiveUp for a mailbox out of reach.
    """
    intake = intake_of(config, path)
    events: dict[str, Event] = {}
    mails = 0
    for incoming in past_mail(sources_of(config), now - timedelta(days=DAYS)):
        mails += 1
        event = _event(intake, incoming)
        if event is not None:
            events.setdefault(event.identity, event)
    board = rows(replay(events.values(), owner_of(config, intake.packs)), now)
    return summary(board, mails, now, config)


def _event(intake: Intake, incoming: Incoming) -> Event | None:
    try:
        return intake.event(intake.parse(incoming.raw, incoming.arrived), sent=incoming.folder == "Sent")
    except Exception:  # noqa: BLE001  # whatever is wrong with one mail, the others go on
        return None


def summary(board: Sequence[Row], mails: int, now: datetime, config: Config) -> list[str]:
    """The board in words: "3 applications, an interview on Thursday, 1 thank-you owed"."""
    start = f"In {counted(mails, 'mail')} of the last {DAYS} days"
    if not board:
        return [f"{start} there is nothing of a job hunt yet. It will speak up when there is."]
    parts = [counted(len(board), "application", "applications"), *_interviews(board, now, config), *_debts(board)]
    return [
        f"{start}: {', '.join(parts)}.",
        "`courtesy replay --since 60d` shows what it would have told you, and when.",
    ]


def _interviews(board: Sequence[Row], now: datetime, config: Config) -> Iterator[str]:
    slots = sorted((row.interview for row in board if row.interview), key=lambda slot: slot.start)
    if slots:
        start = slots[0].start.astimezone(config.me.zone)
        days = (start.date() - now.astimezone(config.me.zone).date()).days
        later = f"on {start:%A}" if days < 6 else f"on {start:%A} {start.day} {start:%B}"
        when = {0: "today", 1: "tomorrow"}.get(days, later)
        yield f"1 interview {when}" if len(slots) == 1 else f"{len(slots)} interviews, the next {when}"


def _debts(board: Sequence[Row]) -> Iterator[str]:
    owed = [alert.kind for row in board for alert in row.owed]
    for names in dict.fromkeys(_OWED.values()):
        number = sum(_OWED.get(kind) == names for kind in owed)
        if number:
            yield counted(number, *names)
