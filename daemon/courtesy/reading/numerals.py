"""Reads numbers and lengths of time: "2½", "twenty-five", "an hour and a half", "1h30", "two to three weeks"."""

import re2

from courtesy.reading.tokens import Count
from courtesy.reading.words import Words, either


class Numbers:
    """The numbers and counts of one word table."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._number = re2.compile(rf"[0-9]+(?:\^|[.,][0-9]+)?|\b(?:{either(words.numbers)})\b")
        self._unit = re2.compile(rf"(?:{either(words.units)})\b")
        self._nths = re2.compile(rf"\b(?:{either(words.nths)})\b")

    def all(self, text: str) -> list[str]:
        """The numbers in `text`, as written."""
        return list(self._number.findall(text))

    def hour(self, text: str) -> int:
        """The hour on a twelve-hour clock that `text` says, 0 where it says none."""
        value = self.value(text.strip())
        return int(value) if 1 <= value <= 12 else 0

    def value(self, text: str) -> float:
        """The number that `text` says, 0 where it says none."""
        words = " ".join(text.split())
        number = self.words.numbers.get(words, self.words.minutes.get(words))
        if number is not None:
            return number
        try:
            return float(text.replace(",", ".").replace("^", ".5"))
        except ValueError:
            return 0

    def count(self, text: str) -> Count | None:
        """A number of units: "two to three weeks", "an hour and a half"; None where no unit is said."""
        unit_at = self._unit.search(text)
        if unit_at is None:
            return None
        unit = self.words.units[" ".join(unit_at.group().split())]
        numbers = [self.value(part) for part in self._number.findall(text[: unit_at.start()])]
        if unit == "half":
            return self._fraction(text[unit_at.end() :])
        rest = text[unit_at.end() :]
        extra = self._fraction_of(rest.strip(" ,-"))
        low, high = (numbers[0], numbers[-1]) if numbers else (1.0, 1.0)
        if unit == "hour" and (more := self._number.findall(rest)) and self._unit.search(rest) and not extra:
            return Count(low * 60 + self.value(more[0]), high * 60 + self.value(more[0]), "minute")
        return Count(low + extra, high + extra, unit)

    def short(self, text: str) -> Count:
        """ "1h", "1h30", "1.5 h", "45m": a length, as nobody meets at that hour of the night."""
        if text.endswith("m"):
            return Count(self.value(text[:-1].strip()), self.value(text[:-1].strip()), "minute")
        whole, _, rest = text.partition("h")
        minutes = self.value(whole.strip()) * 60 + self.value(rest.strip())
        return Count(minutes, minutes, "minute")

    def length(self, text: str) -> Count:
        """A length that has a name of its own: "three quarters of an hour"."""
        minutes = self.words.lengths[" ".join(text.split())]
        return Count(minutes, minutes, "minute")

    def nth(self, text: str) -> int:
        """The number of "the twenty-fourth"; 0 where there is none."""
        found = self._nths.search(text)
        return self.words.nths[found.group()] if found else 0

    def _fraction(self, rest: str) -> Count | None:
        """ "half an hour", "half-hour"."""
        found = self._unit.search(rest)
        unit = self.words.units.get(" ".join(found.group().split()), "") if found else ""
        return Count(30, 30, "minute") if unit == "hour" else None

    def _fraction_of(self, rest: str) -> float:
        for key, share in (("and_half", 0.5), ("and_quarter", 0.25), ("and_three_quarters", 0.75)):
            if any(rest.startswith(word) for word in self.words.words("units", key)):
                if key == "and_quarter" and any(
                    rest.startswith(word) for word in self.words.words("units", "and_three_quarters")
                ):
                    continue
                return share
        return 0.0
