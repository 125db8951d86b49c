"""The owner settles what is owed, puts it off, and looks at one application."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.corpus.build import build
from tests.shell.home import Home

from courtesy.cases.actions import Alert
from courtesy.cases.settled import short
from courtesy.store.keeping import as_text

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_what_is_done_is_owed_no_longer_until_it_is_taken_back(home: Home) -> None:
    home.deliver("Ridge Health")
    home.deliver("Acme Robotics")
    home.once()
    both = home.run("done").stdout
    assert len(both.splitlines()) == 2
    assert home.run("done", "reply").returncode == 1
    assert "Done: Reply" in home.run("done", "ridge", "reply").stdout
    assert "Ridge" not in home.run("done").stdout
    assert "Ridge Health" in home.run("status").stdout
    assert home.run("status").stdout.count("a reply") == 1
    short = next(line.split()[0] for line in both.splitlines() if "Acme" in line)
    home.run("done", short)
    assert home.run("done").stdout == "Nothing is owed.\n"
    assert home.run("done", "--all", "--take-back", "reply").returncode == 0
    assert sorted(line[:6] for line in home.run("done").stdout.splitlines()) == sorted(
        line[:6] for line in both.splitlines()
    )


def test_what_is_put_off_is_told_again(home: Home) -> None:
    home.deliver("Ridge Health")
    assert len(home.once()[1]) == 1
    assert "Put off for 2d" in home.run("snooze", "ridge", "2d").stdout
    assert "in 47 h" in home.run("done").stdout or "in 2 days" in home.run("done").stdout
    assert home.once()[1] == []
    assert "Put off until tomorrow, 9:00" in home.run("snooze", "ridge", "tomorrow").stdout
    assert home.run("snooze", "ridge", "soon").returncode == 2
    assert home.run("snooze", "nobody", "2d").returncode == 1


def test_when_the_time_has_come_it_is_told_again_once(home: Home) -> None:
    """The time is brought forward, for nobody waits an hour for a test."""
    home.deliver("Ridge Health")
    home.once()
    home.run("snooze", "ridge", "1h")
    with sqlite3.connect(home.state / "courtesy.db") as db:
        db.execute("UPDATE settled SET until = ? WHERE until IS NOT NULL", (as_text(datetime.now(UTC)),))
    status, told, _ = home.once()
    assert status == 0
    assert len(told) == 1
    assert "Ridge Health" in told[0]
    assert home.once()[1] == []


def test_notes_to_write_are_named_as_the_list_of_alerts_names_them(home: Home) -> None:
    """They are on no board."""
    day = datetime.now(LONDON) - timedelta(hours=3)  # whatever the hour: what was over a day ago is no longer told
    when = f"{day:%A} {day.day} {day:%B %Y}, {day:%H}:00 - {day:%H}:45"
    text = f"You are confirmed for your interview at Acme on {when}.\n\nSam\n"
    known = {"id": "a1", "from": "Sam <sam@acme.example>", "to": "ada@mail.example", "subject": "Interview confirmed"}
    raw = build(known | {"date": (day - timedelta(days=2)).isoformat(), "text": text})
    (home.folder / "mail" / "new" / "1.home").write_bytes(raw)
    home.once()
    with sqlite3.connect(home.state / "courtesy.db") as db:
        ((key,),) = db.execute("SELECT key FROM told WHERE key LIKE 'debrief:%'").fetchall()
    name = short(Alert(key=key, kind="debrief", text=""))
    assert "Write down how" not in home.run("done").stdout
    assert home.run("done", name).stdout.startswith("Done: Write down how the interview with Acme")
    assert home.run("done", name).returncode == 1
    assert home.run("done", name, "--take-back").stdout.startswith("Owed again: Write down how")


def test_it_may_be_named_by_its_mail(home: Home) -> None:
    home.deliver("Ridge Health")
    home.deliver("Acme Robotics")
    home.once()
    mail = next(line for line in home.run("wrong").stdout.splitlines() if "Ridge" in line).split()[0]
    assert "Put off for 1h" in home.run("snooze", mail, "1h").stdout
    assert "Done: Reply" in home.run("done", mail).stdout
    assert "Owed again: Reply" in home.run("done", "--take-back", mail).stdout
    assert home.run("done", mail, mail).returncode == 1


def test_what_is_not_there_is_said_as_it_is(home: Home) -> None:
    for command in (["done"], ["case", "acme"], ["status"], ["wrong"]):
        assert "nothing is known yet" in home.run(*command).stderr
    home.deliver("Ridge Health")
    home.once()
    assert home.run("done", "--take-back").stdout == "Nothing is settled or put off.\n"
    unsettled = home.run("done", "--take-back", "ridge")
    assert (unsettled.returncode, unsettled.stdout) == (1, "")
    assert "nothing of that name is settled" in unsettled.stderr
    strange = home.run("done", "nobody")
    assert (strange.returncode, strange.stdout) == (1, "")
    assert "nothing of that name is owed" in strange.stderr


def test_a_case_is_shown_mail_by_mail(home: Home) -> None:
    home.deliver("Ridge Health")
    home.once()
    lines = home.run("case", "ridge").stdout.splitlines()
    assert lines[0].startswith("Ridge Health")
    assert "invite" in lines[1]
    assert "proposed" in lines[2]
    assert lines[3].startswith("  Owed (")
    short = lines[1].split()[0]
    assert home.run("case", short).stdout.splitlines() == lines
    owed = lines[3].partition("(")[2][:6]
    assert home.run("case", owed).stdout.splitlines() == lines
    home.run("done", owed)
    assert home.run("case", owed).stdout.splitlines() == lines[:3], "it was told by that name"
    assert home.run("case", "nobody").returncode == 1
    assert home.run("case").returncode == 2


def test_by_one_name_each_command_knows_what_is_meant(home: Home) -> None:
    """The short name by which `courtesy done` and the digest list what is owed."""
    home.deliver("Ridge Health")
    home.deliver("Acme Robotics")
    home.once()
    name = next(line.split()[0] for line in home.run("done").stdout.splitlines() if "Ridge" in line)
    by_command = {
        "case": [],
        "note": ["They liked the portfolio."],
        "export": ["--format", "markdown"],
        "snooze": ["1h"],
        "wrong": ["--kind", "update"],
        "withdraw": [],
        "forget": ["--yes"],
    }
    for command, more in by_command.items():
        ran = home.run(command, name, *more)
        assert ran.returncode == 0, ran.stderr
        assert "Ridge" in ran.stdout, command
        assert "Acme" not in ran.stdout, command
    assert "no application is so called" in home.run("case", name).stderr
