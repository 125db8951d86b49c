"""Plays the story mail by mail with the clock of then, and shows what is understood, held and told."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from courtesy.cases.actions import Action, Alert, Hold, Release
from courtesy.cases.timeline import Timeline
from courtesy.cases.wording import spoken_for
from courtesy.casework.intake import intake_of, owner_of
from courtesy.casework.standing import timeline_of
from courtesy.config.tables import Briefing, Config, Me
from courtesy.demo.letters import ENDS, OWNER, ZONE, Letter
from courtesy.demo.mailbox import Mailbox
from courtesy.desk import Desk
from courtesy.effects import Effect
from courtesy.effects.outbox import perform
from courtesy.effects.vdir import Vdir
from courtesy.mail import Incoming
from courtesy.mail.plain import one_line
from courtesy.reading import Reading
from courtesy.shown.read_words import span
from courtesy.store.store import Store
from courtesy.terminal.lines import Paint

CONFIG = Config(
    me=Me(name="Ada Fielding", addresses=(OWNER,), time_zone=ZONE.key),
    briefing=Briefing(minutes_before=0),  # that of the evening shows what it is
)
CALENDAR, CHANNEL = "calendar", "you"
INDENT = " " * 18
KINDS = {"confirm": "interview fixed", "invite": "interview invitation", "reschedule": "interview moved"}


@dataclass
class Screen:
    """The alert channel of the demo, and everything else that is shown."""

    paint: Paint
    name: str = CHANNEL

    def perform(self, action: Action) -> None:
        if isinstance(action, Alert):
            text = self.paint(one_line(action.text), "bold")
            self.paint.line(f"{INDENT}{self.paint('ALERT', 'bold', 'yellow')} {text}")
            if action.why:
                self.paint.line(f"{INDENT}      {self.paint('because: “' + one_line(action.why, 90) + '”', 'dim')}")
            for line in action.more if action.kind == "briefing" else ():
                self.paint.line(f"{INDENT}      {self.paint(one_line(line, 110), 'dim')}")

    def close(self) -> None:
        """Nothing to let go of."""

    def came(self, mail: Incoming, who: str, subject: str) -> None:
        when = mail.arrived.astimezone(ZONE)
        box = self.paint("sent ", "green") if mail.folder == "Sent" else self.paint("came ", "cyan")
        stamp = self.paint(f"{when:%a %d %b %H:%M}", "dim")
        self.paint.line(f"{stamp}  {box}{self.paint(one_line(who, 30), 'bold')}: {self.paint(one_line(subject, 72))}")

    def understood(self, reading: Reading) -> None:
        if reading.own is not None or (reading.kind == "other" and not reading.scam):
            return
        kind = "fake: a scam" if reading.scam else KINDS.get(reading.kind, reading.kind)
        words = spoken_for(reading, "scam" if reading.scam else reading.kind)
        facts = [kind, *filter(None, [reading.company]), *(span(one, ZONE) for one in reading.times)]
        self.paint.line(f"{INDENT}read: {self.paint('; '.join(one_line(fact, 60) for fact in facts))}")
        if words:
            self.paint.line(f"{INDENT}      {self.paint('on the words: “' + one_line(words, 90) + '”', 'dim')}")

    def kept(self, action: Hold | Release, known: dict[str, Hold]) -> None:
        """Tell what happens in the calendar; `known` are the holds told before, by uid."""
        if isinstance(action, Release):
            gone = known.pop(action.uid, None)
            what = f"{when(gone)} {one_line(gone.company, 40)}" if gone else action.uid
            self.paint.line(f"{INDENT}{self.paint('calendar', 'green')} given back: {self.paint(what)}")
            return
        moved = " (moved)" if action.uid in known and known[action.uid].start != action.start else ""
        known[action.uid] = action
        what = f"{when(action)} {one_line(action.summary, 60)}"
        self.paint.line(f"{INDENT}{self.paint('calendar', 'green')} {action.status}: {self.paint(what)}{moved}")


def when(hold: Hold) -> str:
    start, end = hold.start.astimezone(ZONE), hold.end.astimezone(ZONE)
    return f"{start:%a %d %b %H:%M}–{end:%H:%M}"


class Play:
    """The program at work, with every letter of the story delivered to a real mailbox when its time comes."""

    def __init__(self, folder: Path, box: Mailbox, paint: Paint, *, pause: float) -> None:
        """State and calendar go into `folder`; `pause` seconds are left between two letters."""
        self.store = Store(folder / "state.sqlite3")
        self.calendar = folder / "calendar"
        self._intake = intake_of(CONFIG)
        self._owner = owner_of(CONFIG, self._intake.packs)
        self._desk = Desk(self.store, self._intake, self._owner, calendar=CALENDAR, channels=(CHANNEL,))
        self._box = box
        self._screen = Screen(paint)
        self._effects: dict[str, Effect] = {CALENDAR: Vdir(self.calendar), CHANNEL: self._screen}
        self._known: dict[str, Hold] = {}
        self._pause = pause

    def run(self, letters: Iterable[Letter]) -> None:
        """Play to the end of the story."""
        begins: datetime | None = None
        for letter in letters:
            begins = begins or letter.arrives - timedelta(days=1)
            self._sleep_until(letter.arrives)
            self._box.deliver(letter)
            self._look(letter.arrives, begins)
            time.sleep(self._pause)
        self._sleep_until(ENDS)
        self._look(ENDS, ENDS)

    def timeline(self) -> Timeline:
        """The applications as they stand."""
        return timeline_of(self.store, self._owner)

    def _sleep_until(self, moment: datetime) -> None:
        """Let the clock run, and do what falls due on the way."""
        while self._desk.wake is not None and self._desk.wake < moment:
            now = self._desk.wake
            actions = self._desk.decide(now)
            if actions:
                self._screen.paint.line(self._screen.paint(f"{now.astimezone(ZONE):%a %d %b %H:%M}  the clock", "dim"))
            self._do(actions, now)

    def _look(self, now: datetime, since: datetime) -> None:
        """One look into the mailbox, as the service does it."""
        source = self._box.source
        for batch in source.fetch(self.store.cursor(source.name), since):
            for mail in batch.mails:
                message = self._intake.parse(mail.raw, mail.arrived)
                own = mail.folder == "Sent"
                who = f"you to {', '.join(to.name or to.email for to in message.to)}" if own else message.sender.name
                self._screen.came(mail, who, message.subject)
                self._screen.understood(self._intake.read(message, sent=own))
            actions, _ = self._desk.take(source.name, batch, now, deciding=True)
            self._do([*actions, *self._desk.decide(now)], now)
        self.store.looked(source.name, now)

    def _do(self, actions: Iterable[Action], now: datetime) -> None:
        for action in actions:
            if isinstance(action, Hold | Release):
                self._screen.kept(action, self._known)
        perform(self.store, self._effects, now, jitter=lambda: 0.0, zone=ZONE)
