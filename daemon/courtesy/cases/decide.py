"""What is due now: the holds that should stand in the calendar, and what the owner should be told.

Everything here is a function of the timeline and the clock. It tells what is true at that moment, again each time
it is asked; whoever carries it out drops the keys that were told before.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from courtesy.cases import briefing, wording
from courtesy.cases.actions import Alert, AlertKind, Hold, Limit
from courtesy.cases.case import Case
from courtesy.cases.conflicts import choice, conflicts
from courtesy.cases.events import Event, Owner
from courtesy.cases.limits import answer_by, answer_limit
from courtesy.cases.manner import MANNERS
from courtesy.cases.moments import times
from courtesy.cases.notes import Note
from courtesy.cases.questions import questions
from courtesy.cases.quiet import may_speak
from courtesy.cases.settled import Settled, heed
from courtesy.cases.slot import Slot
from courtesy.cases.timeline import Timeline
from courtesy.cases.traits import HURRIES, SETTLES


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """All holds that should stand (past ones as a record), and all alerts that are due and still true."""

    holds: tuple[Hold, ...]
    alerts: tuple[Alert, ...]  # that may speak now
    silent: tuple[Alert, ...] = ()  # that wait for the end of the quiet time


def decide(timeline: Timeline, now: datetime, *, begun: datetime | None = None) -> Decision:
    """What should stand and be told at `now`; `begun` is when the program was first started (both aware UTC)."""
    due = [alert for alert in owed(timeline, now) if alert.due is not None and alert.due <= now]
    alerts = list({alert.key: alert for alert in due}.values())  # one mail may touch two applications
    if begun is not None:
        alerts = _that_still_help(alerts, begun)
    alerts.sort(key=lambda alert: (alert.due, alert.key))
    return Decision(
        holds=tuple(
            _hold(case, slot, timeline.owner)
            for case in timeline.cases
            for slot in case.interviews.slots
            if _stands(slot)
        ),
        alerts=tuple(alert for alert in alerts if may_speak(alert, now, timeline.owner)),
        silent=tuple(alert for alert in alerts if not may_speak(alert, now, timeline.owner)),
    )


def _that_still_help(alerts: list[Alert], begun: datetime) -> list[Alert]:
    """Of what fell due before the first start, the recent; an answer that is overdue is then told once, not twice."""
    overdue = {a.message_id for a in alerts if a.kind == "reply_overdue" and _age(a, begun) > timedelta()}
    return [
        alert
        for alert in alerts
        if _age(alert, begun) <= timedelta()
        or (
            _age(alert, begun) <= MANNERS[alert.kind].helps
            and not (alert.kind == "reply_needed" and alert.message_id in overdue)
        )
    ]


def _age(alert: Alert, begun: datetime) -> timedelta:
    """How long before the first start the alert fell due; negative for later ones."""
    return begun - (alert.due or begun)


def next_wake(timeline: Timeline, now: datetime) -> datetime | None:
    """The next moment at which something may fall due without new mail, or None (aware UTC)."""
    moments = [alert.due for alert in owed(timeline, now) if alert.due and alert.due > now]
    if timeline.owner.quiet_to is not None:
        moments += [_next_clock(now, timeline.owner, timeline.owner.quiet_to)]
    if timeline.owner.quiet_weekend:
        moments += [_next_clock(now, timeline.owner, time())]
    return min(moments, default=None)


def owed(timeline: Timeline, now: datetime) -> Iterator[Alert]:
    """Everything that is owed as things stand at `now`, whether it is due already or only later."""
    return heed(_owed(timeline, now), timeline.settled)


def _owed(timeline: Timeline, now: datetime) -> Iterator[Alert]:
    for scam in timeline.scams:
        yield _alert("scam_warning", scam, scam.at, scam.reading.company, wording.scam_warning(scam))
    for event, asked in questions(timeline):
        company = asked.company if asked else event.reading.company
        yield _alert("question", event, event.at, company, wording.question(event, timeline.owner), asked)
    for case in timeline.cases:
        yield from _replies(case, timeline, now)
        yield from _before_interviews(case, timeline.owner, now)
        yield from _elsewhere(case, timeline.owner, now)
        yield from _after_interviews(case, timeline.owner, now)
        yield from _promises(case, timeline.owner, now)
        yield from _conflicts(timeline, case, now)


def _replies(case: Case, timeline: Timeline, now: datetime) -> Iterator[Alert]:
    owner = timeline.owner
    for event in case.events:
        if not _is_open(event, case) or (event.asks_about and event.asks_about <= now):
            continue
        limit, by = answer_limit(event, owner, now), answer_by(event, owner, now, _put_off(event, timeline.settled))
        can = choice(timeline, case, event, now)
        text = wording.reply_needed(case, event, by, owner, now, can)
        needed = _alert("reply_needed", event, event.at, case.company, text, case)
        yield replace(needed, by=by, limit=limit, more=times(event, owner, now))
        if event.reading.kind in HURRIES:
            late = max(event.sent + owner.reply_within, event.at)
            text = wording.reply_overdue(case, event, by, owner, now, can)
            overdue = _alert("reply_overdue", event, late, case.company, text, case)
            yield replace(overdue, by=by, limit=limit, more=times(event, owner, now))


def _is_open(event: Event, case: Case) -> bool:
    """Whether they still wait for the owner's answer to the mail."""
    if event.by_owner or not event.waits or case.closed:
        return False
    return not any(_answers(other, event) for other in case.events)


def _put_off(event: Event, settled: Settled) -> datetime | None:
    """Until when the owner put the answer off, if he did."""
    kinds: tuple[AlertKind, ...] = ("reply_overdue", "reply_needed")
    return next((until for kind in kinds if (until := settled.get(f"{kind}:{event.identity}"))), None)


def _answers(other: Event, event: Event) -> bool:
    """True where the other mail ends the wait: the owner's own, written later, or a later decision of theirs."""
    if other.by_owner:
        return other.sent > event.sent
    return other.reading.kind in SETTLES and other.place > event.place


def _before_interviews(case: Case, owner: Owner, now: datetime) -> Iterator[Alert]:
    for sitting in (*case.interviews.standing(), *case.interviews.agreed(now)):
        slot = sitting[0]
        for one in briefing.briefings(slot, owner, now):
            fact = f"{slot.uid} {slot.start:%Y%m%dT%H%M} {one.occasion}"
            text = briefing.text(case, sitting, owner, max(one.due, now))
            told = _alert("briefing", slot.event, one.due, case.company, text, case, fact=fact)
            limit = Limit(at=slot.start, what="the interview")
            yield replace(told, more=tuple(briefing.lines(case, sitting, owner)), by=slot.start, limit=limit)


def _elsewhere(case: Case, owner: Owner, now: datetime) -> Iterator[Alert]:
    """What they changed of where an interview takes place, once for each change, until it begins."""
    for slot in case.interviews.live(now):
        if slot.firm and slot.elsewhere is not None and slot.start > now:
            text, event = wording.elsewhere(case, slot, owner, now), slot.elsewhere
            told = _alert(
                "place_changed", event, event.at, case.company, text, case, fact=f"{slot.uid} {event.identity}"
            )
            limit = Limit(at=slot.start, what="the interview")
            yield replace(told, more=tuple(filter(None, [briefing.where(case, slot, owner)])), limit=limit)


def _after_interviews(case: Case, owner: Owner, now: datetime) -> Iterator[Alert]:
    for sitting in case.interviews.standing():
        slot = sitting[-1]
        if not any(note.at >= slot.start and not note.withdraws for note in case.notes):
            over = _alert(
                "debrief",
                slot.event,
                slot.end,
                case.company,
                wording.debrief(case, slot.end, owner, now),
                case,
                fact=slot.uid,
            )
            yield replace(over, more=(wording.to_write(slot.event),))
        if not case.closed and not _thanked(case, slot.end):
            due = slot.end + owner.thank_you_within
            text = wording.thank_you_due(case, sitting, owner, now)
            yield _alert("thank_you_due", slot.event, due, case.company, text, case, fact=slot.uid)
    if case.turned_down and case.stage == "rejected":
        event = case.turned_down
        yield _alert("thank_you_courtesy", event, event.at, case.company, wording.thank_you_courtesy(case, event), case)


def _thanked(case: Case, end: datetime) -> bool:
    return any(e.by_owner and e.sent > end and e.reading.own and e.reading.own.thanks for e in case.events)


def _promises(case: Case, owner: Owner, now: datetime) -> Iterator[Alert]:
    if case.promise is not None and not case.closed:
        made, by = case.promise.made, case.promise.by
        due = max(datetime.combine(by + timedelta(days=1), time(), owner.zone).astimezone(UTC), made.at)
        text = wording.follow_up_ok(case, by, is_over=now >= due)
        if isinstance(made, Note):
            last = next((event for event in reversed(case.events) if not event.by_owner), case.events[-1])
            told = _alert("follow_up_ok", last, due, case.company, text, case, fact=f"{made.case}:{by}")
            yield replace(told, why=wording.as_noted(made, owner))
        else:
            yield _alert("follow_up_ok", made, due, case.company, text, case)
    for chaser, by in case.early:
        yield _alert("too_early", chaser, chaser.at, case.company, wording.too_early(case, by), case)


def _conflicts(timeline: Timeline, case: Case, now: datetime) -> Iterator[Alert]:
    for conflict in conflicts(timeline, case, now):
        event, owner, first = conflict.event, timeline.owner, min(conflict.slot.start, conflict.other.start)
        by = min(first, answer_by(event, owner, now)) if _is_open(event, case) else first
        text = wording.conflict(case, conflict, by, owner, now)
        clash = _alert("conflict", event, event.at, case.company, text, case)
        limit = Limit(at=first, what="the first of the two")
        yield replace(clash, by=by, limit=limit, more=times(event, owner, now))


def _stands(slot: Slot) -> bool:
    return slot.released is None


def _hold(case: Case, slot: Slot, owner: Owner) -> Hold:
    return Hold(
        uid=slot.uid,
        start=slot.start,
        end=slot.end,
        status=slot.status,
        summary=wording.hold_summary(case, slot),
        company=case.company or "",
        place=slot.place,
        where=wording.hold_where(slot),
        notes=wording.hold_notes(slot, owner),
        case=case.id,
        message_id=slot.event.message_id,
        invitation=slot.calendar_uid,
    )


def _alert(
    kind: AlertKind,
    event: Event,
    due: datetime,
    company: str | None,
    text: str,
    case: Case | None = None,
    *,
    fact: str | None = None,
) -> Alert:
    return Alert(
        key=f"{kind}:{fact or event.identity}",
        kind=kind,
        text=text,
        why=wording.quote(event, kind),
        about=wording.mail_of(event),
        company=company,
        message_id=event.message_id or None,
        case=case.id if case else event.identity[:12],
        due=due,
    )


def _next_clock(now: datetime, owner: Owner, clock: time) -> datetime:
    """The next moment after `now` at which the owner's clock shows `clock`."""
    local = now.astimezone(owner.zone)
    days = (datetime.combine(local.date() + timedelta(days=n), clock, owner.zone).astimezone(UTC) for n in (0, 1, 2))
    return next(moment for moment in days if moment > now)  # compared in UTC: clocks go back in autumn
