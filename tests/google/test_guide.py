"""docs/google.md is followed to the letter against a Google on loopback, from nothing to a hold and a draft."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.text import Text
from tests.corpus.build import build
from tests.google.signing_in import PATHS
from tests.servers.google import Google
from tests.servers.google_calendar import CalendarPeer
from tests.servers.google_gmail import GmailPeer
from tests.servers.google_sign_in import CLIENT
from tests.shell.home import ROOT

from courtesy.accounts.providers import named
from courtesy.setup.conversation import Conversation
from courtesy.setup.kept import Secrets

_ADDRESS = "you@gmail.com"
_ROBOT = "import sys, urllib.request; from tests.google.signing_in import consent; "
_ROBOT += "urllib.request.urlopen(consent(sys.argv[1]))"


@pytest.fixture
def google() -> Iterator[Google]:
    with Google(gmail=GmailPeer(address=_ADDRESS), calendar=CalendarPeer()) as google:
        yield google


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language on the page."""
    page = (ROOT / "docs/google.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)


def invitation() -> bytes:
    """As one that needs an answer."""
    now = datetime.now(UTC)
    day = now + timedelta(days=9)
    return build(
        {
            "id": "asked1",
            "from": "Renee Castell <renee@ridge.example>",
            "to": _ADDRESS,
            "subject": "Interview invitation: Clinic Manager at Ridge Health",
            "date": now.isoformat(),
            "text": "Hi Ada,\n\nThank you for applying for the Clinic Manager position at Ridge Health. We would "
            f"like to invite you to an interview by video on {day:%A, %d %B %Y} at 10:00.\n\nPlease let us know "
            "whether this time works for you.\n\nBest regards,\nRenee Castell\nTalent Acquisition, Ridge Health\n",
        }
    )


class Reader:
    """Somebody whose home is `folder`, who has downloaded the client's file and does as the page says."""

    def __init__(self, folder: Path, google: Google) -> None:
        self.folder = folder
        self.google = google
        (folder / "Downloads").mkdir()
        (folder / "bin").mkdir()
        client = {"installed": CLIENT | {"auth_uri": "https://x.example", "token_uri": "https://x.example"}}
        (folder / "Downloads" / "client_secret_1234.apps.googleusercontent.com.json").write_text(json.dumps(client))
        command = folder / "bin" / "courtesy"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m courtesy "$@"\n')
        command.chmod(0o755)

    def types(self, lines: str) -> "list[subprocess.CompletedProcess[str]]":
        """Each of the lines in a shell."""
        environment = {
            "HOME": str(self.folder),
            "PATH": f"{self.folder}/bin:{os.environ['PATH']}",
            **PATHS,
            "BROWSER": f"{sys.executable} -c '{_ROBOT}' %s",
            "TZ": "Europe/London",
        }
        return [
            subprocess.run(line, shell=True, env=environment, capture_output=True, text=True, timeout=90)
            for line in lines.splitlines()
        ]

    def configures(self, tables: str) -> None:
        """The configuration of the page; only that Google is elsewhere is not on it."""
        places = self.google.endpoints()
        elsewhere = "\n".join(
            f'{key} = "{getattr(places, key)}"' for key in ("gmail_api", "calendar_api", "auth_uri", "token_uri")
        )
        (self.folder / ".config/courtesy/config.toml").write_text(f"{tables}\n[google]\n{elsewhere}\n")


def test_the_page_leads_to_a_hold_and_a_draft(google: Google, tmp_path: Path) -> None:
    reader = Reader(tmp_path, google)
    place_client, sign_in = blocks("sh")
    assert not any(done.returncode for done in reader.types(place_client))
    by_api = next(block for block in blocks("toml") if 'kind = "gmail"' in block)
    reader.configures(by_api)
    assert isinstance(google.gmail, GmailPeer)
    assert isinstance(google.calendar, CalendarPeer)
    google.gmail.put(invitation(), datetime.now(UTC), "INBOX")

    login, doctor, once = reader.types(sign_in)
    assert (login.returncode, login.stderr) == (0, "")
    assert doctor.returncode == 0, doctor.stdout
    assert (once.returncode, once.stderr) == (0, ""), once.stdout
    (held,) = google.calendar.live()
    assert "Ridge Health" in held["summary"]
    assert [calendar.summary for calendar in google.calendar.own()] == ["Interviews"]
    (draft,) = google.gmail.drafts.values()
    assert b"renee@ridge.example" in google.gmail.mails[draft].raw

    (again,) = reader.types("courtesy run --once")
    assert again.returncode == 0
    assert len(google.calendar.live()) == len(google.gmail.drafts) == 1


def test_the_other_road_wants_less(google: Google, tmp_path: Path) -> None:
    """Nothing that would read mail is asked for."""
    reader = Reader(tmp_path, google)
    reader.types(blocks("sh")[0])
    reader.configures(next(block for block in blocks("toml") if 'kind = "imap"' in block))
    (login,) = reader.types("courtesy login google")
    assert login.returncode == 0, login.stderr
    assert "gmail" not in google.sign_in.asked[0]["scope"]


def test_init_begins_a_calendar_at_google(google: Google, tmp_path: Path) -> None:
    """It is tried only after the sign-in, which needs the configuration."""
    reader = Reader(tmp_path, google)
    for sub in ("cur", "new", "tmp", ".Sent/cur", ".Sent/new", ".Sent/tmp"):
        (tmp_path / "Maildir" / sub).mkdir(parents=True)
    (made,) = reader.types(
        f"courtesy init --non-interactive --address {_ADDRESS} --maildir ~/Maildir --calendar google --alert terminal"
    )
    assert made.returncode == 0, made.stderr
    assert "What you can do: courtesy login google" in made.stdout
    written = (tmp_path / ".config/courtesy/config.toml").read_text()
    (tmp_path / ".config/courtesy/config.toml").unlink()
    assert '\n[calendar]\nkind = "google"\n' in written
    reader.types(blocks("sh")[0])
    reader.configures(re.sub(r"^\[google\](.*?)(?=^\[|^#\[|\Z)", "", written, flags=re.M | re.S))
    login, doctor = reader.types("courtesy login google\ncourtesy doctor")
    assert login.returncode == 0, login.stderr
    assert "test entry: written and removed" in doctor.stdout


class Answers:
    """Somebody who answers the questions of `courtesy init`: chooses the first, and notes what is said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str, *_: str) -> None:
        self.said.append(text)

    def choose(self, question: str, choices: list[str], default: int = 1) -> int:
        self.said += choices
        return 1

    def show(self, text: Text) -> None:
        self.said.append(text.plain)


def test_the_conversation_offers_it_to_those_at_gmail(tmp_path: Path) -> None:
    answers = Answers()
    conversation = Conversation(answers, Secrets(), {})  # type: ignore[arg-type]
    conversation._provider = named("Gmail")
    conversation._draft = {
        "me": {"addresses": [_ADDRESS]},
        "mailbox": [{"kind": "maildir"}],
        "state": {"folder": str(tmp_path)},
    }
    conversation._ask_calendar()
    assert conversation._draft["calendar"] == {"kind": "google"}
    assert "at Google" in answers.said[1]
    assert "courtesy login google" in answers.said[-1]
