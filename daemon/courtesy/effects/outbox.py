"""Carries out what was decided and is not yet done: each task on its own, as often as it takes.

At least once: a task is marked done only after its effect has returned, and every effect bears a repeat.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Protocol

from courtesy.cases.actions import Action, Alert
from courtesy.effects import Effect, words
from courtesy.errors import GiveUp, TryLater
from courtesy.mail.plain import one_line

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
REFUSED_WAIT = timedelta(hours=6)  # for what only the owner can mend
LONGEST_ASKED = timedelta(days=1)  # the most that the other side may ask us to wait
LATE = timedelta(days=1)  # an alert told later than this says when it was due
_ENOUGH = 3  # times in a row that an effect is out of reach; its other tasks stay due, so that timeouts do not add up


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One action that one effect still has to carry out."""

    id: int
    effect: str  # the key of the effect in the mapping given to `perform`
    action: Action
    attempts: int  # failed ones so far
    since: datetime | None = None  # when it was decided, aware


class Outbox(Protocol):
    """Where tasks wait; every call is durable when it returns."""

    def due(self, now: datetime) -> list[Task]:
        """The tasks whose time has come, oldest first; of those for one hold there is only the newest."""
        ...

    def done(self, id: int) -> None:
        """The task is carried out."""
        ...

    def later(self, id: int, when: datetime, error: str) -> None:
        """The task failed, counts one attempt more and is due again at `when`."""
        ...

    def failed(self, id: int, when: datetime, error: str) -> None:
        """As `later`, but the owner must act; it is due again at `when` and at the next start of the program."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What came of one turn. Give `out` back to the next turn, so that only changes are told."""

    done: tuple[Action, ...] = ()  # what was carried out; an alert once for each channel that told it
    lost: tuple[str, ...] = ()  # a line for each effect that stopped working
    back: tuple[str, ...] = ()  # a line for each effect that works again
    out: frozenset[str] = frozenset()  # the effects that did not work when last tried


def perform(
    outbox: Outbox,
    effects: Mapping[str, Effect],
    now: datetime,
    *,
    jitter: Callable[[], float],
    out: frozenset[str] | None = None,
    zone: tzinfo,
) -> Report:
    """Carry out every task that is due at `now` (aware), and say what changed.

    `effects` are the configured ones by the name that tasks know them by; `jitter` gives a number from 0 to 1
    (random.random); `out` is what the last turn reported, None at the start of the program: then what still fails
    is told again, and what works is no news; `zone` is the owner's.
    """
    turn = _Turn(outbox, effects, now, jitter=jitter, out=out, zone=zone)
    for task in outbox.due(now):
        turn.attempt(task)
    return turn.report()


def wait(attempts: int, jitter: float, *, after: float | None = None) -> timedelta:
    """How long to wait after one more failure: 30 s doubled each time, up to 1 h, between half and all of it.

    `after` are the seconds that the other side asked for; it is never asked again sooner than that.
    """
    doubled: timedelta = min(LONGEST_WAIT, FIRST_WAIT * (1 << min(attempts, 16)))
    asked = timedelta(seconds=min(after or 0.0, LONGEST_ASKED.total_seconds()))
    return max(doubled * (0.5 + jitter / 2), asked)


class _Turn:
    """One pass over the tasks that are due."""

    def __init__(
        self,
        outbox: Outbox,
        effects: Mapping[str, Effect],
        now: datetime,
        *,
        jitter: Callable[[], float],
        out: frozenset[str] | None,
        zone: tzinfo,
    ) -> None:
        self._outbox, self._effects, self._now = outbox, effects, now
        self._jitter, self._zone = jitter, zone
        self._first = out is None
        self._out = set(out or ())
        self._done: list[Action] = []
        self._in_a_row: Counter[str] = Counter()
        self._refusing: dict[str, tuple[str, datetime]] = {}  # what it said; when to try its other tasks
        self._lost: dict[str, str] = {}
        self._back: dict[str, str] = {}

    def attempt(self, task: Task) -> None:
        """Carry out one task; whatever goes wrong stays with this task."""
        if self._in_a_row[task.effect] >= _ENOUGH:
            return
        if task.effect in self._refusing:  # 25 alerts and a wrong password must not make 25 logins, now or soon after
            line, when = self._refusing[task.effect]
            self._outbox.later(task.id, when, line)
            return
        effect = self._effects.get(task.effect)
        if effect is None:
            self._refused(task, f"{one_line(task.effect, 500)} is no longer configured; its tasks wait")
            return
        try:
            effect.perform(_dated(task, self._now, self._zone))
        except TryLater as error:
            self._in_a_row[task.effect] += 1
            self._postponed(task, str(error), after=error.after)
        except GiveUp as error:
            self._refusing[task.effect] = one_line(str(error), 500), self._now + wait(task.attempts, self._jitter())
            self._refused(task, str(error))
        except Exception as error:  # a fault of ours in one effect must not silence the others
            log.debug("%s", effect.name, exc_info=True)
            self._postponed(task, f"{effect.name} failed unexpectedly ({type(error).__name__}); will try again")
        else:
            self._worked(task, effect)

    def report(self) -> Report:
        return Report(
            done=tuple(self._done),
            lost=tuple(self._lost.values()),
            back=tuple(self._back.values()),
            out=frozenset(self._out),
        )

    def _worked(self, task: Task, effect: Effect) -> None:
        self._outbox.done(task.id)
        self._done.append(task.action)
        self._in_a_row[task.effect] = 0
        if task.effect in self._out and task.effect not in self._lost:
            self._out.discard(task.effect)
            self._back[task.effect] = f"{effect.name} works again"

    def _postponed(self, task: Task, error: str, *, after: float | None = None) -> None:
        line = one_line(error, 500)
        self._outbox.later(task.id, self._now + wait(task.attempts, self._jitter(), after=after), line)
        self._missed(task, line)

    def _refused(self, task: Task, error: str) -> None:
        line = one_line(error, 500)
        self._outbox.failed(task.id, self._now + REFUSED_WAIT, line)
        self._missed(task, line)

    def _missed(self, task: Task, line: str) -> None:
        """A task that has failed before is no news: its effect was reported lost at its first failure.

        But at the start of the program the owner may believe to have mended it.
        """
        if self._first or (task.effect not in self._out and task.attempts == 0):
            self._out.add(task.effect)
            self._lost.setdefault(task.effect, line)


def _dated(task: Task, now: datetime, zone: tzinfo) -> Action:
    """The action; an alert that comes late says when it was due."""
    if not isinstance(task.action, Alert) or task.since is None or now - task.since <= LATE:
        return task.action
    remark = f"(This was due on {words.moment(task.since, zone)}, and could not be told before.)"
    return replace(task.action, text=f"{task.action.text} {remark}")
