"""Watches the sign-in at Google while the service runs: the owner is told once that it ends, and waited for."""

from datetime import datetime, timedelta, tzinfo

from courtesy.accounts.google import account_of, scopes_of
from courtesy.cases.actions import Alert
from courtesy.config.tables import Config
from courtesy.errors import CourtesyError
from courtesy.google.account import Account
from courtesy.google.token import SIGN_IN, lacking, load

_NOTICE = timedelta(days=1)  # a token that dies by itself is told so long before
_WAITS = "What is at Google waits until then, and nothing of it is lost."


def sign_in_watch(config: Config) -> "SignInWatch | None":
    """A watch of the account that the configuration makes use of, if it does."""
    return SignInWatch(account_of(config), config.me.zone) if scopes_of(config) else None


class SignInWatch:
    """Of the token file of `account`, and of what its users found at their last call."""

    def __init__(self, account: Account, zone: tzinfo) -> None:
        """`zone` is the owner's."""
        self._account = account
        self._zone = zone
        self._seen = account.seen()
        self._told: set[str] = set()

    def renewed(self) -> bool:
        """Whether the owner has signed in since this was last asked."""
        seen, self._seen = self._seen, self._account.seen()
        return seen != self._seen != (0, 0, 0)

    def alerts(self, now: datetime) -> list[Alert]:
        """What is to be told at `now` (aware), each once."""
        key, text = self._trouble(now)
        if not key or key in self._told:
            return []
        self._told.add(key)
        return [Alert(key=key, kind="signal", text=text)]

    def _trouble(self, now: datetime) -> tuple[str, str]:
        """What is wrong with the sign-in, and its key; two empty texts for nothing."""
        try:
            token = load(self._account.token_file)
        except CourtesyError as error:
            return f"sign-in:none:{now:%Y-%m}", f"Google: {error}"
        made = token.made.isoformat()
        missing = self._account.scopes - token.scopes
        if missing:
            return f"sign-in:lacks:{made}:{' '.join(sorted(missing))}", f"Google: {lacking(missing)}; {SIGN_IN}"
        if self._account.ended:
            return f"sign-in:ended:{made}", f"Google: {self._account.ended}. {_WAITS}"
        if token.ends is not None and now < token.ends <= now + _NOTICE:
            return f"sign-in:ends:{made}", self._will_end(token.ends)
        return "", ""

    def _will_end(self, ends: datetime) -> str:
        return (
            f"Google: your sign-in ends on {ends.astimezone(self._zone):%A at %H:%M}, as all do whose client is in "
            f"Testing. Set it to In production, as docs/google.md shows, and {SIGN_IN}"
        )
