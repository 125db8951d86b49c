"""What the DNS says of a domain: who takes its mail (MX), and where it can be read and sent (SRV)."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any

from courtesy.accounts.providers import Server
from courtesy.setup.network import Network, NoDomain, host_name

_SERVICES = {  # the first of a kind is preferred: TLS from the first octet on (RFC 8314)
    "imap": (("_imaps._tcp", "tls"), ("_imap._tcp", "starttls")),
    "smtp": (("_submissions._tcp", "tls"), ("_submission._tcp", "starttls")),
}
_TRIED = 4  # servers of one service


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """`exists` is None where nobody answered. `mail_hosts` are those that the domain prefers to take its mail."""

    exists: bool | None
    mail_hosts: tuple[str, ...] = ()
    imap: Server | None = None
    smtp: Server | None = None
    refuses_imap: bool = False  # it says that there is none


def ask(network: Network, domain: str) -> Said:
    """Ask for all at once."""
    import dns.resolver  # noqa: F401  # before the time runs: on a slow computer this takes a while

    names = [name for services in _SERVICES.values() for name, _ in services]
    calls: list[Callable[[], Any]] = [partial(network.records, domain, "MX")]
    calls += [partial(network.records, f"{name}.{domain}", "SRV") for name in names]
    mx, *srv = network.at_once(calls)
    is_served = any(isinstance(one, list) and one for one in srv)  # some deny a name that has others beneath it
    if isinstance(mx, NoDomain) and not is_served:
        return Said(exists=False)
    if mx is None and not any(isinstance(one, list) for one in srv):
        return Said(exists=None)
    said = dict(zip(names, srv, strict=True))
    imap, smtp = (_servers(said, kind) for kind in ("imap", "smtp"))
    return Said(
        exists=True,
        mail_hosts=_preferred(mx) if isinstance(mx, list) else (),
        imap=_first_that_answers(network, imap),
        smtp=_first_that_answers(network, smtp),
        refuses_imap=not imap and any(_refuses(said[name]) for name, _ in _SERVICES["imap"]),
    )


def _preferred(mx: Iterable[Any]) -> tuple[str, ...]:
    """The hosts of the lowest preference; a null MX (RFC 7505) is none."""
    hosts = sorted((one.preference, host_name(one.exchange.to_text())) for one in mx)
    return tuple(host for preference, host in hosts if host and preference == hosts[0][0])


def _servers(said: dict[str, Any], kind: str) -> list[Server]:
    """The servers of the most secure of the services of a kind that has any, the preferred first (RFC 6186, 3)."""
    for name, security in _SERVICES[kind]:
        records = said[name] if isinstance(said[name], list) else []
        # Among equals RFC 2782 throws dice, to spread the load; what is written down for good is the heaviest.
        records = sorted(records, key=lambda one: (one.priority, -one.weight, one.target.to_text()))
        found = [Server(host=host_name(one.target.to_text()), port=one.port, security=security) for one in records]
        if usable := [one for one in found if one.host and one.port]:
            return usable[:_TRIED]
    return []


def _refuses(records: Any) -> bool:
    """Whether the one target is the root, which says that the service is not there (RFC 2782)."""
    return isinstance(records, list) and [one.target.to_text() for one in records] == ["."]


def _first_that_answers(network: Network, servers: Sequence[Server]) -> Server | None:
    """The first that can be reached, where there are several; or else the first."""
    if len(servers) < 2:
        return next(iter(servers), None)
    reached = network.at_once([partial(_is_there, network, one) for one in servers])
    return next((server for server, is_there in zip(servers, reached, strict=True) if is_there), servers[0])


def _is_there(network: Network, server: Server) -> bool:
    with closing(network.connect(server.host, server.port)):
        return True
