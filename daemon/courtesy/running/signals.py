"""What the program tells of itself: a mailbox is out of reach, or back, and what was missed meanwhile."""

from datetime import datetime, timedelta

from courtesy.cases.actions import Alert


def lost(source: str, since: datetime, problem: str) -> Alert:
    """The mailbox `source` is out of reach since then."""
    said = problem.removeprefix(f"{source}: ")
    text = f"{source} is out of reach, its mail is not watched: {said}"
    return Alert(key=lost_key(source, since), kind="signal", text=text)


def lost_key(source: str, since: datetime) -> str:
    """The key of the alert that the mailbox is out of reach since then."""
    return f"lost:{source}:{since.isoformat()}"


def back(source: str, since: datetime, now: datetime, mails: int) -> Alert:
    """The mailbox, out of reach since then, is back; `mails` came meanwhile, and are read by now."""
    text = f"{source} is in reach again, after {_length(now - since)}: {_meanwhile(mails)}"
    return Alert(key=f"back:{source}:{since.isoformat()}", kind="signal", text=text)


def _length(passed: timedelta) -> str:
    """ "3 hours", "40 min"."""
    minutes = round(passed / timedelta(minutes=1))
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} hours"


def _meanwhile(mails: int) -> str:
    if not mails:
        return "no mail came meanwhile"
    return (
        "one mail came meanwhile, and is read now" if mails == 1 else f"{mails} mails came meanwhile, and are read now"
    )
