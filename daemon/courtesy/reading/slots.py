"""Which of the times that a mail names are the appointment's, which are windows, and how long each is."""

from datetime import timedelta
from functools import cached_property

from courtesy.reading.grid import below
from courtesy.reading.lengths import length
from courtesy.reading.reading import Kind, Span
from courtesy.reading.roles import HAS_TIMES
from courtesy.reading.statements import Page, Said
from courtesy.reading.turns import Turns

FIXED: frozenset[Kind] = frozenset({"confirm", "cancel", "reschedule"})  # kinds that speak of a time already known
_HALF_DAY = timedelta(hours=2, minutes=30)
Slot = tuple[Said, Span]


class Slots:
    """The times of one page, chosen by the kind of the mail; `owner` is the owner's name."""

    def __init__(self, page: Page, owner: str) -> None:
        self.page = page
        self.given_up: list[Span] = []  # of a move, the times named beside the new ones
        self.about_it = False  # all that is named is of a talk about an interview whose time is not said
        self.turns = Turns(page.original, owner)

    def chosen(self) -> list[Slot]:
        """The times and windows that count, in order of the text."""
        old = {span.start for _, span in self.page.spans("old")}
        slots = [(said, span) for said, span in self.page.spans("slot") if self._counts(said, span)]
        slots = [(said, span) for said, span in slots if span.start not in old] or slots
        slots = [(said, span) for said, span in slots if self._above_forward(said)] or slots
        named = slots
        slots = [(said, span) for said, span in slots if not self._crossed_out(said)] or slots
        slots = self._without_frame(self._from_new(self._without_arrivals(self._after_same(slots))))
        kept = [slot for slot in slots if not self._about_it(slot[0])]
        self.about_it = not kept and bool(slots) and self._ring_about_it(slots)
        slots = kept if kept or self.about_it else slots
        self.given_up = [slot[1] for slot in named if slot not in slots] if self.page.kind == "reschedule" else []
        return self._owners(slots)

    def windows(self, slots: list[Slot]) -> list[Span]:
        """Those of `slots` within which a time is still to be found."""
        return [span for said, span in slots if self._is_window(said, span, self.page.length)]

    def ended(self, slots: list[Slot]) -> list[Span]:
        """The spans of `slots`, each with the end that its length gives it, where one is said."""
        own = {span.start: self._own_length(said) for said, span in slots if not span.end}
        general = None if any(own.values()) and len(slots) > 1 else self.page.length
        return [ended(span, own.get(span.start) or general) for _, span in slots]

    def _above_forward(self, said: Said) -> bool:
        """Whether who hands a mail on says this time, with its day, in words of their own."""
        return said.start in self.page.covered and not said.guessed

    @cached_property
    def _old_cells(self) -> list[range]:
        """The cells of a table of a move that stand under "Was", beside those under "Now"."""
        heads = [
            found.start(1) if found.group(1) else found.start(2)
            for found in self.page.words.cues["old_column"].finditer(self.page.text)
        ]
        return [cell for head in heads[:8] for cell in below(head, self.page.layout, self.page.original)]

    def _crossed_out(self, said: Said) -> bool:
        if self.page.kind != "reschedule" or said.at is None:
            return False
        return any(said.at.start in cell for cell in self._old_cells)

    def _after_same(self, slots: list[Slot]) -> list[Slot]:
        """Of a move what "the same time on Friday" leaves: not the times before it, unless they are choices."""
        first = next((place for place, (said, _) in enumerate(slots) if said.same), 0)
        if self.page.kind != "reschedule" or not first:
            return slots
        between = self.page.text[slots[first - 1][0].end : slots[first][0].start]
        either = self.page.words.cues["choice"].search(between) or self.page.words.cues["if_not"].search(between)
        return slots if either else slots[first:]

    def _without_arrivals(self, slots: list[Slot]) -> list[Slot]:
        """Of "arrive 9.45 for a 10.00 start" the start alone."""
        cue, starts = self.page.words.cues["arrive"], [span.start for _, span in slots]
        kept = []
        for said, span in slots:
            followed = any(timedelta(0) < start - span.start <= timedelta(hours=2) for start in starts)
            if not (followed and said.at and not span.end and self.page.tells(cue, said.at.start)):
                kept.append((said, span))
        return kept

    def _without_frame(self, slots: list[Slot]) -> list[Slot]:
        """The sessions of a day without the hours from the first to the last: "from 8.45 to 1:" and a list of them."""
        listed = [span for said, span in slots if said.at and self.page.layout.listed(said.at.start)]
        return [slot for slot in slots if slot[1].end is None or not self._frames(slot[1], listed)]

    @staticmethod
    def _frames(frame: Span, listed: list[Span]) -> bool:
        inside = [span for span in listed if frame.end and frame.start <= span.start and span is not frame]
        inside = [span for span in inside if frame.end and span.start < frame.end]
        return len(inside) > 1 and any(span.end for span in inside)

    def _about_it(self, said: Said) -> bool:
        """Whether a time is of a talk about the interview: "I'll ring you on Monday at six for a run through"."""
        cues, around = self.page.words.cues, self.page.layout.around(said.start)
        return self.page.kind in FIXED and cues["prep"].search(around) is not None

    def _ring_about_it(self, slots: list[Slot]) -> bool:
        """Whether all that is fixed is when somebody rings about it: "all confirmed. I'll ring you at six to ..."."""
        cue = self.page.words.cues["rings_about_it"]
        return self.page.kind == "confirm" and all(cue.search(self.page.layout.around(said.start)) for said, _ in slots)

    def _from_new(self, slots: list[Slot]) -> list[Slot]:
        """Of a notice of a move the times from the one labelled as new on: what stands above it is crossed out."""
        if self.page.kind != "reschedule" or len(slots) < 2:
            return slots
        cue = self.page.words.cues["new_label"]
        labelled = [self.page.tells(cue, said.start) for said, _ in slots]
        if any(labelled):
            line = self.page.layout.line(slots[labelled.index(True)][0].start)
            lines = [self.page.layout.line(said.start) for said, _ in slots]
            return [slot for slot, new, at in zip(slots, labelled, lines, strict=True) if new or at == line]
        labelled = [self.page.said_to_be_new(said) for said, _ in slots]
        return slots[self._opens(slots, labelled.index(True)) :] if any(labelled) else slots

    def _opens(self, slots: list[Slot], new: int) -> int:
        """The first of the choices that end in number `new`: "Thursday at 11 or Friday at 3 instead"."""
        while new and slots[new - 1][0].end <= slots[new][0].start:
            between = self.page.text[slots[new - 1][0].end : slots[new][0].start]
            if len(between) > 16 or " ".join(between.strip(" ,").split()) not in self.page.words.joins["or"]:
                break
            new -= 1
        return new

    def _owners(self, slots: list[Slot]) -> list[Slot]:
        """Of a running order the owner's turn alone, where named: "your turn being at 10.10", "you are the 11.15"."""
        if len(slots) < 2:
            return slots
        if any(own := self.turns.own([said.start for said, _ in slots])):
            return [slot for slot, is_own in zip(slots, own, strict=True) if is_own]
        if self.page.kind not in FIXED:
            return slots
        cue = self.page.words.cues["own_turn"]
        own = [said.at is not None and self.page.tells(cue, said.at.start) for said, _ in slots]
        after = self.page.words.cues["straight_after"]
        if any(own):
            own = [mine or self.page.tells(after, said.start) for mine, (said, _) in zip(own, slots, strict=True)]
        days = {span.start.date() for (_, span), is_own in zip(slots, own, strict=True) if is_own}
        return [slot for slot, is_own in zip(slots, own, strict=True) if is_own or slot[1].start.date() not in days]

    def _own_length(self, said: Said) -> timedelta | None:
        """The length said in the same line after a time of an agenda: "10.45 Students (20 minutes)"."""
        last = self.page.layout.line_bounds(said.start)[1]
        inside = [
            token
            for token in self.page.tokens
            if token.kind == "count" and said.end <= token.start < min(last, said.end + 80)
        ]
        if len(inside) != 1 or last - said.start > 110 or not self.page.layout.listed(said.start):
            return None
        return length(inside, self.page.layout, self.page.words)

    def _counts(self, said: Said, span: Span) -> bool:
        late = timedelta(hours=2 if self.page.kind == "cancel" else 0)
        if self.page.kind not in HAS_TIMES or span.start < self.page.sent - late:
            return False
        if self.page.kind == "outreach" and span.end and span.end - span.start >= _HALF_DAY:
            met = self.page.words.cues["appointment"].search(self.page.layout.around(said.start))
            return met is not None or self._is_choice(
                said
            )  # who approaches strangers says when to call in, or the hours of the job
        if self.page.kind == "offer" and not said.guessed:  # hours without a day are those of the job
            return self.page.words.cues["appointment"].search(self.page.layout.around(said.start)) is not None
        return self.page.kind != "offer"

    def _is_window(self, said: Said, span: Span, duration: timedelta | None) -> bool:
        if span.end is None or self.page.kind not in ("invite", "outreach", "reschedule"):
            return False
        if self.page.kind == "reschedule" and not (said.at and said.at.between):
            return False
        fixed = self.page.words.cues["fixed_range"].search(self.page.layout.around(said.start))
        if fixed or span.end - span.start <= timedelta(minutes=45):
            return False
        whole = span.end - span.start >= _HALF_DAY and self.page.words.cues["day_long"].search(self.page.text)
        if duration and not whole and span.end - span.start >= max(2 * duration, timedelta(minutes=60)):
            return True
        if self.page.kind == "outreach" and span.end - span.start >= _HALF_DAY:
            return True  # who approaches strangers gives them hours to call in
        return self._is_choice(said) and span.end - span.start != duration

    def _is_choice(self, said: Said) -> bool:
        """Whether the words around a time, or words about all of them, leave the hour to whoever comes."""
        cues = self.page.words.cues
        return bool(
            cues["window"].search(self.page.layout.around(said.start)) or cues["any_start"].search(self.page.text)
        )


def ended(span: Span, duration: timedelta | None) -> Span:
    """`span` with the end that `duration` gives it, if it has none."""
    return span if span.end or not duration else Span(start=span.start, end=span.start + duration)
