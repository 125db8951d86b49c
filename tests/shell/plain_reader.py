"""An intake that reads a few plain words, so that tests of the shell do not depend on how well mail is understood."""

import os
import signal
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from courtesy.casework.intake import Intake
from courtesy.config.rulebook import load
from courtesy.config.tables import Config
from courtesy.mail.message import Message
from courtesy.reading import OwnMail, Reading, Span


@dataclass(frozen=True, kw_only=True, slots=True)
class PlainIntake(Intake):
    """Understands lines like `invite Ridge 2026-04-20T13:00+01:00/2026-04-20T14:00+01:00`; all else says nothing."""

    def read(self, message: Message, *, sent: bool = False) -> Reading:
        if sent or message.sender.email in self.addresses:
            return Reading(own=OwnMail())
        kind, _, rest = message.text.strip().partition(" ")
        company, *times = rest.split() or [""]
        if kind == "poison":
            raise ValueError("too strange")
        if kind == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
        if kind not in ("invite", "confirm", "cancel", "reject"):
            return Reading()
        spans = tuple(Span(start=start, end=end) for start, end in map(_moments, times))
        return Reading(kind=kind, reply_needed=kind == "invite", company=company, times=spans)  # type: ignore[arg-type]


def _moments(text: str) -> tuple[datetime, datetime]:
    start, _, end = text.partition("/")
    return datetime.fromisoformat(start), datetime.fromisoformat(end)


def plain_intake(address: str) -> Intake:
    """The intake of the owner of `address`, who lives in London."""
    return PlainIntake(packs=load(Config()), addresses=frozenset({address}), zone=ZoneInfo("Europe/London"))
