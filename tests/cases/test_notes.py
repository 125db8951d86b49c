"""What the owner notes counts from then on: a day that they named to him is a promise, a withdrawal an end."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.histories import OWNER, at, mail, own
from tests.cases.test_timeline import CLOCKS, DAYS, HISTORIES

from courtesy.cases.actions import Alert
from courtesy.cases.decide import decide, owed
from courtesy.cases.events import Event
from courtesy.cases.notes import Answer, Note, Question
from courtesy.cases.timeline import Timeline, replay


def named(case: str, when: str, **days: str) -> Note:
    answers = tuple(_answer(question, day) for question, day in days.items())  # type: ignore[arg-type]
    return Note(case=case, at=at(when), answers=answers)


def _answer(question: Question, day: str) -> Answer:
    return Answer(question=question, words=f"they said {day}", day=date.fromisoformat(f"2026-{day}"))


def told(events: list[Event], notes: list[Note], until: str) -> list[tuple[str, str]]:
    """The alerts that are owed at the moment `until`, with when each fell due."""
    alerts = decide(replay(events, OWNER, notes=notes), at(until)).alerts
    return [(alert.kind, _clock(alert)) for alert in alerts]


def _clock(alert: Alert) -> str:
    assert alert.due
    return f"{alert.due:%m-%d %H:%M}"


INTERVIEW = mail("confirm", "03-02 09:00", "jo.kay@acme.example", "03-04 10:00-11:00")
CASE = INTERVIEW.identity
THANKS = own("03-04 12:00", "jo.kay@acme.example", thanks=True)
CHASER = own("03-05 09:00", "jo.kay@acme.example", chases=True)


def test_the_day_that_they_named_is_a_promise() -> None:
    note = named(CASE, "03-04 11:30", news="03-06")
    assert told([INTERVIEW, THANKS], [note], "03-08 09:00") == [("follow_up_ok", "03-07 00:00")]
    early = told([INTERVIEW, THANKS, CHASER], [note], "03-08 09:00")
    assert early == [("too_early", "03-05 09:00"), ("follow_up_ok", "03-07 00:00")]
    alert = decide(replay([INTERVIEW, THANKS], OWNER, notes=[note]), at("03-08 09:00")).alerts[0]
    assert alert.why == "you noted on Wed 4 Mar 11:30: they said 03-06"
    assert alert.message_id == INTERVIEW.message_id


def test_the_later_promise_counts_be_it_of_a_mail_or_of_a_note() -> None:
    note = named(CASE, "03-04 11:30", news="03-06")
    mailed = mail("update", "03-05 09:00", news_by="03-10")
    assert told([INTERVIEW, THANKS, mailed], [note], "03-20 09:00") == [("follow_up_ok", "03-11 00:00")]
    again = named(CASE, "03-05 12:00", news="03-12")
    assert told([INTERVIEW, THANKS, mailed], [note, again], "03-20 09:00") == [("follow_up_ok", "03-13 00:00")]
    news = mail("update", "03-05 13:00")
    assert told([INTERVIEW, THANKS, mailed, news], [note, again], "03-20 09:00") == []


def test_of_several_days_the_one_by_which_he_should_hear_counts() -> None:
    days = {"first_interviews": "03-06", "second_interviews": "03-16"}
    assert named(CASE, "03-04 11:30", **days).news_by == date(2026, 3, 16)
    assert named(CASE, "03-04 11:30", **days, shortlist="03-10").news_by == date(2026, 3, 10)
    assert named(CASE, "03-04 11:30", first_interviews="03-06").news_by == date(2026, 3, 6)
    assert Note(case=CASE, at=at("03-04 11:30"), text="nice people").news_by is None


def test_whoever_has_written_his_notes_is_not_asked_for_them() -> None:
    assert ("debrief", "03-04 11:00") in told([INTERVIEW], [], "03-04 12:00")
    before = Note(case=CASE, at=at("03-03 11:00"), text="prepare")
    assert ("debrief", "03-04 11:00") in told([INTERVIEW], [before], "03-04 12:00")
    after = Note(case=CASE, at=at("03-04 10:50"), text="went well")
    assert told([INTERVIEW], [after], "03-04 12:00") == []


def test_a_withdrawal_ends_it_and_gives_the_times_back() -> None:
    open_case = [INTERVIEW, mail("invite", "03-02 10:00", "jo.kay@acme.example", "03-10 10:00-11:00", round=2)]
    gone = Note(case=CASE, at=at("03-03 09:00"), withdraws=True)
    assert [hold.status for hold in decide(replay(open_case, OWNER), at("03-03 10:00")).holds]
    decision = decide(replay(open_case, OWNER, notes=[gone]), at("03-20 10:00"))
    assert decision.holds == ()
    assert decision.alerts == ()
    sorry = mail("reject", "03-04 09:00")
    assert told([*open_case, sorry], [gone], "03-20 10:00") == []
    again = mail("invite", "03-05 09:00", "jo.kay@acme.example", "03-12 10:00-11:00")
    assert ("reply_needed", "03-05 09:00") in told([*open_case, again], [gone], "03-06 10:00")


def test_a_case_that_is_known_late_by_its_clock_is_noted_all_the_same() -> None:
    """The mail server's clock is ahead of ours."""
    note = named(CASE, "03-02 08:58", news="03-06")
    assert ("follow_up_ok", "03-07 00:00") in told([INTERVIEW], [note], "03-08 09:00")


@settings(deadline=None)
@given(HISTORIES, st.lists(st.tuples(DAYS, CLOCKS, DAYS, st.integers(0, 11), st.booleans()), max_size=3), st.randoms())
def test_the_order_of_delivery_changes_nothing(
    history: list[Event], said: list[tuple[str, str, str, int, bool]], random
) -> None:
    notes = [
        Note(
            case=history[number % len(history)].identity,
            at=at(f"{day} {clock}"),
            answers=() if withdraws else named("", f"{day} {clock}", news=by).answers,
            withdraws=withdraws,
        )
        for day, clock, by, number, withdraws in said
    ]
    notes.sort(key=lambda note: note.at)
    shuffled = list(history)
    random.shuffle(shuffled)
    piecemeal = Timeline(owner=OWNER, notes=tuple(notes))
    for event in shuffled:
        piecemeal.add(event)
    at_once = replay(history, OWNER, notes=notes)
    for day in range(1, 25, 3):
        now = at(f"03-{day:02} 13:00")
        assert decide(piecemeal, now) == decide(at_once, now)
        assert list(owed(piecemeal, now)) == list(owed(at_once, now))
