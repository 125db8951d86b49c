"""The word table of a language: which words are days, months, clock times, zones, and cues of what a time is for."""

import codecs
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import re2

from courtesy.reading.patterns import late, sparing
from courtesy.reading.zones import ABBREVIATIONS

_PLAIN = str.maketrans(
    {
        **dict(
            zip(
                "ÀÁÂÃÄÅàáâãäåÇçČčĆćÈÉÊËèéêëĘęĚěÌÍÎÏİìíîïÑñŃńÒÓÔÕÖØòóôõöøŠšŚśÙÚÛÜùúûüÝýÿŽžŹźŻżŁłß",
                "AAAAAAaaaaaaCcCcCcEEEEeeeeEeEeIIIIIiiiiNnNnOOOOOOooooooSsSsUUUUuuuuYyyZzZzZzLls",
                strict=True,
            )
        ),
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u2002\u2003", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
        **dict.fromkeys("£€¥₹₦₩₽¢", "$"),
        "\t": " ",
        "\u2022": "*",
        "\u22c5": "|",
        "\u00b7": "|",
        "\u2192": "-",
        "º": "o",
        "½": "^",
        "ª": "a",
        "ſ": "s",
    }
)


def _unknown(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return "~" * (error.end - error.start), error.end


codecs.register_error("courtesy.fold", _unknown)


def fold(text: str) -> str:
    """`text` in lower-case ASCII of the same length: accents dropped, dashes and quotes made plain, the rest '~'."""
    return text.translate(_PLAIN).encode("ascii", "courtesy.fold").decode("ascii").lower()


def either(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first; blanks in them match any run of blanks."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re2.escape(word).replace("\\ ", " ").replace(" ", r"[ \n]+") for word in ordered) or r"[^\x00-\x7f]"


class _Joins(dict[str, frozenset[str]]):
    def __missing__(self, key: str) -> frozenset[str]:
        return frozenset()


class _Unread(Mapping[str, Any]):
    """The table that is written in a TOML text, which is read when the table is first asked for."""

    def __init__(self, toml_text: str) -> None:
        self._text = toml_text

    @cached_property
    def _table(self) -> dict[str, Any]:
        return tomllib.loads(self._text)

    def __getitem__(self, key: str) -> Any:
        return self._table[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


class _Cues(dict[str, Any]):
    def __missing__(self, key: str) -> Any:
        return _NEVER


_NEVER = late(r"[^\x00-\x7f]")


@dataclass(frozen=True, eq=False)
class Words:
    """A compiled word table. Lookups take folded words (see `fold`)."""

    table: Mapping[str, Any]

    @classmethod
    def load(cls, toml_text: str) -> "Words":
        """The table written in `toml_text` (rules/<language>/words.toml). Raises tomllib.TOMLDecodeError."""
        return cls(table=tomllib.loads(toml_text))

    @classmethod
    def unread(cls, toml_text: str) -> "Words":
        """As `load`, for a text that is known to be sound: it is read when the first mail in its language comes."""
        return cls(table=_Unread(toml_text))

    def section(self, name: str) -> Mapping[str, Any]:
        """The section `name`, empty where the language has none."""
        found: Mapping[str, Any] = self.table.get(name, {})
        return found

    def words(self, section: str, key: str | None = None) -> list[str]:
        """The words of one entry, or of a whole section."""
        entries = self.section(section)
        lists = [entries.get(key, [])] if key is not None else list(entries.values())
        return [fold(word) for words in lists for word in words]

    def _numbered(self, section: str) -> dict[str, int]:
        return {fold(word): int(key) for key, words in self.section(section).items() for word in words}

    @cached_property
    def weekdays(self) -> dict[str, int]:
        """Word to weekday, Monday 0."""
        return self._numbered("weekdays")

    @cached_property
    def months(self) -> dict[str, int]:
        return self._numbered("months")

    @cached_property
    def days(self) -> dict[str, int]:
        """Word to days from the day of sending."""
        return self._numbered("days")

    @cached_property
    def echoes(self) -> dict[str, int]:
        """Word to days from the day named before it."""
        return self._numbered("echoes")

    @cached_property
    def nths(self) -> dict[str, int]:
        """Word to day of the month: "twenty-fourth"."""
        return self._numbered("nths")

    @cached_property
    def numbers(self) -> dict[str, int]:
        return self._numbered("numbers")

    @cached_property
    def minutes(self) -> dict[str, int]:
        """Word to a number below sixty, those composed of two words too: "twenty-seven"."""
        small = [(word, value) for word, value in self.numbers.items() if 1 <= value <= 9 and len(word) > 2]
        tens = [(word, value) for word, value in self.numbers.items() if value in (20, 30, 40, 50)]
        composed = {f"{ten}{mark}{one}": a + b for ten, a in tens for one, b in small for mark in "- "}
        return composed | {word: value for word, value in self.numbers.items() if 1 < value < 60}

    @cached_property
    def lengths(self) -> dict[str, int]:
        """Word to minutes: "three quarters of an hour"."""
        return self._numbered("lengths")

    @cached_property
    def units(self) -> dict[str, str]:
        return self._named("units")

    @cached_property
    def clock(self) -> dict[str, str]:
        return self._named("clock")

    @cached_property
    def relative(self) -> dict[str, str]:
        return self._named("relative")

    @cached_property
    def zones(self) -> dict[str, str]:
        """Word to IANA zone, or to "your" (the owner's) or "ours" (the sender's)."""
        return self._named("zones")

    def _named(self, section: str) -> dict[str, str]:
        return {fold(word): str(key) for key, words in self.section(section).items() for word in words}

    @cached_property
    def after_hour(self) -> dict[str, int]:
        """Word to minutes, for what follows an hour: "y media", "moins le quart"."""
        return self._numbered("after_hour")

    @cached_property
    def joins(self) -> Mapping[str, frozenset[str]]:
        """What may stand between two tokens: "to", "between", "at", "on", "or"; empty where a language has none."""
        return _Joins({key: frozenset(map(fold, words)) for key, words in self.section("joins").items()})

    @cached_property
    def cues(self) -> Mapping[str, Any]:
        """Name of a cue to its compiled pattern; a cue that the language lacks matches nothing."""
        return _Cues({key: sparing("(?:" + "|".join(patterns) + ")") for key, patterns in self.section("cues").items()})

    @cached_property
    def dated_line(self) -> Any:
        """Finds a weekday or a month at the start of a line."""
        return sparing(rf"^[ ]*(?:{either([*self.weekdays, *self.months])})\b")

    @cached_property
    def trigger(self) -> Any:
        """Finds a digit or a word without which a line can hold no day and no time."""
        names = [
            *self.weekdays,
            *self.days,
            *self.echoes,
            *self.words("clock", "noon"),
            *self.words("clock", "midnight"),
            *self.words("clock", "oclock"),
            *self.words("clock", "half_past"),
            *self.words("units"),
            *self.words("relative", "end"),
            *self.words("relative", "weekend"),
            *self.words("relative", "month_end"),
            *self.words("relative", "early"),
            *self.words("relative", "mid"),
            *self.words("relative", "next_week"),
            *self.words("zones"),
            *ABBREVIATIONS,
        ]
        return sparing(rf"[0-9]|\b(?:{either(names)})\b", room=4 << 20)
