"""The middle road between telling and silence: mail that may be an interview, of which the owner is asked."""

from collections.abc import Iterator

from courtesy.cases.case import Case
from courtesy.cases.events import Event
from courtesy.cases.timeline import Timeline
from courtesy.cases.traits import INTERVIEW


def questions(timeline: Timeline) -> Iterator[tuple[Event, Case | None]]:
    """The mails to ask about, each with its case where it has one; not those about which he is told anyway.

    Of an interview that is not sure he is asked where it begins a case: among the mail of an application it is sure
    enough. What he has answered by mail he knows.
    """
    answered = {reference for event in timeline.events if event.by_owner for reference in event.references}
    for event in timeline.asked:
        if event.message_id not in answered and not _is_beside(event, timeline):
            yield event, None
    for case in timeline.cases:
        for event in case.events:
            if _is_doubted(event, case) and not _is_told(event, case) and event.message_id not in answered:
                yield event, case


def _is_doubted(event: Event, case: Case) -> bool:
    if event.by_owner or event.automatic or event.reading.unsure is None or event.doubtful:
        return False
    if _only_goes_on(event, case):
        return False
    return event.reading.kind not in INTERVIEW or event is case.events[0]


def _is_beside(event: Event, timeline: Timeline) -> bool:
    """Whether it is but more mail in the thread of an interview that was fixed: "and bring your certificate"."""
    return any(case.goes_on_in(event) and _only_goes_on(event, case) for case in timeline.cases)


def _only_goes_on(event: Event, case: Case) -> bool:
    return event.reading.unsure == "confirm" and not event.reading.times and _is_fixed(event, case)


def _is_fixed(event: Event, case: Case) -> bool:
    """Whether an interview was fixed already, and was to come, when the mail came: "speak tomorrow"."""
    earlier = (slot for slot in case.interviews.live(event.at) if slot.event.place < event.place)
    return any(slot.firm for slot in earlier)


def _is_told(event: Event, case: Case) -> bool:
    """Whether something else is told of the mail when it arrives."""
    return event.waits or event is case.turned_down or any(event is collision.event for collision in case.collisions)
