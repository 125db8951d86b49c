"""The owner notes how an interview went and when he is to hear, and that he withdrew; the service takes both up."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.shell.home import Home
from tests.shell.test_init import Terminal

from courtesy.cases.choices import Choice
from courtesy.cases.decide import owed
from courtesy.cases.events import Event, Owner
from courtesy.casework.intake import intake_of
from courtesy.casework.standing import timeline_of
from courtesy.cli import main
from courtesy.config.tables import Config
from courtesy.mail.message import Address
from courtesy.owner.choosing import Choosing
from courtesy.reading import Reading, Span
from courtesy.store.state import file_in
from courtesy.store.store import Store

NOW = datetime.now(UTC)
OVER = Event(
    identity="aaaa1111bbbb2222",
    at=NOW - timedelta(days=2),
    sent=NOW - timedelta(days=2),
    message_id="<1@acme.example>",
    subject="Your interview",
    parties=(Address(name="Jo Kay", email="jo@acme.example"),),
    reading=Reading(
        kind="confirm",
        company="Acme",
        role="Tester",
        times=(Span(start=NOW - timedelta(hours=3), end=NOW - timedelta(hours=2)),),
    ),
)
AHEAD = replace(
    OVER,
    identity="cccc3333dddd4444",
    message_id="<2@ridge.example>",
    parties=(Address(name="Al Moor", email="al@ridge.example"),),
    reading=replace(OVER.reading, company="Ridge Health", times=(Span(start=NOW + timedelta(days=3)),)),
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    store = Store(file_in(home.state))
    store.begun(NOW - timedelta(days=30))
    store.file("paper", None, seen=[OVER.identity, AHEAD.identity], events=[OVER, AHEAD], now=NOW)
    store.close()
    return home


@pytest.fixture
def said(home: Home, capsys: pytest.CaptureFixture[str]):
    """What a command says, and its status."""

    def run(*words: str) -> tuple[int, str, str]:
        status = main([*words, "--config", str(home.config)])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_a_note_says_what_was_understood_and_is_shown_with_the_case(said) -> None:
    day = (NOW + timedelta(days=20)).date()
    status, out, _ = said("note", "acme", "They liked \x1b[31mthe portfolio.", "--news-by", f"{day:%d %B %Y}")
    assert status == 0
    assert out.splitlines()[0] == "Noted: Acme, Tester."
    assert f"By when are you to hear from them? {day:%A} {day.day} {day:%B %Y}." in out
    assert f"you are told on {day + timedelta(days=1):%A}" in out
    _, shown, _ = said("case", "acme")
    assert "you noted: They liked [31mthe portfolio." in shown
    assert f"They promised news by {day:%a %d %b %Y}." in shown
    assert f"for news after {day:%a} {day.day} {day:%b}, not before: they promised word by then" in shown


def test_without_a_name_it_is_the_interview_that_is_just_over(home: Home, said) -> None:
    ran = subprocess.run(
        home._command("note"), env=home._environment(), input=b"It went well\n\xff", capture_output=True, timeout=90
    )
    assert (ran.returncode, ran.stdout) == (0, b"Noted: Acme, Tester.\n"), ran.stderr
    status, _, err = said("note")
    assert (status, err) == (1, "courtesy: no interview is just over; say which, as in `courtesy note Acme`\n")


def test_days_that_a_text_names_are_read_and_shown(home: Home, said) -> None:
    _, out, _ = said("note", "acme", "Nice people. They will get back to me within two weeks.")
    assert "By when are you to hear from them?" in out
    assert "--news-by says otherwise" in out
    _, out, _ = said(
        "note", "acme", "first interviews: tomorrow\nShortlist - in a month, they hope\nI owe them an answer"
    )
    assert [line.partition("?")[0].strip() for line in out.splitlines() if "?" in line] == [
        "When do first interviews conclude",
        "When will the shortlist be made",
    ]
    assert [note.news_by is not None for note in Store.known(home.state).notes()] == [True, True]
    assert "are you to hear" not in said("note", "acme", "I have to answer them by Friday.")[1]


def test_a_day_in_notes_that_come_by_mail_is_a_promise_too(home: Home) -> None:
    store, owner = Store.known(home.state), Owner(zone=ZoneInfo("UTC"))
    debrief = next(
        one for one in owed(timeline_of(store, owner), NOW) if one.kind == "debrief" and one.company == "Acme"
    )
    choosing = Choosing(store, owner, words=intake_of(Config()).packs.words)
    text = "Nice people.\nThey will let me know in two weeks."
    choosing.carry_out(debrief, Choice(word="notes", text=text), NOW, NOW)
    (note,) = store.notes()
    assert (note.text, note.news_by) == (text, (NOW + timedelta(days=14)).date())
    (acme,) = (case for case in timeline_of(store, owner).cases if case.company == "Acme")
    assert acme.promise


def test_what_is_not_plain_is_asked_back(said) -> None:
    assert said("note", "nobody", "a few words")[0] == 1
    status, out, err = said("note", "tester")
    assert status == 1
    assert "several applications may be meant" in err
    assert [line.split(maxsplit=1)[1] for line in out.splitlines()] == [
        "Acme, Tester: booked",
        "Ridge Health, Tester: booked",
    ]
    status, _, err = said("note", "acme", "--news-by", "when they are ready")
    assert status == 2
    assert 'note: --news-by "when they are ready" names no day to come' in err
    assert said("note", "ridge", "health", "Ask for Ann.")[1] == "Noted: Ridge Health, Tester.\n"


def test_a_conversation_asks_again_until_a_day_is_understood(home: Home, said) -> None:
    talk = Terminal(home, "note", "acme")
    talk.answer("What went well?", "the demo")
    talk.answer("What could have gone better?")
    talk.answer("What did they respond to?", "the portfolio")
    talk.answer("What are their likely reservations?", "no Java")
    talk.answer("By when are you to hear from them?", "soon")
    talk.answer("By when are you to hear from them?", "in two weeks")
    talk.answer("That is", "n")
    talk.answer("By when are you to hear from them?")
    talk.answer("When do first interviews conclude?", "tomorrow")
    talk.answer("That is", "y")
    talk.answer("When will the shortlist be made?")
    talk.answer("When do second interviews take place?")
    talk.answer("Anything else?", "nice people")
    assert talk.end() == 0
    assert "That names no day to come." in talk.shown
    store = Store.known(home.state)
    (note,) = store.notes()
    assert [answer.words for answer in note.answers] == ["the demo", "the portfolio", "no Java", "tomorrow"]
    assert note.text == "nice people"
    assert note.news_by is not None


def test_an_editor_gets_the_questions_and_leaves_nothing_behind(home: Home, said, monkeypatch) -> None:
    editor = home.folder / "editor"
    editor.write_text(
        "#!/bin/sh\nsed -i -e 's/^# What went well?/&\\nthe demo\\ntwice/'"
        " -e 's/^# When will the shortlist be made?/&\\nin two weeks/' -e 's/^# Anything.*/&\\nnice people/' \"$1\"\n"
    )
    editor.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(editor))
    status, out, err = said("note", "acme", "--edit")
    assert (status, err) == (0, "")
    assert "When will the shortlist be made? " in out
    (note,) = Store.known(home.state).notes()
    assert [(one.question, one.words) for one in note.answers] == [
        ("went_well", "the demo\ntwice"),
        ("shortlist", "in two weeks"),
    ]
    assert note.text == "nice people"
    assert not list(home.state.glob("note-*"))
    monkeypatch.setenv("VISUAL", "true")
    assert said("note", "acme", "--edit")[1] == "Nothing was noted.\n"
    monkeypatch.setenv("VISUAL", "false")
    assert "false ended with status 1" in said("note", "acme", "--edit")[2]


def test_the_service_takes_up_a_withdrawal_and_that_it_is_taken_back(home: Home, said) -> None:
    home.once()
    assert home.holds() == ["Interview Acme (Tester)", "Interview Ridge Health (Tester)"]
    status, out, _ = said("withdraw", "ridge")
    assert status == 0
    assert out.startswith("Closed: Ridge Health, Tester. Times given back: 1.\n")
    assert "Dear Al Moor," in out
    assert said("withdraw", "ridge")[1] == "It is withdrawn already: Ridge Health, Tester.\n"
    home.once()
    assert home.holds() == ["Interview Acme (Tester)"]
    assert "Ridge Health, Tester: withdrawn" in said("case", "ridge")[1]
    assert said("withdraw", "acme", "--undo")[0] == 1
    assert said("withdraw", "ridge", "--undo")[1].startswith("Open again: Ridge Health, Tester.")
    home.once()
    assert home.holds() == ["Interview Acme (Tester)", "Interview Ridge Health (Tester)"]
    assert said("withdraw")[0] == 2
