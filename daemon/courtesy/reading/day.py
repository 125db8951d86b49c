"""Reads a day as people jot it down: "12 May", "end of next week", "they said Friday", "Ende nächster Woche"."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import re2

from courtesy.reading import dates
from courtesy.reading.statements import Page
from courtesy.reading.words import Words

_LONGEST, _LONGEST_TOLD = 300, 20_000  # characters
_SENTENCES = re2.compile(r"(?:[.!?;]\s+|\n)")
_ME = re2.compile(r"(?i)\b(?:me|us)\b")
_OWN = re2.compile(r"(?i)\b(?:I|we|my|our|(?:from|of) (?:me|us))\b")  # what he owes, or is to do
_HEARS = re2.compile(r"(?i)\b(?:I|we)(?:['’](?:ll|d))? (?:\w+ ){0,2}hear\b")


def day_meant(text: str, *, now: datetime, zone: ZoneInfo, words: Mapping[str, Words]) -> date | None:
    """The day that `text`, jotted down at `now` (aware), names, or the last that it does; None: it names none to come.

    It may be in any language that `words`, by ISO 639-1 code, has: the one that understands the most of it counts.
    """
    text, local = " ".join(text[:_LONGEST].split()), now.astimezone(zone)
    if not text:
        return None
    pages = {
        code: _page(text, local, zone, one) for code, one in sorted(words.items(), key=lambda item: item[0] != "en")
    }
    best = max(pages, key=lambda code: _understood(pages[code]), default="en")
    if best == "en":
        found = _in_english(text, local, zone, words["en"])
    else:
        found = max((day for when in pages[best].whens for day in when.days), default=None)
    return found if found and found >= local.date() else None


def day_promised(text: str, *, now: datetime, zone: ZoneInfo, words: Words) -> tuple[date, str] | None:
    """The day by which the owner is to hear, as sentences of his own tell it, and that sentence; None: they tell none.

    "They will get back to me by Friday" is read as their mail would have said it to him. What he promised them, or
    they want of him, is none of it. `words` are the English ones: only that is read.
    """
    local = now.astimezone(zone)
    for sentence in _SENTENCES.split(text[:_LONGEST_TOLD]):
        if _OWN.search(sentence) and not _HEARS.search(sentence):
            continue
        for said in dict.fromkeys((sentence, str(_ME.sub("you", sentence)))):
            found = dates.find(newest=said, subject="", quoted="", sent=local, zone=zone, kind="update", words=words)
            if found.news_by is not None and found.news_by >= local.date():
                return found.news_by, " ".join(sentence.split())
    return None


def _page(text: str, now: datetime, zone: ZoneInfo, words: Words) -> Page:
    return Page(subject="", newest=text, sent=now, zone=zone, kind="update", words=words, always=True)


def _understood(page: Page) -> int:
    """How many characters of it speak of days."""
    return sum(when.end - when.start for when in page.whens)


def _in_english(text: str, now: datetime, zone: ZoneInfo, words: Words) -> date | None:
    """As a promise of that day is read, whose last day counts: "the week of 4 May" ends on the 8th."""
    for sentence in (f"We will get back to you by {text}.", f"We will get back to you within {text}."):
        found = dates.find(newest=sentence, subject="", quoted="", sent=now, zone=zone, kind="update", words=words)
        if found.news_by is not None:
            return found.news_by
    return None
