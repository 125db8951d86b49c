"""The draft that the options of `courtesy init --non-interactive` make."""

import os
from argparse import ArgumentParser, Namespace

from courtesy.accounts import providers
from courtesy.accounts.providers import Provider, Server
from courtesy.config.checks import address as not_an_address
from courtesy.errors import ConfigError
from courtesy.setup import Draft, tables
from courtesy.setup.network import domain_of
from courtesy.setup.search import Found, Look, Nothing

_SECURITIES = ("tls", "starttls", "none")


def accept(parser: ArgumentParser) -> None:
    """What stands for the answers."""
    parser.set_defaults(unfound="the provider is not known by the address, so name its IMAP server")
    who = parser.add_argument_group("who you are")
    who.add_argument("--name", default="", help="yours")
    who.add_argument("--address", action="append", default=[], help="an address that you write from; the first is told")
    who.add_argument("--time-zone", default="", metavar="ZONE", help="as in Europe/London (default: this computer's)")
    box = parser.add_argument_group("your mailbox")
    box.add_argument("--provider", metavar="NAME", help="where your address does not tell it: OVH, Gmail ...")
    box.add_argument("--host", help="the IMAP server (default: the provider's, or what is found)")
    box.add_argument("--port", type=int, help="its port (default: 993)")
    box.add_argument("--security", choices=_SECURITIES, help="as in config.toml (default: what goes with the port)")
    box.add_argument("--user", default="", help="the name to log in by (default: the address)")
    box.add_argument("--password-file", metavar="FILE", help="a file that holds the password, chmod 600")
    box.add_argument("--password-command", metavar="COMMAND", help="or a command that prints it")
    box.add_argument("--keyring", action="store_true", help="or it is in the keyring, as docs/configuration.md says")
    box.add_argument("--ca-file", default="", metavar="FILE", help="the certificate of a server that signs its own")
    box.add_argument("--sent", default="", metavar="FOLDER", help="your sent mail (default: it is found)")
    box.add_argument("--maildir", metavar="DIR", help="mail that another program fetches, instead of a server")
    box.add_argument("--no-search", action="store_true", help="ask nobody where the server of your domain is")
    more = parser.add_argument_group("calendar and alerts")
    more.add_argument(
        "--calendar", metavar="WHERE", help="none (the default), a folder, google, caldav, or https://..."
    )
    more.add_argument("--calendar-name", default="", metavar="NAME", help="on the server (default: Interviews)")
    more.add_argument("--calendar-user", default="", metavar="USER", help="default: --user, or the address")
    more.add_argument("--calendar-password-file", metavar="FILE", help="default: the mailbox's password")
    more.add_argument("--calendar-ca-file", default="", metavar="FILE", help="default: --ca-file, on the same host")
    more.add_argument("--alert", action="append", choices=("desktop", "email", "terminal"), help="once for each way")
    more.add_argument("--smtp-host", metavar="HOST", help="for alerts by e-mail, where the provider is not known")
    more.add_argument("--smtp-port", type=int, metavar="PORT", help="default: 587")
    more.add_argument("--smtp-security", choices=_SECURITIES, help="default: what goes with the port")
    more.add_argument("--smtp-user", default="", metavar="USER", help="default: --user, or the address")
    more.add_argument("--smtp-password-file", metavar="FILE", help="default: the mailbox's password")
    more.add_argument("--smtp-ca-file", default="", metavar="FILE", help="default: --ca-file, on the same host")


def search(options: Namespace, look: Look) -> str:
    """Let what is found of the mailbox stand for the options that say nothing of it; and say what that is.

    Nothing is looked for where the server is named or known. What the DNS alone says of a server outside of the domain
    is no answer: it may be forged, and nobody is here to say yes.
    """
    address = next(iter(options.address), "")
    if options.maildir or options.host or not_an_address(address) or _provider(options) or options.provider:
        return ""
    found, domain = look(address), domain_of(address)
    if isinstance(found, Nothing):
        options.unfound = found.why or f"nothing was found of {domain}, so name its IMAP server"
        return ""
    where = f"{found.imap.host}:{found.imap.port}"
    if not found.is_near:
        right = f"if that is your provider's, say --host {found.imap.host} --port {found.imap.port}"
        options.unfound = f"the DNS of {domain} names {where}, outside of it; {right}"
        return ""
    _fill(options, found)
    return f"Found {found.how}: {found.provider.name if found.provider else where}"


def _fill(options: Namespace, found: Found) -> None:
    if found.provider:
        options.provider = found.provider.name
        return
    options.host, options.port = found.imap.host, options.port or found.imap.port
    options.security = options.security or found.imap.security
    options.user = options.user or found.user
    if found.smtp and not (options.smtp_host or options.smtp_port or options.smtp_security):
        options.smtp_host, options.smtp_port = found.smtp.host, found.smtp.port
        options.smtp_security = found.smtp.security
        options.smtp_user = options.smtp_user or found.smtp_user


def draft(options: Namespace) -> Draft:
    """The draft. Raises ConfigError with all that is missing or wrong."""
    problems = list(_missing(options))
    if problems:
        raise ConfigError(problems)
    address = options.address[0]
    provider = _provider(options)
    me = {"name": options.name, "addresses": list(options.address)}
    made: Draft = {"me": me | ({"time_zone": options.time_zone} if options.time_zone else {})}
    mailbox = _mailbox(options, provider, address)
    made["mailbox"] = [mailbox]
    calendar = _calendar(options, provider, mailbox)
    if calendar:
        made["calendar"] = calendar
    made["alert"] = [_alert(kind, options, provider, address, mailbox) for kind in options.alert or ["terminal"]]
    return made


def left_out(options: Namespace) -> list[str]:
    """The tables of which no option speaks, and which are kept where they are."""
    return [name for name, given in (("calendar", options.calendar), ("alert", options.alert)) if given is None]


def _missing(options: Namespace) -> list[str]:
    found = []
    if not options.address:
        found.append("init: --address is missing; give the address that job mail comes to")
    found += [f"init: --address: {said}" for one in options.address if (said := not_an_address(one))]
    if options.provider and providers.named(options.provider) is None:
        known = ", ".join(one.name for one in providers.providers())
        found.append(f'init: --provider: "{options.provider}" is not known; it may be one of {known}')
    if found or options.maildir:
        return found
    provider = _provider(options)
    if provider is None and not options.host:
        found.append(f"init: --host is missing; {options.unfound}")
    if provider is not None and not provider.passwords and not options.host:
        found.append(f"init: {provider.password}; see {provider.page}, then give --maildir")
    if not (options.keyring or options.password_file or options.password_command):
        advice = f" ({provider.advice()})" if provider and provider.passwords else ""
        ways = "--keyring, --password-command or --password-file"
        found.append(f"init: {ways} is missing; say where the password is{advice}")
    return found


def _provider(options: Namespace) -> Provider | None:
    return providers.named(options.provider) if options.provider else providers.of_address(options.address[0])


def _mailbox(options: Namespace, provider: Provider | None, address: str) -> tables.Table:
    if options.maildir:
        return tables.maildir(options.maildir, sent=options.sent)
    known = provider.imap if provider else tables.IMAP
    server = _server(options.host, options.port, options.security, known, tables.IMAP)
    user = options.user or (provider.user_of(address) if provider else "")
    return tables.imap(address, server, _secret(options), user=user, ca_file=options.ca_file, sent=options.sent)


def _server(host: str | None, port: int | None, security: str | None, known: Server, plain: Server) -> Server:
    """The server that is named, or else the `known` one, whose port and security hold for no other host."""
    if not (host or port or security):
        return known
    return tables.server_of(host or known.host, port, security, usual=known if host in (None, known.host) else plain)


def _ca_file(options: Namespace, chosen: str, host: str, mailbox: tables.Table) -> str:
    """The certificate's file that was chosen; the mailbox's is none of another host's."""
    return chosen or (options.ca_file if host.lower() == str(mailbox.get("host", "")).lower() else "")


def _secret(options: Namespace, file: str | None = None) -> tables.Secret:
    chosen = file or options.password_file
    if chosen:
        return {"password_file": tables.homely(os.path.abspath(os.path.expanduser(chosen)))}
    return {"password_command": options.password_command} if options.password_command else {}


def _calendar(options: Namespace, provider: Provider | None, mailbox: tables.Table) -> tables.Table | None:
    where: str = options.calendar or "none"
    if where == "none":
        return None
    if where == "google":
        return tables.google()
    if where == "caldav" and not (provider and provider.caldav):
        raise ConfigError(["init: --calendar caldav: its address is not known; give it, as in --calendar https://..."])
    if where == "caldav" or where.startswith(("https:", "http:")):
        url = provider.caldav if provider and where == "caldav" else where
        secret = _secret(options, options.calendar_password_file)
        ca_file = _ca_file(options, options.calendar_ca_file, tables.host_of(url), mailbox)
        user = options.calendar_user or options.user
        return tables.caldav(url, secret, user=user, calendar=options.calendar_name, ca_file=ca_file)
    return tables.vdir("" if where == "vdir" else where)


def _alert(
    kind: str, options: Namespace, provider: Provider | None, address: str, mailbox: tables.Table
) -> tables.Table:
    if kind != "email":
        return {"kind": kind}
    known = tables.outgoing(provider, address)
    server = _server(options.smtp_host, options.smtp_port, options.smtp_security, known, tables.SMTP)
    user = options.smtp_user or options.user or (provider.sender_of(address) if provider else "")
    secret = _secret(options, options.smtp_password_file)
    ca_file = _ca_file(options, options.smtp_ca_file, server.host, mailbox)
    return tables.email(address, server, secret, user=user, ca_file=ca_file)
