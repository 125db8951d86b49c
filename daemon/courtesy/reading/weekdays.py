"""Which day a weekday alone means, by the days said before it: "Tuesday 27 October, so come on Tuesday at ten"."""

from collections.abc import Sequence
from datetime import date, timedelta

from courtesy.reading import days
from courtesy.reading.patterns import late
from courtesy.reading.tokens import Day, Token, When
from courtesy.reading.words import Words

_WORD = late(r"[a-z]{3,}")
_AGAIN = 200  # characters at most between a weekday and the same one again
_LIST = 60  # characters at most between two days of one list
_WEEK = 120  # between two days of one week that was named: "next week: Tuesday 10:00 (Room 4, Mrs Ude) ..."
_AHEAD = {"next": "next_week", "week_after_next": "week_after_next"}  # by what a week is called
_WEEKS = frozenset({"next_week", "this_week", "week_after_next", "following_week"})
_STOP = late(r"[!?;]\s|\.\s|\.$|\n\n")
# from a week to its first day: "next week: Tuesday", "next week on Tuesday", "next week we have Tuesday"
_INTRO = late(r"^[ ,]*(?:[:?(\n-]|[a-z]* ?$|, (?:[a-z]+ ?){2}$)|^ [a-z]+ [a-z]+(?: [a-z]+)?(?: ?:)? $")
_ANSWER = late(r"^(?:re|aw|antw|sv|rif|res|r|fwd?|wg|tr)(?:\[[0-9]+\])? ?:")  # before an older subject
_HALF = late(r"\b([ap])\.m\.")


class Weekdays:
    """Places the bare weekdays of one text; `known` are the days that the older mail says by number."""

    def __init__(self, *, anchor: date, words: Words, text: str, known: tuple[date, ...]) -> None:
        self.anchor = anchor
        self.words = words
        self.text = text
        self.known = known
        self.dated = list(known)  # the days said by number so far, not only by weekday
        self.last: When | None = None  # the day said last
        self._bare: dict[int, tuple[date, int]] = {}  # what a weekday alone meant last, and where that was said
        self._week: tuple[date, int] | None = None  # the Monday of the week that was named, and where it was said last
        self.leans = False  # a day was said by weekday or number alone: an older mail may say which it is

    @property
    def carried(self) -> date | None:
        """The day said last, that "the day after" is counted from."""
        return self.last.days[-1] if self.last else None

    def place(self, token: Token, after: Sequence[Token] = ()) -> date:
        """The day that the weekday `token` means; `after` are the tokens that follow it."""
        day: Day = token.value
        if self._of_older_subject(day, token):
            return self.anchor
        if not day.shift and (shift := self._week_after(token, after)):
            day = day._replace(shift=shift)
        self.leans = self.leans or not day.shift
        found = (
            self._in_week(day, token.start)
            or self._meant(day, token.start, self.last)
            or self._that_week(day, token)
            or days.weekday(self.anchor, day.weekday, day.shift, self.carried)
        )
        if not day.shift:
            self._bare[day.weekday] = found, token.end
        if day.shift in _WEEKS or (self._week and self._week[0] <= found < self._week[0] + timedelta(days=14)):
            self.name_week(found, token.end)
        return found

    def _of_older_subject(self, day: Day, token: Token) -> bool:
        """Whether a weekday is that of the subject an answer came to on this very day: "Re: Interview Thursday"."""
        if day.shift or day.weekday != self.anchor.weekday() or token.start > self.text.find("\n\n"):
            return False
        return _ANSWER.search(self.text[:8]) is not None

    def _week_after(self, token: Token, after: Sequence[Token]) -> str:
        """The week said at the end of the list which `token` opens: "Tuesday at 10 or Friday at 2 next week"."""
        last, weekday = token, token.value.weekday
        for one in after:
            between = self.text[last.end : one.start]
            if len(between) > 12 or _STOP.search(between) or "\n" in between:
                break
            if one.kind == "period":
                ahead = one.value.unit == "week" and not one.value.edge and weekday > token.value.weekday
                return _AHEAD.get(one.value.which, "") if ahead else ""
            if one.kind == "day":
                joined = bool({*between.replace(",", " ").split()[-2:]} & self.words.joins["or"])
                if not joined or one.value.weekday <= weekday:
                    break
                if one.value.shift:
                    return one.value.shift if one.value.shift in _AHEAD.values() else ""
                weekday = one.value.weekday
            elif one.kind not in ("time", "bare", "part", "zone"):
                break
            last = one
        return ""

    def name_week(self, day: date | None, end: int) -> None:
        """The week of `day` was named, or a day of it, in words that end at `end`; None for another period."""
        self._week = (days.monday_of(day), end) if day else None

    def _in_week(self, day: Day, start: int) -> date | None:
        """The weekday of the week that was named before it in the sentence or list: "next week, Tuesday or Friday"."""
        if day.shift or self._week is None or self.last is None or self.last.end != self._week[1]:
            return None  # another day was said since
        monday, end = self._week
        between = _HALF.sub(r"\1m", self.text[end:start])
        if len(between) > _WEEK or self.words.cues["by"].search(self.text[max(0, start - 40) : start]):
            return None
        line = between.rpartition("\n")[2] if "\n" in between else between
        listed = "\n" in between and not line.strip(" \t*>-•·0123456789.)(")
        joined = bool({*between.replace(",", " ").split()[-1:]} & self.words.joins["or"])
        if self.last.kind == "day":
            if not listed and ((_STOP.search(between) and not joined) or self.words.cues["apart"].search(between)):
                return None
        elif not listed and (not _INTRO.search(between) or self.words.cues["apart"].search(between.replace("?", ""))):
            return None
        elif (away := self.words.cues.get("away")) and away.search(self.text[max(0, end - 40) : end]):
            return None  # "I am away next week, Thursday at ten then?"
        found = monday + timedelta(days=day.weekday)
        over = self.last.kind == "day" and (self.last.days[-1] - found).days > 2  # "Thursday, Friday or Monday"
        return found + timedelta(days=7) if over else found if found > self.anchor else None

    def _meant(self, day: Day, start: int, before: When | None) -> date | None:
        """The day that a bare weekday means beside days said before: the same one again, or the next in the list."""
        if day.shift or self.words.cues["by"].search(self.text[max(0, start - 40) : start]):
            return None
        if (again := self._bare.get(day.weekday)) and start - again[1] < _AGAIN:
            return again[0]  # "Thursday or Friday. Would Thursday at ten do?"
        for said in reversed(self.dated[-8:]):
            if said.weekday() == day.weekday and said > self.anchor:
                return said
        if before is None or start - before.end > _LIST or before.kind != "day" or before.shift:
            return None
        between = self.text[before.end : start]
        if "\n\n" in between and not self._heads_lines(before.start, start):
            return None
        coming = days.weekday(self.anchor, day.weekday)
        if self.words.cues["apart"].search(between) or before.days[-1] <= coming:
            return None
        if len(_WORD.findall(between)) > 2 and not self.words.cues["choice"].search(between):
            return None  # not two days of one list
        return days.weekday_after(before.days[-1], day.weekday)

    def _heads_lines(self, *places: int) -> bool:
        """Whether each of `places` begins a line, but for the sign of a list."""
        lines = (self.text[max(0, place - 12) : place].rpartition("\n") for place in places)
        return all(line[1] and not line[2].strip(" \t*>-0123456789.)(") for line in lines)

    def _that_week(self, day: Day, token: Token) -> date | None:
        """ "What about the Friday then?": the one of the week of the older mail, or of "we meet on the 19th" before."""
        if day.shift or not self.text.endswith(" the ", 0, token.start):
            return None
        before = self.last if self.last and token.start - self.last.end < _WEEK else None
        if before and not self.known and self.words.cues["choice"].search(self.text[before.end : token.start]):
            return None  # "Monday 26th or the Friday"
        said = self.known[-1] if self.known else before.days[-1] if before and before.days[-1] in self.dated else None
        if said is None or not (self.known or day.weekday > said.weekday()):
            return None
        found = days.monday_of(said) + timedelta(days=day.weekday)
        return found if found > self.anchor else None

    def habitual(self, first: Token, last: Token) -> bool:
        """Whether two weekdays span most of a week, as opening hours do: "Monday to Friday"."""
        between = self.text[first.end : last.start].strip(" .")
        joined = between in self.words.joins["to"] or between == "-"
        return joined and last.value.weekday - first.value.weekday >= 3
