"""Everything due is carried out in the end, whatever fails on the way, and the owner hears of changes only."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.effects.examples import NOW, REPLY, SLOT

from courtesy.cases.actions import Action, Alert, Release
from courtesy.effects.outbox import LONGEST_ASKED, LONGEST_WAIT, REFUSED_WAIT, Report, Task, perform, wait
from courtesy.errors import GiveUp, TryLater

MINUTE = timedelta(minutes=1)


@dataclass
class Shelf:
    """An outbox in memory, in which a newer task for a hold takes the place of an older one."""

    tasks: list[Task] = field(default_factory=list)
    ready: dict[int, datetime] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)

    def put(self, effect: str, *actions: Action, since: datetime = NOW) -> None:
        for action in actions:
            if not isinstance(action, Alert):
                self.tasks = [task for task in self.tasks if getattr(task.action, "uid", None) != action.uid]
            self.tasks.append(Task(id=len(self.ready), effect=effect, action=action, attempts=0, since=since))
            self.ready[len(self.ready)] = since

    def due(self, now: datetime) -> list[Task]:
        return [task for task in self.tasks if self.ready[task.id] <= now]

    def done(self, id: int) -> None:
        self.tasks = [task for task in self.tasks if task.id != id]

    def later(self, id: int, when: datetime, error: str) -> None:
        self.tasks = [replace(task, attempts=task.attempts + (task.id == id)) for task in self.tasks]
        self.ready[id], self.errors[id] = when, error

    failed = later


@dataclass
class Sink:
    """An effect that keeps what it is given, and raises what it is told to raise, in turn."""

    name: str = "the sink"
    faults: list[Exception | None] = field(default_factory=list)
    got: list[Action] = field(default_factory=list)

    def perform(self, action: Action) -> None:
        fault = self.faults.pop(0) if self.faults else None
        if fault:
            raise fault
        self.got.append(action)

    def close(self) -> None: ...


def turn(shelf: Shelf, sinks: dict[str, Sink], now: datetime, before: Report | None = None) -> Report:
    return perform(shelf, sinks, now, jitter=lambda: 1.0, out=before.out if before else None, zone=UTC)


def alerts(count: int) -> list[Alert]:
    return [replace(REPLY, key=str(number)) for number in range(count)]


def test_one_failure_stops_nothing_else() -> None:
    shelf, bad, good = Shelf(), Sink(faults=[TryLater("down"), None, KeyError("x"), None, GiveUp("no")]), Sink()
    shelf.put("bad", *alerts(5))
    shelf.put("good", *alerts(2))
    report = turn(shelf, {"bad": bad, "good": good}, NOW)
    assert (len(report.done), len(bad.got), len(good.got)) == (4, 2, 2)
    assert [shelf.ready[task.id] - NOW for task in shelf.tasks] == [MINUTE / 2, MINUTE / 2, REFUSED_WAIT]
    assert shelf.errors[2] == "the sink failed unexpectedly (KeyError); will try again"


def test_a_loss_and_a_return_are_told_once() -> None:
    shelf, sink = Shelf(), Sink(faults=[TryLater("mail.example is down")] * 4)
    shelf.put("mail", *alerts(1))
    sinks = {"mail": sink}
    first = turn(shelf, sinks, NOW)
    assert first.lost == ("mail.example is down",)
    second = turn(shelf, sinks, NOW + 10 * MINUTE, first)
    shelf.put("mail", REPLY)
    third = turn(shelf, sinks, NOW + 11 * MINUTE, second)
    assert (second.lost, third.lost, third.out) == ((), (), {"mail"})
    fourth = turn(shelf, sinks, NOW + 60 * MINUTE, third)
    assert (len(fourth.done), fourth.back, fourth.out) == (2, ("the sink works again",), frozenset())
    shelf.put("mail", REPLY)
    assert turn(shelf, sinks, NOW + 61 * MINUTE, fourth) == Report(done=(REPLY,))


def test_a_start_tells_what_fails_still_and_not_what_works() -> None:
    """One alert may have been refused, or the mailbox been away, for a while of a former run that told both."""
    shelf, sink = Shelf(), Sink(faults=[TryLater("mail.example is down")])
    shelf.put("mail", REPLY)
    turn(shelf, {"mail": sink}, NOW)
    assert turn(shelf, {"mail": sink}, NOW + 10 * MINUTE) == Report(done=(REPLY,))
    shelf.put("mail", *alerts(1))
    for start in (20, 40):
        sink.faults = [TryLater("mail.example is down")]
        assert turn(shelf, {"mail": sink}, NOW + start * MINUTE).lost == ("mail.example is down",)


def test_what_only_the_owner_can_mend_is_tried_slowly_and_told_once() -> None:
    shelf, sink = Shelf(), Sink(faults=[GiveUp("wrong password\x1b[2J")] * 2)
    shelf.put("mail", REPLY)
    report = turn(shelf, {"mail": sink}, NOW)
    assert report.lost == ("wrong password[2J",)
    assert turn(shelf, {"mail": sink}, NOW + REFUSED_WAIT - MINUTE, report).out == {"mail"}
    assert turn(shelf, {"mail": sink}, NOW + REFUSED_WAIT, report).lost == ()
    assert turn(shelf, {"mail": sink}, NOW + 2 * REFUSED_WAIT, report).back == ("the sink works again",)


def test_an_effect_that_hangs_does_not_hold_up_the_turn() -> None:
    shelf, sink = Shelf(), Sink(faults=[TryLater("timeout")] * 3)
    shelf.put("mail", *alerts(20))
    report = turn(shelf, {"mail": sink}, NOW)
    assert [task.attempts for task in shelf.tasks] == [1] * 3 + [0] * 17
    assert len(turn(shelf, {"mail": sink}, NOW, report).done) == 17


def test_a_refusal_ends_the_turn_of_its_effect() -> None:
    """A wrong password is tried a few times a day, however much waits; what is refused alone holds up nothing."""
    shelf, sink, now, tries = Shelf(), Sink(faults=[GiveUp("wrong password")] * 99), NOW, []
    shelf.put("mail", *alerts(25))
    report = None
    while now < NOW + timedelta(hours=1):
        left = len(sink.faults)
        report = turn(shelf, {"mail": sink}, now, report)
        tries.append(left - len(sink.faults))
        now += MINUTE / 2
    assert tries[0] == max(tries) == 1
    assert sum(tries) < 10
    assert set(shelf.errors.values()) == {"wrong password"}
    sink.faults = []
    turn(shelf, {"mail": sink}, now + timedelta(hours=1), report)
    assert len(sink.got) >= 15
    turn(shelf, {"mail": sink}, now + REFUSED_WAIT, report)
    assert shelf.tasks == []


def test_an_effect_that_was_taken_out_of_the_configuration_is_said() -> None:
    shelf = Shelf()
    shelf.put("gone", REPLY)
    assert turn(shelf, {}, NOW).lost == ("gone is no longer configured; its tasks wait",)


def test_a_late_alert_says_when_it_was_due() -> None:
    shelf, sink = Shelf(), Sink()
    shelf.put("mail", REPLY, since=NOW - timedelta(hours=30))
    shelf.put("mail", REPLY, since=NOW - timedelta(hours=20))
    turn(shelf, {"mail": sink}, NOW)
    late, punctual = sink.got
    assert isinstance(late, Alert)
    assert late.text == f"{REPLY.text} (This was due on Mon 13 Apr 2026, 09:00, and could not be told before.)"
    assert late.key == REPLY.key
    assert punctual == REPLY


@given(st.integers(0, 10**9), st.floats(0, 1), st.none() | st.floats(0, 1e300))
def test_waits_are_bounded_and_honour_the_other_side(attempts: int, jitter: float, after: float | None) -> None:
    waited = wait(attempts, jitter, after=after)
    assert timedelta(seconds=15) <= waited <= max(LONGEST_WAIT, LONGEST_ASKED)
    assert waited >= timedelta(seconds=min(after or 0, 3600))
    assert wait(attempts + 1, jitter, after=after) >= waited


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from([None, TryLater("x"), GiveUp("y"), ValueError("z")]))))
def test_nothing_is_lost(story: list[tuple[int, Exception | None]]) -> None:
    """Whatever fails, in the end each alert was told exactly once and each hold has its last state."""
    shelf, sink, now = Shelf(), Sink(), NOW
    report = None
    for number, (uid, fault) in enumerate(story):
        sink.faults.append(fault)
        shelf.put("sink", replace(REPLY, key=str(number)), replace(SLOT, uid=str(uid), sequence=number), since=now)
        report = turn(shelf, {"sink": sink}, now, report)
        now += 10 * MINUTE
    for _ in range(8):
        now += REFUSED_WAIT
        sink.faults = []
        report = turn(shelf, {"sink": sink}, now, report)
    assert shelf.tasks == []
    keys = [action.key for action in sink.got if isinstance(action, Alert)]
    assert sorted(keys) == sorted(str(number) for number in range(len(story)))
    last = {action.uid: action.sequence for action in sink.got if not isinstance(action, Alert | Release)}
    assert last == {str(uid): number for number, (uid, _) in enumerate(story)}
