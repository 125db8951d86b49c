"""`courtesy init` leads from nothing to a configuration that works, by answers or by options, and loses nothing."""

import os
import pty
import select
import signal
import subprocess
import termios
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st
from tests.servers.caldav import PASSWORD as DAV_PASSWORD
from tests.servers.caldav import USER as DAV_USER
from tests.servers.caldav import CalDavServer
from tests.servers.dbus import notification_service, session_bus
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.smtp import smtp_server
from tests.servers.tls import Certificates
from tests.shell.home import Home, letter

from courtesy.accounts.providers import of_address, providers
from courtesy.checkup import mailboxes
from courtesy.config.file import load, parse
from courtesy.config.tables import CalDav, Config, Email, Imap
from courtesy.setup import given, kept, tables, trial
from courtesy.setup.filled import filled

ADDRESS = "ada@mail.example"


@pytest.fixture(scope="module")
def imap() -> Iterator[Dovecot]:
    """With an invitation in the inbox of Ada."""
    with Dovecot() as server:
        server.append(ADDRESS, letter("Moss Bakery"))
        yield server


@pytest.fixture(scope="module")
def certificates(imap: Dovecot) -> Certificates:
    """Those of the mail server; whoever runs it owns them, root may read them all the same."""
    folder = imap.folder / "tls"
    return Certificates(ca=folder / "ca.pem", certificate=folder / "server.pem", key=folder / "server.key")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Without a configuration, and away from the desktop of whoever runs the tests."""
    home = Home(tmp_path)
    home.config.unlink()
    home.surroundings = {
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/no-bus",
        "XDG_CONFIG_HOME": str(tmp_path / "xdg"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "PATH": "/usr/bin:/bin",
        "TZ": "Europe/London",
        "COLUMNS": "110",
    }
    return home


def options(imap: Dovecot, home: Home, *more: object, address: str = ADDRESS) -> list[str]:
    """Of an owner whose mail lies on the server."""
    who = ["--name", "Ada Fielding", "--address", address, "--host", "localhost", "--port", imap.tls_port]
    words = ["--non-interactive", *who, "--ca-file", imap.ca_file, "--password-file", home.folder / "secret", *more]
    return [str(word) for word in words]


# By options


def test_options_make_a_configuration_that_works(imap: Dovecot, home: Home, certificates: Certificates) -> None:
    """Mailbox, calendar on a server, alerts by e-mail; nothing is sent, and the doctor has nothing to add."""
    home.secret(PASSWORD)
    with ExitStack() as stack:
        dav = CalDavServer("radicale", certificate=(certificates.certificate, certificates.key))
        stack.callback(dav.stop)
        smtp = stack.enter_context(smtp_server(certificates, login=True))
        smtp.password = PASSWORD.encode()
        calendar = ["--calendar", dav.url, "--calendar-user", DAV_USER]
        calendar += ["--calendar-password-file", home.secret(DAV_PASSWORD, name="dav")]
        alert = ["--alert", "email", "--smtp-host", "localhost", "--smtp-port", smtp.port]
        ran = home.run("init", *options(imap, home, *calendar, *alert, "--smtp-security", "starttls"))
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "sent mail: 'Sent'" in ran.stdout
        assert "test entry: written and removed" in ran.stdout
        assert "In 1 mail of the last 60 days: 1 application, 1 interview on " in ran.stdout
        assert ", 1 reply owed." in ran.stdout
        checked = home.run("doctor")
        assert checked.returncode == 0, checked.stdout
        assert smtp.taken == []
    assert home.config.stat().st_mode & 0o777 == 0o600
    text = home.config.read_text()
    assert 'password_file = "~/secret"' in text
    assert "#poll_minutes = 5" in text  # every other key is at hand
    assert load(home.config).me.name == "Ada Fielding"
    assert not (home.folder / "state" / "courtesy.db").exists()


def test_what_does_not_work_is_not_written(imap: Dovecot, home: Home) -> None:
    """Unless it is wanted."""
    home.secret("guess")
    ran = home.run("init", *options(imap, home))
    assert ran.returncode == 1
    assert "WRONG mailbox ada@mail.example@localhost: login: " in ran.stdout
    assert "nothing was written" in ran.stderr
    assert not home.config.exists()
    assert home.run("init", *options(imap, home, "--untested")).returncode == 0
    assert load(home.config).mailbox


def test_an_older_configuration_is_neither_overwritten_nor_lost(imap: Dovecot, home: Home) -> None:
    """With --replace it is kept, and what is not asked about lives on in the new one."""
    old = "[timing]\nreply_within_hours = 48\n[quiet]\nfrom = '22:00'\nto = '07:00'\n"
    old += f"[[mailbox]]\nkind = 'maildir'\npath = '{home.folder}/mail'\n[me]\ntime_zone = 'Asia/Tokyo'\n"
    old += f"[calendar]\nkind = 'vdir'\npath = '{home.calendar}'\nreminders_minutes = [5]\n"
    old += "[[rule]]\nname = 'tea'\nsays = 'invite'\nany = ['\\btea\\b']\n"
    home.config.write_text(old)
    home.secret(PASSWORD)
    ran = home.run("init", *options(imap, home))
    assert (ran.returncode, "--replace" in ran.stderr, home.config.read_text()) == (2, True, old)
    assert home.run("init", *options(imap, home, "--replace")).returncode == 0
    assert home.config.with_name("config.toml.old").read_text() == old
    new = load(home.config)
    assert [type(box).__name__ for box in new.mailbox] == ["Imap", "Maildir"]
    assert home.run("init", *options(imap, home, "--replace")).returncode == 0
    assert load(home.config) == new  # done twice, it is the same
    assert home.config.with_name("config.toml.old1").exists()
    assert new.me.time_zone == "Asia/Tokyo"
    assert new.calendar is not None
    assert new.calendar.reminders_minutes == (5,)
    assert (new.timing.reply_within_hours, new.quiet.from_, new.rule[0]["any"]) == (48, "22:00", ["\\btea\\b"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "--address is missing"),
        (["--address", "ada"], "is not an e-mail address"),
        (["--address", "ada@mail.example"], "--host is missing"),
        (["--address", "ada@gmail.com"], "app password: switch on 2-Step Verification"),
        (["--address", "ada@hotmail.com"], "Outlook.com takes no passwords over IMAP any more"),
        (["--address", "ada@mail.example", "--provider", "Hooli"], '"Hooli" is not known; it may be one of Gmail'),
    ],
)
def test_what_is_missing_is_told(words: list[str], said: str, home: Home) -> None:
    """All at once, with status 2; and where to get an app password."""
    ran = home.run("init", "--non-interactive", "--no-search", *words)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr


def test_a_maildir_will_do(home: Home) -> None:
    """And a folder for a calendar."""
    home.deliver("Moss Bakery")
    where = ["--maildir", str(home.folder / "mail"), "--calendar", str(home.calendar)]
    ran = home.run("init", "--non-interactive", "--address", "ada@hotmail.com", *where)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "1 application, 1 interview" in ran.stdout
    assert list(home.calendar.glob("*.ics")) == []
    assert 'path = "~/mail"' in home.config.read_text()


# By answers


class Terminal:
    """A conversation with a command, `init` that asks no DNS unless another is given, from the owner's side."""

    def __init__(self, home: Home, *command: str) -> None:
        self.shown = ""
        self._mark = 0
        self._ours, theirs = pty.openpty()
        environment = {**home._environment(), "TERM": "dumb"}
        self.process = subprocess.Popen(
            home._command(*(command or ("init", "--no-search"))),
            env=environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # tests in the background ignore Ctrl-C
        )
        os.close(theirs)

    def answer(self, question: str, words: str = "") -> None:
        """Wait for the question, then give the answer."""
        self.until(question)
        os.write(self._ours, f"{words}\n".encode())

    def answer_unseen(self, question: str, words: str) -> None:
        """The same for a password, once the terminal shows no more what is typed."""
        self.until(question)
        end = time.monotonic() + 60
        while termios.tcgetattr(self._ours)[3] & termios.ECHO and time.monotonic() < end:
            time.sleep(0.01)
        os.write(self._ours, f"{words}\n".encode())

    def end(self) -> int:
        """Its exit status, once it has said all."""
        self.until(None)
        os.close(self._ours)
        return self.process.wait(30)

    def until(self, words: str | None) -> None:
        """Wait for these words, or for the end."""
        end = time.monotonic() + 60
        while words is None or words not in self.shown[self._mark :]:
            if not select.select([self._ours], [], [], max(0.0, end - time.monotonic()))[0]:
                self.process.kill()
                pytest.fail(f"{words!r} was not asked; shown: {self.shown}")
            try:
                self.shown += os.read(self._ours, 65536).decode()
            except OSError:  # Linux's way of saying that the other end is closed
                if words is None:
                    return
                pytest.fail(f"it ended before {words!r}; shown: {self.shown}")
        self._mark = self.shown.index(words, self._mark) + len(words)


def test_a_conversation_makes_a_configuration_that_works(imap: Dovecot, home: Home, certificates: Certificates) -> None:
    """Though the password is mistyped once, and the server's certificate is its own."""
    with (
        smtp_server(certificates, login=True) as smtp,
        session_bus(home.folder) as bus,
        notification_service(bus) as desktop,
    ):
        home.surroundings["DBUS_SESSION_BUS_ADDRESS"] = bus
        smtp.password = PASSWORD.encode()
        talk = Terminal(home)
        talk.answer("Your name", "Ada Fielding")
        talk.answer("job mail comes to", "ada")
        talk.answer("That is no e-mail address")
        talk.answer("job mail comes to", ADDRESS)
        talk.answer("Other addresses", "a@work.example, b(at)club.example")
        talk.until("That is no e-mail address: b(at)club.example")
        talk.answer("Other addresses", "a@work.example, b@club.example")
        talk.answer("Its IMAP server", "localhost")
        talk.answer("Port", str(imap.tls_port))
        talk.answer("User")
        talk.answer_unseen("Password", "guess")
        talk.answer("certificate of its authority", imap.ca_file)
        talk.answer("What now?", "1")
        talk.answer("User")
        talk.answer_unseen("Password", PASSWORD)
        talk.answer("Which?", "2")
        talk.answer("The folder", str(home.calendar))
        talk.answer("How?", "3")
        talk.answer("SMTP server", "localhost")
        talk.answer("Port", str(smtp.port))
        talk.answer("User")
        talk.answer("same password?", "y")
        assert talk.end() == 0, talk.shown
        ran = home.run("doctor")
        assert ran.returncode == 0, ran.stdout
        assert (smtp.taken, desktop.shown) == ([], [])
    assert "refused the login" in talk.shown
    assert "sent mail: 'Sent'" in talk.shown
    assert "test entry: written and removed" in talk.shown
    assert "1 application, 1 interview on " in talk.shown
    assert "courtesy run" in talk.shown  # there is no service manager here
    assert "Traceback" not in talk.shown
    secret = home.config.with_name("imap-password")
    assert (secret.read_text(), secret.stat().st_mode & 0o777) == (f"{PASSWORD}\n", 0o600)
    config = load(home.config)
    assert [type(alert).__name__ for alert in config.alert] == ["Desktop", "Email"]
    assert config.me.addresses == (ADDRESS, "a@work.example", "b@club.example")
    assert f'= "{PASSWORD}"' not in home.config.read_text()
    assert list(home.calendar.glob("*.ics")) == []


def test_what_holds_for_the_mailbox_need_not_for_others(imap: Dovecot, home: Home, certificates: Certificates) -> None:
    """Nobody has to name a certificate; that of the mailbox is none of other hosts', and each may want another user."""
    dav = CalDavServer("radicale", certificate=(certificates.certificate, certificates.key))
    talk = Terminal(home)
    try:
        talk.answer("Your name")
        talk.answer("job mail comes to", ADDRESS)
        talk.answer("Other addresses")
        talk.answer("Its IMAP server", "localhost")
        talk.answer("Port", str(imap.tls_port))
        talk.answer("User", "ada")
        talk.answer_unseen("Password", PASSWORD)
        talk.answer("certificate of its authority")
        talk.answer("What now?", "1")
        talk.answer("User (ada)")
        talk.answer_unseen("Password", PASSWORD)
        talk.answer("certificate of its authority", imap.ca_file)
        talk.answer("Which?", "1")
        talk.answer("Its address", "")
        talk.until("There must be one")
        talk.answer("Its address", dav.url.replace("localhost", "127.0.0.1"))
        talk.answer("The calendar's name")
        talk.answer("User (ada)", DAV_USER)
        talk.answer("same password?", "n")
        talk.answer_unseen("Password", "guess")
        talk.answer("certificate of its authority", imap.ca_file)
        talk.answer("Which?", "1")
        talk.answer("Its address (https://127.0.0.1:")  # as it was tried
        talk.answer("The calendar's name")
        talk.answer(f"User ({DAV_USER})")
        talk.answer("same password?", "n")
        talk.answer_unseen("Password", DAV_PASSWORD)
        talk.answer("By e-mail to yourself?", "n")
        assert talk.end() == 0, talk.shown
    finally:
        dav.stop()
    config = load(home.config)
    assert isinstance(config.calendar, CalDav)
    assert (config.calendar.user, config.calendar.ca_file) == (DAV_USER, imap.ca_file)


def test_what_is_asked_of_a_calendar_without_tls(imap: Dovecot, home: Home) -> None:
    """On the host of the mailbox too its own user and password, and no certificate is written down for it."""
    dav = CalDavServer("radicale")
    talk = Terminal(home)
    try:
        talk.answer("Your name")
        talk.answer("job mail comes to", ADDRESS)
        talk.answer("Other addresses")
        talk.answer("Its IMAP server", "localhost")
        talk.answer("Port", str(imap.tls_port))
        talk.answer("User", ADDRESS)
        talk.answer_unseen("Password", PASSWORD)
        talk.answer("certificate of its authority", imap.ca_file)
        talk.answer("Which?", "1")
        talk.answer("Its address", dav.url)
        talk.answer("The calendar's name")
        talk.answer("User", DAV_USER)
        talk.answer("same password?", "n")
        talk.answer_unseen("Password", DAV_PASSWORD)
        talk.answer("By e-mail to yourself?", "n")
        assert talk.end() == 0, talk.shown
    finally:
        dav.stop()
    config = load(home.config)
    assert isinstance(config.calendar, CalDav)
    assert (config.calendar.url, config.calendar.user, config.calendar.ca_file) == (dav.url, DAV_USER, "")
    assert "ca_file" in home.config.read_text().partition("[calendar]")[0]  # the mailbox's


def test_a_fault_of_a_draft_names_no_line_of_a_file() -> None:
    """There is none yet."""
    (found,) = trial.try_calendar(
        {"me": {"addresses": [ADDRESS]}, "calendar": {"kind": "caldav", "password_file": "/x"}}
    )
    assert "line" not in found.said
    assert found.said.startswith("url in [calendar]: it is missing")


def test_stopping_leaves_nothing_behind(home: Home) -> None:
    """At the end of input; and Outlook.com is said to take no passwords."""
    before = sorted(os.listdir(home.folder))
    talk = Terminal(home)
    talk.answer("Your name")
    talk.answer("job mail comes to", "ada@hotmail.com")
    talk.answer("Other addresses")
    talk.answer("The maildir", "\x04")
    talk.end()
    assert "takes no passwords over IMAP any more" in talk.shown.replace("\r\n", " ")
    assert "Traceback" not in talk.shown
    assert sorted(set(os.listdir(home.folder)) - {"xdg", "state"}) == before


def test_a_second_conversation_proposes_what_was_there(imap: Dovecot, home: Home) -> None:
    """Enter all along gives the same mailbox, with the password that is there; a maildir may be named too."""
    home.secret(PASSWORD)
    assert home.run("init", *options(imap, home)).returncode == 0
    home.config.write_text(home.config.read_text().replace('#name = ""  ', 'name = "post"  ', 1))
    before = load(home.config)
    assert before.mailbox[0].name == "post"
    for where in ("", str(home.folder / "mail")):
        talk = Terminal(home)
        talk.answer("What now?", "2")
        talk.answer("Your name")
        talk.answer("job mail comes to")
        talk.answer("Other addresses")
        talk.answer("Its IMAP server", where)
        if not where:
            talk.answer("Port")
            talk.answer("User")
            talk.answer_unseen("takes the one there is", "")
        else:
            talk.until("1 more of the old configuration will be watched as before")
        talk.answer("Which?", "3")
        talk.answer("By e-mail to yourself?", "n")
        assert talk.end() == 0, talk.shown
        assert (load(home.config) == before) == (not where)
    assert len(load(home.config).mailbox) == 2


def test_enter_all_along_leaves_calendar_and_alerts_as_they_were(
    imap: Dovecot, home: Home, certificates: Certificates
) -> None:
    """On a server, with a user and a password of their own; and what is not asked about is kept."""
    home.secret(PASSWORD)
    home.secret(DAV_PASSWORD, name="dav")
    dav = CalDavServer("radicale", certificate=(certificates.certificate, certificates.key))
    with smtp_server(certificates, login=True) as smtp:
        smtp.password = DAV_PASSWORD.encode()
        lines = ("--calendar", dav.url, "--calendar-user", DAV_USER, "--calendar-password-file", home.folder / "dav")
        more = ("--alert", "email", "--smtp-host", "localhost", "--smtp-port", smtp.port, "--smtp-user", "sender")
        more = (*more, "--smtp-password-file", home.folder / "dav", "--smtp-security", "starttls")
        try:
            assert home.run("init", *options(imap, home, *lines, *more)).returncode == 0
            extra = '\n[[alert]]\nkind = "apprise"\nname = "phone"\nurl_command = "echo json://localhost"\n'
            home.config.write_text(home.config.read_text() + extra)
            before = load(home.config)
            talk = Terminal(home)
            talk.answer("What now?", "2")
            for question in ("Your name", "job mail comes to", "Other addresses", "Its IMAP server", "Port", "User"):
                talk.answer(question)
            talk.answer_unseen("takes the one there is", "")
            talk.answer("Which?")
            talk.answer("Its address")
            talk.answer("The calendar's name")
            talk.answer("By e-mail to yourself?")
            talk.answer("SMTP server")
            talk.answer("User")
            talk.answer("same password?")
            talk.answer_unseen("takes the one there is", "")
            assert talk.end() == 0, talk.shown
        finally:
            dav.stop()
    assert load(home.config) == before


def test_it_can_be_stopped_at_any_time(home: Home) -> None:
    """By Ctrl-C, in the middle of a question."""
    talk = Terminal(home)
    talk.answer("Your name")
    talk.until("job mail comes to")
    talk.process.send_signal(signal.SIGINT)
    assert talk.end() == 1
    assert "stopped; nothing was written" in talk.shown
    assert not home.config.exists()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_closed_terminal_leaves_no_password_behind(number: signal.Signals, imap: Dovecot, home: Home) -> None:
    """While it is tried it lies in a folder of its own."""
    memory = home.folder / "memory"
    memory.mkdir()
    home.surroundings["XDG_RUNTIME_DIR"] = str(memory)
    talk = Terminal(home)
    talk.answer("Your name")
    talk.answer("job mail comes to", ADDRESS)
    talk.answer("Other addresses")
    talk.answer("Its IMAP server", f"localhost:{imap.tls_port}")
    talk.answer("User")
    talk.answer_unseen("Password", PASSWORD)
    talk.until("certificate of its authority")
    assert [path.name for path in memory.glob("courtesy-*/*")] == ["imap-password"]
    talk.process.send_signal(number)
    assert talk.end() == 1
    assert list(memory.iterdir()) == []


def test_a_configuration_that_is_there_is_left_alone(home: Home) -> None:
    home.config.write_text("[me]\nname = 'Ada'\n")
    talk = Terminal(home)
    talk.answer("What now?")
    assert talk.end() == 0
    assert home.config.read_text() == "[me]\nname = 'Ada'\n"


def test_without_a_terminal_nobody_is_asked(home: Home) -> None:
    ran = subprocess.run(
        home._command("init"), env=home._environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert (ran.returncode, "--non-interactive" in ran.stderr) == (2, True)


# The parts


def test_a_check_that_stumbles_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the conversation goes on."""
    monkeypatch.delenv("COURTESY_DEBUG", raising=False)
    monkeypatch.setattr(mailboxes, "look_into", lambda *_: 1 // 0)
    (finding,) = trial.try_mailbox({"mailbox": [tables.maildir("/nowhere")]})
    assert (finding.verdict, "ZeroDivisionError" in finding.said) == ("wrong", True)


def test_providers_are_told_apart_by_their_domains() -> None:
    """Each has servers, a password's advice and a page, and makes a table that the configuration takes."""
    domains = [domain for one in providers() for domain in one.domains]
    assert len(domains) == len(set(domains))
    assert len({one.name.lower() for one in providers()}) == len(providers()) >= 20
    for one in providers():
        assert one.page.startswith("https://")
        assert not one.password.endswith(".")
        address = f"ada@{(one.domains or ('own.example',))[0]}"
        secret = {"password_file": "~/secret"}
        draft: dict[str, Any] = {"me": {"addresses": [address]}}
        draft["mailbox"] = [tables.imap(address, one.imap, secret, user=one.user_of(address))]
        draft["alert"] = [tables.email(address, one.smtp, secret, user=one.sender_of(address))]
        if one.caldav:
            draft["calendar"] = tables.caldav(one.caldav, secret)
        (mailbox,) = parse(filled(draft)).mailbox
        assert isinstance(mailbox, Imap)
        assert (mailbox.host, mailbox.port, mailbox.security) == (one.imap.host, one.imap.port, one.imap.security)
    known = of_address("Ada@GoogleMail.com")
    assert known is not None
    assert known.name == "Gmail"
    assert of_address("ada@mail.example") is None


def test_an_empty_draft_is_the_defaults() -> None:
    assert parse(filled({})) == Config()


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given_any(
    name=_TEXT, sent=_TEXT, hours=st.integers(1, 720), folders=st.lists(_TEXT.filter(bool), min_size=1, max_size=3)
)
def test_whatever_is_filled_in_is_read_again(name: str, sent: str, hours: int, folders: list[str]) -> None:
    """Quotes, line breaks and brackets are letters like others."""
    box = {"kind": "imap", "host": "h", "user": "u@h", "sent": sent, "folders": folders}
    config = parse(filled({"me": {"name": name}, "timing": {"reply_within_hours": hours}, "mailbox": [box, box]}))
    assert (config.me.name, config.timing.reply_within_hours, len(config.mailbox)) == (name, hours, 2)
    assert (config.mailbox[1].sent, config.mailbox[1].folders) == (sent, tuple(folders))


def test_ports_tell_the_security() -> None:
    usual = tables.server_of("h", None, None, usual=providers()[0].imap)
    assert (usual.port, usual.security) == (993, "tls")
    assert tables.server_of("h", 143, None, usual=usual).security == "starttls"
    assert tables.server_of("h", None, "starttls", usual=usual).port == 143
    assert tables.server_of("h", 4711, None, usual=usual).security == "tls"
    assert tables.server_of("h", None, "none", usual=tables.SMTP).port == 25
    assert tables.server_of("h", None, "tls", usual=tables.SMTP).port == 465


def test_a_port_of_its_own_goes_with_every_security() -> None:
    """As that of Proton Bridge, where the owner may choose."""
    bridge = ["--address", "ada@proton.me", "--password-file", "x", "--security", "tls", "--alert", "email"]
    config = drafted(*bridge, "--smtp-security", "tls", "--ca-file", "/bridge.pem")
    (box,), (alert,) = config.mailbox, config.alert
    assert isinstance(box, Imap)
    assert isinstance(alert, Email)
    assert (box.host, box.port, box.security) == ("127.0.0.1", 1143, "tls")
    assert (alert.host, alert.port, alert.security) == ("127.0.0.1", 1025, "tls")
    assert (box.ca_file, alert.ca_file) == ("/bridge.pem", "/bridge.pem")


def drafted(*words: str) -> Config:
    """The configuration that options make."""
    parser = ArgumentParser()
    given.accept(parser)
    return trial.config_of(given.draft(parser.parse_args(words)))


def test_other_hosts_have_the_user_of_the_mailbox_but_not_its_certificate() -> None:
    """Unless it is said otherwise."""
    box = ["--address", ADDRESS, "--host", "imap.mail.example", "--user", "ada", "--password-file", "x"]
    others = ["--ca-file", "/home.pem", "--calendar", "https://dav.mail.example/", "--alert", "email"]
    for more, expected in (
        ([], ("ada", "", "ada", "")),
        (["--smtp-host", "imap.mail.example"], ("ada", "", "ada", "/home.pem")),
        (["--calendar-user", "a", "--calendar-ca-file", "/c.pem"], ("a", "/c.pem", "ada", "")),
        (["--smtp-user", ADDRESS, "--smtp-ca-file", "/s.pem"], ("ada", "", "", "/s.pem")),
    ):
        config = drafted(*box, *others, *more)
        (alert,), calendar = config.alert, config.calendar
        assert isinstance(alert, Email)
        assert isinstance(calendar, CalDav)
        assert (calendar.user, calendar.ca_file, alert.user, alert.ca_file) == expected


def test_of_several_mailboxes_on_one_account_none_is_lost() -> None:
    """They differ by their folders, which nobody asks about."""
    inbox = tables.imap(ADDRESS, tables.IMAP, {"password_file": "x"}) | {"name": "post", "poll_minutes": 9}
    jobs = inbox | {"name": "jobs", "folders": ["Jobs"]}
    old = {"me": {"addresses": [ADDRESS]}, "mailbox": [inbox, jobs]}
    new = tables.imap(ADDRESS, tables.IMAP, {"password_file": "y"})
    draft = {"me": {"addresses": [ADDRESS]}, "mailbox": [new]}
    assert kept.mailboxes(old, draft) == [{"name": "post", "poll_minutes": 9} | new, jobs]


def test_the_page_on_providers_has_each_of_them() -> None:
    """As providers.toml has it."""
    page = (Path(__file__).parents[2] / "docs/providers.md").read_text(encoding="utf-8")
    for one in providers():
        row = next(line for line in page.splitlines() if line.startswith(f"| {one.name} |"))
        servers = (f"`{one.imap.host}:{one.imap.port}`", f"`{one.smtp.host}:{one.smtp.port}`")
        assert all(words in row for words in (*one.domains, *servers, one.password, one.page))
    assert page.count("\n| ") == len(providers()) + 1


def test_one_password_for_two_things_is_kept_once_and_an_older_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "imap-password").write_text("older\n")
    with kept.Secrets() as secrets:
        held = secrets.hold("imap-password", "secret")
        draft, files = secrets.settle({"mailbox": [dict(held)], "calendar": dict(held)}, tmp_path)
    assert draft["mailbox"][0] == draft["calendar"]
    assert [path.name for path in files] == ["imap-password.old", "imap-password"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["imap-password", "imap-password.old"]
    assert [(tmp_path / path.name).read_text() for path in files] == ["older\n", "secret\n"]
