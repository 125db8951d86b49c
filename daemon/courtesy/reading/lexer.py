"""The lexer: finds the words of a mail that speak of days and times, and swallows the numbers that only look it."""

from functools import lru_cache
from itertools import islice

from courtesy.reading.layout import pieces
from courtesy.reading.lexemes import master as _master
from courtesy.reading.numerals import Numbers
from courtesy.reading.patterns import sparing
from courtesy.reading.spoken import Spoken
from courtesy.reading.tokens import Clock, Count, Date, Day, NthDay, Period, Token
from courtesy.reading.windows_zones import found_in
from courtesy.reading.words import Words, either, fold
from courtesy.reading.zones import ABBREVIATIONS, ALSO_WORDS

MAX_TOKENS = 2_000
_MOST_TRIED = 6_000  # matches looked at, most of which are numbers of no time


class Lexer:
    """The compiled lexer of one word table."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._master = sparing(_master(words))
        self._spans = sparing(_master(words, named=False))
        self._kind = lru_cache(maxsize=2048)(self._kind_between)
        self._month = sparing(rf"\b(?:{either(words.months)})\b")
        self._weekday = sparing(rf"\b(?:{either(words.weekdays)})\b")
        self._digits = sparing(r"[0-9]+")
        self._numbers = Numbers(words)
        self._said = Spoken(words, self._numbers)
        self._unit = sparing(rf"(?:{either(words.units)})\b")
        self._of_minutes = sparing(rf"^[ -]?(?:{either(words.words('units', 'minute'))})\b")
        hours = either(words.words("clock", "hour_mark"))
        self._many_hours = sparing(rf"^(2[4-9]|[3-9][0-9]) ?(?:{hours})$")  # "d'ici 72 heures"
        months, days = either(words.months), either(word for word in words.weekdays if len(word) == 2)
        self._dated_short_day = sparing(  # after "wo" without a capital: "wo 10 feb", "di 3/2", "ma 8 of wo 10"
            rf"^\.? [0-9]{{1,2}}(?:[./-][0-9]{{1,2}}\b|\.? (?:{months})\b|,? (?:[a-z]+ )?(?:{days})\.? [0-9]{{1,2}}\b)"
        )
        self._also_words = ALSO_WORDS.union(words.words("junk", "not_zones"))

    def tokens(self, folded: str, original: str) -> list[Token]:
        """The tokens of `folded` (see `fold`), at most 2,000; `original` is the text before folding."""
        found: list[Token] = []
        left = _MOST_TRIED
        for line_start, line in pieces(folded):
            octets = line.encode()  # as many as characters: what is folded is ASCII
            if self.words.trigger.search(octets) is None:
                continue
            named, skip = found_in(line), 0
            for match in islice(self._spans.finditer(octets), left):
                left -= 1
                start, end = match.span()
                if start < skip:
                    continue
                kind = self._kind(line[start - 1 : start], line[start:end], line[end : end + 1])
                if start in named:
                    end = skip = named[start]
                if kind == "spelt" and not (found and found[-1].kind == "day" and _next(found[-1], line_start + start)):
                    continue  # "the fourth" says a day after a weekday alone
                if self._misled(kind, line, start, end, original[line_start + start]):
                    continue
                if kind == "day" and "," in line[start:end] and self._absent(line[max(0, start - 40) : start]):
                    start = end - len(line[start:end].rpartition(",")[2].lstrip())  # "away next week, Thursday then?"
                value = getattr(self, "_" + kind)(line[start:end], original[line_start + start : line_start + end])
                joined = bool(found) and found[-1].end == line_start + start - 1 and line[start - 1] == "-"  # "9-10"
                kind = "count" if isinstance(value, Count) else kind
                if value is not None and (joined or not _glued(line, start, end, kind == "zone")):
                    found.append(Token(_KIND.get(kind, kind), value, line_start + start, line_start + end))
                if len(found) >= MAX_TOKENS:
                    return found
        return found

    def _kind_between(self, before: str, text: str, after: str) -> str:
        """The kind of the lexeme `text` between these characters. Telling it takes ten times as long as to find one."""
        found = self._master.fullmatch(f"{before}{text}{after}", len(before), len(before) + len(text))
        return str(found.lastgroup)

    def _misled(self, kind: str, line: str, start: int, end: int, first: str) -> bool:
        """Whether what stands beside a lexeme, or its `first` letter as written, makes it none."""
        after = line[end : end + 24]
        match kind:
            case "week_number":
                return line[:start].endswith(_EACH)  # "per week 32 uur"
            case "worded":
                return self.words.cues["hours_away"].search(after) is not None  # "à deux heures de train"
            case "nth":  # "Paris 1er"
                return self.words.cues["district_of"].search(line[max(0, start - 24) : start]) is not None
            case "spoken":
                return self._of_minutes.search(after[:12]) is not None  # "two twenty-minute talks"
            case "day":
                return end - start <= 2 and not self._short_day(line, start, first)
        return False

    def _absent(self, lead: str) -> bool:
        return self.words.cues["absent"].search(lead) is not None

    def _junk(self, text: str, original: str) -> None:
        return None

    _junk2 = _junk

    def _iso(self, text: str, original: str) -> Date | None:
        year, month, day = (int(part) for part in self._digits.findall(text)[:3])
        return Date(year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None

    def _numeric(self, text: str, original: str) -> Date | None:
        parts = [int(part) for part in self._digits.findall(text)]
        first, second, year = parts[0], parts[1], parts[2] if len(parts) > 2 else None
        if first > 12 and 1 <= second <= 12:
            return Date(year, second, first)
        if second > 12 and 1 <= first <= 12:
            return Date(year, first, second)
        if "." in text and 1 <= second <= 12:
            return Date(year, second, first, "" if year or second > 12 else ".")
        return Date(year, second, first, "?") if 1 <= first <= 12 and 1 <= second <= 12 else None

    def _written(self, text: str, original: str) -> Date | None:
        name = self._month.search(text)
        if name is None:
            return None
        month = self.words.months[name.group().rstrip(".")]
        numbers = [int(part) for part in self._digits.findall(text)]
        day = next((number for number in numbers if number <= 31), 0) or self._numbers.nth(text)
        year = next((number for number in numbers if number > 1900), None)
        return Date(year, month, day) if 1 <= day <= 31 else None

    def _ordinal(self, text: str, original: str) -> NthDay:
        """ "second Wednesday in January": the month is 0 for this one, 13 for the next."""
        listed = [fold(word) for word in self.words.section("ordinals").get("words", [])]
        nth = next(place % 5 + 1 for place, word in enumerate(listed) if word in text.split()[:2])
        month = self._month.search(text, self._weekday.search(text).end())
        following = any(word in text.split() for word in self.words.words("relative", "next"))
        number = self.words.months[month.group()] if month else 13 if following else 0
        return NthDay(nth, self.words.weekdays[self._weekday.search(text).group()], number)

    def _day(self, text: str, original: str) -> Day:
        name = self._weekday.search(text)
        before, after = text[: name.start()].strip(" ,"), text[name.end() :].strip(" ,")
        every = "every" if name.group() in self.words.words("relative", "every") else ""
        return Day(self.words.weekdays[name.group()], every or self._shift(before) or self._shift(after))

    def _shift(self, beside: str) -> str:
        beside = " ".join(beside.removesuffix(" on").split())
        key = self.words.relative.get(beside, "")
        return "week" if key == "week_on" else key

    def _spelt(self, text: str, original: str) -> int:
        return self._numbers.nth(text)

    def _offset(self, text: str, original: str) -> int:
        return self.words.days[" ".join(text.split())]

    def _echo(self, text: str, original: str) -> int:
        return self.words.echoes[" ".join(text.split())]

    def _moment(self, text: str, original: str) -> Clock | Count | None:
        if found := self._many_hours.search(text):
            return Count(float(found.group(1)), float(found.group(1)), "hour")
        half, text = self._said.half(text.removesuffix("ish"))
        parts = [int(part) for part in self._digits.findall(text)]
        if not parts:
            return None
        hour, minute = (
            (parts[0] // 100, parts[0] % 100) if parts[0] > 99 else (parts[0], parts[1] if len(parts) > 1 else 0)
        )
        if hour > 24 or minute > 59 or (half and not 1 <= hour <= 12 and half != "24"):
            return Clock(hour, minute, "24") if half and hour <= 23 and minute <= 59 else None
        zero = (text.lstrip("( ").startswith("0") and len(text) > 3) or "h" in text  # "6h30" is in the morning
        return Clock(hour % 24, minute, half or ("24" if hour > 12 or zero or hour == 0 else ""))

    def _labelled(self, text: str, original: str) -> Clock | Count | None:
        """ "same slot 3 pm": what looks like the number of a slot is an hour."""
        return self._moment(text[self._digits.search(text).start() :], "")

    def _spoken(self, text: str, original: str) -> Clock | None:
        return self._said.clock(text)

    def _worded(self, text: str, original: str) -> Clock | None:
        return self._said.of_the_day(text)

    def _noon(self, text: str, original: str) -> Clock:
        return Clock(12, 0, "pm")

    def _midnight(self, text: str, original: str) -> Clock:
        return Clock(23, 59, "24")

    def _eod(self, text: str, original: str) -> int:
        return 0

    def _military(self, text: str, original: str) -> Clock | None:
        if "2000" <= text <= "2035":
            return None  # sooner a year
        return Clock(int(text[:2]), int(text[2:]), "24", bare=True)

    def _part(self, text: str, original: str) -> str:
        return "am" if self.words.clock.get(" ".join(text.split())) == "morning" else "pm"

    def _zone(self, text: str, original: str) -> str | None:
        word = text.strip(" ()") if "(" not in text[1:] else text
        if word in ABBREVIATIONS and word in self._also_words and not original.strip(" ()").isupper():
            return None
        return word

    def _nth(self, text: str, original: str) -> int | None:
        day = int(self._digits.search(text).group())
        return day if 1 <= day <= 31 else None

    def _bare(self, text: str, original: str) -> int | None:
        number = self._digits.search(text)
        value = int(number.group()) if number else self._numbers.value(text)
        return int(value) if 0 <= value <= 31 else None

    def _count(self, text: str, original: str) -> Count | None:
        return self._numbers.count(text)

    def _short(self, text: str, original: str) -> Count:
        return self._numbers.short(text)

    def _length(self, text: str, original: str) -> Count:
        return self._numbers.length(text)

    def _short_day(self, line: str, start: int, first: str) -> bool:
        """Whether two letters ("Mo", "Di", "So") are a weekday: a capital, and a number next or "am" before."""
        led = line[max(0, start - 8) : start].split()[-1:]
        after = line[start + 2 : start + 6].lstrip("., :")
        if not first.isupper():
            return self._dated_short_day.search(line[start + 2 : start + 26]) is not None
        return after[:1].isdigit() or (led != [] and led[0] in self.words.joins["day_article"])

    def _week_number(self, text: str, original: str) -> Period | None:
        """ "Ende der KW 45", "week 45"."""
        number = int(self._digits.search(text).group())
        edge = self._edge(text)
        return Period(edge, "", "week_number", number) if 1 <= number <= 53 else None

    def _period(self, text: str, original: str) -> Period | None:
        text = " ".join(text.split())
        relative = self.words.relative
        if relative.get(text) == "weekend":
            return Period("", "", "weekend")
        edge = self._edge(text)
        month = self._month.search(text)
        named = any(text.endswith(word) for word in self.words.words("relative", "next_week"))  # "kommender Woche"
        which = "next" if named or any(w in text.split() for w in self.words.words("relative", "next")) else ""
        if any(text.endswith(word) for word in self.words.words("relative", "week_after_next")):
            which = "week_after_next"
        elif any(text.endswith(word) for word in self.words.words("relative", "following_week")):
            which = "following_week"
        elif any(text.endswith(word) for word in self.words.words("relative", "that_week")):
            which = "that_week"
        if month:
            return Period(edge, which, "month", self.words.months[month.group()]) if edge else None
        units = [self.words.units[found] for found in self._unit.findall(text) if found in self.words.units]
        unit = units[-1] if units else "month" if relative.get(text) == "month_end" else "week"  # "Monatsende"
        return Period(edge, which, unit) if unit in ("week", "month") else None

    def _edge(self, text: str) -> str:
        edges = {word: key for word, key in self.words.relative.items() if key in _EDGES}
        return next((edges[word] for word in self._longest if word in edges and text.startswith(word)), "")

    @property
    def _longest(self) -> list[str]:
        return sorted(self.words.relative, key=len, reverse=True)


_EACH = ("per ", "par ", "pro ", "je ", "de ")
_EDGES = ("early", "mid", "end", "week1", "week2", "week3", "week_last")
_KIND = {
    **dict.fromkeys(("iso", "numeric", "written"), "date"),
    **dict.fromkeys(("moment", "labelled", "spoken", "worded", "noon", "midnight", "military"), "time"),
    **dict.fromkeys(("length", "short"), "count"),
    "spelt": "nth", "week_number": "period",
}  # fmt: skip


def _next(before: Token, start: int) -> bool:
    """Whether only a blank or a comma stands between a token and `start`."""
    return 0 < start - before.end <= 2


def _glued(line: str, start: int, end: int, zone: bool) -> bool:
    """Whether the token is a piece of a longer number or word: "1.2.3", "x12", "12.5"."""
    before, after = line[start - 1 : start], line[end : end + 2]
    if before and (before.isalnum() or before in "_$#"):
        return True
    if before in ("/", ".", ",") and line[start - 2 : start - 1].isdigit():
        return True
    if before in ("/", "-") and line[start - 2 : start - 1].isalpha() and line[start].isdigit():
        return True
    if zone:
        return before == "-" and line[start - 2 : start - 1].isalnum() and line[start].isalpha()
    return bool(after) and (after[0].isalnum() or after[0] in "_%" or (after[0] in "./:," and after[1:].isdigit()))


@lru_cache(maxsize=16)
def lexer(words: Words) -> Lexer:
    """The compiled lexer of `words`, kept for the next mail."""
    return Lexer(words)
