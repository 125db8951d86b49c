"""`courtesy export`: applications, interviews and notes for other programs, or to keep."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from courtesy.cases.actions import Alert
from courtesy.cases.case import Case
from courtesy.cases.decide import decide
from courtesy.cases.timeline import Timeline
from courtesy.casework.board import rows
from courtesy.casework.intake import owner_of
from courtesy.casework.standing import timeline_of
from courtesy.clock import SystemClock
from courtesy.commands import add_config
from courtesy.config.file import load
from courtesy.config.rulebook import load as load_packs
from courtesy.errors import ConfigError
from courtesy.export.facts import as_json, facts
from courtesy.export.page import as_markdown
from courtesy.export.table import as_csv
from courtesy.files import save_file
from courtesy.owner.which_application import meant, only, told_of
from courtesy.store.store import Store
from courtesy.terminal.lines import say

_EXAMPLES = """\
examples:
  courtesy export                                   everything, as JSON
  courtesy export --format csv --to jobs.csv        a row for each application
  courtesy export --to interviews.ics               every interview, past ones included
  courtesy export Acme --format markdown            one application to read, with your notes

What is written to a file only you can read. docs/applications.md says what each key means.
"""
FORMATS = ("json", "csv", "ics", "markdown")
_BY_SUFFIX = {".json": "json", ".csv": "csv", ".ics": "ics", ".md": "markdown", ".markdown": "markdown"}
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy export` accepts."""
    parser.epilog = _EXAMPLES
    add_config(parser)
    parser.add_argument("words", nargs="*", metavar="WORD", help="words of one application; none: all of them")
    parser.add_argument("--format", choices=FORMATS, help="default: as the name of the file says, else json")
    parser.add_argument("--to", type=Path, metavar="FILE", help="write to this file instead of standard output")


def run(options: Namespace) -> int:
    """Write it; 1 where it is not plain which application is meant."""
    form = options.format or (_form_of(options.to) if options.to else "json")
    config = load(options.config)
    now = SystemClock().now()
    with Store.known(config.state.path, read_only=True) as store:
        timeline = timeline_of(store, owner_of(config, load_packs(config, options.config)))
        told = list(reversed(store.told(_EVER)))
        names = told_of(store, timeline, now)
    cases = timeline.cases
    if options.words:
        case = only(meant(timeline, options.words, names), timeline, options.words)
        if case is None:
            return 1
        cases = [case]
    text = _text(form, cases, timeline, told, now)
    if options.to is None:
        sys.stdout.write(text)
    else:
        save_file(options.to, text.encode("utf-8", "replace"))
        say(f"Wrote {options.to}.")
    return 0


def _form_of(path: Path) -> str:
    form = _BY_SUFFIX.get(path.suffix.lower())
    if form is None:
        raise ConfigError([f"export: {path.name} says no format; add --format {'|'.join(FORMATS)}"])
    return form


def _text(
    form: str, cases: Sequence[Case], timeline: Timeline, told: Sequence[tuple[datetime, Alert]], now: datetime
) -> str:
    owed = [alert for row in rows(timeline, now) for alert in row.owed]
    zone = timeline.owner.zone
    match form:
        case "csv":
            return as_csv(cases, owed, now, zone)
        case "ics":
            from courtesy.export.agenda import as_ics  # icalendar is slow to load

            ids = {case.id for case in cases}
            return as_ics([hold for hold in decide(timeline, now).holds if hold.case in ids], now)
        case "markdown":
            return as_markdown(cases, owed, now, zone)
        case _:
            return as_json(facts(cases, owed, told, now))
