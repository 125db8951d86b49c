"""The words of drafts: templates in the language of the mail, and what is put into their fields."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

# The texts of a language, and the fields that each may hold. Those in capitals are always known; the others must
# stand in an optional part, <...>, which is left out where one of its fields is not known.
_WHAT = "me company role"
TEXTS: Mapping[str, frozenset[str]] = {
    text: frozenset(fields.split())
    for text, fields in {
        "greeting": "NAME FIRST",
        "greeting_nobody": "",
        "closing": "me",
        "invite": _WHAT,
        "reschedule": _WHAT,
        "suits": f"SLOT others {_WHAT}",
        "perhaps": f"SLOT {_WHAT}",
        "choose": f"SLOTS {_WHAT}",
        "none_suits": _WHAT,
        "too_late": _WHAT,
        "when": _WHAT,
        "offer": f"deadline {_WHAT}",
        "assessment": f"deadline {_WHAT}",
        "thank_you_due": f"notes {_WHAT}",
        "thank_you_through": f"PEOPLE notes {_WHAT}",
        "thank_you_courtesy": _WHAT,
        "follow_up_ok": f"DEADLINE {_WHAT}",
        "moment": "WEEKDAY DAY MONTH HOUR MINUTE",
        "date": "WEEKDAY DAY MONTH",
        "first_day": "",
        "and": "",
        "or": "",
    }.items()
}
SEVERAL = "_several"  # ends the name of a text for several people, where a language speaks to them otherwise
LISTS: Mapping[str, int] = {"weekdays": 7, "months": 12}  # from Monday, from January

_SOUNDS_I = re.compile(r"h?[i\u00ed](?![aeo])", re.IGNORECASE)
_PART = re.compile(r"<[^<>]*>|[^<>]+|[<>]")
_PIECE = re.compile(r"\{([^{}]*)\}|[^{}]+|[{}]")


class Unfit(ValueError):
    """A template that cannot be filled; the message says what is wrong with it and how to mend it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """Plain text, or the name of a field."""

    text: str = ""
    field: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Some pieces; an optional part is left out where a field of it is not known."""

    pieces: tuple[Piece, ...]
    optional: bool


Template = tuple[Part, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What drafts say in one language."""

    texts: Mapping[str, Template]  # all of TEXTS, and some of them for several people
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)  # all of LISTS

    def say(self, text: str, known: Mapping[str, str], *, several: bool = False) -> str:
        """The text with its fields filled; what `known` lacks or has as "" is not known.

        It is written to `several` people, or to one.
        """
        text = f"{text}{SEVERAL}" if several and f"{text}{SEVERAL}" in self.texts else text
        return "".join(_filled(part, known) for part in self.texts[text]).strip()

    def day(self, day: date) -> str:
        """A day: "Tuesday 3 March"."""
        return self.say("date", self._of_day(day))

    def moment(self, moment: datetime, here: datetime) -> str:
        """A moment on the clock it was named on; where the owner's (`here`) shows another hour, with its offset."""
        clock = {"hour": str(moment.hour), "minute": f"{moment.minute:02}"}
        said = self.say("moment", {**self._of_day(moment), **clock})
        return said if moment.utcoffset() == here.utcoffset() else f"{said} ({_offset(moment)})"

    def one_of(self, things: Sequence[str]) -> str:
        """ "a, b or c"."""
        return self._listed(things, "or")

    def all_of(self, things: Sequence[str]) -> str:
        """ "a, b and c"."""
        return self._listed(things, "and")

    def _listed(self, things: Sequence[str], last: str) -> str:
        head = ", ".join(things[:-1])
        word = self.say(last, {})
        if word == "y" and _SOUNDS_I.match(things[-1]):
            word = "e"  # Spanish: "Ana e Isabel"
        return f"{head} {word} {things[-1]}" if head else "".join(things)

    def _of_day(self, day: date) -> dict[str, str]:
        weekday, month = self.lists["weekdays"][day.weekday()], self.lists["months"][day.month - 1]
        number = self.say("first_day", {}) if day.day == 1 else str(day.day)
        return {"weekday": weekday, "day": number, "month": month}


def template(name: str, text: str) -> Template:
    """The text `name` of TEXTS, taken apart. Raises Unfit."""
    parts = tuple(_part(one[0]) for one in _PART.finditer(text.strip()))
    for part in parts:
        for piece in part.pieces:
            _check(name, piece, optional=part.optional)
    return parts


def _part(text: str) -> Part:
    if text in ("<", ">"):
        raise Unfit(f'a single "{text}" means nothing; an optional part stands between < and >, and none in another')
    optional = text.startswith("<")
    inside = text[1:-1] if optional else text
    return Part(optional=optional, pieces=tuple(_piece(one) for one in _PIECE.finditer(inside)))


def _piece(found: "re.Match[str]") -> Piece:
    if found[0] in ("{", "}"):
        raise Unfit(f'a single "{found[0]}" means nothing; a field stands between {{ and }}')
    return Piece(field=found[1].strip()) if found[1] is not None else Piece(text=found[0])


def _check(name: str, piece: Piece, *, optional: bool) -> None:
    fields = TEXTS[name.removesuffix(SEVERAL)]
    if not piece.field or piece.field.upper() in fields:
        return
    if piece.field not in fields:
        raise Unfit(f"there is no {{{piece.field}}} here; {_choice(fields)}")
    if not optional:
        raise Unfit(f"{{{piece.field}}} is not always known; put what depends on it between < and >")


def _choice(fields: frozenset[str]) -> str:
    names = sorted(f"{{{one.lower()}}}" for one in fields)
    return f"there are {', '.join(names)}" if names else "this text has no fields"


def _filled(part: Part, known: Mapping[str, str]) -> str:
    if part.optional and not all(known.get(piece.field) for piece in part.pieces if piece.field):
        return ""
    return "".join(known.get(piece.field, "") if piece.field else piece.text for piece in part.pieces)


def _offset(moment: datetime) -> str:
    """The offset of a moment from UTC: "UTC+1", "UTC-3:30"."""
    minutes = round((moment.utcoffset() or moment - moment).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "") if minutes else "UTC"
