"""The service while the sign-in at Google ends: one alert, the rest goes on, and afterwards nothing is missing."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.google.signing_in import CALENDAR, MAILBOX, PATHS, Owner
from tests.servers.google import Google
from tests.servers.google_calendar import CalendarPeer
from tests.servers.google_gmail import GmailPeer
from tests.shell.home import Service, letter

# What takes minutes in earnest takes parts of a second here.
_HURRIED = """
import sys
from datetime import timedelta
from courtesy import cli, loop
from courtesy.running import feed
from courtesy.commands import run
from courtesy.effects import outbox
feed.FIRST_WAIT, feed.LONGEST_WAIT = 0.2, 0.5
outbox.FIRST_WAIT = outbox.LONGEST_WAIT = loop.PAUSE = loop.GRACE = timedelta(seconds=0.5)
loop.SLICE = timedelta(seconds=0.3)
run.poll_seconds = lambda config: [0.3 for _ in config.mailbox]
sys.exit(cli.main())
"""


@pytest.fixture
def google() -> Iterator[Google]:
    with Google(gmail=GmailPeer(), calendar=CalendarPeer()) as google:
        yield google


class Home(Owner):
    """With a mailbox and a calendar at Google, and a maildir beside them."""

    def __init__(self, folder: Path, google: Google) -> None:
        super().__init__(folder, google, CALENDAR + MAILBOX)
        self.maildir = folder / "mail"
        for sub in ("cur", "new", "tmp", ".Sent/cur", ".Sent/new", ".Sent/tmp"):
            (self.maildir / sub).mkdir(parents=True)
        more = f'[[mailbox]]\nkind = "maildir"\nname = "paper"\npath = "{self.maildir}"\n[[alert]]\nkind = "terminal"\n'
        self.config.write_text(self.config.read_text() + more)

    @contextmanager
    def service(self) -> Iterator[Service]:
        """`courtesy run`, in a hurry."""
        command = [sys.executable, "-c", _HURRIED, "run", "--config", str(self.config)]
        with Service(command, {"HOME": str(self.config.parent), "PATH": "/usr/bin:/bin"} | PATHS) as service:
            yield service

    def mail(self, company: str) -> None:
        """An invitation comes to Gmail."""
        assert isinstance(self.google.gmail, GmailPeer)
        self.google.gmail.put(letter(company), datetime.now(UTC), "INBOX")

    def paper(self, company: str) -> None:
        """An invitation comes to the maildir."""
        (self.maildir / "new" / f"{company}.home").write_bytes(letter(company))

    def held(self) -> set[str]:
        """The companies in the calendar."""
        assert isinstance(self.google.calendar, CalendarPeer)
        return {str(event["summary"]).split()[1] for event in self.google.calendar.live()}


@pytest.fixture
def home(google: Google, tmp_path: Path) -> Home:
    home = Home(tmp_path, google)
    home.signed_in()
    return home


def test_a_sign_in_that_ends_is_told_once_and_what_waited_is_done_after_the_next(home: Home) -> None:
    home.mail("Acme")
    with home.service() as service:
        service.until(lambda: home.held() == {"Acme"})
        home.google.sign_in.revoke()
        service.until(lambda: service.heard("your sign-in at Google has ended; sign in again: courtesy login google"))
        home.mail("Bolt")
        home.paper("Clamp")
        service.until(lambda: any("Clamp" in line for line in service.told))  # other mailboxes are watched on
        assert home.held() == {"Acme"}
        assert home.login()[0] == 0
        service.until(lambda: home.held() == {"Acme", "Bolt", "Clamp"})
        service.until(lambda: any("Bolt" in line for line in service.told))
    ended = [line for line in service.told if "courtesy login google" in line]
    assert len(ended) == 1, ended
    assert not any("out of reach" in line for line in service.told)
    everything = "\n".join([*service.told, *service.logged])
    assert not [one for one in home.secrets() if one in everything]
    assert str(home.saved()["refresh_token"]) not in everything


def test_a_token_of_testing_is_told_a_day_before_it_dies(home: Home) -> None:
    made = datetime.now(UTC) - timedelta(days=6, hours=3)
    home.token.write_text(json.dumps(home.saved() | {"made": made.isoformat(), "lives_seconds": 604799}))
    for company, times in (("Acme", 1), ("Bolt", 0)):  # once, also over a restart
        with home.service() as service:
            home.paper(company)
            service.until(lambda heard=service.heard, company=company: heard(company))
            service.until(lambda heard=service.heard, times=times: heard("your sign-in ends on") >= times)
        assert service.heard("your sign-in ends on") == times


def test_one_look_without_a_sign_in_says_so_once(home: Home) -> None:
    home.token.unlink()
    home.paper("Acme")
    status, told, complained = home.end(home.start("run", "--once"))
    assert status == 1
    assert "Acme" in told
    said = [line for line in complained.splitlines() if line.startswith("courtesy: ")]
    assert said == ["courtesy: you are not signed in at Google; sign in: courtesy login google"]
