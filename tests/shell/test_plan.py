"""From the calendar as we left it to the calendar as it should be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from courtesy.cases.actions import Hold, Release
from courtesy.store.plan import Kept, changes

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
COMING = Hold(uid="a", start=NOW + HOUR, end=NOW + 2 * HOUR, status="tentative", summary="Interview? Acme")
OVER = Hold(uid="b", start=NOW - 2 * HOUR, end=NOW - HOUR, status="confirmed", summary="Interview Rival")


def kept(*holds: Hold, released: bool = False) -> dict[str, Kept]:
    return {hold.uid: Kept(hold=hold, sequence=3, released=released) for hold in holds}


def test_what_is_kept_already_brings_nothing() -> None:
    assert changes(kept(COMING, OVER), [COMING, OVER], NOW) == []


def test_a_change_raises_the_sequence_and_what_is_unwanted_goes_first() -> None:
    firm = replace(COMING, uid="c", status="confirmed")
    wanted = replace(firm, sequence=4)
    assert changes(kept(COMING, replace(firm, status="tentative")), [firm], NOW) == [Release(uid="a"), wanted]


def test_a_hold_that_comes_back_is_told_again() -> None:
    assert changes(kept(COMING, released=True), [COMING], NOW) == [replace(COMING, sequence=4)]


def test_what_is_over_stays_as_a_record() -> None:
    assert changes(kept(OVER), [replace(OVER, summary="Interview Rival (cook)")], NOW) == []
    assert changes(kept(OVER), [], NOW) == []
