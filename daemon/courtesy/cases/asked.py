"""What a mail asks of the owner, in words: to choose a time that he can still make, to book one, to do a test."""

from collections.abc import Sequence
from datetime import datetime

from courtesy.cases.conflicts import Choice
from courtesy.cases.events import Event, Owner
from courtesy.cases.limits import to_come
from courtesy.cases.moments import clock, listed
from courtesy.reading.reading import Span


def what_to_answer(event: Event, owner: Owner, now: datetime) -> str:
    """What he is to say or do, as things stand at `now` (aware)."""
    reading = event.reading
    if event.asks_about:
        return f"they ask something about the interview on {clock(event.asks_about, owner)}; it stays as it is"
    times, late = to_come(reading.times, now), _too_late(event, owner, now)
    match reading.kind:
        case "offer":
            return "they made you an offer"
        case "assessment":
            return "there is a test to do"
        case "reschedule":
            return f"they want to move the interview, {late or _new_time(times, event)}"
    if late:
        return late
    if times:
        return _which(times, event, owner) + _or_window(len(to_come(reading.windows, now, windows=True)))
    return "book an interview time" if reading.link else "say when you can talk"


def _which(times: Sequence[Span], event: Event, owner: Owner) -> str:
    offered = len(event.reading.times)
    if len(times) > 1:
        return f"choose one of {len(times)} interview times" + (" still to come" if len(times) < offered else "")
    if offered > 1:
        return f"say whether {clock(times[0].start, owner)} suits, the last of the times they offered"
    return "say whether the proposed time suits"


def _new_time(times: Sequence[Span], event: Event) -> str:
    if times:
        return "choose a new time" if len(times) > 1 else "say whether the new time suits"
    return "book a new time" if event.reading.link else "say when you can"


def _or_window(count: int) -> str:
    """Stretches of time in which the owner may choose are no times of their own."""
    return f", or one in {'the window' if count == 1 else f'the {count} windows'} they name" if count else ""


def _too_late(event: Event, owner: Owner, now: datetime) -> str:
    """What to do where none of the times that they offer can be counted on any more; "" where one can."""
    reading = event.reading
    can = to_come(reading.times, now) or to_come(reading.windows, now, windows=True)
    if can or not (reading.times or (reading.windows and not reading.link)):  # there he may book another
        return ""
    if over := over_by(event, now):
        return over
    last = max([*(span.start for span in reading.times), *(span.end or span.start for span in reading.windows)])
    return f"{clock(last, owner)} is less than an hour away, say at once whether you can, or ask for another time"


def over_by(event: Event, now: datetime) -> str:
    """That all the times that a mail offers are over, and what to do then; "" where they are not."""
    times, windows = event.reading.times, event.reading.windows
    ends = [*(span.start for span in times), *(span.end or span.start for span in windows)]
    if not ends or max(ends) > now:
        return ""
    return (
        "the time they offered is over, ask for another"
        if len(ends) == 1
        else "all the times they offered are over, ask for new ones"
    )


def which_suit(choice: Choice | None, owner: Owner) -> str:
    """Which of the times are free, as far as the owner's calendars tell."""
    if choice is None:
        return ""
    if len(choice.offered) == 1:
        return " (you are free then)" if choice.free else " (you are not free then)"
    if len(choice.free) in (0, len(choice.offered)):
        return f", {'all' if choice.free else 'none'} of them free in your calendar"
    return f"; free in your calendar: {listed(choice.free, owner)}"
