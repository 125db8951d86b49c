"""Whom the owner will meet: names after "with", in tables and agendas, and the sender where he takes part."""

from collections.abc import Iterable

import re2

from courtesy.reading.company import last_name
from courtesy.reading.letter import Clue, Letter, clues, looks_personal, person_shown, plain
from courtesy.reading.things import Things

MOST = 12
_TOKEN = re2.compile(r"[\p{L}][\p{L}'’\-]*\.?|\d[\d.,:]*|[^\s\p{L}\d]")
_KINDS = ("invite", "confirm", "reschedule", "cancel", "outreach")


def find_interviewers(letter: Letter, company: str, things: Things) -> tuple[tuple[str, ...], list[Clue]]:
    """Names in the order they are met, without titles, and the clues for them."""
    if letter.kind not in _KINDS:
        return (), []
    found: list[Clue] = []
    sides = {rule.name: rule.takes for rule in things.rules.get("interviewer", ())}
    for clue in clues("interviewer", letter, things):
        if clue.value == "me":
            if letter.sender:
                found.append(Clue(value=letter.sender, weight=clue.weight, rule=clue.rule, quote=clue.quote))
            continue
        before = sides[clue.rule] == "before"
        names, me = ([last_name(clue.value)], False) if before else names_in(clue.value, things)
        names = [name for name in names if looks_personal(name, things)]
        found += [Clue(value=name, weight=clue.weight, rule=clue.rule, quote=clue.quote) for name in names]
        if me and letter.sender:
            found.append(Clue(value=letter.sender, weight=clue.weight, rule=clue.rule, quote=clue.quote))
    found += _attending(letter, things)
    return _gathered(found, letter, company, things)


def _attending(letter: Letter, things: Things) -> Iterable[Clue]:
    """Attendees of the calendar event that are people and not the owner."""
    for event in letter.calendar[:3]:
        for attendee in event.attendees[:20]:
            name = person_shown(attendee, things) if "@" not in attendee else ""
            if name and len(name.split()) > 1:
                yield Clue(value=name, weight=0.6, rule="interviewer.attendee", quote=attendee)


def _gathered(found: list[Clue], letter: Letter, company: str, things: Things) -> tuple[tuple[str, ...], list[Clue]]:
    """Each person once, by the fullest name that is given; only those with enough behind them."""
    taken: dict[str, Clue] = {}
    for clue in found:
        bare = plain(clue.value)
        words = set(bare.split())
        if not words or words <= letter.owner or f" {bare} " in f" {plain(company)} ":
            continue
        same = next((known for known in taken if words <= set(known.split()) or set(known.split()) <= words), None)
        if same is None:
            taken[bare] = clue
            continue
        known = taken.pop(same)
        longer, shorter = (known, clue) if len(known.value) >= len(clue.value) else (clue, known)
        weight = longer.weight + (shorter.weight if shorter.rule != longer.rule else 0.0)
        taken[plain(longer.value)] = Clue(value=longer.value, weight=weight, rule=longer.rule, quote=longer.quote)
    good = [clue for clue in taken.values() if clue.weight >= 1.0][:MOST]
    return tuple(clue.value for clue in good), good


def names_in(clause: str, things: Things) -> tuple[list[str], bool]:
    """People named at the start of a clause ("Miss Voyce and our partner Mr Gerald Amory on Friday"), and whether
    the writer counts himself in ("and me"); reading stops at the first word that leads to other things."""
    names: list[str] = []
    me = False
    run: list[str] = []
    titled = False
    depth = 0

    def close() -> None:
        nonlocal run, titled
        if run and not titled and looks_personal(" ".join(run), things):
            names.append(" ".join(run))
        run, titled = [], False

    for match in list(_TOKEN.finditer(clause))[:60]:
        token = match.group()
        word = plain(token)
        if token in "([":
            close()
            depth += 1
        elif token in ")]":
            run, titled = [], False
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif things.has("me", word):
            close()
            me = True
        elif things.has("honorific", word):
            close()
        elif things.has("title", word) or things.has("team", word):
            if run and looks_personal(" ".join(run), things) and not titled:
                close()
            run, titled = [token], True
        elif things.has("particle", word) and (run or token[0].isupper()) and not titled:
            run.append(token)
        elif token[0].isupper() and not things.has("not_person", word):
            run.append(token.rstrip(".") if len(token) > 2 else token)
        elif things.has("title_joint", word) and titled:
            continue
        elif token in ",&/–—-;:|•·" or things.has("and", word) or things.has("before_name", word):
            close()
        else:
            close()
            break
        if token.endswith(".") and len(token) > 3:
            close()
            break
    close()
    return names[:MOST], me
