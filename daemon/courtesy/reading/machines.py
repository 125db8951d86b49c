"""Addresses that machines write from, and nobody reads."""

from courtesy.reading.spelling import squeezed

_BEGINNINGS = (
    *("noreply", "donotreply", "notification", "nepasrepondre", "noresponder", "naoresponda", "nietantwoorden"),
    *("scheduler", "mailer", "alerts", "automat", "invitations", "system"),
)


def by_machine(email: str) -> bool:
    """Whether nobody reads what is sent to an address: no-reply@, notifications@."""
    return squeezed(email.partition("@")[0]).startswith(_BEGINNINGS)
