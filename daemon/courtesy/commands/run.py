"""`courtesy run`: the service, until it is told to stop; or once, for cron and for trying."""

import os
import signal
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import timedelta
from types import FrameType

from courtesy.cases.wording import counted
from courtesy.casework.appointments import Appointments
from courtesy.casework.daily import Daily
from courtesy.casework.drafting import Drafting
from courtesy.casework.intake import intake_of, owner_of
from courtesy.clock import SystemClock
from courtesy.commands import add_config
from courtesy.config.file import load, need_mailbox
from courtesy.config.tables import Config
from courtesy.desk import Desk
from courtesy.drafts.templates import writer_of
from courtesy.loop import Loop
from courtesy.mail import Source
from courtesy.outside import effects_of, poll_seconds, sources_of
from courtesy.owner.choosing import Choosing
from courtesy.owner.lessons import Lessons
from courtesy.owner.mail_back import MailBack
from courtesy.running import log
from courtesy.running.feed import Feed
from courtesy.running.mailboxes import MakeFeed
from courtesy.running.memory import Memory, keep_together
from courtesy.running.sign_in_watch import sign_in_watch
from courtesy.store.state import file_in, lock
from courtesy.store.store import Store
from courtesy.terminal.lines import complain, say

_GRACE = 4.0  # seconds to stop in; what is not finished by then is done again at the next start
_SIGNALLED = 128  # and the number of the signal: the status of what a signal ended, as shells have it

_EXAMPLES = """\
examples:
  courtesy run            watch until stopped (Ctrl-C, or SIGTERM as a service)
  courtesy run --once     look once, tell what is owed, and end; 1 if a mailbox, calendar or alert failed

Mail is only read, never marked or moved. What was seen is kept in ~/.local/state/courtesy.
"""


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy run` accepts."""
    parser.epilog = _EXAMPLES
    add_config(parser)
    parser.add_argument("--once", action="store_true", help="look once into every mailbox, act, and end")


def run(options: Namespace) -> int:
    """Watch; with --once look once, say what came of it, and give 1 if something failed."""
    config = load(options.config)
    need_mailbox(config, options.config)
    log.start()
    keep_together()
    with lock(config.state.path) as in_order:
        store = Store(file_in(config.state.path))
        try:
            store.check()
            if in_order:
                store.absolve()
            loop = _loop(config, store, options)
            Memory().give_back()  # what reading the rules took
            caught = _stop_on_signals(loop, once=options.once)
            if not options.once:
                loop.run()
                return 0
            problems = loop.once()
            for problem in problems:
                complain(problem)
            if caught:
                complain("stopped before all was looked into")
                return _SIGNALLED + caught[0]
            say(summary(loop.tally, whole=not problems))
            return int(bool(problems))
        finally:
            store.close()


def summary(tally: Mapping[str, int], *, whole: bool) -> str:
    """What came of one look, in words: `tally` counts "mails" and what was done; `whole`: nothing failed."""
    mails = _some(tally["mails"], "mail", "mails") or "no new mail"
    deeds = [
        _some(tally["Hold"], "time held", "times held"),
        _some(tally["Release"], "given back", "given back"),
        _some(tally["Draft"], "draft written", "drafts written"),
        _some(tally["Alert"], "alert", "alerts") or ("nothing new is owed" if whole else "no alert"),
    ]
    return f"Looked at {mails}: {', '.join(filter(None, deeds))}."


def _some(number: int, one: str, more: str) -> str:
    return counted(number, one, more) if number else ""


def _loop(config: Config, store: Store, options: Namespace) -> Loop:
    """The loop that the configuration describes."""
    clock = SystemClock()
    intake = intake_of(config, options.config)
    owner = owner_of(config, intake.packs)
    effects = effects_of(config, mark=lambda alert: store.mark(alert, clock.now()))
    lessons = Lessons(config, options.config, in_background=not options.once)
    choosing = Choosing(store, owner, lessons.learn, intake.packs.words)
    sources = sources_of(config)
    store.keep_only(effects.by_name, effects.channels)
    store.watch_only([source.name for source in sources])
    begun = store.begun(clock.now())
    desk = Desk(
        store,
        intake,
        owner,
        calendar=effects.calendar,
        channels=effects.channels,
        begun=begun,
        senders=effects.senders,
        relearn=lambda: intake_of(config, options.config),
        drafting=Drafting(store, effects.drafts, writer_of(config, intake.packs)),
        mail_back=MailBack(store, choosing, intake.addresses),
        appointments=Appointments(store, effects.diary),
        daily=Daily(store, owner, config.digest, begun=begun),
    )
    lookback = timedelta(days=config.timing.lookback_days)

    def feed(source: Source, every: float) -> MakeFeed:
        return lambda cursor, news: Feed(
            source, cursor, lambda: clock.now() - lookback, news, every=every, once=options.once
        )

    feeds = {source.name: feed(source, poll) for source, poll in zip(sources, poll_seconds(config), strict=True)}
    blind_after = timedelta(minutes=config.timing.blind_after_minutes)
    sign_in = sign_in_watch(config)
    return Loop(desk, feeds, effects.by_name, clock, choosing=choosing, blind_after=blind_after, sign_in=sign_in)


def _stop_on_signals(loop: Loop, *, once: bool) -> list[int]:
    """End in good order at SIGTERM and SIGINT, at once if that takes too long; gives the signals that come."""
    caught: list[int] = []

    def leave(number: int, frame: FrameType | None) -> None:
        os._exit(_SIGNALLED + caught[0] if once else 0)  # all that is not committed was not done

    def stop(number: int, frame: FrameType | None) -> None:
        if not caught:  # a second one must not put off the end
            signal.signal(signal.SIGALRM, leave)
            signal.setitimer(signal.ITIMER_REAL, _GRACE)
        caught.append(number)
        loop.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return caught
