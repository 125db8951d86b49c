"""Which of the times that a mail offers the owner can make, as far as his calendars and his interviews tell."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from courtesy.cases.case import Case
from courtesy.cases.conflicts import choice
from courtesy.cases.events import Event
from courtesy.cases.slot import near, utc
from courtesy.cases.timeline import Timeline
from courtesy.reading.reading import Span

NOTICE = timedelta(hours=1)  # nobody can promise to make a time that is sooner than this


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """The times to come that a mail offers, soonest first; `free` of them is None where nobody knows."""

    spans: tuple[Span, ...]
    free: tuple[Span, ...] | None


def offer(event: Event, case: Case, timeline: Timeline, now: datetime) -> Offer:
    """What is offered, and what of it is free: nothing that the calendars were not asked about."""
    ahead = (span for span in event.reading.times if utc(span.start) > now + NOTICE)
    spans = tuple(sorted({utc(span.start): span for span in ahead}.values(), key=lambda span: utc(span.start)))
    known = choice(timeline, case, event, now)
    if known is None or not all(near(utc(span.start), known.offered) for span in spans):
        return Offer(spans=spans, free=None)
    return Offer(spans=spans, free=tuple(span for span in spans if near(utc(span.start), known.free)))
