"""By when an answer is of use: until their deadline, or until the first time that they offer."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from courtesy.cases.actions import Limit
from courtesy.cases.events import Event, Owner
from courtesy.cases.traits import HURRIES
from courtesy.reading.reading import Span

DEADLINE = "their deadline"
NOTICE = timedelta(hours=1)  # nobody can promise to make a time that is sooner than this
_LAST_MINUTE = time(23, 59)  # of a day that is named without a clock


def to_come(spans: Iterable[Span], now: datetime, *, windows: bool = False) -> tuple[Span, ...]:
    """Those of `spans` that the owner can still make at `now` (aware); in `windows` he chooses when."""
    return tuple(span for span in spans if ((windows and span.end) or span.start) > now + NOTICE)


def answer_limit(event: Event, owner: Owner, now: datetime) -> Limit | None:
    """After which no answer helps; None where the mail names no such moment after its own.

    Of several times that they offer it is the first that is not past at `now` (aware), if there is one.
    """
    reading = event.reading
    found = [Limit(at=_moment(reading.deadline, owner.zone), what=DEADLINE)] if reading.deadline else []
    if reading.kind in HURRIES:
        found += _first_time(event, now)
    if event.asks_about:
        found.append(Limit(at=event.asks_about, what="the interview"))
    ahead = [limit for limit in found if limit.at > event.sent]  # an earlier one was misread
    return min(ahead, key=lambda limit: limit.at, default=None)


def _first_time(event: Event, now: datetime) -> list[Limit]:
    starts = sorted(span.start.astimezone(UTC) for span in event.reading.times if span.start > event.sent)
    if not starts:
        return []
    first = next((start for start in starts if start >= now), starts[0])
    what = "the first time they offer" if first == starts[0] else "the next time they offer"
    return [Limit(at=first, what=what if len(event.reading.times) > 1 else "the time they propose")]


def answer_by(event: Event, owner: Owner, now: datetime, put_off: datetime | None = None) -> datetime:
    """When the answer is owed: as they say, else in the owner's own time, but no later than the limit (aware UTC).

    His own time is `put_off` where he put it off until then; when that has come it is as late as it would have been.
    """
    limit, own = answer_limit(event, owner, now), event.sent + owner.reply_within
    put_off = put_off if put_off is not None and put_off > now else None
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
