"""What a draft says: a greeting, a few sentences of a template, and the owner's name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from courtesy.cases.actions import DraftKind
from courtesy.cases.case import Case
from courtesy.cases.draft_people import Person, is_same, people
from courtesy.cases.draft_times import Offer
from courtesy.cases.draft_words import Words
from courtesy.cases.events import Event, Owner
from courtesy.cases.names import words as words_of
from courtesy.cases.notes import Note
from courtesy.cases.slot import Slot
from courtesy.cases.wording import name
from courtesy.mail.message import Address
from courtesy.mail.plain import one_line
from courtesy.reading.reading import Span

_NOTES = 600  # characters
_HELPFUL = ("went_well", "responded_to")  # answers that may go into a letter; the others are nobody's business
_MET = 6  # people that are named
_SLOTS = 12  # times that are listed


@dataclass(frozen=True, kw_only=True, slots=True)
class Writer:
    """In whose name drafts are written, of what kinds, in which words."""

    name: str  # what the owner signs with, or ""
    addresses: tuple[str, ...]  # the owner's, his usual one first
    kinds: frozenset[DraftKind]
    words: Mapping[str, Words]  # by language, ISO 639-1
    person: Person


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """What all letters of a case have in common."""

    writer: Writer
    words: Words
    owner: Owner
    case: Case
    event: Event  # the mail that is answered
    to: tuple[Address, ...]

    def reply(self, offer: Offer, today: date) -> str | None:
        """The answer to a mail that waits for one; None where it is given elsewhere, as by booking a time."""
        reading = self.event.reading
        if reading.kind in ("offer", "assessment"):
            due = reading.deadline.date() if isinstance(reading.deadline, datetime) else reading.deadline
            return self._write([reading.kind], deadline=self.words.day(due) if due and due >= today else "")
        opening = "reschedule" if reading.kind == "reschedule" else "invite"
        if not offer.spans and not offer.windows:
            if reading.times or (reading.windows and not reading.link):
                return self._write([opening, "too_late", "when"])
            return None if reading.link else self._write([opening, "when"])
        if offer.free is None or not offer.spans:
            slots = [*map(self._moment, offer.spans), *map(self._window, offer.windows)][:_SLOTS]
            text = "perhaps" if len(slots) == len(offer.spans) == 1 else "choose"
            return self._write([opening, text], slot=slots[0], slots=_lines(slots))
        if not offer.free:
            if not offer.windows:
                return self._write([opening, "none_suits", "when"])
            return self._write([opening, "choose"], slots=_lines(map(self._window, offer.windows[:_SLOTS])))
        best, *others = [self._moment(span) for span in offer.free[:_SLOTS]]
        return self._write([opening, "suits"], slot=best, others=self.words.one_of(others))

    def thanks(self, sitting: Sequence[Slot], notes: Sequence[Note]) -> str:
        """Thanks for an interview: to those who were met, or through somebody to them."""
        met = [shown for one in people(sitting)[:_MET] if (shown := name(one, ""))]
        reached = [self._person(one) for one in self.to]
        through = bool(met) and not any(is_same(one, other) for one in met for other in reached)
        said = one_line("; ".join(filter(None, map(_in_a_letter, notes))), _NOTES)
        return self._write(
            ["thank_you_through" if through else "thank_you_due"], people=self.words.all_of(met), notes=said
        )

    def courtesy(self) -> str:
        """A courteous line after a rejection."""
        return self._write(["thank_you_courtesy"])

    def follow_up(self, promised: date) -> str:
        """A question for news that were promised by a day."""
        return self._write(["follow_up_ok"], deadline=self.words.day(promised))

    def _write(self, texts: Sequence[str], **known: str) -> str:
        common = {
            "me": name(self.writer.name, ""),
            "company": name(self.case.company, ""),
            "role": name(self.event.reading.role or self.case.role, ""),
        }
        several = len(self.to) > 1
        said = " ".join(self.words.say(text, common | known, several=several) for text in texts)
        return "\n\n".join([self._greeting(), said, self.words.say("closing", common)])

    def _greeting(self) -> str:
        """By name where all who are written to have one."""
        names = [name(self._person(one), "") for one in self.to]
        if not all(names):
            return self.words.say("greeting_nobody", {})
        first = [one if _is_titled(shown.name) else _first(one) for one, shown in zip(names, self.to, strict=True)]
        return self.words.say("greeting", {"name": self.words.all_of(names), "first": self.words.all_of(first)})

    def _window(self, span: Span) -> str:
        if span.end is None:
            return self._moment(span)
        same_day = span.end.date() == span.start.date() and span.end.utcoffset() == span.start.utcoffset()
        if same_day and span.start.utcoffset() == span.start.astimezone(self.owner.zone).utcoffset():
            return f"{self.words.day(span.start)}, {span.start:%H:%M} – {span.end:%H:%M}"
        return f"{self._moment(span)} – {f'{span.end:%H:%M}' if same_day else self._moment(Span(start=span.end))}"

    def _person(self, one: Address) -> str:
        """The person who is written to, or '': a firm may look like one."""
        person = self.writer.person(one.name, self.event.reading.language)
        firm = set(words_of(self.case.company)) | set(words_of(self.event.reading.agency))
        return "" if set(words_of(person)) <= firm else person

    def _moment(self, span: Span) -> str:
        return self.words.moment(span.start, span.start.astimezone(self.owner.zone))


def _lines(slots: Iterable[str]) -> str:
    return "\n".join(f"- {slot}" for slot in slots)


def _is_titled(shown: str) -> bool:
    """Whether somebody is shown with a title that first names do not go with."""
    return bool({"dr", "prof", "professor"} & set(shown.casefold().replace(".", " ").split()))


def _first(person: str) -> str:
    """The first name, where there is one written out."""
    first = person.split()[0]
    return first if len(first.strip(".")) > 1 and not first.endswith(".") else person


def _in_a_letter(note: Note) -> str:
    answers = [answer.words for answer in note.answers if answer.question in _HELPFUL]
    return "; ".join(filter(None, answers if note.answers else [note.text]))
