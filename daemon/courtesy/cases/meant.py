"""Which of the times that are held a mail speaks of, when it moves one, calls one off, or sets another."""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import pairwise

from courtesy.cases.events import Event
from courtesy.cases.names import fuller_names, same_person, words
from courtesy.cases.slot import ALONGSIDE, SITTING, Slot, is_one_of, near, same_round, sittings, starts, utc
from courtesy.reading.reading import Span


def one_after_the_other(slots: list[Slot]) -> bool:
    """The sessions of one day, as one mail set them: nobody is to choose between what follows upon each other."""
    follow = all(one.length and one.end <= other.start for one, other in pairwise(sorted(slots, key=lambda s: s.start)))
    return (follow and len(sittings(slots)) == 1) or _are_unlike(slots)


def _are_unlike(slots: list[Slot]) -> bool:
    """An hour and a half with one and half an hour with another, each in its time: they are no choices."""
    return len({slot.length for slot in slots}) == len(slots) and all(slot.length for slot in slots)


def is_a_plain_yes(event: Event, slot: Slot) -> bool:
    """Whether the owner answers the mail that proposes a time, and neither names another nor turns anything down."""
    own, reading = event.reading.own, event.reading
    plain = own is not None and not (own.refuses or own.withdraws or own.thanks or reading.times or reading.days)
    return plain and slot.event.message_id in event.references


def moved(live: list[Slot], event: Event, spans: list[Span]) -> list[Slot]:
    """The slots that a move speaks of: by calendar UID, by the old time it names, by round, else the likeliest."""
    uids = {part.uid for part in event.reading.calendar}
    old = starts(event.reading.old_times)
    tests: list[Callable[[Slot], bool]] = [
        lambda slot: slot.calendar_uid in uids and bool(slot.calendar_uid),
        lambda slot: near(slot.start, old),
        lambda slot: slot.round is not None and slot.round == event.reading.round,
    ]
    for test in tests:
        if some := [slot for slot in live if test(slot)]:
            return some
    return _likeliest(live, event, spans)


def _likeliest(live: list[Slot], event: Event, spans: list[Span]) -> list[Slot]:
    """All that is held; but of several sittings that are fixed only one, where the mail has a time for one only."""
    fixed = sittings(slot for slot in live if slot.firm and not is_one_of(slot, spans))
    if len(fixed) < 2 or not spans or (not event.reading.reply_needed and _days(spans) >= len(fixed)):
        return live
    named = [one for one in fixed if _meets(one, event)]
    if len(named) == 1:
        return _with_open(named[0], live)
    lengths = {span.end - span.start for span in spans if span.end}
    alike = [one for one in fixed if one[-1].end - one[0].start in lengths and one[0].length]
    start = utc(min(span.start for span in spans))
    return _with_open(min(alike or fixed, key=lambda one: abs(one[0].start - start)), live)


def _days(spans: Iterable[Span]) -> int:
    """How many sittings new times make."""
    ends: list[datetime] = []
    for span in sorted(spans, key=lambda span: span.start):
        if not ends or span.start - ends[-1] > SITTING:
            ends.append(span.start)
        ends[-1] = span.end or span.start
    return len(ends)


def _meets(sitting: list[Slot], event: Event) -> bool:
    people = [person for slot in sitting for person in slot.people]
    return any(set(fuller_names((name,), tuple(people))) & set(people) for name in event.reading.interviewers)


def _with_open(sitting: list[Slot], live: list[Slot]) -> list[Slot]:
    return [*sitting, *(slot for slot in live if not slot.firm)]


def spoken_of(live: list[Slot], event: Event) -> list[Slot]:
    """The fixed slots of which a mail says something but their time: by calendar UID, by the time it names, or by its
    thread; else the only sitting there is, unless the mail is of another round."""
    firm = [slot for slot in live if slot.firm]
    uids = {part.uid for part in event.reading.calendar if part.uid}
    named = [*event.reading.times, *event.reading.old_times]
    some = [slot for slot in firm if slot.calendar_uid in uids or is_one_of(slot, named)]
    if some or named:
        return some
    several = sittings(firm)
    some = [slot for slot in firm if speaks_of(slot, event)]
    return some if len(several) > 1 else [slot for one in several for slot in one if same_round(slot, event)]


def people_now(slot: Slot, event: Event) -> tuple[str, ...]:
    """Whom the owner meets by a mail that sets no time: it adds those it names, and who only writes is none of them.

    "Lucy is off sick, so you will meet Dan Wu": of whom else it speaks, while the interview stays as it is, is not met.
    """
    writers = [party.name for party in event.parties if party.name]
    named = fuller_names(event.reading.interviewers, slot.people) if event.reading.interviewers else ()
    new = [one for one in named if one not in slot.people and not any(same_person(one, name) for name in writers)]
    if event.reading.times or event.reading.kind not in ("confirm", "update") or not new:
        return slot.people
    spoken = set(event.names) if event.reading.kind == "update" else set[str]()
    stays = [one for one in slot.people if one in named or not set(words(one)) & spoken]
    return (*stays, *new)


def called_off(live: list[Slot], known: Iterable[Slot], event: Event) -> list[Slot]:
    """With a calendar part that is known just that appointment; else all that is held.

    But where the mail names the time or the round of one of several sittings that are fixed, the others stand.
    """
    parts = [part for part in event.reading.calendar if part.uid]
    uids, at = {part.uid for part in parts}, starts(part.span for part in parts if part.span)
    meant = [slot for slot in live if slot.calendar_uid in uids or near(slot.start, at)]
    if meant or any(slot.calendar_uid in uids for slot in known):
        return meant
    fixed = sittings(slot for slot in live if slot.firm)
    times = [*event.reading.times, *event.reading.old_times]
    for test in (
        lambda slot: is_one_of(slot, times),
        lambda slot: slot.round is not None and slot.round == event.reading.round,
    ):
        named = [slot for one in fixed if any(map(test, one)) for slot in one]
        if named:
            return _with_open(named, live)
    return live


def replaced(live: list[Slot], event: Event, spans: list[Span], asked: set[datetime]) -> list[Slot]:
    """Firm slots whose place a confirmation takes.

    It has their calendar UID, or names them as what is given up, or the owner had asked for its time, or it overlaps:
    one cannot be at two interviews of one company at once, so it corrects what was said before.
    """
    fixed = [slot for slot in live if slot.firm]
    uids = {part.uid for part in event.reading.calendar}
    wished = bool(asked & set(starts(spans)))
    return [
        slot
        for slot in fixed
        if not is_one_of(slot, spans)
        and (
            (wished and same_round(slot, event) and (len(fixed) == 1 or speaks_of(slot, event)))
            or is_one_of(slot, event.reading.old_times)
            or _gives_way(slot, uids, spans)
            or (len(spans) > 1 and _is_left_out(slot, fixed, spans))
            or (len(fixed) == 1 and speaks_of(slot, event))
        )
    ]


def _is_left_out(slot: Slot, fixed: list[Slot], spans: list[Span]) -> bool:
    """Of a day of several sessions, some of which the mail names again among others: the new timetable lacks it."""
    of_day = next(sitting for sitting in sittings(fixed) if slot in sitting)
    return any(is_one_of(other, spans) for other in of_day)


def _gives_way(slot: Slot, uids: set[str], spans: list[Span]) -> bool:
    if slot.calendar_uid and uids:
        return slot.calendar_uid in uids
    return any(slot.start < (span.end or span.start + ALONGSIDE) and span.start < slot.end for span in spans)


def speaks_of(slot: Slot, event: Event) -> bool:
    """In one thread a new time, with no sign of another round or of other people, is the same interview's."""
    thread = {slot.event.message_id, *slot.event.references, *slot.thread} - {""}
    strangers = not set(fuller_names(event.reading.interviewers, slot.people)) & set(slot.people)
    others = bool(event.reading.interviewers and slot.people) and strangers
    same = not event.reading.calendar and not others and same_round(slot, event)
    return same and bool(thread & set(event.references))
