"""What a day or time is for, told by its clause: a slot, a deadline, a promise of news, an old time, or another matter."""

from typing import Literal

from courtesy.reading.binder import Bound
from courtesy.reading.layout import Layout
from courtesy.reading.reading import Kind
from courtesy.reading.words import Words

Role = Literal["slot", "deadline", "news", "old", "other"]

HAS_DEADLINE: frozenset[Kind] = frozenset({"invite", "confirm", "reschedule", "offer", "assessment", "outreach", "reject"})
HAS_NEWS: frozenset[Kind] = frozenset({"update", "receipt", "cancel", "confirm", "offer", "assessment", "reschedule"})
HAS_TIMES: frozenset[Kind] = frozenset({"invite", "confirm", "reschedule", "cancel", "outreach", "offer"})


class Roles:
    """Gives each bound day or time of one mail its role."""

    def __init__(self, *, layout: Layout, words: Words, kind: Kind) -> None:
        self.layout = layout
        self.cues = words.cues
        self.kind = kind

    def _has(self, cue: str, text: str) -> bool:
        pattern = self.cues.get(cue)
        return pattern is not None and pattern.search(text) is not None

    def _last(self, cue: str, text: str) -> int:
        """Where the last match of a cue in `text` starts, or -1."""
        pattern = self.cues.get(cue)
        return max((found.start() for found in pattern.finditer(text)), default=-1) if pattern else -1

    def role(self, one: Bound) -> Role:
        """The role of `one`, from the words before it, after it, and its whole sentence."""
        first, last = self.layout.bounds(one.start)
        lead = self.layout.text[first : one.start]
        tail = self.layout.text[one.end : last]
        near = lead[-70:]
        sentence = self.layout.text[first:last]
        limited = self._has("by", near) or self._has("by_after", tail[:40])
        if one.day is not None and one.day.kind == "within":
            limited = True
        if self._has("silence", sentence) and (limited or one.at is None):
            return "other"
        if self._has("due", near):
            return self._promise_or_limit(lead, tail, default="deadline")
        if limited:
            return self._limited(one, lead, tail, sentence)
        if self._has("other_near", near) or self._has("other_after", tail[:40]):
            return "other"
        if self._has("aside", sentence) and (one.day is None or not self._has("appointment", sentence)):
            return "other"
        if self.kind == "reschedule" and (self._has("old", near) or self._has("old_after", tail[:50])):
            return "old"
        if one.at is None and self.kind in HAS_NEWS and self._has("news", sentence):
            return "news"
        if self._has("past", sentence) and self.kind not in ("reschedule", "cancel"):
            return "other"
        return "slot"

    def _limited(self, one: Bound, lead: str, tail: str, sentence: str) -> Role:
        """A day or time after "by" or "before": a limit for the owner, a promise, or (for a time) only a slot."""
        asks, tells = self._has("ask", sentence), self._has("news", sentence)
        if one.at is not None and not asks and not tells and self.kind in ("invite", "confirm", "cancel", "reschedule"):
            return "slot"
        if not asks and not tells and one.at is None:
            return "deadline" if self.kind in ("assessment", "offer") else "other" if self.kind == "confirm" else self._by_kind()
        return self._promise_or_limit(lead, tail, default=self._by_kind())

    def _by_kind(self) -> Role:
        return "news" if self.kind in ("update", "receipt", "cancel") else "deadline"

    def _promise_or_limit(self, lead: str, tail: str, *, default: Role) -> Role:
        """Whether the nearest verb is the owner's (a deadline) or theirs (a promise)."""
        asks, tells = self._last("ask", lead), self._last("news", lead)
        if asks < 0 and tells < 0:
            asks, tells = self._has("ask", tail) * 1 - 1, self._has("news", tail) * 1 - 1
        if asks == tells:
            return default
        return "deadline" if asks > tells else "news"
