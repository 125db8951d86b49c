"""From tokens to items: days placed in the calendar, clock times with their ends, zones and halves of the day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo

import re2

from courtesy.reading import days
from courtesy.reading.lexer import Clock, Count, Date, Day, Period, Token
from courtesy.reading.words import Words
from courtesy.reading.zones import Zones

_EDGE = " \t,.:;()[]|-*\"'/"


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """A day (or days joined by "or") at a place in the text; `soft` when only a week or month was said."""

    days: tuple[date, ...]
    start: int
    end: int
    kind: str = "day"  # "day", "period", "within"
    shift: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class At:
    """A clock time at a place in the text, with its end where a range was written, and its zone where said."""

    hour: int
    minute: int
    until: tuple[int, int] | None
    zone: tzinfo | None
    start: int
    end: int
    between: bool = False
    restated: bool = False  # said on several clocks


class Calendar:
    """Places the day tokens of one mail, read on the day `anchor`."""

    def __init__(self, *, anchor: date, words: Words, text: str, month_first: bool) -> None:
        self.anchor = anchor
        self.words = words
        self.text = text
        self.month_first = month_first
        self.doubts: list[str] = []
        self.carried: date | None = None

    def place(self, tokens: list[Token]) -> tuple[list[When], set[int]]:
        """The days spoken of, in order, and the indexes of the tokens used up for them."""
        self._decide_order(tokens)
        whens: list[When] = []
        used: set[int] = set()
        index = 0
        while index < len(tokens):
            width, when = self._at(tokens, index)
            if when is not None:
                used.update(range(index, index + width))
                whens.append(when)
                self.carried = when.days[-1]
            index += max(1, width)
        return whens, used

    def _decide_order(self, tokens: list[Token]) -> None:
        """A mail with a date of sure order, or one whose weekday fits only one order, settles the others."""
        for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
            if token.kind != "date" or token.value.order != "?":
                continue
            named = next(
                (one for one in (before, after) if one is not None and one.kind == "day" and self._by(one, token)), None
            )
            if named is None:
                continue
            fits = [self._swap(token.value, first) for first in (False, True)]
            agree = [bool(found and found.weekday() == named.value.weekday) for found in fits]
            if agree[0] != agree[1]:
                self.month_first = agree[1]
                return
        for token in tokens:
            raw = self.text[token.start : token.end]
            if token.kind == "date" and token.value.order == "" and "/" in raw and token.value.day > 12:
                self.month_first = int(raw.split("/")[0]) == token.value.month
                return

    def _by(self, one: Token, other: Token) -> bool:
        """Whether a weekday and a date stand side by side."""
        first, second = sorted((one, other), key=lambda token: token.start)
        return self._gap(first, second) == ""

    def _swap(self, value: Date, month_first: bool) -> date | None:
        month, day = (value.day, value.month) if month_first and value.order == "?" else (value.month, value.day)
        return days.month_day(self.anchor, month, day, value.year)

    def _gap(self, before: Token, after: Token) -> str:
        """What stands between two tokens, bare of blanks and punctuation; "\\n" when a line ends there."""
        between = self.text[before.end : after.start]
        if "\n" in between or len(between) > 40:
            return "\n"
        return " ".join(between.strip(_EDGE).split())

    def _at(self, tokens: list[Token], i: int) -> tuple[int, When | None]:
        token = tokens[i]
        if token.kind == "time" and (after := self._near(tokens, i, "day", {""})):
            found = self._dotted(tokens, i, after.value)
            return (2, When(days=(found,), start=token.start, end=after.end)) if found else (1, None)
        place = {
            "date": self._date, "day": self._day, "offset": self._offset, "nth": self._nth, "bare": self._listed,
            "count": self._within, "period": self._period,
            "eod": self._day_end,
            "echo": self._echo,
        }.get(token.kind)  # fmt: skip
        return place(tokens, i) if place else (1, None)

    def _near(self, tokens: list[Token], i: int, kind: str, gaps: frozenset[str] | set[str]) -> Token | None:
        """The token after number `i` if it is of `kind` and only one of `gaps` stands between."""
        if i + 1 < len(tokens) and tokens[i + 1].kind == kind and self._gap(tokens[i], tokens[i + 1]) in gaps:
            return tokens[i + 1]
        return None

    def _date(self, tokens: list[Token], i: int, wanted: Day | None = None) -> tuple[int, When | None]:
        token, width = tokens[i], 1
        if token.value.order == "." and wanted is None and not self._beside_time(tokens, i):
            return 1, None
        if wanted is None and (after := self._near(tokens, i, "day", {""})) and self._closes(token, after):
            wanted, width = after.value, 2
        value: Date = token.value
        month, day = value.month, value.day
        if value.order == "?" and self.month_first:
            month, day = day, month
        found = days.month_day(self.anchor, month, day, value.year, wanted.weekday if wanted else None)
        if found is None:
            return 1, None
        if wanted is not None and found.weekday() != wanted.weekday:
            said = " ".join(self.text[token.start : token.end].split())
            self.doubts.append(f"{said} is a {found:%A}, not a {date(2024, 1, 1 + wanted.weekday):%A}")
        return width, When(days=(found,), start=token.start, end=tokens[i + width - 1].end)

    def _beside_time(self, tokens: list[Token], i: int) -> bool:
        """Whether "9.11." is followed by a clock time or a weekday, and so a date itself."""
        return any(self._near(tokens, i, kind, self.words.joins["at"] | {""}) for kind in ("time", "day"))

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

    def _closes(self, token: Token, after: Token) -> bool:
        """Whether a weekday after a date belongs to it ("14 October (Tuesday)") and not to the next."""
        between = self.text[token.end : after.start]
        tail = self.text[after.end : after.end + 12].strip(" ")
        return "(" in between or between.strip() == "" or (between.strip() == "," and not tail[:1].isdigit())

    def _day(self, tokens: list[Token], i: int) -> tuple[int, When | None]:
        token: Token = tokens[i]
        value: Day = token.value
        joins = self.words.joins["article"] | {""}
        if self._near(tokens, i, "date", joins):
            width, when = self._date(tokens, i + 1, value)
            return (width + 1, replace(when, start=token.start)) if when else (1, None)
        if (clock := self._near(tokens, i, "time", {""})) and (found := self._dotted(tokens, i + 1, value)):
            return 2, When(days=(found,), start=token.start, end=clock.end)
        dated = self._near(tokens, i, "nth", joins)
        numbered = self._near(tokens, i, "bare", {""})
        if dated or (numbered and numbered.end - numbered.start <= 2 and self._plausible(tokens, i + 1, value)):
            width, when = self._listed(tokens, i + 1, value)
            if when is not None:
                return width + 1, replace(when, start=token.start)
            found = days.day_of_month(self.anchor, tokens[i + 1].value, value.weekday)
            if found is not None:
                if found.weekday() != value.weekday:
                    self.doubts.append(f"the {tokens[i + 1].value}th is a {found:%A}")
                return 2, When(days=(found,), start=token.start, end=tokens[i + 1].end)
        found = days.weekday(self.anchor, value.weekday, value.shift, self.carried)
        return 1, When(days=(found,), start=token.start, end=token.end, shift=value.shift)

    def _plausible(self, tokens: list[Token], i: int, day: Day) -> bool:
        """Whether the number at `i` after a weekday is a day of the month: it is such a weekday, and opens no range."""
        number = tokens[i].value
        if not 1 <= number <= 31:
            return False
        if self._near(tokens, i, "part", {""}):
            return False
        if i + 1 < len(tokens) and tokens[i + 1].kind in ("bare", "time"):
            gap = self.text[tokens[i].end : tokens[i + 1].start].strip()
            if gap == "-" or (gap in self.words.joins["to"] and gap not in self.words.joins["at"]):
                return number > 12
        found = days.day_of_month(self.anchor, number, day.weekday)
        return (
            found is not None
            and found.weekday() == day.weekday
            and (found - self.anchor).days < (62 if number > 12 else 40)
        )

    def _offset(self, tokens: list[Token], i: int) -> tuple[int, When | None]:
        token = tokens[i]
        found = self.anchor + timedelta(days=token.value)
        for kind, place in (("day", self._day), ("date", self._date)):
            if self._near(tokens, i, kind, {""}):
                width, when = place(tokens, i + 1)
                if (when is not None and abs((when.days[0] - found).days) <= 1) or (when and kind == "date"):
                    if when.days[0] != found and when.days[0] - found != timedelta(7):
                        self.doubts.append(f"{self.text[token.start : token.end]} is {found:%A %d %B}")
                    return width + 1, replace(when, start=token.start)
                if when is not None and when.days[0] - found == timedelta(7):
                    return width + 1, replace(when, start=token.start, days=(found,))
        return 1, When(days=(found,), start=token.start, end=token.end)

    def _echo(self, tokens: list[Token], i: int) -> tuple[int, When | None]:
        """ "that same day", "the day after": counted from the day named before."""
        if self.carried is None:
            return 1, None
        found = self.carried + timedelta(days=tokens[i].value)
        return 1, When(days=(found,), start=tokens[i].start, end=tokens[i].end)

    def _day_end(self, tokens: list[Token], i: int) -> tuple[int, When | None]:
        """ "by end of day" is today's, unless a day is said beside it ("EOD Friday", "tomorrow COB")."""
        joins = self.words.joins["article"] | self.words.joins["on"] | {""}
        beside = any(self._near(tokens, i, kind, joins) for kind in ("day", "date", "offset", "nth"))
        if (
            i
            and tokens[i - 1].kind in ("day", "date", "offset", "nth")
            and self._gap(tokens[i - 1], tokens[i]) in ("", "by", "at", "before")
        ):
            beside = True
        return 1, None if beside else When(days=(self.anchor,), start=tokens[i].start, end=tokens[i].end, kind="period")

    def _nth(self, tokens: list[Token], i: int) -> tuple[int, When | None]:
        width, when = self._listed(tokens, i)
        if when is not None:
            return width, when
        token = tokens[i]
        if after := self._near(tokens, i, "day", {""}):
            if self._closes(token, after):
                found = days.day_of_month(self.anchor, token.value, after.value.weekday)
                if found is not None and found.weekday() == after.value.weekday:
                    return 2, When(days=(found,), start=token.start, end=after.end)
        anchor = self.anchor
        if (
            self.carried
            and self.carried > anchor
            and (found := days.exists(self.carried.year, self.carried.month, token.value))
        ):
            if found >= anchor:
                return 1, When(days=(found,), start=token.start, end=token.end)
        found = days.day_of_month(anchor, token.value)
        return (1, When(days=(found,), start=token.start, end=token.end)) if found else (1, None)

    def _listed(self, tokens: list[Token], i: int, wanted: Day | None = None) -> tuple[int, When | None]:
        """ "14, 15 or 16 October", "Tue 14 and Wed 15 October": the month is said once, at the end of the list."""
        if (
            tokens[i].kind == "bare"
            and i
            and tokens[i - 1].kind in ("time", "part")
            and tokens[i].start - tokens[i - 1].end < 6
        ):
            return 1, None
        for ahead in range(i + 1, min(i + 6, len(tokens))):
            before, token = tokens[ahead - 1], tokens[ahead]
            gap = self._gap(before, token)
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
        lead = self.text[max(0, tokens[i].start - 24) : tokens[i].start]
        if self.words.cues["within"].search(lead) is None or count.high > 100:
            return 1, None
        if after := self._near(tokens, i, "offset", {"of", "from"}):
            end = after.end
        else:
            end = tokens[i].end
        number = round(count.high)
        found = {
            "day": lambda: self.anchor + timedelta(days=number),
            "business_day": lambda: days.business_days(self.anchor, number),
            "week": lambda: self.anchor + timedelta(days=round(count.high * 7)),
            "fortnight": lambda: self.anchor + timedelta(days=14 * number),
            "month": lambda: days.exists(
                *days.add_months(self.anchor, number).timetuple()[:2], min(self.anchor.day, 28)
            ),
            "hour": lambda: self.anchor + timedelta(days=-(-number // 24)) if number >= 12 else None,
        }.get(count.unit, lambda: None)()
        return (1, When(days=(found,), start=tokens[i].start, end=end, kind="within")) if found else (1, None)

    def _period(self, tokens: list[Token], i: int) -> tuple[int, When | None]:
        period: Period = tokens[i].value
        if period.unit == "weekend":
            friday = days.monday_of(self.anchor) + timedelta(days=4)
            return 1, When(days=(max(friday, self.anchor),), start=tokens[i].start, end=tokens[i].end, kind="period")
        if period.unit == "week":
            weeks = {"next": 7, "week_after_next": 14, "following_week": 7}.get(period.which, 0)
            base = self.carried if period.which == "following_week" and self.carried else self.anchor
            found = days.edge_of_week(days.monday_of(base) + timedelta(days=weeks), period.edge)
            if found < self.anchor and not weeks:
                found += timedelta(days=7)
        else:
            first = days.add_months(self.anchor, 1 if period.which == "next" else 0)
            if period.month:
                first = date(self.anchor.year + (period.month < self.anchor.month), period.month, 1)
            found = days.edge_of_month(first, period.edge)
        return 1, When(days=(found,), start=tokens[i].start, end=tokens[i].end, kind="period", shift=period.edge)


class Clocks:
    """Reads the clock tokens of one mail: ranges, bare hours, halves of the day, zones."""

    def __init__(self, *, words: Words, text: str, zones: Zones) -> None:
        self.words = words
        self.text = text
        self.zones = zones
        self.follow = words.joins["follow"] | {word.split(" ")[0] for word in words.joins["to"]}
        self._lead = re2.compile(r"([a-z@']+(?: [a-z']+)?)[ (]*$")
        self._follow = re2.compile(r"^[ \t]*(?:$|[,.;:!?)|/\n-]|([a-z']+))")

    def place(self, tokens: list[Token], used: set[int]) -> list[At]:
        """The clock times in order."""
        found: list[At] = []
        i = 0
        while i < len(tokens):
            clock = None if i in used else self._clock(tokens, i, found[-1] if found else None)
            if clock is None:
                i += 1
                continue
            width, at = self._range(tokens, i, clock, used)
            width, at = self._zoned(tokens, i, width, at)
            if found and (same := self._restated(found[-1], at)):
                found[-1] = same
            else:
                found.append(at)
            i += width
        return found

    def _restated(self, first: At, second: At) -> At | None:
        """One time said on two clocks, "2pm ET / 11am PT", "16:00 (15:00 for you)": the time that is surest, else None."""
        gap = self.text[first.end : second.start]
        if "\n" not in gap and len(gap) < 40 and self._one_instant(first, second):
            return replace(first, end=second.end, restated=True)
        apart = len(gap) > 24 or "\n" in gap or not (set(gap) & set("(/=|,;"))
        if (
            apart
            or second.zone is None
            or second.zone == first.zone
            or (gap.strip() in (",", ";") and not first.restated)
        ):
            return None
        if first.zone is None and not gap.strip(" ").startswith(("(", "/", "=", "|")):
            return None
        keep = second if first.zone is None else first
        return replace(keep, start=first.start, end=second.end, restated=True)

    def _one_instant(self, first: At, second: At) -> bool:
        """Whether two clock readings in two stated zones are the same moment, as on the day of sending."""
        if first.zone is None or second.zone is None or first.zone == second.zone:
            return False
        day = self.zones.sent.replace(tzinfo=None, minute=0, second=0, microsecond=0)
        one = day.replace(hour=first.hour, minute=first.minute, tzinfo=first.zone)
        other = day.replace(hour=second.hour, minute=second.minute, tzinfo=second.zone)
        return (one - other) % timedelta(days=1) == timedelta(0)

    def _clock(self, tokens: list[Token], i: int, before: At | None) -> Clock | None:
        token = tokens[i]
        if token.kind == "time":
            clock: Clock = token.value
            if not clock.bare:
                return clock
            return clock if self._an_hour(tokens, i, before, military=True) else None
        if token.kind == "date" and token.value.order == "." and token.value.day < 24:
            return Clock(token.value.day, token.value.month, "")
        if token.kind not in ("bare", "nth") or not 1 <= token.value <= 24 or token.kind == "nth":
            return None
        return (
            Clock(token.value, 0, "24" if token.value > 12 else "", True) if self._an_hour(tokens, i, before) else None
        )

    def _an_hour(self, tokens: list[Token], i: int, before: At | None, military: bool = False) -> bool:
        """Whether a bare number is an hour: "at 4", "10 or 2", "between 1 and 4 pm", "Saturday 9-12", "nine till one"."""
        token = tokens[i]
        if not self._may_follow(tokens, i):
            return False
        dated = (
            i > 0
            and tokens[i - 1].kind in ("day", "date", "nth", "offset", "bare", "part")
            and self._bare_gap(tokens, i) in (self.words.joins["at"] | {""})
        )
        if military and (dated or (i + 1 < len(tokens) and tokens[i + 1].kind in ("day", "date"))):
            return True
        if before is not None and token.start - before.end < 14:
            gap = self.text[before.end : token.start].strip(_EDGE)
            if gap in self.words.joins["or"] or gap == "":
                return True
        if (
            military
            and i + 1 < len(tokens)
            and tokens[i + 1].kind == "time"
            and self.text[token.end : tokens[i + 1].start].strip() == "-"
        ):
            return True
        lead = self._word_before(token.start)
        if lead in self.words.joins["at"] or lead.split(" ")[-1] in self.words.joins["at"]:
            return True
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if after is not None and after.kind == "bare" and "\n" not in self.text[token.end : after.start]:
            gap = self.text[token.end : after.start].strip()
            return gap in self.words.joins["till"] or (dated and (gap == "-" or gap in self.words.joins["to"]))
        if after is None or after.kind != "time" or "\n" in self.text[token.end : after.start]:
            return False
        gap = self.text[token.end : after.start].strip()
        return gap in ("-", ",", "/") or gap.strip(_EDGE) in (self.words.joins["to"] | self.words.joins["or"])

    def _bare_gap(self, tokens: list[Token], i: int) -> str:
        """The words between the token before number `i` and it; a line end counts as something else."""
        gap = self.text[tokens[i - 1].end : tokens[i].start]
        return "\n" if "\n" in gap or len(gap) > 20 else " ".join(gap.strip(_EDGE).split())

    def _word_before(self, place: int) -> str:
        found = self._lead.search(self.text[max(0, place - 20) : place])
        return found.group(1) if found else ""

    def _may_follow(self, tokens: list[Token], i: int) -> bool:
        """Whether what follows a bare number leaves it an hour: a stop, a small word, another token of time."""
        token = tokens[i]
        if i + 1 < len(tokens) and not self.text[token.end : tokens[i + 1].start].strip():
            return tokens[i + 1].kind in ("day", "date", "offset", "zone", "part", "time")
        found = self._follow.search(self.text[token.end : token.end + 16])
        return found is not None and (found.group(1) is None or found.group(1) in self.follow)

    def _range(self, tokens: list[Token], i: int, clock: Clock, used: set[int]) -> tuple[int, At]:
        """The clock at `i`, with an end if a range follows: "10-11am", "from 10.00 to 11.00"."""
        token = tokens[i]
        between = self._word_before(token.start).split(" ")[-1] in self.words.joins["between"]
        step = 1
        zone = None
        if (
            i + 1 < len(tokens)
            and tokens[i + 1].kind == "zone"
            and not self.text[token.end : tokens[i + 1].start].strip(" (")
        ):
            step, zone = 2, self.zones.named(tokens[i + 1].value)
        last = i + step
        if last < len(tokens) and last not in used and tokens[last].kind in ("time", "bare"):
            after = tokens[last]
            gap = self.text[tokens[last - 1].end : after.start].strip()
            link = gap == "-" or " ".join(gap.strip(",() ").split()) in self.words.joins["to"]
            link = link and (between or gap.strip(",") not in self.words.joins["and"])
            end = after.value if after.kind == "time" else Clock(after.value, 0, "24" if after.value > 12 else "", True)
            if link and end.hour <= 24 and (after.kind == "time" or self._may_follow(tokens, last)):
                start_at, end_at = self._halves(clock, end, tokens, i, last)
                if start_at != end_at:
                    return step + 1, At(hour=start_at[0], minute=start_at[1], until=end_at, zone=zone, start=token.start,
                                        end=after.end, between=between)  # fmt: skip
        hour, minute = self._alone(clock, tokens, i)
        return step, At(
            hour=hour, minute=minute, until=None, zone=zone, start=token.start, end=tokens[i + step - 1].end
        )

    def _zoned(self, tokens: list[Token], i: int, width: int, at: At) -> tuple[int, At]:
        """`at` with the zone that follows it, if one does."""
        after = i + width
        if at.zone is None and after < len(tokens) and tokens[after].kind == "zone":
            gap = self.text[at.end : tokens[after].start].strip(" (,")
            if gap == "" or gap in self.words.joins["in"]:
                return width + 1, replace(at, zone=self.zones.named(tokens[after].value), end=tokens[after].end)
        return width, at

    def _halves(
        self, start: Clock, end: Clock, tokens: list[Token], i: int, last: int
    ) -> tuple[tuple[int, int], tuple[int, int]]:
        """Both ends of a range on the 24-hour clock, each lending the other its half of the day."""
        if start.half == "" and end.half in ("am", "pm"):
            close = self._full(end, end.half)
            same = self._full(start, end.half)
            if same >= close:
                same = self._full(start, "am" if end.half == "pm" else "pm")
            return same, close
        opening = self._full(
            start, start.half or self._half_near(tokens, i) or self._half_near(tokens, last) or _guess(start)
        )
        close = self._full(end, end.half or "am")
        if end.half == "" and close <= opening:
            close = self._full(end, "pm")
        return opening, close

    def _alone(self, clock: Clock, tokens: list[Token], i: int) -> tuple[int, int]:
        half = clock.half or self._half_near(tokens, i) or self._lent(clock, tokens, i) or _guess(clock)
        return self._full(clock, half)

    def _lent(self, clock: Clock, tokens: list[Token], i: int) -> str:
        """The half of the day of the next time in a list: "5 or 6am", "7 or 8 pm"."""
        if i + 1 < len(tokens) and tokens[i + 1].kind == "time" and tokens[i + 1].start - tokens[i].end < 6:
            after: Clock = tokens[i + 1].value
            if clock.hour < after.hour < 12 and (after.half == "am" or (after.half == "pm" and clock.hour < 9)):
                return after.half
        return ""

    def _half_near(self, tokens: list[Token], i: int) -> str:
        """Morning or afternoon said just before or after: "Tuesday morning at 10", "3 in the afternoon"."""
        for near in (i + 1, i - 1):
            if 0 <= near < len(tokens) and tokens[near].kind == "part":
                first, second = sorted((tokens[i], tokens[near]))[0], None
                first, second = (tokens[i], tokens[near]) if near > i else (tokens[near], tokens[i])
                gap = self.text[first.end : second.start]
                if "\n" not in gap and len(gap) < 8 and "." not in gap:
                    return str(tokens[near].value)
        return ""

    @staticmethod
    def _full(clock: Clock, half: str) -> tuple[int, int]:
        hour = clock.hour % 24
        if half == "pm" and hour < 12:
            hour += 12
        if half == "am" and hour == 12:
            hour = 0
        return hour, clock.minute


def _guess(clock: Clock) -> str:
    """An hour without am or pm: appointments lie between seven in the morning and seven in the evening."""
    return "pm" if clock.hour < 7 or clock.hour == 12 else "24"
