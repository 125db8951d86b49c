"""How a mail becomes an event of a case: parsed, read, and reduced to what matters."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from courtesy.cases.events import Event, Owner, event_of
from courtesy.cases.names import organisation
from courtesy.config import rulebook
from courtesy.config.tables import Config
from courtesy.mail.message import Message
from courtesy.mail.parse import parse
from courtesy.reading import Kind, Reading
from courtesy.reading.packs import Packs
from courtesy.reading.read import read, read_as


@dataclass(frozen=True, kw_only=True, slots=True)
class Intake:
    """Whose mail is read, and by which rules."""

    packs: Packs
    addresses: frozenset[str]  # the owner's, lower case
    zone: ZoneInfo  # the owner's
    trusted: frozenset[str] = frozenset()  # authserv-ids whose Authentication-Results count (RFC 8601)

    def parse(self, raw: bytes, arrived: datetime | None = None) -> Message:
        """The message in the octets `raw`; `arrived` None: the mail itself says when, as well as it can."""
        return parse(raw, arrived=arrived, trusted=self.trusted)

    def read(self, message: Message, *, sent: bool = False) -> Reading:
        """What `message` says; `sent`: it lies in the folder of sent mail."""
        own = self.is_own(message, sent=sent)
        return read(message, self.packs, addresses=self.addresses, zone=self.zone, sent=own)

    def event(self, message: Message, *, sent: bool) -> Event | None:
        """What `message` does to a case, or None where it means nothing to any."""
        own = self.is_own(message, sent=sent)
        return event_of(message, self.read(message, sent=sent), sent_folder=own, addresses=self.addresses)

    def event_as(self, message: Message, kind: Kind) -> Event | None:
        """The event that an incoming `message` is if it is of `kind`, whatever is read of it; None for other mail."""
        reading = read_as(message, kind, self.packs, addresses=self.addresses, zone=self.zone)
        return event_of(message, reading, sent_folder=False, addresses=self.addresses)

    def is_own(self, message: Message, *, sent: bool = False) -> bool:
        """Whether the owner wrote `message` to others: what he hands on to himself is read as mail that came in."""
        to_himself = bool(message.to) and all(one.email in self.addresses for one in message.to)
        return (sent or message.sender.email in self.addresses) and not to_himself


def intake_of(config: Config, path: Path | None = None) -> Intake:
    """The intake of the configuration that was read from `path`. Raises ConfigError."""
    trusted = (mailbox.trusted_authserv.strip().lower() for mailbox in config.mailbox)
    return Intake(
        packs=rulebook.load(config, path),
        addresses=frozenset(address.lower() for address in config.me.addresses),
        zone=config.me.zone,
        trusted=frozenset(filter(None, trusted)),
    )


def owner_of(config: Config, packs: Packs) -> Owner:
    """What the cases must know of the owner, and of the systems that write to him for others."""
    timing = config.timing
    return Owner(
        zone=config.me.zone,
        addresses=frozenset(address.lower() for address in config.me.addresses),
        reply_within=timedelta(hours=timing.reply_within_hours),
        thank_you_within=timedelta(hours=timing.thank_you_within_hours),
        interview_length=timedelta(minutes=timing.interview_minutes),
        phone_length=timedelta(minutes=timing.phone_minutes),
        quiet_from=_clock(config.quiet.from_),
        quiet_to=_clock(config.quiet.to),
        brief_evening=_clock(config.briefing.evening_before),
        brief_before=timedelta(minutes=config.briefing.minutes_before) or None,
        quiet_weekend=config.quiet.weekend,
        shared_domains=frozenset(organisation(domain) for domain in packs.domains()),
    )


def _clock(text: str) -> time | None:
    return time.fromisoformat(text) if text else None
