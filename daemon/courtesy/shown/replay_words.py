"""A replay in words: what each application would have brought, or each step under the day on which it happened."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo

from courtesy.cases.actions import Action, Alert, Draft, Hold, Release
from courtesy.cases.timeline import Timeline
from courtesy.cases.wording import counted
from courtesy.casework.board import rows, stage_of
from courtesy.effects.words import span
from courtesy.mail.plain import one_line
from courtesy.owner.which_application import who
from courtesy.rehearsal import Deed
from courtesy.shown import status_words
from courtesy.terminal.lines import Paint

_STYLE = {"scam_warning": "red", "conflict": "red", "reply_overdue": "red", "reply_needed": "yellow"}

_MOST = 300  # letters of an alert
_INDENT = " " * 29


def show(deeds: Iterable[Deed], zone: tzinfo) -> None:
    """Print the deeds, times in `zone`, and how many there were."""
    paint, day, alerts, changes = Paint(), None, 0, 0
    known: dict[str, Hold] = {}  # by uid, to say what is given back
    for deed in deeds:
        local = deed.at.astimezone(zone)
        if local.date() != day:
            day = local.date()
            paint.line(paint(f"{day:%A %d %B %Y}", "bold"))
        paint.line(f"  {local:%H:%M}  {_words(deed.action, zone, paint, known)}")
        alerts += isinstance(deed.action, Alert)
        changes += isinstance(deed.action, Hold | Release)
    paint.line(f"alerts: {alerts}, changes of the calendar: {changes}; nothing was sent or written")


def show_in_short(deeds: Sequence[Deed], timeline: Timeline, until: datetime, zone: tzinfo) -> None:
    """Print for each application where it stood at `until`, and its alerts, a line each."""
    paint, told = Paint(), _by_application(deeds, timeline)
    alerts = sum(map(len, told.values()))
    changes = sum(isinstance(deed.action, Hold | Release) for deed in deeds)
    for case, title in _titles(timeline, until, zone):
        _show_one(title, told.pop(case, []), zone, paint)
    if told:
        _show_one("of no application", [one for ones in told.values() for one in ones], zone, paint)
    count = len(timeline.cases)
    paint.line(f"{counted(count, 'application')}; alerts: {alerts}, changes of the calendar: {changes}")
    paint.line("Nothing was sent or written. With --all: every step in its order, what would be held and drafted too.")


def _titles(timeline: Timeline, until: datetime, zone: tzinfo) -> Iterator[tuple[str, str]]:
    """Every application and what is said of it: as on the board, then those that are off it by now, latest first."""
    board = rows(timeline, until)
    for row in board:
        company, role, *others = status_words.cells(row, until, zone)
        yield row.case, f"{', '.join(filter(None, (company, role)))}: {'; '.join(filter(None, others))}"
    gone = [case for case in timeline.cases if case.id not in {row.case for row in board}]
    for case in sorted(gone, key=lambda case: case.last or until, reverse=True):
        yield case.id, f"{who(case)}: {stage_of(case, until)}"


def _by_application(deeds: Iterable[Deed], timeline: Timeline) -> dict[str, list[tuple[datetime, Alert]]]:
    """The alerts of each application, by its id; one that was taken for two once has those of both."""
    known = {case.id for case in timeline.cases}
    found: dict[str, list[tuple[datetime, Alert]]] = {}
    for deed in deeds:
        if isinstance(deed.action, Alert):
            now_of = None if deed.action.case in known else timeline.whose.get(deed.action.case)
            found.setdefault(now_of.id if now_of else deed.action.case, []).append((deed.at, deed.action))
    return found


def _show_one(title: str, told: Sequence[tuple[datetime, Alert]], zone: tzinfo, paint: Paint) -> None:
    paint.line(paint(one_line(title, _MOST), "bold"))
    for at, alert in told:
        said = paint(one_line(alert.text, _MOST), *([_STYLE[alert.kind]] if alert.kind in _STYLE else []))
        paint.line(f"  {at.astimezone(zone):%d %b %H:%M}  {said}")


def _words(action: Action, zone: tzinfo, paint: Paint, known: dict[str, Hold]) -> str:
    if isinstance(action, Alert):
        return f"{paint(f'{action.kind:<18}', _STYLE.get(action.kind, 'cyan'))}  {paint(one_line(action.text))}"
    if isinstance(action, Hold):
        known[action.uid] = action
        return f"{paint(f'hold, {action.status}'.ljust(18), 'green')}  {_held(action, zone, paint)}"
    if isinstance(action, Draft):
        to = ", ".join(one.name or one.email for one in action.to)
        body = "".join(f"\n{_INDENT}{paint(one_line(said), 'dim')}" for said in action.body.split("\n") if said)
        return f"{paint('draft'.ljust(18), 'cyan')}  {paint(one_line(f'to {to}: {action.subject}'))}{body}"
    return f"{paint('given back'.ljust(18), 'dim')}  {_held(known[action.uid], zone, paint)}"


def _held(hold: Hold, zone: tzinfo, paint: Paint) -> str:
    return f"{span(hold, zone)}  {paint(one_line(hold.summary))}"
