"""Which of the times that a mail offers the owner can make, as far as his calendars and his interviews tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from courtesy.cases.case import Case
from courtesy.cases.conflicts import choice
from courtesy.cases.events import Event
from courtesy.cases.limits import to_come
from courtesy.cases.slot import near, utc
from courtesy.cases.timeline import Timeline
from courtesy.reading.reading import Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """The times to come that a mail offers, soonest first; `free` of them is None where nobody knows."""

    spans: tuple[Span, ...]
    free: tuple[Span, ...] | None
    windows: tuple[Span, ...] = ()  # to come, in which a time may be chosen


def offer(event: Event, case: Case, timeline: Timeline, now: datetime) -> Offer:
    """What is offered, and what of it is free: nothing that the calendars were not asked about."""
    spans = _in_order(to_come(event.reading.times, now))
    windows = _in_order(to_come(event.reading.windows, now, windows=True))
    known = choice(timeline, case, event, now)
    if known is None or not all(near(utc(span.start), known.offered) for span in spans):
        return Offer(spans=spans, free=None, windows=windows)
    return Offer(spans=spans, free=tuple(span for span in spans if near(utc(span.start), known.free)), windows=windows)


def _in_order(spans: Iterable[Span]) -> tuple[Span, ...]:
    """By start, each once."""
    found = {utc(span.start): span for span in spans}
    return tuple(found[start] for start in sorted(found))
