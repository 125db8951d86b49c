"""`courtesy doctor`: everything that must work is looked at, and beside what is wrong stands what mends it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from courtesy import __version__
from courtesy.checkup import Finding, Told, calendars, channels, drafts, google, mailboxes, own, safely, service, times
from courtesy.clock import SystemClock
from courtesy.commands import add_config
from courtesy.config.tables import Config, Desktop
from courtesy.outside import name_of
from courtesy.service.here import service_here
from courtesy.shown import doctor_words
from courtesy.store.state import holder
from courtesy.terminal.lines import say

_EXAMPLES = """\
examples:
  courtesy doctor           look at everything; 1 if something is wrong
  courtesy doctor --json    the same for programs

It logs in to your mailboxes and reads nothing but how many mails there are, writes a test entry into the calendar
and removes it, goes to your outgoing mail server as far as naming you and sends nothing.
"""


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy doctor` accepts."""
    parser.epilog = _EXAMPLES
    add_config(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")


def run(options: Namespace) -> int:
    """Look, and tell; 1 if something is wrong."""
    findings: Iterable[Finding] = look(options.config)
    if options.json:
        findings = list(findings)
        well = not any(one.verdict == "wrong" for one in findings)
        say(msgspec.json.encode({"well": well, "version": __version__, "findings": findings}).decode())
    else:
        well = doctor_words.show(findings)
    return int(not well)


def look(path: Path | None) -> Iterator[Finding]:
    """Every finding, as soon as it is there."""
    yield own.look_at_version()
    found, config = own.look_at_config(path)
    yield from found
    by_hand = holder(config.state.path) if config else ""
    desktop = config is not None and any(isinstance(alert, Desktop) for alert in config.alert)
    served = list(safely("service", lambda: service.look_at(service_here(), by_hand, desktop=desktop)))
    running = any(one.check == "running" and one.verdict == "ok" for one in served)
    if config is not None:
        yield from _look_around(config, path, running=running)
    yield from served


def _look_around(config: Config, path: Path | None, *, running: bool) -> Iterator[Finding]:
    """What the configuration names."""
    told: list[Told] = []
    now = SystemClock().now
    yield from safely("rules", lambda: [own.look_at_rules(config, path)])
    yield from safely("state", lambda: own.look_at_state(config))
    yield from safely("Google account", lambda: google.look_at_sign_in(config))
    for mailbox in config.mailbox:
        name = name_of(mailbox, config)
        yield from safely(name, partial(mailboxes.look_into, mailbox, config, told))
    yield from safely("calendar", lambda: calendars.look_into(config, told))
    yield from safely("drafts", lambda: drafts.look_into(config))
    for alert in config.alert:
        yield from safely("alerts", partial(channels.look_into, alert, config, told))
    yield from safely("time", lambda: [times.look_at_clock(told), *times.look_at_zone(config, now())])
    yield from safely("state", lambda: own.look_at_memory(config, now(), running=running))
