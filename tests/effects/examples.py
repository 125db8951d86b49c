"""Actions to perform, as the cases would decide them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from courtesy.cases.actions import Alert, Hold

NOW = datetime(2026, 4, 14, 15, 0, tzinfo=UTC)

SLOT = Hold(
    uid="courtesy-3f9a@courtesy.invalid",
    start=datetime(2026, 4, 20, 17, 0, tzinfo=UTC),
    end=datetime(2026, 4, 20, 18, 0, tzinfo=UTC),
    status="tentative",
    summary="Interview: Ridgeline Health (Clinic Operations Manager)",
    company="Ridgeline Health",
    place="video",
    notes="Proposed by Ridgeline Health; not confirmed yet.\nWith Dana Okoye.",
    case="ridgeline",
)
HOUR = timedelta(hours=1)
FIRM = replace(SLOT, status="confirmed", start=SLOT.start + HOUR, end=SLOT.end + HOUR, sequence=1)

REPLY = Alert(
    key="ridgeline/reply_needed/1",
    kind="reply_needed",
    text="Reply to Renee Castellano at Ridgeline Health by Wed 15 Apr, 10:30",
    why="Please let us know which of these works for you",
    company="Ridgeline Health",
    message_id="<DB9PR08@outlook.example>",
    case="ridgeline",
    due=datetime(2026, 4, 15, 14, 30, tzinfo=UTC),
)
SCAM = replace(
    REPLY,
    key="scam/1",
    kind="scam_warning",
    text='Do not answer "Global <b>Payroll</b> & Co"\r\nBcc: everybody@evil.example \x1b]52;c;aGk=\x07 \u202egnp.exe',
    why='<a href="http://evil.example/login">verify</a> at http://evil.example/login now',
    company="Global <b>Payroll</b> & Co",
    case="",
)
