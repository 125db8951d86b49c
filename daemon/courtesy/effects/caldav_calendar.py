"""Which calendar of a CalDAV server keeps the holds (RFC 4791, RFC 6764): found by its name, or made."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urljoin
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from courtesy.effects.dav import CALDAV, DAV, Dav, joined
from courtesy.errors import GiveUp

_NEW = "courtesy-interviews/"  # the last part of the address of a calendar we make
_TELLING = (
    "d:resourcetype",
    "d:displayname",
    "c:supported-calendar-component-set",
    "c:schedule-calendar-transp",
)
_MAKE = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop>'
    "<d:displayname>{name}</d:displayname>"
    '<c:supported-calendar-component-set><c:comp name="VEVENT"/></c:supported-calendar-component-set>'
    "</d:prop></d:set></c:mkcalendar>"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A calendar on the server."""

    url: str  # with "/" at its end
    name: str
    counts: bool  # what is in it keeps the owner engaged (RFC 6638, 9.1)


def find_calendar(dav: Dav, name: str, *, whose: str) -> str:
    """The address, with "/" at its end, of the calendar called `name`; it is made when there is none.

    The server's address may be that of the calendar itself, and then `name` does not matter. Raises GiveUp with what
    there is when the calendar can neither be found nor made.
    """
    if is_calendar(dav, dav.url):
        return _slashed(dav.url)
    there = dav.properties(dav.url, 0, "d:current-user-principal")
    home = _home(dav, there, whose)
    calendars = list(_calendars(dav, home))
    found = [one.url for one in calendars if one.name == name]
    if found:
        return found[0]
    return _make(dav, home, name, sorted(one.name for one in calendars), whose)


def own_calendars(dav: Dav, *, whose: str) -> list[Found]:
    """The user's calendars but the one that `find_calendar` has made.

    None are found where the server's address is that of one calendar, and it does not tell where the others are.
    """
    try:
        home = _home(dav, dav.properties(dav.url, 0, "d:current-user-principal"), whose)
    except GiveUp as error:
        if not error.key and is_calendar(dav, dav.url):
            return []
        raise
    return [one for one in _calendars(dav, home) if one.url != urljoin(home, _NEW)]


def is_calendar(dav: Dav, url: str) -> bool:
    """Whether there is a calendar at `url`. Some servers answer 207 for what is not there, and say so inside."""
    found = dav.properties(url, 0, "d:resourcetype")
    return found is not None and any(response.find(f".//{CALDAV}calendar") is not None for response in found[1])


def _home(dav: Dav, there: tuple[str, list[Element]] | None, whose: str) -> str:
    """Where the user's calendars lie."""
    elsewhere = (dav.properties(urljoin(dav.url, path), 0, "d:current-user-principal") for path in _ROOTS)
    for found in chain([there], elsewhere):
        principal = found and _href(found, f".//{DAV}current-user-principal/{DAV}href")
        if not principal:
            continue
        home = dav.properties(principal, 0, "c:calendar-home-set")
        address = home and _href(home, f".//{CALDAV}calendar-home-set/{DAV}href")
        if address:
            return _slashed(address)
    raise GiveUp(f"{whose}: {dav.url} knows of no calendars; set url to the CalDAV address of your provider")


_ROOTS = ("/.well-known/caldav", "/")  # RFC 6764, 5


def _href(found: tuple[str, list[Element]], path: str) -> str | None:
    """The first address at `path`, made whole."""
    url, responses = found
    for response in responses:
        text = response.findtext(path)
        if text and text.strip():
            return joined(url, text.strip())
    return None


def _calendars(dav: Dav, home: str) -> Iterator[Found]:
    """The calendars for events in `home`."""
    found = dav.properties(home, 1, *_TELLING)
    url, responses = found or (home, [])
    for response in responses:
        kinds = {kind.get("name") for kind in response.iter(f"{CALDAV}comp")}
        href = response.findtext(f"{DAV}href") or ""
        if response.find(f".//{CALDAV}calendar") is not None and (not kinds or "VEVENT" in kinds):
            yield Found(
                url=_slashed(joined(url, href.strip())),
                name=(response.findtext(f".//{DAV}displayname") or "").strip(),
                counts=response.find(f".//{CALDAV}schedule-calendar-transp/{CALDAV}transparent") is None,
            )


def _make(dav: Dav, home: str, name: str, others: list[str], whose: str) -> str:
    url = urljoin(home, _NEW)
    try:
        answer = dav.request(
            "MKCALENDAR", url, _MAKE.format(name=escape(name)).encode(), Content_Type="application/xml"
        )
        made = answer.status in (200, 201, 405)  # 405: it is there, and was given another name
    except GiveUp:
        made = False
    if made:
        return url
    known = ", ".join(f'"{other}"' for other in others) or "none"
    raise GiveUp(f'{whose}: there is no calendar "{name}", and none may be made; set calendar to one of: {known}')


def _slashed(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"
