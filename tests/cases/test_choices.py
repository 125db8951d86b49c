"""What the owner may say to an alert, as it is offered and as it is read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtesy.cases.actions import Alert, Limit
from courtesy.cases.choices import Choice, moment, offers, read, within_limit

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 4, 15, 14, tzinfo=UTC)  # three in the afternoon
DEBT = Alert(key="reply_needed:1", kind="reply_needed", text="Reply to Lee", due=NOW)
DEBRIEF = replace(DEBT, kind="debrief")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("done", Choice(word="done")),
        ("Done.", Choice(word="done")),
        ("\n\n  DONE  \nthanks", Choice(word="done")),
        ("done 3fa9c1", Choice(word="done", debt="3fa9c1")),
        ("snooze 2d", Choice(word="snooze", until="2d")),
        ("Snooze: 2 days", Choice(word="snooze", until="2d")),
        ("snooze for 3 hours", Choice(word="snooze", until="3h")),
        ("snooze until tomorrow", Choice(word="snooze", until="tomorrow")),
        ("snooze 3fa9c1 this evening", Choice(word="snooze", debt="3fa9c1", until="evening")),
        ("Done, thanks!", Choice(word="done")),
        ("*Done* - I phoned them", Choice(word="done")),
        ("done it yesterday", Choice(word="done")),
        ("Erledigt!", Choice(word="done")),
        ("fait, merci", Choice(word="done")),
        ("hecho.", Choice(word="done")),
        ("Klaar 3fa9c1", Choice(word="done", debt="3fa9c1")),
        ("No, thanks", Choice(word="no")),
        ("wrong, this is about a dentist", Choice(word="wrong")),
        ("wrong", Choice(word="wrong")),
        ("wrong reject", Choice(word="wrong", kind="reject")),
        ("yes", Choice(word="yes")),
        ("notes: went well\n\nsecond round in May", Choice(word="notes", text="went well\n\nsecond round in May")),
    ],
)
def test_each_thing_that_may_be_said_is_understood(text: str, said: Choice) -> None:
    assert read(text, DEBT) == [said]


@pytest.mark.parametrize(
    "text",
    ["", "I have done it", "Done?", "done, was it?", "done 3fa9c",
     "wrong, reject it", "ok I did it", "snooze", "snooze 0d", "snooze 9999d", "snooze 2d 3d", "wrong number",
     "snooze \u0663d", "notes:", "yes please", "donedone"],
)  # fmt: skip
def test_what_is_no_command_does_nothing(text: str) -> None:
    assert read(text, DEBT) == []


def test_several_things_may_be_said_at_once() -> None:
    words = [choice.said for choice in read("done\nnotes: they pay well\nsnooze 2d", DEBRIEF)]
    assert words == ["done", "notes they pay well\nsnooze 2d"], "after notes all is notes"


def test_how_an_interview_went_needs_no_command() -> None:
    assert read("Done, thanks!", DEBRIEF) == [Choice(word="done")]
    assert [one.word for one in read("Done, they were nice and want an answer soon", DEBRIEF)] == ["notes"]
    assert read("It went well.\nI met Dana.", DEBRIEF) == [Choice(word="notes", text="It went well.\nI met Dana.")]


@given(st.text(max_size=400))
def test_any_words_are_read_or_not(text: str) -> None:
    for choice in (*read(text, DEBT), *read(text, DEBRIEF)):
        assert choice.said
        if choice.word == "snooze":
            assert moment(choice.until, NOW, LONDON) > NOW


def test_evening_and_morning_are_the_owners() -> None:
    late = NOW + timedelta(hours=4)
    assert moment("evening", NOW, LONDON) == datetime(2026, 4, 15, 17, tzinfo=UTC)
    assert moment("evening", late, LONDON) == datetime(2026, 4, 16, 17, tzinfo=UTC)
    six = NOW.replace(hour=17, minute=0)
    assert moment("evening", six, LONDON) == six + timedelta(days=1), "this evening has begun"
    assert moment("tomorrow", late, LONDON) == datetime(2026, 4, 16, 8, tzinfo=UTC)
    assert moment("2d", NOW, LONDON) == NOW + timedelta(days=2)
    assert "snooze evening" in [offer.words for offer in offers(DEBT, NOW, LONDON)]
    assert "snooze evening" not in [offer.words for offer in offers(DEBT, late, LONDON)]


def test_nothing_is_put_off_until_it_is_too_late() -> None:
    hour = timedelta(hours=1)
    alert = replace(DEBT, limit=Limit(at=NOW + 12 * hour, what="their deadline"))
    assert [offer.words for offer in offers(alert, NOW, LONDON)] == ["done", "snooze evening", "wrong"]
    assert within_limit(NOW + 24 * hour, alert, NOW) == NOW + 11 * hour
    assert within_limit(NOW + 2 * hour, alert, NOW) == NOW + 2 * hour
    assert within_limit(NOW + 24 * hour, DEBT, NOW) == NOW + 24 * hour
    assert within_limit(NOW + 24 * hour, alert, NOW + 12 * hour) == NOW + 24 * hour, "it is too late anyway"


def test_long_notes_are_kept_as_far_as_notes_go() -> None:
    (notes,) = read("\n".join(["Notes", *(f"Question {n}" for n in range(500))]), DEBRIEF)
    assert notes.text.startswith("Question 0\nQuestion 1\n")
    assert len(notes.text) == 2000


def test_every_offer_is_understood_when_it_is_said() -> None:
    for kind in ("reply_needed", "debrief", "question", "scam_warning", "conflict"):
        alert = replace(DEBT, kind=kind)
        for offer in offers(alert, NOW, LONDON):
            assert offer.words == "notes" or [choice.said for choice in read(offer.words, alert)] == [offer.words]
