"""A mailbox that cannot be watched: one line says why and what to do, the others are watched, and nothing is lost."""

import os
import signal
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.ports import free_port
from tests.servers.scripted import CLOSE, Scripted
from tests.shell.home import Home, letter


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def append(server: Dovecot, user: str, company: str) -> None:
    """Mail from `company` comes in."""
    server.append(user, letter(company))


def table(server: Dovecot, home: Home, user: str) -> dict[str, object]:
    """The mailbox as it should be configured."""
    return {
        "kind": "imap",
        "host": "localhost",
        "port": server.tls_port,
        "user": user,
        "ca_file": server.ca_file,
        "password_file": home.secret(PASSWORD),
    }


FAULTS: dict[str, tuple[Mapping[str, object], str]] = {
    # the company that writes to the mailbox -> what is wrong with its table, and what is said of it
    "Alder Mill": ({"port": free_port()}, "refused the connection; check port"),
    "Birch Wool": (
        {"host": "nowhere.invalid"},
        "the host nowhere.invalid is not found; check the network",
    ),
    "Cedar Bank": ({"port": "PLAIN"}, "does not speak TLS on this port; check port and security"),
    "Dogwood Tea": (
        {"ca_file": None},
        "is not trusted (unable to get local issuer certificate); if the server",
    ),
    "Elm Studios": ({"folders": ["INBOX", "Jobs"]}, "has no folder 'Jobs'; correct folders: it has 'INBOX', 'Sent'"),
    "Fir Clinic": (
        {"password_file": "WRONG"},
        "[AUTHENTICATIONFAILED] Authentication failed; check user",
    ),
    "Gorse Farm": ({"password_file": "OPEN"}, "others on this computer may read"),
    "Hazel Books": ({"password_file": "/nowhere"}, "cannot be read: No such file or directory; correct it"),
    "Ivy Foods": ({"password_file": None}, "; set password_command or password_file in its table"),
    "Juniper Inn": ({"password_file": None, "password_command": "false"}, "failed with status 1; run it by hand"),
    "Kapok Toys": ({"password_file": None, "password_command": "sleep 60"}, "did not answer within 1 seconds; run it"),
    "Larch Law": (
        {"password_file": None, "password_command": "/no/such"},
        "cannot be run: No such file or directory",
    ),
}


def test_each_mailbox_says_why_it_cannot_be_watched_and_the_sound_one_is(server: Dovecot, home: Home) -> None:
    stand_ins = {
        "PLAIN": server.port,
        "WRONG": home.secret("guess", name="wrong"),
        "OPEN": home.secret(PASSWORD, 0o644, "open"),
    }
    sound, broken = [], []
    for company, (wrong, _) in FAULTS.items():
        user = company.split()[0].lower()
        append(server, user, company)
        sound.append(table(server, home, user))
        changed = {key: stand_ins.get(str(value), value) for key, value in {**sound[-1], **wrong}.items()}
        broken.append({key: value for key, value in changed.items() if value is not None})
    home.deliver("Moss Bakery")
    home.configure(*broken)
    status, told, complaints = home.once()
    assert status == 1
    assert sum("Moss Bakery" in line for line in told) == 1
    shown = home.run("status")
    assert (shown.returncode, shown.stderr) == (0, "")
    for _, said in FAULTS.values():
        assert sum(said in line for line in complaints) == 1, said
        assert sum(said in line for line in shown.stdout.splitlines()) == 1, said
    assert len(complaints) == len(FAULTS)

    home.configure(*sound)
    ran = home.run("run", "--once")
    told = [line for line in ran.stdout.splitlines() if line.startswith(" ")]  # a digest: it was owed before the start
    assert (ran.returncode, ran.stderr) == (0, "")
    assert [sum(f" at {company} by " in line for line in told) for company in FAULTS] == [1] * len(FAULTS)
    assert not any("Moss Bakery" in line for line in told)
    assert home.holds() == sorted(f"Interview? {company}" for company in (*FAULTS, "Moss Bakery"))
    assert "out of reach" not in home.run("status").stdout


def test_a_server_that_dies_and_comes_back_is_logged_once_each_and_loses_nothing(home: Home) -> None:
    server = Dovecot()
    server.start()
    try:
        append(server, "ada", "Ridge Health")
        home.configure(table(server, home, "ada"))
        with home.service() as service:
            service.until(lambda: service.heard("Ridge Health"))
            append(server, "ada", "Fern Logistics")  # it comes in the very moment of the death
            os.killpg(server._process.pid, signal.SIGKILL)
            server._process.wait()
            service.until(lambda: service.heard(f"localhost:{server.tls_port}"))
            home.deliver("Moss Bakery")
            service.until(lambda: service.heard("Moss Bakery"))
            server.start()
            service.until(lambda: service.heard("is back"))
            service.until(lambda: service.heard("Fern Logistics"))
        lines = [line.split(" ", 2)[2] for line in service.logged]
        assert lines[0] == "watching mailbox ada@localhost, paper\n"
        assert len(lines) == 3
        assert "refused the connection; check port, or whether the server is down; next try in" in lines[1]
        assert lines[2] == "mailbox ada@localhost is back\n"
        assert len(service.told) == 3
        assert home.once() == (0, [], [])
        assert len(home.holds()) == 3
    finally:
        server.stop()


def test_a_server_that_is_not_there_at_the_start_keeps_no_other_mail_from_being_told(home: Home) -> None:
    home.configure({"kind": "imap", "host": "localhost", "port": free_port(), "user": "ada"})
    home.deliver("Moss Bakery")
    with home.service() as service:
        service.until(lambda: service.heard("Moss Bakery"))
        home.deliver("Fern Logistics")
        service.until(lambda: service.heard("Fern Logistics"))
    assert (len(service.told), len(service.logged), len(home.holds())) == (2, 2, 2)


def test_a_server_that_dies_in_the_middle_of_a_mail_brings_it_once(home: Home) -> None:
    mail = letter("Ridge Health")
    deaths = 2

    def fetch(arguments: str) -> list[bytes | str]:
        nonlocal deaths
        uid = b"* 1 FETCH (UID 1 "
        if "BODY.PEEK[]" not in arguments:
            date = datetime.now(UTC).strftime("%d-%b-%Y %H:%M:%S +0000").encode()
            return [uid + b'INTERNALDATE "%s" RFC822.SIZE %d)\r\n<tag> OK done\r\n' % (date, len(mail))]
        whole = uid + b"BODY[] {%d}\r\n%s" % (len(mail), mail)
        deaths -= 1
        return [whole[:-200], CLOSE] if deaths >= 0 else [whole + b")\r\n<tag> OK done\r\n"]

    examined: list[bytes | str] = [b"* 1 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 2] ok\r\n<tag> OK done\r\n"]
    found: list[bytes | str] = [b"* SEARCH 1\r\n<tag> OK done\r\n"]
    with Scripted(EXAMINE=examined, SEARCH=found, FETCH=fetch) as server:
        mailbox = {"kind": "imap", "host": "localhost", "port": server.port, "security": "none", "user": "ada"}
        home.configure({**mailbox, "password_file": home.secret("any")})
        with home.service() as service:
            service.until(lambda: service.heard("is back"))
            service.until(lambda: service.heard("Ridge Health"))
        assert len(service.told) == 1
        assert sum("closed the connection" in line for line in service.logged) == 1
        assert home.once()[:2] == (0, [])
    assert home.holds() == ["Interview? Ridge Health"]


def test_what_only_the_owner_can_mend_is_told_to_him_and_ends_at_the_next_start(server: Dovecot, home: Home) -> None:
    right = table(server, home, "refused")
    append(server, "refused", "Ridge Health")
    home.configure({**right, "password_file": home.secret("guess", name="wrong")})
    for told in (1, 0):  # he hears of it once, and the log says it at each start
        with home.service() as service:
            service.until(lambda service=service: service.heard("next try in 30 minutes, and at each start"))
            service.until(lambda service=service, told=told: len(service.told) >= told)
        assert (len(service.told), len(service.logged)) == (told, 2)
    home.configure(right)
    with home.service() as service:
        service.until(lambda: service.heard("in reach again"))
        service.until(lambda: service.heard("Ridge Health"))
    assert len(service.told) == 2
