"""What is exported is complete, documented, and harmless to whatever opens it."""

import csv
import io
import json
import re
import stat
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from tests.shell.home import Home
from tests.shell.test_note import AHEAD, NOW, OVER

from courtesy.cases.events import Owner
from courtesy.cases.notes import Answer, Note
from courtesy.cases.timeline import replay
from courtesy.cli import main
from courtesy.export.facts import as_json, facts
from courtesy.export.page import as_markdown
from courtesy.export.table import COLUMNS, as_csv
from courtesy.mail.message import Address
from courtesy.reading import OwnMail, Reading
from courtesy.store.state import file_in
from courtesy.store.store import Store

DID = Reading(own=OwnMail(thanks=True))
THANKS = replace(OVER, identity="ffff9999", message_id="<t@x>", by_owner=True, at=NOW, sent=NOW, reading=DID)
EVIL = '=HYPERLINK("http://evil.example")\x1b]0;x\x07 [here](http://evil.example) <b>|'
NOTE = Note(
    case=OVER.identity[:12],
    at=NOW.replace(microsecond=0),
    text="They liked\nthe portfolio.",
    answers=(Answer(question="shortlist", words="in May", day=date(2031, 5, 12)),),
)
OWNER = Owner(zone=ZoneInfo("Europe/London"), addresses=frozenset({"ada@mail.example"}))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    with_store = Store(file_in(home.state))
    with_store.begun(NOW - timedelta(days=30))
    with_store.file("paper", None, seen=[], events=[OVER, AHEAD, THANKS], now=NOW)
    with_store.keep_note(NOTE)
    with_store.close()
    home.once()
    return home


@pytest.fixture
def said(home: Home, capsys: pytest.CaptureFixture[str]):
    def run(*words: str) -> str:
        assert main(["export", *words, "--config", str(home.config)]) == 0
        return capsys.readouterr().out

    return run


def keys(value: Any) -> set[str]:
    """All keys that occur anywhere within."""
    if isinstance(value, list):
        return set().union(*map(keys, value))
    return set(value).union(*map(keys, value.values())) if isinstance(value, dict) else set()


def test_the_json_has_the_keys_that_are_documented(said) -> None:
    exported = json.loads(said())
    page = (Path(__file__).parents[2] / "docs/applications.md").read_text(encoding="utf-8")
    table = "\n".join(line for line in page.splitlines() if line.startswith("| `"))
    assert keys(exported) == set(re.findall(r"`([a-z_]+)`", table))
    acme, ridge = exported["applications"]
    assert (acme["company"], acme["stage"], acme["promised_by"]) == ("Acme", "booked", "2031-05-12")
    assert acme["notes"][0]["text"] == NOTE.text
    assert acme["mail"][1]["did"] == ["thanks"]
    assert ridge["interviews"][0]["status"] == "fixed"
    assert {one["kind"] for one in acme["told"]} <= {"debrief", "thank_you_due"}


def test_of_one_application_in_every_form(said, home: Home, tmp_path: Path) -> None:
    (row,) = csv.DictReader(io.StringIO(said("acme", "--format", "csv")))
    assert (row["company"], row["role"], row["mails"]) == ("Acme", "Tester", "2")
    assert "They liked the portfolio." in row["notes"]
    page = said("ridge", "--format", "markdown")
    assert page.splitlines()[2] == "## Ridge Health, Tester"
    assert "Acme" not in page
    assert "Stage: interviewed." in said("acme", "--format", "markdown"), "as the board has it"
    file = tmp_path / "all.ics"
    assert said("--to", str(file)) == f"Wrote {file}.\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes().count(b"\r\n") == file.read_bytes().count(b"\n")
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert [str(one["summary"]) for one in events] == ["Interview Acme (Tester)", "Interview Ridge Health (Tester)"]
    assert {f"{one['uid']}" for one in events} == {
        one["uid"] for case in json.loads(said())["applications"] for one in case["interviews"]
    }


def test_what_cannot_be_done_is_said(home: Home, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    config = ["--config", str(home.config)]
    assert main(["export", "nobody", *config]) == 1
    assert main(["export", "--to", "jobs", *config]) == 2
    assert main(["export", "--to", str(tmp_path / "no" / "jobs.csv"), *config]) == 1
    (tmp_path / "folder.csv").mkdir()
    assert main(["export", "--to", str(tmp_path / "folder.csv"), *config]) == 1
    assert "is no file" in capsys.readouterr().err


def hostile(text: str) -> Any:
    """A case in which all that a mail can name is `text`."""
    reading = replace(OVER.reading, company=text or None, role=text, interviewers=(text,), agency=text, link=text)
    event = replace(OVER, subject=text, message_id=text, parties=(Address(name=text, email="a@b"),), reading=reading)
    return replay([event], OWNER, notes=[replace(NOTE, text=text)]).cases


TEXT = st.one_of(st.just(EVIL), st.text(st.characters(codec="utf-8"), max_size=40))


@given(TEXT, st.sampled_from(["", "=", "+", "-", "@", " =", "\t=", "'="]))
def test_no_cell_is_a_formula_and_every_row_is_whole(text: str, start: str) -> None:
    table = as_csv(hostile(start + text), [], NOW, OWNER.zone)
    head, row = csv.reader(io.StringIO(table, newline=""))
    assert len(head) == len(row) == len(COLUMNS)
    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(TEXT)
def test_nothing_steers_a_terminal(text: str) -> None:
    cases = hostile(text)
    exported = as_json(facts(cases, [], [], NOW))
    assert json.loads(exported)["applications"][0]["id"] == OVER.identity[:12]
    for said in (exported, as_markdown(cases, [], NOW, OWNER.zone), as_csv(cases, [], NOW, OWNER.zone)):
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said)


def test_a_page_has_no_links_and_no_tags_of_a_mail() -> None:
    page = as_markdown(hostile(EVIL), [], datetime(2026, 4, 14, tzinfo=UTC), OWNER.zone)
    assert "://" not in page
    assert not re.search(r"(?<!\\)[<\[|]", page)
