"""Reads the times of a mail: interview times and windows, deadlines, promises of news, and times that no longer hold.

The way there: `lexer` finds the words of time; `placing` puts the days into the calendar and `clocks` reads the hours;
`binder` brings each hour to its day; `roles` tells what each is for; `statements` holds what came of that for one
mail, and this file makes the answer of it.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from courtesy.reading import recall
from courtesy.reading.days import edge_of_week, monday_of
from courtesy.reading.lengths import length
from courtesy.reading.reading import Kind, Span, Why
from courtesy.reading.roles import HAS_DEADLINE, HAS_NEWS, HAS_TIMES, Role
from courtesy.reading.statements import Page, Said
from courtesy.reading.words import Words, fold

__all__ = ["Times", "Words", "find"]

_FIXED: frozenset[Kind] = frozenset({"confirm", "cancel", "reschedule"})  # kinds that speak of a time already known


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
    doubts: tuple[str, ...] = ()


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
) -> Times:
    """The times of a mail of `kind`.

    `newest` is what its writer wrote, `quoted` the older text below (only asked for what "the same time" was);
    `sent` is the Date header in the sender's own offset, `zone` the owner's. `beside` are the words tried where `words`
    find no time: machines write English into mail of every language; `owner` is the owner's name, by which their turn
    is known in a running order. Never raises; linear in the text.
    """
    if kind in ("other", "reject") or not 1980 <= sent.year < 2200:
        return Times()  # days are read against the day of sending, and that is no day of a mail
    always = kind in _FIXED and bool(quoted)
    page = Page(subject=subject, newest=newest, sent=sent, zone=zone, kind=kind, words=words, always=always)
    older = _Older(page, quoted)
    if page.speaks and page.leans and (known := older.days()):
        page = Page(subject=subject, newest=newest, sent=sent, zone=zone, kind=kind, words=words, known=known)
    found = _Answer(page, owner, older).times() if page.speaks or always else Times()
    named = page.speaks and any(said.days and not said.guessed for said in page.said)
    if (
        beside is None
        or beside is words
        or (named and (found.times or found.windows or found.deadline or found.news_by))
    ):
        return found
    return find(
        newest=newest, subject=subject, quoted=quoted, sent=sent, zone=zone, kind=kind, words=beside, owner=owner
    )


class _Older:
    """The quoted mail below, read when first asked for."""

    def __init__(self, page: Page, quoted: str) -> None:
        self._newer = page
        self._quoted = quoted[:8_000]

    @cached_property
    def page(self) -> Page | None:
        """The quoted mail, read as a proposal of the day it was written; None where it speaks of no time."""
        words, owner, sent = self._newer.words, self._newer.zones.owner, self._newer.sent
        first = Page(subject="", newest=self._quoted[:400], sent=sent, zone=owner, kind="invite", words=words)
        if not self._quoted or not first.speaks:
            return None
        written = recall.anchor([day for when in first.whens for day in when.days], sent)
        text = recall.without_headers(self._quoted)
        return Page(subject="", newest=text, sent=written, zone=owner, kind="invite", words=words, always=True)

    def days(self) -> tuple[date, ...]:
        """The days ahead that the quoted mail says by number."""
        return tuple(day for day in self.page.dated if day > self._newer.anchor) if self._quoted and self.page else ()


class _Answer:
    """What a page says, chosen and put into the form of `Times`."""

    def __init__(self, page: Page, owner: str, older: _Older) -> None:
        self.page = page
        self.older = older
        self.owner = [part for part in fold(owner).replace("@", " ").split() if len(part) > 2]

    def times(self) -> Times:
        duration = self.page.length
        old = {span.start for _, span in self.page.spans("old")}
        slots = [(said, span) for said, span in self.page.spans("slot") if self._counts(said, span)]
        slots = [(said, span) for said, span in slots if span.start not in old] or slots
        slots = self._after_same(slots)
        slots = self._owners(self._from_new(self._without_arrivals(slots)))
        windows = [span for said, span in slots if self._is_window(said, span, duration)]
        chosen = [(said, span) for said, span in slots if span not in windows]
        own = {span.start: self._own_length(said) for said, span in chosen if not span.end}
        general = None if any(own.values()) and len(chosen) > 1 else duration
        times = [_ended(span, own.get(span.start) or general) for _, span in chosen]
        if all(said.guessed for said, _ in chosen):
            times = self._recalled(duration) or times or self._today()
        deadline, limit = self._deadline()
        news, promise = self._news()
        why = [self._why("times", said) for said, _ in chosen[:8]]
        why += [self._why("deadline", limit)] if limit else []
        why += [self._why("news_by", promise)] if promise else []
        return Times(
            times=tuple(times),
            windows=tuple(windows),
            deadline=deadline,
            news_by=news,
            old_times=tuple(span for _, span in self.page.spans("old")),
            duration=duration,
            why=tuple(why),
            doubts=tuple(self.page.doubts[:5]),
        )

    def _after_same(self, slots: list[tuple[Said, Span]]) -> list[tuple[Said, Span]]:
        """Of a move what "the same time on Friday" leaves: not the times before it, unless they are choices."""
        first = next((place for place, (said, _) in enumerate(slots) if said.same), 0)
        if self.page.kind != "reschedule" or not first:
            return slots
        between = self.page.text[slots[first - 1][0].end : slots[first][0].start]
        either = self.page.words.cues["choice"].search(between) or self.page.words.cues["if_not"].search(between)
        return slots if either else slots[first:]

    def _without_arrivals(self, slots: list[tuple[Said, Span]]) -> list[tuple[Said, Span]]:
        """Of "arrive 9.45 for a 10.00 start" the start alone."""
        cue, starts = self.page.words.cues["arrive"], [span.start for _, span in slots]
        kept = []
        for said, span in slots:
            followed = any(timedelta(0) < start - span.start <= timedelta(hours=2) for start in starts)
            if not (followed and said.at and not span.end and self.page.tells(cue, said.at.start)):
                kept.append((said, span))
        return kept

    def _from_new(self, slots: list[tuple[Said, Span]]) -> list[tuple[Said, Span]]:
        """Of a notice of a move the times from the one labelled as new on: what stands above it is crossed out."""
        if self.page.kind != "reschedule" or len(slots) < 2:
            return slots
        cue = self.page.words.cues["new_label"]
        labelled = [self.page.tells(cue, said.start) for said, _ in slots]
        if not any(labelled):
            labelled = [self._said_to_be_new(said) for said, _ in slots]
        return slots[labelled.index(True) :] if any(labelled) else slots

    def _said_to_be_new(self, said: Said) -> bool:
        """Whether words beside a time make it the new one: "1 instead?", "so come for ten", "I propose 13:00"."""
        cues, at = self.page.words.cues, said.at.start if said.at else said.start
        after = self.page.text[said.end : said.end + 30]
        before = self.page.tells(cues["new_before"], at) or self.page.tells(cues["new_before"], said.start)
        return before or cues["instead"].search(after) is not None

    def _owners(self, slots: list[tuple[Said, Span]]) -> list[tuple[Said, Span]]:
        """Of a running order the owner's turn alone, where named: "your turn being at 10.10", "you are the 11.15"."""
        if self.page.kind not in _FIXED or len(slots) < 2:
            return slots
        cue = self.page.words.cues["own_turn"]
        own = [said.at is not None and self.page.tells(cue, said.at.start) for said, _ in slots]
        if not any(own) and len(slots) > 2 and all(self.page.listed_at(said.start) for said, _ in slots):
            own = [self._names_owner(said) for said, _ in slots]
        days = {span.start.date() for (_, span), is_own in zip(slots, own, strict=True) if is_own}
        return [slot for slot, is_own in zip(slots, own, strict=True) if is_own or slot[1].start.date() not in days]

    def _names_owner(self, said: Said) -> bool:
        first, last = self.page.layout.line_bounds(said.start)
        line = self.page.text[first:last].replace(",", " ").replace(".", " ").split()
        return any(part in line for part in self.owner)

    def _recalled(self, duration: timedelta | None) -> list[Span]:
        """The time that a confirmation, a move or a cancellation speaks of without saying it, from the older mail."""
        leans = any(said.guessed for said in self.page.said)  # a clock time whose day only the older mail may say
        same = self.page.words.cues["same_time"].search(self.page.text) is not None
        if not (self.page.kind in _FIXED or leans or same) or self.older.page is None:
            return []
        older, moved = self.older.page, self.page.kind == "reschedule" or (same and self.page.kind == "invite")
        if moved and not self._says_same_time():
            return []
        spans = [span for _, span in older.spans("slot")] or self._on_their_day(older)
        ahead = [span for span in spans if span.start >= self.page.sent]
        for hints in (self._hints(0), self._hints(self.page.body)):  # the subject may speak of a day given up
            if (chosen := self._picked(ahead)) and not any(hints.days):
                return [_ended(span, duration or older.length) for span in chosen]
            found = recall.recall(hints, spans, after=self.page.sent, moved=moved)
            if found:
                break
        return [_ended(span, duration or older.length) for span in found]

    def _hints(self, first: int) -> recall.Hints:
        """What the newest words, from place `first` on, say of the time they mean."""
        roles = ("slot",) if self.page.kind == "reschedule" else ("slot", "old")
        said = [one for one in self.page.said if one.start >= first]
        return recall.Hints(
            days=tuple(day for one in said if one.at is None and one.role in roles for day in one.days),
            clocks=tuple(
                (one.at.hour, one.at.minute)
                for one in said
                if one.at and one.role == "slot" and one.start >= self.page.body
            ),
        )

    def _picked(self, spans: list[Span]) -> list[Span]:
        """The one of `spans` that the mail picks by its number: "the latter", "option 2", "3 it is"."""
        for place in range(4 if spans else 0):
            if self.page.words.cues[f"pick_{place + 1}"].search(self.page.text):
                return spans[place : place + 1] or spans[-1:]
        return []

    def _on_their_day(self, older: Page) -> list[Span]:
        """A clock time of the newest words on the day of the older mail: "2.30 it is", after "Wednesday suits me"."""
        clocks = [said.at for said in self.page.said if said.at and said.role == "slot"]
        days = [day for said in older.said if said.role == "slot" for day in said.days]
        ahead = [day for day in days if day >= self.page.anchor]
        span = self.page.span(ahead[0], clocks[0]) if ahead and clocks else None
        return [span] if span else []

    def _today(self) -> list[Span]:
        """The hour that a confirmation names without a day, if it lies ahead: "running on time for our 2.15"."""
        if self.page.kind not in ("confirm", "reschedule") or not self.page.speaks or self.page.whens:
            return []
        hours = [said.at for said in self.page.said if said.at and said.role == "slot" and said.start >= self.page.body]
        for zone in (self.page.zone, self.page.zones.sender) if hours else ():
            span = self.page.span(self.page.anchor, replace(hours[0], zone=hours[0].zone or zone))
            if span and timedelta(0) < span.start - self.page.sent < timedelta(hours=12):
                return [span]
        return []

    def _says_same_time(self) -> bool:
        """Whether a move leans on the old time: "same time on Friday", or a clock time without a day."""
        clock = any(said.at and said.role == "slot" and said.start >= self.page.body for said in self.page.said)
        return clock or self.page.words.cues["same_time"].search(self.page.text) is not None

    def _own_length(self, said: Said) -> timedelta | None:
        """The length said in the same line after a time of an agenda: "10.45 Students (20 minutes)"."""
        last = self.page.layout.line_bounds(said.start)[1]
        inside = [
            token
            for token in self.page.tokens
            if token.kind == "count" and said.end <= token.start < min(last, said.end + 80)
        ]
        if len(inside) != 1 or last - said.start > 110 or not self.page.listed_at(said.start):
            return None
        return length(inside, self.page.layout, self.page.words)

    def _counts(self, said: Said, span: Span) -> bool:
        late = timedelta(hours=2 if self.page.kind == "cancel" else 0)
        if self.page.kind not in HAS_TIMES or span.start < self.page.sent - late:
            return False
        if self.page.kind == "offer":
            return self.page.words.cues["appointment"].search(self.page.layout.around(said.start)) is not None
        return True

    def _is_window(self, said: Said, span: Span, duration: timedelta | None) -> bool:
        if span.end is None or self.page.kind not in ("invite", "outreach", "reschedule"):
            return False
        if self.page.kind == "reschedule" and not (said.at and said.at.between):
            return False
        fixed = self.page.words.cues["fixed_range"].search(self.page.layout.around(said.start))
        if fixed or span.end - span.start <= timedelta(minutes=45):
            return False
        if duration is not None and span.end - span.start >= max(2 * duration, timedelta(minutes=60)):
            return True
        cues = self.page.words.cues
        choice = cues["window"].search(self.page.layout.around(said.start)) or cues["any_start"].search(self.page.text)
        return choice is not None and span.end - span.start != duration

    def _deadline(self) -> tuple[date | datetime | None, Said | None]:
        """By when the owner must act: the surest statement of it, a named day before a vague one, the text first."""
        found = self._limits("deadline") if self.page.kind in HAS_DEADLINE else []
        if not found:
            return None, None
        said = self._last_of(found[0])
        if said.at is not None and (span := self.page.span(said.days[-1], said.at)):
            return span.start, said
        return said.days[-1], said

    def _news(self) -> tuple[date | None, Said | None]:
        """By when they promise to come back: of "Tuesday or Wednesday" the later."""
        found = self._limits("news") if self.page.kind in HAS_NEWS else []
        if self.page.kind not in ("update", "receipt", "cancel"):
            found = [said for said in found if said.weight > 1 or said.vague]
        if not found:
            return None, None
        day = max(self._last_of(found[0]).days[-1], found[0].days[-1])
        if self.page.tells(self.page.words.cues["week_of"], found[0].start):
            day = edge_of_week(monday_of(day), "")
        return day, found[0]

    def _last_of(self, first: Said) -> Said:
        """The last of the days that a limit is said by: "by Tuesday or Wednesday", "tonight or tomorrow"."""
        last, joins = first, self.page.words.joins
        for said in self.page.said:
            gap = self.page.text[last.end : said.start].strip(" ,") if 0 < said.start - last.end < 10 else ""
            if gap in joins["or"] | joins["to"] | {"-"} and gap and said.days and said.days[-1] >= last.days[-1]:
                last = said
        return last

    def _limits(self, role: Role) -> list[Said]:
        """The statements in `role` that lie ahead, the best first."""
        ahead = [
            said for said in self.page.said if said.role == role and said.days and said.days[-1] >= self.page.anchor
        ]
        if role == "news":
            later = [said for said in ahead if said.days[-1] > self.page.anchor]
            ahead = later or ahead
        return sorted(ahead, key=lambda said: (said.start < self.page.body, -said.weight, said.vague, said.start))

    def _why(self, says: str, said: Said) -> Why:
        first, last = self.page.layout.bounds(said.start)
        first = max(first, said.start - 60)
        quote = " ".join(self.page.original[first : max(said.end, min(last, said.end + 60))].split())
        return Why(rule="times", says=says, weight=0.0, quote=quote[:160])


def _ended(span: Span, duration: timedelta | None) -> Span:
    return span if span.end or not duration else Span(start=span.start, end=span.start + duration)
