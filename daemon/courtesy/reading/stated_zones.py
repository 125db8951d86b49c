"""Whose clock the times of one mail are on: a zone said of all of them, over a column, or where they are met."""

from dataclasses import replace
from datetime import tzinfo
from itertools import pairwise

from courtesy.reading.clocks import At
from courtesy.reading.grid import columns
from courtesy.reading.layout import Layout
from courtesy.reading.patterns import late
from courtesy.reading.tokens import Token
from courtesy.reading.words import Words
from courtesy.reading.zones import ABBREVIATIONS, ALSO_WORDS, Zones

_CLOCKS = frozenset({*ABBREVIATIONS, "central", "eastern", "mountain", "pacific"})
_NAME = late(r"^ \p{Lu}\p{Ll}")
_NOTE = late(r"(?:^|[.?!:\n]) *\((?:all )?(?:times )?(?:are )?(?:in )?(?:u\.?s\.? )?$")  # "(U.S. Eastern; ...)"
_LISTED = 12  # characters at most between two times of one list
_APART = 160  # between a list and what says it again on another clock
_MOST = 12  # times of such a list


class StatedZones:
    """The zones that one mail states, by its tokens; `original` is the text of `layout` before folding."""

    def __init__(self, *, tokens: list[Token], layout: Layout, original: str, words: Words, zones: Zones) -> None:
        self.heads = [token for token in tokens if token.kind == "zone"]
        self.layout, self.original, self.words, self.zones = layout, original, words, zones

    def given(self, ats: list[At]) -> list[At]:
        """`ats` with the zones that head their columns, and without those that say others again on another clock."""
        return self._said_once(self._under_heads(ats))

    def _under_heads(self, ats: list[At]) -> list[At]:
        found = list(ats)
        heads = self._one_a_cell()
        for number, head in columns([token.start for token in heads], ats, self.layout, self.original).items():
            if ats[number].zone is None:
                found[number] = replace(ats[number], zone=self.zones.named(heads[head].value))
        return found

    def _one_a_cell(self) -> list[Token]:
        """The zones without those that only say one again: "London (BST/GMT)"."""
        kept, last = list[Token](), -1
        for token in self.heads:
            gap = self.layout.text[last : token.start] if kept else "\n"
            if len(gap) > 2 or not set(gap) <= set(" (/"):
                kept.append(token)
            last = token.end
        return kept

    def _said_once(self, ats: list[At]) -> list[At]:
        """ "Tuesday 2pm or Wednesday 3pm Irish time, so 8am and 9am for you": two times and not four."""
        last = len(ats) - 1
        while last > 2:
            for count in range(min((last + 1) // 2, _MOST), 1, -1):
                again, said = ats[last + 1 - count : last + 1], ats[last + 1 - 2 * count : last + 1 - count]
                if self._are_again(said, again):
                    ats = [*ats[: last + 1 - 2 * count], *self._on_one_clock(said, again), *ats[last + 1 :]]
                    last -= count
                    break
            last -= 1
        return ats

    def _are_again(self, said: list[At], again: list[At]) -> bool:
        """Whether the second list, on a stated clock, is the first one by the same hours later or earlier."""
        text = self.layout.text
        gaps = [(one.end, other.start) for one, other in pairwise(again)]
        if again[-1].zone is None or again[0].start - said[-1].end > _APART or said[-1].zone == again[-1].zone:
            return False
        if any(end - start > _LISTED or "\n" in text[start:end] for start, end in gaps):
            return False
        shifts = {_minutes(one) - _minutes(other) for one, other in zip(said, again, strict=True)}
        return len({shift % 1440 for shift in shifts}) == 1 and shifts != {0}

    def _on_one_clock(self, said: list[At], again: list[At]) -> list[At]:
        """The first list on its own clock, where that is stated after it; else with the hours of the second."""
        between = range(said[-1].start, again[0].start)
        zone = next((self.zones.named(head.value) for head in self.heads if head.start in between), said[-1].zone)
        if zone is not None:
            return [replace(at, zone=zone, restated=True) for at in said]
        return [
            replace(at, hour=other.hour, minute=other.minute, until=other.until, zone=again[-1].zone, restated=True)
            for at, other in zip(said, again, strict=True)
        ]

    def of_all(self, ats: list[At], their_clock: bool) -> tzinfo:
        """The zone of times that state none: the only one the mail states, else the one its sender means."""
        stated = {str(at.zone): at.zone for at in ats if at.zone is not None}
        for token in self.heads:
            if not stated and self._for_all(token):
                found = self.zones.named(token.value)
                if found is not None:
                    stated[str(found)] = found
        if len(stated) == 1:
            return next(iter(stated.values()))
        return self._there() if their_clock and not stated else self.zones.owner

    def _there(self) -> tzinfo:
        """The clock of who wrote: the sender's, and the owner's where the mail names but a city of the owner's.

        The offset of a Date header is that of its day alone; a city with the same offset knows of clock changes too.
        """
        sent, sender = self.zones.sent, self.zones.sender
        city = self.zones.owner.key.rpartition("/")[2].replace("_", " ").lower()
        if not sent.utcoffset() or sender == self.zones.owner or f"{city} time" in self.layout.text:
            return self.zones.owner  # machines write in UTC
        heads = [head for head in self.heads if self.words.zones.get(head.value) != "your"]  # "does that work for you?"
        named = [zone for head in heads if (zone := self.zones.named(head.value))]
        for offset in (sent.utcoffset(), sent.astimezone(self.zones.owner).utcoffset()):
            found = next((zone for zone in named if sent.astimezone(zone).utcoffset() == offset), None)
            if found is not None:
                return found
        return sender

    def _may_be_meant(self, clock: str) -> bool:
        """Whether an abbreviation that is a word too may be a zone: on whose clock sender or owner live.

        "The PT job" of a gym in London is a personal trainer's.
        """
        zone = self.zones.named(clock) if clock in ALSO_WORDS else None
        sent = self.zones.sent
        here = (sent.utcoffset(), sent.astimezone(self.zones.owner).utcoffset())
        return zone is None or sent.astimezone(zone).utcoffset() in here

    def _for_all(self, token: Token) -> bool:
        """Whether a zone that stands by no time is said of all: "(all times Eastern)", "Time (Central)"."""
        text = self.layout.text
        raw = self.original[token.start : token.end].strip("()")
        before = text[max(0, token.start - 24) : token.start]
        if _NAME.search(self.original[token.end : token.end + 3]):
            return False  # "GST Road"
        shouted = self.original[max(0, token.start - 30) : token.end + 30].isupper()
        clock = token.value.split(" ")[0]
        return (
            (raw.isupper() and not shouted and clock in _CLOCKS and self._may_be_meant(clock))  # not "our UK office"
            or raw[:3] in ("UTC", "GMT")  # with an offset, or as Windows shows zones
            or " time" in token.value
            or text.startswith(" times", token.end)
            or self.words.cues["all_times"].search(before) is not None
            or (clock in _CLOCKS and _NOTE.search(before) is not None and text[token.end : token.end + 1] in ");")
        )


def _minutes(at: At) -> int:
    return at.hour * 60 + at.minute
