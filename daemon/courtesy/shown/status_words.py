"""The board in words: a table on a terminal, plain lines elsewhere."""

import shutil
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from courtesy.cases.actions import Alert
from courtesy.casework.board import SHOWN, Row, away, is_late, late_since
from courtesy.mail.plain import one_line
from courtesy.store.store import Look, Store
from courtesy.terminal.lines import colours, say

_TITLES = ("Company", "Role", "Stage", "Next interview", "Owed")
_ASKED = 5  # open questions that are shown, and answers to alerts
_SOON = timedelta(hours=24)
_NARROW = 64  # columns of a terminal below which a table would cut words: a telephone's


def show(
    board: list[Row], store: Store, now: datetime, zone: tzinfo, *, older: bool = False, asked: Sequence[Alert] = ()
) -> None:
    """Print the board, and below it open questions, what is wrong, and when each mailbox was last looked into.

    `older`: there are applications, on the board or too long without news to be on it.
    """
    below = _below(store, now)
    lines = [cells(row, now, zone) for row in board]
    if not board and older:
        say(f"No applications with news in the last {SHOWN.days} days.")
    elif not board:
        say("No applications are known; they come with mail that speaks of one.")
    elif sys.stdout.isatty() and shutil.get_terminal_size().columns < _NARROW:
        for row in lines:
            say("\n".join(["  ".join(filter(None, row[:3])), *(f"  {cell}" for cell in row[3:] if cell)]))
    elif sys.stdout.isatty():
        _table(lines, [bool(row.owed and row.owed[0].due and row.owed[0].due - now < _SOON) for row in board])
    else:
        for row in lines:
            say("; ".join(f"{title}: {cell}" for title, cell in zip(_TITLES, row, strict=True) if cell))
    for alert in asked[:_ASKED]:
        say(one_line(alert.text, 300))
    for line in below:
        say(line)


def cells(row: Row, now: datetime, zone: tzinfo) -> tuple[str, ...]:
    """Company, role, stage, the next interview and what is owed; "" for what there is none of."""
    interview = ""
    if row.interview:
        start = row.interview.start
        proposed = ", proposed" if row.interview.status == "tentative" else ""
        ahead = "now" if start <= now else away(start, now)
        interview = f"{start.astimezone(zone):%a %d %b %H:%M} ({ahead}{proposed})"
    owed = ", ".join(_debt(alert, now) for alert in row.owed)
    return one_line(row.company, 40), one_line(row.role, 40), row.stage, interview, owed


def _debt(alert: Alert, now: datetime) -> str:
    """What is owed, and by when, or for how long already."""
    words = {
        "reply_needed": "a reply",
        "reply_overdue": "a reply",
        "thank_you_due": "a thank-you",
        "thank_you_courtesy": "a thank-you for the interview",
        "follow_up_ok": "patience: you may ask for news",
        "conflict": "a choice: two times clash",
    }[alert.kind]
    if alert.due is not None and alert.due > now:
        return f"{words} {away(alert.due, now)}"
    if alert.due is not None and is_late(alert, now):
        return f"{words}, {late_since(alert.due, now)}"
    return "you may ask for news" if alert.kind == "follow_up_ok" else words


def _table(cells: list[tuple[str, ...]], urgent: list[bool]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*_TITLES, box=None, pad_edge=False, header_style="bold")
    for row, hurry in zip(cells, urgent, strict=True):
        styles = ("bold", "", "cyan", "green", "yellow" if hurry else "")
        table.add_row(*(Text(cell, style=style) for cell, style in zip(row, styles, strict=True)))
    Console(color_system=colours()).print(table)


def _below(store: Store, now: datetime) -> list[str]:
    """The state of the mailboxes, and what could not be done."""
    lines = []
    for look in store.looks():
        looked = f"last look {away(look.looked, now)}" if look.looked else "never looked into"
        lines.append(one_line(f"{look.source}: {looked}{_trouble(look, now)}", 300))
    failing = {effect: error for effect, _, error in store.waiting() if error}
    for effect, error in failing.items():
        lines.append(one_line(f"{effect}: not done yet: {error.removeprefix(f'{effect}: ')}", 300))
    for one in store.answers(now - _SOON)[:_ASKED]:
        about = one.alert.company or one.alert.kind.replace("_", "-") if one.alert else "an alert"
        lines.append(one_line(f"you said {away(one.at, now)} of {about}, by {one.way}: {one.said}", 240))
    aside = len(store.quarantine())
    return [*lines, f"{aside} mails could not be read; `courtesy status --json` lists them"] if aside else lines


def _trouble(look: Look, now: datetime) -> str:
    """Since when a mailbox is out of reach, and why."""
    if look.lost is None:
        return ""
    since = away(look.lost, now)
    lasting = f" for {since.removesuffix(' ago')}" if since.endswith(" ago") else ""
    return f"; out of reach{lasting}: {look.problem.removeprefix(f'{look.source}: ')}"
