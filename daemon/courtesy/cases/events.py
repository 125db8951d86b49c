"""What happened to an application, as one mail told it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import re2

from courtesy.cases.names import words
from courtesy.cases.traits import WAITS
from courtesy.mail.message import Address, Message
from courtesy.reading.reading import Reading

NAMES_KEPT = 100
_CONTACTS = 5
_ASTRAY = timedelta(hours=15)  # what a clock of another zone can make of a Date header
_OWN_ASTRAY = timedelta(hours=1)
_GIVEN_UP = timedelta(days=7)  # no server tries for so long (RFC 5321, 4.5.4.1): an older date is a wrong clock's
_READ = 20_000  # characters of a mail in which addresses are looked for
_ADDRESS = re2.compile(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Owner:
    """What the cases must know of the owner: who he is, where he lives, how quick he wants to be."""

    zone: ZoneInfo
    addresses: frozenset[str] = frozenset()  # lower case
    reply_within: timedelta = timedelta(hours=24)
    thank_you_within: timedelta = timedelta(hours=24)
    interview_length: timedelta = timedelta(minutes=60)  # assumed where no end is stated
    phone_length: timedelta = timedelta(minutes=45)
    quiet_from: time | None = None  # both None: no quiet hours
    quiet_to: time | None = None
    brief_evening: time | None = None  # when he is told of an interview of the next day; None: not then
    brief_before: timedelta | None = None  # how long before its start he is told; None: not then
    quiet_weekend: bool = False  # what can wait until Monday waits until Monday
    shared_domains: frozenset[str] = frozenset()  # free mail and recruiting systems: no sign of an employer


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One mail of a job hunt, reduced to what its case needs."""

    identity: str  # of the message
    at: datetime  # when we could first see it, aware UTC
    sent: datetime  # its Date header, aware UTC
    message_id: str
    references: tuple[str, ...] = ()
    subject: str = ""
    by_owner: bool = False
    parties: tuple[Address, ...] = ()  # the other side: who wrote it, or to whom the owner wrote
    automatic: bool = False  # an automatic reply: no answer, no news
    names: tuple[str, ...] = ()  # of the text, which is not kept: its capitalised words as they come, lower case
    doubtful: bool = False  # read as other mail: counts only among the mail of an application that is known
    words_key: str = ""  # of other mail: a hash of its newest words, by which a copy is known
    answer_to: tuple[Address, ...] | None = None  # of other mail: whom an answer reaches; None: it was not noted
    asks_about: datetime | None = None  # the start of a fixed interview, of which it asks something but another time
    contacts: tuple[Address, ...] = ()  # of other mail: addresses that its own words name
    mine: str = ""  # of other mail: the owner's address that it was sent to, "" where it names none
    reading: Reading

    @property
    def place(self) -> tuple[datetime, datetime, datetime, str]:
        """Its place among other mail: as it came; but what was held up on the way says what was so when it was sent."""
        late = self.at - self.sent
        held_up = (_OWN_ASTRAY if self.by_owner else _ASTRAY) < late < _GIVEN_UP
        return (self.sent if held_up else self.at, self.sent, self.at, self.identity)

    @property
    def waits(self) -> bool:
        """True where it waits for the owner's answer, as far as its own words and its application tell."""
        return self.reading.reply_needed and (self.reading.kind in WAITS or self.asks_about is not None)

    @property
    def short(self) -> str:
        """By which the owner can name the mail to a command."""
        return self.identity[:8]


def event_of(message: Message, reading: Reading, *, sent_folder: bool, addresses: frozenset[str]) -> Event | None:
    """The event that a message is, or None where it means nothing to any application."""
    own_hand = message.sender.email in addresses
    if sent_folder or (own_hand and reading.own is not None):
        return _own_event(message, reading, addresses)
    doubtful = reading.kind == "other" and not reading.scam
    says_something = reading.perhaps is not None or reading.unsure is not None or reading.agrees
    if doubtful and (message.auto_reply or not says_something):
        return None
    parties = _authors(reading) if own_hand else (message.sender, *message.reply_to)
    return Event(
        identity=message.identity,
        at=message.arrived,
        sent=min(message.date, message.arrived).astimezone(UTC),
        message_id=message.message_id,
        references=message.references,
        subject=message.subject,
        parties=_others(parties, addresses),
        automatic=message.auto_reply,
        doubtful=doubtful,
        names=_names(message, reading),
        words_key=hashlib.sha256("".join(reading.newest.split()).encode()).hexdigest()[:16],
        answer_to=() if own_hand else _others(_answer_to(message), addresses),
        contacts=_others(_named(reading.newest), addresses),
        mine=next((one.email for one in message.to if one.email in addresses), ""),
        reading=replace(reading.perhaps or reading, newest=""),
    )


def _own_event(message: Message, reading: Reading, addresses: frozenset[str]) -> Event | None:
    parties = _others(message.to, addresses)
    if not parties:  # a note or a forward to himself answers nobody
        return None
    return Event(
        identity=message.identity,
        at=message.arrived,
        sent=min(message.date, message.arrived).astimezone(UTC),
        message_id=message.message_id,
        references=message.references,
        by_owner=True,
        parties=parties,
        automatic=message.automatic or bool(reading.own and reading.own.automatic),
        names=_names(message, reading),
        reading=replace(reading, newest=""),
    )


def _answer_to(message: Message) -> Iterable[Address]:
    """Those who want the answers (RFC 5322, 3.6.2), but no mailing list (RFC 2369, RFC 2919)."""
    post = message.headers.get("list-post", "").lower()
    named = message.headers.get("list-id", "").rpartition("<")[2].rstrip("> ").lower()
    asked = message.reply_to or (message.sender,)
    return (one for one in asked if f"mailto:{one.email}" not in post and one.email.replace("@", ".") != named)


def _named(text: str) -> Iterable[Address]:
    """The first addresses that stand in the text, without names."""
    found = (match[0].lower() for match in _ADDRESS.finditer(text[:_READ]))
    return (Address(name="", email=email) for email in islice(dict.fromkeys(found), _CONTACTS))


def _names(message: Message, reading: Reading) -> tuple[str, ...]:
    """The words that begin with a capital, by which a company is found again; those of the subject come last."""
    text = f"{reading.newest}\n{message.subject}"
    found = (part for word in text.split() if word[:1].isupper() for part in words(word))
    return tuple(islice(dict.fromkeys(found), NAMES_KEPT))


def _others(parties: Iterable[Address], addresses: frozenset[str]) -> tuple[Address, ...]:
    return tuple(dict.fromkeys(party for party in parties if party.email and party.email not in addresses))


def _authors(reading: Reading) -> tuple[Address, ...]:
    return (reading.author,) if reading.author else ()
