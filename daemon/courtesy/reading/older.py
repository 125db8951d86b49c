"""What only the older mail below says: the day of "see you Thursday", the time of "option 2", how long it takes."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from courtesy.reading import recall
from courtesy.reading.lexer import lexer
from courtesy.reading.placing import Calendar
from courtesy.reading.reading import Span
from courtesy.reading.slots import FIXED, ended
from courtesy.reading.statements import Page
from courtesy.reading.words import Words, fold
from courtesy.reading.zones import month_first

_LONGEST = timedelta(hours=4)  # said in an answer, more is sooner of something else


class Older:
    """The quoted mail below `page`, read when first asked for."""

    def __init__(self, page: Page, quoted: str) -> None:
        self.page = page
        self._quoted = quoted[:8_000]

    @cached_property
    def older(self) -> Page | None:
        """The quoted mail, read as a proposal of the day it was written; None where it speaks of no time."""
        words, owner, sent = self.page.words, self.page.zones.owner, self.page.sent
        if not self._quoted:
            return None
        if not words.trigger.search(fold(self._quoted[:400])):
            return None
        written = recall.anchor(_days_in(self._quoted[:400], sent.date(), owner, words), sent)
        text = recall.without_headers(self._quoted)
        return Page(
            subject="",
            newest=text,
            sent=written,
            zone=owner,
            kind="invite",
            words=words,
            always=True,
            their_clock=self.page.their_clock,
        )

    def days(self) -> tuple[date, ...]:
        """The days ahead that the quoted mail says by number."""
        return tuple(day for day in self.older.dated if day > self.page.anchor) if self.older else ()

    def recalled(self) -> list[Span]:
        """The time that a confirmation, a move or a cancellation speaks of without saying it, from the older mail."""
        leans = any(said.guessed for said in self.page.said)  # a clock time whose day only the older mail may say
        same = self.page.words.cues["same_time"].search(self.page.text) is not None
        if not (self.page.kind in FIXED or leans or same) or self.older is None:
            return []
        older, duration = self.older, self.page.length
        moved = self.page.kind == "reschedule" or (same and self.page.kind == "invite")
        if moved and not self._says_same_time():
            return []
        spans = [span for _, span in older.spans("slot")] or self._on_their_day(older)
        ahead = [span for span in spans if span.start >= self.page.sent]
        for hints in (self._hints(0), self._hints(self.page.body)):  # the subject may speak of a day given up
            if (chosen := self._picked(ahead, older)) and not any(hints.days):
                return [ended(span, duration or older.length) for span in chosen]
            found = recall.recall(hints, spans, after=self.page.sent, moved=moved, open_choice=self._is_choice(older))
            if found:
                break
        return [ended(span, duration or older.length) for span in found]

    def _hints(self, first: int) -> recall.Hints:
        """What the newest words, from place `first` on, say of the time they mean."""
        roles = ("slot",) if self.page.kind == "reschedule" else ("slot", "old")
        said = [one for one in self.page.said if one.start >= first]
        named = [one for one in said if one.at is None and one.role in roles]
        weeks = {token.start for token in self.page.tokens if token.kind == "period" and token.value.unit == "week"}
        cue = self.page.words.cues["week_later"]
        return recall.Hints(
            days=tuple(day for one in named if one.start not in weeks for day in one.days),
            week=next((one.days[0] for one in named if one.start in weeks and one.days), None),
            later=cue.search(self.page.text[self.page.body :]) is not None,
            clocks=tuple(
                (one.at.hour, one.at.minute)
                for one in said
                if one.at and one.role == "slot" and one.start >= self.page.body
            ),
        )

    def _is_choice(self, older: Page) -> bool:
        """Whether the newest mail below that names times ahead names several: which is meant, only a hint tells."""
        named: dict[int, set[tuple[date, int, int]]] = {}
        last = 0
        for said in older.said:
            if said.at is None or said.role != "slot":
                continue
            alone = (said.start, said.end) == (said.at.start, said.at.end)
            if alone and older.text[last : said.start].strip(" ,;/") not in self.page.words.joins["or"]:
                continue  # "Thursday at 8.15 suits me, I'm off shift at 7"
            mail, last = older.text.count(recall.BREAK, 0, said.start), said.end
            days = [day for day in said.days if day >= self.page.anchor]
            named.setdefault(mail, set()).update((day, said.at.hour, said.at.minute) for day in days)
        named = {mail: times for mail, times in named.items() if times}
        return bool(named) and len(named[min(named)]) > 1

    def _picked(self, spans: list[Span], older: Page) -> list[Span]:
        """The one of `spans` that the mail picks by its number ("the latter", "option 2", "3 it is"), or its answer."""
        below = older.text[: older.text.find(recall.BREAK, len(recall.BREAK) + 2)] if self._is_choice(older) else ""
        for text in (self.page.text, below) if spans else ():
            if self.page.words.cues["pick_last"].search(text):
                return spans[-1:]
            for place in range(4):
                if self.page.words.cues[f"pick_{place + 1}"].search(text):
                    return spans[place : place + 1] or spans[-1:]
        return []

    def length_then(self, span: Span) -> timedelta | None:
        """How long the appointment is by the older mail, where a confirmation or a move only names its time."""
        if span.end or self.page.length or self.page.kind not in ("confirm", "reschedule") or not self.older:
            return None
        for _, then in self.older.spans("slot", "old"):
            if then.end and (then.start.hour, then.start.minute) == (span.start.hour, span.start.minute):
                return then.end - then.start
        return self.older.length if self.older.length and self.older.length <= _LONGEST else None

    def _on_their_day(self, older: Page) -> list[Span]:
        """A clock time of the newest words on the day of the older mail: "2.30 it is", after "Wednesday suits me"."""
        clocks = [said.at for said in self.page.said if said.at and said.role == "slot"]
        days = [day for said in older.said if said.role == "slot" for day in said.days]
        ahead = [day for day in days if day >= self.page.anchor]
        span = self.page.span(ahead[0], clocks[0]) if ahead and clocks else None
        return [span] if span else []

    def later_that_day(self) -> list[Span]:
        """The hour that a confirmation names without a day, if it lies ahead: "running on time for our 2.15"."""
        if self.page.kind not in FIXED or not self.page.speaks or self.page.whens or self.page.of_older_day:
            return []
        roles = ("slot", "old", "other") if self.page.kind == "cancel" else ("slot",)
        named = [said for said in self.page.said if said.at and said.role in roles and said.start >= self.page.body]
        if self.page.kind == "reschedule" and len(named) > 1:
            named = [said for said in named if self.page.said_to_be_new(said)]
        hours = [said.at for said in named if said.at]
        for zone in (self.page.zone, self.page.zones.sender) if hours else ():
            span = self.page.span(self.page.anchor, replace(hours[0], zone=hours[0].zone or zone))
            if span and timedelta(0) < span.start - self.page.sent < timedelta(hours=12):
                return [span]
        return []

    def _says_same_time(self) -> bool:
        """Whether a move leans on the old time: "same time on Friday", or a clock time without a day."""
        clock = any(said.at and said.role == "slot" and said.start >= self.page.body for said in self.page.said)
        cues = self.page.words.cues
        return clock or any(cues[cue].search(self.page.text) is not None for cue in ("same_time", "week_later"))


def _days_in(text: str, anchor: date, zone: ZoneInfo, words: Words) -> list[date]:
    """The days that `text` names, as read on the day `anchor` in `zone`."""
    folded = fold(text)
    calendar = Calendar(anchor=anchor, words=words, text=folded, original=text, month_first=month_first(zone))
    return [day for when in calendar.place(lexer(words).tokens(folded, text))[0] for day in when.days]
