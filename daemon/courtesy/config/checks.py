"""What a configured value must be beyond its type; each check answers with a complaint, or with nothing."""

import os
import re
import shlex
from collections.abc import Iterator
from datetime import time
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from courtesy.config.lines import Fault, Place
from courtesy.tls import is_loopback

# By security the port that servers have as a rule; that of the default first.
IMAP_PORTS = {"tls": 993, "starttls": 143, "none": 143}
SMTP_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_ADDRESS = re.compile(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]{1,255}")


def address(value: str) -> str | None:
    """A bare e-mail address, without a name or brackets."""
    if not value or _ADDRESS.fullmatch(value):
        return None
    return f'"{value}" is not an e-mail address; write it bare, as in "you@example.com"'


def clock(value: str) -> str | None:
    """A time of day as HH:MM."""
    try:
        right = not value or time.fromisoformat(value).strftime("%H:%M") == value
    except ValueError:
        right = False
    return None if right else f'"{value}" is not a time of day; write it as in "22:00"'


def command(value: str) -> str | None:
    """A command that can be cut into words."""
    try:
        return "the command is blank" if value and not shlex.split(value) else None
    except ValueError as error:
        return f"the command does not end well: {str(error).lower()}"


def path(value: str) -> str | None:
    """A path that means the same wherever the program is started."""
    if not value or value.startswith(("/", "~")):
        return None
    return f'"{value}" depends on where the program is started; begin it with / or ~/'


def url(value: str) -> str | None:
    """The address of a server on the web, over TLS, without a password in it."""
    try:
        parts = urlsplit(value)
        host, user = parts.hostname, parts.username
    except ValueError:
        parts, host, user = urlsplit(""), None, None
    if not value:
        return None
    if user is not None:
        return "it holds a user or password, which would be kept in this file; use user and password_command"
    if parts.scheme == "http" and not is_loopback(host or ""):
        return "http would show calendar and password to the network; write https (http is for localhost only)"
    if parts.scheme not in ("https", "http") or not host:
        return f'"{value}" is not the address of a server; write it as in "https://caldav.example.com/"'
    return None


def zone(value: str) -> str | None:
    """A name of the IANA time zone database."""
    if not value or _is_zone(value):
        return None
    names = {name.lower(): name for name in available_timezones()}
    near = get_close_matches(value.lower().replace(" ", "_"), names, 1)
    nearest = f"did you mean {names[near[0]]}?" if near else 'it is written as in "Europe/London"'
    return f'"{value}" is not a time zone; {nearest}'


def server(table: dict[str, Any], usual_port: dict[str, int]) -> Iterator[Fault]:
    """A server to sign in to: known by name, over TLS, with one way to the password; as a rule at a `usual_port`."""
    security = str(table.get("security", next(iter(usual_port))))
    if not table.get("host"):
        yield ("host",), "it is missing; give the name of the server"
    elif re.fullmatch(r"[^:]*:[^:]*", str(table["host"])):
        yield ("host",), f'"{table["host"]}" names a port too; give that under port'
    elif security == "none" and not is_loopback(str(table["host"])):
        yield ("security",), '"none" would show mail and password to the network; it is for localhost only'
    if security in usual_port and security != next(iter(usual_port)) and "port" not in table:
        yield ("port",), f'give the port that goes with security = "{security}", as a rule {usual_port[security]}'
    yield from _one_password(table)


def web_server(table: dict[str, Any]) -> Iterator[Fault]:
    """A server that is known by its address, with one way to the password."""
    if not table.get("url"):
        yield ("url",), "it is missing; give the address at which your provider offers CalDAV"
    yield from _one_password(table)


def _one_password(table: dict[str, Any]) -> Iterator[Fault]:
    if table.get("password_command") and table.get("password_file"):
        yield ("password_file",), "there is a password_command too; keep one of them"


def owner(document: dict[str, Any]) -> Iterator[Fault]:
    """The owner's address is known where it is needed, and is the only recipient there is."""
    own = own_addresses(document)
    for index, mailbox in enumerate(_tables(document, "mailbox")):
        if mailbox.get("kind") in ("imap", "gmail") and not own and not mailbox.get("user"):
            yield ("mailbox", index, "user"), "give it, or addresses in [me]"
    calendar = document.get("calendar")
    kind = calendar.get("kind") if isinstance(calendar, dict) else ""
    if isinstance(calendar, dict) and kind in ("caldav", "google") and not own and not calendar.get("user"):
        yield ("calendar", "user"), "give it, or addresses in [me]"
    yield from _one_google(document, own)
    yield from _drafts(document, own)
    for index, alert in enumerate(_tables(document, "alert")):
        if alert.get("kind") == "email":
            to = str(alert.get("to", ""))
            if not own:
                yield ("alert", index, "to"), "alerts by e-mail need your address: add addresses to [me]"
            elif to and to.lower() not in own:
                yield ("alert", index, "to"), f'alerts go to nobody but you, and "{to}" is not in addresses of [me]'


def google(table: dict[str, Any]) -> Iterator[Fault]:
    """Google is somewhere."""
    for key in ("gmail_api", "calendar_api", "auth_uri", "token_uri"):
        if table.get(key) == "":
            yield (key,), "it is empty; leave the line out, and it is that of Google"


def _one_google(document: dict[str, Any], own: dict[str, str]) -> Iterator[Fault]:
    """One sign-in serves all that is at Google."""
    places: list[tuple[Place, Any]] = [(("mailbox", n), box) for n, box in enumerate(_tables(document, "mailbox"))]
    first = ""
    for place, table in [*places, (("calendar",), document.get("calendar"))]:
        if isinstance(table, dict) and table.get("kind") in ("gmail", "google"):
            user = str(table.get("user") or next(iter(own.values()), ""))
            first = first or user
            if user.lower() != first.lower():
                yield (*place, "user"), f"it is not {first}, whose account at Google is used; there can be but one"


def _drafts(document: dict[str, Any], own: dict[str, str]) -> Iterator[Fault]:
    """Drafts are in somebody's name, and there is a place for them."""
    drafts = document.get("drafts")
    if not isinstance(drafts, dict) or drafts.get("write") is not True:
        return
    if not own:
        yield ("drafts", "write"), "drafts are written in your name: add addresses to [me]"
    names = [str(mailbox.get("name", "")) for mailbox in _tables(document, "mailbox")]
    if (named := drafts.get("mailbox")) and named not in names:
        yield ("drafts", "mailbox"), f'there is no mailbox called "{named}"; give it that name in its [[mailbox]]'


def own_addresses(document: dict[str, Any]) -> dict[str, str]:
    """The owner's addresses by their lower case: those of [me], or else the users of the mailboxes."""
    me = document.get("me")
    found = me.get("addresses") if isinstance(me, dict) else None
    if not isinstance(found, list) or not found:
        users = (str(mailbox.get("user")) for mailbox in _tables(document, "mailbox"))
        found = [user for user in users if _ADDRESS.fullmatch(user)]
    return {one.lower(): one for one in found if isinstance(one, str) and one}


def _tables(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The [[name]] tables of a document that may be wrong anywhere; an empty one for what is no table."""
    tables = document.get(name)
    return [one if isinstance(one, dict) else {} for one in tables] if isinstance(tables, list) else []


def system_zone() -> str:
    """The name of this computer's time zone; "UTC" when it does not say."""
    named = [os.environ.get("TZ", "").removeprefix(":"), _linked_zone(), _written_zone()]
    return next((name for name in named if name and zone(name) is None), "UTC")


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (ValueError, KeyError, OSError):  # ZoneInfoNotFoundError is a KeyError; the name of a folder gives OSError
        return False


def _linked_zone() -> str:
    return os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]


def _written_zone() -> str:
    try:
        return Path("/etc/timezone").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
