"""The owner is asked of mail that may be an interview: once, outside quiet hours, never beside another alert."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from courtesy.cases.decide import decide
from courtesy.cases.events import Event, Owner
from courtesy.cases.timeline import replay
from courtesy.mail.message import Address
from courtesy.reading import OwnMail, Reading, Span

AT = datetime(2026, 4, 14, 21, tzinfo=UTC)
OWNER = Owner(zone=ZoneInfo("UTC"), addresses=frozenset({"ada@mail.example"}), quiet_from=time(20), quiet_to=time(8))
MORNING = AT + timedelta(hours=12)
LEE = Address(name="Lee Ode", email="lee@acme.example")
TUESDAY = Span(start=AT + timedelta(days=7))


def event(reading: Reading, *, identity: str = "0123456789abcdef", **facts: object) -> Event:
    given = {"at": AT, "sent": AT, "message_id": f"<{identity}@acme.example>", "subject": "Tuesday?", "parties": (LEE,)}
    return Event(identity=identity, reading=reading, **{**given, **facts})  # type: ignore[arg-type]


def told(*events: Event, now: datetime = MORNING) -> list[str]:
    return [alert.kind for alert in decide(replay(events, OWNER), now).alerts]


OTHER = event(Reading(kind="other", unsure="invite"), doubtful=True)


def test_other_mail_that_may_be_an_interview_is_asked_about_when_the_night_is_over() -> None:
    assert told(OTHER, now=AT) == []
    (alert,) = decide(replay([OTHER], OWNER), MORNING).alerts
    assert alert.kind == "question"
    assert alert.text == (
        "Is this an invitation to an interview? “Tuesday?” from Lee Ode; if so: courtesy wrong 01234567 --kind invite"
    )


def test_what_was_answered_is_not_asked_about() -> None:
    mine = event(
        Reading(own=OwnMail()),
        identity="mine",
        by_owner=True,
        sent=AT + timedelta(hours=1),
        references=(OTHER.message_id,),
    )
    assert told(OTHER, mine) == []


def test_a_copy_is_not_asked_about_again() -> None:
    assert told(OTHER, replace(OTHER, identity="by another road")) == ["question"]


def test_an_interview_that_is_not_sure_is_asked_about_where_it_begins_an_application() -> None:
    sure = event(Reading(kind="confirm", times=(TUESDAY,), company="Acme"))
    unsure = replace(sure, reading=replace(sure.reading, unsure="confirm"))
    receipt = event(Reading(kind="receipt", company="Acme"), identity="before", at=AT - timedelta(days=1), subject="Hi")
    assert told(sure) == []
    assert told(unsure) == ["question"]
    (hold,) = decide(replay([unsure], OWNER), MORNING).holds
    assert hold.notes.endswith("\nNot an interview? courtesy wrong 01234567 --kind other")
    assert told(receipt, unsure) == []


def test_no_question_stands_beside_another_alert_for_the_mail() -> None:
    invite = event(Reading(kind="invite", times=(TUESDAY,), reply_needed=True, unsure="invite"))
    (alert,) = decide(replay([invite], OWNER), MORNING).alerts
    assert alert.kind == "reply_needed"
    assert alert.text.endswith("(if this is an interview; if not: courtesy wrong 01234567 --kind other)")


def test_among_the_mail_of_an_application_a_doubtful_mail_is_taken_for_what_it_may_be() -> None:
    invite = event(Reading(kind="invite", reply_needed=True), identity="first", at=AT - timedelta(days=1))
    reading = Reading(kind="confirm", times=(TUESDAY,), unsure="confirm")
    answer = event(reading, doubtful=True, references=(invite.message_id,))
    assert told(answer) == ["question"]
    assert "question" not in told(invite, answer)
