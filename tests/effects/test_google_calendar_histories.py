"""Random histories of a calendar at Google: whatever drops, dies or is edited, each interview ends with one live hold.

Every request may fail in each way there is, the program may be killed before and after each of them, and the owner may
do something in his calendar at any moment, between two of our requests too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.effects.examples import SLOT
from tests.effects.google_box import SCOPES
from tests.servers.google import Google, made_once
from tests.servers.google_calendar import CalendarPeer, Json

from courtesy.cases.actions import Hold, Release
from courtesy.effects import edits
from courtesy.effects.google_calendar import GoogleCalendar
from courtesy.effects.google_event import HOLD, event, event_id, moment
from courtesy.errors import CourtesyError
from courtesy.google.account import Account

HISTORIES, CHUNKS = 1000, 20
ALL_DAY = {"dateTime": None, "date": "2026-05-01"}
FACTS = ("start", "end", "status")
FAULTS: tuple[dict[str, Any], ...] = (
    {"drop": "before"},
    {"drop": "after"},
    {"status": 429, "headers": {"Retry-After": "7"}},
    {"status": 403, "reason": "rateLimitExceeded"},
    {"status": 500},
    {"status": 503},
    {"status": 401},  # access that has run out is renewed at once
)


class Killed(BaseException):
    """The end of the process."""


class Wire:
    """In the place of the transport: before and after each request, `before` and `after` may interfere.

    Where `before` gives True, the request is sent twice, as some transports and proxies do when they hear nothing.
    """

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.before: Callable[[], bool] = bool
        self.after: Callable[[], None] = lambda: None

    def request(self, uri: str, *args: Any, **named: Any) -> Any:
        if self.before() and "/events" in uri:
            self._inner.request(uri, *args, **named)
        answer = self._inner.request(uri, *args, **named)
        self.after()
        return answer

    def close(self) -> None: ...


class Wired:
    """An account with one connection, which outlives the program."""

    def __init__(self, account: Account) -> None:
        self._resource = account.calendar()
        self.wire = Wire(self._resource._http)
        self._resource._http = self.wire
        for name in ("events", "calendars"):
            made_once(self._resource, name)

    def calendar(self) -> Any:
        return self._resource


@dataclass
class Watched(CalendarPeer):
    """Notes what the owner did to each event, and what of ours would undo it."""

    edited: dict[str, Json] = field(default_factory=lambda: defaultdict(dict))  # event -> property -> as he wants it
    deleted: dict[str, dict[str, str]] = field(default_factory=dict)  # hold -> the facts of the event that he deleted
    wrongs: list[str] = field(default_factory=list)

    def answer(
        self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]
    ) -> tuple[int, Any]:
        known = {one["id"]: dict(one) for one in self.live()}
        status, told = super().answer(method, path, query, body, headers)
        if path.endswith("/events") and method == "POST":
            self._made(body)
        elif method == "PATCH":
            self._changed(known[path.rpartition("/")[2]], body)
        if "attendees" in (body or {}):
            self.wrongs.append("others were invited")
        if len({hold_of(one) for one in self.live()}) < len(self.live()):
            self.wrongs.append("a hold is doubled")
        return status, told

    def _made(self, body: Json) -> None:
        if self.deleted.get(hold_of(body)) == facts_in(body):
            self.wrongs.append("what the owner deleted has risen")

    def _changed(self, before: Json, body: Json) -> None:
        own = self.edited[before["id"]]
        for name in own.keys() & body.keys():
            if name in FACTS and facts_in(before) != facts_in(body):
                del own[name]  # the interview was moved or settled
            else:
                self.wrongs.append(f"the owner's {name} was undone")


def hold_of(event: Json) -> str:
    return str(event["extendedProperties"]["private"][HOLD])


def facts_in(event: Json) -> dict[str, str]:
    """What its mark says of time and status."""
    mark = edits.from_text(event["extendedProperties"]["private"]["courtesyMark"])
    return {name: mark.get(name, "") for name in FACTS}


def timed(when: datetime) -> Json:
    return {"date": None, "dateTime": when.isoformat()}


class History:
    """One run of random events, in which `actions` are what was decided of each hold last, until it is done."""

    def __init__(self, seed: int, google: Google, account: Wired, memory: Path) -> None:
        self.dice, self.google, self.account, self.memory = Random(seed), google, account, memory
        self.peer = Watched(keeps_details=seed % 8 != 0)
        google.calendar = self.peer
        self.holds = {uid: replace(SLOT, uid=uid) for uid in ("one@courtesy", "two@courtesy")}
        self.actions: dict[str, Hold | Release] = dict(self.holds)
        self.todo = set(self.holds)
        self.effect = self.started()

    def started(self) -> GoogleCalendar:
        return GoogleCalendar(self.account, "Interviews", name="calendar", memory=self.memory)  # type: ignore[arg-type]

    def run(self) -> None:
        for _ in range(self.dice.randrange(5, 16)):
            step = self.dice.choice((self.decide, self.perform, self.perform, self.owner))
            step()
        self.account.wire.before, self.account.wire.after = bool, lambda: None
        for _ in range(8):
            self.attempt_all()
        assert not self.todo, "what was decided was never done"
        self.check()

    def decide(self) -> None:
        uid = self.dice.choice(list(self.holds))
        choice = self.dice.randrange(5)
        if choice == 0:
            self.actions[uid] = Release(uid=uid)
        else:
            hold, later = self.holds[uid], timedelta(hours=self.dice.randrange(4))
            if choice == 1:
                hold = replace(hold, notes=f"Say {self.dice.random()}")
            if choice == 2:
                hold = replace(hold, status=self.dice.choice(("tentative", "confirmed")))
            if choice > 2:
                hold = replace(hold, start=SLOT.start + later, end=SLOT.end + later)
            self.actions[uid] = self.holds[uid] = hold
        self.todo.add(uid)

    def perform(self) -> None:
        """One pass over what is to be done, in which something goes wrong at one request or two."""
        kinds = ("fault", "fault", "before", "after", "twice", "owner")
        wrongs = {self.dice.randrange(6): self.dice.choice(kinds) for _ in range(2)}
        heard = 0

        def before() -> bool:
            wrong = wrongs.get(heard)
            if wrong == "fault":
                self.google.fault("*", "^/calendar", **self.dice.choice(FAULTS))
            elif wrong == "owner":
                self.owner()
            elif wrong == "before":
                raise Killed
            return wrong == "twice"

        def after() -> None:
            nonlocal heard
            heard += 1
            if wrongs.get(heard - 1) == "after":
                raise Killed

        self.account.wire.before, self.account.wire.after = before, after
        try:
            self.attempt_all()
        except Killed:
            self.effect = self.started()

    def attempt_all(self) -> None:
        for uid in sorted(self.todo):
            action = self.actions[uid]
            self.attempted(uid, action)
            try:
                self.effect.perform(action)
            except CourtesyError:
                continue
            self.todo.discard(uid)

    def attempted(self, uid: str, action: Hold | Release) -> None:
        """A deletion counts until the hold is taken back, or is of another time or status."""
        name = event_id(uid, 0)
        if isinstance(action, Release) or self.peer.deleted.get(name) not in (
            None,
            facts_in(event(action, reminders=())),
        ):
            self.peer.deleted.pop(name, None)

    def owner(self) -> None:
        live = self.peer.live()
        if not live:
            return
        one = self.dice.choice(live)
        own = self.peer.edited[one["id"]]
        edit: Json
        match self.dice.randrange(5):
            case 0:
                self.peer.deleted[hold_of(one)] = facts_in(one)
                self.peer.edit(one, status="cancelled")
                return
            case 1:
                start = SLOT.start + timedelta(days=2, hours=self.dice.randrange(9))
                edit = {"start": timed(start), "end": timed(start + timedelta(minutes=30))}
            case 2:
                edit = {"start": ALL_DAY, "end": {**ALL_DAY, "date": "2026-05-02"}}
            case 3:
                edit = {"summary": f"Wear tie {self.dice.random()}", "colorId": "11"}
            case _:
                edit = {"description": f"Platform {self.dice.random()}", "location": "Room 4"}
        self.peer.edit(one, **edit)
        own.update({name: one[name] for name in edit})

    def check(self) -> None:
        assert not self.peer.wrongs
        assert not self.peer.told
        live = {hold_of(one): one for one in self.peer.live()}
        for uid, action in self.actions.items():
            one = live.pop(event_id(uid, 0), None)
            if isinstance(action, Release):
                assert one is None, "a hold that was taken back stands"
                continue
            fresh = event(action, reminders=(timedelta(hours=1),))
            if one is None:
                assert event_id(uid, 0) in self.peer.deleted, "a hold is missing"
                continue
            assert facts_in(one) == facts_in(fresh), "the interview was moved or settled, and the event does not say so"
            for name, value in fresh.items():
                if name in ("start", "end"):
                    assert name in self.peer.edited[one["id"]] or moment(one[name]) == moment(value)
                elif name != "extendedProperties" and name not in self.peer.edited[one["id"]]:
                    assert one[name] == value
            for name, value in self.peer.edited[one["id"]].items():
                assert one[name] == value
        assert not live
        assert len([one for one in self.peer.own() if one.events]) <= 1, "holds lie in two calendars"


@pytest.fixture(scope="module", autouse=True)
def no_power_fails() -> Iterator[None]:
    """Programs die here and machines do not: to wait for the disk would be all that this takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: None)
        yield


@pytest.fixture(scope="module")
def google() -> Iterator[Google]:
    with Google() as served:
        yield served


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_history_ends_with_one_live_hold_an_interview(chunk: int, google: Google, tmp_path: Path) -> None:
    account = Wired(google.account(tmp_path, *SCOPES))
    for seed in range(chunk, HISTORIES, CHUNKS):
        google._faults.clear()
        history = History(seed, google, account, tmp_path / f"{seed}.json")
        try:
            history.run()
        except AssertionError as error:
            raise AssertionError(f"history {seed}: {error}") from error
