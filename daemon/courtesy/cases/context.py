"""What a mail means among the mail of its application, where its own words alone were read otherwise."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from courtesy.cases.days import with_what_is_held
from courtesy.cases.events import Event
from courtesy.cases.interviews import Interviews
from courtesy.cases.meant import speaks_of, spoken_of
from courtesy.cases.names import same_person
from courtesy.cases.slot import Slot, is_one_of, near, same_round, starts
from courtesy.reading.reading import Kind, Span

_FAINT = 0.5  # confidence below which a reading is wrong as often as right
_SURE = 0.75
_HARDLY = 0.1  # of what was read as other mail: nine times in ten it is
_MISSED = timedelta(days=1)  # so soon they still move an interview that did not take place: "sorry we missed you"


def in_context(
    event: Event, interviews: Interviews, answered: datetime | None, *, withdrawn: bool = False, beside: list[Slot]
) -> Event:
    """The event as what is held shows it to be; `answered` is when the owner last wrote to them, `withdrawn` that he
    took his application back; `beside` is what is held for other applications in the thread.

    A time that is fixed is not asked about again, nor moved to itself; a time that he took is not offered anew; and
    what takes the place of a fixed time moves it.
    """
    live = interviews.live(event.at)
    event = with_what_is_held(event, live, beside, interviews.owner.zone, interviews.days_asked, interviews.wished)
    fixed = [slot for slot in live if slot.firm]
    if not withdrawn and (agreed := _agreed(event, interviews)):
        return agreed
    if about := _asked_about(event, fixed):
        return replace(_as(event, "update"), asks_about=about.start)
    match event.reading.kind:
        case "reschedule" if spoken := _only_elsewhere(event, live):
            return _elsewhere(event, spoken)
        case "invite" if _offers_nothing(event) and (withdrawn or _is_hardly_one(event)):
            return _as(event, "update", reply_needed=False)  # "come in for a coffee any time", "how was it?"
        case "invite" if _is_taken(event, live, interviews.asked, answered):
            return _as(event, "confirm", reply_needed=False)
        case "invite" if _gives_up(event, fixed):
            return _as(event, "reschedule")
        case "reschedule" if _is_the_next(event, interviews, live):
            return _as(event, "invite" if event.reading.reply_needed else "confirm")
        case "reschedule" if _is_faint(event) and _moves_nothing(event, live):
            return _as(event, "update")
        case "reschedule":
            return _moved(event, fixed)
        case "confirm" if _asks_for_another(event, live):
            return _moved(_as(event, "reschedule"), fixed)  # "I have a clash. When else might you be free?"
        case "confirm":
            return _fixed(event, live)
        case "cancel" if _is_faint(event) and _gives_up(event, fixed) and not _all_of(event.reading.times, fixed):
            return _as(event, "reschedule")  # what is called off has another time than what is held
        case "reject" if _is_faint(event):
            return _as(event, "update")  # as often as not it is no refusal, and it would close the case
    return event


def _agreed(event: Event, interviews: Interviews) -> Event | None:
    """What only agrees, or names the hour that the owner asked for, fixes that, and promises nothing: "bis Donnerstag"
    is until then, or by then. None for other mail."""
    granted = interviews.granted(event) if _is_faint(event) and not event.reading.reply_needed else None
    if not granted and not (event.reading.agrees and interviews.awaits(event)):
        return None
    times = (Span(start=granted),) if granted else event.reading.times
    return replace(event, reading=replace(event.reading, kind="confirm", times=times, reply_needed=False, news_by=None))


def _elsewhere(event: Event, spoken: Slot) -> Event:
    reading = replace(event.reading, kind="update", elsewhere=True)
    return replace(event, reading=reading, asks_about=spoken.start if reading.reply_needed else None)


def _asked_about(event: Event, fixed: list[Slot]) -> Slot | None:
    """The fixed interview of which a mail asks something that leaves its time alone: a passport, another room.

    To be asked again whether the time suits is nothing new, unless they say by when they want to hear.
    """
    reading = event.reading
    if reading.kind not in ("invite", "reschedule") or not reading.same_time:
        return None
    if reading.calendar or reading.windows or reading.old_times:
        return None
    if reading.times:
        again = [slot for slot in fixed if is_one_of(slot, reading.times)]
        new = reading.reply_needed and (reading.kind == "reschedule" or reading.deadline is not None)
        return again[0] if again and new and _all_of(reading.times, fixed) else None
    spoken = (
        slot for slot in fixed if reading.kind == "reschedule" or speaks_of(slot, event) or _met_there(slot, event)
    )
    return min(spoken, key=lambda slot: slot.start, default=None)


def _asks_for_another(event: Event, live: list[Slot]) -> bool:
    """Whether what hardly confirms waits for an answer about another time than the one that is fixed."""
    reading = event.reading
    asks = reading.reply_needed and not reading.same_time and not reading.calendar
    return asks and _is_faint(event) and bool(spoken_of(live, event))


def _only_elsewhere(event: Event, live: list[Slot]) -> Slot | None:
    """The fixed interview that takes place elsewhere, where the mail has no other time for it and asks for none."""
    reading, spoken = event.reading, next(iter(spoken_of(live, event)), None)
    if spoken is None or reading.windows or reading.calendar:
        return None
    if reading.times:  # again, as they were: "he would rather see you at our office, still at 4"
        elsewhere = reading.elsewhere or (spoken.place and reading.place not in (None, spoken.place))
        again = not reading.old_times and _all_of(reading.times, [slot for slot in live if slot.firm])
        return spoken if elsewhere and again else None
    return spoken if reading.elsewhere and (reading.same_time or not reading.reply_needed) else None


def _offers_nothing(event: Event) -> bool:
    """Neither an hour, nor a day or a page to choose one."""
    reading = event.reading
    return reading.confidence < _SURE and not (reading.times or reading.windows or reading.link or reading.deadline)


def _moves_nothing(event: Event, live: list[Slot]) -> bool:
    """It asks nothing, and has no other time, or there is none to move: "fifteen minutes late", "by Friday at five"."""
    reading = event.reading
    offers = reading.times or reading.windows or reading.days or reading.link
    return not (reading.reply_needed or reading.old_times or reading.calendar) and not (offers and live)


def _is_hardly_one(event: Event) -> bool:
    return event.doubtful and event.reading.confidence < _HARDLY


def _is_faint(event: Event) -> bool:
    return event.reading.confidence < _FAINT


def _is_taken(event: Event, live: list[Slot], asked: set[datetime], answered: datetime | None) -> bool:
    """The times are fixed already, or the only one is what the owner took, or asked for."""
    times = event.reading.times
    if times and _all_of(times, [slot for slot in live if slot.firm]):
        return True
    if len(times) != 1 or answered is None:
        return False
    offered = [slot for slot in live if not slot.firm and slot.event.sent < answered]
    return _all_of(times, [slot for slot in offered if slot.chosen] or offered) or set(starts(times)) <= asked


def _is_the_next(event: Event, interviews: Interviews, live: list[Slot]) -> bool:
    """Nothing is left to move: what names times, and no old one, is of an interview after those that took place."""
    reading, held = event.reading, [slot for slot in interviews.slots if slot.took_place(event.at - _MISSED)]
    return bool(reading.times and held) and not (live or reading.old_times or reading.calendar)


def _gives_up(event: Event, fixed: list[Slot]) -> bool:
    """It names a fixed time that no longer holds, or in the thread of the only one it has, or asks for, other times."""
    if any(is_one_of(slot, event.reading.old_times) for slot in fixed):
        return True
    if len(fixed) != 1:
        return False
    if event.reading.same_hour and same_round(fixed[0], event):
        return True
    if event.reading.times:
        return speaks_of(fixed[0], event)
    return event.reading.confidence < _SURE and (speaks_of(fixed[0], event) or _met_there(fixed[0], event))


def _met_there(slot: Slot, event: Event) -> bool:
    """It is from somebody who was to be met then, and speaks of no other round."""
    return same_round(slot, event) and any(
        same_person(party.name, one) for party in event.parties for one in slot.people if party.name
    )


def _moved(event: Event, fixed: list[Slot]) -> Event:
    """Times that are fixed already, beside or instead of new ones, are those that are given up."""
    times = event.reading.times
    again = [span for span in times if _all_of([span], fixed)]
    if not again or event.reading.calendar:
        return event
    if len(again) == len(times) and not event.reading.reply_needed:
        return _as(event, "confirm")
    if any(not is_one_of(slot, again) for slot in fixed):  # another one moves, these stay
        return event
    new = tuple(span for span in times if span not in again)
    return replace(event, reading=replace(event.reading, times=new, old_times=(*event.reading.old_times, *again)))


def _fixed(event: Event, live: list[Slot]) -> Event:
    """Nobody fixes all of several days that were offered to choose from: it is the one he took, or none yet."""
    times = event.reading.times
    open_slots = [slot for slot in live if not slot.firm]
    alternatives = len({span.start.date() for span in times}) > 1 and _all_of(times, open_slots)
    if not alternatives or event.reading.calendar:
        return event
    taken = tuple(span for span in times if any(slot.chosen and is_one_of(slot, [span]) for slot in open_slots))
    if len(taken) == 1:
        return replace(event, reading=replace(event.reading, times=taken))
    return _as(event, "invite")


def _all_of(times: Iterable[Span], slots: list[Slot]) -> bool:
    known = [slot.start for slot in slots]
    return all(near(start, known) for start in starts(times))


def _as(event: Event, kind: Kind, *, reply_needed: bool | None = None) -> Event:
    asks = event.reading.reply_needed if reply_needed is None else reply_needed
    return replace(event, reading=replace(event.reading, kind=kind, reply_needed=asks))
