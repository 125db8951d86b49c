"""Calendar arithmetic: which day "next Tuesday", "14 October" or "the 21st" is, seen from the day of the mail."""

import calendar
from datetime import date, timedelta

from courtesy.reading.tokens import Period

_STALE = 75  # a date without a year lying further back than this many days means next year


def weekday_after(anchor: date, weekday: int) -> date:
    """The first `weekday` (Monday 0) after `anchor`, never `anchor` itself."""
    return anchor + timedelta(days=(weekday - anchor.weekday() - 1) % 7 + 1)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weekday(anchor: date, wanted: int, shift: str = "", carried: date | None = None) -> date:
    """The day a weekday word means on `anchor`; `shift` is what stands beside it, `carried` the day named before.

    "next" is the one of next week; "this" the one of this week unless it is over; "last" is in the past.
    """
    week = monday_of(anchor) + timedelta(days=wanted)
    coming = weekday_after(anchor, wanted)
    if shift in ("next", "next_week"):
        return week + timedelta(days=7)
    if shift == "week_after_next":
        return week + timedelta(days=14)
    if shift in ("this", "this_week"):
        return week if week >= anchor else coming
    if shift == "last":
        return anchor - timedelta(days=(anchor.weekday() - wanted - 1) % 7 + 1)
    if shift == "following":
        return weekday_after(carried or anchor, wanted)
    if shift == "that_week" and carried:
        return monday_of(carried) + timedelta(days=wanted)
    if shift == "following_week":
        return monday_of(carried or anchor) + timedelta(days=7 + wanted)
    if shift in ("week", "fortnight"):  # "Tuesday week" said on a Tuesday is a week from that day
        return anchor + timedelta(days=(wanted - anchor.weekday()) % 7 + (7 if shift == "week" else 14))
    return coming


def exists(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_day(anchor: date, month: int, day: int, year: int | None = None, wanted: int | None = None) -> date | None:
    """The day `day` of `month`; without a year the one near `anchor`, the `wanted` weekday choosing between years."""
    if year is not None:
        return exists(year + 2000 if year < 100 else year, month, day)
    this, following = exists(anchor.year, month, day), exists(anchor.year + 1, month, day)
    before = exists(anchor.year - 1, month, day)
    if before is not None and before >= anchor - timedelta(days=14) and (wanted is None or before.weekday() == wanted):
        return before  # in January, a day of last December
    if this is None:
        return following
    if this >= anchor - timedelta(days=_STALE) and not (
        this < anchor
        and wanted is not None
        and this.weekday() != wanted
        and following
        and following.weekday() == wanted
    ):
        return this
    return following


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The first of the month `months` after that of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def day_of_month(anchor: date, day: int, wanted: int | None = None) -> date | None:
    """The next `day`-th on or after `anchor`; with a `wanted` weekday, the one within three months that falls on it."""
    near = [exists(*add_months(anchor, ahead).timetuple()[:2], day) for ahead in range(3)]
    ahead = [found for found in near if found is not None and found >= anchor]
    if wanted is not None:
        for found in ahead:
            if found.weekday() == wanted:
                return found
    return ahead[0] if ahead else None


def nth_weekday(anchor: date, nth: int, weekday: int, month: int) -> date | None:
    """The `nth` such weekday (5 the last) of a month: 1-12 by name, 0 that of `anchor` unless over, 13 the next."""
    for ahead in range(13):
        first = add_months(anchor, ahead + (month == 13))
        if 1 <= month <= 12 and first.month != month:
            continue
        all_days = [first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * week) for week in range(5)]
        inside = [day for day in all_days if day.month == first.month]
        found = inside[-1] if nth == 5 else inside[nth - 1]
        if found >= anchor:
            return found
    return None


def business_days(anchor: date, count: int) -> date:
    """`anchor` plus `count` days of Monday to Friday."""
    day = anchor
    for _ in range(min(count, 400)):
        day += timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
    return day


def counted(anchor: date, count: float, unit: str) -> date | None:
    """`anchor` plus `count` units; hours count by whole days, fewer than twelve as none. None for another unit."""
    number = round(count)
    if unit == "business_day":
        return business_days(anchor, number)
    if unit == "month":
        first = add_months(anchor, number)
        return min(month_end(first), first + timedelta(days=anchor.day - 1))
    if unit == "hour":
        return anchor + timedelta(days=-(-number // 24) if number >= 12 else 0)
    lengths = {"day": count, "week": count * 7, "fortnight": count * 14}
    return anchor + timedelta(days=round(lengths[unit])) if unit in lengths else None


def edge_of_week(monday: date, edge: str) -> date:
    """Early is Tuesday, the middle Wednesday, the end (and no edge at all) Friday."""
    return monday + timedelta(days={"early": 1, "mid": 2}.get(edge, 4))


def edge_of_month(first: date, edge: str) -> date:
    """Early is the 7th, the middle the 15th, the end the last day; "week1" the Friday of the first working week."""
    if edge.startswith("week"):
        monday = monday_of(first + timedelta(days=2))  # a month that begins on a Saturday works from the Monday on
        weeks = {"week1": 0, "week2": 7, "week3": 14}.get(edge)
        return (
            monday + timedelta(days=weeks + 4) if weeks is not None else edge_of_week(monday_of(month_end(first)), "")
        )
    return first.replace(day={"early": 7, "mid": 15}.get(edge, 1)) if edge in ("early", "mid") else month_end(first)


def numbered_week(anchor: date, number: int) -> date:
    """The Monday of week `number` (ISO 8601; the last, where a year has no week 53), of next year where it is over."""
    for year in (anchor.year, anchor.year + 1):
        last = date(year, 12, 28).isocalendar()[1]
        monday = date.fromisocalendar(year, min(number, last), 1)
        if monday >= monday_of(anchor) - timedelta(days=28):
            break
    return monday


def of_period(anchor: date, period: Period, carried: date | None = None) -> date | None:
    """The last day of a week, a weekend or a month, or of its stated edge; `carried` is the day named before.

    None for "that week" where no day was named.
    """
    if period.which == "that_week" and carried is None:
        return None
    if period.unit == "weekend":
        return max(monday_of(anchor) + timedelta(days=4), anchor)
    if period.unit == "week_number":
        return edge_of_week(numbered_week(anchor, period.month), period.edge)
    if period.unit == "week":
        weeks = {"next": 7, "week_after_next": 14, "following_week": 7}.get(period.which, 0)
        base = carried if period.which in ("following_week", "that_week") and carried else anchor
        found = edge_of_week(monday_of(base) + timedelta(days=weeks), period.edge)
        return found + timedelta(days=7) if found < anchor and not weeks else found
    first = add_months(anchor, 1 if period.which == "next" else 0)
    if period.month:
        first = date(anchor.year + (period.month < anchor.month), period.month, 1)
    return edge_of_month(first, period.edge)


def name_of(weekday: int) -> str:
    return f"{date(2024, 1, 1 + weekday):%A}"  # a year that began on a Monday
