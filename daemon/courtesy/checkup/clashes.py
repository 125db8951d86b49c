"""Whether the owner's own appointments are known, with which an interview may clash."""

from datetime import datetime, timedelta

from courtesy.checkup import Finding, failed, note, ok
from courtesy.effects import Diary, Effect
from courtesy.errors import CourtesyError

_AHEAD = timedelta(days=30)
_CHECK = "clashes"


def look_for_appointments(effect: Effect, now: datetime) -> Finding:
    """What the calendar tells of the next month."""
    try:
        busy = effect.busy(now, now + _AHEAD) if isinstance(effect, Diary) else None
    except CourtesyError as error:
        return failed(effect.name, _CHECK, error)
    if busy is None:
        remedy = "name your own calendars as busy in [calendar], if you keep any"
        return note(effect.name, _CHECK, "an interview is not compared with your own appointments", remedy)
    count = f"{len(busy)} of yours in the next {_AHEAD.days} days" if busy else f"none in the next {_AHEAD.days} days"
    return ok(effect.name, _CHECK, f"an interview is compared with your own appointments: {count}")
