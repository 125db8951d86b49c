"""Applications as a page to read, in Markdown; what a mail says is text there and nothing else."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo

from courtesy.cases.actions import Alert
from courtesy.cases.case import Case
from courtesy.cases.events import Event
from courtesy.cases.notes import Note
from courtesy.cases.slot import Slot
from courtesy.cases.wording import PLACES
from courtesy.casework.board import stage_of
from courtesy.mail.plain import one_line
from courtesy.owner.debriefing import ASKED
from courtesy.owner.which_application import who

_MARKS = re.compile(r"([\\`*_\[\]<>#!|~&]|(?<=:)//|(?<=www)\.)", re.IGNORECASE)
_DID = {"thanks": "thanked", "chases": "asked for news", "withdraws": "withdrew", "automatic": "automatic answer"}


def as_markdown(cases: Iterable[Case], owed: Sequence[Alert], now: datetime, zone: tzinfo) -> str:
    """The page; times are on the owner's clock."""
    lines = [f"# Applications on {now.astimezone(zone):%d %B %Y}", ""]
    for case in cases:
        lines += [f"## {plain(who(case))}", "", f"Stage: {stage_of(case, now)}.", ""]
        for head, found in _parts(case, owed, zone):
            if listed := list(found):
                lines += [f"### {head}", "", *(f"- {one}" for one in listed), ""]
    return "\n".join(lines)


def plain(text: str) -> str:
    """Text of a mail on one line, in which no mark, link or tag is left to Markdown."""
    return _MARKS.sub(r"\\\1", one_line(text, 500))


def _parts(case: Case, owed: Sequence[Alert], zone: tzinfo) -> Iterator[tuple[str, Iterator[str]]]:
    promised = [f"News promised by {case.promise.by:%a %d %b %Y}"] if case.promise else []
    yield "Owed", iter([*(plain(one.text) for one in owed if one.case == case.id), *promised])
    yield "Interviews", (_slot(slot, zone) for slot in sorted(case.interviews.slots, key=lambda slot: slot.start))
    yield "Notes", (f"{_clock(note.at, zone)}: {plain(text)}" for note in case.notes for text in note_texts(note))
    yield "Mail", (_mail(event, zone) for event in case.events)


def _slot(slot: Slot, zone: tzinfo) -> str:
    status = "given back" if slot.released else "fixed" if slot.firm else "proposed"
    whom = f"with {plain(', '.join(slot.people))}" if slot.people else ""
    end = f"{slot.end.astimezone(zone):%H:%M}" if slot.length else ""
    when = f"{_clock(slot.start, zone)}{'-' if end else ''}{end}"
    return ", ".join(filter(None, [when, status, PLACES.get(slot.place, ""), whom]))


def _mail(event: Event, zone: tzinfo) -> str:
    if event.by_owner:
        did = [words for name, words in _DID.items() if event.reading.own and getattr(event.reading.own, name)]
        return f"{_clock(event.at, zone)}: you wrote{': ' if did else ''}{', '.join(did)}"
    party = event.parties[0] if event.parties else None
    sender = plain(party.name or party.email) if party else "somebody"
    return f"{_clock(event.at, zone)}: {event.reading.kind}, {sender}: {plain(event.subject)}"


def note_texts(note: Note) -> list[str]:
    """What a note says, a text for each answer."""
    texts = ["You withdrew."] if note.withdraws else []
    for one in note.answers:
        day = f" ({one.day:%a %d %b %Y})" if one.day else ""
        texts.append(f"{ASKED[one.question]} {one.words}{day}")
    return [*texts, *filter(None, [note.text])]


def _clock(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
