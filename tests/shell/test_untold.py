"""What waits for a channel out of reach is told when it returns, late, if it is still owed; and as it then stands."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.shell.test_desk import DAY, ME, NOW, mail, make, take

from courtesy.cases.actions import Alert
from courtesy.cases.events import Owner
from courtesy.desk import Desk
from courtesy.mail import Incoming
from courtesy.owner.debts import Debts
from courtesy.store.store import Store

HOUR = timedelta(hours=1)
OWNER = Owner(zone=ZoneInfo("Europe/London"), addresses=frozenset({ME}))


@pytest.fixture
def desk() -> Desk:
    return make(Store(None))


def answer(company: str) -> Incoming:
    """What the owner writes to the company."""
    raw = (
        f"From: <{ME}>\r\nTo: <hr@{company.lower()}.example>\r\nSubject: Re: Interview with {company}\r\n"
        f"Date: {NOW:%a, %d %b %Y %H:%M:%S +0000}\r\nMessage-ID: <a@{ME}>\r\n\r\nGladly.\r\n"
    )
    return Incoming(raw=raw.encode(), folder="Sent", arrived=NOW, where="uid 99")


def over(number: int, company: str) -> Incoming:
    """An interview that was fixed, and is over."""
    one = mail(number, company, NOW - 30 * HOUR, ago=5 * DAY)
    return replace(one, raw=one.raw.replace(b"\r\ninvite ", b"\r\nconfirm "))


def waiting(desk: Desk, now: datetime = NOW) -> list[str]:
    """The kinds of the alerts that wait, after the channel failed and a decision at `now`."""
    for task in desk.store.due(now):
        desk.store.later(task.id, now, "no network")
    desk.hear()
    desk.decide(now)
    return sorted(action.kind for _, action, _ in desk.store.waiting() if isinstance(action, Alert))


def debts(desk: Desk, now: datetime = NOW) -> Debts:
    return Debts(desk.store, OWNER, now)


def test_what_he_answered_meanwhile_is_not_asked_of_him(desk: Desk) -> None:
    take(desk, mail(1, "Alder"), mail(2, "Birch"))
    assert waiting(desk) == ["reply_needed", "reply_needed"]
    take(desk, answer("Alder"))
    assert waiting(desk) == ["reply_needed"]
    (task,) = [task for task in desk.store.due(NOW) if isinstance(task.action, Alert)]
    assert isinstance(task.action, Alert)
    assert task.action.company == "Birch"


def test_what_was_settled_untold_is_told_once_that_is_taken_back(desk: Desk) -> None:
    take(desk, mail(1, "Alder"))
    (alert,) = debts(desk).named(["alder"])
    debts(desk).settle(alert, None)
    assert waiting(desk) == []
    debts(desk).unsettle(alert)
    assert waiting(desk) == ["reply_needed"]


def test_what_was_put_off_and_then_settled_is_told_neither_way(desk: Desk) -> None:
    take(desk, mail(1, "Alder"))
    (alert,) = debts(desk).named(["alder"])
    debts(desk).settle(alert, NOW + HOUR)
    assert waiting(desk) == []
    assert waiting(desk, NOW + HOUR) == ["reply_overdue"]
    (alert,) = debts(desk, NOW + HOUR).named(["alder"])
    debts(desk, NOW + HOUR).settle(alert, None)
    assert waiting(desk, NOW + HOUR) == []


def test_of_a_mail_that_was_no_interview_nothing_more_is_told(desk: Desk) -> None:
    take(desk, over(1, "Alder"))
    assert waiting(desk) == ["debrief", "thank_you_due"]
    (event,) = desk.store.events()
    desk.store.correct(event.identity, None, NOW)
    assert waiting(desk) == []
    desk.store.take_back(event.identity, NOW)
    assert waiting(desk) == ["debrief", "thank_you_due"]


def test_a_corrected_mail_is_told_of_as_it_is_now_by_the_channels_that_have_not(desk: Desk) -> None:
    take(desk, mail(1, "Alder"))
    before = [task for task in desk.store.due(NOW + HOUR) if isinstance(task.action, Alert)]
    (event,) = desk.store.events()
    desk.store.correct(event.identity, replace(event, reading=replace(event.reading, company="Acme")), NOW)
    waiting(desk, NOW + HOUR)
    (task,) = [task for task in desk.store.due(NOW + HOUR) if isinstance(task.action, Alert)]
    assert isinstance(task.action, Alert)
    assert task.action.company == "Acme"
    assert (task.id, task.since) == (before[0].id, NOW)
    desk.store.done(task.id)
    desk.store.correct(event.identity, event, NOW)
    assert waiting(desk) == []


def test_what_stays_owed_is_told_late_with_the_day_it_was_due(desk: Desk) -> None:
    """Whatever happens in its case meanwhile; and what the program says of itself is no matter of cases."""
    times = NOW + 4 * DAY, NOW + 4 * DAY + HOUR / 2
    take(desk, over(1, "Alder"), mail(2, "Birch", times[0]), mail(3, "Cedar", times[1]))
    desk.store.tell([Alert(key="lost:mail:1", kind="signal", text="out of reach")], ["ears"], NOW)
    first = waiting(desk)
    assert first == ["conflict", "debrief", "reply_needed", "reply_needed", "signal", "thank_you_due"]
    later = NOW + 2 * DAY
    reject = replace(mail(4, "Alder"), raw=mail(4, "Alder").raw.replace(b"\r\ninvite ", b"\r\nreject "))
    take(desk, reject, answer("Birch"))
    kept = ["conflict", "debrief", "reply_needed", "reply_overdue", "signal", "thank_you_courtesy"]
    assert waiting(desk, later) == kept
    since = {str(task.action.kind): task.since for task in desk.store.due(later) if isinstance(task.action, Alert)}
    assert {since[kind] for kind in kept if kind != "reply_overdue"} == {NOW}
