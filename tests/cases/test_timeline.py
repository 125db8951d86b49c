"""What holds for every history: the order of delivery changes nothing, nothing is told twice, holds are sound."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.histories import OWNER, at, invitation, mail, own, play

from courtesy.cases.decide import decide, next_wake
from courtesy.cases.events import Event
from courtesy.cases.stages import DEEDS, NEXT, STAGES
from courtesy.cases.timeline import Timeline, replay
from courtesy.reading.reading import KINDS, CalendarEvent

DAYS = st.integers(1, 20).map(lambda day: f"03-{day:02}")
CLOCKS = st.sampled_from(["08:00", "09:30", "12:00", "17:45"])
PEOPLE = st.sampled_from(["jo.kay@acme.example", "al@rival.example", "rita@agency.example", "no-reply@gmail.com"])
COMPANIES = st.sampled_from(["Acme", "Rival", "Northwind", None])
TIMES = st.lists(st.builds("{} {}".format, DAYS, st.sampled_from(["10:00", "10:30-11:30", "14:00-15:00"])), max_size=3)


@st.composite
def incoming(draw: st.DrawFn) -> Event:
    kind = draw(st.sampled_from([kind for kind in KINDS if kind != "other"]))
    times = draw(TIMES) if kind in ("invite", "confirm", "reschedule", "cancel") else []
    more: dict[str, object] = {"company": draw(COMPANIES), "reply_needed": draw(st.booleans())}
    if times and draw(st.booleans()):
        uid, method = draw(st.sampled_from("uv")), "CANCEL" if kind == "cancel" else "REQUEST"
        more["calendar"] = (invitation(uid, draw(st.integers(0, 3)), times[0], method),)
    if draw(st.booleans()):
        more["news_by"] = draw(DAYS)
    return mail(
        kind,
        f"{draw(DAYS)} {draw(CLOCKS)}",
        draw(PEOPLE),
        *times,
        scam=draw(st.sampled_from([False] * 9 + [True])),
        **more,
    )


@st.composite
def outgoing(draw: st.DrawFn) -> Event:
    does = draw(st.sampled_from([{}, {"thanks": True}, {"chases": True}, {"withdraws": True}]))
    return own(
        f"{draw(DAYS)} {draw(CLOCKS)}", draw(PEOPLE), times=tuple(draw(TIMES)), automatic=draw(st.booleans()), **does
    )


HISTORIES = st.lists(st.one_of(incoming(), incoming(), outgoing()), min_size=1, max_size=12)


def test_every_stage_has_a_row_for_every_deed() -> None:
    assert set(NEXT) == set(STAGES)
    assert all(set(row) == set(DEEDS) and set(row.values()) <= set(STAGES) for row in NEXT.values())


@settings(deadline=None)
@given(HISTORIES, st.randoms())
def test_the_order_of_delivery_changes_nothing(history: list[Event], random) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)
    piecemeal = Timeline(owner=OWNER)
    for event in shuffled:
        piecemeal.add(event)
    for day in range(1, 25):
        now = at(f"03-{day:02} 13:00")
        assert decide(piecemeal, now) == decide(replay(history, OWNER), now)


@settings(deadline=None)
@given(HISTORIES)
def test_nothing_is_told_twice_and_each_hold_is_sound(history: list[Event]) -> None:
    played = play(*history, until="03-28 00:00")
    facts = [(alert.kind, alert.key) for _, alert in played.alerts]
    assert len(facts) == len(set(facts))
    for _, holds in played.seen:
        starts = [(hold.case, hold.start) for hold in holds.values()]
        assert all(hold.start < hold.end for hold in holds.values())
        assert len(starts) == len(set(starts)), "one interview, one hold"


@settings(deadline=None)
@given(HISTORIES)
def test_whoever_sleeps_until_the_next_wake_misses_nothing(history: list[Event]) -> None:
    timeline = replay(history, OWNER)
    now, told = max(event.at for event in history), set()
    while (wake := next_wake(timeline, now)) is not None:
        told |= {alert.key for alert in decide(timeline, now).alerts}
        just_before = {alert.key for alert in decide(timeline, wake - timedelta(seconds=1)).alerts}
        assert just_before <= told
        now = wake


@pytest.mark.parametrize(("calendar", "held"), [((), 1), ((invitation("u1", 0, "03-10 10:00-10:30"),), 0)])
def test_a_meeting_with_nobody_for_no_job_needs_more_where_it_comes_as_a_calendar_part(
    calendar: tuple[CalendarEvent, ...], held: int
) -> None:
    """Colleagues put meetings into calendars all day; the owner is asked."""
    meeting = mail(
        "confirm", "03-06 09:00", "lee@work.example", "03-10 10:00-10:30",
        company=None, confidence=0.7, calendar=calendar,
    )  # fmt: skip
    played = play(meeting, until="03-06 10:00")
    assert len(played.held("03-06 10:00")) == held
    assert [alert.kind for _, alert in played.alerts] == ["question"] * (1 - held)
