"""Mail providers known by the domain of an address: their servers, and how to get a password for a program."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from courtesy.shipped import shipped


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """A place to connect to."""

    host: str
    port: int
    security: str  # "tls", "starttls" or "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Provider:
    """What providers.toml says of one; its head says what each field means."""

    name: str
    domains: tuple[str, ...]
    imap: Server
    smtp: Server
    password: str
    page: str
    mx: tuple[str, ...] = ()
    user: str = "address"
    smtp_user: str = "address"
    caldav: str = ""
    passwords: bool = True
    ca: bool = False

    def user_of(self, address: str) -> str:
        """The name by which the mailbox of `address` is opened."""
        return address.rpartition("@")[0] if self.user == "local" else address

    def sender_of(self, address: str) -> str:
        """The name by which mail of `address` is sent."""
        return address.rpartition("@")[0] if self.smtp_user == "local" else address

    def advice(self) -> str:
        """How to get a password, and where."""
        return f"{self.password}: {self.page}"


def of_address(address: str) -> Provider | None:
    """The provider whose domain an address has."""
    domain = address.rpartition("@")[2].lower()
    return next((one for one in providers() if domain in one.domains), None)


def of_host(host: str) -> Provider | None:
    """The provider whose mail server, incoming or outgoing, `host` is."""
    return next((one for one in providers() if host.lower() in (one.imap.host, one.smtp.host)), None)


def of_mail_host(host: str) -> Provider | None:
    """The provider that `host` takes mail for: of its customers' own domains, whose MX it is."""
    name = f".{host.lower().removesuffix('.')}"
    return next((one for one in providers() if any(name.endswith(f".{end}") for end in one.mx)), None)


def named(name: str) -> Provider | None:
    """The provider that people call so."""
    return next((one for one in providers() if one.name.lower() == name.strip().lower()), None)


@cache
def providers() -> tuple[Provider, ...]:
    """All that are known."""
    document = tomllib.loads(shipped("accounts/providers.toml").read_text(encoding="utf-8"))
    return tuple(_provider(table) for table in document["provider"])


def _provider(table: dict[str, Any]) -> Provider:
    servers = {key: _server(table[key]) for key in ("imap", "smtp")}
    return Provider(**{**table, **servers, "domains": tuple(table["domains"]), "mx": tuple(table.get("mx", ()))})


def _server(text: str) -> Server:
    place, _, security = text.partition(" ")
    host, _, port = place.rpartition(":")
    return Server(host=host, port=int(port), security=security)
