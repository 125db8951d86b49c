"""The daily limit and the digest: who comes first, what never waits, and when nothing is said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from courtesy.cases.actions import Alert, Limit
from courtesy.cases.digest import digest, share
from courtesy.cases.events import Owner
from courtesy.cases.settled import short

NOW = datetime(2026, 4, 15, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
OWNER = Owner(zone=ZoneInfo("Europe/London"))
TONIGHT = NOW + 10 * HOUR
DAY = 24 * HOUR


def one(name: str, kind: str = "reply_needed", **more: object) -> Alert:
    usual = {"by": NOW + 3 * DAY, "due": NOW, "message_id": f"<{name}@x>"} | more
    return Alert(key=f"{kind}:{name}", kind=kind, text=f"Reply to {name}", **usual)  # type: ignore[arg-type]


def keys(alerts: tuple[Alert, ...]) -> list[str]:
    return [alert.key.partition(":")[2] for alert in alerts]


def test_the_most_urgent_are_told_and_the_others_kept() -> None:
    until = Limit(at=NOW + 9 * DAY, what="their deadline")
    alerts = [
        one("c", "debrief", by=None),
        one("b", by=NOW + 2 * DAY, limit=until),
        one("d", "follow_up_ok", by=None),
        one("a"),
    ]
    parts = share(alerts, (), 2, NOW, TONIGHT)
    assert (keys(parts.told), keys(parts.kept)) == (["b", "a"], ["c", "d"])


def test_what_would_be_too_late_by_the_digest_is_told_whatever_the_limit() -> None:
    alerts = [
        one("soon", by=NOW + 2 * HOUR),
        one("clash", "conflict", by=None, limit=Limit(at=NOW + 5 * HOUR, what="the first of the two")),
        one("tomorrow", "briefing", by=None),
        one("late already", "reply_overdue", by=NOW - HOUR),
        one("later"),
    ]
    parts = share(alerts, ("reply_needed:soon",), 0, NOW, TONIGHT)
    assert keys(parts.told) == ["soon", "clash", "tomorrow"]
    assert keys(parts.kept) == ["late already", "later"]


@given(
    st.lists(st.tuples(st.sampled_from(["reply_needed", "debrief", "too_early"]), st.integers(-9, 99))),
    st.integers(0, 9),
)
def test_nothing_is_lost_and_the_limit_holds(drawn: list[tuple[str, int]], room: int) -> None:
    alerts = [one(str(n), kind, by=NOW + hours * HOUR) for n, (kind, hours) in enumerate(drawn)]
    parts = share(alerts, (), room, NOW, TONIGHT)
    assert sorted(keys((*parts.told, *parts.kept))) == sorted(keys(tuple(alerts)))
    pressing = [alert for alert in alerts if alert.by and NOW < alert.by <= TONIGHT]
    assert len(parts.told) <= max(room, len(pressing)) + len(pressing)
    assert {alert.key for alert in pressing} <= {alert.key for alert in parts.told}


def test_a_digest_lists_what_is_owed_most_urgent_first() -> None:
    due = [
        one("a"),
        one("b", "reply_overdue", by=NOW - HOUR),
        one("b", by=NOW - HOUR),
        one("old", "thank_you_due", by=None, due=NOW - 20 * DAY),
        one("talk", "debrief", by=None),
        one("kept", "debrief", by=None),
    ]
    told = digest(due, {"debrief:kept", "reply_needed:b"}, NOW, NOW, OWNER)
    assert told
    assert told.key == "digest:2026-04-15"
    assert told.text == "Reply to b; 2 things more are owed"
    assert told.more == tuple(f"{short(alert)}  {alert.text}" for alert in (due[1], due[0], due[5]))


def test_where_nothing_is_owed_nothing_is_said() -> None:
    assert digest([], (), NOW, NOW, OWNER) is None
    assert digest([one("talk", "debrief", by=None), one("x", "too_early", by=None)], (), NOW, NOW, OWNER) is None


def test_a_long_list_says_how_much_more_there_is() -> None:
    told = digest([one(str(n)) for n in range(100)], (), NOW, NOW, OWNER)
    assert told
    assert len(told.more) == 31
    assert told.more[-1] == "and 70 more, which `courtesy status` shows"
    assert digest([replace(one("1"))], (), NOW, NOW, OWNER).text == "Reply to 1"  # type: ignore[union-attr]
