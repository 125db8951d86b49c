"""Calendar parts of a mail (RFC 5545, RFC 5546): the events in them, without ever expanding a rule of the sender's."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from courtesy.reading.invite_zone import Observance, zone_named, zone_of
from courtesy.reading.patterns import late
from courtesy.reading.reading import CalendarEvent, Span

_TEXT_LIMIT = 262_144  # characters of all calendar texts together
_LINE_LIMIT = 16_384  # characters of one content line
_EVENTS = 20
_ATTENDEES = 50
_OBSERVANCES = 50

_PARAMETER = late(r';([A-Za-z0-9-]{1,40})=("[^"]*"|[^;"]*)')
_MOMENT = late(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?\s*$")
_DURATION = late(r"^\s*\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:\d{1,6}S)?)?\s*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Property:
    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class _Component:
    """A VEVENT, STANDARD or DAYLIGHT while it is read; of each property the first, of attendees all."""

    kind: str
    method: str
    properties: dict[str, _Property] = field(default_factory=dict)
    attendees: list[_Property] = field(default_factory=list)

    def value(self, name: str) -> str:
        found = self.properties.get(name)
        return found.value.strip() if found else ""

    def text(self, name: str, limit: int) -> str:
        return _unescape(self.value(name)[: 2 * limit])[:limit].strip()


def parse(texts: tuple[str, ...], *, zone: ZoneInfo) -> tuple[CalendarEvent, ...]:
    """The events in the calendar texts, at most 20, without doubles; never raises.

    `zone` is the owner's: times without a zone (floating), and zones that nobody can name, are taken in it.
    Times are aware, in their stated zone; those in UTC are given in the owner's. Recurrence is not looked at: an event
    is its first occurrence.
    """
    found: list[CalendarEvent] = []
    left = _TEXT_LIMIT
    for text in texts:
        components, zones = _read(text[:left])
        left -= len(text[:left])
        found += [_event(component, zones, zone) for component in components]
    return tuple(dict.fromkeys(found))[:_EVENTS]


def _read(text: str) -> tuple[list[_Component], dict[str, list[Observance]]]:
    """The events of one calendar text, and the observances of the zones it defines, by TZID."""
    events: list[_Component] = []
    zones: dict[str, list[Observance]] = {}
    open_components: list[_Component] = []
    method = ""
    for name, parameters, value in _lines(text):
        if name == "BEGIN":
            kind = value.strip().upper()
            component = _Component(kind=kind, method=method)
            open_components.append(component)
            if kind == "VCALENDAR":
                method = ""
            elif kind == "VEVENT" and len(events) < _EVENTS:
                events.append(component)
        elif name == "END":
            if open_components:
                _close(open_components, zones)
        elif name == "METHOD" and (not open_components or open_components[-1].kind == "VCALENDAR"):
            method = value.strip().upper()[:20]
        elif open_components:
            _keep(open_components[-1], name, parameters, value)
    return events, zones


def _close(open_components: list[_Component], zones: dict[str, list[Observance]]) -> None:
    closed = open_components.pop()
    if closed.kind not in ("STANDARD", "DAYLIGHT") or not open_components:
        return
    known = zones.setdefault(open_components[-1].value("TZID"), [])
    found = Observance.read(closed.value("DTSTART"), closed.value("TZOFFSETTO"), closed.value("RRULE"))
    if found and len(known) < _OBSERVANCES:
        known.append(found)


def _keep(component: _Component, name: str, parameters: str, value: str) -> None:
    if name == "ATTENDEE":
        if len(component.attendees) < _ATTENDEES:
            component.attendees.append(_Property(parameters=_parameters(parameters), value=value))
    elif name not in component.properties and len(component.properties) < 60:
        component.properties[name] = _Property(parameters=_parameters(parameters), value=value)


def _lines(text: str) -> Iterator[tuple[str, str, str]]:
    """Name, parameters and value of each content line, unfolded (RFC 5545, 3.1)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n ", "").replace("\n\t", "")
    for line in text.split("\n"):
        head, value = _cut(line[:_LINE_LIMIT])
        name, semicolon, parameters = head.partition(";")
        name = name.strip().upper()
        if name:
            yield name, semicolon + parameters, value


def _cut(line: str) -> tuple[str, str]:
    """The line parted at its first colon outside quotes; of a bare zone name with a colon in it, at the last."""
    head, _, value = line.partition(":")
    if head.count('"') % 2:
        before, _, after = line.partition('"')
        inside, _, after = after.partition('"')
        rest, _, value = after.partition(":")
        head = f'{before}"{inside}"{rest}'
    elif "TZID=" in head.upper() and ":" in value:
        head, _, value = line.rpartition(":")
    return head, value


def _parameters(text: str) -> dict[str, str]:
    if not text:
        return {}
    return {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(text[:2000])}


def _event(component: _Component, zones: dict[str, list[Observance]], zone: ZoneInfo) -> CalendarEvent:
    organizer = component.properties.get("ORGANIZER")
    status = component.value("STATUS").upper()[:20]
    return CalendarEvent(
        method=component.method,
        uid=component.value("UID")[:500],
        sequence=_number(component.value("SEQUENCE")),
        summary=" ".join(component.text("SUMMARY", 300).split()),
        span=_span(component, zones, zone),
        location=" ".join(component.text("LOCATION", 300).split()),
        organizer=_address(organizer) if organizer else "",
        organizer_name=_name(organizer) if organizer else "",
        attendees=tuple(_name(one) or _address(one) for one in component.attendees if _is_person(one)),
        status=status,
        description=component.text("DESCRIPTION", 8_000),
    )


def _span(component: _Component, zones: dict[str, list[Observance]], zone: ZoneInfo) -> Span | None:
    start = _moment(component.properties.get("DTSTART"), zones, zone)
    if start is None:
        return None
    end = _moment(component.properties.get("DTEND"), zones, zone)
    if end is None:
        match = _DURATION.match(component.value("DURATION"))
        weeks, days, hours, minutes = (int(part or 0) for part in match.groups()) if match else (0, 0, 0, 0)
        # Along the clock of the world, not the one on the wall (RFC 5545, 3.3.6): they differ over a change of time.
        length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
        end = (start.astimezone(UTC) + length).astimezone(start.tzinfo)
    return Span(start=start, end=end if end.astimezone(UTC) > start.astimezone(UTC) else None)


def _moment(stated: _Property | None, zones: dict[str, list[Observance]], zone: ZoneInfo) -> datetime | None:
    """The time, aware; None for a day without a time of day, or no time at all."""
    match = _MOMENT.search(stated.value[-40:]) if stated else None
    if not stated or not match or not match[4]:
        return None
    try:
        local = datetime(*(int(match[part] or 0) for part in range(1, 7)))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None
    if not 1980 <= local.year <= 2200:
        return None
    if match[7]:  # in UTC, as most systems send it, it says nothing of anybody's clock
        return local.replace(tzinfo=UTC).astimezone(zone)
    name = stated.parameters.get("TZID", "").strip()
    return local.replace(tzinfo=zone_named(name) or zone_of(zones.get(name, []), local) or zone)


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _name(person: _Property) -> str:
    name = " ".join(person.parameters.get("CN", "").split())[:200]
    return "" if "@" in name and name.lower() == _address(person) else name


def _address(person: _Property) -> str:
    value = person.value.strip().lower()
    address = value.removeprefix("mailto:").strip()[:320]
    return address if "@" in address else person.parameters.get("EMAIL", "").lower()[:320]


def _is_person(one: _Property) -> bool:
    return one.parameters.get("CUTYPE", "").upper() not in ("ROOM", "RESOURCE") and bool(_name(one) or _address(one))


def _unescape(text: str) -> str:
    """RFC 5545, 3.3.11."""
    if "\\" not in text:
        return text
    text = text.replace("\\\\", "\0").replace("\\n", "\n").replace("\\N", "\n")
    return text.replace("\\,", ",").replace("\\;", ";").replace("\0", "\\")
