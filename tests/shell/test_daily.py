"""The limit of alerts a day and the digest, at the desk: on an ordinary day and after a long absence."""

import logging
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.shell.plain_reader import plain_intake
from tests.shell.test_desk import ME, NOW, companies, mail

from courtesy.cases.actions import Action, Alert
from courtesy.cases.events import Owner
from courtesy.casework.daily import Daily
from courtesy.config.tables import Digest
from courtesy.desk import Desk
from courtesy.mail import Batch
from courtesy.store.store import Store

HOUR = timedelta(hours=1)
NAMES = ["Alder", "Birch", "Cedar", "Dogwood", "Elm"]
OWNER = Owner(zone=ZoneInfo("Europe/London"), addresses=frozenset({ME}))


NIGHT: dict[str, Any] = {"quiet_from": time(22), "quiet_to": time(8)}


def desk(limit: int, at: str = "", *, begun: datetime | None = None, store: Store | None = None, **quiet: Any) -> Desk:
    store, owner = store or Store(None), replace(OWNER, **quiet)
    daily = Daily(store, owner, Digest(alerts_a_day=limit, at=at), begun=begun)
    return Desk(store, plain_intake(ME), owner, channels=("ears",), daily=daily, begun=begun)


def take(desk: Desk, *names: str, now: datetime = NOW) -> list[Action]:
    mails = tuple(mail(NAMES.index(name), name, ago=-(now - NOW) + HOUR / 60 * NAMES.index(name)) for name in names)
    desk.take("mail", Batch(mails=mails, cursor="1", left=0), now, deciding=False)
    return desk.decide(now)


def told(actions: list[Action]) -> list[Alert]:
    return [action for action in actions if isinstance(action, Alert)]


def kinds(actions: list[Action]) -> list[str]:
    return [alert.kind for alert in told(actions)]


def test_after_a_long_absence_the_limit_holds_and_the_rest_comes_in_one() -> None:
    house = desk(2)
    assert kinds(take(house, *NAMES)) == ["reply_needed"] * 2
    assert house.decide(NOW + HOUR / 2) == []
    assert house.wake == NOW + HOUR, "eight in the evening, where he lives"
    (digest,) = told(house.decide(house.wake))
    assert digest.kind == "digest"
    assert len(digest.more) == 5, "all that is owed"
    assert house.decide(NOW + 2 * HOUR) == []


def test_a_new_day_has_a_new_limit_and_what_was_kept_is_not_told_twice() -> None:
    house = desk(2)
    take(house, *NAMES[:4])
    house.decide(NOW + HOUR)
    tomorrow = NOW + 14 * HOUR
    assert companies(take(house, "Elm", now=tomorrow)) == ["Elm"]
    assert kinds(house.decide(NOW + 24 * HOUR)) == ["reply_overdue"], "the second alert of this day"


def test_what_is_kept_too_late_for_the_digest_waits_for_that_of_tomorrow() -> None:
    house = desk(2, "18:00")
    assert kinds(take(house, "Alder")) == ["reply_needed"]
    assert kinds(take(house, "Birch", now=NOW + HOUR)) == ["reply_needed"]
    assert take(house, "Cedar", now=NOW + 2 * HOUR) == []
    assert house.wake == NOW + 23 * HOUR
    assert "digest" in kinds(house.decide(NOW + 23 * HOUR))


def test_without_a_limit_all_is_told() -> None:
    assert kinds(take(desk(0), *NAMES)) == ["reply_needed"] * 5


def test_a_digest_says_nothing_where_nothing_is_owed() -> None:
    house = desk(2, "18:00")
    assert house.decide(NOW) == []
    assert house.decide(NOW + 24 * HOUR) == []


def test_who_starts_after_the_hour_of_the_digest_gets_none_that_day() -> None:
    house = desk(9, "18:00", begun=NOW)
    assert kinds(take(house, "Alder", now=NOW + HOUR)) == ["reply_needed"]


def test_what_was_kept_and_is_answered_is_not_in_the_digest() -> None:
    house = desk(1, "20:00")
    take(house, "Alder", "Birch", "Cedar")
    kept = house.store.kept()
    house.store.settle(kept, None, NOW)
    assert house.hear()
    (digest,) = told(house.decide(NOW + HOUR))
    assert len(digest.more) == 1
    assert house.store.kept() == set()


def test_a_digest_that_waits_for_a_channel_says_what_is_still_owed() -> None:
    house = desk(2, "20:00")
    take(house, *NAMES[:3])
    assert kinds(house.decide(NOW + HOUR)) == ["digest"]
    alerts = {one.company: one for _, one in house.store.told(NOW) if one.kind == "reply_needed"}
    house.store.settle([alerts["Cedar"].key], None, NOW)
    assert house.hear()
    house.decide(NOW + 2 * HOUR)
    (digest,) = (one for one in house.store.held_up(NOW + 2 * HOUR).values() if one.kind == "digest")
    assert len(digest.more) == 2
    assert not any("cedar" in line for line in digest.more)
    house.store.settle([alerts["Birch"].key], NOW + 20 * HOUR, NOW)
    assert house.hear()
    house.decide(NOW + 2 * HOUR)
    (digest,) = (one for one in house.store.held_up(NOW + 2 * HOUR).values() if one.kind == "digest")
    assert ["alder" in line for line in digest.more] == [True], "what is put off is owed later"
    house.store.settle([alert.key for alert in alerts.values()], None, NOW)
    assert house.hear()
    assert house.decide(NOW + 3 * HOUR) == []
    assert house.store.held_up(NOW + 3 * HOUR) == {}
    assert "digest" not in kinds(take(house, "Elm", now=NOW + 3 * HOUR)), "another channel may have told it"


def test_what_was_kept_and_is_told_by_itself_counts_as_one_of_the_day() -> None:
    store = Store(None)
    daily = Daily(store, OWNER, Digest(alerts_a_day=1, at="20:00"))
    first, second = (Alert(key=name, kind="conflict", text=name, due=NOW) for name in ("a", "b"))
    assert store.tell(daily.admit([first, second], (), NOW), (), NOW) == [first]
    soon = replace(second, by=NOW + HOUR / 2)
    assert store.tell(daily.admit([first, soon], (), NOW), (), NOW) == [soon]
    assert store.told_since(NOW - HOUR) == 2


def test_what_the_program_says_of_itself_is_none_of_them() -> None:
    house = desk(1, "18:00")
    house.tell([Alert(key=f"lost:{n}", kind="signal", text="inbox is out of reach") for n in range(9)], NOW)
    assert kinds(take(house, "Alder")) == ["reply_needed"]
    assert house.store.told_since(NOW) == 1


def test_what_was_owed_before_the_first_start_comes_in_one_and_uses_up_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "courtesy")
    first = NOW + HOUR / 12
    house = desk(1, begun=first)
    (arrears,) = told(take(house, *NAMES[:4], now=NOW) or house.decide(first))
    assert (arrears.kind, len(arrears.more)) == ("digest", 4)
    assert caplog.records == []
    later = first + HOUR / 12
    assert companies(take(house, "Elm", now=later)) == ["Elm"], "fresh mail is told at once"
    assert kinds(house.decide(NOW + HOUR)) == [], "nothing was kept for the evening"
    assert house.decide(NOW + 2 * HOUR) == []


def test_a_little_that_was_owed_before_the_first_start_is_told_by_itself() -> None:
    house = desk(1, "18:00", begun=NOW)
    assert kinds(take(house, *NAMES[:3])) == ["reply_needed"] * 3
    assert companies(take(house, "Dogwood", now=NOW + HOUR / 4)) == ["Dogwood"]
    assert house.store.told_since(NOW - HOUR) == 1


def test_arrears_that_are_silent_in_the_quiet_hours_come_when_they_are_over() -> None:
    night = NOW + 6 * HOUR
    house = desk(9, begun=night, **NIGHT)
    take(house, *NAMES, now=NOW - 20 * HOUR)
    assert house.decide(night) == []
    (arrears,) = told(house.decide(NOW + 13 * HOUR))
    assert (arrears.kind, len(arrears.more)) == ("digest", 5)
    assert "Reply now" in arrears.text


def test_what_the_limit_holds_back_is_a_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "courtesy")
    house = desk(2)
    take(house, *NAMES[:4])
    house.decide(NOW + HOUR / 2)
    assert [record.getMessage() for record in caplog.records] == [
        "the limit of 2 alerts a day is reached; the digest of Wed 20:00 tells: "
        "Birch (reply-needed), Alder (reply-needed)"
    ]


def test_no_digest_repeats_what_is_told_at_the_same_moment() -> None:
    house = desk(2, begun=NOW - 24 * HOUR)
    evening = NOW + 2 * HOUR
    actions = take(house, *NAMES[:4], now=evening)
    digest = [alert for alert in told(actions) if alert.kind == "digest"]
    single = [alert for alert in told(actions) if alert.kind != "digest"]
    assert (len(digest), len(single)) == (1, 2)
    assert len(digest[0].more) == 2
    assert house.decide(evening) == []


def test_the_limit_outlives_the_program() -> None:
    store = Store(None)
    take(desk(2, store=store), "Alder", "Birch")
    assert take(desk(2, store=store), "Cedar") == []


def test_a_digest_that_the_computer_slept_through_comes_when_it_wakes() -> None:
    """And not a day later; that of this day comes at its hour."""
    house = desk(2)
    take(house, *NAMES[:4])
    morning = NOW + 13 * HOUR
    (digest,) = told(house.decide(morning))
    assert (digest.key, len(digest.more)) == ("digest:2026-04-15", 4)
    assert house.store.kept() == set()
    assert companies(take(house, "Elm", now=morning)) == ["Elm"], "what the digest told is none of the two of this day"
    assert house.decide(morning) == []


def test_what_was_kept_and_is_owed_no_longer_makes_nothing_late() -> None:
    house = desk(1)
    take(house, "Alder", "Birch")
    house.store.settle(house.store.kept(), None, NOW)
    assert house.hear()
    assert house.decide(NOW + 13 * HOUR) == []
    assert house.store.kept() == set()


def test_a_digest_that_is_late_waits_for_the_end_of_the_quiet_hours() -> None:
    house = desk(2, "20:00", **NIGHT)
    take(house, *NAMES[:3])
    assert house.decide(NOW + 5 * HOUR) == [], "midnight, where he lives"
    assert house.wake == NOW + 13 * HOUR
    assert "digest" in kinds(house.decide(NOW + 13 * HOUR))


@pytest.mark.parametrize(("at", "hours"), [("07:30", 12.5), ("", 13)], ids=["chosen", "not chosen"])
def test_an_hour_in_the_quiet_hours_is_his_only_where_he_chose_it(at: str, hours: float) -> None:
    """The digest lists all that is owed, also what waits for the end of the quiet hours to be told by itself."""
    house = desk(1, at, **NIGHT | {"quiet_from": time(19)})
    take(house, "Alder", "Birch", "Cedar", now=NOW + HOUR)  # eight in the evening
    hour = NOW + hours * HOUR
    assert house.decide(hour - HOUR / 60) == []
    (digest,) = (one for one in told(house.decide(hour)) if one.kind == "digest")
    assert len(digest.more) == 3


def test_a_digest_in_the_quiet_hours_lists_what_is_silent_then() -> None:
    """An answer that is overdue is told by itself when they are over, and is none that is merely needed till then."""
    house = desk(9, "07:30", **NIGHT)
    take(house, "Alder", now=NOW - 13 * HOUR)
    (digest,) = told(house.decide(NOW + 12.5 * HOUR))
    (overdue,) = told(house.decide(NOW + 13 * HOUR))
    assert (digest.kind, overdue.kind) == ("digest", "reply_overdue")
    assert digest.text.replace("1 hour", "2 hours") == overdue.text


@pytest.mark.parametrize(
    ("day", "hour"),
    [("2026-03-28", "2026-03-29T18:00"), ("2026-10-24", "2026-10-25T19:00")],
    ids=["an hour less", "an hour more"],
)
def test_the_hour_of_the_digest_is_that_of_his_clock(day: str, hour: str) -> None:
    """On the Sundays on which Paris changes its clocks."""
    house = desk(9, "20:00", zone=ZoneInfo("Europe/Paris"))
    house.decide(datetime.fromisoformat(f"{day}T21:00Z").astimezone(UTC))
    assert house.wake == datetime.fromisoformat(f"{hour}Z")
