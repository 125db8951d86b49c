"""Corrections lie over the events: the latest counts."""

from dataclasses import replace
from pathlib import Path

from tests.shell.test_store import EVENT, NOW

from courtesy.reading import CalendarEvent
from courtesy.store.store import Store

INVITE = replace(EVENT, reading=replace(EVENT.reading, company="Acme"))


def filed(path: Path, *events: object) -> Store:
    store = Store(path / "state" / "courtesy.db")
    store.file("mail", "1", seen=[], events=[*events], now=NOW)  # type: ignore[list-item]
    return store


def test_the_latest_word_counts_until_it_is_taken_back(tmp_path: Path) -> None:
    store = filed(tmp_path, EVENT)
    first = store.last_word()
    store.correct("one", None, NOW)
    assert store.events() == []
    store.correct("one", INVITE, NOW)
    assert store.events() == [INVITE]
    assert store.last_word() != first
    store.file("mail", "2", seen=[], events=[EVENT], now=NOW)  # it is fetched again
    assert Store(tmp_path / "state" / "courtesy.db").events() == [INVITE]
    store.take_back("one", NOW)
    assert store.events() == [EVENT]
    assert store.events_as_read() == [EVENT]


def test_a_mail_that_nobody_took_for_one_counts_as_well(tmp_path: Path) -> None:
    store = filed(tmp_path)
    store.correct("one", INVITE, NOW)
    assert store.events() == [INVITE]
    assert store.bear_on(["one"], [])
    assert not store.bear_on(["two"], [replace(EVENT, identity="two")])


def test_a_calendar_entry_that_means_nothing_does_so_when_it_moves(tmp_path: Path) -> None:
    part = CalendarEvent(method="REQUEST", uid="standup", sequence=0, summary="Standup", span=None)
    first = replace(EVENT, reading=replace(EVENT.reading, calendar=(part,)))
    moved = replace(first, identity="two", reading=replace(first.reading, calendar=(replace(part, sequence=1),)))
    store = filed(tmp_path, first, moved)
    store.correct("one", None, NOW)
    assert store.events() == []
    assert store.bear_on(["three"], [replace(moved, identity="three")])
    store.correct("two", moved, NOW)
    assert store.events() == [moved]
