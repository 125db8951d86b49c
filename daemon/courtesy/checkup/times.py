"""The clock, beside those of the servers, and the time zone."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from courtesy.checkup import Finding, Told, note, ok, wrong
from courtesy.config.checks import system_zone
from courtesy.config.tables import Config

_TOLERATED = timedelta(minutes=2)
_ABOUT = "time"


def look_at_clock(told: Sequence[Told]) -> Finding:
    """Our clock, by what servers said of theirs."""
    if not told:
        return _kept_right()
    worst = max(told, key=lambda one: abs(one.ahead))
    if abs(worst.ahead) <= _TOLERATED:
        return ok(_ABOUT, "clock", f"agrees with {worst.by}")
    way = "ahead of" if worst.ahead > timedelta(0) else "behind"
    minutes = round(abs(worst.ahead) / timedelta(minutes=1))
    remedy = "sudo sntp -sS time.apple.com" if sys.platform == "darwin" else "sudo timedatectl set-ntp true"
    return wrong(_ABOUT, "clock", f"is {minutes} minutes {way} {worst.by}", remedy)


def _kept_right() -> Finding:
    """No server names the time: whether this computer is set by others."""
    if shutil.which("timedatectl"):
        command = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
        if ran.stdout.strip() == "yes":
            return ok(_ABOUT, "clock", "is set by time servers")
        if ran.stdout.strip() == "no":
            return note(_ABOUT, "clock", "is not set by time servers", "sudo timedatectl set-ntp true")
    return note(_ABOUT, "clock", "no server says what time it is; look yourself", "date")


def look_at_zone(config: Config, now: datetime) -> Iterator[Finding]:
    """The owner's zone, and whether this computer has the same."""
    zone, here = config.me.zone, now.astimezone()
    if not config.me.time_zone and system_zone() in ("UTC", "Etc/UTC"):
        remedy = 'set time_zone in [me], as in time_zone = "Europe/London"'
        yield note(_ABOUT, "time zone", "UTC, for this computer names no other", remedy)
    elif now.astimezone(zone).utcoffset() != here.utcoffset():
        said = f"{zone.key}, where it is {now.astimezone(zone):%H:%M}; this computer says {here:%H:%M}"
        yield note(_ABOUT, "time zone", said, "set time_zone in [me], if you have moved")
    else:
        yield ok(_ABOUT, "time zone", f"{zone.key}, where it is {now.astimezone(zone):%H:%M}")
