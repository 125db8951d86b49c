"""The board: each application, where it stands, what comes next and what is owed by when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from courtesy.cases.actions import Alert
from courtesy.cases.case import Case
from courtesy.cases.decide import owed
from courtesy.cases.digest import FORGOTTEN, is_debt
from courtesy.cases.slot import Slot
from courtesy.cases.timeline import Timeline

SHOWN = timedelta(days=60)  # an application without news for longer is no longer shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One application on the board."""

    case: str
    company: str
    role: str
    stage: str
    last: datetime | None  # when something last happened
    interview: Slot | None  # the next, or the one that is under way
    owed: tuple[Alert, ...]  # what is due or will be, soonest first


def rows(timeline: Timeline, now: datetime) -> list[Row]:
    """The board at `now`: next interviews first, then what is owed soonest, then the latest news."""
    debts: dict[str, list[Alert]] = {}
    for alert in owed(timeline, now):
        debt = _as_owed(alert, now)
        if is_debt(debt, now):
            debts.setdefault(debt.case, []).append(debt)
    found = [_row(case, _begun(case, debts.get(case.id, ()), now), now) for case in timeline.cases]
    shown = [row for row in found if row.interview or row.owed or (row.last and now - row.last < SHOWN)]
    return sorted(shown, key=lambda row: _urgency(row, now))


def open_questions(timeline: Timeline, now: datetime) -> list[Alert]:
    """What the owner was asked lately and has not answered, newest first."""
    asked = [one for one in owed(timeline, now) if one.kind == "question" and one.due and now - one.due < FORGOTTEN]
    return sorted(asked, key=lambda alert: alert.due or now, reverse=True)


def _row(case: Case, debts: Sequence[Alert], now: datetime) -> Row:
    return Row(
        case=case.id,
        company=case.called or "unknown",
        role=case.role or "",
        stage=stage_of(case, now),
        last=case.last,
        interview=min(case.interviews.live(now), key=lambda slot: slot.start, default=None),
        owed=tuple(sorted(_without_doubles(debts), key=lambda alert: (alert.due or now, alert.key))),
    )


def _begun(case: Case, debts: Sequence[Alert], now: datetime) -> list[Alert]:
    """Nobody owes thanks for an interview that is still to come."""
    ahead = {f"thank_you_due:{slot.uid}" for slot in case.interviews.live(now)}
    return [alert for alert in debts if alert.key not in ahead]


def stage_of(case: Case, now: datetime) -> str:
    """Where the case stands, in a word: booked is interviewed once the interview is over."""
    over = case.stage == "booked" and not case.interviews.live(now) and case.interviews.sittings(now)
    return "interviewed" if over else case.stage


def _as_owed(alert: Alert, now: datetime) -> Alert:
    """The alert as the debt that it tells of: due when that is owed, which may be sooner or later than it is told."""
    if alert.by is None:
        return alert
    early = alert.kind == "reply_overdue" and now < alert.by
    return replace(alert, due=alert.by, kind="reply_needed" if early else alert.kind)


def _without_doubles(debts: Sequence[Alert]) -> list[Alert]:
    """An answer that is overdue, or will be, is owed once: its later alert says by when."""
    late = {alert.message_id for alert in debts if alert.key.startswith("reply_overdue:")}
    return [alert for alert in debts if not (alert.key.startswith("reply_needed:") and alert.message_id in late)]


def _urgency(row: Row, now: datetime) -> tuple[int, datetime]:
    if row.interview:
        return 0, row.interview.start
    if row.owed:
        return 1, row.owed[0].due or now
    return 2, now + (now - row.last if row.last else timedelta())


def is_late(alert: Alert, now: datetime) -> bool:
    """Whether it should have been done by now: news may be asked for, or a choice be made, for as long as one likes."""
    if alert.due is None or alert.due > now:
        return False
    missed = alert.kind == "reply_needed" and alert.limit is not None and alert.limit.at == alert.due
    return missed or alert.kind in ("reply_overdue", "thank_you_due")


def by_when(alert: Alert, now: datetime) -> str:
    """When it is owed: "due in 3 h", "overdue for 2 days", "now"; "" where nobody says."""
    if alert.due is None:
        return ""
    if alert.due > now:
        return f"due {away(alert.due, now)}"
    return late_since(alert.due, now) if is_late(alert, now) else "now"


def late_since(due: datetime, now: datetime) -> str:
    """ "overdue for 2 days"; "due now" within the first minute."""
    passed = away(due, now)
    return f"overdue for {passed.removesuffix(' ago')}" if passed.endswith(" ago") else "due now"


def away(moment: datetime, now: datetime) -> str:
    """How far away `moment` is: "in 2 h 5 min", "3 days ago"."""
    minutes = round((moment - now).total_seconds() / 60)
    far = abs(minutes)
    if far < 1:
        return "just now"
    if far < 60:
        words = f"{far} min"
    elif far < 48 * 60:
        words = f"{far // 60} h" + (f" {far % 60} min" if far < 6 * 60 and far % 60 else "")
    else:
        words = f"{far // (24 * 60)} days"
    return f"in {words}" if minutes >= 0 else f"{words} ago"
