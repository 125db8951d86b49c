"""Applications as a table (RFC 4180), a row each; times are on the owner's clock."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from io import StringIO

from courtesy.cases.actions import Alert
from courtesy.cases.case import Case
from courtesy.export.page import note_texts
from courtesy.mail.plain import one_line

COLUMNS = (
    "company", "role", "stage", "agency", "contacts", "first_mail", "last_mail", "mails", "interviews",
    "next_interview", "promised_by", "owed", "notes", "id",
)  # fmt: skip
_LONGEST = 2000  # characters of a cell
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "'")  # programs take both widths


def as_csv(cases: Iterable[Case], owed: Sequence[Alert], now: datetime, zone: tzinfo) -> str:
    """The table, with a head; no cell is a formula to a spreadsheet, whatever a mail says."""
    out = StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for case in cases:
        rows.writerow([_cell(value) for value in _row(case, owed, now, zone)])
    return out.getvalue()


def _row(case: Case, owed: Sequence[Alert], now: datetime, zone: tzinfo) -> list[str]:
    standing = [slot for slot in case.interviews.slots if slot.released is None]
    ahead = min((slot.start for slot in standing if slot.end > now), default=None)
    return [
        case.company or "",
        case.role or "",
        case.stage,
        ", ".join(sorted(case.agencies)),
        ", ".join(f"{name} <{email}>" for email, name in sorted(case.parties.items())),
        _clock(min((event.at for event in case.events), default=None), zone),
        _clock(case.last, zone),
        str(len(case.events)),
        ", ".join(_clock(slot.start, zone) for slot in sorted(standing, key=lambda slot: slot.start) if slot.firm),
        _clock(ahead, zone),
        case.promise.by.isoformat() if case.promise else "",
        "; ".join(one.text for one in owed if one.case == case.id),
        " | ".join(text for note in case.notes for text in note_texts(note)),
        case.id,
    ]


def _clock(moment: datetime | None, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""


def _cell(value: str) -> str:
    """One line; what a spreadsheet would take for a formula has an apostrophe before it, and so has that."""
    line = one_line(value, _LONGEST)
    return f"'{line}" if line.startswith(_FORMULA) else line
