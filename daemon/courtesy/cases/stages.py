"""Where an application stands, and where each kind of event takes it: the whole table."""

from typing import Literal, get_args

Stage = Literal["new", "approached", "applied", "invited", "booked", "tested", "offered", "rejected", "withdrawn"]
STAGES: tuple[Stage, ...] = get_args(Stage)

Deed = Literal[
    "invite", "confirm", "reschedule", "cancel", "reject", "offer", "assessment", "update", "receipt", "outreach",
    "reply", "withdraw",
]  # fmt: skip
"""What an event does to a case: the kind of an incoming mail, or what the owner's own mail does."""
DEEDS: tuple[Deed, ...] = get_args(Deed)

CLOSED: frozenset[Stage] = frozenset({"rejected", "withdrawn"})

# A new invitation or a confirmed interview reopens a closed application: missing one costs more than a stray hold.
# Words that come after the owner withdrew ("we are sorry, all the best") leave it withdrawn.
NEXT: dict[Stage, dict[Deed, Stage]] = {
    "new": {
        "invite": "invited", "confirm": "booked", "reschedule": "invited", "cancel": "applied", "reject": "rejected",
        "offer": "offered", "assessment": "tested", "update": "applied", "receipt": "applied", "outreach": "approached",
        "reply": "new", "withdraw": "withdrawn",
    },
    "approached": {
        "invite": "invited", "confirm": "booked", "reschedule": "invited", "cancel": "approached", "reject": "rejected",
        "offer": "offered", "assessment": "tested", "update": "applied", "receipt": "applied", "outreach": "approached",
        "reply": "approached", "withdraw": "withdrawn",
    },
    "applied": {
        "invite": "invited", "confirm": "booked", "reschedule": "invited", "cancel": "applied", "reject": "rejected",
        "offer": "offered", "assessment": "tested", "update": "applied", "receipt": "applied", "outreach": "applied",
        "reply": "applied", "withdraw": "withdrawn",
    },
    "invited": {
        "invite": "invited", "confirm": "booked", "reschedule": "invited", "cancel": "applied", "reject": "rejected",
        "offer": "offered", "assessment": "tested", "update": "invited", "receipt": "invited", "outreach": "invited",
        "reply": "invited", "withdraw": "withdrawn",
    },
    "booked": {
        "invite": "invited", "confirm": "booked", "reschedule": "invited", "cancel": "applied", "reject": "rejected",
        "offer": "offered", "assessment": "tested", "update": "booked", "receipt": "booked", "outreach": "booked",
        "reply": "booked", "withdraw": "withdrawn",
    },
    "tested": {
        "invite": "invited", "confirm": "booked", "reschedule": "invited", "cancel": "tested", "reject": "rejected",
        "offer": "offered", "assessment": "tested", "update": "tested", "receipt": "tested", "outreach": "tested",
        "reply": "tested", "withdraw": "withdrawn",
    },
    "offered": {
        "invite": "offered", "confirm": "offered", "reschedule": "offered", "cancel": "offered", "reject": "rejected",
        "offer": "offered", "assessment": "offered", "update": "offered", "receipt": "offered", "outreach": "offered",
        "reply": "offered", "withdraw": "withdrawn",
    },
    "rejected": {
        "invite": "invited", "confirm": "booked", "reschedule": "invited", "cancel": "rejected", "reject": "rejected",
        "offer": "offered", "assessment": "tested", "update": "rejected", "receipt": "applied", "outreach": "rejected",
        "reply": "rejected", "withdraw": "withdrawn",
    },
    "withdrawn": {
        "invite": "invited", "confirm": "withdrawn", "reschedule": "withdrawn", "cancel": "withdrawn",
        "reject": "withdrawn", "offer": "offered", "assessment": "withdrawn", "update": "withdrawn",
        "receipt": "applied", "outreach": "withdrawn", "reply": "withdrawn", "withdraw": "withdrawn",
    },
}  # fmt: skip


def after(stage: Stage, deed: Deed) -> Stage:
    """The stage that a deed leads to."""
    return NEXT[stage][deed]
