"""What the owner can say to an alert: done, later, wrong, notes; as offered to him, and as read from his own words."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Literal, get_args

from courtesy.cases.actions import Alert, AlertKind
from courtesy.mail.plain import one_line
from courtesy.reading.reading import KINDS, Kind

Word = Literal["done", "snooze", "notes", "wrong", "yes", "no"]

EVENING, MORNING = time(18), time(9)
LONGEST_NOTE = 2000  # characters
_WORDS: tuple[Word, ...] = get_args(Word)
_DONE = ("done", *"erledigt fertig fait hecho fatto klaar feito".split())  # as said in seven languages
_MARKS = ".,;:!*_\"'\u201c\u201d\u2019()-\u2013\u2014"
_FEW = 2  # words after "done" that say no more of how an interview went
_UNITS = {"h": "hours", "hour": "hours", "d": "days", "day": "days", "w": "weeks", "week": "weeks"}
_HOUR = timedelta(hours=1)
_DEBT: tuple[Word, ...] = ("done", "snooze", "wrong")
_SAYABLE: dict[AlertKind, tuple[Word, ...]] = {  # to the other kinds there is nothing to say
    "reply_needed": _DEBT,
    "reply_overdue": _DEBT,
    "thank_you_due": _DEBT,
    "thank_you_courtesy": _DEBT,
    "follow_up_ok": _DEBT,
    "conflict": _DEBT,
    "debrief": ("notes", "done", "snooze"),
    "scam_warning": ("wrong",),
    "question": ("yes", "no"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One thing that the owner says to an alert."""

    word: Word
    until: str = ""  # snooze: "2d", "evening" or "tomorrow"
    text: str = ""  # notes
    kind: Kind | None = None  # wrong: what the mail is
    debt: str = ""  # the short name of what is meant, where the alert lists several things

    @property
    def said(self) -> str:
        """The choice in words; what reads the same is the same choice."""
        return " ".join(filter(None, (self.word, self.debt, self.until, self.kind, self.text)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A choice as it is offered: `words` are what `read` understands."""

    words: str
    label: str


def offers(alert: Alert, now: datetime, zone: tzinfo) -> tuple[Offer, ...]:
    """What the owner may say to `alert` at `now` (aware), most wanted first; nothing is put off past its limit."""
    labels = {
        "notes": "Write notes",
        "done": "Done",
        "snooze evening": "Remind me this evening",
        "snooze tomorrow": "Remind me tomorrow",
        "yes": "Yes",
        "no": "No",
        "wrong": "Wrong",
    }
    sayable = _SAYABLE.get(alert.kind, ())
    found = (Offer(words=words, label=label) for words, label in labels.items() if words.split()[0] in sayable)
    return tuple(offer for offer in found if not offer.words.startswith("snooze") or _fits(offer, alert, now, zone))


def _fits(offer: Offer, alert: Alert, now: datetime, zone: tzinfo) -> bool:
    name = offer.words.split()[1]
    until = moment(name, now, zone)
    today = until.astimezone(zone).date() == now.astimezone(zone).date()
    return (name != "evening" or today) and (alert.limit is None or until < alert.limit.at)


def moment(until: str, said: datetime, zone: tzinfo) -> datetime:
    """When a snooze said at `said` ends (aware UTC): the next 18:00 on the owner's clock, tomorrow 9:00, or after it.

    `until` is that of a Choice.
    """
    local = said.astimezone(zone)
    if until == "tomorrow":
        return datetime.combine(local.date() + timedelta(days=1), MORNING, zone).astimezone(UTC)
    if until == "evening":
        days = timedelta(days=0 if local.time() < EVENING else 1)
        return datetime.combine(local.date() + days, EVENING, zone).astimezone(UTC)
    return said.astimezone(UTC) + timedelta(**{_UNITS[until[-1]]: int(until[:-1])})


def within_limit(until: datetime, alert: Alert, now: datetime) -> datetime:
    """`until`, or an hour before it is too late; what would be too late anyway is left as it is."""
    last = alert.limit.at - _HOUR if alert.limit else until
    return last if now < last < until else until


def read(newest: str, alert: Alert) -> list[Choice]:
    """What the owner says in the words `newest`, each choice on a line of its own; [] where they are none.

    After "notes" all is notes. To the question how an interview went any words are.
    """
    lines = [one_line(line, LONGEST_NOTE) for line in newest.split("\n")]
    found: list[Choice] = []
    for number, line in enumerate(lines):
        if not line:
            continue
        choice = _choice(line, lines[number + 1 :], alert)
        if choice is None:
            break
        found.append(choice)
        if choice.word == "notes":
            break
    if not found and alert.kind == "debrief" and (text := _text(lines)):
        return [Choice(word="notes", text=text)]
    return found


def sayable(alert: Alert) -> str:
    """The words that an answer to `alert` may begin with, for people."""
    if alert.kind == "digest":
        return "done NAME, snooze NAME 2d"
    examples = {"snooze": "snooze 2d", "notes": "notes: ..."}
    return ", ".join(examples.get(word, word) for word in _SAYABLE.get(alert.kind, ())) or "none"


def _choice(line: str, below: list[str], alert: Alert) -> Choice | None:
    """The choice that begins on `line`, if one does."""
    first, _, rest = line.partition(" ")
    word = _word(first)
    if word is None:
        return None
    if word == "notes":
        text = _text([rest, *below])
        return Choice(word=word, text=text) if text else None
    debt, words = _debt(rest.casefold().replace(",", " ").rstrip(".!").split())
    if words and _is_chat(word, first, words, alert):
        words = []
    if word == "snooze":
        until = until_of(words)
        return Choice(word=word, debt=debt, until=until) if until else None
    if word == "wrong" and words:
        kind = next((kind for kind in KINDS if words == [kind]), None)
        return Choice(word=word, debt=debt, kind=kind) if kind else None
    return Choice(word=word, debt=debt) if not words else None


def _word(first: str) -> Word | None:
    """The word that may begin a choice, as it is spelt here."""
    plain = first.casefold().strip(_MARKS)
    return "done" if plain in _DONE else next((word for word in _WORDS if plain == word), None)


def _is_chat(word: Word, first: str, words: list[str], alert: Alert) -> bool:
    """Whether what stands behind the word changes nothing of it: "Done, thanks!"; a question or a name may."""
    if any("?" in one or any(c.isdigit() for c in one) for one in (first, *words)):
        return False
    if word == "done":
        return alert.kind != "debrief" or len(words) <= _FEW
    return word in ("yes", "no", "wrong") and first[-1:] in _MARKS and words[0] not in KINDS


def _debt(words: list[str]) -> tuple[str, list[str]]:
    """The short name that stands first, if one does, and the other words."""
    is_named = bool(words) and len(words[0]) == 6 and not set(words[0]) - set("0123456789abcdef")
    return (words[0], words[1:]) if is_named else ("", words)


def until_of(words: list[str]) -> str:
    """What `moment` takes: "2d" of "2d", "2 days" or "for 2 days", "tomorrow" of "until tomorrow"; "" of no time."""
    words = [word for word in words if word not in ("for", "until", "till", "this", "the")]
    if words in (["evening"], ["tomorrow"]):
        return words[0]
    length = "".join(words)
    digits = length[: len(length) - len(length.lstrip("0123456789"))]
    unit = _UNITS.get(length[len(digits) :].removesuffix("s"), "")
    return f"{int(digits)}{unit[0]}" if unit and digits.isascii() and 0 < len(digits) <= 3 and int(digits) else ""


def _text(lines: list[str]) -> str:
    """The words of the lines, one below the other."""
    return "\n".join(lines).strip()[:LONGEST_NOTE]
