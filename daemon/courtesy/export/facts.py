"""What is known of applications, as JSON with stable keys: docs/applications.md says what each means."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from courtesy.cases.actions import Alert
from courtesy.cases.case import Case
from courtesy.cases.events import Event
from courtesy.cases.notes import Note
from courtesy.cases.settled import short
from courtesy.cases.slot import Slot
from courtesy.mail.message import Address
from courtesy.mail.plain import harmless
from courtesy.reading import Span

VERSION = 1  # raised when a key goes or changes its meaning; keys may be added at any time
Facts = dict[str, Any]


def facts(cases: Iterable[Case], owed: Sequence[Alert], told: Sequence[tuple[datetime, Alert]], now: datetime) -> Facts:
    """All that is exported: `owed` and `told` are alerts of any case, the told ones with when they were decided."""
    return {
        "version": VERSION,
        "at": _iso(now),
        "applications": [_application(case, owed, told) for case in cases],
    }


def as_json(exported: Facts) -> str:
    """The facts as JSON, for people too: indented, and nothing in it that could steer a terminal."""
    return harmless(msgspec.json.format(msgspec.json.encode(exported), indent=2).decode()) + "\n"


def _application(case: Case, owed: Sequence[Alert], told: Sequence[tuple[datetime, Alert]]) -> Facts:
    return {
        "id": case.id,
        "company": case.company,
        "agencies": sorted(case.agencies),
        "role": case.role,
        "stage": case.stage,
        "first_mail": _iso(min((event.at for event in case.events), default=None)),
        "last_mail": _iso(case.last),
        "contacts": [{"name": name, "email": email} for email, name in sorted(case.parties.items())],
        "promised_by": case.promise.by.isoformat() if case.promise else None,
        "interviews": [_interview(slot) for slot in sorted(case.interviews.slots, key=lambda slot: slot.start)],
        "notes": [_note(note) for note in case.notes],
        "owed": [
            {"name": short(one), "kind": one.kind, "due": _iso(one.due), "by": _iso(one.by), "text": one.text}
            for one in owed
            if one.case == case.id
        ],
        "told": [{"at": _iso(at), "kind": one.kind, "text": one.text} for at, one in told if one.case == case.id],
        "mail": [_mail(event) for event in case.events],
    }


def _interview(slot: Slot) -> Facts:
    status = "given back" if slot.released else "fixed" if slot.firm else "proposed"
    return {
        "uid": slot.uid,
        "status": status,
        "start": _iso(slot.start),
        "end": _iso(slot.end),
        "end_is_stated": slot.length is not None,
        "place": slot.place or None,
        "people": list(slot.people),
        "round": slot.round,
    }


def _note(note: Note) -> Facts:
    return {
        "at": _iso(note.at),
        "withdrew": note.withdraws,
        "text": note.text,
        "answers": [
            {"question": one.question, "words": one.words, "day": one.day.isoformat() if one.day else None}
            for one in note.answers
        ],
    }


def _mail(event: Event) -> Facts:
    """What one mail said; of the owner's own only what they did."""
    reading, own = event.reading, event.reading.own
    about = {
        "id": event.short,
        "message_id": event.message_id or None,
        "at": _iso(event.at),
        "sent": _iso(event.sent),
        "from_you": event.by_owner,
        "parties": [_party(party) for party in event.parties],
    }
    if event.by_owner:
        did = ("thanks", "chases", "withdraws", "automatic")
        return {**about, "did": [one for one in did if own and getattr(own, one)]}
    return {
        **about,
        "subject": event.subject,
        "kind": reading.kind,
        "confidence": round(reading.confidence, 3),
        "language": reading.language,
        "round": reading.round,
        "reply_needed": reading.reply_needed,
        "times": [_span(span) for span in reading.times],
        "windows": [_span(span) for span in reading.windows],
        "deadline": reading.deadline.isoformat() if reading.deadline else None,
        "news_by": reading.news_by.isoformat() if reading.news_by else None,
        "company": reading.company,
        "role": reading.role,
        "place": reading.place,
        "link": reading.link,
        "interviewers": list(reading.interviewers),
    }


def _party(party: Address) -> Facts:
    return {"name": party.name, "email": party.email}


def _span(span: Span) -> Facts:
    return {"start": span.start.isoformat(), "end": span.end.isoformat() if span.end else None}


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None
