"""Before an interview: when the owner is briefed, and what he then wants to know."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from courtesy.cases import moments
from courtesy.cases.calls import has_link, is_call
from courtesy.cases.case import Case
from courtesy.cases.events import Event, Owner
from courtesy.cases.notes import Note
from courtesy.cases.quiet import end_of_quiet
from courtesy.cases.slot import Slot
from courtesy.cases.traits import SETS
from courtesy.cases.wording import PLACES, name
from courtesy.mail.plain import one_line
from courtesy.reading.reading import Span

_LINE = 300  # characters
_NOTES = 3  # that are repeated, the latest
_ROUNDS = {1: "first round", 2: "second round", 3: "third round", 99: "final round"}
_ASK_FIRST = "Ask: when do first interviews conclude, when will the shortlist be made, when are second interviews?"
_ASK_LATER = "Ask: when does this round conclude, when will they decide, and what comes after that, when?"


@dataclass(frozen=True, kw_only=True, slots=True)
class Briefing:
    """A moment to brief the owner at: the evening before, or shortly before; until the next, or the start."""

    occasion: Literal["evening", "start"]
    due: datetime  # aware UTC
    until: datetime


def briefings(slot: Slot, owner: Owner, now: datetime) -> list[Briefing]:
    """Those for the interview that begins with `slot`, in order; none for what is offered only, or has begun at `now`.

    Each gives way to the next: a program that was off tells one. The evening's heeds the quiet hours.
    """
    if not (slot.firm or slot.chosen) or slot.start <= now:
        return []
    known, found = slot.event.at, list[tuple[datetime, Literal["evening", "start"]]]()
    today = slot.start.astimezone(owner.zone).date()
    if owner.brief_evening is not None and known < _at(today, time(), owner):
        found.append((max(_at(today - timedelta(days=1), owner.brief_evening, owner), known), "evening"))
    if owner.brief_before is not None:
        found.append((max(slot.start - owner.brief_before, known), "start"))
    found.sort()
    ends = [*(due for due, _ in found[1:]), slot.start]
    told = [
        Briefing(occasion=kind, due=_spoken(due, owner, now) if kind == "evening" else due, until=end)
        for (due, kind), end in zip(found, ends, strict=False)
    ]
    return [one for one in told if max(one.due, now) < one.until]


def _spoken(due: datetime, owner: Owner, now: datetime) -> datetime:
    """When what is due then may be told: not in the quiet hours, nor, where it is late already, in those of `now`."""
    due, soonest = end_of_quiet(due, owner), end_of_quiet(now, owner)
    return soonest if due <= now < soonest else due


def _at(day: date, clock: time, owner: Owner) -> datetime:
    return datetime.combine(day, clock, owner.zone).astimezone(UTC)


def text(case: Case, sitting: Sequence[Slot], owner: Owner, now: datetime) -> str:
    """ "Interview with NAME at COMPANY tomorrow, Tue 14 Apr 10:00-10:45 (for them 09:00-09:45, UTC+0), by video"."""
    firm = name(case.company, "")
    people = ", ".join(name(person, "") for person in _people(sitting)[:4])
    known = people or firm or name(case.called, "a company not named")
    whom = f"{people} at {firm}" if people and firm else known
    place = f", {PLACES[sitting[0].place]}" if sitting[0].place in PLACES else ""
    unsure = "" if sitting[0].firm else "; you agreed to it, and they have not confirmed it"
    return f"Interview with {whom} {moments.ahead(_span(sitting, owner), owner, now)}{place}{unsure}"


def _people(sitting: Sequence[Slot]) -> list[str]:
    return list(dict.fromkeys(person for slot in sitting for person in slot.people))


def _span(sitting: Sequence[Slot], owner: Owner) -> Span:
    """When it is, in the zone in which they said it; with an end only where one is stated."""
    first, last = sitting[0], sitting[-1]
    said = next((span.start for span in first.event.reading.times if span.start == first.start), first.stated)
    zone = said.tzinfo if said else owner.zone
    return Span(
        start=first.start.astimezone(zone), end=last.end.astimezone(zone) if last.length or last is not first else None
    )


def lines(case: Case, sitting: Sequence[Slot], owner: Owner) -> Iterator[str]:
    """What else he wants to know: role and round, how to get in, his own notes, and what to ask there."""
    slot = sitting[0]
    job = [name(case.role, ""), _ROUNDS.get(slot.round, f"round {slot.round}") if slot.round else ""]
    if any(job):
        yield f"For: {', '.join(filter(None, job))}"
    if place := where(case, slot, owner):
        yield place
    for note in [note for note in case.notes if not note.withdraws and note.at < slot.start][-_NOTES:]:
        if said := words(note):
            yield one_line(f"Your notes of {moments.day(note.at.astimezone(owner.zone))}: {said}", _LINE)
    yield _ASK_FIRST if slot.round in (None, 1) else _ASK_LATER


def words(note: Note) -> str:
    """What the owner wrote, on one line."""
    answers = (one.words for one in note.answers if one.words not in note.text)
    return one_line(" / ".join(filter(None, [*answers, note.text])), 1000)


def where(case: Case, slot: Slot, owner: Owner) -> str:
    """How to get in: an address, a link where that is safe, else in which mail the link is."""
    mails = [event for event in [slot.event, *reversed(case.events)] if not event.by_owner]
    if slot.elsewhere is not None:
        return _elsewhere(slot, owner)
    if slot.place == "onsite":
        places = (part.location for event in mails for part in event.reading.calendar)
        place = next((place for place in places if place and not has_link(place)), "")
        return one_line(f"Where: {place}", 160) if place else f"Where: see their mail {_mail(slot.event, owner)}."
    held = [event for event in mails if event.reading.link and event.reading.kind in SETS]
    call = next((event for event in held if is_call(event.reading.link)), None)
    if call:
        return f"Join: {call.reading.link}"
    if slot.event in held:
        return f"The link is in their mail {_mail(slot.event, owner)}."
    return ""


def _elsewhere(slot: Slot, owner: Owner) -> str:
    """The same where they changed it after the time was fixed."""
    assert slot.elsewhere is not None
    if slot.place != "onsite" and slot.link:
        return f"Join: {slot.link}"
    if slot.place == "onsite" and slot.address:
        return one_line(f"Where: {slot.address}", 160)
    return f"Where has changed: see their mail {_mail(slot.elsewhere, owner)}."


def _mail(event: Event, owner: Owner) -> str:
    return f"of {moments.clock(event.sent, owner)}, “{name(event.subject, '')}”"
