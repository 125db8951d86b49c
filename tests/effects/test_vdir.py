"""Holds in a folder: whole files only, the owner's edits kept, and no word of a mail able to do harm."""

import os
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event
from tests.effects.examples import FIRM, NOW, SLOT

from courtesy.cases.actions import Hold
from courtesy.effects import words
from courtesy.effects.entry import corrected, entry, event_of
from courtesy.effects.links import links_to
from courtesy.effects.vdir import Vdir
from courtesy.errors import GiveUp
from courtesy.mail.plain import one_line


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "interviews"


@pytest.fixture
def vdir(folder: Path) -> Vdir:
    return Vdir(folder)


def files(folder: Path) -> list[Path]:
    """What khal and vdirsyncer see."""
    return [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]


def only(folder: Path) -> Event:
    (path,) = files(folder)
    return event_of(Calendar.from_ical(path.read_bytes()))


def edit(folder: Path, old: str, new: str) -> None:
    (path,) = files(folder)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_repeat_changes_no_byte(vdir: Vdir, folder: Path) -> None:
    vdir.perform(SLOT)
    before = [(path.name, path.read_bytes(), path.stat().st_ino) for path in folder.iterdir()]
    vdir.perform(SLOT)
    Vdir(folder).perform(SLOT)
    assert [(path.name, path.read_bytes(), path.stat().st_ino) for path in folder.iterdir()] == before
    assert len(files(folder)) == 1


def test_an_entry_leads_to_the_mail_unless_the_owner_has_it_lead_elsewhere(folder: Path) -> None:
    vdir = Vdir(folder, links=links_to(gmail=(), others=True, mac=False))
    mailed = replace(SLOT, message_id="<1&2@mail.example>")
    vdir.perform(SLOT)
    assert "URL" not in only(folder)
    vdir.perform(mailed)
    vdir.perform(mailed)
    assert str(only(folder)["URL"]) == "mid:1%262%40mail.example"
    edit(folder, "URL:mid:1%262%40mail.example", "URL:https://ridgeline.example/directions")
    vdir.perform(replace(mailed, message_id="<3@mail.example>"))
    assert str(only(folder)["URL"]) == "https://ridgeline.example/directions"


def test_a_program_that_folds_lines_anew_is_no_owner(vdir: Vdir, folder: Path) -> None:
    vdir.perform(SLOT)
    (path,) = files(folder)
    calendar = Calendar.from_ical(path.read_bytes())
    event_of(calendar).add("last-modified", NOW)
    event_of(calendar).add("x-moz-generation", "1")
    path.write_bytes(calendar.to_ical(sorted=True))
    vdir.perform(replace(FIRM, summary="Interview: Ridgeline Health (Manager)"))
    assert str(only(folder)["SUMMARY"]) == "Interview: Ridgeline Health (Manager)"


@pytest.mark.parametrize(
    "content",
    [
        b"BEGIN:VCALENDAR\r\n",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nATTACH:" + b"x" * (8 << 20) + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ],
    ids=["cut", "binary", "without an event", "too large"],
)
def test_a_file_that_cannot_be_understood_is_the_owners(vdir: Vdir, folder: Path, content: bytes) -> None:
    vdir.perform(SLOT)
    (path,) = files(folder)
    path.write_bytes(content)
    with pytest.raises(GiveUp, match="left as it is") as told:
        vdir.perform(FIRM)
    assert str(path) in str(told.value)
    assert path.read_bytes() == content
    path.write_bytes(b"\r\n")
    vdir.perform(FIRM)
    assert only(folder).start == FIRM.start


@pytest.mark.parametrize(
    "addition",
    [
        "PRIORITY:5",
        "X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC",
        "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:Train\nTRIGGER:-PT3H\nEND:VALARM",
    ],
)
def test_what_a_calendar_program_adds_stays_and_the_rest_is_kept_true(vdir: Vdir, folder: Path, addition: str) -> None:
    vdir.perform(SLOT)
    edit(folder, "END:VEVENT", f"{addition}\nEND:VEVENT")
    firm = replace(FIRM, summary="Interview Ridgeline Health", notes="Confirmed by them.", place="onsite")
    for hold in (firm, replace(firm, notes="Confirmed by them.\nWith Dana Okoye.")):
        vdir.perform(hold)
        event = only(folder)
        assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (hold.summary, hold.notes)
        assert (str(event["STATUS"]), str(event["LOCATION"])) == ("CONFIRMED", "On site")
        assert addition.splitlines()[-2:][0] in event.to_ical().decode()


def test_words_that_the_owner_changed_or_took_away_stay_so_and_only_those(vdir: Vdir, folder: Path) -> None:
    vdir.perform(SLOT)
    edit(folder, "LOCATION:By video\n", "")
    edit(folder, "SUMMARY:Interview: Ridgeline Health", "SUMMARY:Blue tie")
    for hold in (replace(FIRM, notes="Confirmed."), replace(FIRM, notes="Confirmed by Dana.", place="onsite")):
        vdir.perform(hold)
        event = only(folder)
        assert str(event["SUMMARY"]).startswith("Blue tie")
        assert "LOCATION" not in event
        assert str(event["DESCRIPTION"]) == hold.notes


def test_a_time_that_the_owner_moved_stays_until_the_hold_changes(vdir: Vdir, folder: Path) -> None:
    vdir.perform(SLOT)
    edit(folder, "DTEND:20260420T180000Z", "DTEND:20260420T190000Z")
    vdir.perform(replace(SLOT, notes="Moved by hand."))
    assert (only(folder).end - SLOT.end, str(only(folder)["DESCRIPTION"])) == (timedelta(hours=1), "Moved by hand.")
    vdir.perform(FIRM)
    assert only(folder).end == FIRM.end


def test_a_reminder_that_the_owner_took_away_stays_away(vdir: Vdir, folder: Path) -> None:
    vdir.perform(FIRM)
    (path,) = files(folder)
    calendar = Calendar.from_ical(path.read_bytes())
    event_of(calendar).subcomponents.clear()
    path.write_bytes(calendar.to_ical())
    vdir.perform(replace(FIRM, end=FIRM.end + timedelta(hours=1)))
    assert only(folder).alarms.times == []


@pytest.mark.parametrize("memory", [b"", b"[]", b"\xff", b'{"x": "y"}'])
def test_a_damaged_memory_is_no_obstacle(vdir: Vdir, folder: Path, memory: bytes) -> None:
    vdir.perform(SLOT)
    (folder / ".courtesy.json").write_bytes(memory)
    vdir.perform(FIRM)
    assert only(folder).start == FIRM.start


def test_left_over_temporary_files_are_cleared_away(vdir: Vdir, folder: Path) -> None:
    """But not what another program of ours may be writing just now, nor what is none of ours."""
    vdir.perform(SLOT)
    for name, age in {".courtesy-0.ics.tmp": 3600, ".courtesy-1.ics.tmp": 1, ".theirs.tmp": 3600}.items():
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, (time.time() - age,) * 2)
    vdir.perform(FIRM)
    assert {path.name for path in folder.glob(".*.tmp")} == {".courtesy-1.ics.tmp", ".theirs.tmp"}


def test_the_uid_names_no_path(vdir: Vdir, folder: Path) -> None:
    vdir.perform(replace(SLOT, uid="../../evil/x\r\nATTENDEE:mailto:a@b"))
    (path,) = folder.glob("*.ics")
    assert path.parent == folder
    assert "ATTENDEE" not in only(folder)


ANY = st.text(st.characters(codec=None), max_size=120) | st.sampled_from(
    ["a,b;c:d\\n", "x\r\nEND:VEVENT\r\nBEGIN:VALARM", "e\u0301 👩‍💻" * 30, "\x00\x1b[31m", '"^n']
)
MOMENTS = st.integers(0, 2**32).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
HOLDS = st.builds(
    lambda start, length, **said: Hold(uid="u@courtesy.invalid", start=start, end=start + length, **said),
    start=MOMENTS,
    length=st.integers(1, 200_000).map(lambda seconds: timedelta(seconds=seconds)),
    status=st.sampled_from(["tentative", "confirmed"]),
    summary=ANY,
    place=ANY,
    notes=ANY,
    sequence=st.integers(0, 99),
)


PROPERTIES = {
    *("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "SEQUENCE"),
    *("TRANSP", "CATEGORIES", "CLASS", "X-COURTESY-DIGEST"),
}


@given(HOLDS)
@settings(max_examples=60, deadline=None)
def test_any_hold_is_read_back_as_it_was(hold: Hold) -> None:
    raw = entry(hold, reminders=(timedelta(minutes=60),), now=NOW).to_ical(sorted=False)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"METHOD" not in raw.replace(b"\r\n ", b"").split(b"DESCRIPTION")[0].split(b"SUMMARY")[0]
    calendar = Calendar.from_ical(raw)
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    assert not event.errors
    assert corrected(calendar, hold, reminders=(timedelta(minutes=60),), now=NOW, has_changed=True) is None
    assert (event.start, event.end, int(event["SEQUENCE"])) == (hold.start, hold.end, hold.sequence)
    assert str(event["SUMMARY"]) == one_line(hold.summary, 200)
    assert str(event.get("DESCRIPTION", "")) == words.plain_lines(hold.notes)
    assert len(calendar.walk("VALARM")) == (hold.status == "confirmed")
    assert set(event) <= PROPERTIES


CARELESS = ["SEQUENCE:x", "DTSTART:never", "DTEND;TZID=Nowhere:20260101T000000", "DURATION:PT1H", "STATUS:\x00"]


@pytest.mark.parametrize("line", CARELESS)
def test_an_entry_edited_by_a_careless_hand_is_put_right(line: str) -> None:
    ours = entry(SLOT, reminders=(), now=NOW).to_ical().decode()
    name = line.split(":")[0].split(";")[0]
    kept = [old for old in ours.split("\r\n") if not old.startswith(name)]
    edited = "\r\n".join(kept).replace("END:VEVENT", f"{line}\r\nEND:VEVENT")
    put_right = corrected(Calendar.from_ical(edited), FIRM, reminders=(), now=NOW, has_changed=True)
    assert put_right
    event = event_of(Calendar.from_ical(put_right.to_ical()))
    assert (event.start, event.end, str(event["STATUS"])) == (FIRM.start, FIRM.end, "CONFIRMED")


def test_a_folder_that_cannot_be_is_named_with_its_remedy(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    for folder, remedy in (
        (in_the_way, "not a folder"),
        (in_the_way / "x", "not a folder"),
        (tmp_path / "no" / "such", "does not exist; create it"),
    ):
        with pytest.raises(GiveUp, match=remedy) as told:
            Vdir(folder).perform(SLOT)
        assert str(folder) in str(told.value)


IN_A_CHILD = """
    import os, resource, signal
    from pathlib import Path
    from courtesy.effects.entry import entry
    from courtesy.effects.vdir import Vdir
    from courtesy.errors import CourtesyError
    from tests.effects.examples import FIRM
    entry(FIRM, reminders=(), now=FIRM.start)  # whatever is imported late must come before the limits
    {limits}
    try:
        Vdir(Path("interviews")).perform(FIRM)
    except CourtesyError as error:
        print(type(error).__name__, error)
"""
FULL = "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))"
NOBODY = "if os.getuid() == 0: os.setuid(65534)"  # root may write everywhere


def in_a_child(limits: str, folder: Path) -> str:
    """What a child says that must write to `folder`, which is in its working directory, under limits."""
    code = textwrap.dedent(IN_A_CHILD.format(limits=limits))
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    child = [sys.executable, "-c", code]
    return subprocess.run(child, cwd=folder.parent, stdout=subprocess.PIPE, text=True, check=True, env=env).stdout


def test_a_full_disk_leaves_the_old_file_whole(vdir: Vdir, folder: Path) -> None:
    vdir.perform(SLOT)
    before = files(folder)[0].read_bytes()
    said = in_a_child(FULL, folder)
    assert said.startswith("TryLater calendar folder")
    assert "no space" in said
    assert [path.read_bytes() for path in files(folder)] == [before]
    assert list(folder.glob(".*.tmp")) == []
    vdir.perform(FIRM)
    assert only(folder).start == FIRM.start


def test_a_folder_that_may_not_be_written_is_named(folder: Path) -> None:
    folder.mkdir(mode=0o555)
    assert in_a_child(NOBODY, folder).startswith("GiveUp calendar folder interviews: may not be written; give")
