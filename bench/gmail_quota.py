"""What catching up with a Gmail mailbox costs in quota units and octets, counted on a loopback Google.

usage: python -m bench.gmail_quota [--mails 3000] [--days 30]

Nothing is timed: the clock goes on only where the program waits for its quota. Units are counted by both of Google's
tables: that of May 2026 (20 for a mail; 6,000 a minute) and the one before (5 for a mail; 15,000 a minute).
"""

import argparse
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from bench.mailbox import mails
from tests.servers.google import Google
from tests.servers.google_gmail import GmailPeer

from courtesy.google.account import Account
from courtesy.google.scopes import READ_MAIL
from courtesy.mail import Batch
from courtesy.mail.gmail import GmailSource
from courtesy.mail.gmail_pace import Pace

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LOOKBACK = timedelta(days=60)
RESTART = 30.0  # seconds until the program is started again
KINDS = {r"/messages/[^/]+(?:/attachments/.*)?$": "mail", "/messages$": "list", "/history$": "history"}
PRICES = {"mail": 20, "list": 5, "history": 2, "other": 1}
FORMER_PRICES = {**PRICES, "mail": 5}


@dataclass
class Metered(GmailPeer):
    """A mailbox that notes when it was asked for what, by a clock that goes on only where somebody sleeps."""

    seconds: float = 0.0
    calls: list[tuple[float, str]] = field(default_factory=list)

    def answer(self, method: str, path: str, *rest: object) -> tuple[int, object]:
        kind = next((kind for pattern, kind in KINDS.items() if re.search(pattern, path)), "other")
        self.calls.append((self.seconds, kind))
        return super().answer(method, path, *rest)  # type: ignore[arg-type]

    def clock(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What it took to catch up."""

    mails: int
    units: int
    former_units: int
    most_a_second: int
    most_a_minute: int
    seconds: float
    octets: int  # that Google gave out, of mails that hold `size`
    size: int
    repeated: int  # mails that came again after the program was killed


def catch_up(count: int, days: int, *, forgotten: bool, killed: bool = False) -> Cost:
    """Read a mailbox, stay away while `count` mails come, and catch up.

    `forgotten`: Google no longer knows the history; `killed`: the program dies on half the way and is started again.
    """
    peer = Metered()
    with Google(gmail=peer) as google, tempfile.TemporaryDirectory() as folder:
        account = google.account(Path(folder), READ_MAIL)
        began = NOW - timedelta(days=days)
        known = max(10, count // 15)
        _fill(peer, known, began - LOOKBACK / 2, began)
        cursor = _last(list(_source(account, peer).fetch(None, began - LOOKBACK)))
        _fill(peer, count, began, NOW)
        if forgotten:
            peer.forget_history()
        peer.seconds += days * 86_400.0
        start, octets, peer.calls = peer.seconds, peer.octets, []
        got: list[Batch] = []
        if killed:
            batches = _source(account, peer).fetch(cursor, NOW - LOOKBACK)
            got += islice(batches, count // 10)
            peer.seconds += RESTART
        got += _source(account, peer).fetch(_last(got) if got else cursor, NOW - LOOKBACK)
    came = [mail.where for batch in got for mail in batch.mails]
    return Cost(
        mails=len(set(came)),
        units=sum(PRICES[kind] for _, kind in peer.calls),
        former_units=sum(FORMER_PRICES[kind] for _, kind in peer.calls),
        most_a_second=most(peer.calls, 1),
        most_a_minute=most(peer.calls, 60),
        seconds=peer.seconds - start,
        octets=peer.octets - octets,
        size=sum(len(mail.raw) for mail in list(peer.mails.values())[known:]),
        repeated=len(came) - len(set(came)),
    )


def most(calls: Sequence[tuple[float, str]], seconds: float) -> int:
    """The most units in any stretch of so many seconds."""
    found = total = first = 0
    for moment, kind in calls:
        total += PRICES[kind]
        while calls[first][0] + seconds <= moment:
            total -= PRICES[calls[first][1]]
            first += 1
        found = max(found, total)
    return found


def _fill(peer: GmailPeer, count: int, since: datetime, until: datetime) -> None:
    step = (until - since) / count
    for number, (_, raw) in enumerate(mails(count, max(1, count // 50), newest=until)):
        peer.put(raw, since + number * step, "INBOX" if number % 10 else "SENT")


def _source(account: Account, peer: Metered) -> GmailSource:
    pace = Pace(clock=peer.clock, sleep=peer.sleep)
    return GmailSource(account, name="bench", pace=pace, now=NOW.timestamp)


def _last(batches: Sequence[Batch]) -> str:
    return batches[-1].cursor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=3000)
    parser.add_argument("--days", type=int, default=30)
    options = parser.parse_args()
    print(
        f"{'':34} {'mails':>6} {'units':>7} {'former':>7} {'most/s':>7} {'most/min':>9} {'minutes':>8} "
        f"{'moved MB':>9} {'of MB':>7} {'again':>6}"
    )
    for name, forgotten, killed in (
        ("by history", False, False),
        ("history forgotten", True, False),
        ("history forgotten, killed halfway", True, True),
    ):
        cost = catch_up(options.mails, options.days, forgotten=forgotten, killed=killed)
        print(
            f"{name:34} {cost.mails:6} {cost.units:7} {cost.former_units:7} {cost.most_a_second:7} "
            f"{cost.most_a_minute:9} {cost.seconds / 60:8.1f} {cost.octets / 1e6:9.2f} {cost.size / 1e6:7.2f} "
            f"{cost.repeated:6}"
        )


if __name__ == "__main__":
    main()
