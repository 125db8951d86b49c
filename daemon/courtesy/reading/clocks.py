"""Reads the clock words of a mail: hours, ranges, halves of the day, and the zones they are said in."""

from dataclasses import dataclass, replace
from datetime import timedelta, timezone, tzinfo
from functools import cached_property

from courtesy.reading.hours import Hours
from courtesy.reading.tokens import Clock, Token
from courtesy.reading.words import Words
from courtesy.reading.zones import Zones

_EITHER = range(6, 9)  # hours at which people work, or have time after work
_SENTENCE = 110  # characters at most between "evening" and the hour it is said of


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
    either: bool = False  # of the morning or of the evening, and nothing tells

    def ended(self) -> "At":
        """The end of the range as a time of its own."""
        hour, minute = self.until or (self.hour, self.minute)
        return replace(self, hour=hour, minute=minute, until=None)


class Clocks:
    """Reads the clock tokens of one mail: ranges, bare hours, halves of the day, zones."""

    def __init__(self, *, words: Words, text: str, zones: Zones) -> None:
        self.words = words
        self.text = text
        self.zones = zones
        self.hours = Hours(words=words, text=text)
        self._by_twelve = "january" in words.months  # where English is written, 7.30 may be either

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
            at = self._later(at, clock, found[-1]) if found else at
            width, at = self._zoned(tokens, i, width, at)
            if found and (same := self._restated(found[-1], at)):
                found[-1] = same
            else:
                found.append(at)
            i += width
        return found

    @cached_property
    def _from_to(self) -> bool:
        """Whether two columns are the ends of ranges: "Day | From | To"."""
        return self.words.cues["from_to"].search(self.text) is not None

    def _later(self, at: At, clock: Clock, before: At) -> At:
        """An evening hour after another: in "ten to seven or twenty past seven" both are of the evening."""
        near = at.start - before.end < 8 and "\n" not in self.text[before.end : at.start]
        if clock.half or at.until or not near or at.hour not in (7, 8) or before.hour < 16:
            return at
        return replace(at, hour=at.hour + 12)

    def _restated(self, first: At, second: At) -> At | None:
        """One time said on two clocks, "2pm ET / 11am PT", "16:00 (15:00 for you)": the surer of them, else None."""
        gap = self.text[first.end : second.start]
        if "\n" not in gap and len(gap) < 40 and self._one_instant(first, second):
            return replace(first, end=second.end, restated=True)
        if "(" in gap and len(gap) < 8 and self.words.cues["elsewhere"].search(self.text[second.end : second.end + 16]):
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
            return clock if self.hours.alone(tokens, i, before.end if before else None, military=True) else None
        if token.kind == "date" and token.value.order == "." and token.value.day < 24:
            minutes = self.text[token.start : token.end].rstrip(".").rpartition(".")[2].strip()
            return Clock(token.value.day, token.value.month, "") if len(minutes) == 2 else None
        if token.kind not in ("bare", "nth") or not 1 <= token.value <= 23 or token.kind == "nth":
            return None
        return (
            Clock(token.value, 0, "24" if token.value > 12 else "", True)
            if self.hours.alone(tokens, i, before.end if before else None)
            else None
        )

    def _range(self, tokens: list[Token], i: int, clock: Clock, used: set[int]) -> tuple[int, At]:
        """The clock at `i`, with an end if a range follows: "10-11am", "from 10.00 to 11.00"."""
        token = tokens[i]
        lead = self.hours.word_before(token.start)
        between = bool({lead, lead.split(" ")[-1]} & self.words.joins["between"])
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
            gap = self.text[tokens[last - 1].end : after.start].strip(" \n)")
            link = (
                gap in ("-", "~")
                or (gap == "|" and self._from_to)
                or " ".join(gap.strip(",() ").split()) in self.words.joins["to"]
            )
            link = link and (between or gap.strip(",") not in self.words.joins["and"])
            link = link and not (
                gap.startswith(",") and gap.strip(", ") in self.words.joins["hour"]
            )  # "a las 8, a las 9"
            end = after.value if after.kind == "time" else Clock(after.value, 0, "24" if after.value > 12 else "", True)
            only_hours = {lead, lead.split(" ")[-1]} & self.words.joins["hour"]  # "dalle 7 alle 15 come previsto"
            follows = after.kind == "time" or only_hours or self.hours.may_follow(tokens, last)
            if link and end.hour <= 24 and follows:
                start_at, end_at = self._halves(clock, end, tokens, i, last)
                if start_at != end_at:
                    at = At(
                        hour=start_at[0], minute=start_at[1], until=end_at, zone=zone, start=token.start, end=after.end
                    )
                    return step + 1, replace(at, between=between)
        hour, minute, either = self._alone(clock, tokens, i)
        end = tokens[i + step - 1].end
        return step, At(hour=hour, minute=minute, until=None, zone=zone, start=token.start, end=end, either=either)

    def _zoned(self, tokens: list[Token], i: int, width: int, at: At) -> tuple[int, At]:
        """`at` with the zone that follows it, if one does: "2pm ET", "9:00 AM Canberra, Melbourne, Sydney"."""
        after, last = i + width, at.end
        kinds = [token.kind for token in tokens[after : after + 2]]
        if kinds == ["part", "zone"] and self.text[last : tokens[after].start].strip(" ") == "":
            after, last = after + 1, tokens[after].end  # "11:30 in the morning for you"
        if at.zone is not None or after >= len(tokens) or tokens[after].kind != "zone":
            return width, at
        gap = self.text[last : tokens[after].start].strip(" (,")
        if gap == "." and self.text[tokens[after].start] == "(":
            gap = ""  # "9:00 AM-9:30 AM. (UTC+00:00) Dublin, Lisbon"
        if gap != "" and gap not in self.words.joins["in"]:
            return width, at
        zone = self.zones.named(tokens[after].value)
        while (
            after + 1 < len(tokens)
            and tokens[after + 1].kind == "zone"
            and self._beside(tokens[after], tokens[after + 1])
        ):
            after += 1  # a place said after an offset says more: "(UTC+00:00) Dublin, London"
            if zone is None or isinstance(zone, timezone):
                zone = self.zones.named(tokens[after].value) or zone
        return after + 1 - i, replace(at, zone=zone, end=tokens[after].end)

    def _beside(self, first: Token, second: Token) -> bool:
        return second.start - first.end < 12 and self.text[first.end : second.start].strip(" ,)(|") == ""

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
            start,
            self._evening(start, tokens, last)
            or start.half
            or self._half_near(tokens, i)
            or self._half_near(tokens, last)
            or _guess(start),
        )
        close = self._full(end, self._evening(end, tokens, last) or end.half or "am")
        if end.half == "" and close <= opening:
            close = self._full(end, "pm")
        return opening, close

    def _alone(self, clock: Clock, tokens: list[Token], i: int) -> tuple[int, int, bool]:
        said = self._evening(clock, tokens, i) or clock.half or self._half_near(tokens, i)
        half = said or self._lent(clock, tokens, i)
        either = not half and clock.hour in _EITHER and self._by_twelve
        return *self._full(clock, half or _guess(clock)), either

    def _evening(self, clock: Clock, tokens: list[Token], i: int) -> str:
        """ "pm" where the words beside say it of an hour with "o'clock" or the like: "8 uur 's avonds"."""
        plain = clock.half == "24" and clock.hour < 12 and self.text[tokens[i].start] != "0"
        return "pm" if plain and self._half_near(tokens, i) == "pm" else ""

    def _lent(self, clock: Clock, tokens: list[Token], i: int) -> str:
        """The half of the day of the next time in a list: "5 or 6am", "7 or 8 pm"."""
        if i + 1 < len(tokens) and tokens[i + 1].kind == "time" and tokens[i + 1].start - tokens[i].end < 6:
            after: Clock = tokens[i + 1].value
            if clock.hour < after.hour < 12 and (after.half == "am" or (after.half == "pm" and clock.hour < 9)):
                return after.half
        return ""

    def _half_near(self, tokens: list[Token], i: int) -> str:
        """Morning or afternoon said beside it: "Tuesday morning at 10", "8 tonight", "3 in the afternoon"."""
        for near in (i + 1, i - 1):
            if not 0 <= near < len(tokens) or tokens[near].kind not in ("part", "offset", "day"):
                continue
            first, second = (i, near) if near > i else (near, i)
            gap = self.text[tokens[first].end : tokens[second].start]
            if "\n" in gap or len(gap) >= 8 or "." in gap:
                continue
            if tokens[near].kind == "part":
                return str(tokens[near].value)
            whole = self.text[tokens[near].start : tokens[near].end]
            if half := self._half_of_compound(whole):
                return half
            if tokens[near].kind == "day":
                continue
            said = {whole, *whole.split()}
            for key, half in (("morning", "am"), ("afternoon", "pm")):
                if said.intersection(self.words.words("clock", key)):
                    return half
        return self._half_before(tokens, i)

    def _half_of_compound(self, word: str) -> str:
        """The half of the day that "dinsdagavond", "morgenavond" or "Mittwochnachmittag" says."""
        for key, half in (("ends_morning", "am"), ("ends_afternoon", "pm")):
            if any(word.endswith(end) and word != end for end in self.words.words("clock", key)):
                return half
        return ""

    def _half_before(self, tokens: list[Token], i: int) -> str:
        """The half said before in the sentence, for an hour that is not what one would guess: "two evenings, at 7"."""
        value = tokens[i].value
        hour = value.hour if isinstance(value, Clock) else value if isinstance(value, int) else 0
        for place in range(i - 1, max(-1, i - 9), -1) if hour in (5, 6, 7, 8, 9) else ():
            token, between = tokens[place], self.text[tokens[place].end : tokens[i].start]
            if len(between) > _SENTENCE or "\n" in between or "? " in between:
                break
            if token.kind == "time" and ". " in between:
                break
            if ". " in between and token.kind == "part" and not (place and tokens[place - 1].kind == "day"):
                break  # but: "We see people next Thursday evening. You are at ten past seven."
            if token.kind == "part":
                said = self.text[token.start : token.end]
                if hour > 6:
                    return "pm" if self.words.clock.get(said) == "evening" else ""
                return "am" if token.value == "am" else ""
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
