"""The owner's own calendar against the times that mail names: what is a clash, what is free, and what is neither."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.histories import OWNER, at, invitation, mail, own, span
from tests.cases.test_timeline import HISTORIES

from courtesy.cases.actions import Alert
from courtesy.cases.busy import Busy, Checked
from courtesy.cases.conflicts import unchecked
from courtesy.cases.decide import decide, owed
from courtesy.cases.events import Event
from courtesy.cases.slot import overlap
from courtesy.cases.timeline import Timeline
from courtesy.effects.email_alert_body import content, plain

SLOTS = ("03-10 10:00-11:00", "03-10 14:00-15:00", "03-12 09:00-10:00")


def entry(title: str, time: str, uid: str = "") -> Busy:
    """ "03-10 10:30-11:30" in the owner's calendar."""
    when = span(time)
    assert when.end
    return Busy(start=when.start, end=when.end, title=title, uid=uid)


def alerts(*mails: Event, calendar: tuple[Busy, ...] | None) -> list[Alert]:
    """What is owed after these mails came one by one, and the calendar was asked after each."""
    timeline = Timeline(owner=OWNER)
    for event in mails:
        timeline.add(event)
        look(timeline, event.at, calendar)
    return list(owed(timeline, mails[-1].at))


def look(timeline: Timeline, now: datetime, calendar: tuple[Busy, ...] | None) -> None:
    """Ask the calendar for what it was not asked for."""
    for slot in unchecked(timeline, now):
        found = Checked(starts=(slot.start,), busy=calendar and tuple(one for one in calendar if overlap(one, slot)))
        known = timeline.checked.get(slot.event.identity)
        timeline.checked = {**timeline.checked, slot.event.identity: known.and_then(found) if known else found}


def clash(*mails: Event, calendar: tuple[Busy, ...] | None) -> list[str]:
    return [alert.text for alert in alerts(*mails, calendar=calendar) if alert.kind == "conflict"]


def test_a_clash_is_named_with_the_times_that_are_free() -> None:
    dentist = entry("Dentist", "03-10 10:30-11:30")
    assert clash(mail("invite", "03-02 09:00", "jo.kay@acme.example", *SLOTS), calendar=(dentist,)) == [
        "Choose, by 09:00 tomorrow, Tue 3 Mar, between Acme, Tue 10 Mar 10:00, and “Dentist” in your calendar, "
        "Tue 10 Mar 10:30-11:30: they overlap; free: Tue 10 Mar 14:00, Thu 12 Mar 09:00"
    ]
    all_day = entry("Away", "03-10 00:00-23:59"), entry("School", "03-12 09:30-11:00")
    (text,) = clash(mail("invite", "03-02 09:00", "jo.kay@acme.example", *SLOTS), calendar=all_day)
    assert text.endswith("they overlap; none of the times they offer is free")
    (text,) = clash(mail("confirm", "03-02 09:00", "jo.kay@acme.example", SLOTS[0]), calendar=(dentist,))
    assert text.endswith("Tue 10 Mar 10:30-11:30: they overlap")


@pytest.mark.parametrize(
    ("calendar", "said"),
    [
        (None, "choose one of 3 interview times"),
        ((), "choose one of 3 interview times, all of them free in your calendar"),
        (
            (entry("Dentist", "03-10 10:30-11:30"),),
            "choose one of 3 interview times; free in your calendar: Tue 10 Mar 14:00, Thu 12 Mar 09:00",
        ),
    ],
)
def test_a_reply_that_is_needed_names_the_free_times(calendar: tuple[Busy, ...] | None, said: str) -> None:
    needed = alerts(mail("invite", "03-02 09:00", "jo.kay@acme.example", *SLOTS), calendar=calendar)
    assert [one.text.partition(": ")[2] for one in needed if one.kind == "reply_needed"] == [said]


def test_a_single_time_suits_or_not() -> None:
    for calendar, said in [((), "(you are free then)"), ((entry("Gym", SLOTS[0]),), "(you are not free then)")]:
        needed = alerts(mail("invite", "03-02 09:00", "jo.kay@acme.example", SLOTS[0]), calendar=calendar)
        assert any(one.kind == "reply_needed" and one.text.endswith(said) for one in needed)


@pytest.mark.parametrize(
    ("title", "time", "uid"),
    [
        ("Whatever", SLOTS[0], "u1@acme"),  # the invitation itself, as the mail program put it there
        ("Whatever", "03-10 10:30-11:30", "u1@acme"),  # or as it was before they moved it
        ("Acme", SLOTS[0], ""),
        ("acme ltd., 2nd floor", "03-10 09:30-12:00", ""),  # with the way there
        ("Jo Kay", "03-10 10:15-10:45", ""),
        ("Chat with Jo", SLOTS[0], ""),
        ("Interview", SLOTS[0], ""),
        ("Job interview (video call)", "03-10 10:00-10:30", ""),
        ("Vorstellungsgespräch", SLOTS[0], ""),
        ("HOLD: possible interview", SLOTS[0], ""),
        ("Entretien d'embauche", SLOTS[0], ""),
        ("面接", SLOTS[0], ""),
        ("Subject of theirs", SLOTS[0], ""),
        ("Ward nurse!", SLOTS[0], ""),
        ("", SLOTS[0], ""),  # from a calendar that tells no titles
        ("", "03-10 09:00-12:00", ""),  # and runs together what touches
    ],
)
def test_the_interview_itself_is_no_clash(title: str, time: str, uid: str) -> None:
    event = mail(
        "confirm",
        "03-02 09:00",
        "jo.kay@acme.example",
        SLOTS[0],
        calendar=(invitation("u1@acme", 0, SLOTS[0]),),
        subject="Re: Subject of theirs",
        role="Ward Nurse",
    )
    assert clash(event, calendar=(entry(title, time, uid),)) == []


@pytest.mark.parametrize(
    ("title", "time"),
    [
        ("Dentist", SLOTS[0]),
        ("Interview", "03-10 10:15-11:15"),  # not the same start
        ("Interview Beta Ltd", SLOTS[0]),  # with somebody else
        ("Call with Sam", SLOTS[0]),
        ("Mitarbeitergespräch", SLOTS[0]),
        ("", SLOTS[0]),
        ("\x1b]0;evil\x07 <b>", SLOTS[0]),
    ],
)
def test_something_else_at_that_time_is_a_clash(title: str, time: str) -> None:
    (text,) = clash(mail("confirm", "03-02 09:00", "jo.kay@acme.example", SLOTS[0]), calendar=(entry(title, time),))
    assert text.isprintable()


def test_an_entry_without_a_title_that_ends_before_the_interview_is_not_it() -> None:
    event = mail(
        "confirm", "03-02 09:00", "jo.kay@acme.example", SLOTS[0], calendar=(invitation("u1@acme", 0, SLOTS[0]),)
    )
    assert len(clash(event, calendar=(entry("", "03-10 09:00-10:30"),))) == 1


def test_two_letters_do_not_stand_for_a_company() -> None:
    event = mail("confirm", "03-02 09:00", "jo.kay@agency.example", SLOTS[0], company="Io Foods")
    assert len(clash(event, calendar=(entry("IO backup", SLOTS[0]),))) == 1
    assert clash(event, calendar=(entry("IO foods", SLOTS[0]),)) == []


def test_back_to_back_is_no_clash() -> None:
    calendar = entry("Gym", "03-10 09:00-10:00"), entry("Lunch", "03-10 11:00-12:00")
    assert clash(mail("confirm", "03-02 09:00", "jo.kay@acme.example", SLOTS[0]), calendar=calendar) == []


def test_a_time_the_owner_took_himself_is_his_interview() -> None:
    """A calendar that tells no titles: what he put there for the time that he chose clashes with nothing."""
    offer = mail("invite", "03-02 09:00", "jo.kay@acme.example", *SLOTS)
    choice = own("03-02 12:00", "jo.kay@acme.example", times=(SLOTS[1],))
    settled = mail("confirm", "03-03 09:00", "jo.kay@acme.example", SLOTS[1])
    timeline = Timeline(owner=OWNER)
    for event, calendar in [(offer, ()), (choice, ()), (settled, (entry("", SLOTS[1]),))]:
        timeline.add(event)
        look(timeline, event.at, calendar)
    assert [one for one in owed(timeline, settled.at) if one.kind == "conflict"] == []


def test_a_clash_is_told_once_and_again_only_where_something_new_came_between() -> None:
    dentist, school = entry("Dentist", SLOTS[1]), entry("School", "03-10 14:30-16:00")
    offer = mail("invite", "03-02 09:00", "jo.kay@acme.example", *SLOTS)
    settled = mail("confirm", "03-03 09:00", "jo.kay@acme.example", SLOTS[1])
    assert clash(offer, settled, calendar=(dentist,)) == []  # he chose it knowing that
    timeline = Timeline(owner=OWNER)
    for event, calendar in [(offer, (dentist,)), (settled, (dentist, school))]:
        timeline.add(event)
        look(timeline, event.at, calendar)
    (alert,) = [one for one in owed(timeline, settled.at) if one.kind == "conflict"]
    assert "“School”" in alert.text
    look(timeline, settled.at, (entry("Later", SLOTS[1]),))  # asked once: his calendar is his own
    assert [one for one in owed(timeline, settled.at) if one.kind == "conflict"] == [alert]


def test_what_lay_across_another_time_of_theirs_is_news() -> None:
    """He may have known of it; but they moved the interview within it, and he knows that not."""
    dentist = entry("Dentist", "03-10 10:30-11:30")
    first = mail("confirm", "03-02 09:00", "jo.kay@acme.example", SLOTS[0])
    moved = mail("reschedule", "03-03 09:00", "jo.kay@acme.example", "03-10 11:00-12:00")
    (alert,) = clash(first, moved, calendar=(dentist,))
    assert "Tue 10 Mar 11:00" in alert


def test_two_things_clash_until_the_first_is_over() -> None:
    rival = mail("confirm", "03-01 09:00", "al@rival.example", "03-10 10:20-10:40", company="Rival")
    offer = mail("confirm", "03-02 09:00", "jo.kay@acme.example", SLOTS[0])
    for mails, calendar in (((rival, offer), ()), ((offer,), (entry("Gym", "03-10 10:20-10:40"),))):
        timeline = Timeline(owner=OWNER)
        for event in mails:
            timeline.add(event)
            look(timeline, event.at, calendar)
        kinds = {minute: {one.kind for one in owed(timeline, at(f"03-10 10:{minute}"))} for minute in (39, 41)}
        assert "conflict" in kinds[39]
        assert "conflict" not in kinds[41]


def test_what_is_left_of_an_interview_that_was_called_off_is_an_appointment() -> None:
    """He has not taken it out of his calendar, and may mean to keep the time for something else."""
    acme = mail("confirm", "03-01 09:00", "jo.kay@acme.example", SLOTS[0])
    off = mail("cancel", "03-02 09:00", "jo.kay@acme.example", SLOTS[0])
    rival = mail("confirm", "03-03 09:00", "al@rival.example", SLOTS[0], company="Rival")
    (text,) = clash(acme, off, rival, calendar=(entry("Acme call", SLOTS[0]),))
    assert "“Acme call”" in text


def test_one_alert_a_mail_though_it_collides_with_a_hold_too() -> None:
    other = mail("confirm", "03-01 09:00", "al@rival.example", SLOTS[0], company="Rival")
    offer = mail("invite", "03-02 09:00", "jo.kay@acme.example", *SLOTS)
    calendar = entry("Interview Rival", SLOTS[0]), entry("Gym", SLOTS[1])
    assert clash(other, offer, calendar=calendar) == [
        "Choose, by 09:00 tomorrow, Tue 3 Mar, between Acme, Tue 10 Mar 10:00, and Rival, fixed for Tue 10 Mar 10:00: "
        "they overlap; "
        "free: Thu 12 Mar 09:00"
    ]


def test_a_clash_says_by_when_also_by_mail() -> None:
    """While they wait for an answer that is by when it is owed; of what is fixed, before the first of the two."""
    for kind, by in (("invite", "Tue 3 Mar 2026, 09:00"), ("confirm", "Tue 10 Mar 2026, 09:30")):
        event = mail(kind, "03-02 09:00", "jo.kay@acme.example", SLOTS[0])
        told = alerts(event, calendar=(entry("Gym", "03-10 09:30-11:00"),))
        (clash,) = (one for one in told if one.kind == "conflict")
        assert f"\nBy: {by}\n" in plain(content(clash, zone=OWNER.zone, now=event.at))


def test_a_clash_ends_with_the_interview() -> None:
    offer = mail("invite", "03-02 09:00", "jo.kay@acme.example", SLOTS[0])
    off = mail("cancel", "03-03 09:00", "jo.kay@acme.example", SLOTS[0])
    assert clash(offer, off, calendar=(entry("Dentist", SLOTS[0]),)) == []


TITLES = st.sampled_from(["", "Dentist", "Acme", "Interview", "Interview Rival", "Jo Kay", "Northwind"])


@st.composite
def entries(draw: st.DrawFn) -> Busy:
    start = at(f"03-{draw(st.integers(1, 20)):02} {draw(st.integers(8, 18)):02}:00")
    return Busy(start=start, end=start + timedelta(minutes=draw(st.integers(15, 240))), title=draw(TITLES))


@settings(deadline=None)
@given(HISTORIES, st.lists(entries(), max_size=8))
def test_whatever_the_calendar_holds(history: list[Event], calendar: list[Busy]) -> None:
    """One alert a mail at most, of things that overlap; nothing else changes but that and what is said to be free."""
    plain, asked = Timeline(owner=OWNER), Timeline(owner=OWNER)
    for event in sorted(history, key=lambda event: event.at):
        plain.add(event)
        asked.add(event)
        look(asked, event.at, tuple(calendar))
        assert unchecked(asked, event.at) == []
        before, after = decide(plain, event.at), decide(asked, event.at)
        assert before.holds == after.holds
        keys = [alert.key for alert in after.alerts]
        assert len(keys) == len(set(keys))
        new = set(keys) - {alert.key for alert in before.alerts}
        assert all(key.startswith("conflict:") for key in new)
        assert {alert.key for alert in before.alerts} <= set(keys)


def test_an_appointment_is_sound() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    with pytest.raises(ValueError, match="ends after"):
        Busy(start=now, end=now)
    with pytest.raises(ValueError, match="UTC"):
        Busy(start=now.replace(tzinfo=None), end=now)


def test_what_was_found_later_is_added() -> None:
    gym = entry("Gym", SLOTS[1])
    first, later = Checked(starts=(at("03-10 10:00"),)), Checked(starts=(gym.start,), busy=(gym,))
    assert first.and_then(later) == Checked(starts=(at("03-10 10:00"), gym.start), busy=(gym,))
    assert later.and_then(first).busy == (gym,)
    assert first.and_then(first).busy is None


def test_a_time_that_is_held_for_others_meanwhile_is_free_no_longer() -> None:
    offer = mail("invite", "03-02 09:00", "jo.kay@acme.example", *SLOTS)
    other = mail("confirm", "03-03 09:00", "al@rival.example", SLOTS[1], company="Rival")
    overdue = [one.text for one in alerts(offer, other, calendar=()) if one.key.startswith("reply_needed")]
    assert [one.partition("; ")[2] for one in overdue] == ["free in your calendar: Tue 10 Mar 10:00, Thu 12 Mar 09:00"]
