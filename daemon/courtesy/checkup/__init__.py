"""What `courtesy doctor` looks at: one finding a line, and beside what is wrong the remedy.

A checker is a function that yields findings. It changes nothing that lasts, never raises for what it finds wrong, and
stops where going on makes no sense: without a server there is no login.

`own` is what lies on this computer. `mailboxes` are looked at with their `quota` and `drafts`, `calendars` with
`clashes`, `channels` with the `mail_server`; each with its `passwords`, its way over the `network`, and `google`.
`service` and its `process` are what the system runs; `times` are the clocks.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from courtesy.errors import CourtesyError, GiveUp, TryLater

# a note is worth knowing, and nothing that must be mended; skipped is what another fault keeps from being looked at
Verdict = Literal["ok", "wrong", "note", "skipped"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What came of one check."""

    about: str  # what was looked at: "mailbox ada@imap.mail.example", "calendar /home/ada/calendar"
    check: str  # what of it: "login", "folder INBOX"
    verdict: Verdict
    said: str  # one line
    remedy: str = ""  # what to do, as a rule a command; "" only where there is nothing to do
    key: str = ""  # of the configuration, where another value of it mends this and that is known: "ca_file"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What a server's clock says, beside ours."""

    by: str
    ahead: timedelta  # how far our clock is ahead of it


def ok(about: str, check: str, said: str) -> Finding:
    return Finding(about=about, check=check, verdict="ok", said=said)


def wrong(about: str, check: str, said: str, remedy: str, key: str = "") -> Finding:
    return Finding(about=about, check=check, verdict="wrong", said=said, remedy=remedy, key=key)


def note(about: str, check: str, said: str, remedy: str = "") -> Finding:
    return Finding(about=about, check=check, verdict="note", said=said, remedy=remedy)


def skipped(about: str, check: str, until: str) -> Finding:
    """What cannot be looked at; `until` is the check whose fault must be mended first."""
    return Finding(about=about, check=check, verdict="skipped", said=f"not looked at: {until} comes first")


def failed(about: str, check: str, error: CourtesyError, remedy: str = "") -> Finding:
    """The finding that an error is: our errors say what is wrong, and after a semicolon what to do about it."""
    said, _, advice = str(error).removeprefix(f"{about}: ").rpartition("; ")
    advice = advice.removeprefix("mend it with: ")  # which stands before every remedy already
    otherwise = "try again later: courtesy doctor" if isinstance(error, TryLater) else "see docs/troubleshooting.md"
    key = error.key if isinstance(error, GiveUp) else ""
    return wrong(about, check, said or advice, remedy or (advice if said else otherwise), key)


def safely(about: str, check: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """What a checker finds; its own failure is a finding too, and never the end of the others."""
    try:
        yield from check()
    except Exception as error:
        if os.environ.get("COURTESY_DEBUG"):
            raise
        said = f"this check itself failed: {type(error).__name__}: {error}"
        yield wrong(about, "check", said, "that is ours to mend; please report it, with the line above")
