"""What the owner settled is owed no longer; what he put off is told again when its time has come."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from courtesy.cases.decide import decide, next_wake, owed
from courtesy.cases.events import Event, Owner
from courtesy.cases.settled import Settled, is_called, short
from courtesy.cases.timeline import replay
from courtesy.mail.message import Address
from courtesy.reading import Reading

AT = datetime(2026, 4, 14, 9, tzinfo=UTC)
OWNER = Owner(zone=ZoneInfo("UTC"))
INVITE = Event(
    identity="one",
    at=AT,
    sent=AT,
    message_id="<1@acme.example>",
    parties=(Address(name="Lee", email="lee@acme.example"),),
    reading=Reading(kind="invite", reply_needed=True, company="Acme"),
)
LATER = AT + timedelta(hours=50)


def told(settled: Settled, hours: int) -> list[str]:
    return [alert.key for alert in decide(replay([INVITE], OWNER, settled), AT + timedelta(hours=hours)).alerts]


def test_what_is_settled_is_not_told() -> None:
    assert told({}, 30) == ["reply_needed:one", "reply_overdue:one"]
    assert told({"reply_overdue:one": None}, 30) == ["reply_needed:one"]


def test_what_is_put_off_is_owed_at_its_new_time_and_no_later_than_they_want_it() -> None:
    deadline = AT + timedelta(days=3)
    asked = replace(INVITE, reading=replace(INVITE.reading, deadline=deadline))

    def words(event: Event, settled: Settled, hours: int) -> str:
        now = AT + timedelta(hours=hours)
        return next(one.text for one in owed(replay([event], OWNER, settled), now) if "overdue" in one.key)

    off: Settled = {"reply_overdue:one": LATER, "reply_needed:one": None}
    assert words(INVITE, off, 30).startswith("Reply to Lee at Acme by 11:00 tomorrow, Thu 16 Apr: ")
    assert (
        words(INVITE, off, 50)
        == "Reply now to Lee at Acme, 26 hours late: their mail of Tue 14 Apr 09:00 has no answer yet"
    )
    assert words(asked, off, 50).startswith("Reply to Lee at Acme by 09:00 tomorrow, Fri 17 Apr (their deadline): ")


def test_what_is_owed_keeps_its_name_when_it_is_overdue_and_when_it_is_put_off() -> None:
    off: Settled = {"reply_overdue:one": LATER, "reply_needed:one": None}
    alerts = [*owed(replay([INVITE], OWNER), AT), *owed(replay([INVITE], OWNER, off), AT)]
    assert len({alert.key for alert in alerts}) == 3
    assert len({short(alert) for alert in alerts}) == 1
    former = hashlib.sha256(b"reply_overdue:one").hexdigest()[:6]
    assert all(is_called(former, alert) for alert in alerts), "by which it was once told"
    assert not is_called(short(replace(alerts[0], key="reply_needed:two")), alerts[0])


def test_what_is_put_off_is_told_under_a_new_key_at_its_time() -> None:
    off: Settled = {"reply_overdue:one": LATER, "reply_needed:one": None}
    assert told(off, 30) == []
    assert next_wake(replay([INVITE], OWNER, off), AT + timedelta(hours=30)) == LATER
    assert told(off, 51) == ["reply_overdue:one~20260416T110000"]


def test_what_comes_again_says_how_late_it_is_by_then() -> None:
    off: Settled = {"reply_needed:one": LATER, "reply_overdue:one": None}

    def words(hours: int) -> str:
        (text,) = (one.text for one in owed(replay([INVITE], OWNER, off), AT + timedelta(hours=hours)))
        return text

    assert words(49).startswith("Reply to Lee at Acme by 11:00 today, Thu 16 Apr: "), "he has put it off until then"
    assert words(50) == "Reply now to Lee at Acme, 26 hours late: say when you can talk"
    assert words(24 * 5) == "Reply now to Lee at Acme, 4 days late: say when you can talk"
