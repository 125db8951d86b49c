"""What the owner is asked to allow at Google, and what each permission is called there."""

_AT_GOOGLE = "https://www.googleapis.com/auth/"

READ_MAIL = f"{_AT_GOOGLE}gmail.readonly"
WRITE_DRAFTS = f"{_AT_GOOGLE}gmail.compose"
OWN_CALENDAR = f"{_AT_GOOGLE}calendar.app.created"  # a calendar that we made, and no other
FREE_OR_BUSY = f"{_AT_GOOGLE}calendar.events.freebusy"  # when the owner is busy, by which UIDs, and not with what

_MEANT = {
    READ_MAIL: "read your mail",
    WRITE_DRAFTS: "write drafts",
    OWN_CALENDAR: "keep a calendar of its own",
    FREE_OR_BUSY: "see when you are busy",
}


def meant(scope: str) -> str:
    """What a scope allows, in words: "read your mail"."""
    return _MEANT.get(scope, scope)
