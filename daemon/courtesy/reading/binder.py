"""The binder: brings each clock time together with the day that is said for it in the same sentence."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date

from courtesy.reading.clocks import At
from courtesy.reading.gaps import bare
from courtesy.reading.grid import columns
from courtesy.reading.layout import Layout
from courtesy.reading.tokens import When
from courtesy.reading.words import Words

_MOST_DAYS = 14  # joined by "or"
_REACH = 90  # characters at most between a time and a day after it that is meant for it


@dataclass(frozen=True, kw_only=True, slots=True)
class Bound:
    """A day with its clock time, or either alone; `start` and `end` are where its words stand."""

    day: When | None
    at: At | None
    start: int
    end: int
    days: tuple[date, ...] = ()  # several for "Tuesday or Wednesday at 10"


def bind(whens: list[When], ats: list[At], layout: Layout, words: Words, original: str) -> list[Bound]:
    """Every time with the day said in its own sentence, and the days and times left over, in order of the text."""
    return _Binder(whens, ats, layout, words, original).bound()


class _Binder:
    def __init__(self, whens: list[When], ats: list[At], layout: Layout, words: Words, original: str) -> None:
        self.ats, self.layout, self.words = ats, layout, words
        self.text = layout.text
        named = {layout.sentence(when.start) for when in whens if when.kind == "day"}
        binds = [when.kind == "day" or layout.sentence(when.start) not in named for when in whens]
        self.whens = [when for when, may in zip(whens, binds, strict=True) if may]
        self.loose = [when for when, may in zip(whens, binds, strict=True) if not may]  # "Monday (after the weekend)"
        self._starts = [when.start for when in self.whens]
        self._ends = [when.end for when in self.whens]
        self._first: dict[int, int] = {}  # day -> the first time bound to it
        self._homes: list[int | None] = []  # time -> the day it is bound to
        under = columns(self._starts, ats, layout, original)
        for index in range(len(ats)):
            home = under[index] if index in under else self._home(index)
            self._homes.append(home)
            if home is not None:
                self._first.setdefault(home, index)

    def bound(self) -> list[Bound]:
        taken = set(self._first)
        found = []
        for index, (at, home) in enumerate(zip(self.ats, self._homes, strict=True)):
            if home is None:
                found.append(Bound(day=None, at=at, start=at.start, end=at.end))
                continue
            when, siblings = self.whens[home], self._siblings(home)
            taken.update(siblings)
            before = [self.whens[other].days[0] for other in reversed(siblings)] if when.start < at.start else []
            more = [] if when.start < at.start else self._following(home)
            taken.update(more)
            first = self._first[home] == index
            start, end = (min(at.start, when.start), max(at.end, when.end)) if first else (at.start, at.end)
            found.append(Bound(day=when, at=at, start=start, end=end, days=(*before, *when.days, *self._days_of(more))))
        alone = [when for index, when in enumerate(self.whens) if index not in taken]
        for when in (*alone, *self.loose):
            found.append(Bound(day=when, at=None, start=when.start, end=when.end, days=when.days))
        return sorted(found, key=lambda one: (one.start, one.end))

    def _days_of(self, whens: list[int]) -> tuple[date, ...]:
        return tuple(day for index in whens for day in self.whens[index].days)

    def _following(self, home: int) -> list[int]:
        """Days joined to day `home`, after its time, that have none of their own: "10 till 3 on Monday or Tuesday"."""
        last = home
        ends = min(len(self.whens), home + _MOST_DAYS)
        while last + 1 < ends and last + 1 not in self._first and self._joined(last):
            last += 1
        return list(range(home + 1, last + 1))

    def _joined(self, first: int) -> bool:
        """Whether only "or", a comma or a stroke stands between a day and the next."""
        start, end = self.whens[first].end, self.whens[first + 1].start
        gap, bare = self.text[start:end], self._bare(start, end)
        joined = bare in self.words.joins["or"] or (bare == "" and ("," in gap or "/" in gap))
        return joined and len(gap) <= 16 and "\n" not in gap

    def _bare(self, start: int, end: int) -> str:
        """The words between two places, without the punctuation around them."""
        return bare(self.text[start:end])

    def _siblings(self, home: int) -> list[int]:
        """Days joined to day `home` by "or" that have no time of their own: "Tuesday or Wednesday at 10"."""
        found: list[int] = []
        index = home
        while index > 0 and index - 1 not in self._first and len(found) < _MOST_DAYS:
            if not self._joined(index - 1) or self._is_edge(index - 1):
                break
            index -= 1
            found.append(index)
        return found

    def _is_edge(self, day: int) -> bool:
        """Whether a day only opens or closes a stretch: "the site is shut from tomorrow"."""
        before = self.text[max(0, self.whens[day].start - 10) : self.whens[day].start].split()
        return bool(before) and before[-1] in self.words.joins["edge"]

    def _home(self, index: int) -> int | None:
        """The day that time `index` belongs to within its sentence, or None."""
        at = self.ats[index]
        sentence = self.layout.sentence(at.start)
        before = bisect_right(self._ends, at.start) - 1
        after = bisect_left(self._starts, at.end)
        back = before >= 0 and self.layout.sentence(self._ends[before] - 1) == sentence
        ahead = after < len(self.whens) and self.layout.sentence(self._starts[after]) == sentence
        if back:
            before = self._not_against(index, before, sentence)
        if back and ahead:
            last = self._last_listed(index)
            after += bisect_left(self._starts, self.ats[last].end) - after
            leans = after < len(self.whens) and self.layout.sentence(self._starts[after]) == sentence
            return after if leans and self._leans_ahead(self.ats[last], before, after) else before
        if back:
            return before
        return after if ahead and self._reaches(index, after) else None

    def _not_against(self, index: int, before: int, sentence: int) -> int:
        """The day of a time set off from a day that is given up: "Thursday instead of Tuesday, still 9.30"."""
        when, at = self.whens[before], self.ats[index]
        if before == 0 or before in self._first or "," not in self.text[when.end : at.start]:
            return before
        against = self.words.cues["against"].search(self.text[max(0, when.start - 24) : when.start])
        other = against and before - 1 not in self._first and self.layout.sentence(self._starts[before - 1]) == sentence
        return before - 1 if other else before

    def _last_listed(self, index: int) -> int:
        """The last time of the list that time `index` is in: "10.00 and 3.30 on the Thursday"."""
        last = index
        while last + 1 < len(self.ats) and last - index < 12:
            start, end = self.ats[last].end, self.ats[last + 1].start
            if end - start > 8 or "\n" in self.text[start:end] or self._bare(start, end) not in self.words.joins["or"]:
                break
            last += 1
        return last

    def _leans_ahead(self, at: At, before: int, after: int) -> bool:
        """Whether a time between two days of its sentence belongs to the later: "..., or 11am on Tuesday"."""
        gap = self._bare(at.end, self._starts[after])
        if gap not in self.words.joins["on"] or self._starts[after] - at.end >= 12:
            return False
        first = self._first.get(before)
        if first is not None and self.ats[first].start < self._starts[before]:
            return True  # times stand before their days here
        comma = "," in self.text[at.end : self._starts[after]]
        if first is not None:
            return not comma
        behind = self._bare(self._ends[before], at.start)
        close = behind == "" or behind in self.words.joins["at"] or at.start - self._ends[before] < 5
        return not comma and not (close and gap == "") if close else not (comma and gap == "")

    def _reaches(self, index: int, after: int) -> bool:
        """Whether a time without a day before it may take the day after it, over the times in between."""
        if self._is_limit_after(after):
            return False
        places = [at for at in self.ats[index : index + 12] if at.start < self._starts[after]]
        ends = [at.end for at in places]
        nexts = [*(at.start for at in places[1:]), self._starts[after]]
        return all(start - end < _REACH for end, start in zip(ends, nexts, strict=True))

    def _is_limit_after(self, after: int) -> bool:
        """Whether day `after` is the limit of a clause that follows a time: "10 or 11, and let us know by Thursday"."""
        last = bisect_left([at.start for at in self.ats], self._starts[after]) - 1
        gap = self.text[self.ats[last].end : self._starts[after]]
        by = self.words.cues["by"].search(gap)
        return by is not None and bool(gap[: by.start()].strip(" ,.)"))
