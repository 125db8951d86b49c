"""Which day a weekday alone means, by the days said before it: "Tuesday 27 October, so come on Tuesday at ten"."""

from datetime import date, timedelta

from courtesy.reading import days
from courtesy.reading.patterns import late
from courtesy.reading.tokens import Day, Token, When
from courtesy.reading.words import Words

_WORD = late(r"[a-z]{3,}")
_AGAIN = 200  # characters at most between a weekday and the same one again
_LIST = 60  # characters at most between two days of one list


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
        self.leans = False  # a day was said by weekday or number alone: an older mail may say which it is

    @property
    def carried(self) -> date | None:
        """The day said last, that "the day after" is counted from."""
        return self.last.days[-1] if self.last else None

    def place(self, token: Token) -> date:
        """The day that the weekday `token` means."""
        day: Day = token.value
        self.leans = self.leans or not day.shift
        found = (
            self._meant(day, token.start, self.last)
            or self._that_week(day, token)
            or days.weekday(self.anchor, day.weekday, day.shift, self.carried)
        )
        if not day.shift:
            self._bare[day.weekday] = found, token.end
        return found

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
        if "\n\n" in between:
            return None
        coming = days.weekday(self.anchor, day.weekday)
        if self.words.cues["apart"].search(between) or before.days[-1] <= coming:
            return None
        if len(_WORD.findall(between)) > 2 and not self.words.cues["choice"].search(between):
            return None  # not two days of one list
        return days.weekday_after(before.days[-1], day.weekday)

    def _that_week(self, day: Day, token: Token) -> date | None:
        """ "What about the Friday then?": the one of the week that the older mail speaks of."""
        if day.shift or not self.known or not self.text.endswith(" the ", 0, token.start):
            return None
        found = days.monday_of(self.known[-1]) + timedelta(days=day.weekday)
        return found if found > self.anchor else None

    def habitual(self, first: Token, last: Token) -> bool:
        """Whether two weekdays span most of a week, as opening hours do: "Monday to Friday"."""
        between = self.text[first.end : last.start].strip(" .")
        joined = between in self.words.joins["to"] or between == "-"
        return joined and last.value.weekday - first.value.weekday >= 3
