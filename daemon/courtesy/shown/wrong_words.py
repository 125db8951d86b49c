"""Mails and corrections in words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo

from courtesy.cases.events import Event
from courtesy.cases.wording import KINDS
from courtesy.mail.plain import one_line
from courtesy.owner.teaching import Lesson
from courtesy.terminal.lines import say


def show(events: Sequence[Event], said: Mapping[str, Event | None], zone: tzinfo) -> None:
    """A line for each mail: its short name, when it came, how it was read, from whom and with what subject."""
    if not events:
        say("No mail of a job hunt is known. A mail that was passed over can be named by its file or Message-ID.")
    for event in events:
        party = event.parties[0] if event.parties else None
        sender = one_line((party.name or party.email) if party else "", 30)
        day = f"{event.at.astimezone(zone):%Y-%m-%d %H:%M}"
        say(f"{event.short}  {day}  {_kind(event, said):<24}  {sender:<30}  {one_line(event.subject, 60)}")


def _kind(event: Event, said: Mapping[str, Event | None]) -> str:
    """The kind, and how sure it is, or that it is the owner's own word."""
    if event.identity in said:
        return f"{event.reading.kind if said[event.identity] else 'other'} (you said)"
    if event.doubtful or event.reading.unsure:
        return f"{'other' if event.doubtful else event.reading.kind} (not sure)"
    return f"{event.reading.kind} ({event.reading.confidence:.0%})"


def lines(lesson: Lesson, zone: tzinfo) -> Iterator[str]:
    """What became of a correction."""
    event = lesson.event
    what = KINDS[event.reading.kind] if event else KINDS["other"]
    yield f"Noted: “{one_line(lesson.subject, 80)}” is {what}{_facts(event, zone) if event else ''}."
    if event and event.reading.kind in ("confirm", "reschedule") and not event.reading.times:
        yield f'No time was found in it: courtesy wrong {lesson.short} --time "2026-04-21 10:00" holds one.'
    if lesson.pack:
        yield f"A rule for mail like it, which speaks where it reads “{one_line(lesson.words, 90)}”,"
        yield f"was written to {lesson.pack}; look at it, and try it with `courtesy rules test`."
    yield "A running courtesy heeds it within a minute; otherwise the next `courtesy run` does."


def _facts(event: Event, zone: tzinfo) -> str:
    """The rest of what is now held true of the mail."""
    reading = event.reading
    times = [f"{span.start.astimezone(zone):%a %d %b %Y %H:%M}" for span in reading.times[:4]]
    facts = [
        f"from {one_line(reading.company, 60)}" if reading.company else "",
        " or ".join(times),
        "waits for you" if reading.reply_needed else "",
        "a fraud" if reading.scam else "",
    ]
    return "".join(f", {fact}" for fact in facts if fact)
