"""`courtesy case`: one application, mail by mail: what happened, what is held, what was promised, what is owed."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from courtesy.board import rows, span
from courtesy.cases.actions import Alert
from courtesy.cases.case import Case
from courtesy.cases.events import Event
from courtesy.cases.settled import short
from courtesy.cases.slot import Slot
from courtesy.cases.timeline import Timeline, replay
from courtesy.clock import SystemClock
from courtesy.commands import add_config
from courtesy.config import load
from courtesy.errors import ConfigError
from courtesy.intake import owner_of
from courtesy.rulebook import load as load_packs
from courtesy.store import Store
from courtesy.terminal import complain, one_line, say
from courtesy.which import is_short_for

_EXAMPLES = """\
examples:
  courtesy case Acme             words of company, role, sender or subject
  courtesy case 3fa9c1d2         or the short name of one of its mails
"""


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy case` accepts."""
    parser.epilog = _EXAMPLES
    add_config(parser)
    parser.add_argument("words", nargs="*", metavar="WORD", help="words of the application, or a mail's short name")


def run(options: Namespace) -> int:
    """Show it; 1 where it is not plain which is meant."""
    config = load(options.config)
    words = options.words[1:] if options.words[:1] == ["show"] else options.words
    if not words:
        raise ConfigError(["case: say which, as in `courtesy case Acme`; `courtesy status` lists them"])
    store = Store.known(config.state.path, read_only=True)
    try:
        owner = owner_of(config, load_packs(config, options.config))
        timeline = replay(store.events(), owner, store.settled(), store.notes(), store.checked())
    finally:
        store.close()
    found = [case for case in timeline.cases if _is_meant(case, words)]
    if len(found) != 1:
        complain("several applications may be meant" if found else "no application is so called")
        for case in found:
            say(_name(case))
        return 1
    for line in _lines(found[0], timeline, SystemClock().now(), config.me.zone):
        say(line)
    return 0


def _is_meant(case: Case, words: Sequence[str]) -> bool:
    if len(words) == 1 and any(is_short_for(words[0], event) for event in case.events):
        return True
    parties = (part for item in case.parties.items() for part in item)
    text = " ".join([*case.companies, *case.roles, *parties, *case.subjects]).casefold()
    return all(word.casefold() in text for word in words)


def _name(case: Case) -> str:
    named = ", ".join(one_line(part, 60) for part in (case.company or "company not named", case.role or "") if part)
    return f"{named}: {case.stage}"


def _lines(case: Case, timeline: Timeline, now: datetime, zone: tzinfo) -> Iterator[str]:
    yield _name(case)
    for event in case.events:
        yield f"  {event.short}  {event.at.astimezone(zone):%Y-%m-%d %H:%M}  {_deed(event)}"
    for slot in sorted(case.interviews.slots, key=lambda slot: slot.start):
        yield f"  {_slot(slot, now, zone)}"
    if case.promise:
        yield f"  They promised news by {case.promise.by:%a %d %b %Y}."
    for alert in _debts(case, timeline, now):
        due = f", {span(alert.due, now)}" if alert.due else ""
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
