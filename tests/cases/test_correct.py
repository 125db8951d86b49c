"""What the owner says goes over what was read, and what he does not say stays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from courtesy.cases.correct import Said, corrected
from courtesy.cases.events import Event
from courtesy.reading import Reading, Span

AT = datetime(2026, 4, 14, 9, tzinfo=UTC)
TUESDAY = Span(start=AT + timedelta(days=7))
READING = Reading(kind="update", confidence=0.4, company="Acme", times=(TUESDAY,), unsure="invite")
EVENT = Event(identity="one", at=AT, sent=AT, message_id="<1@acme.example>", doubtful=True, reading=READING)


def now_read(said: Said, event: Event = EVENT) -> Reading:
    after = corrected(event, said)
    assert after is not None
    assert not after.doubtful
    return after.reading


def test_a_kind_brings_what_goes_with_it_and_ends_all_doubt() -> None:
    reading = now_read(Said(kind="invite"))
    assert (reading.kind, reading.reply_needed, reading.confidence, reading.unsure) == ("invite", True, 1.0, None)
    assert (reading.company, reading.times) == ("Acme", (TUESDAY,))
    assert reading.why[0].rule == "you"
    assert not now_read(Said(kind="invite", reply_needed=False)).reply_needed


def test_single_facts_leave_the_kind_alone() -> None:
    later = Span(start=AT + timedelta(days=8))
    reading = now_read(Said(company="Acme Robotics", times=(later,), role="Clerk"))
    assert (reading.kind, reading.company, reading.role) == ("update", "Acme Robotics", "Clerk")
    assert reading.times == (later,)
    assert now_read(Said(times=())).times == ()


def test_other_mail_is_no_event() -> None:
    assert corrected(EVENT, Said(kind="other")) is None


def test_who_says_what_a_mail_is_trusts_it_unless_he_says_otherwise() -> None:
    scam = replace(EVENT, reading=replace(READING, scam=True))
    assert not now_read(Said(kind="invite"), scam).scam
    assert not now_read(Said(scam=False), scam).scam
    assert now_read(Said(company="Acme"), scam).scam
    assert now_read(Said(kind="other", scam=True)).scam
