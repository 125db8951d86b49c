"""What the owner has settled is owed no longer; what he put off is owed later, and told again then."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from courtesy.cases.actions import Alert

Settled = Mapping[str, datetime | None]
"""Keys of alerts: None for one that is settled, else until when it is put off (aware UTC)."""

_REPLIES = ("reply_needed", "reply_overdue")


def heed(alerts: Iterable[Alert], settled: Settled) -> Iterator[Alert]:
    """The alerts that are still owed: those put off under a key of their own, so that they are told a second time."""
    for alert in alerts:
        if alert.key not in settled:
            yield alert
        elif (until := settled[alert.key]) is not None:
            yield replace(alert, key=f"{alert.key}~{until:%Y%m%dT%H%M%S}", due=until)


def passes_limit(alert: Alert, until: datetime, now: datetime) -> bool:
    """True where the alert, put off until then, would be told when it is too late, and now it is not."""
    return alert.limit is not None and now < alert.limit.at < until


def short(alert: Alert) -> str:
    """By which the owner can name the debt to a command: the same when it is put off, and when it is overdue."""
    return _short(next(iter(_keys(alert))))


def is_called(name: str, alert: Alert) -> bool:
    """Whether `name` is the short name of the alert, or one that was told for the same debt in former days."""
    return name.strip().lower() in map(_short, _keys(alert))


def _short(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:6]


def _keys(alert: Alert) -> list[str]:
    """The keys under which the debt is told, the usual one first: an answer is told of twice."""
    kind, _, fact = plain_key(alert).partition(":")
    return [f"{one}:{fact}" for one in (_REPLIES if kind in _REPLIES else (kind,))]


def plain_key(alert: Alert) -> str:
    """The key of the alert as it was before it was put off."""
    return alert.key.partition("~")[0]


def akin(alert: Alert, others: Iterable[Alert]) -> list[Alert]:
    """Those of `others` that stand for the same debt: an answer is owed once, though it is told of twice."""
    if alert.kind not in _REPLIES or alert.message_id is None:
        return []
    same = (one for one in others if one.kind in _REPLIES and one.message_id == alert.message_id)
    return [one for one in same if plain_key(one) != plain_key(alert)]
