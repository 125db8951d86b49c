"""The people of an appointment as they stand in lists, guest lists, agendas and tables."""

from collections.abc import Iterable

from courtesy.reading.clues import Clue
from courtesy.reading.letter import Letter
from courtesy.reading.names import has_given_name, person_shown, plain
from courtesy.reading.patterns import late
from courtesy.reading.things import Things

MOST = 12
_HOUR = r"\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\.?)?"
_LONG = late(r"(?i) ?\(?\b\d{2,3} ?min(?:ute)?s?\b\)?")
_ROLE = late(r"(?i) ?- ?(?:organi[sz]er|creator|optional)\b")
_CLOCKED = r"\d{1,2}(?:[:.]\d\d ?(?:[ap]\.?m\.?)?| ?[ap]\.?m\.?)"  # no house number: "14 Georges Quay"
_TIMED = late(rf"(?i)^[ •*-]*(?:{_CLOCKED}|{_HOUR} ?(?:-|–|—|to) ?{_HOUR})(?: ?(?:-|–|—|to) ?{_HOUR})?[ :|,–-]+(\S.+)$")
_DATED = late(rf"(?i)^\W*(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b.*{_CLOCKED}[ :|,–-]+(\S.+)$")
_SESSION = late(r"(?i) (?:-|–|—|\|) |[ ,]\bwith |: | ?\(")
_JOINED = late(r"(?:,| &| and| und| et| y| e| en| \+| /) ")
_CLOCK = late(r"\d[:.]\d\d")
_START = late(rf"(?i)^[ •*-]*{_HOUR}(?: ?(?:-|–|—|to) ?{_HOUR})?[^\n]{{0,14}}$")
_HEAD = 60  # characters before the colon in which a line says that people follow
_DATE = 80  # characters
_BELOW = 4  # lines after its time in which a session names who holds it
_AND = late(r"(?:,| &| and| und| et| y| e| en| \+|;) ")
_SIDES = late(r" (?:<->|<>|↔|x|×|/|\||&|\+|and|with|w/) |/|: ")
_AFTER = late(r" (?:@|\() ?.*$| - .*$")
_HEADED = late(r"(?i)^(?:guests|attendees|interviewers?|participants|who):?$")
_GUESTS = late(
    r"(?i)^(?:who|guests|attendees|participants|invitees|required|panel|interviewers?|with)(?:( ?: ?)| )(.{3,200})$"
)
_ROWS = late(r"[,;] ?| and | & ")
_COLUMN = late(r"(?i)^(?:interviewers?(?:\(s\))?|interviewed by|panel|with|who|people|name|meet)$")


def scheduled(letter: Letter, things: Things) -> Iterable[Clue]:
    """Who stands in the lists and agendas of a letter."""
    yield from _listed(letter, things)
    yield from _guests(letter, things)
    yield from _sessions(letter, things)
    yield from _columns(letter, things)
    yield from _below(letter, things)
    yield from _sides(letter, things)


def _listed(letter: Letter, things: Things) -> Iterable[Clue]:
    """Names that stand alone on the lines under "You will meet:"."""
    heads = [rule.pattern for rule in things.rules.get("list", ())]
    for number, line in enumerate(letter.lines[:300]):
        headed = _HEADED.match(line) or things.has("guests", line.rstrip(":").lower())
        if headed or (line.endswith(":") and any(head.search(line[-_HEAD:]) for head in heads)):
            for below in letter.lines[number + 1 : number + 9]:
                if _ROLE.search(below) or "@" in below:
                    continue  # who sends the invitation often only arranges it
                if ": " in below:
                    held = [person_shown(name, things) for name in _JOINED.split(below.rpartition(": ")[2])]
                    yield from (
                        Clue(value=name, weight=1.0, rule="interviewer.listed", quote=f"{line} {below}")
                        for name in held
                        if " " in name
                    )
                    continue
                name = person_shown(below.strip(" -*•·–\t").partition(",")[0], things)
                if not name and len(below) < 60 and any(things.has("title", word) for word in plain(below).split()):
                    continue  # "Head of Design", under the name
                if not name:
                    break
                yield Clue(value=name, weight=1.0, rule="interviewer.listed", quote=f"{line} {below}")


def _guests(letter: Letter, things: Things) -> Iterable[Clue]:
    """People on the guest list of an event, but for the organizer, who often only sends it."""
    for line in letter.lines[:80]:
        match = _GUESTS.match(line) if line[:1] in "GgAaPpIiRrWw" else None
        if not match:
            continue
        listed = match.group(2)
        rows = [row.partition(",")[0] for row in listed.split(";")] if ";" in listed else _ROWS.split(listed)
        for row in rows[:MOST]:
            name = "" if "@" in row else person_shown(row.strip(), things)
            if _ROLE.search(row) or (row[:1].islower() or _is_office(row, things)):
                continue
            if not name or not (match.group(1) or " " in name):
                break
            yield Clue(value=name, weight=1.0, rule="interviewer.guest", quote=line)


def _is_office(row: str, things: Things) -> bool:
    return any(things.has("title", word) for word in plain(row).split())


def _sessions(letter: Letter, things: Things) -> Iterable[Clue]:
    """Names at the end of the lines of an agenda: "9:00 - 9:45 AM  System design - Yuki Arai"."""
    found = [(person, line) for line in letter.lines[:200] for person in _holders(line[:200], things)]
    known = any(has_given_name(person, things) for person, _ in found)
    for person, line in found if known else ():
        yield Clue(value=person, weight=1.0, rule="interviewer.session", quote=line)


def _holders(line: str, things: Things) -> Iterable[str]:
    """The full names that end a line with a time in it; an unknown one only behind a mark."""
    match = _TIMED.match(line) if line.lstrip(" •*-")[:1].isdigit() else None
    timed = ("min" in line and _LONG.search(line)) or (":" in line and _CLOCK.search(line))
    dated = _DATED.match(line) if timed and not match else None
    session = match.group(1) if match else dated.group(1) if dated else line if timed else ""
    session = _without_medium(session, things)
    if not session:
        return
    topic, *pieces = _SESSION.split(_LONG.sub("", session).replace(", ", ": ", 1))
    sure = [name for piece in pieces for name in _JOINED.split(piece.strip(" .)"))]
    ends = [" ".join(name.split()[-2:]) for piece in (topic, *pieces) for name in _JOINED.split(piece.strip(" .)"))]
    for name in dict.fromkeys((*sure, *ends)):  # "Stakeholder scenario Omar Tift + Cleo Danvers"
        person = person_shown(name, things)
        known = has_given_name(person, things)
        spelled = all(word[0].isupper() and len(word) > 1 for word in name.split())
        if person and name not in sure and things.has("leads_elsewhere", _before(session, name)):
            continue  # "now with Ada Brandt in place of Omar Tift"
        marked = name in sure or _ends_small(session, name, things)
        if len(person.split()) in (2, 3) and (known or (match and spelled and marked)):
            yield person


def _before(session: str, name: str) -> str:
    """The plain word before a name."""
    return plain(" ".join(session.partition(name)[0].split()[-1:]))


def _without_medium(session: str, things: Things) -> str:
    """The session without words at its end that are nobody's name: "Ken Moriarty Teams"."""
    words = session.split()
    while len(words) > 2 and things.has("not_person", plain(words[-1])):
        words.pop()
    return " ".join(words)


def _ends_small(session: str, name: str, things: Things) -> bool:
    """Whether small letters tell what is held, and a name ends the line: "Working with regulators Hye-jin Moon"."""
    before = session.removesuffix(name).split() if session.endswith(name) else []
    return len(before) > 1 and before[-1].islower() and not things.has("leads_elsewhere", plain(before[-1]))


def _columns(letter: Letter, things: Things) -> Iterable[Clue]:
    """Names in the column of a table that is headed "Interviewer"."""
    column = width = 0
    for line in letter.lines[:200]:
        cells = [cell.strip(" *") for cell in line.split("|")] if "|" in line else []
        headed = [at for at, cell in enumerate(cells) if _COLUMN.match(cell) or things.has("guests", plain(cell))]
        if headed and len(cells) > 2:
            column, width = headed[0], len(cells)
        elif len(cells) == width and width:
            for name in _JOINED.split(cells[column]):
                person = person_shown(name, things)
                if person:
                    yield Clue(value=person, weight=1.0, rule="interviewer.column", quote=line)
        else:
            width = 0


def _below(letter: Letter, things: Things) -> Iterable[Clue]:
    """Lines of nothing but names, a few lines below the time of their session."""
    near = -1
    for line in letter.lines[:200]:
        if (line[:1].isdigit() and len(line) < 60 and _START.match(line)) or _is_date(line):
            near = _BELOW
            continue
        near = -1 if letter.sender and line in letter.closing else near - 1
        rows = [row for row in _AND.split(line) if not _is_office(row, things)] if near >= 0 and len(line) < 120 else []
        names = [person_shown(row, things) for row in rows]
        if names and all(" " in name and has_given_name(name, things) for name in names):
            yield from (Clue(value=name, weight=1.0, rule="interviewer.below", quote=line) for name in names[:MOST])


def _is_date(line: str) -> bool:
    """Whether a line is nothing but a day and hours: "Thursday, March 19, 2026, 2:00 PM - 2:30 PM ET"."""
    if len(line) > _DATE or ":" not in line or not _CLOCK.search(line):
        return False
    words = [word.strip(".,()") for word in line.split()]
    return all(word[:1].isupper() or not word.isalpha() or len(word) < 3 for word in words) and line.count(",") < 5


def _sides(letter: Letter, things: Things) -> Iterable[Clue]:
    """Who stands beside the owner in the title of an appointment: "Noah <> Marco", "Tech screen: Marisol x Jonas"."""
    titles = [letter.parts["subject"], *(event.summary for event in letter.calendar[:2])]
    for title in titles:
        sides = [side.strip(" -") for side in _SIDES.split(_AFTER.sub("", title[:200]))][-4:]
        mine = [at for at, side in enumerate(sides) if side and letter.is_the_owner(plain(side))]
        for side in sides[max(0, mine[0] - 1) : mine[0] + 3] if mine else ():
            name = person_shown(side, things)
            human = has_given_name(name, things)
            if human and not letter.is_the_owner(plain(name)):
                yield Clue(value=name, weight=1.0, rule="interviewer.side", quote=title)
