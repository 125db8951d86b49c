"""A hold as an event of Google Calendar, in our own words, and what the owner has changed in one since.

An event shows by title, colour and transparency whether its time is only offered or agreed. It never has attendees:
Google would write to them.
"""

import base64
import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from courtesy.cases.actions import Hold
from courtesy.effects import edits, words
from courtesy.effects.links import Link, Links, no_links
from courtesy.mail.plain import one_line

Event = dict[str, Any]  # as the API tells it

_FACTS = ("start", "end", "status")  # when and whether it takes place: ours to say whenever that changes
_WORDS = ("summary", "description", "location", "colorId", "transparency", "visibility", "source", "reminders")
_UNSAID = {"transparency": "opaque", "visibility": "default", "status": "confirmed"}  # Google leaves these out
_GREY, _GREEN = "8", "10"  # of Google's eleven colours of events
_NO_MARKUP = str.maketrans({"<": "‹", ">": "›"})  # Google reads descriptions as HTML
_MOST_REMINDERS = 5
_LONGEST_LINK = 1000
HOLD, _MARK = "courtesyHold", "courtesyMark"  # private properties: whose event it is, and what we wrote


def event_id(uid: str, generation: int) -> str:
    """The id of the event of a hold: base32hex, as Google wants it, and no word of a mail.

    An id is used up once its event is deleted; made again, the hold is of the next `generation`, from 0.
    """
    name = f"{uid}\n{generation}" if generation else uid
    return base64.b32hexencode(hashlib.sha256(name.encode("utf-8", "replace")).digest()[:20]).decode().lower()


def event(hold: Hold, *, reminders: tuple[timedelta, ...], links: Links = no_links) -> Event:
    """The body of a new event but its id. `reminders` are times before the start; only a confirmed hold has any.

    Of `links` to the mail it has the first that leads into the web: Google shows no others.
    """
    is_firm = hold.status == "confirmed"
    link = _web_link(links(hold.message_id))
    notes = words.plain_lines(hold.notes).translate(_NO_MARKUP)
    minutes = [int(before.total_seconds() // 60) for before in reminders[:_MOST_REMINDERS] if is_firm]
    said: Event = {
        "summary": one_line(hold.summary, 200),
        "description": f"{notes}\n{link}".strip(),
        "location": words.location(hold),
        "status": hold.status,
        "transparency": "opaque" if is_firm else "transparent",
        "colorId": _GREEN if is_firm else _GREY,
        "visibility": "private",
        "start": {"dateTime": hold.start.astimezone(UTC).isoformat()},
        "end": {"dateTime": hold.end.astimezone(UTC).isoformat()},
        "reminders": {"useDefault": False, "overrides": [{"method": "popup", "minutes": m} for m in minutes]},
        "source": {"title": "The mail", "url": link} if link else None,
    }
    made = {name: value for name, value in said.items() if value}
    return made | _signed(hold.uid, _digests(made))


def correction(event_now: Event, fresh: Event, hold: Hold, *, has_changed: bool) -> Event | None:
    """What to patch `event_now` with, an event of ours, so that it says of the hold what `fresh` says; None when it
    is right as it is.

    What the owner has changed stays his, but when the time or the status of the hold have changed, these are set in
    any case: `has_changed` says so where the event does not tell.
    """
    says, wanted = _digests(event_now), _mark(fresh)
    due = edits.correction(
        wrote=_mark(event_now),
        says=says,
        wanted=wanted,
        facts=_FACTS,
        others=_WORDS,
        has_changed=has_changed,
    )
    if due is None:
        return None
    changed: Event = {name: fresh.get(name) for name in due.names if says.get(name) != wanted.get(name)}
    for name in changed.keys() & {"start", "end"}:
        changed[name] = {"date": None, **fresh[name]}  # a day, where the owner has made it one
    return changed | _signed(hold.uid, due.mark)


def wrote_the_same(event_now: Event, fresh: Event) -> bool | None:
    """Whether we wrote `event_now` for the time and the status of `fresh`; None where it does not tell."""
    wrote = _mark(event_now)
    return edits.same(wrote, _mark(fresh), _FACTS) if wrote else None


def is_untouched(event_now: Event) -> bool:
    """Whether all of `event_now` is as we wrote it."""
    return edits.same(_mark(event_now), _digests(event_now), (*_FACTS, *_WORDS))


def moment(when: Any) -> datetime | None:
    """The "start" or "end" of an event (aware UTC); None for a day, and for what is no time."""
    try:
        found = datetime.fromisoformat(when["dateTime"])
    except (KeyError, TypeError, ValueError):
        return None
    return found.astimezone(UTC) if found.tzinfo else None


def _web_link(links: Iterable[Link]) -> str:
    return next((link.url for link in links if link.url.startswith("https:") and len(link.url) <= _LONGEST_LINK), "")


def _signed(uid: str, mark: edits.Digests) -> Event:
    return {"extendedProperties": {"private": {HOLD: event_id(uid, 0), _MARK: edits.as_text(mark)}}}


def _mark(said: Event) -> dict[str, str]:
    """The digests of each property as we wrote it last; none when they were thrown away."""
    extended = said.get("extendedProperties")
    private = extended.get("private") if isinstance(extended, dict) else None
    return edits.from_text(str(private.get(_MARK, ""))) if isinstance(private, dict) else {}


def _digests(said: Event) -> dict[str, str]:
    """A short hash of each property that may be ours, where it is there."""
    told = {name: _telling(name, said.get(name) or _UNSAID.get(name, "")) for name in (*_FACTS, *_WORDS)}
    return {name: edits.digest(value) for name, value in told.items() if value}


def _telling(name: str, value: Any) -> str:
    """What a property says, however Google puts it: in another zone, with other blanks, in another order."""
    if name in ("start", "end"):
        when = moment(value)
        return when.isoformat() if when else json.dumps(value, sort_keys=True)
    if name == "reminders":
        return _reminders(value)
    return " ".join((json.dumps(value, sort_keys=True) if isinstance(value, dict) else str(value)).split())


def _reminders(value: Any) -> str:
    if not isinstance(value, dict) or value.get("useDefault"):
        return "default"
    overrides = [one for one in value.get("overrides") or () if isinstance(one, dict)]
    return " ".join(["own", *sorted(f"{one.get('method')}:{one.get('minutes')}" for one in overrides)])
