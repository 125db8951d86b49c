"""The calendar: a test entry is written, and removed at once."""

import errno
import http.client
import shlex
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import structs

from courtesy.accounts.keychain import account_of
from courtesy.cases.actions import Hold, Release
from courtesy.checkup import Finding, Told, failed, google, note, ok, skipped
from courtesy.checkup.clashes import look_for_appointments
from courtesy.checkup.network import encrypted, name_resolves, not_reached
from courtesy.checkup.passwords import readable, refused
from courtesy.clock import SystemClock
from courtesy.config.tables import CalDav, Config, GoogleCalendar, State
from courtesy.effects import Effect
from courtesy.effects.google_calendar import GoogleCalendar as GoogleEffect
from courtesy.errors import CourtesyError
from courtesy.outside import effects_of
from courtesy.tls import tls_context

_UID = "courtesy-test-entry"  # always the same: one that was left behind is taken away the next time
_WAIT = 15.0  # seconds


def look_into(config: Config, told: list[Told]) -> Iterator[Finding]:
    """Whether holds can be kept; what a server says of the time goes to `told`."""
    calendar = config.calendar
    if calendar is None:
        remedy = "add a [calendar] table if you want your interviews in one; `courtesy init` asks for it"
        yield note("calendar", "calendar", "none is configured: interviews are told, but not held", remedy)
        return
    try:
        if isinstance(calendar, GoogleCalendar):
            yield from _at_google(config)
            return
        with tempfile.TemporaryDirectory() as folder:  # what the test is remembered by is none of the state's
            effect = next(
                iter(effects_of(structs.replace(config, alert=(), state=State(folder=folder))).by_name.values())
            )
            if isinstance(calendar, CalDav):
                yield from _server(calendar, config, effect, told)
            else:
                yield _entry(effect, partial(_in_folder, Path(calendar.path).expanduser()))
                yield look_for_appointments(effect, SystemClock().now())
            effect.close()
    except CourtesyError as error:
        yield failed("calendar", "calendar", error)


def try_entry(effect: Effect, now: datetime) -> None:
    """Write an entry a year ahead, and remove it. Raises CourtesyError."""
    start = (now + timedelta(days=365)).replace(minute=0, second=0, microsecond=0)
    summary = "Courtesy: a test, which is removed at once"
    effect.perform(Hold(uid=_UID, start=start, end=start + timedelta(minutes=15), status="tentative", summary=summary))
    effect.perform(Release(uid=_UID))


def _at_google(config: Config) -> Iterator[Finding]:
    """With the state as it is: the calendar is made once only, and then remembered."""
    effect = next(iter(effects_of(structs.replace(config, alert=())).by_name.values()))
    try:
        assert isinstance(effect, GoogleEffect)
        yield from google.look_into_calendar(effect, SystemClock().now())
    finally:
        effect.close()


def _entry(effect: Effect, remedy_for: Callable[[CourtesyError], str] = lambda _: "") -> Finding:
    try:
        try_entry(effect, SystemClock().now())
    except CourtesyError as error:
        return failed(effect.name, "test entry", error, remedy_for(error))
    return ok(effect.name, "test entry", "written and removed")


def _in_folder(folder: Path, error: CourtesyError) -> str:
    """The command that mends a calendar in a folder, where there is one."""
    name, parent = shlex.quote(str(folder)), shlex.quote(str(folder.parent))
    match error.__cause__:
        case OSError(errno=errno.EACCES | errno.EPERM | errno.EROFS):
            return f"chmod u+rwx {name}, if the folder is yours; else name another as path in [calendar]"
        case OSError(errno=errno.ENOENT):
            return f"mkdir -p {parent}"
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return f"free some space on that disk: df -h {parent}"
        case _:
            return ""


def _server(calendar: CalDav, config: Config, effect: Effect, told: list[Told]) -> Iterator[Finding]:
    about = effect.name
    parts = urlsplit(calendar.url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    user = calendar.user or next(iter(config.me.addresses), "")
    has_password, secret = readable(about, calendar, account_of(user, host))
    yield has_password
    has_address = name_resolves(about, host, port)
    yield has_address
    if has_address.verdict != "ok":
        return
    try:
        yield _greeting(calendar, about, host, port, told)
    except OSError as error:
        yield not_reached(about, host, port, error, "")
        return
    except http.client.HTTPException:
        pass  # what it does say, the entry will show
    if secret is None:
        yield skipped(about, "test entry", "the password")
    else:
        finding = _entry(effect)
        if finding.key == "password":
            finding = replace(finding, check="login", remedy=refused(calendar, host, user))
        yield finding
        if finding.verdict == "ok":
            yield look_for_appointments(effect, SystemClock().now())


def _greeting(calendar: CalDav, about: str, host: str, port: int, told: list[Told]) -> Finding:
    """Ask for nothing in particular, without the password: for the certificate, and the Date (RFC 9110, 6.6.1)."""
    if calendar.url.startswith("https:"):
        context = tls_context(calendar.ca_file, about)
        line: http.client.HTTPConnection = http.client.HTTPSConnection(host, port, timeout=_WAIT, context=context)
    else:
        line = http.client.HTTPConnection(host, port, timeout=_WAIT)
    try:
        line.connect()
        found = encrypted(about, host, line.sock, SystemClock().now())
        line.request("OPTIONS", "/")
        date = line.getresponse().getheader("Date")
    finally:
        line.close()
    if date:
        note_date(date, host, told)
    return found


def note_date(date: str, by: str, told: list[Told]) -> None:
    """Note what a server that was asked just now says of the time (RFC 5322, 3.3)."""
    try:
        told.append(Told(by=by, ahead=SystemClock().now() - parsedate_to_datetime(date)))
    except (ValueError, TypeError):  # TypeError: it does not name its zone
        return
