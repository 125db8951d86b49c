"""The mailboxes, the calendar and the alert channels that the configuration names."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from courtesy.accounts.google import account_of as google_account
from courtesy.accounts.keychain import account_of
from courtesy.accounts.passwords import password
from courtesy.channels import Mark, channel_of, own_address
from courtesy.config.tables import CalDav, Config, Email, Gmail, GoogleCalendar, Imap, Mailbox, Maildir
from courtesy.effects import Diary, Effect
from courtesy.effects.links import Links, links_to
from courtesy.effects.lookup import Lookup
from courtesy.errors import ConfigError, GiveUp
from courtesy.mail import Source

if TYPE_CHECKING:
    from courtesy.mail.imap import ImapAccount

_GMAIL = ("imap.gmail.com", "imap.googlemail.com")


@dataclass(frozen=True, kw_only=True, slots=True)
class Effects:
    """What performs actions, by name."""

    by_name: Mapping[str, Effect]
    calendar: str | None  # the name of the one that keeps holds
    drafts: str | None  # the name of the one that writes drafts
    channels: tuple[str, ...]  # the names of those that tell
    senders: frozenset[str]  # the addresses from which they write, lower case

    @property
    def diary(self) -> Diary | None:
        """The calendar, where it can tell when the owner is engaged."""
        calendar = self.by_name[self.calendar] if self.calendar else None
        return calendar if isinstance(calendar, Diary) else None


def sources_of(config: Config) -> list[Source]:
    """A source for each configured mailbox. Raises ConfigError when two bear one name."""
    with _blamed_on_configuration():
        sources = [_source(mailbox, config) for mailbox in config.mailbox]
    names = [source.name for source in sources]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ConfigError([f'mailbox: two are called "{name}"; give each a name of its own' for name in twice])
    return sources


def name_of(mailbox: Mailbox, config: Config) -> str:
    """What a mailbox is called, to the owner and in the state. Raises ConfigError when nobody knows whose it is."""
    if isinstance(mailbox, Maildir):
        return mailbox.name or f"mailbox {mailbox.path}"
    if isinstance(mailbox, Gmail):
        return mailbox.name or f"mailbox {google_account(config).user} at Gmail"
    return mailbox.name or f"mailbox {user_of(mailbox, config)}@{mailbox.host}"


def poll_seconds(config: Config) -> list[float]:
    """How long each mailbox may be left alone, in the order of `sources_of`."""
    return [mailbox.poll_minutes * 60.0 for mailbox in config.mailbox]


def effects_of(config: Config, mark: Mark | None = None) -> Effects:
    """The configured calendar and alert channels. Raises ConfigError for what cannot serve.

    `mark` makes the marks by which answers to alerts are known; without it no alert says how to answer it.
    """
    with _blamed_on_configuration():
        calendar = _calendar(config)
        channels = [channel_of(alert, config, _links(config), mark) for alert in config.alert]
        drafts = _drafts(config)
    every = [*([calendar] if calendar else []), *([drafts] if drafts else []), *channels]
    return Effects(
        by_name={effect.name: effect for effect in every},
        calendar=calendar.name if calendar else None,
        drafts=drafts.name if drafts else None,
        channels=tuple(dict.fromkeys(channel.name for channel in channels)),
        senders=frozenset(_senders(config)),
    )


def _senders(config: Config) -> Iterator[str]:
    """Beside the address that is given: Gmail puts the one that signs in to its place."""
    for alert in config.alert:
        if isinstance(alert, Email):
            yield from (address.lower() for address in (alert.from_, alert.user) if "@" in address)


@contextmanager
def _blamed_on_configuration() -> Iterator[None]:
    try:
        yield
    except GiveUp as error:
        raise ConfigError([str(error)]) from error


def _source(mailbox: Mailbox, config: Config) -> Source:
    if isinstance(mailbox, Imap):
        return _imap(mailbox, config)
    if isinstance(mailbox, Gmail):
        return _gmail(mailbox, config)
    from courtesy.mail.maildir import Maildir as MaildirSource

    return MaildirSource(
        Path(mailbox.path).expanduser(),
        name=name_of(mailbox, config),
        folders=mailbox.folders,
        sent=mailbox.sent or None,
    )


def _imap(mailbox: Imap, config: Config) -> Source:
    from courtesy.mail.imap import ImapSource

    return ImapSource(imap_account(mailbox, config))


def imap_account(mailbox: Imap, config: Config) -> "ImapAccount":
    """Where a mailbox is, and how to get in. Raises GiveUp for what cannot serve."""
    from courtesy.mail.imap import ImapAccount

    user, name = user_of(mailbox, config), name_of(mailbox, config)
    return ImapAccount(
        name=name,
        host=mailbox.host,
        port=mailbox.port,
        security=mailbox.security,
        user=user,
        password=lambda: password(mailbox, name, account_of(user, mailbox.host)),
        ca_file=mailbox.ca_file,
        folders=mailbox.folders,
        sent=mailbox.sent or None,
        poll_minutes=mailbox.poll_minutes,
    )


def user_of(mailbox: Imap, config: Config) -> str:
    """Who signs in to a mailbox. Raises ConfigError when nobody knows."""
    return mailbox.user or own_address(config, "mailbox", "user")


def _gmail(mailbox: Gmail, config: Config) -> Source:
    from courtesy.mail.gmail import GmailSource

    poll_seconds = mailbox.poll_minutes * 60.0
    name = name_of(mailbox, config)
    return GmailSource(google_account(config), name=name, labels=mailbox.labels, poll_seconds=poll_seconds)


def _drafts(config: Config) -> Effect | None:
    mailbox = config.draft_mailbox
    if isinstance(mailbox, Imap):
        from courtesy.effects.imap_drafts import ImapDrafts

        return ImapDrafts(imap_account(mailbox, config), folder=config.drafts.folder)
    if isinstance(mailbox, Gmail):
        from courtesy.effects.gmail_drafts import GmailDrafts

        return GmailDrafts(google_account(config), mailbox=name_of(mailbox, config))
    if mailbox is None:
        return None
    from courtesy.effects.maildir_drafts import MaildirDrafts

    path = Path(mailbox.path).expanduser()
    return MaildirDrafts(path, mailbox=name_of(mailbox, config), folder=config.drafts.folder)


def _calendar(config: Config) -> Effect | None:
    if config.calendar is None:
        return None
    reminders = tuple(timedelta(minutes=minutes) for minutes in config.calendar.reminders_minutes)
    if isinstance(config.calendar, CalDav):
        return _caldav(config.calendar, reminders, config)
    if isinstance(config.calendar, GoogleCalendar):
        return _google_calendar(config.calendar, reminders, config)
    from courtesy.effects.vdir import Vdir

    busy = tuple(Path(folder).expanduser() for folder in config.calendar.busy)
    path, links = Path(config.calendar.path).expanduser(), _links(config)
    return Vdir(path, reminders=reminders, busy=busy, lookup=_lookup(config), links=links)


def _lookup(config: Config) -> Lookup:
    return Lookup(config.me.zone, frozenset(address.lower() for address in config.me.addresses))


def _caldav(calendar: CalDav, reminders: tuple[timedelta, ...], config: Config) -> Effect:
    from courtesy.effects.caldav import CalDav as Calendar
    from courtesy.effects.dav import HASTY, UNHURRIED, Dav

    user = calendar.user or own_address(config, "calendar", "user")
    name = f'calendar "{calendar.calendar}" of {user} at {calendar.url.partition("://")[2].rstrip("/")}'
    account = account_of(user, urlsplit(calendar.url).hostname or "")
    to_keep, to_ask = (
        Dav(
            calendar.url,
            user,
            lambda: password(calendar, name, account),
            whose=name,
            ca_file=calendar.ca_file,
            timeout=timeout,
        )
        for timeout in (UNHURRIED, HASTY)
    )
    return Calendar(
        to_keep,
        calendar.calendar,
        name=name,
        memory=_memory(config, "caldav", name),
        reminders=reminders,
        busy=calendar.busy,
        asking=to_ask,
        lookup=_lookup(config),
        links=_links(config),
    )


def _google_calendar(calendar: GoogleCalendar, reminders: tuple[timedelta, ...], config: Config) -> Effect:
    from courtesy.effects.google_calendar import GoogleCalendar as Calendar

    account = google_account(config)
    name = f'calendar "{calendar.calendar}" of {account.user} at Google'
    return Calendar(
        account,
        calendar.calendar,
        name=name,
        memory=_memory(config, "google", name),
        reminders=reminders,
        busy=calendar.busy,
        links=_links(config),
    )


def _memory(config: Config, kind: str, name: str) -> Path:
    """What an effect remembers of the calendar `name`: a file for each."""
    return config.state.path / f"{kind}-{sha256(name.encode()).hexdigest()[:8]}.json"


def _links(config: Config) -> Links:
    """How the owner opens his mail."""
    gmail = tuple(_at_gmail(config)) if config.me.addresses else ()
    return links_to(gmail=gmail, others=len(gmail) < len(config.mailbox), mac=sys.platform == "darwin")


def _at_gmail(config: Config) -> Iterator[str]:
    """The addresses of the owner's mailboxes at Gmail, however they are read."""
    for mailbox in config.mailbox:
        if isinstance(mailbox, Gmail) or (isinstance(mailbox, Imap) and mailbox.host in _GMAIL):
            yield mailbox.user or own_address(config, "mailbox", "user")
