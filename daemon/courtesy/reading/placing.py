"""Places the day words of a mail in the calendar: "Tuesday 14 October", "the 21st", "within a week", "month end"."""

from dataclasses import replace
from datetime import date, timedelta

from courtesy.reading import days
from courtesy.reading.gaps import Gaps
from courtesy.reading.orders import written_month_first
from courtesy.reading.tokens import Count, Date, Day, Period, Token, When
from courtesy.reading.weekdays import Weekdays
from courtesy.reading.words import Words

_SURE = frozenset({"date", "nth", "offset", "echo"})  # tokens that say the day and not only its name
_PAST, _SOON = timedelta(days=14), timedelta(days=120)  # between which a day is that 1/8 may be


class Calendar:
    """Places the day tokens of one mail, read on the day `anchor`; `theirs` says how 3/4 is meant, if known."""

    def __init__(
        self,
        *,
        anchor: date,
        words: Words,
        text: str,
        original: str,
        month_first: bool,
        theirs: bool | None = None,
        known: tuple[date, ...] = (),
    ) -> None:
        self.anchor = anchor
        self.words = words
        self.text = text
        self.gaps = Gaps(words=words, text=text, original=original)
        self.month_first, self._theirs = month_first, theirs
        self.doubts: list[str] = []
        self.weekdays = Weekdays(anchor=anchor, words=words, text=text, known=known)

    def place(self, tokens: list[Token]) -> tuple[list[When], set[int]]:
        """The days spoken of, in order, and the indexes of the tokens used up for them."""
        self.month_first = written_month_first(tokens, self.text, self.anchor, self._theirs, self.month_first)
        whens: list[When] = []
        used: set[int] = set()
        index = 0
        while index < len(tokens):
            width, when = self._at(tokens, index)
            if when is not None:
                used.update(range(index, index + width))
                whens.append(when)
                self.weekdays.last = when
                if any(token.kind in _SURE for token in tokens[index : index + width]) or (
                    width > 1 and not when.shift
                ):
                    self.weekdays.dated += when.days
            index += max(1, width)
        return whens, used

    def _at(self, tokens: list[Token], i: int) -> tuple[int, When | None]:
        token = tokens[i]
        if token.kind == "time" and (after := self.gaps.near(tokens, i, "day", {""})):
            found = self._dotted(tokens, i, after.value)
            return (2, When(days=(found,), start=token.start, end=after.end)) if found else (1, None)
        place = {
            "date": self._date, "day": self._day, "offset": self._offset, "nth": self._nth, "bare": self._listed,
            "count": self._within, "period": self._period, "eod": self._day_end,
            "echo": self._echo, "ordinal": self._ordinal,
        }.get("nth" if self.gaps.is_day(tokens, i) else token.kind)  # fmt: skip
        return place(tokens, i) if place else (1, None)

    def _date(self, tokens: list[Token], i: int, wanted: Day | None = None) -> tuple[int, When | None]:
        token, width = tokens[i], 1
        if token.value.order == "." and wanted is None and not self.gaps.beside_time(tokens, i):
            return 1, None
        if wanted is None and (after := self.gaps.near(tokens, i, "day", {""})) and self.gaps.closes(token, after):
            wanted, width = after.value, 2
        value: Date = token.value
        month, day = value.month, value.day
        if value.order == "?" and self.month_first:
            month, day = day, month
        found = days.month_day(self.anchor, month, day, value.year, wanted.weekday if wanted else None)
        timed = self.gaps.near(tokens, i, "time", self.words.joins["at"] | {""}) is not None
        if value.order == "?" and timed and found and found < self.anchor - _PAST:
            other = days.month_day(self.anchor, day, month, value.year, wanted.weekday if wanted else None)
            found = other if other and timedelta() <= other - self.anchor < _SOON else found
        if found is None:
            return 1, None
        if wanted is not None and found.weekday() != wanted.weekday:
            self.doubts.append(f"{days.name_of(wanted.weekday)} {found.day} {found:%B} is a {found:%A}")
        more = self._more_days(tokens, i + width, found) if self.text[token.start].isalpha() else []
        width += len(more)
        return width, When(days=(found, *more), start=token.start, end=tokens[i + width - 1].end)

    def _more_days(self, tokens: list[Token], i: int, first: date) -> list[date]:
        """The days that follow in "October 20 or 21", "Oct 20, 21 & 23"."""
        found: list[date] = []
        while i < len(tokens) and tokens[i].kind in ("bare", "nth") and self.text[tokens[i].start].isdigit():
            gap = self.gaps.gap(tokens[i - 1], tokens[i])
            day = days.exists(first.year, first.month, tokens[i].value)
            listed = gap == "" and "," in self.text[tokens[i - 1].end : tokens[i].start]  # "Oct 6, 7 or 8"
            if (
                not (listed or gap in self.words.joins["more"])
                or day is None
                or not first < day <= first + timedelta(days=14)
            ):
                break
            found.append(day)
            i += 1
        return found

    def _dotted(self, tokens: list[Token], i: int, wanted: Day) -> date | None:
        """The date that "9.11" at `i` is when it falls on `wanted` and a clock time stands near, else None."""
        token = tokens[i]
        raw = self.text[token.start : token.end]
        clock = token.value
        if len(raw) > 5 or "." not in raw or (clock.half == "24" and clock.hour == 0) or not 1 <= clock.minute <= 12:
            return None
        found = days.month_day(self.anchor, clock.minute, clock.hour) if clock.hour else None
        near = tokens[i + 1 : i + 3]
        if (
            found is None
            or found.weekday() != wanted.weekday
            or not any(t.kind == "time" and t.start - token.end < 20 for t in near)
        ):
            return None
        return found

    def _day(self, tokens: list[Token], i: int) -> tuple[int, When | None]:
        token: Token = tokens[i]
        value: Day = token.value
        joins = self.words.joins["article"] | {""}
        if self.gaps.near(tokens, i, "date", joins):
            width, when = self._date(tokens, i + 1, value)
            return (width + 1, replace(when, start=token.start)) if when else (1, None)
        if (clock := self.gaps.near(tokens, i, "time", {""})) and (found := self._dotted(tokens, i + 1, value)):
            return 2, When(days=(found,), start=token.start, end=clock.end)
        written = days.month_day(self.anchor, *dashed) if (dashed := self.gaps.dashed(tokens, i)) else None
        if written and written.weekday() == value.weekday and timedelta() < written - self.anchor < _SOON:
            return 3, When(days=(written,), start=token.start, end=tokens[i + 2].end)
        dated = self.gaps.near(tokens, i, "nth", joins)
        numbered = self.gaps.near(tokens, i, "bare", joins)
        if dated or (numbered and numbered.end - numbered.start <= 2 and self._plausible(tokens, i + 1, value)):
            width, when = self._listed(tokens, i + 1, value)
            if when is not None:
                return width + 1, replace(when, start=token.start)
            found = days.day_of_month(self.anchor, tokens[i + 1].value, value.weekday)
            if found is not None:
                if found.weekday() != value.weekday:
                    self.doubts.append(f"{days.name_of(value.weekday)} {found.day} {found:%B} is a {found:%A}")
                return 2, When(days=(found,), start=token.start, end=tokens[i + 1].end)
        close = self.gaps.near(tokens, i, "day", self.words.joins["to"] | {""})
        if close and self.weekdays.habitual(token, close):
            found = days.weekday(self.anchor, value.weekday)
            return 2, When(days=(found,), start=token.start, end=close.end, shift="daily")
        if not value.shift and self.words.cues["after_that"].search(self.text[token.end : token.end + 9]):
            token = token._replace(value=value._replace(shift="following"))
        found = self.weekdays.place(token, tokens[i + 1 : i + 9])
        return 1, When(days=(found,), start=token.start, end=token.end, shift=value.shift)

    def _plausible(self, tokens: list[Token], i: int, day: Day) -> bool:
        """Whether the number at `i` after a weekday is a day of the month: it is such a weekday, and opens no range."""
        number: int = tokens[i].value
        if not 1 <= number <= 31:
            return False
        if number < 8 and self.gaps.near(tokens, i, "part", {""}):
            return False  # "Thursday 4 in the afternoon"
        if i + 1 < len(tokens) and tokens[i + 1].kind in ("bare", "time"):
            gap = self.text[tokens[i].end : tokens[i + 1].start].strip()
            if gap == "-" or (gap in self.words.joins["to"] and gap not in self.words.joins["at"]):
                return number > 12
        if number > 20 and self.gaps.near(tokens, i, "time", self.words.joins["at"] | {""}):
            return True  # "Monday 24 at 18h", even where that is no Monday
        found = days.day_of_month(self.anchor, number, day.weekday)
        near = timedelta(days=62 if number > 12 else 40)
        return found is not None and found.weekday() == day.weekday and found - self.anchor < near

    def _offset(self, tokens: list[Token], i: int) -> tuple[int, When | None]:
        token = tokens[i]
        found = self.anchor + timedelta(days=token.value)
        for kind, place in (("day", self._day), ("date", self._date)):
            if self.gaps.near(tokens, i, kind, {""}):
                width, when = place(tokens, i + 1)
                if (when is not None and abs((when.days[0] - found).days) <= 1) or (when and kind == "date"):
                    if when.days[0] != found and when.days[0] - found != timedelta(7):
                        self.doubts.append(
                            f"{self.text[token.start : token.end]} is {found:%A}, {found.day} {found:%B}"
                        )
                    return width + 1, replace(when, start=token.start)
                if when is not None and when.days[0] - found == timedelta(7):
                    return width + 1, replace(when, start=token.start, days=(found,))
        return 1, When(days=(found,), start=token.start, end=token.end)

    def _echo(self, tokens: list[Token], i: int) -> tuple[int, When | None]:
        """ "that same day", "the day after": counted from the day named before."""
        if self.weekdays.carried is None:
            return 1, None
        found = self.weekdays.carried + timedelta(days=tokens[i].value)
        return 1, When(days=(found,), start=tokens[i].start, end=tokens[i].end, shift="echo")

    def _ordinal(self, tokens: list[Token], i: int) -> tuple[int, When | None]:
        """ "the second Wednesday in January, that is the 14th": what is said beside it only repeats it."""
        token = tokens[i]
        found = days.nth_weekday(self.anchor, token.value.nth, token.value.weekday, token.value.month)
        if found is None:
            return 1, None
        again = self.gaps.near(tokens, i, "nth", self.words.joins["article"] | {""})
        width, end = (2, again.end) if again and again.value == found.day else (1, token.end)
        return width, When(days=(found,), start=token.start, end=end)

    def _day_end(self, tokens: list[Token], i: int) -> tuple[int, When | None]:
        """ "by end of day" is today's, unless a day is said beside it ("EOD Friday", "tomorrow COB")."""
        joins = self.words.joins["article"] | self.words.joins["on"] | {""}
        beside = any(self.gaps.near(tokens, i, kind, joins) for kind in ("day", "date", "offset", "nth", "time"))
        if (
            i
            and tokens[i - 1].kind in ("day", "date", "offset", "nth")
            and self.gaps.gap(tokens[i - 1], tokens[i]) in ("", "by", "at", "before")
        ):
            beside = True
        return 1, None if beside else When(days=(self.anchor,), start=tokens[i].start, end=tokens[i].end, kind="period")

    def _nth(self, tokens: list[Token], i: int) -> tuple[int, When | None]:
        width, when = self._listed(tokens, i)
        if when is not None:
            return width, when
        token = tokens[i]
        after = self.gaps.near(tokens, i, "day", {""})
        if after and self.gaps.closes(token, after):
            found = days.day_of_month(self.anchor, token.value, after.value.weekday)
            if found is not None and found.weekday() == after.value.weekday:
                return 2, When(days=(found,), start=token.start, end=after.end)
        found = None
        if self.weekdays.carried and self.weekdays.carried > self.anchor:
            found = days.exists(self.weekdays.carried.year, self.weekdays.carried.month, token.value)
        elif self.weekdays.carried is None:
            self.weekdays.leans = True
            known = self.weekdays.known
            found = next((day for day in reversed(known) if day.day == token.value), None)
            if found is None and known and any(one.kind == "nth" and one.value == known[-1].day for one in tokens):
                found = days.exists(known[-1].year, known[-1].month, token.value)  # "the 14th and not the 7th"
        if found is None or found < self.anchor:
            found = days.day_of_month(self.anchor, token.value)
        return (1, When(days=(found,), start=token.start, end=token.end)) if found else (1, None)

    def _listed(self, tokens: list[Token], i: int, wanted: Day | None = None) -> tuple[int, When | None]:
        """ "14, 15 or 16 October", "Tue 14 and Wed 15 October": the month is said once, at the end of the list."""
        if tokens[i].kind == "bare" and i and self.gaps.after_hour(tokens, i):
            return 1, None
        for ahead in range(i + 1, min(i + 6, len(tokens))):
            before, token = tokens[ahead - 1], tokens[ahead]
            gap = self.gaps.gap(before, token)
            if (gap not in self.words.joins["or"] and gap not in ("", "to", "&")) or "\n" in gap:
                return 1, None
            if token.kind == "date" and token.value.order == "":
                value = token.value
                found = days.month_day(
                    self.anchor, value.month, tokens[i].value, value.year, wanted.weekday if wanted else None
                )
                if found is None or not self.text[token.start : token.start + 1].isdigit():
                    return 1, None
                return 1, When(days=(found,), start=tokens[i].start, end=tokens[i].end)
            if token.kind not in ("nth", "bare") and not (token.kind == "day" and (wanted or tokens[i].kind == "nth")):
                return 1, None
        return 1, None

    def _within(self, tokens: list[Token], i: int) -> tuple[int, When | None]:
        """ "within 5 working days", "in a week": counted from the day of the mail."""
        count: Count = tokens[i].value
        lead = self.text[max(0, tokens[i].start - 40) : tokens[i].start]
        tail, cues = self.text[tokens[i].end : tokens[i].end + 40], self.words.cues
        if not (cues["within_after"].search(tail[:24]) or cues["within"].search(lead) or cues["from_now"].search(tail)):
            return self._from_day(tokens, i) or (1, None)
        if count.high > 100 or (count.unit == "month" and count.high > 2):
            return 1, None
        since = self.gaps.near(tokens, i, "offset", {"of", "from"})
        day = self.weekdays.carried if cues["counted_from"].search(tail) and not cues["from_now"].search(tail) else None
        found = days.counted(day or self.anchor, count.high, count.unit)
        end, shift = since.end if since else tokens[i].end, "echo" if day else ""
        return (1, When(days=(found,), start=tokens[i].start, end=end, kind="within", shift=shift) if found else None)

    def _from_day(self, tokens: list[Token], i: int) -> tuple[int, When] | None:
        """ "two weeks from Friday", "a week after Monday 12 May": counted from the day said next."""
        count: Count = tokens[i].value
        if count.unit not in ("day", "week", "fortnight") or count.low != count.high or i + 1 >= len(tokens):
            return None
        place = {"day": self._day, "date": self._date, "offset": self._offset}.get(tokens[i + 1].kind)
        if place is None or self.gaps.gap(tokens[i], tokens[i + 1]) not in self.words.joins["count_from"]:
            return None
        width, when = place(tokens, i + 1)
        found = days.counted(when.days[0], count.high, count.unit) if when else None
        return (width + 1, replace(when, days=(found,), start=tokens[i].start)) if when and found else None

    def _period(self, tokens: list[Token], i: int) -> tuple[int, When | None]:
        period: Period = tokens[i].value
        of_it = self.text.startswith("'s", tokens[i].end)  # "after the month's end"
        found = None if of_it else days.of_period(self.anchor, period, self.weekdays.carried)
        if found is None:
            return 1, None
        self.weekdays.name_week(found if period.is_week else None, tokens[i].end)
        return 1, When(days=(found,), start=tokens[i].start, end=tokens[i].end, kind="period", shift=period.edge)
