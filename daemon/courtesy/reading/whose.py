"""Whose a limit is, told by the verb that stands next to it: the owner's to keep, or theirs to bring news by."""

from typing import Literal

from courtesy.reading.binder import Bound
from courtesy.reading.cued import Cued
from courtesy.reading.layout import Layout
from courtesy.reading.patterns import late
from courtesy.reading.reading import Kind
from courtesy.reading.words import Words

QUIET: frozenset[Kind] = frozenset({"update", "receipt", "cancel"})  # kinds in which a date is sooner theirs than ours
_REACH = 90  # characters on either side of a day that are looked at
_CLAUSES = late(r"[.,;:!?()\n]")


class Whose(Cued):
    """Tells promises of news from limits for the owner in one mail of `kind`."""

    def __init__(self, *, layout: Layout, words: Words, kind: Kind) -> None:
        super().__init__(layout=layout, words=words)
        self.ands = words.joins["or"] | words.joins["and"]
        self.that = words.joins["that"]
        self.kind = kind

    def _of_others(self, one: Bound) -> bool:
        """Whether only some are promised news: "if you are shortlisted, you hear by ...", "those selected will"."""
        around = self.layout.around(one.start)
        return self.kind in QUIET and self._has("only_suitable", around) and not self._has("whether", around)

    def _told_then(self, lead: str, tail: str) -> bool:
        """Whether the day opens a clause that promises news: "on Friday I'll call", "y el martes te cuento"."""
        before, after = _CLAUSES.split(lead)[-1].split(), _CLAUSES.split(tail.lstrip(" ,)"))[0].split()
        joined = [place for place, word in enumerate(before) if word in self.ands or word in self.that]
        opens = before[joined[-1] + 1 :] if joined else before
        ends = next((place for place, word in enumerate(after) if word in self.ands), len(after))
        most = 1 if tail.startswith(",") else 2  # "On Friday, 23 October, I'll call"; but "Forget Friday, I'll call"
        return len(opens) <= most and self._has("news", " ".join(after[: min(ends, 8)]))

    def _told_around(self, lead: str, tail: str) -> bool:
        """Whether a verb of news stands around the day, as German and Dutch put it: "we let you on Friday know"."""
        return self.kind in QUIET and self._has("news_around", f"{lead[-_REACH:]} ## {tail[:_REACH]}")

    def _promising(self, lead: str) -> str:
        """`lead` from after the words that only tell something: "to let you know that ..." promises nothing."""
        return lead[max(0, self._last("telling", lead)[1]) :]

    def _side(self, lead: str, tail: str) -> Literal["deadline", "news"] | None:
        """Whose verb stands nearest before a limit, else after it: the owner's (a deadline), or theirs (a promise)."""
        lead = self._promising(lead)
        asks, tells = self._last("ask", lead), self._last("news", lead)
        if tells[0] < 0 and self._told_around(lead, tail):
            return "news"
        if asks[0] < 0 and tells[0] < 0:
            asks_after, tells_after = self._last("ask", tail), self._last("news", tail)
            if asks_after[0] >= 0 and tells_after[0] >= 0:
                covered = tells_after[0] <= asks_after[0] and asks_after[1] <= tells_after[1]  # "laat ik je weten"
                return "news" if covered or self.kind in QUIET else "deadline"
            return "deadline" if asks_after[0] >= 0 else "news" if tells_after[0] >= 0 else None
        overlap = asks[0] < tells[1] and tells[0] < asks[1]
        if tells[0] < asks[0] and asks[1] <= tells[1]:
            return "news"  # "have an answer for everyone"
        if self.kind in QUIET and (overlap or tells[0] >= 0):
            return "news"
        return "deadline" if asks[0] >= tells[0] or (overlap and asks[0] <= tells[0]) else "news"
