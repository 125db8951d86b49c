"""By when an answer is of use: until their deadline, or until the first time that they offer."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from courtesy.cases.actions import Limit
from courtesy.cases.events import Event, Owner
from courtesy.cases.traits import HURRIES

DEADLINE = "their deadline"
_LAST_MINUTE = time(23, 59)  # of a day that is named without a clock


def answer_limit(event: Event, owner: Owner) -> Limit | None:
    """After which no answer helps; None where the mail names no such moment after its own."""
    reading = event.reading
    found = [Limit(at=_moment(reading.deadline, owner.zone), what=DEADLINE)] if reading.deadline else []
    if reading.kind in HURRIES:
        first = "the first time they offer" if len(reading.times) > 1 else "the time they propose"
        found += [Limit(at=span.start.astimezone(UTC), what=first) for span in reading.times]
    if event.asks_about:
        found.append(Limit(at=event.asks_about, what="the interview"))
    ahead = [limit for limit in found if limit.at > event.sent]  # an earlier one was misread
    return min(ahead, key=lambda limit: limit.at, default=None)


def answer_by(event: Event, owner: Owner, put_off: datetime | None = None) -> datetime:
    """When the answer is owed: as they say, else in the owner's own time, but no later than the limit (aware UTC).

    His own time is `put_off` where he put it off until then.
    """
    limit, own = answer_limit(event, owner), event.sent + owner.reply_within
    own = max(own, put_off or own)
    if limit is None or (put_off is not None and put_off > limit.at):  # the limit was missed already
        return own
    return limit.at if _is_stated(event, owner) else min(limit.at, own)


def _is_stated(event: Event, owner: Owner) -> bool:
    deadline = event.reading.deadline
    return deadline is not None and _moment(deadline, owner.zone) > event.sent


def _moment(deadline: date | datetime, zone: ZoneInfo) -> datetime:
    if isinstance(deadline, datetime):
        return deadline.astimezone(UTC)
    return datetime.combine(deadline, _LAST_MINUTE, zone).astimezone(UTC)
