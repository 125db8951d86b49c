"""Reads clock times said in words: "half past two", "quarter to three pm", "ten thirty", "seize heures quinze"."""

from courtesy.reading.lexemes import minutes
from courtesy.reading.numerals import Numbers
from courtesy.reading.patterns import sparing
from courtesy.reading.tokens import Clock
from courtesy.reading.words import Words, either

_AFTERNOON = frozenset("12345")  # "um 4 Uhr" is hardly ever in the night
_FRACTIONS = (
    ("half_past", 30, 0), ("half_to", 30, 1), ("quarter_past", 15, 0), ("quarter_to", 45, 1), ("quarter_into", 15, 1),
)  # fmt: skip


class Spoken:
    """The spoken clock times of one word table."""

    def __init__(self, words: Words, numbers: Numbers) -> None:
        self.words = words
        self._numbers = numbers
        self._after_hour = sparing(rf" ({either(words.after_hour)})$")
        self._minutes_to = sparing(
            rf"^({either(minutes(words))}) ({either(words.words('clock', 'past') + words.words('clock', 'before'))}) "
        )
        self._am = sparing(rf"(?:^|[^a-z])({either([*words.words('clock', 'am'), 'a'])})$")
        self._pm = sparing(rf"(?:^|[^a-z])({either(words.words('clock', 'pm'))})$")

    def half(self, text: str) -> tuple[str, str]:
        """The half of the day at the end of `text`, and what stands before it."""
        stripped = text.rstrip(" )")
        for half, pattern in (("am", self._am), ("pm", self._pm)):
            if found := pattern.search(stripped):
                return half, stripped[: found.start(1)]
        hours = self.words.words("clock", "hours")
        for word in sorted(hours, key=len, reverse=True):
            if stripped.endswith(word) and stripped[0].isdigit():
                hour = stripped.removesuffix(word)
                return "" if hour.strip() in _AFTERNOON else "24", hour
        return "", stripped

    def clock(self, text: str) -> Clock | None:
        """ "half past two", "quarter to 3 pm", "half two", "five o'clock", "ten thirty"."""
        for key, minute, back in _FRACTIONS:
            for word in sorted(self.words.words("clock", key), key=len, reverse=True):
                if text.startswith(word + " "):
                    half, rest = self.half(text[len(word) :])
                    hour = self._numbers.hour(rest)
                    return Clock((hour - back) % 12 or 12, minute, half) if hour else None
        if found := self._after_hour.search(text):
            numbers = self._numbers.all(text[: found.start()]) or ["12"]  # "midi et demi"
            hour, past = self._numbers.hour(numbers[0]), self.words.after_hour[found.group(1)]
            if 13 <= (late := int(self._numbers.value(numbers[0]))) <= 23:
                return Clock(late if past > 0 else late - 1, past % 60, "24")  # "alle 15 e un quarto"
            if hour:
                return Clock(hour if past > 0 else (hour - 1) % 12 or 12, past % 60, "")
        if found := self._minutes_to.search(text):
            return self._minutes_beside(text[found.end() :], found.group(1), found.group(2))
        half, rest = self.half(text)
        parts = self._numbers.all(rest)
        hour = self._numbers.hour(parts[0]) if parts else 0
        if parts and len(parts) == 1 and 13 <= self._numbers.value(parts[0]) <= 23:
            return Clock(int(self._numbers.value(parts[0])), 0, "24")  # "16 o'clock"
        after = rest.strip().removeprefix(parts[0]).strip(" -") if parts else ""
        minute = self._minutes_said(after) if len(parts) > 1 else 0
        return Clock(hour, minute, half) if hour and minute < 60 else None

    def _minutes_beside(self, rest: str, number: str, beside: str) -> Clock | None:
        """ "ten past three", "fünf vor halb zehn": `rest` is the hour, with "half" before it where that is said."""
        half, rest = self.half(rest)
        to_half = next((word for word in self.words.words("clock", "half_to") if rest.startswith(word + " ")), "")
        hour, minute = self._numbers.hour(rest.removeprefix(to_half)), self._minutes_said(number)
        if not hour:
            return None
        away = minute if beside in self.words.words("clock", "past") else -minute
        total = hour * 60 + away - (30 if to_half else 0)
        return Clock(total // 60 % 12 or 12, total % 60, half)

    def of_the_day(self, text: str) -> Clock | None:
        """ "à seize heures quinze", "alle quindici e trenta", "às quinze horas", after what leads to the hour."""
        found = self._after_hour.search(text)
        parts = self._numbers.all(text[: found.start()] if found else text)
        hour = int(self._numbers.value(parts[0])) if parts else 0
        minutes = self.words.after_hour[found.group(1)] if found else self._minutes_of(parts[1:])
        if not 1 <= hour <= 24 or len(parts) > 2 or minutes > 59:
            return None
        total = hour * 60 + minutes
        return Clock(total // 60 % 24, total % 60, "24" if hour > 12 else "")

    def _minutes_of(self, parts: list[str]) -> int:
        return int(self._numbers.value(parts[0])) if parts else 0

    def _minutes_said(self, text: str) -> int:
        """The number of "twenty-seven", or of "twenty-seven minutes"."""
        return next((value for word, value in self.words.minutes.items() if text in (word, *self._with_unit(word))), 60)

    def _with_unit(self, word: str) -> list[str]:
        return [f"{word} {unit}" for unit in self.words.words("units", "minute")]
