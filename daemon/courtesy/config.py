"""The owner's configuration: every key, its type and the default that serves when it is not given."""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta, Struct, field
from msgspec.structs import replace

from courtesy import config_checks as checks
from courtesy.config_faults import faults
from courtesy.config_lines import Fault, Place, lines
from courtesy.errors import ConfigError

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
        return checks.server(table, usual_port={"tls": 993, "starttls": 143, "none": 143})


class Maildir(Table, frozen=True, tag_field="kind", tag="maildir"):
    """A mailbox in a folder of this computer."""

    name: str = ""
    path: File = "~/Maildir"
    folders: tuple[str, ...] = ("INBOX",)
    sent: str = ""  # "" finds the folder by its name
    poll_minutes: Minutes = 5
    trusted_authserv: str = ""


class Vdir(Table, frozen=True, tag_field="kind", tag="vdir"):
    """A calendar in a folder: one .ics file an entry, as vdirsyncer and khal keep it."""

    path: File = "~/.local/share/courtesy/calendar"
    reminders_minutes: tuple[Annotated[int, Meta(ge=0, le=40320)], ...] = (60,)


class CalDav(Table, frozen=True, tag_field="kind", tag="caldav"):
    """A calendar on a CalDAV server: Fastmail, iCloud, Nextcloud, Radicale and others."""

    url: Url = ""
    user: str = ""  # "" is the first of me.addresses
    password_command: Command = ""
    password_file: File = ""
    credential: str = "caldav-password"
    ca_file: File = ""
    calendar: str = "Interviews"  # by its name; made when there is none
    reminders_minutes: tuple[Annotated[int, Meta(ge=0, le=40320)], ...] = (60,)

    @staticmethod
    def agreement(table: dict[str, Any]) -> Iterator[Fault]:
        return checks.web_server(table)


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
        return checks.server(table, usual_port={"starttls": 587, "tls": 465, "none": 25})


class Terminal(Table, frozen=True, tag_field="kind", tag="terminal"):
    """Alerts as lines on standard output."""


class Quiet(Table, frozen=True):
    """When alerts that can wait do wait. Off unless both ends are given, or weekend is true."""

    from_: Clock = field(name="from", default="")
    to: Clock = ""
    weekend: bool = False

    @staticmethod
    def agreement(table: dict[str, Any]) -> Iterator[Fault]:
        if bool(table.get("from")) != bool(table.get("to")):
            yield ("from",), "quiet hours need both from and to"


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
    mailbox: tuple[Imap | Maildir, ...] = ()
    calendar: Vdir | CalDav | None = None
    alert: tuple[Desktop | Email | Terminal, ...] = (Terminal(),)
    quiet: Quiet = Quiet()
    rules: Rules = Rules()
    rule: tuple[dict[str, Any], ...] = ()  # checked with the packs
    state: State = State()

    @staticmethod
    def agreement(document: dict[str, Any]) -> Iterator[Fault]:
        return checks.owner(document)


Mailbox = Imap | Maildir
AlertChannel = Desktop | Email | Terminal


def default_path() -> Path:
    """Where the configuration lies when nobody says otherwise."""
    home = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(f"{home}/courtesy/config.toml").expanduser()


def load(path: Path | None = None) -> Config:
    """Read and check the configuration at `path`, or at its usual place, where it may be missing.

    Raises ConfigError with one line for every fault: the file, the line, the key and the nearest right one.
    """
    if path is None and not default_path().exists():
        return Config()
    path = path or default_path()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}"]) from None
    return parse(text, path.name)


def parse(text: str, name: str = "config.toml") -> Config:
    """Check a configuration given as TOML; `name` is what its faults call it. Raises ConfigError as `load` does."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_syntax(name, text, str(error))]) from None
    found = list(faults(document, msgspec.inspect.type_info(Config)))
    if found:
        raise ConfigError(_told(name, found, lines(text)))
    config = msgspec.convert(document, Config)
    return replace(config, me=replace(config.me, addresses=tuple(checks.own_addresses(document).values())))


def need_mailbox(config: Config, path: Path | None = None) -> None:
    """Raise ConfigError with the lines to add, if no mailbox is configured."""
    if not config.mailbox:
        remedy = '[[mailbox]]\nkind = "imap"\nhost = "imap.example.com"\nuser = "you@example.com"'
        remedy += '\npassword_command = "secret-tool lookup courtesy imap"'
        where = path or default_path()
        raise ConfigError(
            [f"no mailbox to watch; `courtesy init` asks for one, or add these lines to {where}:\n{remedy}"]
        )


def _syntax(name: str, text: str, error: str) -> str:
    words, _, place = error.rpartition(" (at ")
    number = place.removeprefix("line ").split(",")[0]
    line = int(number) if number.isdecimal() else text.rstrip("\n").count("\n") + 1  # "end of document"
    return f"{name} line {line}: this is not TOML: {words or error}"


def _told(name: str, found: list[Fault], where: dict[Place, int]) -> list[str]:
    """The faults in the order of the file, each on a line with its line number."""
    numbered = [(_line(place, where), text) for place, text in found]
    return [f"{name} line {line}: {text}" for line, text in sorted(dict.fromkeys(numbered), key=lambda one: one[0])]


def _line(place: Place, where: dict[Place, int]) -> int:
    while place and place not in where:
        place = place[:-1]
    return where.get(place, 1)
