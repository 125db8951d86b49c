"""The owner's calendar is asked once for the times that a mail names, and what it tells is told with the mail."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.effects.test_busy import calendar, event
from tests.shell.home import Home
from tests.shell.plain_reader import plain_intake
from tests.shell.test_loop import ME, NOW, mail

from courtesy.cases.actions import Action, Alert
from courtesy.cases.busy import Busy
from courtesy.cases.events import Owner
from courtesy.cases.timeline import replay
from courtesy.casework.appointments import AGAIN, REFUSED_AGAIN, Appointments
from courtesy.casework.board import rows
from courtesy.desk import Desk
from courtesy.errors import GiveUp, SignInEnded, TryLater
from courtesy.mail import Batch, Incoming
from courtesy.store.store import Store

OWNER = Owner(zone=ZoneInfo("Europe/London"), addresses=frozenset({ME}))
TEN = datetime(2026, 4, 20, 9, tzinfo=UTC)  # on London's clocks
HOUR = timedelta(hours=1)
DENTIST = Busy(start=TEN + HOUR / 2, end=TEN + HOUR, title="Dentist")


class Diary:
    """A calendar that answers each question with the next of `answers`, and then with nothing."""

    name = "calendar of Ada"

    def __init__(self, *answers: Sequence[Busy] | Exception) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[datetime, datetime]] = []

    def busy(self, start: datetime, end: datetime) -> list[Busy] | None:
        self.asked.append((start, end))
        answer = self._answers.pop(0) if self._answers else []
        if isinstance(answer, Exception):
            raise answer
        return [one for one in answer if one.start < end and start < one.end]


def desk(store: Store, diary: Diary) -> Desk:
    intake = plain_intake(ME)
    return Desk(
        store, intake, OWNER, calendar="calendar", channels=("ears",), appointments=Appointments(store, diary)
    )  # fmt: skip


def invite(number: int, *starts: datetime, ago: timedelta = timedelta()) -> Incoming:
    spans = " ".join(f"{start.isoformat()}/{(start + HOUR).isoformat()}" for start in starts)
    return mail(number, f"invite Ridge {spans}", ago=ago)


def take(desk: Desk, *mails: Incoming, now: datetime = NOW) -> list[str]:
    actions, poison = desk.take("inbox", Batch(mails=mails, cursor="1", left=0), now, deciding=True)
    assert not poison
    return clashes(actions)


def clashes(actions: Sequence[Action]) -> list[str]:
    return [one.text for one in actions if isinstance(one, Alert) and one.kind == "conflict"]


def waiting(store: Store) -> list[str]:
    """What the channel will tell."""
    return sorted(alert.text.partition(": ")[2] for _, alert in store.told(NOW - timedelta(days=1)))


def test_a_clash_is_told_with_the_mail_and_the_reply_names_what_is_free() -> None:
    store, diary = Store(None), Diary([DENTIST])
    (text,) = take(desk(store, diary), invite(1, TEN, TEN + 24 * HOUR))
    assert text == (
        "Choose, by 19:00 tomorrow, Thu 16 Apr, between Ridge, Mon 20 Apr 10:00, and “Dentist” in your calendar, "
        "Mon 20 Apr 10:30-11:00: they overlap; free: Tue 21 Apr 10:00"
    )
    assert diary.asked == [(TEN, TEN + 25 * HOUR)]
    assert any(one.endswith("interview times; free in your calendar: Tue 21 Apr 10:00") for one in waiting(store))
    board = rows(replay(store.events(), OWNER, checked=store.checked()), NOW)
    assert [alert.text for alert in board[0].owed if alert.kind == "conflict"] == [text]


def test_it_is_asked_once_also_after_a_restart(tmp_path: Path) -> None:
    store = Store(tmp_path / "courtesy.db")
    first, again = Diary([]), Diary([DENTIST])
    before = desk(store, first)
    assert take(before, invite(1, TEN)) == []
    before.decide(NOW + HOUR)
    after = desk(store, again)
    assert clashes(after.decide(NOW + 2 * HOUR)) == []
    assert take(after, invite(2, TEN + 3 * HOUR, ago=-3 * HOUR), now=NOW + 3 * HOUR) == []
    assert (len(first.asked), again.asked) == (1, [(TEN + 3 * HOUR, TEN + 4 * HOUR)])


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (TryLater("calendar: out of reach"), AGAIN),
        (GiveUp("calendar: no password"), REFUSED_AGAIN),
        (KeyError("x"), AGAIN),
    ],
)
def test_a_calendar_out_of_reach_is_asked_when_it_is_back(
    error: Exception, again: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "courtesy.casework.appointments")
    store, diary = Store(None), Diary(error, error, [DENTIST])
    one = desk(store, diary)
    assert take(one, invite(1, TEN)) == []
    assert len(diary.asked) == 1
    one.decide(NOW + timedelta(minutes=1))
    assert len(diary.asked) == 1
    now = NOW
    while len(diary.asked) < 3:
        assert one.wake is not None
        now = one.wake
        actions = one.decide(now)
    assert (now, len(clashes(actions))) == (NOW + 2 * again, 1)
    lost, back = [record.getMessage() for record in caplog.records]
    assert lost.endswith("until it answers, clashes with it go unnoticed")
    assert back == "calendar of Ada is looked into for clashes again"


def test_a_sign_in_that_ended_is_told_by_others(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "courtesy.casework.appointments")
    one = desk(Store(None), Diary(SignInEnded("sign in again"), [DENTIST]))
    assert take(one, invite(1, TEN)) == []
    assert one.wake == NOW + AGAIN
    assert len(clashes(one.decide(NOW + AGAIN))) == 1
    assert caplog.records == []


def test_a_calendar_out_of_reach_until_the_interview_is_over_is_let_be() -> None:
    diary = Diary(*[TryLater("out of reach")] * 2000)
    one = desk(Store(None), diary)
    take(one, invite(1, NOW + HOUR))
    now = NOW
    while one.wake is not None and one.wake < NOW + timedelta(days=3):
        now = one.wake
        one.decide(now)
    assert 2 < len(diary.asked) < 15


def test_times_far_apart_are_asked_for_apart_and_not_all_at_once() -> None:
    """While they are asked for, mail waits."""
    diary = Diary()
    years = [TEN + timedelta(days=365 * n) for n in range(5)]
    one = desk(Store(None), diary)
    take(one, invite(1, *years, TEN + HOUR))
    assert diary.asked == [(TEN, TEN + 2 * HOUR), *((year, year + HOUR) for year in years[1:3])]
    one.decide(NOW)
    assert [start for start, _ in diary.asked] == years


def test_of_what_lies_across_a_time_a_little_is_kept() -> None:
    store = Store(None)
    crowd = [Busy(start=TEN, end=TEN + HOUR, title=f"{number} {'x' * 9000}") for number in range(50)]
    take(desk(store, Diary(crowd)), invite(1, TEN))
    (checked,) = store.checked().values()
    assert [len(one.title) for one in checked.busy or ()] == [200] * 10


def test_the_service_tells_of_a_clash_with_a_folder(tmp_path: Path) -> None:
    """The whole program, on mail and calendar files."""
    home = Home(tmp_path)
    personal = tmp_path / "personal"
    personal.mkdir()
    text = home.config.read_text()
    home.config.write_text(text.replace("kind = 'vdir'\n", f"kind = 'vdir'\nbusy = ['{personal}']\n"))
    home.deliver("Ridge Health")
    status, told, complaints = home.once()
    assert (status, complaints) == (0, [])
    assert not any("they overlap" in line for line in told)
    assert any("(you are free then)" in line for line in told)
    (hold,) = home.calendar.glob("*.ics")
    times = [line for line in hold.read_text().splitlines() if line.startswith("DTSTART")]
    weekly = event(*times, "DURATION:PT15M", "RRULE:FREQ=WEEKLY", title="Choir")
    (personal / "choir.ics").write_bytes(calendar(weekly))
    (personal / "bomb.ics").write_bytes(calendar(event(*times, "DURATION:PT1S", "RRULE:FREQ=SECONDLY", title="Boom")))
    (tmp_path / "state" / "courtesy.db").unlink()
    status, told, complaints = home.once()
    assert sum("“Choir” in your calendar" in line for line in told) == 1
    assert (status, len(complaints)) == (0, 1)
    assert "bomb.ics" in complaints[0]


def test_the_doctor_says_whether_appointments_are_seen(tmp_path: Path) -> None:
    home = Home(tmp_path)
    text = home.config.read_text()

    def said() -> str:
        lines = home.run("doctor").stdout.splitlines()
        return next(line for line in lines if "appointments" in line or "personal" in line)

    assert "an interview is not compared with your own appointments" in said()
    home.config.write_text(text.replace("kind = 'vdir'\n", f"kind = 'vdir'\nbusy = ['{tmp_path / 'personal'}']\n"))
    assert "personal cannot be read" in said()
    (tmp_path / "personal").mkdir()
    soon = datetime.now(UTC) + timedelta(days=3)
    entry = event(f"DTSTART:{soon:%Y%m%dT%H%M%SZ}", "DURATION:PT1H")
    (tmp_path / "personal" / "dentist.ics").write_bytes(calendar(entry))
    assert "with your own appointments: 1 of yours in the next 30 days" in said()


def test_of_a_mail_that_was_forgotten_nothing_is_kept() -> None:
    store = Store(None)
    take(desk(store, Diary([DENTIST])), invite(1, TEN))
    (identity,) = store.checked()
    store.note_checked({"forgotten": store.checked()[identity]}, NOW)
    assert set(store.checked()) == {identity}
