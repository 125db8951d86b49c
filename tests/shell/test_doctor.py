"""`courtesy doctor` finds what was broken on purpose, each with its remedy, and finds nothing where all is well."""

import imaplib
import json
import os
import pty
import shutil
import sqlite3
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from tests.servers.caldav import PASSWORD as DAV_PASSWORD
from tests.servers.caldav import USER as DAV_USER
from tests.servers.caldav import CalDavServer
from tests.servers.dbus import mute_bus, notification_service, session_bus
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.ports import free_port
from tests.servers.scripted import OK, Scripted
from tests.servers.smtp import SmtpServer, smtp_server
from tests.servers.tls import Certificates, make_certificates
from tests.shell.home import Home, full_disk

from courtesy.checkup import channels
from courtesy.config.tables import Config, Desktop

Finding = dict[str, str]


@pytest.fixture(scope="module")
def imap() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Without the desktop session of whoever runs the tests, and on a computer without a service manager."""
    home = Home(tmp_path)
    home.surroundings = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/no-bus", "PATH": "/usr/bin:/bin"}
    (tmp_path / "bin").mkdir()
    return home


def examine(home: Home) -> tuple[int, list[Finding]]:
    """What `courtesy doctor --json` says; and that it never stumbles."""
    ran = home.run("doctor", "--json")
    assert ran.stderr == ""
    told = json.loads(ran.stdout)
    assert told["well"] == (ran.returncode == 0)
    findings: list[Finding] = told["findings"]
    assert not [one for one in findings if one["check"] == "check"], "a checker failed itself"
    assert not [one for one in findings if one["verdict"] == "wrong" and not one["remedy"]], "a fault without a remedy"
    return ran.returncode, findings


def of(findings: list[Finding], about: str) -> dict[str, Finding]:
    """What was found of one thing, by the check."""
    return {one["check"]: one for one in findings if about in one["about"]}


def mailbox(imap: Dovecot, home: Home, name: str, **more: object) -> dict[str, object]:
    """A mailbox of its own on the server, with what is wrong about it in `more`; None takes a key away."""
    secret = str(home.secret(PASSWORD))
    table: dict[str, object] = {"kind": "imap", "name": name, "host": "localhost", "port": imap.tls_port, "user": "ada"}
    table |= {"ca_file": imap.ca_file, "password_file": secret} | more
    return {key: value for key, value in table.items() if value is not None}


# All is well


def test_where_all_is_well_nothing_is_wrong_and_nothing_is_left_behind(
    imap: Dovecot, home: Home, certificates: Certificates, tmp_path: Path
) -> None:
    """Mailbox, calendar server, mail server, desktop: each is reached, and none is changed."""
    dav = CalDavServer("radicale", certificate=(certificates.certificate, certificates.key))
    with ExitStack() as stack:
        stack.callback(dav.stop)
        smtp = stack.enter_context(smtp_server(certificates, login=True))
        bus = stack.enter_context(session_bus(tmp_path))
        shown = stack.enter_context(notification_service(bus)).shown
        home.surroundings["DBUS_SESSION_BUS_ADDRESS"] = bus
        home.configure(mailbox(imap, home, "post"), alerts=[_smtp(home, smtp.port, certificates), {"kind": "desktop"}])
        _use_caldav(home, dav.url, certificates)
        before = home.config.read_bytes()
        status, findings = examine(home)
        assert [one for one in findings if one["verdict"] == "wrong"] == []
        assert status == 0
        assert of(findings, "post")["folder INBOX"]["verdict"] == "ok"
        assert "'Sent'" in of(findings, "post")["sent mail"]["said"]
        assert "the certificate is right, but ends on" in of(findings, "post")["TLS"]["said"]  # tests make it for a day
        assert of(findings, "calendar")["test entry"]["said"] == "written and removed"
        assert "nothing was sent" in of(findings, "e-mail")["recipient"]["said"]
        assert of(findings, "time")["clock"]["said"] == "agrees with localhost"  # CalDAV servers name the time
        assert (smtp.taken, shown) == ([], [])
    assert home.config.read_bytes() == before
    assert not home.state.exists()


def _smtp(home: Home, port: int, certificates: Certificates, **more: object) -> dict[str, object]:
    table = {"kind": "email", "host": "localhost", "port": port, "ca_file": certificates.ca, "to": "ada@mail.example"}
    return {**table, "password_file": home.secret("secret", name="smtp-secret"), **more}


def _use_caldav(home: Home, url: str, certificates: Certificates, password: str = DAV_PASSWORD) -> None:
    secret = home.secret(password, name="dav-secret")
    kind = f"kind = 'caldav'\nurl = '{url}'\nuser = '{DAV_USER}'\npassword_file = '{secret}'\nca_file = "
    old = f"kind = 'vdir'\npath = '{home.calendar}'\n"
    assert old in home.config.read_text()
    home.config.write_text(home.config.read_text().replace(old, f"{kind}'{certificates.ca}'\n"))


# What may be wrong with a mailbox


def expired(folder: Path) -> Certificates:
    """A certificate that ended yesterday."""
    made = make_certificates(folder)
    command = ["openssl", "x509", "-req", "-in", folder / "server.csr", "-CA", made.ca, "-CAkey", folder / "ca.key"]
    command += ["-days", "-1", "-out", made.certificate, "-extfile", folder / "extensions"]
    subprocess.run(command, check=True, capture_output=True)
    return made


@contextmanager
def starttls(certificates: Certificates) -> Iterator[int]:
    """An IMAP server with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.certificate, certificates.key)
    offer = [b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n", OK]
    with Scripted(CAPABILITY=offer, STARTTLS=[OK, context]) as server:
        yield server.port


MAILBOX_FAULTS: dict[str, tuple[str, str, str]] = {
    # what is wrong -> the check that finds it, what is said, and the remedy
    "wrong password": ("login", "refused the login of ada", "app password"),
    "unknown provider password": ("login", "refused the login", "cat >"),
    "expired": ("TLS", "certificate has expired", "openssl s_client -connect localhost:"),
    "other authority": ("TLS", "unable to get local issuer certificate", "set ca_file"),
    "no authority": ("TLS", "cannot be used", "give a PEM file"),
    "no host": ("server name", "nowhere.invalid is not found", "getent hosts nowhere.invalid"),
    "no server": ("connection", "refuses the connection", "nc -vz localhost"),
    "no TLS": ("TLS", "does not speak TLS", "port and security"),
    "no IMAP": ("connection", "not answer as an IMAP server", "port 993"),
    "no folder": ("folder Jobs", "no folder 'Jobs'", 'of: "INBOX"'),
    "no sent mail": ("sent mail", "your own answers go unseen", "name that under sent in its table"),
    "sent misspelt": ("sent mail", "no folder 'Snet'", '"Sent"'),
    "open to others": ("password", "others on this computer may read", "chmod 600 /"),
    "no secret": ("password", "cannot be read: No such file", "cat >"),
    "empty secret": ("password", "the password is empty", "cat >"),
    "command fails": ("password", "failed with status 1", "run password_command by hand"),
    "command may not run": ("password", "cannot be run: Permission denied", "run password_command by hand"),
    "command hangs": ("password", "did not answer within", "run password_command by hand"),
    "no password": ("password", "no password", "set password_command or password_file"),
}


def test_each_fault_of_a_mailbox_is_found_with_its_remedy(
    imap: Dovecot, home: Home, tmp_path: Path, certificates: Certificates
) -> None:
    """Nineteen broken mailboxes, in one configuration, and none hides the fault of another."""
    with ExitStack() as stack:
        old = expired(tmp_path / "old")
        smtp = stack.enter_context(smtp_server())
        bare = stack.enter_context(Scripted()).port  # no sent mail
        broken: dict[str, dict[str, object]] = {
            "wrong password": {"password_file": home.secret("guess", name="wrong")},
            "unknown provider password": {"password_file": home.secret("guess", name="wrong")},
            "expired": {"port": stack.enter_context(starttls(old)), "security": "starttls", "ca_file": old.ca},
            "other authority": {"ca_file": None},
            "no authority": {"ca_file": home.secret("no PEM", name="pem")},
            "no host": {"host": "nowhere.invalid"},
            "no server": {"port": free_port()},
            "no TLS": {"port": imap.port},
            "no IMAP": {"port": smtp.port, "security": "none"},
            "no folder": {"folders": ["INBOX", "Jobs"]},
            "no sent mail": {"port": bare, "security": "none"},
            "sent misspelt": {"sent": "Snet"},
            "open to others": {"password_file": home.secret(PASSWORD, 0o644, name="open")},
            "no secret": {"password_file": tmp_path / "nothing"},
            "empty secret": {"password_file": home.secret("\n", name="empty")},
            "command fails": {"password_file": None, "password_command": "false"},
            "command may not run": {"password_file": None, "password_command": str(home.secret("#!", name="script"))},
            "command hangs": {"password_file": None, "password_command": "sleep 20"},
            "no password": {"password_file": None},
        }
        assert broken.keys() == MAILBOX_FAULTS.keys()
        home.configure(*(mailbox(imap, home, name, **more) for name, more in broken.items()))
        status, findings = examine(home)
        for name, (check, said, remedy) in MAILBOX_FAULTS.items():
            found = of(findings, name)
            finding = found.get(check) or pytest.fail(f"{name}: {check} is not among {found}")
            assert finding["verdict"] == "wrong", name
            assert said in finding["said"], name
            assert remedy in finding["remedy"], name
            others = {one for one, what in found.items() if what["verdict"] == "wrong"} - {check}
            assert not others, name  # one fault, one finding
            left = found.get("login", finding)["said"]
            assert check != "password" or left == "not looked at: the password comes first", name
        assert not [one for one in findings if "mend it" in one["remedy"]]  # that is said before each
        assert status == 1
        assert "guess" not in json.dumps(findings)
    assert of(findings, "paper")["sent mail"]["verdict"] == "ok"  # the maildir that is well


def test_a_mailbox_that_is_nearly_full(home: Home) -> None:
    """Two mails may come in, and two are there; of the space much is left."""
    limits = "plugin {\n quota = count:ada\n quota_vsizes = yes\n quota_rule = *:messages=2:storage=1M\n}\n"
    loaded = "mail_plugins = quota\nprotocol imap {\n mail_plugins = quota imap_quota\n}\n"
    with Dovecot(more=loaded + limits) as server:
        home.configure(mailbox(server, home, "post"))
        assert of(examine(home)[1], "post")["quota"]["verdict"] == "ok"
        for number in range(2):
            server.append("ada", f"Subject: {number}\r\n\r\n".encode())
        said = [one for one in examine(home)[1] if one["check"] == "quota"]
    assert [one["verdict"] for one in said] == ["ok", "wrong"]
    assert said[1]["said"] == "100% of the number of its mails is used: soon mail to you goes back"
    assert said[1]["remedy"].startswith("delete old mail")


def test_a_maildir_that_is_not_there(home: Home) -> None:
    """And one without the folder of sent mail."""
    shutil.rmtree(home.folder / "mail" / ".Sent")
    _, findings = examine(home)
    assert "no folder" not in of(findings, "paper")["sent mail"]["said"]
    assert of(findings, "paper")["sent mail"]["verdict"] == "wrong"
    shutil.rmtree(home.folder / "mail")
    _, findings = examine(home)
    assert "No such file" in of(findings, "paper")["folder"]["said"]


# Alerts, calendar, clock


ALERT_FAULTS: dict[str, tuple[str, str, str]] = {
    "login@mail.example": ("login", "refuses the login", "app password"),
    "full@mail.example": ("recipient", "452 Mailbox full", "try again later"),
    "closed@mail.example": ("recipient", "550 No relaying", "let it log in"),
    "plain@mail.example": ("TLS", "offers no STARTTLS", 'security = "tls"'),
    "alien@mail.example": ("TLS", "unable to get local issuer certificate", "-starttls smtp"),
    "gone@mail.example": ("connection", "refuses the connection", "nc -vz"),
    "open@mail.example": ("password", "others on this computer may read", "chmod 600 /"),
    "desktop": ("session bus", "no D-Bus session", "log in to a desktop"),
}


def test_each_fault_of_an_alert_channel_is_found_with_its_remedy(home: Home, certificates: Certificates) -> None:
    """And still nothing is sent."""
    with (
        smtp_server(certificates, login=True) as strict,
        smtp_server(certificates) as full,
        smtp_server() as plain,
    ):
        full.refusals = {"full@mail.example": "452 Mailbox full", "closed@mail.example": "550 No relaying"}
        guess = {"password_file": home.secret("guess", name="wrong")}
        readable = {"password_file": home.secret("secret", 0o644, name="open")}
        home.configure(
            alerts=[
                _smtp(home, strict.port, certificates, to="login@mail.example", **guess),
                _without(_smtp(home, full.port, certificates, to="full@mail.example"), "password_file"),
                _without(_smtp(home, full.port, certificates, to="closed@mail.example"), "password_file"),
                _smtp(home, plain.port, certificates, to="plain@mail.example"),
                _without(_smtp(home, strict.port, certificates, to="alien@mail.example"), "ca_file"),
                _smtp(home, free_port(), certificates, to="gone@mail.example"),
                _smtp(home, strict.port, certificates, to="open@mail.example", **readable),
                {"kind": "desktop"},
            ]
        )
        status, findings = examine(home)
        assert [strict.taken, full.taken, plain.taken] == [[], [], []]
    assert status == 1
    for name, (check, said, remedy) in ALERT_FAULTS.items():
        finding = of(findings, name)[check]
        assert (finding["verdict"], said in finding["said"], remedy in finding["remedy"]) == ("wrong", True, True), name
    assert sum("open@" in one["about"] and one["verdict"] == "wrong" for one in findings) == 1


def _without(table: dict[str, object], key: str) -> dict[str, object]:
    return {name: value for name, value in table.items() if name != key}


def test_a_bus_on_which_nobody_shows_notifications(home: Home, tmp_path: Path) -> None:
    with session_bus(tmp_path) as bus:
        home.surroundings["DBUS_SESSION_BUS_ADDRESS"] = bus
        home.configure(alerts=[{"kind": "desktop"}])
        _, findings = examine(home)
    assert of(findings, "desktop")["session bus"]["verdict"] == "ok"
    assert "dunst" in of(findings, "desktop")["service"]["remedy"]


def test_a_bus_that_never_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ends in time."""
    monkeypatch.setattr(channels, "_WAIT", 0.2)
    with mute_bus(tmp_path) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
        (finding,) = channels.look_into(Desktop(), Config(), [])
    assert (finding.check, finding.verdict, "does not answer" in finding.said) == ("session bus", "wrong", True)


def test_a_calendar_folder_that_cannot_be_written(home: Home) -> None:
    home.calendar.mkdir()
    with _read_only(home.calendar):
        _, findings = examine(home)
    finding = of(findings, "calendar")["test entry"]
    assert (finding["verdict"], "may not be written" in finding["said"]) == ("wrong", True)
    assert f"chmod u+rwx {home.calendar}" in finding["remedy"]


@contextmanager
def _read_only(folder: Path) -> Iterator[None]:
    """Root may write everywhere but on a disk that is mounted read-only."""
    if os.getuid() != 0:
        folder.chmod(0o500)
        yield
        folder.chmod(0o700)
        return
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("this root may not mount a disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_calendar_server_that_refuses_the_password(home: Home, certificates: Certificates) -> None:
    """And one whose certificate is strange."""
    server = CalDavServer("radicale", certificate=(certificates.certificate, certificates.key))
    try:
        _use_caldav(home, server.url, certificates, password="guess")
        _, findings = examine(home)
        assert "refused the password" in of(findings, "calendar")["login"]["said"]
        assert "cat >" in of(findings, "calendar")["login"]["remedy"]
        home.config.write_text(home.config.read_text().replace(f"ca_file = '{certificates.ca}'\n", ""))
        _, findings = examine(home)
        assert "set ca_file" in of(findings, "calendar")["TLS"]["remedy"]
    finally:
        server.stop()


@pytest.mark.parametrize(("year", "way"), [(2020, "ahead of localhost"), (2090, "behind localhost")])
def test_a_clock_that_differs_from_the_servers(home: Home, year: int, way: str) -> None:
    """Some mail servers name the time when they greet."""
    port = free_port()
    ident = f"Sendmail 8.15; Sun, 26 Nov {year} 10:00:00 +0000"
    controller = Controller(SmtpServer(port), hostname="127.0.0.1", port=port, ident=ident)
    controller.start()
    try:
        alert = {"kind": "email", "host": "localhost", "port": port, "security": "none", "to": "ada@mail.example"}
        home.configure(alerts=[alert])
        _, findings = examine(home)
    finally:
        controller.stop()
    finding = of(findings, "time")["clock"]
    assert (finding["verdict"], way in finding["said"], "ntp" in finding["remedy"]) == ("wrong", True, True)


def test_a_clock_that_is_behind_the_newest_mail(imap: Dovecot, home: Home) -> None:
    """IMAP does not name the time, but no mail can have come in an hour."""
    with imaplib.IMAP4("localhost", imap.port) as client:
        client.login("late", PASSWORD)
        later = imaplib.Time2Internaldate(datetime.now(UTC) + timedelta(hours=1))
        client.append("INBOX", "", later, b"Subject: from the future\r\n\r\n")
    home.configure(mailbox(imap, home, "post", user="late"))
    _, findings = examine(home)
    finding = of(findings, "time")["clock"]
    assert (finding["verdict"], finding["said"]) == ("wrong", "is 60 minutes behind the newest mail of post")


# The configuration and the state


def _no_file(home: Home) -> None:
    home.config.unlink()


def _misspelt(home: Home) -> None:
    home.config.write_text(home.config.read_text().replace("time_zone", "time_zon"))


def _no_toml(home: Home) -> None:
    home.config.write_text("[me\n")


def _writable(home: Home) -> None:
    home.config.chmod(0o666)


def _no_mailbox(home: Home) -> None:
    home.config.write_text("[me]\nname = 'Ada'\n")


def _bad_rule(home: Home) -> None:
    home.config.write_text(home.config.read_text() + "[[rule]]\nname = 'x'\nsays = 'invite'\nany = ['(']\n")


def _damaged(home: Home) -> None:
    assert home.run("run", "--once").returncode == 0
    (home.state / "courtesy.db").write_bytes(b"no database" * 1000)


def _never_since(home: Home) -> None:
    assert home.run("run", "--once").returncode == 0
    with sqlite3.connect(home.state / "courtesy.db") as db:
        db.execute("UPDATE mailbox SET looked = '2026-01-02T03:04:05.000000+00:00'")


def _state_is_a_file(home: Home) -> None:
    home.state.write_text("")


OWN_FAULTS: dict[Any, tuple[str, str, str, str]] = {
    _no_file: ("configuration", "keys", "cannot be read", "config.toml"),
    _misspelt: ("configuration", "keys", "line 3: unknown key 'time_zon'", "+3 "),
    _no_toml: ("configuration", "keys", "line 1: this is not TOML", "+1 "),
    _writable: ("configuration", "permissions", "others on this computer may change", "chmod 600 "),
    _no_mailbox: ("configuration", "mailbox", "names none", "courtesy init"),
    _bad_rule: ("rules", "packs", "a pattern that does not work", "courtesy rules test"),
    _damaged: ("memory", "state file", "is damaged", "mv "),
    _never_since: ("paper", "last look", "nothing watches it", "courtesy service install"),
    _state_is_a_file: ("state", "folder", "Not a directory", "another folder under [state]"),
}


@pytest.mark.parametrize("plant", OWN_FAULTS, ids=lambda plant: plant.__name__.strip("_"))
def test_each_fault_of_configuration_and_state_is_found_with_its_remedy(plant: Any, home: Home) -> None:
    plant(home)
    status, findings = examine(home)
    about, check, said, remedy = OWN_FAULTS[plant]
    finding = of(findings, about)[check]
    assert (status, finding["verdict"]) == (1, "wrong")
    assert said in finding["said"]
    assert remedy in finding["remedy"]


def test_a_disk_that_is_full(home: Home) -> None:
    home.state.mkdir()
    with full_disk(home.state):
        _, findings = examine(home)
    assert "df -h" in of(findings, "state")["folder"]["remedy"]


def test_a_state_folder_that_cannot_be_written(home: Home) -> None:
    home.state.mkdir()
    with _read_only(home.state):
        _, findings = examine(home)
    assert of(findings, "state")["folder"]["remedy"].startswith(("sudo install -d", "name another folder"))


# How it is shown


def test_people_get_a_line_for_each_check_and_a_table_on_a_terminal(home: Home) -> None:
    """With the same words; the lines can be cut by `grep WRONG`."""
    shutil.rmtree(home.folder / "mail" / ".Sent")
    ran = home.run("doctor")
    wrong = [line for line in ran.stdout.splitlines() if line.startswith("WRONG")]
    assert len(wrong) == 1
    assert "name that under sent in its table" in wrong[0]
    assert "1 of " in ran.stdout.splitlines()[-1]
    assert "\x1b" not in ran.stdout
    shown = on_a_terminal(home, "doctor")
    assert "→ let your mail program keep what you send" in shown
    assert "\x1b[1;31mWRONG" in shown


def on_a_terminal(home: Home, *words: str) -> str:
    """The same command where its output is a terminal."""
    ours, theirs = pty.openpty()
    environment = {**home._environment(), "COLUMNS": "200", "TERM": "xterm"}
    ran = subprocess.Popen(home._command(*words), env=environment, stdout=theirs, stderr=theirs, stdin=theirs)
    os.close(theirs)
    said = b""
    try:
        while octets := os.read(ours, 65536):
            said += octets
    except OSError:  # Linux's way of saying that the other end is closed
        pass
    finally:
        os.close(ours)
        ran.wait(20)
    return said.decode()
