"""What was decided: an entry to keep in the calendar, one to take away, something to tell the owner."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from courtesy.mail.message import Address

AlertKind = Literal[
    "reply_needed",
    "reply_overdue",
    "thank_you_due",
    "thank_you_courtesy",
    "debrief",
    "follow_up_ok",
    "too_early",
    "conflict",
    "scam_warning",
    "question",  # a mail that may be an interview: the owner is asked
    "signal",  # the program's own voice: mailbox out of reach, or back
    "place_changed",  # an interview takes place elsewhere
    "briefing",  # an interview is near
    "digest",  # what is still owed, in one
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hold:
    """A calendar entry that we keep for an interview, or for a time proposed for one."""

    uid: str  # stable over restarts; also the calendar UID and the name of its file
    start: datetime  # aware UTC
    end: datetime  # aware UTC, after start
    status: Literal["tentative", "confirmed"]
    summary: str  # our own words: "Interview: COMPANY (ROLE)"
    company: str = ""
    place: str = ""  # "video", "phone", "onsite" or ""
    where: str = ""  # an address, or the link to a call
    notes: str = ""  # our own words, lines by \n
    case: str = ""
    message_id: str = ""  # of the mail that gave it its present time
    invitation: str = ""  # the UID that a calendar part of their mail bears (RFC 5545, 3.8.4.7)
    sequence: int = 0  # raised each time a stored hold changes (RFC 5545, 3.8.7.4)


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """A hold to be taken out of the calendar."""

    uid: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """A moment after which it is too late, whatever the owner's own habits are."""

    at: datetime  # aware UTC
    what: str  # "their deadline"


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """Something owed, said once."""

    key: str  # stable: derives from the case and the fact; the same key is never told twice
    kind: AlertKind
    text: str  # one line: what to do, for whom, by when
    why: str = ""  # the words of the mail it rests on
    more: tuple[str, ...] = ()  # further lines in our own words: the times on both clocks, what a digest lists
    about: str = ""  # which mail that is: its subject and sender
    company: str | None = None
    message_id: str | None = None  # the mail that triggered it
    case: str = ""
    due: datetime | None = None  # when it is told, aware UTC
    by: datetime | None = None  # by when the owner should have acted, where that is not `due`
    limit: Limit | None = None


DraftKind = Literal["reply_needed", "thank_you_due", "thank_you_courtesy", "follow_up_ok"]
"""The alerts that a draft may serve."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A mail in the owner's name, for him to finish and send or to throw away: written once, and never sent."""

    key: str  # "draft:" and the key of the alert that it serves; the same key is never written twice
    kind: DraftKind
    message_id: str  # of the draft itself; derives from the key
    date: datetime  # aware, on the owner's clock
    sender: Address  # the owner, under the address that they wrote to
    to: tuple[Address, ...]
    subject: str
    in_reply_to: str = ""  # the Message-ID of the mail that it answers
    references: tuple[str, ...] = ()  # of the thread, oldest first, that mail last (RFC 5322, 3.6.4)
    body: str  # plain text, lines by \n: our own words, with names as the mail gives them
    language: str = "en"  # ISO 639-1
    company: str | None = None
    case: str = ""


Action = Hold | Release | Alert | Draft
