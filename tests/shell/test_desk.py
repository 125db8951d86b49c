"""Where mail is filed: no mail stops the decisions over all others, and what is not ours is not taken for ours."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.shell.plain_reader import plain_intake

from courtesy.cases.actions import Action, Alert, Hold
from courtesy.cases.events import Event, Owner
from courtesy.cases.timeline import Timeline
from courtesy.casework import standing
from courtesy.config.tables import Config, Email, Me
from courtesy.desk import Desk
from courtesy.mail import Batch, Incoming
from courtesy.outside import effects_of
from courtesy.store.store import Store

NOW = datetime(2026, 4, 15, 18, tzinfo=UTC)
ME = "ada@mail.example"
DAY = timedelta(days=1)


def mail(
    number: int, company: str, *times: datetime, sender: str = "", head: str = "", ago: timedelta = DAY / 24
) -> Incoming:
    """An invitation."""
    spans = " ".join(f"{start.isoformat()}/{(start + DAY / 24).isoformat()}" for start in times)
    raw = (
        f"From: <{sender or f'hr@{company.lower()}.example'}>\r\nTo: <{ME}>\r\nSubject: Interview with {company}\r\n"
        f"Date: {NOW - ago:%a, %d %b %Y %H:%M:%S +0000}\r\nMessage-ID: <{number}@mail.example>\r\n{head}\r\n"
        f"invite {company} {spans}\r\n"
    )
    return Incoming(raw=raw.encode(), folder="INBOX", arrived=NOW - ago, where=f"uid {number}")


def make(store: Store, **more: Any) -> Desk:
    owner = Owner(zone=ZoneInfo("Europe/London"), addresses=frozenset({ME}))
    return Desk(store, plain_intake(ME), owner, calendar="calendar", channels=("ears",), **more)


def take(desk: Desk, *mails: Incoming, deciding: bool = True) -> list[Action]:
    return desk.take("mail", Batch(mails=mails, cursor="1", left=0), NOW, deciding=deciding)[0]


def companies(actions: list[Action]) -> list[str | None]:
    return [action.company for action in actions if isinstance(action, Alert)]


def stumble(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the cases fail over Ridge, when the mail is taken in or when something is decided."""

    def check(events: list[Event]) -> None:
        if any(event.reading.company == "Ridge" for event in events):
            raise KeyError("Ridge")

    if where == "add":
        add = Timeline.add

        def adds(timeline: Timeline, *events: Event) -> None:
            add(timeline, *events)
            check(timeline.events)

        monkeypatch.setattr(Timeline, "add", adds)
        return
    decide: Callable[..., Any] = getattr(standing, where)

    def decides(timeline: Timeline, *arguments: Any, **more: Any) -> Any:
        check(timeline.events)
        return decide(timeline, *arguments, **more)

    monkeypatch.setattr(standing, where, decides)


@pytest.mark.parametrize("where", ["add", "decide", "next_wake"])
@pytest.mark.parametrize("live", [True, False], ids=["live", "first look"])
def test_a_mail_over_which_the_cases_stumble_is_put_aside_for_good(
    where: str, live: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "courtesy")
    stumble(where, monkeypatch)
    store = Store(tmp_path / "courtesy.db")
    desk = make(store)
    actions = take(desk, *(mail(n, name) for n, name in enumerate(["Alder", "Ridge", "Birch", "Cedar"])), deciding=live)
    actions += desk.decide(NOW)
    assert sorted(map(str, companies(actions))) == ["Alder", "Birch", "Cedar"]
    assert [record.getMessage() for record in caplog.records] == [
        "a mail was put aside, its case cannot be told: <1@mail.example>: KeyError: 'Ridge'"
    ]
    store.close()
    again = make(Store(tmp_path / "courtesy.db"))
    assert companies([*take(again, mail(1, "Ridge"), mail(7, "Dogwood")), *again.decide(NOW)]) == ["Dogwood"]
    assert len(caplog.records) == 1
    assert [one.place for _, one in again.store.quarantine()] == ["<1@mail.example>"]


def test_a_mail_that_is_in_the_state_already_cannot_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the program understood it, or a due time brings out what is wrong with it."""
    store = Store(None)
    take(make(store), mail(1, "Ridge"), mail(2, "Birch"), deciding=False)
    stumble("add", monkeypatch)
    assert companies(make(store).decide(NOW)) == ["Birch"]


def test_what_is_no_mails_fault_blames_none(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make(Store(None))
    take(desk, mail(1, "Ridge"), deciding=False)

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(standing, "decide", broken)
    with pytest.raises(ZeroDivisionError):
        desk.decide(NOW)
    assert len(desk.store.events()) == 1


def test_only_the_owner_and_his_alert_sender_can_mark_mail_as_our_own() -> None:
    desk = make(Store(None), senders=["robot@mail.example"])
    mark = "X-Courtesy-Alert: reply_needed\r\n"
    marked = [
        mail(1, "Alder", sender=ME, head=mark),
        mail(2, "Birch", sender="robot@mail.example", head=mark),
        mail(3, "Cedar", head=mark),
        mail(4, "Dogwood"),
    ]
    assert companies(take(desk, *marked)) == ["Cedar", "Dogwood"]
    assert [event.parties[0].email for event in desk.store.events()] == ["hr@cedar.example", "hr@dogwood.example"]


def test_who_writes_the_alerts_is_known_from_the_configuration() -> None:
    """Also the account behind them: Gmail, for one, writes that one into From."""
    one = Email(host="mail.example", to=ME, from_="Robot@mail.example", user="robot")
    other = Email(host="smtp.gmail.com", to=f"me+{ME}", from_="alerts@ada.example", user="Ada@gmail.com")
    senders = effects_of(Config(me=Me(addresses=(ME,)), alert=(one, other))).senders
    assert senders == {"robot@mail.example", "alerts@ada.example", "ada@gmail.com"}


def test_interviews_that_were_over_before_the_first_start_stay_out_of_the_calendar() -> None:
    past, ahead = NOW - 3 * DAY, NOW + 3 * DAY
    mails = [mail(1, "Alder", past, ago=5 * DAY), mail(2, "Birch", ahead)]
    for begun, expected in ((NOW, [ahead]), (None, [past, ahead])):
        desk = make(Store(None), begun=begun)
        take(desk, *mails, deciding=False)
        holds = [action.start for action in desk.decide(NOW) if isinstance(action, Hold)]
        assert sorted(holds) == expected


def test_an_interview_that_ends_while_we_watch_stays_in_the_calendar() -> None:
    desk = make(Store(None), begun=NOW)
    assert any(isinstance(action, Hold) for action in take(desk, mail(1, "Birch", NOW + DAY)))
    assert all(isinstance(action, Alert) for action in desk.decide(NOW + 9 * DAY))
