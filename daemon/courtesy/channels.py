"""The alert channels that the configuration names, and what each needs to be answered."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec

from courtesy.accounts.keychain import account_of
from courtesy.accounts.passwords import given, password
from courtesy.cases.actions import Alert
from courtesy.config.tables import AlertChannel, Apprise, Config, Desktop, Email
from courtesy.effects import Effect
from courtesy.effects.links import Links
from courtesy.errors import ConfigError, CourtesyError

Mark = Callable[[Alert], str]
"""Makes the mark of an alert by which the owner's answer is known; see store/mailed.py."""


def channel_of(alert: AlertChannel, config: Config, links: Links, mark: Mark | None) -> Effect:
    """The channel of one table; `links` open mails, and without `mark` no answer is heard. Raises ConfigError."""
    match alert:
        case Email():
            return _email(alert, config, links, mark)
        case Desktop():
            return _notifications(config, links)
        case Apprise():
            return _push(alert, links)
    from courtesy.effects.terminal import Terminal

    return Terminal(sys.stdout)


def own_address(config: Config, table: str, key: str) -> str:
    """The first of the owner's addresses, which `key` is when it is not given. Raises ConfigError when he has none."""
    if not config.me.addresses:
        raise ConfigError([f"{table}: {key} is missing; give it, or your addresses in [me]"])
    return config.me.addresses[0]


def _notifications(config: Config, links: Links) -> Effect:
    if sys.platform == "darwin":
        from courtesy.effects.macos import MacNotifications

        return MacNotifications()
    from courtesy.effects.desktop import Desktop as Notifications

    return Notifications(zone=config.me.zone, links=links)


def _email(alert: Email, config: Config, links: Links, mark: Mark | None) -> Effect:
    from courtesy.effects.email_alert import EmailAlert

    sender = alert.from_ or own_address(config, "alert", "from")
    owner = alert.to or own_address(config, "alert", "to")
    account = account_of(alert.user or sender, alert.host) if alert.security != "none" else ""
    return EmailAlert(
        alert.host,
        alert.port,
        security=alert.security,
        user=alert.user,
        password=(lambda: password(alert, f"e-mail to {owner}", account)) if given(alert, account) else None,
        sender=sender,
        owner=owner,
        owner_name=config.me.name,
        ca_file=alert.ca_file,
        zone=config.me.zone,
        mark=mark,
        answer_to=_watched(config, owner),
        links=links,
    )


def _watched(config: Config, owner: str) -> str:
    """Where answers are seen: `owner`, unless another address than that is the one of a mailbox we watch."""
    users = {(getattr(mailbox, "user", "") or owner).lower() for mailbox in config.mailbox}
    own = [address for address in config.me.addresses if address.lower() in users]
    return owner if owner.lower() in users or not own else own[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Address:
    """The address that apprise wants, as a password: it is as secret."""

    credential: str
    password_command: str
    password_file: str


def _push(alert: Apprise, links: Links) -> Effect:
    if find_spec("apprise") is None:
        raise ConfigError(["alert: kind \"apprise\" needs a package more: pip install 'courtesy[push]'"])
    from courtesy.effects.apprise_push import Push

    place_of = alert.url_file or sha256(alert.url_command.encode()).hexdigest()[:6]
    name = alert.name or f"push by {place_of if alert.url_file or alert.url_command else alert.credential}"
    place = _Address(credential=alert.credential, password_command=alert.url_command, password_file=alert.url_file)

    def address() -> str:
        try:
            return password(place, name)
        except CourtesyError as error:  # in words for passwords, which is not how the owner knows it
            said = str(error).replace("no password", "no address").replace("password_", "url_")
            error.args = (said, *error.args[1:])
            raise

    return Push(address, name=name, links=links)
