"""Times that only the older mail below says: "see you then", "14:00 it is", "same time on Wednesday"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from courtesy.reading.days import monday_of
from courtesy.reading.patterns import late
from courtesy.reading.reading import Span

_HEADER = late(
    r"(?im)^[> ]*(?:[^\n]{0,200} (?:wrote|écrit|schrieb|escribió|scritto|schreef|escreveu) ?[^\n]{0,80}:"
    r"|-{3,} ?[^\n-]{6,40} ?-{3,}"
    r"|(?:sent|gesendet|envoyé(?: le)?|enviad[oa](?: el| em)?|inviato|verzonden(?: op)?) ?:[^\n]*"
    r"|(?:date|datum|fecha|data) ?:[^\n]*[0-9]:[0-9]{2}[^\n]*)$"
)
BREAK = "~~"


@dataclass(frozen=True, kw_only=True, slots=True)
class Hints:
    """What the newest words say of the time they mean: days without a clock time, clock times without a day."""

    days: tuple[date, ...] = ()
    clocks: tuple[tuple[int, int], ...] = ()
    week: date | None = None  # a day of the week that is said without one
    later: bool = False  # a week later


def recall(
    hints: Hints, earlier: Sequence[Span], *, after: datetime, moved: bool, open_choice: bool = False
) -> list[Span]:
    """The times of `earlier` (newest mail first) that `hints` point at, none before `after`.

    `open_choice` says that the newest of them are several to choose from: then none is meant without a hint.

    A day that no earlier time falls on takes the clock time of the first of them if `moved`, as a reschedule to
    "the same time on Wednesday" does; a clock time that none has is set on its day.
    """
    ahead = [span for span in earlier if span.start >= after]
    if not ahead:
        return []
    if hints.days:
        there = [span for span in ahead if span.start.date() in hints.days and _fits(span, hints.clocks)]
        if moved:
            old = {span.start.date() for span in ahead}
            return [_on(ahead[0], day) for day in hints.days if day >= after.date() and day not in old]
        if there:
            return there[:1]
        weekdays = {day.weekday() for day in hints.days}  # "Thursday" may be the one after next
        return [span for span in ahead if span.start.weekday() in weekdays and _fits(span, hints.clocks)][:1]
    if moved and (hints.week or hints.later):
        held = ahead[0].start.date()
        monday = monday_of(hints.week) if hints.week else monday_of(held) + timedelta(days=7)
        day = monday + timedelta(days=held.weekday())
        return [_on(ahead[0], day)] if day > held and not hints.clocks else []
    if hints.clocks:
        there = [span for span in ahead if _fits(span, hints.clocks)]
        if there:
            return there[:1]
        clocks = hints.clocks if moved else hints.clocks[:1]
        return [Span(start=ahead[0].start.replace(hour=hour, minute=minute)) for hour, minute in dict.fromkeys(clocks)]
    return [] if moved or open_choice else ahead[:1]


def _fits(span: Span, clocks: tuple[tuple[int, int], ...]) -> bool:
    return not clocks or (span.start.hour, span.start.minute) in clocks


def _on(span: Span, day: date) -> Span:
    """`span` at the same wall-clock time on another day."""
    length = span.end - span.start if span.end else None
    start = datetime.combine(day, span.start.timetz())
    return Span(start=start, end=start + length if length else None)


def anchor(days: Sequence[date], sent: datetime) -> datetime:
    """When an older mail was written: the latest of the days in its opening lines that is not after `sent`."""
    past = [day for day in days if timedelta(0) <= sent.date() - day < timedelta(days=60)]
    return datetime.combine(max(past), sent.timetz()) if past else sent


def without_headers(quoted: str) -> str:
    """`quoted` with `BREAK` for each line that says who wrote it and when: "On Mon, 12 Oct 2026, Ann Lee wrote:"."""
    return str(_HEADER.sub(BREAK, quoted))
