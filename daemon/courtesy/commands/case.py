"""`courtesy case`: one application, mail by mail: what happened, what is held, what was promised, what is owed."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import datetime, tzinfo

from courtesy.cases.actions import Alert
from courtesy.cases.case import Case
from courtesy.cases.events import Event
from courtesy.cases.settled import short
from courtesy.cases.slot import Slot
from courtesy.cases.timeline import Timeline
from courtesy.casework.board import by_when, rows, stage_of
from courtesy.casework.intake import owner_of
from courtesy.casework.standing import timeline_of
from courtesy.clock import SystemClock
from courtesy.commands import add_config
from courtesy.config.file import load
from courtesy.config.rulebook import load as load_packs
from courtesy.errors import ConfigError
from courtesy.mail.plain import one_line
from courtesy.owner.debriefing import note_lines
from courtesy.owner.which_application import meant, only, told_of, who
from courtesy.store.store import Store
from courtesy.terminal.lines import say

_EXAMPLES = """\
examples:
  courtesy case Acme             words of company, role, sender or subject
  courtesy case 3fa9c1d2         or the short name of one of its mails,
                                 or of what was told of it
"""


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy case` accepts."""
    parser.epilog = _EXAMPLES
    add_config(parser)
    parser.add_argument("words", nargs="*", metavar="WORD", help="words of the application, or a mail's short name")


def run(options: Namespace) -> int:
    """Show it; 1 where it is not plain which is meant."""
    config = load(options.config)
    if not options.words:
        raise ConfigError(["case: say which, as in `courtesy case Acme`; `courtesy status` lists them"])
    with Store.known(config.state.path, read_only=True) as store:
        owner = owner_of(config, load_packs(config, options.config))
        timeline = timeline_of(store, owner)
        now = SystemClock().now()
        case = only(meant(timeline, options.words, told_of(store, timeline, now)), timeline, options.words)
    if case is None:
        return 1
    for line in _lines(case, timeline, now, config.me.zone):
        say(line)
    return 0


def _lines(case: Case, timeline: Timeline, now: datetime, zone: tzinfo) -> Iterator[str]:
    yield f"{who(case)}: {stage_of(case, now)}"
    for event in case.events:
        yield f"  {event.short}  {event.at.astimezone(zone):%Y-%m-%d %H:%M}  {_deed(event)}"
    for slot in sorted(case.interviews.slots, key=lambda slot: slot.start):
        yield f"  {_slot(slot, now, zone)}"
    for note in case.notes:
        for line in note_lines(note, zone):
            yield f"  {line}"
    if case.promise:
        yield f"  They promised news by {case.promise.by:%a %d %b %Y}."
    for alert in _debts(case, timeline, now):
        due = f", {by_when(alert, now)}" if alert.due else ""
        yield f"  Owed ({short(alert)}){due}: {one_line(alert.text, 160)}."


def _deed(event: Event) -> str:
    """What the mail did, and its subject; of the owner's own mails nothing but what they do is kept."""
    if event.by_owner:
        own = event.reading.own
        deeds = [deed for deed in ("thanks", "chases", "withdraws", "automatic") if own and getattr(own, deed)]
        return f"{'you wrote':<11} {' '.join(deeds)}".rstrip()
    party = event.parties[0] if event.parties else None
    sender = one_line(party.name or party.email, 40) if party else ""
    return f"{event.reading.kind:<11} {sender}: {one_line(event.subject, 80)}"


def _slot(slot: Slot, now: datetime, zone: tzinfo) -> str:
    when = f"{slot.start.astimezone(zone):%a %d %b %Y %H:%M}-{slot.end.astimezone(zone):%H:%M}"
    if slot.released is not None:
        return f"{when}  given back"
    over = ", over" if slot.end <= now else ""
    return f"{when}  {'fixed' if slot.status == 'confirmed' else 'proposed'}{over}"


def _debts(case: Case, timeline: Timeline, now: datetime) -> list[Alert]:
    return [alert for row in rows(timeline, now) if row.case == case.id for alert in row.owed]
