"""The facts that are read from one message: what it is, when, who, where, and the words each rests on."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args

from courtesy.mail.message import Address

Kind = Literal[
    "invite", "confirm", "reschedule", "cancel", "reject", "offer",
    "assessment", "update", "receipt", "outreach", "other",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
INTERVIEW: tuple[Kind, ...] = ("invite", "confirm", "reschedule", "cancel")  # the kinds that are about one
TALK: tuple[Kind, ...] = (*INTERVIEW, "outreach")  # and those that are about a talk of any sort
Place = Literal["video", "phone", "onsite"]
PLACES: tuple[Place, ...] = ("video", "phone", "onsite")


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A time with an optional end, both aware, in the zone they were stated in."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Why:
    """One piece of evidence: the rule that spoke, for what, how strongly, and the words of the mail."""

    rule: str  # "en/invite.ask-availability", "calendar.request", "words" (the statistical witness)
    says: str  # the kind or fact it speaks for: "invite", "reply_needed", "scam", "times"
    weight: float  # log-odds; negative speaks against
    quote: str  # the words of the mail, at most 160 characters, control characters removed


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarEvent:
    """One VEVENT of a calendar part (RFC 5545, RFC 5546), reduced to what a hold needs."""

    method: str  # REQUEST, CANCEL, REPLY, COUNTER, PUBLISH ...
    uid: str
    sequence: int
    summary: str
    span: Span | None  # None: all-day, or no start that can be placed in time
    location: str = ""
    organizer: str = ""  # the address, lower case
    organizer_name: str = ""
    attendees: tuple[str, ...] = ()  # display names or addresses
    status: str = ""  # TENTATIVE, CONFIRMED, CANCELLED
    description: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnMail:
    """What a mail from the owner's own hand does."""

    thanks: bool = False  # thanks somebody for an interview or a conversation that took place
    chases: bool = False  # asks for news of an application
    withdraws: bool = False  # takes the application back, or declines to go on
    automatic: bool = False  # an out-of-office reply: no answer at all
    refuses: bool = False  # turns something down, if only one of several days


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a message says. The keys up to `scam` mean what they mean in docs/reading.md."""

    kind: Kind = "other"
    confidence: float = 1.0  # 0-1; of readings at 0.9 nine in ten are right
    language: str = "en"  # ISO 639-1
    round: int | None = None  # 1 first, 2 second ..., 99 final
    reply_needed: bool = False
    times: tuple[Span, ...] = ()  # proposed slots, or the fixed time; for a cancel the time called off
    windows: tuple[Span, ...] = ()  # "between 1 and 4 pm on Tuesday"
    deadline: date | datetime | None = None  # by when the owner must answer or act
    news_by: date | None = None  # by when they promise to come back
    company: str | None = None
    role: str | None = None
    place: Place | None = None
    link: str | None = None  # to join, to book, or to start an assessment
    interviewers: tuple[str, ...] = ()
    scam: bool = False
    why: tuple[Why, ...] = ()
    old_times: tuple[Span, ...] = ()  # of a reschedule: the times that no longer hold, where they are named
    duration: timedelta | None = None  # a stated length ("45 minutes"), also where no time is given
    agency: str | None = None  # the recruiter's firm, where it is not the employer
    calendar: tuple[CalendarEvent, ...] = ()
    forwarded: bool = False  # the mail hands on another mail, and that one was read
    author: Address | None = None  # of a forwarded mail: who wrote it, as far as the lines above it tell
    newest: str = ""  # the sender's own words, without those he quotes; nothing that is stored keeps them
    own: OwnMail | None = None  # set for mail from the owner's own hand
    perhaps: "Reading | None" = None  # of kind other: what it says if it belongs to an application that is known
    same_time: bool = False  # no word of it asks for another time than the one that may be fixed
    agrees: bool = False  # an answer that does nothing but agree: "Perfect, thanks!", "Booked", a thumb
    elsewhere: bool = False  # says that the interview takes place elsewhere than was said
    days: tuple[date, ...] = ()  # named without an hour, for the appointment
    same_hour: bool = False  # those days at the hour that was agreed: "could we make it Thursday, same time?"
    hours: tuple[time, ...] = ()  # named without a day, where no time has one, with an offset where a zone is stated
    by_weekday: bool = False  # days are named by the weekday alone: "Friday" may be any to come
    unsure: Kind | None = None  # what it may be too, so likely that the owner should be asked
