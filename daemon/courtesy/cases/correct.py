"""What the owner says of a mail goes over what was read of it."""

from dataclasses import dataclass, replace

from courtesy.cases.events import Event
from courtesy.reading.reading import Kind, Span, Why

SAID_BY = "you"  # the rule that a corrected reading names
_CERTAIN = 9.0  # log-odds of the owner's own word
_ASKS: dict[Kind, bool] = {  # whether a kind waits for an answer, where it does not depend on the mail
    "invite": True, "confirm": False, "cancel": False, "reject": False, "update": False, "receipt": False,
    "outreach": False, "other": False,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What the owner says of one mail; None: nothing about that."""

    kind: Kind | None = None
    company: str | None = None
    role: str | None = None
    times: tuple[Span, ...] | None = None
    reply_needed: bool | None = None
    scam: bool | None = None


def corrected(event: Event, said: Said) -> Event | None:
    """`event` as the owner says it is; None where the mail then means nothing to any application.

    Who says what kind of mail it is, says that it is none of a fraud, unless he says that too.
    """
    read = event.reading
    kind = said.kind or read.kind
    scam = said.scam if said.scam is not None else read.scam and said.kind is None
    if kind == "other" and not scam:
        return None
    reply_needed = _ASKS.get(kind, read.reply_needed) if said.kind and said.kind != read.kind else read.reply_needed
    reading = replace(
        read,
        kind=kind,
        confidence=1.0,
        unsure=None,
        perhaps=None,
        scam=scam,
        reply_needed=reply_needed if said.reply_needed is None else said.reply_needed,
        times=read.times if said.times is None else said.times,
        windows=read.windows if said.times is None else (),
        company=said.company or read.company,
        role=said.role or read.role,
        why=(Why(rule=SAID_BY, says=kind, weight=_CERTAIN, quote=""), *(why for why in read.why if why.says != kind)),
    )
    return replace(event, reading=reading, doubtful=False)


def said_by_owner(event: Event) -> bool:
    """Whether the owner has said what the mail is: then nothing else may say otherwise."""
    return any(why.rule == SAID_BY for why in event.reading.why[:1])
