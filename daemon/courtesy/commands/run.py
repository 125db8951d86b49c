"""`courtesy run`: the service, until it is told to stop; or once, for cron and for trying."""

import os
import signal
from argparse import ArgumentParser, Namespace
from datetime import timedelta
from types import FrameType

from courtesy import log
from courtesy.clock import SystemClock
from courtesy.commands import add_config
from courtesy.config import Config, load, need_mailbox
from courtesy.desk import Desk
from courtesy.feed import Feed
from courtesy.intake import intake_of, owner_of
from courtesy.loop import Loop, MakeFeed
from courtesy.mail import Source
from courtesy.outside import effects_of, poll_seconds, sources_of
from courtesy.state import lock
from courtesy.store import Store
from courtesy.terminal import complain

_GRACE = 4.0  # seconds to stop in; what is not finished by then is done again at the next start

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
    """Watch; 1 if --once and something failed."""
    config = load(options.config)
    need_mailbox(config, options.config)
    log.start()
    with lock(config.state.path) as in_order:
        store = Store(config.state.path / "courtesy.db")
        try:
            store.check()
            if in_order:
                store.absolve()
            loop = _loop(config, store, options)
            _stop_on_signals(loop)
            if not options.once:
                loop.run()
                return 0
            problems = loop.once()
            for problem in problems:
                complain(problem)
            return int(bool(problems))
        finally:
            store.close()


def _loop(config: Config, store: Store, options: Namespace) -> Loop:
    """The loop that the configuration describes."""
    clock = SystemClock()
    intake = intake_of(config, options.config)
    effects = effects_of(config)
    sources = sources_of(config)
    store.keep_only(effects.by_name, effects.channels)
    store.watch_only([source.name for source in sources])
    begun = store.begun(clock.now())
    desk = Desk(
        store,
        intake,
        owner_of(config, intake.packs),
        calendar=effects.calendar,
        channels=effects.channels,
        begun=begun,
        senders=effects.senders,
    )
    lookback = timedelta(days=config.timing.lookback_days)

    def feed(source: Source, every: float) -> MakeFeed:
        return lambda cursor, news: Feed(
            source, cursor, lambda: clock.now() - lookback, news, every=every, once=options.once
        )

    feeds = {source.name: feed(source, poll) for source, poll in zip(sources, poll_seconds(config), strict=True)}
    return Loop(desk, feeds, effects.by_name, clock)


def _stop_on_signals(loop: Loop) -> None:
    """End in good order at SIGTERM and SIGINT; at once if that takes too long."""

    def leave(number: int, frame: FrameType | None) -> None:
        os._exit(0)  # all that is not committed was not done

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGALRM, leave)
        signal.setitimer(signal.ITIMER_REAL, _GRACE)
        loop.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
