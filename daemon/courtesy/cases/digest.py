"""What is told when the owner's limit of alerts a day is reached, and the digest that tells the rest."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from courtesy.cases.actions import Alert, AlertKind
from courtesy.cases.events import Owner
from courtesy.cases.settled import short

USUAL = time(20)  # when the rest is told where the owner has chosen no hour
_LISTED = 30
FORGOTTEN = timedelta(days=14)  # what fell due longer ago is listed no more
_DEBTS: frozenset[AlertKind] = frozenset(
    {"reply_needed", "reply_overdue", "thank_you_due", "thank_you_courtesy", "follow_up_ok", "conflict"}
)
_FIRST: frozenset[AlertKind] = frozenset(
    {"reply_needed", "reply_overdue", "conflict", "place_changed", "scam_warning", "question"}
)
_FEW = 3  # arrears that are told by themselves
_ALWAYS: frozenset[str] = frozenset({"signal", "briefing", "digest"})  # of no use later, or no use in a list


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """How alerts are divided."""

    told: tuple[Alert, ...]  # by themselves, most urgent first
    kept: tuple[Alert, ...]  # for the digest


def share(alerts: Sequence[Alert], kept: Collection[str], room: int, now: datetime, digest_at: datetime) -> Share:
    """Divide `alerts`, none of which was told: `room` more may be told today, and the next digest is at `digest_at`.

    Those whose keys are in `kept` wait for the digest already. What would be too late by then is told all the same.
    """
    told: list[Alert] = []
    rest: list[Alert] = []
    for alert in sorted(alerts, key=_urgency):
        if alert.kind in _ALWAYS or _is_late(alert, now, digest_at) or (alert.key not in kept and len(told) < room):
            told.append(alert)
        else:
            rest.append(alert)
    return Share(told=tuple(told), kept=tuple(rest))


def _is_late(alert: Alert, now: datetime, digest_at: datetime) -> bool:
    """True where the owner can still act in time now, and not after the digest."""
    return any(now < end <= digest_at for end in _ends(alert))


def _urgency(alert: Alert) -> tuple[bool, datetime, str]:
    soonest = min(_ends(alert), default=alert.due or datetime.max.replace(tzinfo=UTC))
    return alert.kind not in _FIRST, soonest, alert.key


def _ends(alert: Alert) -> list[datetime]:
    """When it should be done by, and when it must."""
    return [end for end in (alert.by, alert.limit.at if alert.limit else None) if end is not None]


def is_before(alert: Alert, begun: datetime) -> bool:
    """Whether the alert fell due before the program first ran, and may be told in a list."""
    return alert.kind not in _ALWAYS and alert.due is not None and alert.due <= begun


def first(arrears: Sequence[Alert], now: datetime) -> list[Alert]:
    """What was owed before the program first ran, as it is told then: one by one, or all in one."""
    listed = sorted(_once(arrears), key=_urgency)
    one = _in_one(f"digest:{now:%Y-%m-%dT%H:%M:%S} arrears", listed, now)
    return [one] if one and len(listed) > _FEW else listed


def digest(due: Sequence[Alert], kept: Collection[str], hour: datetime, now: datetime, owner: Owner) -> Alert | None:
    """The digest of the `hour`, told at `now`: all that is owed in one alert, most urgent first; None if nothing is.

    Those are the debts in `due`, and what was `kept` of it.
    """
    listed = _once(alert for alert in due if alert.key in kept or is_debt(alert, now))
    return _in_one(key(hour, owner), sorted(listed, key=_urgency), now)


def _once(alerts: Iterable[Alert]) -> list[Alert]:
    """An answer is owed once: those that are late are told as such."""
    every = list(alerts)
    late = {alert.message_id for alert in every if alert.kind == "reply_overdue"}
    return [one for one in every if one.kind != "reply_needed" or one.message_id not in late]


def renewed(told: Alert, owed: Iterable[Alert], now: datetime) -> Alert | None:
    """The digest `told`, which nobody has seen yet, with what of it is still `owed`; None if nothing is."""
    names = {line.partition(" ")[0] for line in told.more}
    left = _once(one for one in owed if short(one) in names and one.due is not None and one.due <= now)
    return _in_one(told.key, sorted(left, key=_urgency), now)


def _in_one(key: str, listed: Sequence[Alert], now: datetime) -> Alert | None:
    if not listed:
        return None
    lines = [f"{short(alert)}  {alert.text}" for alert in listed[:_LISTED]]
    if len(listed) > _LISTED:
        lines.append(f"and {len(listed) - _LISTED} more, which `courtesy status` shows")
    others = len(listed) - 1
    more = f"; {others} thing{'s' if others > 1 else ''} more {'are' if others > 1 else 'is'} owed" if others else ""
    return Alert(key=key, kind="digest", text=listed[0].text + more, more=tuple(lines), due=now)


def is_debt(alert: Alert, now: datetime) -> bool:
    """Whether the owner owes it, and it did not fall due so long ago that nobody waits for it."""
    return alert.kind in _DEBTS and alert.due is not None and now - alert.due < FORGOTTEN


def key(hour: datetime, owner: Owner) -> str:
    """The key of the digest that is due at that hour: one a day."""
    return f"digest:{hour.astimezone(owner.zone).date()}"


def moment(now: datetime, at: time, owner: Owner, *, days: int = 0) -> datetime:
    """When the digest of the day is due on the owner's clock, or that of so many days later (aware UTC)."""
    day = now.astimezone(owner.zone).date() + timedelta(days=days)
    return datetime.combine(day, at, owner.zone).astimezone(UTC)
