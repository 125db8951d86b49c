"""What changes between the calendar as we left it and the calendar as it should be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from courtesy.cases.actions import Hold, Release


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What a calendar was told last about one hold."""

    hold: Hold  # with sequence 0
    sequence: int
    released: bool


def changes(kept: Mapping[str, Kept], wanted: Iterable[Hold], now: datetime) -> list[Hold | Release]:
    """The actions that turn what was `kept`, by uid, into what is `wanted`: releases first, then holds in order.

    A hold that is kept and equal brings no action; one that changed, or comes back, gets a higher sequence. What
    was kept and is over at `now` (aware UTC) is a record: it stays as it is.
    """
    over = {uid for uid, known in kept.items() if not known.released and known.hold.end <= now}
    holds = {hold.uid: replace(hold, sequence=0) for hold in wanted}
    gone = [
        Release(uid=uid) for uid, known in kept.items() if not known.released and uid not in holds and uid not in over
    ]
    new: list[Hold | Release] = []
    for uid, hold in holds.items():
        known = kept.get(uid)
        if uid not in over and (known is None or known.released or known.hold != hold):
            new.append(replace(hold, sequence=known.sequence + 1 if known else 0))
    return [*gone, *new]
