"""The mail of the made-up job hunt: one .eml file each, under mail/inbox and mail/sent."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from courtesy.mail import Folder
from courtesy.shipped import shipped

OWNER = "ada.fielding@mail.example"
ZONE = ZoneInfo("Europe/London")
ENDS = datetime(2026, 3, 20, 18, 0, tzinfo=ZONE).astimezone(UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One mail of the story, and when it comes (aware UTC)."""

    raw: bytes
    folder: Folder
    arrives: datetime


def letters() -> list[Letter]:
    """The whole story in order of arrival."""
    folders: dict[str, Folder] = {"inbox": "INBOX", "sent": "Sent"}
    found = [
        _letter(file.read_bytes(), role)
        for name, role in folders.items()
        for file in shipped("demo/mail").joinpath(name).iterdir()
        if file.name.endswith(".eml")
    ]
    return sorted(found, key=lambda letter: letter.arrives)


def _letter(raw: bytes, folder: Folder) -> Letter:
    date = next(line for line in raw.split(b"\r\n") if line.startswith(b"Date:"))
    return Letter(raw=raw, folder=folder, arrives=parsedate_to_datetime(date[5:].decode().strip()).astimezone(UTC))
