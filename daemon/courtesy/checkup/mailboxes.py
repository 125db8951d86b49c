"""A mailbox, from the name of its server to the mail in its folders; it is only ever read."""

import imaplib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from courtesy.accounts.keychain import account_of
from courtesy.cases.wording import counted
from courtesy.checkup import Finding, Told, failed, google, ok, quota, skipped, wrong
from courtesy.checkup.network import encrypted, name_resolves, not_reached
from courtesy.checkup.passwords import readable, refused
from courtesy.clock import SystemClock
from courtesy.config.tables import Config, Gmail, Imap, Mailbox, Maildir
from courtesy.errors import CourtesyError, GiveUp
from courtesy.mail.imap_folders import list_folders
from courtesy.mail.imap_session import ImapAccount, connect, fault, hang_up
from courtesy.mail.imap_wire import Client
from courtesy.mail.maildir_folders import maildirs, pick
from courtesy.mail.sent_folder import Listed, find_sent
from courtesy.outside import imap_account, name_of, user_of


def look_into(mailbox: Mailbox, config: Config, told: list[Told]) -> Iterator[Finding]:
    """Every step to its mail; what a server says of the time goes to `told`."""
    about = name_of(mailbox, config)
    if isinstance(mailbox, Maildir):
        yield from _maildir(mailbox, about)
        return
    if isinstance(mailbox, Gmail):
        yield from google.look_into_mailbox(mailbox, config, about)
        return
    has_password, secret = readable(about, mailbox, account_of(user_of(mailbox, config), mailbox.host))
    yield has_password
    has_address = name_resolves(about, mailbox.host, mailbox.port)
    yield has_address
    if has_address.verdict == "ok":
        yield from _server(mailbox, config, about, secret, told)


def _server(mailbox: Imap, config: Config, about: str, secret: str | None, told: list[Told]) -> Iterator[Finding]:
    asked: list[bool] = []  # the password is asked for only when the connection stands

    def password() -> str:
        asked.append(True)
        if secret is None:
            raise GiveUp(f"{about}: not tried, for want of a password; mend that first")
        return secret

    try:
        account = replace(imap_account(mailbox, config), password=password)
        client = connect(account)
    except CourtesyError as error:
        yield from _no_login(mailbox, config, about, error, connected=bool(asked), has_password=secret is not None)
        return
    except (OSError, imaplib.IMAP4.error, ValueError) as error:
        yield from _no_connection(mailbox, about, error)
        return
    try:
        yield encrypted(about, account.host, client.wire.sock, SystemClock().now())
        yield ok(about, "login", f"as {account.user}")
        yield from _folders(client, account, about, told)
        yield from quota.look_at(client, about)
    except (OSError, imaplib.IMAP4.error, ValueError, LookupError) as error:
        yield failed(about, "folders", fault(account, error))
    finally:
        hang_up(client)


def _no_login(
    mailbox: Imap, config: Config, about: str, error: CourtesyError, *, connected: bool, has_password: bool
) -> Iterator[Finding]:
    if not connected:
        yield failed(about, "TLS", error)
        return
    if mailbox.security == "none":
        yield ok(about, "connection", "stands")
    else:
        yield ok(about, "TLS", "stands, the certificate is right")
    if not has_password:
        yield skipped(about, "login", "the password")
        return
    is_refused = isinstance(error, GiveUp) and error.key == "password"
    yield failed(about, "login", error, refused(mailbox, mailbox.host, user_of(mailbox, config)) if is_refused else "")


def _no_connection(mailbox: Imap, about: str, error: Exception) -> Iterator[Finding]:
    protocol = "imap" if mailbox.security == "starttls" else ""
    if isinstance(error, OSError):
        yield not_reached(about, mailbox.host, mailbox.port, error, protocol)
    else:
        said = f"{mailbox.host}:{mailbox.port} does not answer as an IMAP server does"
        yield wrong(about, "connection", said, "correct host and port; as a rule it is port 993")


def _folders(client: Client, account: ImapAccount, about: str, told: list[Told]) -> Iterator[Finding]:
    there = list_folders(client)
    for folder in account.folders:
        yield _folder(client, about, f"folder {folder}", folder, there, told)
    sent = account.sent or find_sent(there)
    if sent is None:
        said = "no folder of sent mail is found, so your own answers go unseen"
        yield wrong(about, "sent mail", said, _to_name(there, account.folders))
    else:
        yield _folder(client, about, "sent mail", sent, there, told)


def _folder(client: Client, about: str, check: str, folder: str, there: list[Listed], told: list[Told]) -> Finding:
    try:
        state = client.select_folder(folder, readonly=True)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        remedy = f"set folders in its table to some of: {_names(there)}"
        remedy = _to_name(there, ("INBOX",)) if check == "sent mail" else remedy
        return wrong(about, check, f"there is no folder {folder!r}", remedy)
    count = int(state.get(b"EXISTS", 0))
    if count and check != "sent mail":
        _note_time(client, about, int(state.get(b"UIDNEXT", 0)) - 1, told)
    return ok(about, check, f"{folder!r}, {counted(count, 'mail')}")


def _note_time(client: Client, about: str, uid: int, told: list[Told]) -> None:
    """The newest mail cannot have come in the future: where it has, our clock is slow."""
    if uid < 1:
        return
    arrived = client.fetch([uid], ["INTERNALDATE"]).get(uid, {}).get(b"INTERNALDATE")
    if isinstance(arrived, datetime) and arrived.tzinfo:
        ahead = SystemClock().now() - arrived.astimezone(UTC)
        if ahead < timedelta(0):
            told.append(Told(by=f"the newest mail of {about}", ahead=ahead))


def _maildir(mailbox: Maildir, about: str) -> Iterator[Finding]:
    root = Path(mailbox.path).expanduser()
    try:
        there = maildirs(root)
    except OSError as error:
        said = f"{root} cannot be read: {error.strerror}"
        yield wrong(about, "folder", said, f"correct path in its table, or look: ls -ld {root}")
        return
    listed = [Listed(name=name, delimiter="/") for name in there]
    sent = mailbox.sent or find_sent(listed)
    for check, folder in [*((f"folder {one}", one) for one in mailbox.folders), ("sent mail", sent)]:
        place = pick(there, folder) if folder else None
        if place is not None:
            yield ok(about, check, str(place))
        else:
            said = f"there is no folder {folder!r}" if folder else "none is found, so your own answers go unseen"
            is_sent = check == "sent mail"
            remedy = f"set folders in its table to the right one of: {_names(listed)}"
            yield wrong(about, check, said, _to_name(listed, mailbox.folders) if is_sent else remedy)


def _to_name(there: list[Listed], watched: tuple[str, ...]) -> str:
    """How to say which folder is that of sent mail: none of those that mail comes into."""
    others = [one for one in there if one.name not in watched]
    if not others:
        return "let your mail program keep what you send in a folder, and name that under sent in its table"
    return f"set sent in its table to the right one of: {_names(others)}"


def _names(there: list[Listed]) -> str:
    return ", ".join(f'"{one.name}"' for one in sorted(there, key=lambda one: one.name)[:20]) or "none at all"
