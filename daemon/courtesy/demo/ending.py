"""How the demo ends: the board, and the agenda as the calendar files tell it."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.cases.timeline import Timeline
from courtesy.casework.board import rows
from courtesy.demo.letters import ENDS, ZONE
from courtesy.mail.plain import one_line
from courtesy.shown import status_words
from courtesy.store.store import Store
from courtesy.terminal.lines import Paint, say

if TYPE_CHECKING:
    from icalendar import Event


def board(timeline: Timeline, store: Store, paint: Paint) -> None:
    """What `courtesy status` would show at the end of the story."""
    say()
    paint.line(paint(f"The board on {ENDS.astimezone(ZONE):%A %d %B, %H:%M} (courtesy status)", "bold", "cyan"))
    status_words.show(rows(timeline, ENDS), store, ENDS, ZONE)


def agenda(folder: Path, paint: Paint) -> None:
    """Every entry of the calendar folder, in order."""
    from icalendar import Calendar

    say()
    paint.line(paint("The calendar", "bold", "cyan"))
    files = [Calendar.from_ical(file.read_bytes()) for file in folder.glob("*.ics")]
    for event in sorted((event for calendar in files for event in calendar.events), key=lambda event: str(event.start)):
        say(f"{_span(event)}  {str(event['STATUS']).lower():<9}  {one_line(str(event['SUMMARY']), 80)}")


def _span(event: "Event") -> str:
    start, end = event.start, event.end
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return str(start)
    return f"{start.astimezone(ZONE):%a %d %b %H:%M}–{end.astimezone(ZONE):%H:%M}"
