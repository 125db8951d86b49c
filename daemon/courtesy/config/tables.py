"""The tables of the configuration file: every key, its type and the default that serves when it is not given."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct, field

from courtesy.cases.actions import DraftKind
from courtesy.config import checks
from courtesy.config.lines import Fault

Address = Annotated[str, Meta(extra={"check": checks.address})]
Clock = Annotated[str, Meta(extra={"check": checks.clock})]
Command = Annotated[str, Meta(extra={"check": checks.command})]
File = Annotated[str, Meta(extra={"check": checks.path})]
Url = Annotated[str, Meta(extra={"check": checks.url})]
Zone = Annotated[str, Meta(extra={"check": checks.zone})]
Hours = Annotated[int, Meta(ge=1, le=720)]
Minutes = Annotated[int, Meta(ge=1, le=1440)]
Port = Annotated[int, Meta(ge=1, le=65535)]
Security = Literal["tls", "starttls", "none"]
Reminders = tuple[Annotated[int, Meta(ge=0, le=40320)], ...]  # minutes before the start


class Table(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the configuration file."""


class Me(Table, frozen=True):
    """Who the owner is."""

    name: str = ""
    addresses: tuple[Address, ...] = ()  # () is the users of the mailboxes
    time_zone: Zone = ""  # "" is the zone of this computer

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone or checks.system_zone())


class Timing(Table, frozen=True):
    """How long things may take."""

    reply_within_hours: Hours = 24
    thank_you_within_hours: Hours = 24
    lookback_days: Annotated[int, Meta(ge=1, le=3650)] = 60
    interview_minutes: Minutes = 60
    phone_minutes: Minutes = 45
    blind_after_minutes: Minutes = 60  # a mailbox out of reach for so long is told


class Imap(Table, frozen=True, tag_field="kind", tag="imap"):
    """A mailbox on an IMAP server, only ever read."""

    name: str = ""
    host: str = ""
    port: Port = 993
    security: Security = "tls"
    user: str = ""  # "" is the first of me.addresses
    password_command: Command = ""
    password_file: File = ""
    credential: str = "imap-password"  # the name of a systemd credential
    ca_file: File = ""
    folders: tuple[str, ...] = ("INBOX",)
    sent: str = ""  # "" finds the folder by its \\Sent mark
    poll_minutes: Minutes = 5
    trusted_authserv: str = ""

    @staticmethod
    def agreement(table: dict[str, Any]) -> Iterator[Fault]:
        return checks.server(table, usual_port=checks.IMAP_PORTS)


class Maildir(Table, frozen=True, tag_field="kind", tag="maildir"):
    """A mailbox in a folder of this computer."""

    name: str = ""
    path: File = "~/Maildir"
    folders: tuple[str, ...] = ("INBOX",)
    sent: str = ""  # "" finds the folder by its name
    poll_minutes: Minutes = 5
    trusted_authserv: str = ""


class Gmail(Table, frozen=True, tag_field="kind", tag="gmail"):
    """A mailbox at Gmail, read through its API; [google] says with which client."""

    name: str = ""
    user: str = ""  # "" is the first of me.addresses
    labels: tuple[str, ...] = ("INBOX",)  # "*" is all mail but spam and trash
    poll_minutes: Minutes = 2
    trusted_authserv: str = "mx.google.com"


Mailbox = Imap | Maildir | Gmail


class Vdir(Table, frozen=True, tag_field="kind", tag="vdir"):
    """A calendar in a folder: one .ics file an entry, as vdirsyncer and khal keep it."""

    path: File = "~/.local/share/courtesy/calendar"
    busy: tuple[File, ...] = ()  # folders of the owner's other calendars, looked into for clashes
    reminders_minutes: Reminders = (60,)


class CalDav(Table, frozen=True, tag_field="kind", tag="caldav"):
    """A calendar on a CalDAV server: Fastmail, iCloud, Nextcloud, Radicale and others."""

    url: Url = ""
    user: str = ""  # "" is the first of me.addresses
    password_command: Command = ""
    password_file: File = ""
    credential: str = "caldav-password"
    ca_file: File = ""
    calendar: str = "Interviews"  # by its name; made when there is none
    busy: tuple[str, ...] = ("*",)  # names of other calendars, looked into for clashes; "*" is all of them
    reminders_minutes: Reminders = (60,)

    @staticmethod
    def agreement(table: dict[str, Any]) -> Iterator[Fault]:
        return checks.web_server(table)


class GoogleCalendar(Table, frozen=True, tag_field="kind", tag="google"):
    """A calendar at Google; [google] says with which client."""

    user: str = ""  # "" is the first of me.addresses
    calendar: str = "Interviews"  # what to call the one that is made; or the id of one that was made so
    busy: tuple[str, ...] = ("primary",)  # other calendars, looked into for clashes, by their ids
    reminders_minutes: Reminders = (60,)


class Google(Table, frozen=True):
    """With which client the program signs in at Google, and where that is."""

    client_file: File = "~/.config/courtesy/google-client.json"  # as downloaded from the Google console
    token_file: File = ""  # "" is google-token.json in the state folder
    keyring: bool = False  # whether what is secret of the token lies in the keyring instead
    gmail_api: Url = "https://gmail.googleapis.com/"
    calendar_api: Url = "https://www.googleapis.com/calendar/v3/"
    auth_uri: Url = "https://accounts.google.com/o/oauth2/v2/auth"
    token_uri: Url = "https://oauth2.googleapis.com/token"
    ca_file: File = ""

    @staticmethod
    def agreement(table: dict[str, Any]) -> Iterator[Fault]:
        return checks.google(table)


class Desktop(Table, frozen=True, tag_field="kind", tag="desktop"):
    """Alerts as notifications of the desktop."""


class Email(Table, frozen=True, tag_field="kind", tag="email"):
    """Alerts as e-mail to the owner, and to nobody else."""

    host: str = ""
    port: Port = 587
    security: Security = "starttls"
    user: str = ""  # "" is the sender's address
    password_command: Command = ""
    password_file: File = ""
    credential: str = "smtp-password"
    ca_file: File = ""
    from_: Address = field(name="from", default="")  # "" is the first of me.addresses
    to: Address = ""  # "" is the first of me.addresses

    @staticmethod
    def agreement(table: dict[str, Any]) -> Iterator[Fault]:
        return checks.server(table, usual_port=checks.SMTP_PORTS)


class Terminal(Table, frozen=True, tag_field="kind", tag="terminal"):
    """Alerts as lines on standard output."""


class Apprise(Table, frozen=True, tag_field="kind", tag="apprise"):
    """Alerts by ntfy, Telegram, Matrix, Slack and others, through the apprise package."""

    name: str = ""  # what to call it: "ntfy on my phone"
    url_command: Command = ""  # prints the address that apprise wants; it is a secret, so it is not kept here
    url_file: File = ""
    credential: str = "apprise-url"

    @staticmethod
    def agreement(table: dict[str, Any]) -> Iterator[Fault]:
        if table.get("url_command") and table.get("url_file"):
            yield ("url_file",), "there is a url_command too; keep one of them"


AlertChannel = Desktop | Email | Apprise | Terminal


class Quiet(Table, frozen=True):
    """When alerts that can wait do wait. Off unless both ends are given, or weekend is true."""

    from_: Clock = field(name="from", default="")
    to: Clock = ""
    weekend: bool = False

    @staticmethod
    def agreement(table: dict[str, Any]) -> Iterator[Fault]:
        if bool(table.get("from")) != bool(table.get("to")):
            yield ("from",), "quiet hours need both from and to"


class Digest(Table, frozen=True):
    """How much may be told in a day, and the summary of what is still owed."""

    at: Clock = ""  # "" is no summary, unless the limit was reached
    alerts_a_day: Annotated[int, Meta(ge=0, le=1000)] = 12  # 0 is no limit


class Briefing(Table, frozen=True):
    """When the owner is briefed before an interview."""

    evening_before: Clock = "18:00"  # "" is not at all
    minutes_before: Annotated[int, Meta(ge=0, le=1440)] = 60  # 0 is not at all


class Drafts(Table, frozen=True):
    """Answers drafted for the owner to finish and send; nothing is ever sent."""

    write: bool = False
    kinds: tuple[DraftKind, ...] = ("reply_needed", "thank_you_due", "thank_you_courtesy", "follow_up_ok")
    mailbox: str = ""  # the name of the mailbox they go to; "" is the first
    folder: str = ""  # "" finds the folder that the server marks as that of drafts
    templates: File = ""  # a file of the owner's own words


class Rules(Table, frozen=True):
    """Which rule packs read the mail."""

    packs: tuple[str, ...] = ()  # () is every pack that comes with the program
    files: tuple[File, ...] = ()


class State(Table, frozen=True):
    """Where the program keeps what it has seen."""

    folder: File = ""  # "" is $XDG_STATE_HOME/courtesy

    @property
    def path(self) -> Path:
        home = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
        return Path(self.folder or f"{home}/courtesy").expanduser()


class Config(Table, frozen=True):
    """The whole file."""

    me: Me = Me()
    timing: Timing = Timing()
    mailbox: tuple[Mailbox, ...] = ()
    calendar: Vdir | CalDav | GoogleCalendar | None = None
    google: Google = Google()
    alert: tuple[AlertChannel, ...] = (Terminal(),)
    quiet: Quiet = Quiet()
    digest: Digest = Digest()
    briefing: Briefing = Briefing()
    drafts: Drafts = Drafts()
    rules: Rules = Rules()
    rule: tuple[dict[str, Any], ...] = ()  # checked with the packs
    state: State = State()

    @property
    def draft_mailbox(self) -> Mailbox | None:
        """The one that drafts go to; None where none are wanted."""
        named = (mailbox for mailbox in self.mailbox if self.drafts.mailbox in ("", mailbox.name))
        return next(named, None) if self.drafts.write else None

    @staticmethod
    def agreement(document: dict[str, Any]) -> Iterator[Fault]:
        return checks.owner(document)
