"""The limit of alerts a day and the digest, at the desk: on an ordinary day and after a long absence."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.shell.test_desk import ME, NOW, companies, mail, make

from courtesy.cases.actions import Action, Alert
from courtesy.cases.events import Owner
from courtesy.config_tables import Digest
from courtesy.daily import Daily
from courtesy.desk import Desk
from courtesy.mail import Batch
from courtesy.store import Store

HOUR = timedelta(hours=1)
NAMES = ["Alder", "Birch", "Cedar", "Dogwood", "Elm"]
OWNER = Owner(zone=ZoneInfo("Europe/London"), addresses=frozenset({ME}))


def desk(limit: int, at: str = "", *, begun: datetime | None = None, store: Store | None = None) -> Desk:
    store = store or Store(None)
    return make(store, daily=Daily(store, OWNER, Digest(alerts_a_day=limit, at=at), begun=begun), begun=begun)


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
    assert kinds(take(house, "Alder")) == ["reply_needed", "digest"]
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


def test_the_limit_outlives_the_program() -> None:
    store = Store(None)
    take(desk(2, store=store), "Alder", "Birch")
    assert take(desk(2, store=store), "Cedar") == []
