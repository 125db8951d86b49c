"""Reads the times of a mail: interview times and windows, deadlines, promises of news, and times that no longer hold.

The way there: `lexer` finds the words of time; `placing` puts the days into the calendar and `clocks` reads the hours;
`binder` brings each hour to its day; `roles` tells what each is for; `statements` holds what came of that for one
mail; `slots`, `limits` and `older` choose from it, and this file makes the answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import partial
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from courtesy.reading.limits import deadline, promise
from courtesy.reading.older import Older
from courtesy.reading.reading import Kind, Span, Why
from courtesy.reading.sentences import clip, in_whole_words
from courtesy.reading.slots import FIXED, Slots, ended
from courtesy.reading.statements import Page, Said
from courtesy.reading.words import Words

_MOST_DAYS = 20
_MOST_HOURS = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Times:
    """What a mail says about when. All spans are aware, in the zone they were stated in."""

    times: tuple[Span, ...] = ()
    windows: tuple[Span, ...] = ()
    deadline: date | datetime | None = None
    news_by: date | None = None
    old_times: tuple[Span, ...] = ()
    duration: timedelta | None = None
    why: tuple[Why, ...] = ()
    days: tuple[date, ...] = ()  # for the appointment, without an hour
    by_weekday: bool = False  # no day is said by number, some by the weekday alone
    moves: bool = False  # one time is given up for another, also in what was taken for an invitation
    same_hour: bool = False  # the days are meant at the hour that was agreed, which the mail does not repeat
    hours: tuple[time, ...] = ()  # named without a day, where no time has one; of the mail's own day at best


def find(
    *,
    newest: str,
    subject: str,
    quoted: str,
    sent: datetime,
    zone: ZoneInfo,
    kind: Kind,
    words: Words,
    beside: Words | None = None,
    owner: str = "",
    their_clock: bool = False,
    cover: str = "",
) -> Times:
    """The times of a mail of `kind`.

    `newest` is what its writer wrote, `quoted` the older text below (only asked for what "the same time" was);
    `sent` is the Date header in the sender's own offset, `zone` the owner's. `beside` are the words tried where `words`
    find no time: machines write English into mail of every language; `owner` is the owner's name, by which their turn
    is known in a running order; `their_clock` that a person wrote, who means the clock of their own wall where the
    mail states none: a machine means the owner's. Of a forward `cover` are the words above it, which `newest` begins
    with: where they say a time, those below only led to it. Never raises; linear in the text.
    """
    if kind in ("other", "reject") or not 1980 <= sent.year < 2200:
        return Times()  # days are read against the day of sending, and that is no day of a mail
    paged = partial(Page, subject=subject, newest=newest, sent=sent, zone=zone, kind=kind, their_clock=their_clock)
    paged = partial(paged, cover=len(cover))
    found, named = _of_page(paged, words, quoted, owner)
    if beside is None or beside is words or (named and _says_something(found)):
        return found
    other, names = _of_page(paged, beside, quoted, owner)
    if named and not names:
        return found  # where the mail's own language knows a day, an hour alone is none of today in English
    better = _says_something(other) and (names or not found.times)
    return other if better or not (_says_something(found) or found.days or found.hours) else found


def _of_page(paged: Callable[..., Page], words: Words, quoted: str, owner: str) -> tuple[Times, bool]:
    """What a mail says as read by `words`, and whether it names a day; the older mail may tell which days are meant."""
    page = paged(words=words)
    if page.speaks and page.kind == "invite" and _sets_against(page):
        paged = partial(paged, kind="reschedule")
        page = paged(words=words)
    always = page.kind in FIXED and bool(quoted)
    if not page.speaks and always:
        page = paged(words=words, always=True)
    older = Older(page, quoted)
    if page.speaks and page.leans and (known := older.days()):
        page = older.page = paged(words=words, known=known)
    found = _answer(page, older, owner) if page.speaks or always else Times()
    return found, page.speaks and any(said.days and not said.guessed for said in page.said)


def _sets_against(page: Page) -> bool:
    """Whether one hour is set against another: "can you come for 3 rather than 2.30?"."""
    for new, old in pairwise(page.said):
        gap = page.text[new.end : old.start].strip(" ,") if old.at and old.start - new.end < 24 else ""
        if new.role == "slot" and new.at and old.role == "other" and gap in page.words.joins["not"] and gap:
            return (new.at.hour - (old.at.hour if old.at else 0)) % 12 != 0 or not gap.startswith("not")
    return False


def _says_something(found: Times) -> bool:
    return bool(found.times or found.windows or found.deadline or found.news_by)


def _answer(page: Page, older: Older, owner: str) -> Times:
    """What a page says, chosen and put into the form of `Times`."""
    slots = Slots(page, owner)
    every = slots.chosen()
    windows = slots.windows(every)
    chosen = [(said, span) for said, span in every if span not in windows]
    times, hours = slots.ended(chosen), tuple[time, ...]()
    if all(said.guessed for said, _ in chosen) and not slots.about_it:
        recalled = older.recalled()
        times, hours = recalled or times or older.later_that_day(), () if recalled else _hours(page)
    times = [ended(span, older.length_then(span)) for span in times]
    by, limit = deadline(page)
    news, promised = promise(page)
    why = [_why(page, "times", said) for said, _ in chosen[:8]]
    why += [_why(page, "deadline", limit)] if limit else []
    why += [_why(page, "news_by", promised)] if promised else []
    doubts = [*page.doubts, *(_either(page, said) for said, _ in chosen if said.at and said.at.either)][:5]
    why += [Why(rule="times", says="doubt", weight=0.0, quote=doubt) for doubt in doubts]
    return Times(
        times=tuple(times),
        windows=tuple(windows),
        deadline=by,
        news_by=news,
        old_times=(*(span for _, span in page.spans("old")), *slots.given_up),
        duration=page.length,
        why=tuple(why),
        days=_days(page),
        by_weekday=page.leans and not page.dated,
        moves=page.kind == "reschedule",
        same_hour=not times and page.words.cues["same_time"].search(page.text) is not None,
        hours=hours,
    )


def _days(page: Page) -> tuple[date, ...]:
    bare = (said for said in page.said if said.role == "slot" and not said.at and not said.vague)
    return tuple(islice((day for said in bare for day in said.days), _MOST_DAYS))


def _hours(page: Page) -> tuple[time, ...]:
    """The hours that the text names without a day, new ones and those given up; with the offset of a stated zone."""
    alone = [one.at for one in page.said if one.role in ("slot", "old") and (one.guessed or not one.days) and one.at]
    found = (time(at.hour, at.minute, tzinfo=_offset(page, at.zone)) for at in alone if at.start >= page.body)
    return tuple(islice(dict.fromkeys(found), _MOST_HOURS))


def _offset(page: Page, zone: tzinfo | None) -> timezone | None:
    """That of `zone` on the day of the mail; none of "my time", where a machine sent it that counts in UTC."""
    if zone is None or (zone == page.zones.sender and not page.sent.utcoffset()):
        return None
    return timezone(page.sent.astimezone(zone).utcoffset() or timedelta())


def _either(page: Page, said: Said) -> str:
    """The doubt about an hour that is said without its half of the day."""
    hour = page.original[said.at.start : said.at.end] if said.at else ""
    return clip(f"{' '.join(hour.split())} may be of the morning or of the evening")


def _why(page: Page, says: str, said: Said) -> Why:
    first, last = page.layout.bounds(said.start)
    last = max(said.end, last)
    start, end = said.start - first, said.end - first
    quote = in_whole_words(page.original[first:last], max(0, start - 60), start, end, end + 60)
    return Why(rule="times", says=says, weight=0.0, quote=clip(" ".join(quote.split())))
