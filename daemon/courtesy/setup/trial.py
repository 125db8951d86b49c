"""The parts of a draft, tried before they are written down."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from courtesy.accounts.google import account_of
from courtesy.checkup import Finding, calendars, channels, mailboxes, note, safely, wrong
from courtesy.config.file import parse
from courtesy.config.tables import Config, GoogleCalendar
from courtesy.errors import ConfigError
from courtesy.setup import Draft
from courtesy.setup.filled import filled

_PLACE = re.compile(r"^the configuration(?: line \d+)?: ")  # a line of a file that is not there yet


def config_of(draft: Draft) -> Config:
    """The configuration that a draft is. Raises ConfigError."""
    return parse(filled(draft), "the configuration")


def try_mailbox(draft: Draft) -> list[Finding]:
    """Its mailboxes: name, TLS, login, folders."""
    return _found(draft, lambda config: [partial(mailboxes.look_into, one, config, []) for one in config.mailbox])


def try_calendar(draft: Draft) -> list[Finding]:
    """Its calendar: a test entry is written and removed; but for one at Google, where the sign-in comes after."""

    def look(config: Config) -> Iterator[Finding]:
        if isinstance(config.calendar, GoogleCalendar) and not account_of(config).token_file.exists():
            remedy = "courtesy login google, with the client file that docs/google.md leads to"
            yield note("calendar", "sign-in", "it is begun when you have signed in at Google", remedy)
        else:
            yield from calendars.look_into(config, [])

    return _found(draft, lambda config: [partial(look, config)])


def try_alerts(draft: Draft) -> list[Finding]:
    """Its alert channels."""
    return _found(draft, lambda config: [partial(channels.look_into, one, config, []) for one in config.alert])


def is_right(findings: Iterable[Finding]) -> bool:
    """Whether nothing is wrong."""
    return all(one.verdict != "wrong" for one in findings)


def _found(draft: Draft, checks: Callable[[Config], Iterable[Callable[[], Iterator[Finding]]]]) -> list[Finding]:
    try:
        config = config_of(draft)
    except ConfigError as error:
        said = (_PLACE.sub("", problem) for problem in error.problems)
        return [wrong("configuration", "keys", one, "answer otherwise") for one in said]
    return [finding for check in checks(config) for finding in safely("configuration", check)]
