"""A calendar or channel that fails: one line says why and what to do, the other works, and all is done once mended."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.servers.dbus import notification_service, session_bus
from tests.servers.ports import free_port
from tests.servers.smtp import SmtpServer, smtp_server
from tests.servers.tls import Certificates, make_certificates
from tests.shell.home import Home, full_disk

HOLD = ["Interview? Moss Bakery"]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """With an invitation in its maildir."""
    home = Home(tmp_path)
    home.deliver("Moss Bakery")
    return home


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def smtp(certificates: Certificates) -> Iterator[SmtpServer]:
    with smtp_server(certificates, login=True) as server:
        yield server


def by_mail(home: Home, smtp: SmtpServer, certificates: Certificates, **wrong: object) -> dict[str, object]:
    """The table of alerts by e-mail, with what is `wrong` in it."""
    right = {
        "kind": "email",
        "host": "localhost",
        "port": smtp.port,
        "ca_file": certificates.ca,
        "password_file": home.secret("secret"),
    }
    return {key: value for key, value in {**right, **wrong}.items() if value is not None}


REFUSALS: dict[str, tuple[dict[str, object], str]] = {
    # who is written to: what is wrong in the table, and what is said of it
    "ada": ({"password_file": "WRONG"}, "refuses the password of ada@mail.example; renew it (535 "),
    "ben": ({}, "refuses alerts from ada@mail.example to ben@mail.example (550 No such user); correct from or to"),
    "cat": ({}, "is not ready (452 Mailbox full); will try again"),
    "dan": ({"port": free_port()}, "is out of reach (Connection refused); check host, port and network"),
    "eve": ({"ca_file": None}, "has no valid certificate (unable to get local issuer certificate); correct host or"),
    "fay": ({"security": "tls"}, 'does not begin with TLS; set security = "starttls", or correct port'),
    "gil": ({"password_file": None, "password_command": "false"}, "failed with status 1; run it by hand to see why"),
    "hal": ({"password_file": None, "password_command": "sleep 60"}, "did not answer within 1 seconds; run it by hand"),
}


def test_alerts_that_no_server_takes_wait_and_the_rest_is_done(
    home: Home, smtp: SmtpServer, certificates: Certificates
) -> None:
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # aiosmtpd's, of each handshake that is broken off
    smtp.refusals = {"ben@mail.example": "550 No such user", "cat@mail.example": "452 Mailbox full"}
    wrong_password = home.secret("guess", name="wrong")
    sound, broken = [], []
    for name, (wrong, _) in REFUSALS.items():
        wrong = {key: wrong_password if value == "WRONG" else value for key, value in wrong.items()}
        sound.append(by_mail(home, smtp, certificates, to=f"{name}@mail.example"))
        broken.append(by_mail(home, smtp, certificates, to=f"{name}@mail.example", **wrong))
    home.configure(alerts=[*broken, {"kind": "terminal"}])
    status, told, complaints = home.once()
    assert (status, len(told), home.holds()) == (1, 1, HOLD)
    for _, said in REFUSALS.values():
        assert sum(said in line for line in complaints) == 1, said
    assert len(complaints) == len(REFUSALS)

    smtp.refusals = {}
    home.configure(alerts=[*sound, {"kind": "terminal"}])
    assert home.once() == (0, [], [])
    assert [envelope.rcpt_tos for envelope in smtp.taken] == [[f"{name}@mail.example"] for name in REFUSALS]
    assert home.holds() == HOLD


def test_a_channel_is_lost_and_back_once_in_the_log_of_the_service(
    home: Home, smtp: SmtpServer, certificates: Certificates
) -> None:
    smtp.refusals = {"ada@mail.example": "452 Mailbox full"}
    home.configure(alerts=[by_mail(home, smtp, certificates)])
    for _ in range(2):  # at each start the log says anew what still fails
        with home.service() as service:
            service.until(lambda service=service: service.heard("452 Mailbox full"))
            home.run("status")  # time enough for another try, which is no news
        assert len(service.logged) == 2
    assert "not done yet: mail server localhost" in home.run("status").stdout
    with home.service() as service:
        service.until(lambda: service.heard("452 Mailbox full"))
        smtp.refusals = {}
        service.until(lambda: service.heard("e-mail to ada@mail.example works again"))
    assert len(service.logged) == 3
    assert len(smtp.taken) == 1


def test_a_dead_desktop_gets_its_alert_when_it_lives_again(home: Home, tmp_path: Path) -> None:
    home.configure(alerts=[{"kind": "desktop"}])
    home.surroundings["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={tmp_path / 'bus'}"
    with home.service() as service:
        service.until(lambda: service.heard("no session at"))
        assert service.heard("they wait until you have logged in") == 1
        service.until(home.holds)
        with session_bus(tmp_path) as address, notification_service(address) as recorder:
            service.until(lambda: service.heard("desktop notifications works again"))
            assert home.once()[0] == 1, "one at a time"
    assert len(service.logged) == 3
    assert home.once() == (0, [], [])
    assert [shown.summary.partition(": ")[2] for shown in recorder.shown] == ["Moss Bakery"]


def test_a_file_in_the_place_of_the_calendar_holds_up_no_alert(home: Home) -> None:
    home.calendar.write_text("a letter of the owner's")
    status, told, complaints = home.once()
    assert (status, len(told)) == (1, 1)
    assert complaints == [f"courtesy: calendar folder {home.calendar}: this is not a folder; correct calendar.path"]
    assert home.calendar.read_text() == "a letter of the owner's"
    home.calendar.unlink()
    assert home.once() == (0, [], [])
    assert home.holds() == HOLD


def test_a_full_disk_holds_up_the_calendar_only_until_there_is_room(home: Home) -> None:
    home.calendar.mkdir()
    with full_disk(home.calendar) as make_room:
        status, told, complaints = home.once()
        assert (status, len(told), home.holds()) == (1, 1, [])
        assert complaints == [f"courtesy: calendar folder {home.calendar}: no space left; free some space on that disk"]
        make_room()
        assert home.once() == (0, [], [])
        assert home.holds() == HOLD


def test_one_look_counts_what_was_done_not_what_was_meant(home: Home) -> None:
    home.calendar.write_text("in the way")
    ran = home.run("run", "--once")
    assert ran.returncode == 1
    assert ran.stdout.splitlines()[-1] == "Looked at 1 mail: 1 alert."
    home.calendar.unlink()
    assert home.run("run", "--once").stdout == "Looked at no new mail: 1 time held, nothing new is owed.\n"
