"""What is forgotten is gone, from every file, while the service runs; what stays is as it was."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.histories import OWNER, at
from tests.cases.test_timeline import HISTORIES
from tests.shell import test_desk as desks
from tests.shell.home import Home
from tests.shell.test_init import Terminal
from tests.shell.test_note import AHEAD, NOW, OVER

from courtesy.cases.actions import Alert, Hold, Release
from courtesy.cases.decide import decide
from courtesy.cases.events import Event, Owner
from courtesy.cases.notes import Note
from courtesy.cases.timeline import replay
from courtesy.casework.standing import timeline_of
from courtesy.mail.message import Address
from courtesy.reading import Reading
from courtesy.store.doomed import doomed_with
from courtesy.store.forgetting import FORGOTTEN, TABLES
from courtesy.store.state import file_in, migrations
from courtesy.store.store import Poison, Store


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def traces(folder: Path, word: bytes) -> list[str]:
    """The files that hold the word, in whatever case, and how often."""
    files = [path for path in [folder, *folder.rglob("*")] if path.is_file()]
    found = {path.name: path.read_bytes().lower().count(word.lower()) for path in files}
    return [f"{name}: {count}" for name, count in found.items() if count]


def held(home: Home) -> list[str]:
    """What is in the calendar, which may change while it is read."""
    with suppress(FileNotFoundError):
        return home.holds()
    return []


def test_every_table_is_thought_of() -> None:
    tables = re.findall(r"CREATE TABLE (\w+)", "\n".join(migrations()))
    assert set(TABLES) == set(tables)


def test_an_application_is_forgotten_while_the_service_runs(home: Home) -> None:
    home.deliver("Ridge Health")
    home.deliver("Acme Robotics")
    with home.service() as service:
        service.until(lambda: len(home.holds()) == 2)
        assert home.run("note", "ridge", "--news-by", "tomorrow").returncode == 0
        assert home.run("done", "ridge", "--all").returncode == 0
        assert home.run("wrong", "ridge", "--role", "Ridge keeper").returncode == 0
        assert traces(home.state, b"ridge")
        unsure = home.run("forget", "ridge")
        assert unsure.returncode == 1
        assert "say --yes" in unsure.stderr
        said = home.run("forget", "ridge", "--yes")
        assert said.returncode == 0
        assert "Ridge Health, Ridge keeper: 1 mail, 1 note, 1 time to come" in said.stdout
        assert traces(home.state, b"ridge") == []
        home.deliver("Fern Logistics")  # the service would look at the clock within a minute by itself
        service.until(lambda: held(home) == ["Interview? Acme Robotics", "Interview? Fern Logistics"])
        assert service.heard("Ridge") == 1
    assert traces(home.state, b"ridge") == []
    assert home.once()[1] == []
    assert home.holds() == ["Interview? Acme Robotics", "Interview? Fern Logistics"]
    assert home.run("forget", "ridge", "--yes").returncode == 1


def test_everything_is_forgotten_and_mail_is_not_taken_for_new(home: Home) -> None:
    home.deliver("Ridge Health")
    home.once()
    assert home.run("wrong", "ridge", "--kind", "confirm").returncode == 0
    assert traces(home.folder / "my-rules.toml", b"ridge")
    (home.state / "note-left.md").write_text("Ridge")
    talk = Terminal(home, "forget", "--everything")
    talk.answer("Go on?", "y")
    assert talk.end() == 0
    assert traces(home.state, b"ridge") == []
    assert traces(home.folder / "my-rules.toml", b"ridge") == []
    assert home.once()[:2] == (0, [])
    assert home.holds() == []
    assert traces(home.state, b"ridge") == []
    assert home.run("forget").returncode == 2
    assert home.run("forget", "acme", "--everything").returncode == 2
    assert home.run("forget", "--older-than", "soon").returncode == 2


def test_whoever_does_not_say_yes_loses_nothing(home: Home) -> None:
    home.deliver("Ridge Health")
    home.once()
    talk = Terminal(home, "forget", "ridge")
    talk.answer("Go on?")
    assert talk.end() == 1
    assert "Ridge Health" in home.run("status").stdout


OLD = replace(
    OVER,
    identity="eeee5555ffff6666",
    at=NOW - timedelta(days=300),
    sent=NOW - timedelta(days=300),
    message_id="<3@quill.example>",
    subject="Zanzibar",
    parties=(Address(name="Dot Quill", email="dot@quill.example"),),
    reading=Reading(kind="invite", company="Quill Press", reply_needed=True),
)
LOOSE = replace(
    OLD,
    identity="99990000aaaabbbb",
    message_id="<4@scam.example>",
    parties=(Address(name="HR", email="hr@scam.example"),),
    reading=Reading(scam=True, company="Zanzibar"),
)


def told(key: str, text: str, case: Event | None = None) -> Alert:
    return Alert(key=key, kind="debrief", text=text, case=case.identity[:12] if case else "", due=NOW)


@pytest.fixture
def store(home: Home) -> Store:
    store = Store(file_in(home.state))
    store.begun(NOW - timedelta(days=400))
    events = [OVER, AHEAD, OLD, LOOSE]
    store.file("paper", "7", seen=[one.identity for one in events], events=events, now=NOW)
    return store


def test_only_what_is_old_and_over_is_forgotten_by_age(home: Home, store: Store) -> None:
    then = NOW - timedelta(days=299)
    young = replace(AHEAD, identity="dddd7777eeee8888", at=then, sent=then)  # of an application that goes on
    poison = [Poison(place="INBOX, uid 3", reason="Zanzibar")]
    store.file("paper", "8", seen=[], events=[young], poison=poison, now=then)
    store.keep_note(Note(case=OLD.identity[:12], at=then, text="Zanzibar"))
    alerts = [told(f"reply_needed:{OLD.identity}", "Zanzibar", OLD), told("lost:Zanzibar", "Zanzibar")]
    alerts.append(told(f"debrief:{young.identity}", "young", young))
    store.tell(alerts, [], then)
    store.settle([f"debrief:{young.identity}", f"debrief:{OLD.identity}"], None, then)
    assert home.run("forget", "--older-than", "26w", "--yes").returncode == 0
    assert traces(home.state, b"zanzibar") == []
    assert {event.identity for event in store.events()} == {OVER.identity, AHEAD.identity, young.identity}
    assert [alert.text for _, alert in store.told(then)] == ["young"]
    assert list(store.settled()) == [f"debrief:{young.identity}"]
    assert store.unseen([OLD.identity, LOOSE.identity]) == set()
    assert store.cursor("paper") == "8"


def test_what_others_say_of_it_goes_and_that_they_were_told_stays(store: Store) -> None:
    digest = told("digest:1", "Still owed", None)
    store.tell(
        [replace(digest, more=("A reply to ACME", "A reply to Ridge")), told("conflict:x", "ridge, acme")], [], NOW
    )
    store.keep_note(Note(case=OVER.identity[:12], at=NOW, text="x"))
    known = timeline_of(store, Owner(zone=ZoneInfo("UTC")))
    case = next(case for case in known.cases if case.company == "Acme")
    gone = store.forget(doomed_with([case], known), NOW)
    assert (gone["event"], gone["note"]) == (1, 1)
    assert {alert.text for _, alert in store.told(datetime(2000, 1, 1, tzinfo=UTC))} == {FORGOTTEN}
    assert store.was_told("digest:1")
    assert store.notes() == ()
    assert {event.reading.company for event in store.events()} == {"Ridge Health", "Quill Press", "Zanzibar"}


@pytest.mark.parametrize("what_comes", ["mail", "the clock"])
def test_what_is_forgotten_in_the_midst_of_a_turn_does_not_come_back(tmp_path: Path, what_comes: str) -> None:
    """The service has its cases at hand, and has not noticed yet."""
    service, command = Store(tmp_path / "courtesy.db"), Store(tmp_path / "courtesy.db")
    desk = desks.make(service)
    desks.take(desk, desks.mail(1, "Ridge", desks.NOW + timedelta(days=3)))
    known = timeline_of(command, Owner(zone=ZoneInfo("UTC")))
    command.forget(doomed_with(known.cases, known), desks.NOW)
    new = [desks.mail(2, "Acme", desks.NOW + timedelta(days=4))] if what_comes == "mail" else []
    actions = desks.take(desk, *new) if new else desk.decide(desks.NOW)
    assert set(desks.companies(actions)) <= {"Acme"}
    assert [task.action for task in service.due(desks.NOW) if isinstance(task.action, Release)]
    service.close()
    command.close()
    assert traces(tmp_path, b"ridge") == []


@settings(deadline=None, max_examples=60)
@given(HISTORIES, st.integers(0, 20))
def test_whatever_the_history_the_one_goes_and_the_others_stay(history: list[Event], chosen: int) -> None:
    store, now = Store(None), at("03-12 13:00")
    store.file("mail", "1", seen=[one.identity for one in history], events=history, now=now)
    known = replay(history, OWNER)
    decision = decide(known, now)
    store.plan("calendar", decision.holds, now)
    store.tell(decision.alerts, ["ears"], now)
    store.settle([alert.key for alert in decision.alerts], None, now)
    for case in known.cases:
        store.keep_note(Note(case=case.id, at=now, text="noted"))
    if not known.cases:
        return
    case = known.cases[chosen % len(known.cases)]
    what = doomed_with([case], known)
    store.forget(what, now)
    others = {event.identity for one in known.cases if one is not case for event in one.events}
    left = {event.identity for event in store.events()}
    assert others <= left
    assert not left & what.identities
    assert {note.case for note in store.notes()} == {one.id for one in known.cases} - {case.id}
    alerts = {alert.key: alert.case for _, alert in store.told(at("01-01 00:00"))}
    kept = {alert.key for alert in decision.alerts if alert.case in {one.id for one in known.cases} - {case.id}}
    assert kept <= set(alerts)
    assert case.id not in alerts.values()
    assert kept <= store.settled().keys()
    waiting = [task.action for task in store.due(now)]
    gone = {hold.uid for hold in decision.holds if hold.case == case.id}
    assert not [one for one in waiting if isinstance(one, Hold) and one.uid in gone]
    assert {one.uid for one in waiting if isinstance(one, Release)} == {
        hold.uid for hold in decision.holds if hold.uid in gone and hold.end > now
    }
