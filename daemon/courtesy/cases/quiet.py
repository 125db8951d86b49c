"""When an alert may speak: quiet hours and weekends hold back what can wait."""

from datetime import datetime, time

from courtesy.cases.actions import Alert
from courtesy.cases.events import Owner

AT_ONCE = frozenset({"conflict", "scam_warning", "reply_needed"})  # costs the owner most when late
UNTIL_MONDAY = frozenset({"follow_up_ok", "thank_you_courtesy", "too_early"})
SATURDAY = 5


def may_speak(alert: Alert, now: datetime, owner: Owner) -> bool:
    """True where the alert is told at `now` (aware UTC); False where it waits for the end of the quiet time."""
    if alert.kind in AT_ONCE:
        return True
    local = now.astimezone(owner.zone)
    if owner.quiet_weekend and alert.kind in UNTIL_MONDAY and local.weekday() >= SATURDAY:
        return False
    return not _within(local.time(), owner.quiet_from, owner.quiet_to)


def _within(clock: time, start: time | None, end: time | None) -> bool:
    if start is None or end is None or start == end:
        return False
    return start <= clock < end if start < end else clock >= start or clock < end
