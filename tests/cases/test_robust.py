"""Job hunts in threads, told mail by mail: what the readings of later mails leave out must change no hold."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.histories import OWNER, at, mail, own

from courtesy.cases.decide import decide
from courtesy.cases.events import Event
from courtesy.cases.timeline import replay

FIRMS = {"Acme": "jo.kay@acme.example", "Rival Foods": "al@rival.example", "Northwind": "no-reply@ats.example"}
ENDS = st.sampled_from(["", "reschedule", "cancel", "reject", "second"])


@st.composite
def thread(draw: st.DrawFn, company: str, sender: str, day: int) -> list[Event]:
    """Slots, an answer, the time, and what becomes of it: a mail a day from `day` on."""

    def when(after: int) -> str:
        return f"03-{day + after:02} {draw(st.integers(8, 19)):02}:00"

    hour = 9 + day % 8
    slots = [f"03-{20 + n} {hour:02}:00-{hour:02}:45" for n in (day % 3, 3 + day % 3)]
    ids = [f"<{company}{n}>" for n in range(4)]
    facts = {"company": company, "role": f"{company} clerk", "subject": f"Interview, {company}"}
    taken = draw(st.sampled_from(slots))
    mails = [
        mail("invite", when(0), sender, *slots, mid=ids[0], **facts),
        own(when(1), sender, refs=(ids[0],), times=(taken[:11],)),
        mail("confirm", when(2), sender, taken, mid=ids[2], refs=(ids[0],), **facts),
    ]
    refs, later = (ids[0], ids[2]), f"03-2{6 + day % 2} {hour:02}:00-{hour:02}:45"
    match draw(ENDS):
        case "reschedule":
            mails.append(mail("reschedule", when(3), sender, later, refs=refs, reply_needed=False, **facts))
        case "cancel" | "reject" as kind:
            mails.append(mail(kind, when(3), sender, refs=refs, **facts))
        case "second":
            mails.append(mail("confirm", when(3), sender, later, refs=refs, round=2, **facts))
    return mails


@st.composite
def hunts(draw: st.DrawFn) -> list[Event]:
    return [
        event
        for number, (company, sender) in enumerate(FIRMS.items())
        for event in draw(thread(company, sender, 1 + number * draw(st.integers(1, 4))))
    ]


def holds(history: list[Event]) -> list[list[tuple[object, ...]]]:
    timeline = replay(history, OWNER)
    days = (at("03-01 23:00") + timedelta(days=n) for n in range(30))
    return [sorted((h.start, h.end, h.status) for h in decide(timeline, day).holds) for day in days]


def poorer(event: Event, what: list[bool]) -> Event:
    company, role, round_ = what
    if event.by_owner or not event.references:
        return event
    gone: dict[str, object] = {"company": None} if company else {}
    gone |= {"role": None} if role else {}
    gone |= {"round": None} if round_ and event.reading.round != 2 else {}
    return replace(event, reading=replace(event.reading, **gone))


@settings(deadline=None, max_examples=60)
@given(hunts(), st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=12, max_size=12))
def test_what_later_mails_leave_unsaid_changes_no_hold(history: list[Event], what: list[list[bool]]) -> None:
    less = [poorer(event, some) for event, some in zip(history, what, strict=False)]
    assert holds(less) == holds(history)


@settings(deadline=None, max_examples=60)
@given(hunts(), st.integers(0, 11))
def test_a_confirmation_taken_for_an_offer_changes_no_hold(history: list[Event], which: int) -> None:
    """The owner has answered, and names the time that they fix."""
    fixed = [n for n, event in enumerate(history) if event.reading.kind == "confirm" and event.reading.round != 2]
    place = fixed[which % len(fixed)]
    wrong = replace(history[place], reading=replace(history[place].reading, kind="invite", reply_needed=True))
    assert holds([*history[:place], wrong, *history[place + 1 :]]) == holds(history)
