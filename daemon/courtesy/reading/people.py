"""Who and what a mail is about: company, role, place, link, round and interviewers, with the words that say so."""

from collections.abc import Mapping
from dataclasses import dataclass

from courtesy.mail.message import Message
from courtesy.reading.clues import reason
from courtesy.reading.company import find_firms
from courtesy.reading.interviewers import find_interviewers
from courtesy.reading.letter import Letter, lay_out
from courtesy.reading.links import find_link
from courtesy.reading.newest import Parts
from courtesy.reading.reading import CalendarEvent, Kind, Place, Why
from courtesy.reading.role import find_role
from courtesy.reading.rounds import find_place, find_round
from courtesy.reading.things import Things


@dataclass(frozen=True, kw_only=True, slots=True)
class People:
    """The people and things of a mail; the fields mean what they mean in Reading."""

    company: str | None = None
    agency: str | None = None
    role: str | None = None
    place: Place | None = None
    link: str | None = None
    round: int | None = None
    interviewers: tuple[str, ...] = ()
    why: tuple[Why, ...] = ()


def find(
    message: Message,
    parts: Parts,
    calendar: tuple[CalendarEvent, ...],
    kind: Kind,
    *,
    addresses: frozenset[str],
    things: Things,
    language: str = "en",
    places: Mapping[Place, float] | None = None,
) -> People:
    """Read who and what `message` is about: never raises, and leaves a field None rather than guess.

    `parts` are those of its text, `calendar` its events, `kind` what it is, `addresses` the owner's own, lower case,
    `language` that of the text (ISO 639-1), `places` how much its words sound like each place, from 0 to 1.
    """
    if kind == "other":
        return People()
    things = things.speaking(language)
    letter = lay_out(message, parts, calendar, kind, addresses, things)
    return _read(letter, f"{parts.newest}\n{parts.signature}", things, places or {}, language)


def _read(letter: Letter, body: str, things: Things, places: Mapping[Place, float], language: str) -> People:
    firms = find_firms(letter, things)
    company = firms.company.value if firms.company else None
    role = find_role(letter, company or "", things)
    place, place_clue = find_place(letter, things, places)
    stage, round_clue = find_round(letter, things, language)
    link = find_link(letter, body, things)
    interviewers, met = find_interviewers(letter, company or "", things)
    told = {"company": firms.company, "agency": firms.agency, "role": role, "place": place_clue, "round": round_clue}
    told["link"] = link
    why = [reason(fact, clue) for fact, clue in told.items() if clue] + [reason("interviewers", clue) for clue in met]
    return People(
        company=company,
        agency=firms.agency.value if firms.agency else None,
        role=role.value if role else None,
        place=place,
        link=link.value if link else None,
        round=stage,
        interviewers=interviewers,
        why=tuple(why),
    )
