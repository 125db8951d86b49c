"""The question where a mailbox is, asked after a look for it: what was found is shown, and stands in the brackets."""

from dataclasses import dataclass

from courtesy.accounts import providers
from courtesy.accounts.providers import Provider, Server
from courtesy.config.checks import address as not_an_address
from courtesy.setup import Draft, forms, tables
from courtesy.setup.network import Network, domain_of
from courtesy.setup.search import Found, Nothing, look, look_at_mozilla
from courtesy.terminal.voice import Voice

_QUESTION = "Its IMAP server, your provider's name, or a maildir"
_ASK_MOZILLA = "?"
_MOZILLA_SAID = '"?" looks in Mozilla\'s list (autoconfig.thunderbird.net), which then learns of {domain}, and no more.'


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a mailbox is: a maildir, a provider's server, or another; and what was found out besides.

    Or else it says only that the `address` is another one.
    """

    address: str = ""
    maildir: str = ""
    provider: Provider | None = None
    server: Server | None = None
    user: str = ""
    smtp: Server | None = None
    smtp_user: str = ""


class Placing:
    """Asks for the place of a mailbox, as often as must be; looks for it once, and never without a `network`."""

    def __init__(self, voice: Voice, network: Network | None) -> None:
        self._voice = voice
        self._network = network
        self._looked_for = ""
        self._may_ask_mozilla = False
        self._is_address_right = True

    def ask(self, address: str, old: Draft) -> Place:
        """The place; proposed is that of the `old` mailbox, or what is found, or what many providers call theirs."""
        known = str(old.get("host") or old.get("path") or "")
        found = None if known else self._looked(address)
        if found and not found.is_near:
            if self._is_theirs(found, address):
                return _place(found)
            found = None
        if not known:
            self._list_names(found, address)
        while True:
            proposed = known or (_name(found) if found else f"imap.{address.rpartition('@')[2]}")
            where = self._voice.ask(_QUESTION, proposed)
            if where == _ASK_MOZILLA and self._may_ask_mozilla:
                found = self._looked_at_mozilla(address)
            elif where == address:
                self._voice.say(
                    f'  That is your address; a server is named as in "imap.{domain_of(address)}".', "yellow"
                )
            else:
                break
        return _place(found) if found and where == proposed else self._named(where, old)

    def _looked(self, address: str) -> Found | None:
        """What is found, and shown; None the second time."""
        if self._network is None or self._looked_for == address:
            return None
        self._looked_for = address
        self._voice.say(f"  Looking for the mail server of {domain_of(address)} ...", "dim")
        found = look(self._network, address)
        self._is_address_right = isinstance(found, Found) or found.is_address_right
        self._may_ask_mozilla = isinstance(found, Nothing) and found.is_address_right
        return self._shown(found)

    def _looked_at_mozilla(self, address: str) -> Found | None:
        self._may_ask_mozilla = False
        found = self._shown(look_at_mozilla(self._network, address)) if self._network else None
        if found is None:
            self._voice.say("  Nothing was found there.", "yellow")
        return found

    def _shown(self, found: Found | Nothing) -> Found | None:
        if isinstance(found, Nothing):
            if found.why:
                self._voice.say(f"  {found.why}", "yellow")
            if not found.is_address_right:
                self._voice.say("  If not, give the right one to the next question.", "yellow")
            return None
        whose = f", which is {found.provider.name}'s" if found.provider else ""
        self._voice.say(f"  Found {found.how}: {_at(found.imap)}{whose}.", "green")
        return found

    def _is_theirs(self, found: Found, address: str) -> bool:
        """Whether a server elsewhere, of which only the DNS speaks, is the provider's."""
        self._voice.say(
            f"  It is not within {domain_of(address)}, the DNS can be forged, and your password would go there.",
            "yellow",
        )
        sends = f", as is {_at(found.smtp)} for sending" if found.smtp else ""
        return self._voice.is_yes(f"Is {found.imap.host} your provider's{sends}?", default=False)

    def _list_names(self, found: Found | None, address: str) -> None:
        if found is None and self._is_address_right:
            names = ", ".join(one.name for one in providers.providers() if one.mx)
            self._voice.say(f"Of those that host domains, these are known by their names: {names}.", "cyan")
        if self._may_ask_mozilla:
            self._voice.say(_MOZILLA_SAID.format(domain=domain_of(address)), "cyan")

    def _named(self, where: str, old: Draft) -> Place:
        if where.startswith(("/", "~")):
            return Place(maildir=where)
        if "@" in where and not not_an_address(where):
            return Place(address=where)
        provider = providers.named(where)
        if provider is not None:
            return Place(provider=provider)
        host, named = tables.cut_port(where)
        usual = old.get("port", 993) if host == old.get("host") else 993
        port = forms.port(self._voice, usual, named)
        return Place(server=tables.server_of(host, port, None, usual=tables.IMAP))


def _place(found: Found) -> Place:
    return Place(
        provider=found.provider,
        server=None if found.provider else found.imap,
        user=found.user,
        smtp=found.smtp,
        smtp_user=found.smtp_user,
    )


def _name(found: Found) -> str:
    return found.provider.name if found.provider else _at(found.imap)


def _at(server: Server) -> str:
    return f"{server.host}:{server.port}"
