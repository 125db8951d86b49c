"""Drafts: what the owner owes somebody, written down for him to finish; decided here, sent by nobody.

Like the alerts they follow from the timeline and the clock: those that are of use at a moment, again each time it is
asked. Whoever writes them drops the keys that were written before.
"""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import re2

from courtesy.cases.actions import Alert, Draft, DraftKind
from courtesy.cases.case import Case
from courtesy.cases.correct import said_by_owner
from courtesy.cases.decide import owed
from courtesy.cases.draft_letter import Letter, Writer
from courtesy.cases.draft_people import interviewers, is_plain, latest_senders, senders
from courtesy.cases.draft_times import offer
from courtesy.cases.events import Event
from courtesy.cases.manner import MANNERS
from courtesy.cases.notes import Note
from courtesy.cases.settled import plain_key
from courtesy.cases.slot import Slot
from courtesy.cases.timeline import Timeline
from courtesy.mail.message import Address
from courtesy.mail.plain import one_line

SURE = 0.6  # the confidence of a reading from which an answer is drafted
NOTES_WITHIN = timedelta(hours=2)  # for so long after an interview its thanks wait for the owner's notes of it
PREFIX = "draft:"  # of a draft's key, before that of the alert
_REFERENCES = 20  # of a thread: the first mail, and the newest
_SUBJECT = 200  # characters
_ANSWERS = frozenset("re aw antw sv vs rif ref r".split())  # marks of a subject that is an answer's already
_MESSAGE_ID = re2.compile(r"<[!-;=?-~]{1,250}>")  # of printable ASCII, so that it can stand in a header (RFC 5322)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Debt:
    """What is owed, with all that an answer must know."""

    kind: DraftKind
    key: str  # of the alert
    ready: datetime  # from when a draft is of use
    case: Case
    event: Event  # that is answered
    sitting: tuple[Slot, ...] = ()  # the interview to thank for
    notes: tuple[Note, ...] = ()  # the owner's, of that interview


def drafts(timeline: Timeline, now: datetime, writer: Writer, *, but: Collection[str] = ()) -> list[Draft]:
    """What may be drafted at `now` (aware UTC), once for each key, but not the keys that are in `but`.

    Nothing for a mail that is not understood well, from which nobody reads answers, or that is too old by now.
    """
    ready = [debt for debt in _debts(timeline, now, writer) if debt.ready <= now <= debt.ready + _helps(debt)]
    found: dict[str, Draft | None] = dict.fromkeys(key.removeprefix(PREFIX) for key in but)
    for debt in ready:
        if debt.key not in found and _is_plain(debt) and not any(_takes_over(other, debt) for other in ready):
            draft = _draft(debt, timeline, now, writer)
            if draft is not None:
                found[debt.key] = draft
    return [draft for draft in found.values() if draft is not None]


def next_draft(timeline: Timeline, now: datetime, writer: Writer) -> datetime | None:
    """The next moment at which something may be drafted without new mail, or None (aware UTC)."""
    return min((debt.ready for debt in _debts(timeline, now, writer) if debt.ready > now), default=None)


def _debts(timeline: Timeline, now: datetime, writer: Writer) -> Iterator[_Debt]:
    cases = {case.id: case for case in timeline.cases}
    for alert in owed(timeline, now):
        case = cases.get(alert.case)
        if case is not None and alert.kind in writer.kinds:
            yield from _debt(alert, case, timeline.owner.thank_you_within)


def _debt(alert: Alert, case: Case, within: timedelta) -> Iterator[_Debt]:
    key, due = plain_key(alert), alert.due
    fact = key.partition(":")[2]
    if alert.kind == "thank_you_due":
        for sitting in case.interviews.standing():
            if sitting[-1].uid == fact:
                yield _thanks(key, case, tuple(sitting), min(NOTES_WITHIN, within / 2))
    elif alert.kind == "follow_up_ok" and case.promise is not None and due is not None:
        made = case.promise.made if isinstance(case.promise.made, Event) else _latest(case)
        if made is not None:
            yield _Debt(kind="follow_up_ok", key=key, ready=due, case=case, event=made)
    elif (alert.kind == "reply_needed" or alert.kind == "thank_you_courtesy") and due is not None:
        for event in case.events:
            if event.identity == fact and event.asks_about is None:  # only he knows what they ask
                yield _Debt(kind=alert.kind, key=key, ready=due, case=case, event=event)


def _thanks(key: str, case: Case, sitting: tuple[Slot, ...], patience: timedelta) -> _Debt:
    """The owner is asked for notes at the end of the interview: his thanks wait for them, but not for long."""
    end = sitting[-1].end
    notes = tuple(note for note in case.notes if note.at >= sitting[0].start and not note.withdraws)
    ready = max(end, min([note.at for note in notes] + [end + patience]))
    return _Debt(
        kind="thank_you_due", key=key, ready=ready, case=case, event=sitting[-1].event, sitting=sitting, notes=notes
    )


def _helps(debt: _Debt) -> timedelta:
    return MANNERS[debt.kind].helps


def _takes_over(other: _Debt, debt: _Debt) -> bool:
    """Whether the other is a later mail of the same person, a reminder as a rule: it is answered in place of both."""
    return (
        other.kind == debt.kind == "reply_needed"
        and other.case is debt.case
        and other.event.parties[:1] == debt.event.parties[:1]
        and other.event.place > debt.event.place
    )


def _latest(case: Case) -> Event | None:
    return next((event for event in reversed(case.events) if not event.by_owner and not event.automatic), None)


def _is_plain(debt: _Debt) -> bool:
    """Whether the mail is understood well enough to answer it: of doubt and of scams nothing good comes.

    Of a promise and of an interview that took place more is known than what kind of mail told of them.
    """
    reading = debt.event.reading
    if reading.scam or debt.event.doubtful:
        return False
    sure = reading.confidence >= SURE or debt.kind in ("follow_up_ok", "thank_you_due")
    return said_by_owner(debt.event) or (reading.unsure is None and sure)


def _draft(debt: _Debt, timeline: Timeline, now: datetime, writer: Writer) -> Draft | None:
    event, to = _addressed(debt, timeline, writer)
    words = writer.words.get(event.reading.language)
    sender = next(filter(is_plain, (event.mine, *writer.addresses)), "")
    if words is None or not to or not sender:
        return None
    letter = Letter(writer=writer, words=words, owner=timeline.owner, case=debt.case, event=event, to=to)
    body = _body(debt, letter, timeline, now)
    if body is None:
        return None
    key = PREFIX + debt.key
    return Draft(
        key=key,
        kind=debt.kind,
        message_id=_message_id(key, sender),
        date=now.astimezone(timeline.owner.zone),
        sender=Address(name=one_line(writer.name, 60), email=sender),
        to=to,
        subject=_subject(event.subject),
        in_reply_to=event.message_id if _MESSAGE_ID.fullmatch(event.message_id) else "",
        references=_references(event),
        body=body,
        language=event.reading.language,
        company=debt.case.company,
        case=debt.case.id,
    )


def _addressed(debt: _Debt, timeline: Timeline, writer: Writer) -> tuple[Event, tuple[Address, ...]]:
    """The mail that is answered, and to whom; thanks go to those who were met, as far as it is known how."""
    owners = timeline.owner.addresses
    if debt.kind == "reply_needed":
        return debt.event, senders(debt.event, owners)
    met = interviewers(debt.sitting, debt.case, lambda shown: writer.person(shown, "en"), owners)
    if met:
        theirs = {one.email for one in met}
        written = [e for e in debt.case.events if not e.by_owner and any(one.email in theirs for one in e.parties)]
        return (written or [debt.event])[-1], met
    return latest_senders(debt.event, debt.case, owners)


def _body(debt: _Debt, letter: Letter, timeline: Timeline, now: datetime) -> str | None:
    match debt.kind:
        case "reply_needed":
            today = now.astimezone(timeline.owner.zone).date()
            return letter.reply(offer(debt.event, debt.case, timeline, now), today)
        case "thank_you_due":
            return letter.thanks(debt.sitting, debt.notes)
        case "thank_you_courtesy":
            return letter.courtesy()
        case "follow_up_ok":
            return letter.follow_up(debt.case.promise.by) if debt.case.promise else None


def _subject(subject: str) -> str:
    """The subject of an answer (RFC 5322, 3.6.5)."""
    line = one_line(subject, _SUBJECT)
    mark, colon, _ = line.partition(":")
    return line if colon and mark.strip().casefold() in _ANSWERS else f"Re: {line}".strip()


def _references(event: Event) -> tuple[str, ...]:
    """The thread with the mail that is answered (RFC 5322, 3.6.4)."""
    every = tuple(dict.fromkeys(one for one in (*event.references, event.message_id) if _MESSAGE_ID.fullmatch(one)))
    return every if len(every) <= _REFERENCES else (every[0], *every[1 - _REFERENCES :])


def _message_id(key: str, sender: str) -> str:
    """Says nothing of us: the owner's mail program may send the draft under it."""
    domain = sender.rpartition("@")[2]
    token = hashlib.sha256(f"{sender} {key}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"<{token}@{domain if _MESSAGE_ID.fullmatch(f'<{domain}>') else 'localhost'}>"
