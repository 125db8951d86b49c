"""The tables of a configuration, made of what is known of the owner and his provider; defaults are left out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from courtesy.accounts.providers import Provider, Server
from courtesy.config.checks import IMAP_PORTS, SMTP_PORTS

IMAP = Server(host="", port=993, security="tls")
SMTP = Server(host="", port=587, security="starttls")
Table = dict[str, Any]
Secret = Mapping[str, str]  # one of password_file and password_command, and its value


def imap(address: str, server: Server, secret: Secret, *, user: str = "", ca_file: str = "", sent: str = "") -> Table:
    """A mailbox on a server."""
    table: Table = {"kind": "imap", "host": server.host}
    if (server.port, server.security) != (993, "tls"):
        table |= {"port": server.port, "security": server.security}
    if user and user != address:
        table["user"] = user
    return table | dict(secret) | _unless_empty(ca_file=homely(ca_file), sent=sent)


def maildir(path: str, *, sent: str = "") -> Table:
    """A mailbox in a folder."""
    return {"kind": "maildir", "path": homely(path)} | _unless_empty(sent=sent)


def caldav(url: str, secret: Secret, *, user: str = "", calendar: str = "", ca_file: str = "") -> Table:
    """A calendar on a server; a certificate is of no use to one without TLS."""
    ca_file = homely(ca_file) if url.lower().startswith("https:") else ""
    more = _unless_empty(user=user, ca_file=ca_file, calendar=calendar)
    return {"kind": "caldav", "url": url} | dict(secret) | more


def google() -> Table:
    """A calendar at Google."""
    return {"kind": "google"}


def vdir(path: str) -> Table:
    """A calendar in a folder."""
    return {"kind": "vdir"} | _unless_empty(path=homely(path))


def email(address: str, server: Server, secret: Secret, *, user: str = "", ca_file: str = "") -> Table:
    """Alerts by e-mail."""
    table: Table = {"kind": "email", "host": server.host}
    if (server.port, server.security) != (587, "starttls"):
        table |= {"port": server.port, "security": server.security}
    return (
        table
        | _unless_empty(user="" if user == address else user)
        | dict(secret)
        | _unless_empty(ca_file=homely(ca_file))
    )


def server_of(host: str, port: int | None, security: str | None, *, usual: Server) -> Server:
    """A server by what was said of it; the port tells the security, and the other way round.

    `usual` says what holds where nothing was said. A port of its own, like those of Proton Bridge, goes with every
    security.
    """
    by_port = {993: "tls", 143: "starttls", 465: "tls", 587: "starttls", 25: "starttls"}
    if port is None:
        ports = next((ports for ports in (IMAP_PORTS, SMTP_PORTS) if usual.port in ports.values()), {})
        port = usual.port if security in (None, usual.security) else ports.get(security or "", usual.port)
    return Server(host=host, port=port, security=security or by_port.get(port, usual.security))


def server_in(table: Table, usual: Server) -> Server | None:
    """The server that a table of a configuration names; None where it names none."""
    if not table.get("host"):
        return None
    return Server(
        host=table["host"], port=table.get("port", usual.port), security=table.get("security", usual.security)
    )


def cut_port(where: str) -> tuple[str, str]:
    """The host of "host:port", and what is said of the port; an address of IPv6 has none."""
    host, _, port = where.partition(":")
    return (where, "") if ":" in port else (host, port)


def outgoing(provider: Provider | None, address: str, found: Server | None = None) -> Server:
    """The outgoing server: the provider's, or what was found, or a guess."""
    if provider is not None:
        return provider.smtp
    return found or Server(host=f"smtp.{address.rpartition('@')[2]}", port=587, security="starttls")


def host_of(url: str) -> str:
    """The host of an address; "" where it is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def homely(path: str) -> str:
    """A path as it goes into the configuration: whole, and from ~ where it lies in the home."""
    if not path:
        return ""
    whole, home = Path(path).expanduser().absolute(), Path.home()
    return f"~/{whole.relative_to(home)}" if whole.is_relative_to(home) else str(whole)


def _unless_empty(**values: str) -> Table:
    return {key: value for key, value in values.items() if value}
