"""The board puts first what comes next, and says how long there is."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from courtesy.cases.actions import Alert
from courtesy.cases.events import Event, Owner
from courtesy.cases.timeline import replay
from courtesy.casework.board import away, by_when, rows
from courtesy.mail.message import Address
from courtesy.owner.which_application import meant, only
from courtesy.reading import Reading, Span
from courtesy.shown import status_words
from courtesy.store.store import Store

NOW = datetime(2026, 4, 15, 18, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def event(company: str, reading: Reading, ago: timedelta) -> Event:
    domain = f"{company.lower()}.example"
    return Event(
        identity=f"{company} {ago}",
        at=NOW - ago,
        sent=NOW - ago,
        message_id=f"<{ago.total_seconds()}@{domain}>",
        subject=f"{company}: news",
        parties=(Address(name="", email=f"jobs@{domain}"),),
        reading=reading,
    )


EVENTS = [
    event("Oldham", Reading(kind="receipt", company="Oldham"), timedelta(days=90)),
    event("Quartz", Reading(kind="receipt", company="Quartz", role="Clerk"), timedelta(days=3)),
    event("Moss", Reading(kind="invite", company="Moss", reply_needed=True), timedelta(hours=20)),
    event(
        "Ridge",
        Reading(
            kind="confirm",
            company="Ridge",
            times=(Span(start=NOW + timedelta(hours=2), end=NOW + timedelta(hours=3)),),
        ),
        timedelta(days=2),
    ),
]


def test_interviews_come_first_then_debts_then_news() -> None:
    board = rows(replay(EVENTS, Owner(zone=LONDON)), NOW)
    assert [row.company for row in board] == ["Ridge", "Moss", "Quartz"]
    assert [row.stage for row in board] == ["booked", "invited", "applied"]
    assert [[alert.kind for alert in row.owed] for row in board] == [[], ["reply_needed"], []]


def test_an_answer_is_owed_by_their_deadline_or_the_first_time_they_offer() -> None:
    sent, tomorrow = NOW - timedelta(hours=1), NOW + timedelta(hours=15)
    later, offered = NOW + timedelta(days=4), Span(start=NOW + timedelta(hours=9))

    def owed(hours: int, **said: Any) -> tuple[str, datetime | None, str]:
        invite = event("Moss", Reading(kind="invite", company="Moss", reply_needed=True, **said), NOW - sent)
        (debt,) = rows(replay([invite], Owner(zone=LONDON)), NOW + timedelta(hours=hours))[0].owed
        return debt.kind, debt.due, debt.text

    reply = "Reply to jobs@moss.example by"
    kind, due, text = owed(0, deadline=tomorrow)
    assert (kind, due) == ("reply_needed", tomorrow)
    assert text.startswith(f"{reply} 10:00 tomorrow, Thu 16 Apr (their deadline): ")
    kind, due, text = owed(16, deadline=tomorrow)
    assert (kind, due) == ("reply_overdue", tomorrow)
    assert "has no answer yet" in text
    assert owed(0, deadline=tomorrow, times=(offered,))[1] == offered.start
    assert owed(0, times=(offered,))[2].startswith(f"{reply} 04:00 tomorrow, Thu 16 Apr (the time they propose): ")
    assert owed(0, times=(Span(start=later),))[1] == sent + timedelta(hours=24)
    kind, due, text = owed(30, deadline=later.date())  # it was told as overdue by now; their word counts
    assert (kind, due) == ("reply_needed", datetime(2026, 4, 19, 22, 59, tzinfo=UTC))
    assert text.startswith(f"{reply} Sun 19 Apr (their deadline): ")


def test_thanks_are_owed_once_the_interview_is_over() -> None:
    board = rows(replay(EVENTS, Owner(zone=LONDON)), NOW + timedelta(hours=4))
    ridge = next(row for row in board if row.company == "Ridge")
    assert ridge.interview is None
    assert [alert.kind for alert in ridge.owed] == ["thank_you_due"]


def test_the_board_is_plain_lines_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    store = Store(tmp_path / "courtesy.db")
    store.looked("inbox", NOW - timedelta(minutes=4))
    store.lost("work", "no route", NOW - timedelta(hours=3))
    status_words.show(rows(replay(EVENTS, Owner(zone=LONDON)), NOW), store, NOW, LONDON)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Company: Ridge; Stage: booked; Next interview: Wed 15 Apr 21:00 (in 2 h)"
    assert lines[1] == "Company: Moss; Stage: invited; Owed: a reply in 4 h"
    assert lines[2] == "Company: Quartz; Role: Clerk; Stage: applied"
    assert lines[3] == "inbox: last look 4 min ago"
    assert lines[4] == "work: never looked into; out of reach for 3 h: no route"


def test_on_a_narrow_terminal_no_word_of_the_board_is_cut(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    status_words.show(rows(replay(EVENTS, Owner(zone=LONDON)), NOW), Store(None), NOW, LONDON)
    ridge, interview, moss, owed, quartz = capsys.readouterr().out.splitlines()
    assert (ridge, interview) == ("Ridge  booked", "  Wed 15 Apr 21:00 (in 2 h)")
    assert (moss, owed) == ("Moss  invited", "  a reply in 4 h")
    assert quartz == "Quartz  Clerk  applied"


def test_an_empty_board_says_whether_there_ever_was_anything(capsys: pytest.CaptureFixture[str]) -> None:
    store = Store(None)
    for older in (True, False):
        status_words.show([], store, NOW, LONDON, older=older)
    first, second = capsys.readouterr().out.splitlines()
    assert first == "No applications with news in the last 60 days."
    assert second.startswith("No applications are known")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "just now"), (5, "in 5 min"), (125, "in 2 h 5 min"), (60 * 47, "in 47 h"), (-60 * 72, "3 days ago")],
)
def test_distances_in_words(minutes: int, words: str) -> None:
    assert away(NOW + timedelta(minutes=minutes), NOW) == words


def test_only_what_can_be_late_is_overdue() -> None:
    """A choice between two times is not; it waits."""

    def said(kind: Any, due: timedelta) -> str:
        return by_when(Alert(key="k", kind=kind, case="c", text="", due=NOW + due), NOW)

    assert said("reply_needed", timedelta(hours=20)) == "due in 20 h"
    assert said("thank_you_due", timedelta(days=-2)) == "overdue for 2 days"
    assert said("thank_you_due", timedelta(seconds=-5)) == "due now"
    assert said("conflict", timedelta(days=-2)) == "now"


def test_a_name_that_is_almost_right_is_proposed(capsys: pytest.CaptureFixture[str]) -> None:
    timeline = replay(EVENTS, Owner(zone=LONDON))
    for word, hint in (("Quarz", "did you mean Quartz?"), ("Hooli", "`courtesy status` lists them")):
        assert only(meant(timeline, [word], ()), timeline, [word]) is None
        assert capsys.readouterr().err == f"courtesy: no application is so called; {hint}\n"
    assert only(timeline.cases[:2], timeline) is None
    assert EVENTS[0].short in capsys.readouterr().out  # what it can be told by
