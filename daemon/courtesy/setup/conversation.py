"""The questions of `courtesy init`, one part of the configuration after the other; each answer is tried at once."""

import os
import pwd
from collections.abc import Callable
from itertools import count

from courtesy.accounts import providers
from courtesy.accounts.providers import Provider, Server
from courtesy.checkup import Finding
from courtesy.config.checks import system_zone
from courtesy.errors import CourtesyError
from courtesy.setup import Draft, forms, kept, tables, trial
from courtesy.setup.findings import tell
from courtesy.setup.kept import Secrets
from courtesy.setup.network import Network
from courtesy.setup.placing import Place, Placing
from courtesy.terminal.voice import Voice

_OTHERS = "Other addresses that you write from, with blanks between them"
_NAME = "The calendar's name; it is made when there is none"
_SAME_PASSWORD = "Does it take the same password?"


class Conversation:
    """Makes a draft out of answers; `old` is the configuration that was there, whose values are proposed.

    In `network` the mail server of an unknown domain is looked for; without one it is not.
    """

    def __init__(self, voice: Voice, secrets: Secrets, old: Draft, network: Network | None = None) -> None:
        self._voice = voice
        self._placing = Placing(voice, network)
        self._place = Place()
        self._secrets = secrets
        self._old = old
        self._old_box: Draft = next(iter(old.get("mailbox", ())), {})
        self._draft: Draft = {}
        self._provider: Provider | None = None
        self._address = ""
        self._server: Server | None = None
        self._user = ""
        self._is_user_certain = False  # told by the provider that the address names, and not refused
        self._secret: dict[str, str] = {}  # of the mailbox, which other servers of the provider may take too
        self._ca_files: dict[str, str] = {}  # by the host that they are for

    def draft(self) -> Draft:
        """Ask, and try, until there is a whole one. Raises CourtesyError when the owner stops."""
        self._ask_who()
        self._ask_mailbox()
        self._ask_calendar()
        self._ask_alerts()
        return self._draft

    # Who the owner is

    def _ask_who(self) -> None:
        me = self._old.get("me", {})
        gecos = pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0]
        name = self._voice.ask("Your name", me.get("name") or gecos)
        known = list(me.get("addresses", ()))
        self._address = forms.address(self._voice, "The address that job mail comes to", known[0] if known else "")
        others = forms.addresses(self._voice, _OTHERS, known[1:])
        here = me.get("time_zone") or system_zone()
        self._draft["me"] = {"name": name, "addresses": [self._address, *others]}
        if me.get("time_zone") or here in ("UTC", "Etc/UTC"):
            self._draft["me"]["time_zone"] = forms.zone(self._voice, 'Your time zone, as in "Europe/London"', here)

    # The mailbox

    def _ask_mailbox(self) -> None:
        self._know_provider()
        if self._provider is None:
            self._voice.say("\nYour mailbox, which is only ever read.")
        while True:
            table = self._mailbox()
            self._draft["mailbox"] = [table]
            if self._is_accepted(table):
                break
        self._draft["mailbox"] = kept.mailboxes(self._old, self._draft)
        others = len(self._draft["mailbox"]) - 1
        if others:
            self._voice.say(f"  {others} more of the old configuration will be watched as before.", "cyan")

    def _know_provider(self) -> None:
        """By the address."""
        self._provider = providers.of_address(self._address)
        self._is_user_certain = self._provider is not None
        if self._provider is not None:
            self._voice.say(f"\nThat is {self._provider.name}.")

    def _mailbox(self) -> tables.Table:
        """The table that the answers make."""
        while self._provider is None and self._server is None:
            self._place = self._placing.ask(self._address, self._old_box)
            if self._place.address:
                self._address = self._draft["me"]["addresses"][0] = self._place.address
                self._know_provider()
                continue
            if self._place.maildir:
                return tables.maildir(self._place.maildir)
            self._provider, self._server = self._place.provider, self._place.server
        return self._maildir() if self._provider and not self._provider.passwords else self._imap()

    def _before(self, host: str) -> Draft:
        """The old mailbox, if it is on that host: what it says is for no other."""
        return self._old_box if host == self._old_box.get("host") else {}

    def _imap(self) -> tables.Table:
        provider = self._provider
        if provider is not None:
            self._server = provider.imap
            self._voice.say(f"{provider.password}:\n{provider.page}", "cyan")
        assert self._server is not None  # the provider's, or the one that was named
        old = self._before(self._server.host)
        ca_file = self._ask_ca_file(self._server.host, old.get("ca_file", ""))
        usual = self._place.user or (provider.user_of(self._address) if provider else self._address)
        if self._is_user_certain:
            self._user = usual
        else:
            self._user = self._voice.ask("User", self._user or old.get("user") or usual)
        self._secret = self._password("imap-password", old)
        return tables.imap(self._address, self._server, self._secret, user=self._user, ca_file=ca_file)

    def _ask_ca_file(self, host: str, before: str) -> str:
        """The certificate of the mailbox's host, where its provider signs its own; others are asked for when needed."""
        if host not in self._ca_files:
            wants = self._provider is not None and self._provider.ca
            ask = "The certificate's file, as you exported it"
            self._ca_files[host] = self._voice.ask(ask, before) if wants else before
        return self._ca_files[host]

    def _password(self, name: str, old: Draft) -> dict[str, str]:
        """Where the password is; `old` is the table that may say so already."""
        before = kept.where(old, self._old)
        otherwise = "if a command shall print it" if before is None else "takes the one there is"
        typed = self._voice.ask_secret(f"Password (it is not shown; Enter alone {otherwise})")
        if typed:
            return self._secrets.hold(name, typed.replace(" ", "") if self._is_app_password(typed) else typed)
        if before is None:
            return {"password_command": self._voice.ask("Command", "pass show mail")}
        return before

    def _is_app_password(self, typed: str) -> bool:
        """Google shows its app passwords in four groups, with blanks between them that are none of it."""
        parts = typed.split()
        return bool(self._provider) and [len(part) for part in parts] == [4] * 4 and all(map(str.isalpha, parts))

    def _maildir(self) -> tables.Table:
        if self._provider is not None:
            self._voice.say(f"{self._provider.password}:\n{self._provider.page}", "cyan")
        given = self._voice.ask("The maildir that your mail is fetched into (Enter alone to stop)")
        if not given:
            raise CourtesyError("stopped: there is no mailbox to watch; nothing was written")
        return tables.maildir(given)

    def _is_accepted(self, table: tables.Table) -> bool:
        """Whether the mailbox works, or is wanted all the same; sent mail that was not found is asked for."""
        findings = self._tried(table, table.get("host", ""), trial.try_mailbox)
        faults = {one.check for one in findings if one.verdict == "wrong"}
        if not faults:
            return True
        if faults == {"sent mail"}:
            table["sent"] = self._voice.ask("The folder of your sent mail (Enter alone to do without)")
            return not table["sent"] or self._is_accepted(table)
        ways = ["try again", "another server", "leave it so, to mend it later", "stop"]
        chosen = self._voice.choose("What now?", ways)
        if "login" in faults or chosen == 2:
            self._is_user_certain = False
        if chosen == 2:
            self._provider, self._server, self._user, self._old_box = None, None, "", {}
        if chosen == 4:
            raise CourtesyError("stopped; nothing was written")
        return chosen == 3

    def _tried(self, table: tables.Table, host: str, look: Callable[[Draft], list[Finding]]) -> list[Finding]:
        """What is found of a table of the draft; while `host` is not trusted, the owner may name its authority."""
        while True:
            findings = look(self._draft)
            tell(findings, self._voice)
            if all(one.key != "ca_file" for one in findings):
                return findings
            self._ca_files.pop(host, None)
            named = self._voice.ask("The certificate of its authority, if the server is your own (Enter alone if not)")
            if not named:
                return findings
            self._ca_files[host] = named
            table["ca_file"] = tables.homely(named)

    # The calendar

    def _ask_calendar(self) -> None:
        caldav = self._provider.caldav if self._provider else ""
        before = self._old.get("calendar", {}).get("kind", "")
        is_gmail = self._provider is not None and self._provider.name == "Gmail"
        at_google = before == "google" or (is_gmail and before != "caldav")
        where = f"in that of {self._provider.name}" if caldav and self._provider else "on a CalDAV server"
        where = "at Google, in a calendar of its own; docs/google.md shows what that takes" if at_google else where
        self._voice.say("\nInterview times can be held in a calendar.")
        in_folder = "hold them in a folder of .ics files, for khal, vdirsyncer and others"
        choices = [f"hold them {where}", in_folder, "not at all"]
        usual = {"vdir": 2, "": 3}.get(before, 1) if self._old else 1 if caldav else 2
        for attempt in count():
            chosen = self._voice.choose("Which?", choices, usual)
            if chosen == 3:
                self._draft.pop("calendar", None)
                return
            remote = tables.google() if at_google and chosen == 1 else None
            table = remote or (self._caldav(caldav, sure=not attempt) if chosen == 1 else self._vdir())
            self._draft["calendar"] = table
            if trial.is_right(self._tried(table, tables.host_of(table.get("url", "")), trial.try_calendar)):
                return

    def _caldav(self, proposed: str, *, sure: bool) -> tables.Table:
        """The table; the mailbox's own provider or host is asked with the same login, while that is `sure`."""
        old = self._old.get("calendar", {})
        before = self._draft.get("calendar") or old  # what was tried just now, or what was there
        url = forms.url(self._voice, "Its address", before.get("url", "") or proposed)
        name = self._voice.ask(_NAME, before.get("calendar") or "Interviews")
        login = self._address if url == proposed else self._user or self._address  # its calendar takes the address
        user, secret = before.get("user") or login, self._secret
        own = kept.where(old, self._old)
        if sure and own and url == old.get("url") and own != kept.where(self._old_box, self._old):
            secret = own
        near = url == proposed or (
            url.startswith("https:") and tables.host_of(url) == self._draft["mailbox"][0].get("host")
        )
        if not (sure and secret and near):
            user = self._voice.ask("User", user)
            if not secret or not self._voice.is_yes(_SAME_PASSWORD, default=bool(proposed)):
                secret = self._password("caldav-password", old)
        ca_file = self._ca_files.get(tables.host_of(url), "")
        return tables.caldav(url, secret, user="" if user == self._address else user, calendar=name, ca_file=ca_file)

    def _vdir(self) -> tables.Table:
        before = self._old.get("calendar", {}).get("path")
        return tables.vdir(self._voice.ask("The folder", before or "~/.local/share/courtesy/calendar"))

    # The alerts

    def _ask_alerts(self) -> None:
        self._voice.say("\nYou are told when you owe an answer or thanks.")
        before = {one["kind"] for one in self._old.get("alert", ())}
        self._draft["alert"] = [{"kind": "desktop"}]
        if trial.is_right(trial.try_alerts(self._draft)):
            ways = ["by notifications on this desktop", "by e-mail to yourself", "both"]
            chosen = self._voice.choose("How?", ways, 2 + ("desktop" in before) if "email" in before else 1)
        else:
            by_mail = self._voice.is_yes("By e-mail to yourself?", default=not before or "email" in before)
            chosen = 2 * by_mail + ("desktop" in before)  # as it was, where it cannot be asked
        found: list[tables.Table] = [{"kind": "desktop"}] if chosen in (1, 3) else []
        found += self._email() if chosen in (2, 3) else []
        self._draft["alert"] = found or [{"kind": "terminal"}]
        if not found:
            self._voice.say("  Then they are lines of the log, and `courtesy status` shows them.", "yellow")

    def _email(self) -> list[tables.Table]:
        """The table that works, or none if the owner gives up."""
        old: Draft = next((one for one in self._old.get("alert", ()) if one["kind"] == "email"), {})
        known = self._place.smtp or tables.server_in(old, tables.SMTP)
        server, secret = tables.outgoing(self._provider, self._address, known), self._secret
        user = self._place.smtp_user or (old.get("user") or self._address if old else self._user) or self._address
        user = self._provider.sender_of(self._address) if self._provider else user
        is_certain = self._provider is not None
        same = kept.where(old, self._old) in (None, kept.where(self._old_box, self._old))
        while True:
            if self._provider is None:
                server = self._ask_sender(server, found=server == known)
            user = user if is_certain else self._voice.ask("User", user)
            is_of_mailbox = bool(secret) and secret is self._secret and self._provider is None
            if is_of_mailbox and not self._voice.is_yes(_SAME_PASSWORD, default=same):
                secret = {}
            secret = secret or self._password("smtp-password", old if old.get("host") == server.host else {})
            ca_file = self._ca_files.get(server.host, "")
            table = tables.email(self._address, server, secret, user=user, ca_file=ca_file)
            self._draft["alert"] = [table]
            findings = self._tried(table, server.host, trial.try_alerts)
            if trial.is_right(findings):
                return [table]
            if self._voice.choose("What now?", ["try again", "without e-mail"]) == 2:
                return []
            if any(one.verdict == "wrong" and one.check in ("password", "login") for one in findings):
                secret, is_certain = {}, False

    def _ask_sender(self, proposed: Server, *, found: bool) -> Server:
        """The outgoing server; one that was found is proposed with its port, and goes with its own security."""
        usual = f"{proposed.host}:{proposed.port}" if found else proposed.host
        host, named = tables.cut_port(where := self._voice.ask("Your SMTP server", usual))
        if found and where == usual:
            return proposed
        return tables.server_of(host, forms.port(self._voice, proposed.port, named), None, usual=tables.SMTP)
