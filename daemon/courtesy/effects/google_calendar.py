"""A calendar at Google: a calendar of our own in the owner's account, one event a hold.

At least once, and once in effect: an event's id derives from the hold's uid, so that a repeat finds its own event, and
what is done is remembered in a file before and after it is asked for. Google never gives an id out twice, not even
that of a deleted event; a hold that is made again is therefore of the next generation, with an id of its own.

What the owner deletes, moves or rewrites is respected as in a folder (see vdir.py). Where Google has put the sender's
invitation into the owner's main calendar, at the very time of the hold, that is the hold, and none of ours stands
beside it; a release never touches it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, cast, get_args

from courtesy.cases.actions import Action, Hold, Release
from courtesy.cases.busy import Busy
from courtesy.effects.google_busy import busy_times
from courtesy.effects.google_event import Event, correction, event, event_id, is_untouched, moment, wrote_the_same
from courtesy.effects.google_events import Events
from courtesy.effects.links import Links, no_links
from courtesy.effects.written import Written, facts_of
from courtesy.errors import TryLater
from courtesy.google.account import Account

_TRIES = 8  # how often an event may change under our hands, or an id be used up, before we leave it for later
_State = Literal["none", "begun", "kept", "leaving", "theirs"]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Past:
    """What is remembered of a hold: what became of its event of that generation, and what it was about.

    "none": there is none, or we took it away; "begun": it was asked for; "kept": it was there; what is not now, the
    owner has deleted; "leaving": its deletion was asked for; "theirs": none, an invitation stands for the hold.
    """

    generation: int
    state: _State
    facts: str = ""

    @property
    def may_stand(self) -> bool:
        return self.state not in ("none", "theirs")


class GoogleCalendar:
    """An effect that keeps holds in the calendar called `calendar`, made in the owner's account, or in that of this id.

    `memory` is the file that remembers what was done; `reminders` are times before the start of a confirmed hold;
    `busy` are the ids of the calendars that tell when the owner is engaged otherwise; `links` lead to his mail.
    """

    def __init__(
        self,
        account: Account,
        calendar: str,
        *,
        name: str,
        memory: Path,
        reminders: tuple[timedelta, ...] = (timedelta(minutes=60),),
        busy: tuple[str, ...] = ("primary",),
        links: Links = no_links,
    ) -> None:
        self.name = name
        self._reminders = reminders
        self._busy = busy
        self._links = links
        self._memory = Written(memory)
        self._events = Events(account, calendar, memory=self._memory, whose=name)

    def perform(self, action: Action) -> None:
        """Write or remove the event of a hold. Raises TryLater or GiveUp."""
        try:
            if isinstance(action, Hold):
                self._hold(action)
            elif isinstance(action, Release):
                self._release(event_id(action.uid, 0), action.uid)
        except OSError as error:  # of the memory; nothing is asked for that could not be noted before
            raise self._memory.told(error, self.name) from error

    def busy(self, start: datetime, end: datetime) -> list[Busy] | None:
        """When the owner is engaged in [start, end) (aware UTC), without titles; see Diary.

        Raises TryLater or GiveUp.
        """
        asked = [id for id in self._busy if id != self._events.calendar_id]
        return busy_times(self._events, asked, start, end, whose=self.name) if asked else None

    def trial(self, now: datetime) -> None:
        """Write an event a year after `now` (aware), and remove it. Raises TryLater or GiveUp."""
        start = (now + timedelta(days=365)).replace(minute=0, second=0, microsecond=0)
        summary = "Courtesy: a test, which is removed at once"
        uid, end = f"trial {now.isoformat()}", start + timedelta(minutes=15)
        id = event_id(uid, 0)
        self._events.insert(
            event(Hold(uid=uid, start=start, end=end, status="tentative", summary=summary), reminders=()) | {"id": id}
        )
        self._events.delete(id)

    def close(self) -> None:
        """Hang up."""
        self._events.close()

    def _hold(self, hold: Hold) -> None:
        name = event_id(hold.uid, 0)
        past = self._past(name)
        if past.state == "theirs" and past.facts == facts_of(hold):
            return
        if not self._is_invitation(hold, name, past):
            self._keep(hold, name, self._past(name))

    def _keep(self, hold: Hold, name: str, past: _Past) -> None:
        """Let an event of ours say what the hold says, as far as the owner lets us."""
        facts = facts_of(hold)
        fresh = event(hold, reminders=self._reminders, links=self._links)
        is_new = False  # whether we know that there is no event of this generation
        for _ in range(_TRIES):
            if not past.may_stand:
                past, is_new = _Past(generation=past.generation + 1, state="begun", facts=facts), True
            id = event_id(hold.uid, past.generation)
            if is_new:
                past = replace(past, state="begun", facts=facts)
                self._remember(name, past)
                if self._events.insert({**fresh, "id": id}):
                    return self._remember(name, replace(past, state="kept"))
            found = self._events.get(id)
            is_new = found is None and past.state == "begun"
            if found is None or found.get("status") == "cancelled":
                if not is_new and past.state != "leaving" and _deleted_as_it_is(found, fresh, past, facts):
                    return self._remember(name, replace(past, state="kept", facts=facts))
                past = past if is_new else replace(past, state="none")
            elif self._correct(found, fresh, hold, id, has_changed=(past.state, past.facts) != ("kept", facts)):
                return self._remember(name, replace(past, state="kept", facts=facts))
        raise TryLater(f"{self.name}: an event changes whenever it is written; it will be tried again")

    def _correct(self, found: Event, fresh: Event, hold: Hold, id: str, *, has_changed: bool) -> bool:
        """Bring an event up to date; False when it has changed meanwhile."""
        changed = correction(found, fresh, hold, has_changed=has_changed)
        return changed is None or self._events.patch(id, changed, str(found.get("etag", "")))

    def _is_invitation(self, hold: Hold, name: str, past: _Past) -> bool:
        """Whether the sender's invitation stands for the hold; then no event of ours does, but one that the owner
        has made his own."""
        if not hold.invitation or not any(
            moment(one.get("start")) == hold.start and one.get("status") != "cancelled"
            for one in self._events.invitation(hold.invitation)
        ):
            return False
        id = event_id(hold.uid, past.generation)
        found = self._events.get(id) if past.may_stand else None
        if found is not None and found.get("status") != "cancelled":
            if not is_untouched(found):
                return False
            self._remember(name, replace(past, state="leaving"))
            if not self._events.delete(id, str(found.get("etag", ""))):
                raise TryLater(f"{self.name}: an event has just changed; it will be tried again")
        self._remember(name, replace(past, state="theirs", facts=facts_of(hold)))
        return True

    def _release(self, name: str, uid: str) -> None:
        """Take the event away, edited or not: that interview will not take place."""
        past = self._past(name)
        if past.may_stand:
            self._remember(name, replace(past, state="leaving"))
            self._events.delete(event_id(uid, past.generation))
        elif past.generation < 0 and self._events.calendar_id:  # nothing is remembered of the hold
            for found in self._events.of_hold(name):
                self._events.delete(str(found["id"]))
        self._remember(name, replace(past, state="none", facts=""))

    def _past(self, name: str) -> _Past:
        generation, _, rest = (self._memory.get(name) or "").partition(" ")
        state, _, facts = rest.partition(" ")
        if not generation.removeprefix("-").isdecimal() or state not in get_args(_State):
            return _Past(generation=-1, state="none")
        return _Past(generation=int(generation), state=cast(_State, state), facts=facts)

    def _remember(self, name: str, past: _Past) -> None:
        if past == _Past(generation=-1, state="none"):
            self._memory.drop(name)
        else:
            self._memory.put(name, f"{past.generation} {past.state} {past.facts}".rstrip())


def _deleted_as_it_is(found: Event | None, fresh: Event, past: _Past, facts: str) -> bool:
    """Whether what the owner has deleted is what would be made again, and not an event of another time or status."""
    if (past.state, past.facts) == ("kept", facts):
        return True
    wrote = wrote_the_same(found, fresh) if found else None
    return past.facts == facts if wrote is None else wrote
