"""Which half of the day an hour is of: said beside it, lent by the hour next to it, or as such hours are meant."""

from zoneinfo import ZoneInfo

from courtesy.reading.patterns import late
from courtesy.reading.tokens import Clock, Token
from courtesy.reading.words import Words

_EITHER = range(6, 9)  # hours at which people work, or have time after work
_DAWN = (5, 6)  # hours at which shifts begin
_SENTENCE = 110  # characters at most between "evening" and the hour it is said of
_AS_WRITTEN = late(r"^0?[0-9] ?(?:[:.hu] ?[0-9]{2}|h\b|u\b|uhr\b)")  # "5.30", "6h30", "5 Uhr", and not "5"


class Halves:
    """Tells morning from afternoon in one text, whose `owner` may live where Spanish is spoken by the twelve."""

    def __init__(self, *, words: Words, text: str, owner: ZoneInfo) -> None:
        self.words = words
        self.text = text
        self._by_twelve = "january" in words.months  # where English is written, 7.30 may be either
        self._as_written = not self._by_twelve and not ("enero" in words.months and owner.key.startswith("America/"))

    def of_range(
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
            or self._guess(start, tokens[i]),
        )
        close = self._full(end, self._evening(end, tokens, last) or end.half or "am")
        if end.half == "" and close <= opening:
            close = self._full(end, "pm")
        return opening, close

    def alone(self, clock: Clock, tokens: list[Token], i: int) -> tuple[int, int, bool]:
        said = self._evening(clock, tokens, i) or clock.half or self._half_near(tokens, i)
        half = said or self._lent(clock, tokens, i)
        guess = half or self._guess(clock, tokens[i])
        either = not half and ((clock.hour in _EITHER and self._by_twelve) or (clock.hour < 7 and guess != "pm"))
        return *self._full(clock, guess), either

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
            after_next = self.words.days.get(whole) == 2  # "übermorgen" is no morning
            half = "" if after_next else self._half_of_compound(whole)
            if half:
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
                return str(token.value)
        return ""

    @staticmethod
    def _full(clock: Clock, half: str) -> tuple[int, int]:
        hour = clock.hour % 24
        if half == "pm" and hour < 12:
            hour += 12
        if half == "am" and hour == 12:
            hour = 0
        return hour, clock.minute

    def _guess(self, clock: Clock, token: Token) -> str:
        """The half that nothing says: appointments lie between seven in the morning and seven in the evening.

        But where all hours are written, "5.30" is as it is written; and work may be said to begin early.
        """
        if clock.hour in _DAWN and self._as_written and _AS_WRITTEN.search(self.text[token.start : token.end]):
            return "24"
        if 4 <= clock.hour < 7 and self._begins_early(token):
            return "am"
        evening, morning = (self.words.cues[cue].search(self.text) for cue in ("evening_mail", "morning_mail"))
        if clock.hour in (7, 8) and evening and not morning:
            return "pm"
        return "pm" if clock.hour < 7 or clock.hour == 12 else "24"

    def _begins_early(self, token: Token) -> bool:
        """Whether the words beside an hour speak of a shift in the morning: "early shift at 6", "6.30 start"."""
        lead = self.text[max(0, token.start - _SENTENCE) : token.start].rpartition("\n")[2]
        cues = self.words.cues
        if cues["of_evening"].search(lead):
            return False
        tail = self.text[token.end : token.end + 16]
        return cues["early_shift"].search(lead) is not None or cues["early_start"].search(tail) is not None
