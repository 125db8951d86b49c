"""The times of one application: proposed, fixed, moved, called off, and each with the hold that stands for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from courtesy.cases import meant
from courtesy.cases.calls import has_link, is_call
from courtesy.cases.days import (
    at_the_offered_hour,
    by_one_clock,
    moments_on_days,
    offered_at,
    on_days,
    on_held_days,
)
from courtesy.cases.events import Event, Owner
from courtesy.cases.names import fuller_names
from courtesy.cases.slot import SITTING, Slot, Status, Where, is_one_of, near, same_round, sittings, starts, uid_of, utc
from courtesy.reading.reading import Span

ANNOUNCED_FOR = timedelta(days=21)  # a length or place said this long before a time is fixed still holds for it


@dataclass(kw_only=True, slots=True)
class Interviews:
    """All slots of one application, changed by its events in order."""

    owner: Owner
    slots: list[Slot] = field(default_factory=list)
    sequences: dict[str, int] = field(default_factory=dict)  # calendar UID -> the highest SEQUENCE seen
    asked: set[datetime] = field(default_factory=set)  # times the owner asked for that nobody had offered
    wished: list[datetime] = field(default_factory=list)  # those of the last mail in which he did,
    wish: Event | None = None  # and that mail
    days_asked: tuple[date, ...] = ()  # those that the owner's last mail named without an hour
    answer: str = ""  # Message-ID of the owner's last mail
    windows: tuple[Span, ...] = ()  # within which the owner was last asked to choose a time
    announced: Event | None = None  # the last mail that asked for times and named none: its length and place hold

    def live(self, at: datetime) -> list[Slot]:
        return [slot for slot in self.slots if slot.lives(at)]

    def sittings(self, at: datetime) -> list[list[Slot]]:
        """The interviews that took place by `at`: each the sessions that one mail set for one sitting."""
        done = sittings(slot for slot in self.slots if slot.took_place(at))
        return [sitting for sitting in done if not self._goes_on(sitting[-1], at)]

    def standing(self) -> list[list[Slot]]:
        """The fixed interviews past and to come, each the sessions of one sitting, in so far as they still stand."""
        firm = [slot for slot in self.slots if slot.firm and slot.released is None]
        return self.sittings(max((slot.end for slot in firm), default=datetime.max.replace(tzinfo=UTC)))

    def agreed(self, at: datetime) -> list[list[Slot]]:
        """The one time to come that suits the owner and that they have not fixed; none where he left them a choice."""
        taken = [slot for slot in self.live(at) if slot.chosen and not slot.firm]
        return [taken] if len(taken) == 1 else []

    def awaits(self, event: Event) -> bool:
        """Whether it answers the mail in which the owner took one of the times they offered, or asked for one."""
        if not self.answer or self.answer not in event.references:
            return False
        return self._asks or len(self.agreed(event.at)) == 1

    def granted(self, event: Event) -> datetime | None:
        """The time that the owner asked for in the mail that this answers, where it names its hour: "5 it is"."""
        mine = [wish.astimezone(self.owner.zone) for wish in self.wished if wish > event.at]
        mine = [wish for wish in mine if (wish.time(),) == event.reading.hours]
        return mine[0] if len(mine) == 1 and self._asks and self.answer in event.references else None

    @property
    def _asks(self) -> bool:
        """Whether the owner's last mail asked for a time that nobody had offered."""
        return self.wish is not None and self.wish.message_id == self.answer

    def _goes_on(self, slot: Slot, at: datetime) -> bool:
        """True where a later session of the same mail and day is still to come."""
        return any(
            other.lives(at)
            and other.event.identity == slot.event.identity
            and timedelta() <= other.start - slot.end <= SITTING
            for other in self.slots
        )

    def propose(self, event: Event) -> list[Slot]:
        """New slots to choose from; they take the place of those offered before."""
        spans, self.windows = _ahead(event), event.reading.windows
        if not spans:
            self.announced = event
            return []
        fixed = {slot.start for slot in self.live(event.at) if slot.firm}
        self.release(event.at, lambda slot: not slot.firm and same_round(slot, event) and not is_one_of(slot, spans))
        return [self._set(event, span, "tentative") for span in spans if span.start not in fixed]

    def fix(self, event: Event) -> list[Slot]:
        """A time is settled: its slot becomes firm, and the others of the round are given back."""
        spans = _ahead(event)
        if not spans:
            return [] if event.reading.times else self._firm_the_chosen(event)
        before = [slot for slot in self.live(event.at) if not slot.firm]
        chosen = {slot.event.identity for slot in before if is_one_of(slot, spans)}
        others = [slot for slot in before if slot.event.identity in chosen or same_round(slot, event)]
        out = meant.replaced(self.live(event.at), event, spans, self.asked)
        kept = self._put(event, spans, "confirmed", out)
        for slot in kept if out and len(spans) > 1 else ():
            slot.event = event  # one timetable, one sitting
        places = {slot.place for slot in others}
        for slot in kept if len(places) == 1 else ():
            slot.place = slot.place or others[0].place  # the time the owner asked for is no other interview
        self.release(event.at, lambda slot: slot in others and slot not in kept)
        return kept

    def _firm_the_chosen(self, event: Event) -> list[Slot]:
        """ "Perfect, see you then" names no time: it means the slot of the day that it names, the one that the owner
        chose, or the only one there is."""
        open_slots = [slot for slot in self.live(event.at) if not slot.firm]
        likely = on_days(open_slots, event, self.owner.zone) or open_slots
        chosen = [slot for slot in likely if slot.chosen] or likely
        asks = self._asks and self.answer in event.references and not any(slot.chosen for slot in open_slots)
        if not open_slots or asks:
            granted = self._grant(event, like=open_slots[0] if open_slots else None)
            self.release(event.at, lambda slot: bool(granted) and slot in open_slots and slot not in granted)
            return granted
        if len(chosen) != 1 and not meant.one_after_the_other(chosen):
            return []
        for slot in chosen:
            slot.status, slot.event = "confirmed", event
        self.release(event.at, lambda slot: slot in open_slots and slot not in chosen)
        return chosen

    def _grant(self, event: Event, like: Slot | None) -> list[Slot]:
        """ "See you Monday": on that day the owner asked for a time, in his last mail that named any; or "perfect", in
        answer to just that mail."""
        if not by_one_clock(self.slots, self.owner.zone):
            return []  # whose clock he meant is not known
        if any(slot.firm and self.wish and slot.event.place > self.wish.place for slot in self.slots):
            return []  # what was fixed since was the answer; this only reminds of it
        wished = [wish for wish in self.wished if wish > event.at]
        if event.reading.days or self.wish is None or event.references[-1:] != (self.wish.message_id,):
            wished = moments_on_days(wished, event, self.owner.zone)
        mine = [Span(start=wish.astimezone(self.owner.zone)) for wish in wished]
        return [self._set(event, mine[0], "confirmed", like)] if len(mine) == 1 else []

    def move(self, event: Event) -> list[Slot]:
        """The old time goes at once; the new ones are firm only where the mail tells rather than asks."""
        spans = _ahead(event)
        old = [slot for slot in meant.moved(self.live(event.at), event, spans) if not is_one_of(slot, spans)]
        status: Status = "tentative" if event.reading.reply_needed else "confirmed"
        return self._put(event, spans, status, old)

    def _put(self, event: Event, spans: list[Span], status: Status, old: list[Slot]) -> list[Slot]:
        """The times of the mail in place of the old slots; one for one, the same hold moves."""
        taken = any(is_one_of(slot, spans) for slot in self.live(event.at))
        if len(old) == 1 and len(spans) == 1 and not taken:
            return [self._shift(old[0], event, spans[0], status)]
        self.release(event.at, lambda slot: slot in old)
        new = [self._set(event, span, status, like=old[0] if old else None) for span in spans]
        for slot in new:
            slot.status = status
        return new

    def meet(self, event: Event, before: Mapping[str, Where]) -> None:
        """Take in where a fixed interview takes place; it was fixed before, `before` says where, by uid.

        What the mail changes of that is the owner's to know.
        """
        for slot in meant.spoken_of(self.live(event.at), event):
            was = before.get(slot.uid)
            if was is None or was.start != slot.start:
                continue
            if event.reading.elsewhere:
                slot.link = slot.address = ""
            _take_where(slot, event)
            slot.people = meant.people_now(slot, event)
            if was.link and not was.address and slot.address and not is_call(event.reading.link):
                slot.link, slot.elsewhere = "", event  # from a call to a place
            new_link, new_address = was.link and slot.link != was.link, was.address and slot.address != was.address
            if event.reading.elsewhere or new_link or new_address:
                slot.elsewhere = event

    def where(self, at: datetime) -> dict[str, Where]:
        """Where the fixed interviews to come take place, by uid."""
        fixed = (slot for slot in self.live(at) if slot.firm)
        return {slot.uid: Where(start=slot.start, link=slot.link, address=slot.address) for slot in fixed}

    def call_off(self, event: Event) -> None:
        """What is called off goes at once."""
        off = meant.called_off(self.live(event.at), self.slots, event)
        self.release(event.at, lambda slot: slot in off)

    def release(self, at: datetime, which: Callable[[Slot], bool]) -> None:
        for slot in self.live(at):
            if which(slot):
                slot.released = at

    def choose(self, event: Event) -> None:
        """The owner named times: remember which slots they are, or which new time he asks for."""
        self.answer = event.message_id
        open_slots = [slot for slot in self.live(event.at) if not slot.firm]
        event = at_the_offered_hour(event, open_slots or self.live(event.at), self.windows, self.owner.zone)
        if len(named := on_days(open_slots, event, self.owner.zone)) == 1:
            named[0].chosen = True
        if len(open_slots) == 1 and meant.is_a_plain_yes(event, open_slots[0]):
            open_slots[0].chosen = True
        self.days_asked = event.reading.days
        wished: list[datetime] = []
        for span in on_held_days(event, open_slots).reading.times:
            offered = [slot for slot in self.live(event.at) if offered_at(slot, span)]
            for slot in offered:
                slot.chosen = True
            if not offered:
                wished.append(utc(span.start))
        self.asked.update(wished)
        if wished:
            self.wished, self.wish = wished, event

    def stale(self, event: Event) -> bool:
        """True where the mail's calendar part is older than one already seen for the same UID (RFC 5546, 2.1.5)."""
        parts = [part for part in event.reading.calendar if part.uid]
        if not parts:
            return False
        old = all(part.sequence < self.sequences.get(part.uid, part.sequence) for part in parts)
        for part in parts:
            self.sequences[part.uid] = max(part.sequence, self.sequences.get(part.uid, part.sequence))
        return old

    def _set(self, event: Event, span: Span, status: Status, like: Slot | None = None) -> Slot:
        """The slot at this start, made firmer or fuller by the event; a new one where there is none."""
        start = utc(span.start)
        standing = (slot for slot in self.slots if slot.released is None)  # a reminder may come when it has begun
        known = next((slot for slot in standing if near(slot.start, [start])), None)
        if known is None:
            known = Slot(uid=uid_of(event, start), start=start, end=start, status=status, event=event)
            self._recall(known, event)
            known.thread |= like.thread if like is not None else set()
            if like is not None:
                known.length, known.place, known.people, known.round = like.length, like.place, like.people, like.round
            self.slots.append(known)
        elif known.status != status and status == "confirmed":
            known.status, known.event = status, event
        self._fill(known, event, span)
        return known

    def _recall(self, slot: Slot, event: Event) -> None:
        """What was said of the interview before it had a time."""
        if self.announced is not None and event.at - self.announced.at <= ANNOUNCED_FOR:
            slot.length = self.announced.reading.duration
            slot.place = self.announced.reading.place or ""
            slot.people = self.announced.reading.interviewers
            slot.thread |= {self.announced.message_id, *self.announced.references}

    def _shift(self, slot: Slot, event: Event, span: Span, status: Status) -> Slot:
        """The same appointment at another time keeps its hold, so that the calendar shows a move."""
        slot.start, slot.status, slot.event, slot.chosen = utc(span.start), status, event, False
        self._fill(slot, event, span)
        return slot

    def _fill(self, slot: Slot, event: Event, span: Span) -> None:
        """What the event says of the slot goes over what was known; the end is stated, carried on, or assumed."""
        reading = event.reading
        slot.thread |= {event.message_id, *event.references}
        slot.stated = span.start
        if span.end is not None and span.end > span.start:
            slot.length = span.end - span.start
        elif reading.duration is not None and not any(s.end for s in reading.times):
            slot.length = reading.duration
        _take_where(slot, event)
        slot.people = fuller_names(reading.interviewers, slot.people)
        slot.round = reading.round or slot.round
        slot.calendar_uid = _calendar_uid(event, span) or slot.calendar_uid
        assumed = self.owner.phone_length if slot.place == "phone" else self.owner.interview_length
        slot.end = slot.start + (slot.length or assumed)


def _take_where(slot: Slot, event: Event) -> None:
    """What the mail says of where it is; only a link that leads to a call is followed without looking.

    What names no time may be of another talk: "I will ring you the evening before".
    """
    reading = event.reading
    if reading.place and (not slot.place or reading.times or reading.elsewhere or is_call(reading.link)):
        slot.place = reading.place
    if is_call(event.reading.link):
        slot.link = event.reading.link or ""
    parts = (part for part in event.reading.calendar if part.span is None or near(slot.start, starts([part.span])))
    slot.address = next(
        (part.location for part in parts if part.location and not has_link(part.location)), slot.address
    )


def _calendar_uid(event: Event, span: Span) -> str:
    parts = [part for part in event.reading.calendar if part.uid and part.span]
    return next((part.uid for part in parts if part.span and part.span.start == span.start), "")


def _ahead(event: Event) -> list[Span]:
    """The times of a mail that were not over when it came."""
    return [span for span in event.reading.times if (span.end or span.start + timedelta(hours=1)) > event.at]
