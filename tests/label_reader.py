"""An intake that reads each mail as its label says, so that the rules of holds and alerts are tested by themselves."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from courtesy.casework.intake import Intake
from courtesy.mail.message import Address, Message
from courtesy.reading import OwnMail, Reading, Span, invite, newest


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelIntake(Intake):
    """Knows what every mail of a scenario says, by its Message-ID."""

    mails: dict[str, dict[str, Any]]  # with the key "label"

    def read(self, message: Message, *, sent: bool = False) -> Reading:
        mail = self.mails[message.message_id]
        label = mail["label"]
        parts = newest.split(message.text, subject=message.subject)
        if sent or mail["folder"] == "Sent":
            return replace(_own(label.get("note") or "", message), newest=parts.newest)
        forward = parts.forward
        return Reading(
            kind=label["kind"],
            reply_needed=bool(label.get("reply_needed")),
            times=_spans(label.get("times")),
            news_by=date.fromisoformat(label["news_by"][:10]) if label.get("news_by") else None,
            interviewers=tuple(label.get("interviewers") or ()),
            scam=bool(label.get("scam")),
            calendar=invite.parse(message.calendars, zone=self.zone),
            forwarded=bool(forward),
            author=Address(name=forward.name, email=forward.email) if forward else None,
            newest=parts.newest,
            **{key: label.get(key) for key in ("round", "company", "role", "place", "link")},
        )


def _own(note: str, message: Message) -> Reading:
    """Notes say what the owner did, after a colon: "thank_you", "chaser", "withdraws", "reply"; the rest is remarks."""
    deed = note.partition(":")[2].split(";")[0].split(",")[0]
    return Reading(
        own=OwnMail(
            thanks="thank_you" in deed or "thank-you" in deed,
            chases="chaser" in deed,
            withdraws="withdraw" in deed,
            automatic=message.automatic,
        )
    )


def _spans(rows: list[list[str | None]] | None) -> tuple[Span, ...]:
    return tuple(
        Span(start=datetime.fromisoformat(str(start)), end=datetime.fromisoformat(end) if end else None)
        for start, end in rows or ()
    )
