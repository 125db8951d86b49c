"""How each kind of alert is told: the whole table."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from courtesy.cases.actions import AlertKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """When an alert may speak, and how long after it fell due it still helps somebody who has just begun."""

    speaks: Literal["at once", "by day", "on workdays"]  # at once: costs the owner most when late
    helps: timedelta


def _manner(speaks: Literal["at once", "by day", "on workdays"], **helps: int) -> Manner:
    return Manner(speaks=speaks, helps=timedelta(**helps))


MANNERS: dict[AlertKind, Manner] = {
    "reply_needed": _manner("at once", days=14),
    "reply_overdue": _manner("by day", days=14),
    "thank_you_due": _manner("by day", days=4),
    "thank_you_courtesy": _manner("on workdays", days=4),
    "debrief": _manner("by day", hours=24),
    "follow_up_ok": _manner("on workdays", days=14),
    "too_early": _manner("on workdays"),
    "conflict": _manner("at once", days=14),
    "scam_warning": _manner("at once", days=3),
    "question": _manner("by day", days=4),
    "signal": _manner("by day"),
    "place_changed": _manner("at once", days=3),
    "briefing": _manner("at once", hours=24),  # that of the evening keeps out of the quiet hours by itself
    "digest": _manner("at once"),  # the owner has chosen its hour
}
