"""What is asked about a fixed interview leaves it where it is; what asks for another time takes it away at once."""

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.histories import LONDON, OWNER, Played, mail, own, play, span
from tests.job_hunts import packs

from courtesy.cases.events import Event, event_of
from courtesy.cases.timeline import Timeline
from courtesy.casework.board import rows
from courtesy.mail.parse import parse
from courtesy.owner.which_application import who
from courtesy.reading.read import read

ME = frozenset({"ada@mail.example"})
TEN = "03-10 10:00-11:00"
HELD = [f"{TEN} confirmed"]

ASIDES = """
would you mind filling in the visitor form before you come?
could you bring a photo ID and your degree certificate?
can you be with us a quarter of an hour early, for the badge?
would it be OK to do it by phone rather than on Zoom? Same time.
is it all right if Priya from finance joins us?
could you let me know how you will be travelling?
which number shall I ring?
do you have any allergies? There will be sandwiches.
can we switch the call to Google Meet? The time stays as it is.
would you be comfortable with two of us asking questions?
could you send your slides beforehand?
bringen Sie bitte Ihre Zeugnisse mit, geht das?
dürften wir Ihnen vorab einen Fragebogen schicken?
können wir statt per Video am Telefon sprechen? Die Uhrzeit bleibt.
wäre es in Ordnung, wenn ein Praktikant zuhört?
pourriez-vous apporter votre diplôme ?
serait-il possible de le faire au téléphone ? Même heure.
¿podría traer una copia de su título?
¿le importa si lo hacemos por teléfono a la misma hora?
può portare una copia del diploma?
kunt u uw diploma meenemen?
poderia trazer uma cópia do diploma?
""".strip().splitlines()

MOVES = """
I'm afraid I cannot do tomorrow after all. When else might you be free?
we have to rearrange your interview, what would suit you?
could we push it back to later in the week?
would you mind if we moved our chat to the week after?
our director has been called away, could you suggest another day?
would a different time be possible?
any chance we could postpone?
wir müssen das Gespräch leider verlegen. Wann hätten Sie Zeit?
mir ist leider etwas dazwischengekommen, passt Ihnen ein anderer Tag?
nous devons décaler l'entretien. Quand seriez-vous libre ?
tenemos que aplazar la entrevista, ¿cuándo le viene bien?
dobbiamo rinviare il colloquio: quando sarebbe libero?
we moeten het gesprek verplaatsen, wanneer schikt het u?
precisamos remarcar a entrevista, quando pode?
""".strip().splitlines()


def booked() -> Event:
    return mail("confirm", "03-02 09:00", "jo.kay@acme.example", TEN, mid="<a>")


def follow_up(text: str) -> Event | None:
    """What Jo writes in the thread the day before."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "Jo Kay <jo.kay@acme.example>", "ada@mail.example", "Re: Clerk"
    letter["Date"], letter["Message-ID"], letter["References"] = "Mon, 09 Mar 2026 09:00:00 +0000", "<b>", "<a>"
    letter.set_content(f"Hi Ada, {text}\n\nJo\n")
    message = parse(letter.as_bytes(), arrived=datetime(2026, 3, 9, 9, tzinfo=UTC))
    reading = read(message, packs(), addresses=ME, zone=LONDON)
    return event_of(message, reading, sent_folder=False, addresses=ME)


def told(played: Played) -> list[str]:
    return [alert.text for _, alert in played.alerts if alert.kind == "reply_needed"]


@pytest.mark.parametrize("text", ASIDES)
def test_what_leaves_the_time_alone_leaves_the_hold(text: str) -> None:
    event = follow_up(text)
    played = play(booked(), *([event] if event else []), until="03-09 10:00")
    assert played.held("03-09 10:00") == HELD
    assert not any("move" in words or "when you can talk" in words for words in told(played))


@pytest.mark.parametrize("text", MOVES)
def test_what_asks_for_another_time_takes_the_hold_at_once(text: str) -> None:
    event = follow_up(text)
    assert event is not None
    assert play(booked(), event, until="03-09 10:00").held("03-09 10:00") == []


@pytest.mark.parametrize("kind", ["invite", "reschedule"])
def test_the_question_is_told_once_and_as_what_it_is(kind: str) -> None:
    ask = mail(kind, "03-08 09:00", "jo.kay@acme.example", refs=("<a>",), reply_needed=True, same_time=True)
    played = play(booked(), ask, until="03-10 09:00")
    assert played.told() == ["reply_needed 03-08 09:00"]
    assert told(played) == [
        "Reply to Jo Kay at Acme by 09:00 tomorrow, Mon 9 Mar: they ask something about the interview on"
        " Tue 10 Mar 10:00; it stays as it is"
    ]
    answer = own("03-08 08:59", "jo.kay@acme.example", refs=("<a>",))
    assert told(play(booked(), replace(answer, at=ask.at), ask, until="03-08 10:00")), "written before it came"


def test_whether_the_time_still_suits_is_asked_only_with_a_day_to_answer() -> None:
    def again(**more: object) -> Event:
        return mail("invite", "03-08 09:00", "jo.kay@acme.example", TEN, refs=("<a>",), same_time=True, **more)

    assert told(play(booked(), again(), until="03-08 10:00")) == []
    (words,) = told(play(booked(), again(deadline=span("03-09 13:00").start), until="03-08 10:00"))
    assert "by 13:00 tomorrow, Mon 9 Mar (their deadline): they ask something" in words


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(["invite", "reschedule"]),
    times=st.lists(st.sampled_from([TEN, "03-11 11:00-12:00"]), unique=True),
    same=st.booleans(),
    confidence=st.floats(0.05, 1.0),
    asks=st.booleans(),
)
def test_only_a_mail_that_may_speak_of_another_time_takes_a_fixed_one(
    kind: str, times: list[str], same: bool, confidence: float, asks: bool
) -> None:
    ask = mail(
        kind, "03-08 09:00", "jo.kay@acme.example", *times, refs=("<a>",), reply_needed=asks, same_time=same,
        confidence=confidence,
    )  # fmt: skip
    held = play(booked(), ask, until="03-08 10:00").held("03-08 10:00")
    if same and set(times) <= {TEN}:
        assert held == HELD
    if kind == "reschedule" and "03-11 11:00-12:00" in times:
        assert HELD[0] not in held


def test_where_no_company_is_known_its_person_is_named_everywhere() -> None:
    """On the board, in the list of applications, in the calendar, and in every sentence."""
    helen = mail("confirm", "03-02 09:00", "helen.brandt@acme.example", TEN, company=None, confidence=0.9)
    played = play(helen, until="03-11 12:00")
    assert [alert.text.partition(":")[0] for _, alert in played.alerts if alert.kind == "thank_you_due"] == [
        "Send a thank-you to Helen Brandt now"
    ]
    assert {hold.summary for hold in played.holds.values()} == {"Interview Helen Brandt"}
    timeline = Timeline(owner=OWNER)
    timeline.add(helen)
    (row,) = rows(timeline, helen.at)
    assert row.company == who(timeline.cases[0]) == "Helen Brandt"
