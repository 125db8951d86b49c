"""One mail read through once: every day and time it speaks of, and what each is for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from courtesy.reading.binder import Bound, bind
from courtesy.reading.clocks import At, Clocks
from courtesy.reading.habits import Habits
from courtesy.reading.layout import Layout, flowed
from courtesy.reading.lengths import length
from courtesy.reading.lexer import lexer
from courtesy.reading.memory import Memory
from courtesy.reading.placing import Calendar
from courtesy.reading.reading import Kind, Span
from courtesy.reading.roles import Role, Roles
from courtesy.reading.sides import writes_month_first
from courtesy.reading.stated_zones import StatedZones
from courtesy.reading.words import Words, fold
from courtesy.reading.zones import Zones, instant, month_first

MAX_TEXT = 64_000
MAX_TIMES = 40
_EVENING, _NIGHT = 17, 7  # hours between which a range may run over midnight
_NEAR = 12  # from a day that was said for another purpose to an hour that may be of it
_ROW = 5  # days in a row at most
_NEXT = 16  # characters between two times of one list


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A dated statement and what it is for. `days` has several entries for "Tuesday or Wednesday at 10"."""

    role: Role
    days: tuple[date, ...]
    at: At | None
    start: int
    end: int
    weight: int = 1  # 2 where said as a limit
    guessed: bool = False  # no day was said: taken to be the day of the mail
    vague: bool = False  # no day was named: "within a week", "the end of the month"
    same: bool = False  # its clock time is one said before


class Page:
    """One mail, read through once: subject and text as one, its days, its clock times and their roles."""

    def __init__(
        self,
        *,
        subject: str,
        newest: str,
        sent: datetime,
        zone: ZoneInfo,
        kind: Kind,
        words: Words,
        always: bool = False,
        known: tuple[date, ...] = (),
        their_clock: bool = False,
        cover: int = 0,
    ) -> None:
        self.original = (subject[:300].replace("\n", " ") + "\n\n" + newest)[:MAX_TEXT]
        self.body = min(len(subject), 300) + 2
        self.covered = range(self.body, self.body + cover)  # where what the sender wrote above a forward stands
        self.kind, self.words, self.sent, self.their_clock = kind, words, sent, their_clock
        folded = fold(self.original)
        self.speaks = words.trigger.search(folded) is not None
        if not self.speaks and not always:
            return
        self.text = flowed(folded, words.dated_line)
        self.layout = Layout(self.text, self.original, words.dated_line)
        self.zones = Zones(sent=sent, owner=zone, names=words.zones)
        self.anchor = self._anchor()
        self.tokens = lexer(words).tokens(self.text, self.original)
        calendar = self._calendar(known)
        self.whens, used = calendar.place(self.tokens)
        self.doubts, self.dated, self.leans = calendar.doubts, calendar.weekdays.dated, calendar.weekdays.leans
        self.ats = Clocks(words=words, text=self.text, zones=self.zones).place(self.tokens, used)
        self.length = length(self.tokens, self.layout, words)
        stated = StatedZones(
            tokens=self.tokens, layout=self.layout, original=self.original, words=words, zones=self.zones
        )
        self.ats = stated.given(self.ats)
        self.roles = Roles(layout=self.layout, words=words, kind=kind, timed=self.length is not None)
        self.zone = stated.of_all(self.ats, their_clock or words.cues["at_ours"].search(self.text) is not None)
        self.said = list(self._statements(bind(self.whens, self.ats, self.layout, words, self.original)))

    def _calendar(self, known: tuple[date, ...]) -> Calendar:
        return Calendar(
            anchor=self.anchor,
            words=self.words,
            text=self.text,
            original=self.original,
            month_first=month_first(self.zones.owner),
            theirs=writes_month_first(self.tokens, self.original, self.words, self.zones),
            known=known,
        )

    def _anchor(self) -> date:
        """The day of sending where it was sent; machines that write in UTC are taken to think of the owner's day."""
        if not self.sent.utcoffset():
            return self.sent.astimezone(self.zones.owner).date()
        return self.sent.date()

    def _statements(self, bounds: list[Bound]) -> Iterator[Said]:
        """Each bound with its role; times without a day get the one said before, or soon after, or today."""
        roles = self._roles(bounds)
        memory = Memory()
        direct = any(
            role == "slot" and one.at and one.start >= self.body and (one.day or self.layout.listed(one.start))
            for one, (role, _) in zip(bounds, roles, strict=True)
        )
        for index, (one, (role, weight)) in enumerate(zip(bounds, roles, strict=True)):
            days, at, guessed = one.days, one.at, False
            if one.day is not None:
                memory.name(days, one.end, body=one.start >= self.body, aside=role == "other" and one.day.kind == "day")
                against = self.tells(self.words.cues["against"], one.start)  # "Thursday, not Wednesday"
                if role in ("slot", "old") and one.day.kind == "day" and not (against and memory.days):
                    at = at or self._same_time(one, memory.clock)
                    memory.day(days, at, self.layout.sentence(one.start), one.start)
                    memory.new = days if self.said_to_be_new(one) else memory.new
            else:
                later = list(zip(bounds[index + 1 : index + 24], roles[index + 1 : index + 24], strict=True))
                days, guessed = self._day_of(one, role, memory, direct, later)
                given_up = self.kind == "reschedule" and not memory.clock  # "he cannot ring at ten"
                memory.time(one.at if role in ("slot", "old") or given_up else None)
            if role == "end" and at:
                memory.ends(at)
            if role == "slot" and at and at.until and self.kind == "invite":
                days = self._in_a_row(days)
            ranged = role == "old" and at and at.until and "-" not in self.text[one.start : one.end]
            if ranged and at:  # "Thursday's 2pm to 4pm" is a move
                yield Said(role="slot", days=days, at=at.ended(), start=one.start, end=one.end)
                at = replace(at, until=None)
            vague, same = one.day is not None and one.day.kind != "day", at is not one.at
            yield Said(
                role=role, days=days, at=at, start=one.start, end=one.end,
                weight=weight, guessed=guessed, vague=vague, same=same,
            )  # fmt: skip

    def _in_a_row(self, days: tuple[date, ...]) -> tuple[date, ...]:
        """`days` with the weekdays between the first and the last of "Tuesday to Friday, between 10 and 4"."""
        for first, last in pairwise(self.whens):
            ahead, gap = (last.days[0] - first.days[-1]).days, self.text[first.end : last.start]
            near = last.days[0] in days and first.kind == last.kind == "day" and 1 < ahead <= _ROW
            if near and len(gap) < _NEXT and "\n" not in gap and self.tells(self.words.cues["day_to_day"], last.start):
                row = [first.days[-1] + timedelta(days=count) for count in range(ahead)]
                days = tuple(sorted({*days, *(day for day in row if day.weekday() < 5)}))
        return days

    def _roles(self, bounds: list[Bound]) -> list[tuple[Role, int]]:
        """The role of each bound; what stands in a line of opening hours is none: "Mon to Fri 9-2, Thu also 4-6"."""
        habits = Habits(bounds, self.tokens, self.layout, self.words, self.covered.stop)
        other: tuple[Role, int] = ("other", 1)
        return [other if habits.has(one) else self.roles.role(one) for one in bounds]

    def _day_of(
        self, one: Bound, role: Role, memory: Memory, direct: bool, later: list[tuple[Bound, tuple[Role, int]]]
    ) -> tuple[tuple[date, ...], bool]:
        """The day of a time without one, said before or `later` else the day of the mail; True if a guess."""
        days = self._lent(one, role, memory, direct)
        if not days and not memory.dated:
            close = one.start - memory.spread < _NEXT
            memory.spread = one.end
            days = self._ahead(later, role)
            days = days if close or len(days) == 1 else ()  # only the first list of hours is for many days
        near = self.layout.listed(one.start) or one.start - memory.beyond < _NEAR
        if not days and not memory.days and role == "slot" and near and one.start >= self.body:
            days = tuple(day for day in memory.aside[-1:] if day > self.anchor)
        if not days and (not memory.days or role == "deadline") and self._is_today(one, role):
            return (self.anchor,), True
        if not days and self.kind == "cancel" and role == "slot":
            days = memory.named[-1:]  # "closed on Wednesday; the interviews at 8.30 will not go ahead"
        return days, False

    def _lent(self, one: Bound, role: Role, memory: Memory, direct: bool) -> tuple[date, ...]:
        """The day said before a time that has none.

        It is lent to lines of a list, to a time that follows a day without one, and to prose where no other time has
        a day of its own or where the sentence speaks of the appointment.
        """
        if role == "end" or (role in ("slot", "old") and self.layout.listed(one.start)):
            every = role == "slot" and self.words.cues["each_day"].search(self.text[one.end : one.end + 40])
            return memory.days if every else memory.days[-1:]
        if role not in ("slot", "old"):
            return ()
        cues, sentence = self.words.cues, self.layout.around(one.start)
        if cues["arrival"].search(sentence) and direct:
            return ()
        named = cues["appointment"].search(sentence) or cues["session"].search(sentence)
        if direct and not (memory.fresh or named or self.said_to_be_new(one)):
            return ()
        if memory.new and cues["same_time"].search(sentence):
            return memory.new
        return memory.days[-1:] if self.kind == "reschedule" and not self._choices(memory) else memory.days

    def _choices(self, memory: Memory) -> bool:
        """Whether the days of a move are to choose from: "Monday 8th or Wednesday 10th? 9am as before"."""
        sentence = self.layout.around(memory.place)
        cues = self.words.cues
        return not cues["moves"].search(sentence) and cues["choice"].search(sentence) is not None

    def said_to_be_new(self, one: Bound | Said) -> bool:
        """Whether words beside a time of a move make it the new one: "1 instead?", "so come for ten", "make it 3"."""
        if self.kind != "reschedule":
            return False
        cue, at = self.words.cues["new_before"], one.at.start if one.at else one.start
        before = self.tells(cue, at) or self.tells(cue, one.start)
        if one.at and at == one.start and self.tells(self.words.cues["hence"], at):
            return True
        return before or self.words.cues["instead"].search(self.text[one.end : one.end + 30]) is not None

    def _same_time(self, one: Bound, clock: At | None) -> At | None:
        """The clock time said before, for "or the same time on Thursday"."""
        first, last = self.layout.bounds(one.start)
        near = self.text[max(first, one.start - 80) : min(last, one.end + 40)]
        return clock if clock and self.words.cues["same_time"].search(near) else None

    def _ahead(self, later: list[tuple[Bound, tuple[Role, int]]], role: Role) -> tuple[date, ...]:
        """The days said without a time below: "Time: 10:00 / Date: Tuesday 3 June", "each from 9 to 12:" and a list."""
        found: list[date] = []
        for one, (other, _) in later:
            if one.day is None:
                continue
            if one.at is not None:
                break
            if other == role and one.day.kind == "day":
                found.extend(one.days)
        return tuple(found)

    def _is_today(self, one: Bound, role: Role) -> bool:
        """Whether a time without any day is for the day of the mail: "please before 20:00", "can you call at 4?"."""
        assert one.at is not None
        if role not in ("slot", "deadline") or one.start < self.body or self.of_older_day:
            return False
        if role == "slot" and not self.words.cues["appointment"].search(self.layout.around(one.start)):
            return False
        span = self.span(self.anchor, one.at)
        return span is not None and span.start > self.sent

    @cached_property
    def of_older_day(self) -> bool:
        """Whether "the same day" is one that only the older mail says."""
        same = any(token.kind == "echo" for token in self.tokens)
        return same and not any(when.shift == "echo" for when in self.whens)

    # ---- spans

    def span(self, day: date, at: At) -> Span | None:
        zone = at.zone or self.zone
        try:
            start = instant(day, at.hour, at.minute, zone)
            if at.until is None:
                return Span(start=start)
            end = instant(day, *at.until, zone)
            if end <= start and start.hour >= _EVENING and at.until[0] <= _NIGHT:
                end = instant(day + timedelta(days=1), *at.until, zone)  # "11pm thru to 3"
            return Span(start=start, end=end if end > start else None)
        except (ValueError, OverflowError):
            return None

    def tells(self, cue: Any, place: int) -> bool:
        """Whether the words right before `place` are those of `cue`."""
        return cue.search(self.text[max(0, place - 40) : place]) is not None

    def spans(self, *roles: Role) -> list[tuple[Said, Span]]:
        """The spans of all statements in `roles`, without doubles, those of the text before those of the subject."""
        found: list[tuple[Said, Span]] = []
        seen: dict[datetime, int] = {}
        for said in sorted(self.said, key=lambda one: one.start < self.body):
            if (said.role not in roles and said.role != "end") or said.at is None:
                continue
            if (said.start < self.body and found) or len(found) >= MAX_TIMES:
                break
            if said.role == "end" and found:
                last = found[-1][0]  # which may be of several days
                found = [self._closed(slot, said) if slot[0] is last else slot for slot in found]
                continue
            for day in said.days if said.role in roles else ():
                span = self.span(day, said.at)
                if span is None:
                    continue
                if span.start in seen and span.end and not found[seen[span.start]][1].end:
                    found[seen[span.start]] = said, span  # said again with its end
                elif span.start not in seen and len(found) < MAX_TIMES:
                    seen[span.start] = len(found)
                    found.append((said, span))
        return found

    def _closed(self, slot: tuple[Said, Span], close: Said) -> tuple[Said, Span]:
        """A slot with the end that is said apart from it: "we expect to finish by 1 pm"."""
        said, span = slot
        end = self.span(span.start.date(), close.at) if close.at else None
        if span.end or end is None or not timedelta(0) < end.start - span.start < timedelta(hours=14):
            return slot
        return said, Span(start=span.start, end=end.start)
