"""When an alert may speak: quiet hours and weekends hold back what can wait."""

from datetime import UTC, datetime, time, timedelta

from courtesy.cases.actions import Alert
from courtesy.cases.events import Owner
from courtesy.cases.manner import MANNERS

SATURDAY = 5


def may_speak(alert: Alert, now: datetime, owner: Owner) -> bool:
    """True where the alert is told at `now` (aware UTC); False where it waits for the end of the quiet time."""
    speaks = MANNERS[alert.kind].speaks
    if speaks == "at once":
        return True
    local = now.astimezone(owner.zone)
    if owner.quiet_weekend and speaks == "on workdays" and local.weekday() >= SATURDAY:
        return False
    return not _within(local.time(), owner.quiet_from, owner.quiet_to)


def end_of_quiet(moment: datetime, owner: Owner) -> datetime:
    """When the quiet hours are over in which `moment` lies; the moment itself where it lies in none (aware UTC)."""
    local = moment.astimezone(owner.zone)
    if owner.quiet_to is None or not _within(local.time(), owner.quiet_from, owner.quiet_to):
        return moment
    days = (local.date() + timedelta(days=n) for n in (0, 1))
    ends = (datetime.combine(day, owner.quiet_to, owner.zone).astimezone(UTC) for day in days)
    return next(end for end in ends if end > moment)


def _within(clock: time, start: time | None, end: time | None) -> bool:
    if start is None or end is None or start == end:
        return False
    return start <= clock < end if start < end else clock >= start or clock < end
