"""A replay in words: a line for each alert, change of a hold and draft, under the day on which it happened."""

from collections.abc import Iterable
from datetime import tzinfo

from courtesy.cases.actions import Action, Alert, Draft, Hold, Release
from courtesy.effects.words import span
from courtesy.rehearsal import Deed
from courtesy.terminal import Paint, one_line

_STYLE = {"scam_warning": "red", "conflict": "red", "reply_overdue": "red", "reply_needed": "yellow"}

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
