"""Which round an interview is, and by which way it takes place: what is said most clearly wins."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from courtesy.reading.clues import Clue, clues
from courtesy.reading.letter import Letter
from courtesy.reading.links import meets
from courtesy.reading.patterns import late
from courtesy.reading.reading import INTERVIEW, PLACES, TALK, Place
from courtesy.reading.things import Things

ENOUGH = 1.0
_ANSWER = late(r"(?i)^(?:re|aw|sv|antw|rv|tr|fwd?|wg)[ ]?:")
ANSWERED = 0.6  # one in a thread may be any
UNANSWERED = 1.0  # an invitation that answers no mail, and says nothing of what went before, is the first
QUOTED = 0.6  # what the words of earlier mails in the thread are worth,
TRIED = 1.1  # a trial shift is worked where the work is
STILL = 0.4  # and what more, as a place once named holds until another is
SOUNDS = 2.0  # what it is worth that a mail sounds just like those of interviews by one way
FAINT = 0.2  # and how little of that says nothing
ALONE = 0.6  # how much of it is needed where nothing else says where


def find_round(letter: Letter, things: Things, language: str) -> tuple[int | None, Clue | None]:
    """The round (1, 2 ..., 99 final) and what says so; None when it is unclear or the mail is about no interview."""
    if letter.kind not in INTERVIEW:
        return None, None
    found = clues("round", letter, things)
    plain = letter.kind == "invite" and not clues("trial", letter, things, 1)  # a trial is of no round
    if plain and all(clue.value in ("0", "1") for clue in found):
        answers = letter.parts["quoted"] or _ANSWER.match(letter.parts["subject"])
        weight = ANSWERED if answers or _is_bare(letter, things, language) else UNANSWERED
        found.append(Clue(value="1", weight=weight, rule="round.invited", quote=letter.parts["subject"]))
    if any(clue.value not in ("0", "1") for clue in found):
        found = [clue for clue in found if clue.value != "0"]  # which only speaks against the first
    best = _loudest(found)
    return (int(best.value), best) if best and best.value != "0" else (None, None)


def _is_bare(letter: Letter, things: Things, language: str) -> bool:
    """Whether nothing says that an invitation answers an application or is to a first talk, where it could be said.

    "Interview: please choose a slot" may be any.
    """
    hints = [rule for rule in things.rules.get("hint", ()) if rule.name.startswith(f"{language}/")]
    return bool(hints) and not clues("hint", letter, things, 1)


def find_place(letter: Letter, things: Things, places: Mapping[Place, float]) -> tuple[Place | None, Clue | None]:
    """Video, phone or onsite, and what says so; `places` is how much the words sound like each, from 0 to 1."""
    if letter.kind not in TALK:
        return None, None
    found = clues("place", letter, things)
    found += [replace(clue, value="onsite", weight=TRIED) for clue in clues("trial", letter, things, 1)[:1]]
    for link in letter.message.links[:40]:
        if meets(link, things):
            found.append(Clue(value="video", weight=2.0, rule="place.video-link", quote=link.url))
    for event in letter.calendar[:2]:
        host = event.location.partition("://")[2].split("/")[0]
        if host and things.on("video", host):
            found.append(Clue(value="video", weight=2.0, rule="place.video-link", quote=event.location))
        elif not host and any(character.isalpha() for character in event.location):
            found.append(Clue(value="onsite", weight=1.1, rule="place.location", quote=event.location))
    least = FAINT if any(clue.value in PLACES for clue in found) else ALONE
    for place, share in places.items():
        if share > least:
            found.append(Clue(value=place, weight=SOUNDS * share, rule="place.words", quote=""))
    best = _loudest(found) or _loudest(_earlier(letter, things))
    return (best.value, best) if best and best.value in PLACES else (None, None)


def _earlier(letter: Letter, things: Things) -> list[Clue]:
    """What earlier mails in the thread say of the place."""
    found = []
    for rule in things.rules.get("place", ()):
        said = rule.value != "0" and not (rule.kinds and letter.kind not in rule.kinds)
        match = rule.pattern.search(letter.parts["quoted"]) if said else None
        if match:
            weight = rule.weight * QUOTED + STILL
            found.append(Clue(value=rule.value, weight=weight, rule=rule.name, quote=match.group()))
    return found


def _loudest(found: list[Clue]) -> Clue | None:
    """The value with the greatest sum of weights, each rule counted once; None below ENOUGH."""
    rules: dict[str, dict[str, Clue]] = defaultdict(dict)
    for clue in found:
        rules[clue.value].setdefault(clue.rule, clue)
    best: Clue | None = None
    for value, spoken in rules.items():
        total = sum(clue.weight for clue in spoken.values())
        loudest = max(spoken.values(), key=lambda clue: clue.weight)
        if best is None or total > best.weight:
            best = Clue(value=value, weight=total, rule=loudest.rule, quote=loudest.quote)
    return best if best and best.weight >= ENOUGH else None
