"""Moments in words: how near they are, and on whose clock."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from tests.cases.histories import OWNER, mail

from courtesy.cases.decide import owed
from courtesy.cases.events import Event, Owner
from courtesy.cases.moments import soon, times
from courtesy.cases.timeline import replay
from courtesy.reading.reading import Span

NEW_YORK = timezone(timedelta(hours=-4))
PARIS = Owner(zone=ZoneInfo("Europe/Paris"), addresses=OWNER.addresses)
NOW = datetime(2026, 4, 21, 9, tzinfo=UTC)


def asking(*spans: Span, **more: object) -> Event:
    event = mail("invite", "04-21 09:00", "renee@ridge.example", company="Ridge Health")
    return replace(event, reading=replace(event.reading, times=spans, **more))  # type: ignore[arg-type]


def at(day: int, hour: int, minute: int = 0, zone: timezone | None = NEW_YORK) -> datetime:
    return datetime(2026, 4, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (0, "17:00 today, Tue 21 Apr"),
        (1, "17:00 tomorrow, Wed 22 Apr"),
        (2, "Thu 23 Apr 17:00"),
        (-1, "Mon 20 Apr 17:00"),
    ],
)
def test_what_is_near_says_so_and_keeps_its_date(days: int, says: str) -> None:
    assert soon(datetime(2026, 4, 21, 15, tzinfo=UTC) + timedelta(days=days), PARIS, NOW) == says


def test_times_stand_on_both_clocks_where_these_differ() -> None:
    late = Span(start=at(23, 20), end=at(23, 21, 30))
    event = asking(Span(start=at(22, 15), end=at(22, 15, 45)), Span(start=at(22, 16)), late, deadline=at(21, 17))
    assert times(event, PARIS, NOW) == (
        "Wed 22 Apr 21:00-21:45 (for them 15:00-15:45, UTC-4)",
        "Wed 22 Apr 22:00 (for them 16:00, UTC-4)",
        "Fri 24 Apr 02:00-03:30 (for them Thu 23 Apr 20:00-21:30, UTC-4)",
        "Their deadline: Tue 21 Apr 23:00 (for them 17:00, UTC-4)",
    )
    home = Owner(zone=ZoneInfo("America/New_York"))
    assert times(asking(Span(start=at(22, 15))), home, NOW) == ("Wed 22 Apr 15:00",)
    india = timezone(timedelta(hours=5, minutes=30))
    assert times(asking(Span(start=at(22, 15, zone=india))), PARIS, NOW) == (
        "Wed 22 Apr 11:30 (for them 15:00, UTC+5:30)",
    )


def test_a_long_list_of_times_ends() -> None:
    lines = times(asking(*(Span(start=at(22, hour)) for hour in range(9, 18))), PARIS, NOW)
    assert len(lines) == 7
    assert lines[-1] == "and 3 times more"


def test_an_alert_says_what_to_do_by_when_in_its_first_words() -> None:
    event = asking(Span(start=at(28, 15)), Span(start=at(29, 15)), deadline=at(21, 11))
    needed = next(owed(replay([event], PARIS), NOW))
    assert needed.text == (
        "Reply to Renee at Ridge Health by 17:00 today, Tue 21 Apr (their deadline): choose one of 2 interview times"
    )
    assert needed.more[0] == "Tue 28 Apr 21:00 (for them 15:00, UTC-4)"
    assert needed.about == f"\u201c{event.subject}\u201d from renee@ridge.example"


def told(*spans: Span, hours: float) -> tuple[str, tuple[str, ...], str]:
    """What is asked of the owner so many hours after NOW, the times that are listed, and the limit."""
    needed = next(owed(replay([asking(*spans)], PARIS), NOW + timedelta(hours=hours)))
    return needed.text.partition(": ")[2], needed.more, needed.limit.what if needed.limit else ""


def test_no_time_is_offered_that_nobody_can_make_any_more() -> None:
    zone = timezone(timedelta(hours=2))  # as the owner's, so that there is one clock
    first, second, third = (Span(start=at(day, 11, zone=zone)) for day in (22, 23, 24))
    days = "Wed 22 Apr 11:00", "Thu 23 Apr 11:00", "Fri 24 Apr 11:00"
    every = "choose one of 3 interview times", days, "the first time they offer"
    assert told(first, second, third, hours=0) == every
    left = "choose one of 2 interview times still to come", days[1:], "the next time they offer"
    assert told(first, second, third, hours=30) == left
    last = f"say whether {days[2]} suits, the last of the times they offered"
    assert told(first, second, third, hours=54)[:2] == (last, days[2:])
    soon = f"{days[2]} is less than an hour away, say at once whether you can, or ask for another time"
    assert told(first, second, third, hours=71.5)[:2] == (soon, ())
    assert told(first, second, third, hours=73)[:2] == ("all the times they offered are over, ask for new ones", ())
    assert told(first, hours=30)[0] == "the time they offered is over, ask for another"
