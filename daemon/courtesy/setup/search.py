"""Where the mailbox of an address is, if its provider is not known: by DNS, by the domain's own file, by a guess."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from courtesy.accounts import providers
from courtesy.accounts.providers import Provider, Server
from courtesy.setup import autoconfig, dns_says
from courtesy.setup.network import Network, domain_of, lies_in


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A mailbox's server, and how it was found.

    `is_near`: it is a provider's whom we know, lies in the domain, or was named over TLS by a server whose certificate
    is the domain's. What the DNS alone says may be forged (RFC 6186, section 6), and needs the owner's yes.
    """

    imap: Server
    how: str  # "by the DNS of example.org"
    is_near: bool = True
    provider: Provider | None = None
    smtp: Server | None = None
    user: str = ""
    smtp_user: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Nothing:
    """Nothing was found; `why` is worth knowing, if it is not empty."""

    why: str = ""
    is_address_right: bool = True


_GUESSED = 3  # of the hosts that take a domain's mail
Look = Callable[[str], Found | Nothing]


def look(network: Network, address: str) -> Found | Nothing:
    """Look for the server of an address; no more than 12 seconds are spent, and no password."""
    domain = domain_of(address)
    if not domain or "." not in domain:
        return Nothing()
    said = dns_says.ask(network, domain)
    if said.exists is False:
        return Nothing(why=f"The DNS knows no domain {domain}; is the address right?", is_address_right=False)
    by_dns = _by_mx(said, domain) or _by_srv(said, domain)
    if by_dns or said.exists is None:
        return by_dns or Nothing()
    if said.refuses_imap:
        return Nothing(why=f"The DNS of {domain} says that it has no IMAP server.")
    return _by_file(network, address) or _by_guess(network, domain, said) or Nothing()


def look_at_mozilla(network: Network, address: str) -> Found | Nothing:
    """Ask Mozilla's list of providers, which learns the domain."""
    return _suggested(network, address, [autoconfig.mozilla(address)], "in Mozilla's list") or Nothing()


def _by_mx(said: dns_says.Said, domain: str) -> Found | None:
    """The provider that takes the domain's mail, if we know it; one without passwords yields to a server named."""
    known = (providers.of_mail_host(host) for host in said.mail_hosts)
    provider = next((one for one in known if one), None)
    if provider is None or (said.imap and not provider.passwords):
        return None
    return Found(imap=provider.imap, how=f"by the DNS of {domain}", provider=provider)


def _by_srv(said: dns_says.Said, domain: str) -> Found | None:
    if said.imap is None:
        return None
    provider = providers.of_host(said.imap.host)
    is_near = provider is not None or lies_in(said.imap.host, domain)
    smtp = said.smtp if said.smtp and (not is_near or lies_in(said.smtp.host, domain)) else None
    return Found(imap=said.imap, how=f"by the DNS of {domain}", is_near=is_near, provider=provider, smtp=smtp)


def _by_file(network: Network, address: str) -> Found | None:
    return _suggested(network, address, autoconfig.places(address), f"by the autoconfig file of {domain_of(address)}")


def _suggested(network: Network, address: str, urls: "tuple[str, ...] | list[str]", how: str) -> Found | None:
    def suggestion(url: str) -> autoconfig.Suggestion | None:
        file = autoconfig.fetch(network, url)
        return autoconfig.read(file, address) if file else None

    suggestions = network.at_once([partial(suggestion, url) for url in urls])
    one = next((one for one in suggestions if one), None)
    if one is None:
        return None
    provider = providers.of_host(one.imap.host)
    return Found(imap=one.imap, how=how, provider=provider, smtp=one.smtp, user=one.user, smtp_user=one.smtp_user)


def _by_guess(network: Network, domain: str, said: dns_says.Said) -> Found | None:
    """What answers as an IMAP server under a usual name, or where the domain's mail goes, with a certificate for it."""
    hosts = list(dict.fromkeys([f"imap.{domain}", f"mail.{domain}", *said.mail_hosts[:_GUESSED]]))
    answers = network.at_once([partial(_greets, network, host) for host in hosts])
    host = next((host for host, greets in zip(hosts, answers, strict=True) if greets), None)
    if host is None:
        return None
    server = Server(host=host, port=network.imaps_port, security="tls")
    return Found(imap=server, how="by a guess, since it answers", is_near=lies_in(host, domain))


def _greets(network: Network, host: str) -> bool:
    with network.connect_tls(host, network.imaps_port) as connection:
        return connection.recv(512).startswith(b"* OK")
