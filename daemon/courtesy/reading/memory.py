"""What a mail has said before: the day that a time without one takes, and the time that "same time" means."""

from dataclasses import dataclass, replace
from datetime import date

from courtesy.reading.clocks import At

_MOST_DAYS = 60  # of one sentence


@dataclass(slots=True)
class Memory:
    """What was said before: the day that a time without one may take, and the time that "same time" means."""

    days: tuple[date, ...] = ()
    named: tuple[date, ...] = ()  # the day said last, whatever for
    aside: tuple[date, ...] = ()  # the same, if it was not for the appointment
    beyond: int = 0  # where that was said
    clock: At | None = None
    fresh: bool = False  # no time has taken the day yet
    dated: bool = False  # the text has named some day
    spread: int = 64_000  # where the last time ended that was given to the days below
    new: tuple[date, ...] = ()  # to which a move is said to be
    place: int = 0  # of the day that was said last
    _sentence: int = -1  # of the days that are being gathered

    def name(self, days: tuple[date, ...], end: int, *, body: bool, aside: bool) -> None:
        """A day was said in words that end at `end`, in the text or above it, for whatever purpose."""
        self.dated, self.named = self.dated or body, days
        if aside:
            self.aside, self.beyond = days, end

    def day(self, days: tuple[date, ...], at: At | None, sentence: int, place: int) -> None:
        """A day was said, with a clock time or without."""
        self.days = (*self.days, *days)[-_MOST_DAYS:] if at is None and sentence == self._sentence else days
        self._sentence, self.place = sentence if at is None else -1, place
        self.fresh = at is None
        self.clock = at or self.clock

    def ends(self, at: At) -> None:
        """The end of the time said last was said."""
        if self.clock and not self.clock.until and (at.hour, at.minute) > (self.clock.hour, self.clock.minute):
            self.clock = replace(self.clock, until=(at.hour, at.minute))

    def time(self, at: At | None) -> None:
        """A clock time was said, or (None) one that is not for the appointment."""
        self.fresh = self.fresh and at is None
        self.clock = at or self.clock
