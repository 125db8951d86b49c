"""Before an interview the owner is told what he needs: when, where, whom, what he noted, and what to ask."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from tests.cases.histories import OWNER as UNTOLD
from tests.cases.histories import at, mail, own, play
from tests.cases.test_timeline import HISTORIES

from courtesy.cases.actions import Alert
from courtesy.cases.calls import is_call
from courtesy.cases.decide import decide
from courtesy.cases.events import Event, Owner
from courtesy.cases.notes import Answer, Note
from courtesy.cases.timeline import replay
from courtesy.reading.reading import Span

OWNER = replace(UNTOLD, brief_evening=time(18), brief_before=timedelta(minutes=60))
SENDER = "jo.kay@acme.example"
FIXED = mail("confirm", "03-02 09:00", SENDER, "03-04 10:00-11:00", place="video", interviewers=("Tom Hale",))


def briefed(*events: Event, owner: Owner = OWNER, down: tuple[str, str] | None = None) -> list[str]:
    told = play(*events, until="03-20 00:00", owner=owner, down=down).told()
    return [one.removeprefix("briefing ") for one in told if one.startswith("briefing")]


def first(*events: Event, when: str = "03-03 18:00", notes: tuple[Note, ...] = (), owner: Owner = OWNER) -> Alert:
    alerts = decide(replay(events, owner, notes=notes), at(when)).alerts
    return next(alert for alert in alerts if alert.kind == "briefing")


def test_it_comes_the_evening_before_and_an_hour_before() -> None:
    assert briefed(FIXED) == ["03-03 18:00", "03-04 09:00"]
    assert briefed(FIXED, owner=UNTOLD) == []
    assert briefed(FIXED, owner=replace(OWNER, brief_before=None)) == ["03-03 18:00"]
    assert briefed(FIXED, owner=replace(OWNER, brief_evening=None)) == ["03-04 09:00"]
    assert briefed(FIXED, owner=replace(OWNER, brief_before=timedelta(hours=24))) == ["03-03 10:00", "03-03 18:00"]


def test_the_one_time_that_the_owner_agreed_to_is_told_as_not_confirmed() -> None:
    asked = mail("invite", "03-02 09:00", SENDER, "03-04 10:00", mid="<a>")
    yes = own("03-02 10:00", SENDER, refs=("<a>",))  # "Yes, gladly."
    assert briefed(asked, yes) == ["03-03 18:00", "03-04 09:00"]
    assert first(asked, yes).text.endswith("; you agreed to it, and they have not confirmed it")
    assert briefed(asked, own("03-02 10:00", SENDER, refs=("<a>",), refuses=True)) == []  # "I cannot, sorry."
    assert briefed(asked, own("03-02 10:00", SENDER)) == []  # of something else
    either = mail("invite", "03-02 09:00", SENDER, "03-04 10:00", "03-05 10:00", mid="<a>")
    assert briefed(either, own("03-02 10:00", SENDER, refs=("<a>",), times=("03-04 10:00", "03-05 10:00"))) == []


def test_what_is_not_fixed_or_not_any_more_brings_none() -> None:
    assert briefed(mail("invite", "03-02 09:00", SENDER, "03-04 10:00")) == []
    assert briefed(FIXED, mail("cancel", "03-03 17:00", SENDER, "03-04 10:00")) == []
    assert briefed(FIXED, own("03-03 17:00", SENDER, withdraws=True)) == []
    moved = mail("reschedule", "03-03 19:00", SENDER, "03-06 15:00", refs=(FIXED.message_id,))
    assert briefed(FIXED, moved) == ["03-03 18:00", "03-05 18:00", "03-06 14:00"]


def test_what_was_missed_is_told_while_it_helps_and_once() -> None:
    assert briefed(FIXED, down=("03-03 12:00", "03-03 21:00")) == ["03-03 21:00", "03-04 09:00"]
    assert briefed(FIXED, down=("03-03 12:00", "03-04 09:20")) == ["03-04 09:20"]
    assert briefed(FIXED, down=("03-03 12:00", "03-04 10:00")) == []
    late = mail("confirm", "03-03 20:00", SENDER, "03-04 10:00-11:00")
    assert briefed(late) == ["03-03 20:00", "03-04 09:00"]
    same_day = mail("confirm", "03-04 08:00", SENDER, "03-04 10:00-11:00")
    assert briefed(same_day) == ["03-04 09:00"]


def test_the_evening_keeps_the_quiet_hours_and_the_last_hour_does_not() -> None:
    early = replace(OWNER, quiet_from=time(17), quiet_to=time(7))
    assert briefed(FIXED, owner=early) == ["03-04 07:00", "03-04 09:00"]
    late_riser = replace(OWNER, quiet_from=time(17), quiet_to=time(9, 30))
    assert briefed(FIXED, owner=late_riser) == ["03-04 09:00"]
    night = replace(OWNER, quiet_from=time(22), quiet_to=time(7))
    assert briefed(FIXED, owner=night, down=("03-03 12:00", "03-03 23:00")) == ["03-04 07:00", "03-04 09:00"]


def test_it_says_when_on_both_clocks_with_whom_and_how() -> None:
    alert = first(FIXED)
    assert alert.text == "Interview with Tom Hale at Acme tomorrow, Wed 4 Mar 10:00-11:00, by video"
    later = first(FIXED, when="03-04 09:00")
    assert later.text == "Interview with Tom Hale at Acme today, Wed 4 Mar 10:00-11:00, by video"
    abroad = datetime(2026, 3, 4, 5, tzinfo=timezone(timedelta(hours=-5)))
    theirs = replace(FIXED, reading=replace(FIXED.reading, times=(Span(start=abroad),), place="phone"))
    assert first(theirs).text == (
        "Interview with Tom Hale at Acme tomorrow, Wed 4 Mar 10:00 (for them 05:00, UTC-5), by phone"
    )
    assert (alert.company, alert.message_id) == ("Acme", FIXED.message_id)


def test_who_confirms_without_naming_the_hour_has_the_clock_that_it_was_offered_on() -> None:
    berlin, reply = replace(OWNER, zone=ZoneInfo("Europe/Berlin")), (FIXED.message_id,)
    offered = Span(start=datetime(2026, 3, 4, 10, tzinfo=berlin.zone))
    offer = replace(FIXED, reading=replace(FIXED.reading, kind="invite", times=(offered,), reply_needed=True))
    see_you = mail("confirm", "03-02 11:00", SENDER, refs=reply)
    assert "tomorrow, Wed 4 Mar 10:00, by video" in first(offer, see_you, owner=berlin).text
    asks = mail("invite", "03-02 09:00", SENDER, mid="<asks>")
    wish = own("03-02 10:00", SENDER, refs=("<asks>",), times=("03-04 10:00",))
    granted = mail("confirm", "03-02 11:00", SENDER, refs=("<asks>", wish.message_id))
    assert "for them" not in first(asks, wish, granted, owner=berlin).text


def test_it_repeats_the_notes_of_earlier_rounds_and_says_what_to_ask() -> None:
    second = mail("confirm", "03-06 09:00", SENDER, "03-10 10:00-11:00", round=2, role="Tester")
    answers = (
        Answer(question="went_well", words="the demo"),
        Answer(question="reservations", words="no\x1b[31m Java"),
    )
    note = Note(case=FIXED.identity, at=at("03-04 12:00"), answers=answers, text="ask for Ann")
    alert = first(FIXED, second, when="03-09 18:00", notes=(note,))
    assert alert.more == (
        "For: Tester, second round",
        "Your notes of Wed 4 Mar: the demo / no[31m Java / ask for Ann",
        "Ask: when does this round conclude, when will they decide, and what comes after that, when?",
    )
    assert first(FIXED).more[-1].startswith("Ask: when do first interviews conclude, when will the shortlist")


@pytest.mark.parametrize(
    ("link", "line"),
    [
        ("https://acme.zoom.us/j/123?pwd=x", "Join: https://acme.zoom.us/j/123?pwd=x"),
        ("https://zoom.us.evil.example/j/1", f"The link is in their mail of Mon 2 Mar 09:00, “{FIXED.subject}”."),
    ],
)
def test_only_a_link_to_a_call_can_be_followed(link: str, line: str) -> None:
    linked = replace(FIXED, reading=replace(FIXED.reading, link=link))
    assert first(linked).more[0] == line


def test_links_that_only_look_like_calls() -> None:
    good = ["https://meet.google.com/abc-defg-hij", "https://teams.microsoft.com/l/meetup-join/19%3a"]
    bad = [
        "http://zoom.us/j/1",
        "https://zoom.us@evil.example/j/1",
        "https://evil.example/zoom.us/j/1",
        "https://evilzoom.us/j/1",
        "https://zoom.us:8443/j/1",
        "https://zoom.us/redirect?url=https://evil.example",
        "https://zoom.us\\@evil.example/j/1",
        "https://zoom.us/j/1\nhttps://evil.example",
        "https://zооm.us/j/1",
        "https://[zoom.us/j/1",
        "",
    ]
    assert all(map(is_call, good))
    assert not any(map(is_call, bad))


@settings(deadline=None)
@given(HISTORIES)
def test_at_most_two_for_each_time_and_never_after_its_start(history: list[Event]) -> None:
    played = play(*history, until="03-28 00:00", owner=OWNER)
    told: dict[str, list[datetime]] = {}
    for moment, alert in played.alerts:
        if alert.kind == "briefing":
            assert alert.by is not None
            assert moment < alert.by
            told.setdefault(" ".join(alert.key.split()[:2]), []).append(moment)
    assert all(len(moments) <= 2 for moments in told.values())
    assert all(moment.tzinfo is UTC for moments in told.values() for moment in moments)
