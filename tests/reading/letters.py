"""Letters as tests read them: who and what a mail of a few lines is about."""

from collections.abc import Mapping
from datetime import UTC, datetime

from tests.job_hunts import packs

from courtesy.mail.message import Address, Link, Message
from courtesy.reading.newest import split
from courtesy.reading.people import People, find
from courtesy.reading.reading import CalendarEvent, Kind, Place
from courtesy.reading.things import Things
from courtesy.shipped import shipped

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")
THINGS = Things.load(
    *(
        shipped("rules").joinpath(name).read_text("utf-8")
        for name in ("systems.toml", "en/named.toml", *(f"{language}/people.toml" for language in LANGUAGES))
    )
)
WHEN = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
ME = "nora.quill@mail.example"


def read(
    text: str,
    *,
    kind: Kind = "invite",
    sender: str = "",
    subject: str = "",
    links: tuple[Link, ...] = (),
    calendar: tuple[CalendarEvent, ...] = (),
    places: Mapping[Place, float] | None = None,
) -> People:
    name, _, email = sender.rpartition("<")
    message = Message(
        identity="",
        message_id="",
        date=WHEN,
        arrived=WHEN,
        subject=subject,
        sender=Address(name=name.strip(), email=email.strip("> ").lower()),
        to=(Address(name="Nora Quill", email=ME),),
        text=text,
        links=links,
    )
    parts = split(text, subject=subject)
    return find(
        message,
        parts,
        calendar,
        kind,
        addresses=frozenset({ME}),
        things=THINGS,
        language=packs().languages.of(parts.newest),
        places=places,
    )
