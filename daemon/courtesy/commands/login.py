"""`courtesy login`: sign in where a password is not enough, which is Google."""

import os
import sys
import threading
import webbrowser
from argparse import ArgumentParser, Namespace
from contextlib import closing
from zoneinfo import ZoneInfo

from courtesy.accounts.google import account_of, scopes_of
from courtesy.clock import SystemClock
from courtesy.commands import add_config
from courtesy.config.file import load
from courtesy.errors import ConfigError, CourtesyError
from courtesy.google.account import Account
from courtesy.google.calls import Refused, call
from courtesy.google.scopes import READ_MAIL, meant
from courtesy.google.sign_in import SignIn
from courtesy.google.token import Token, save
from courtesy.terminal.lines import complain, say

_EXAMPLES = """\
examples:
  courtesy login google                a browser opens; allow there what Courtesy asks for
  courtesy login google --no-browser   on a server: open the address anywhere, and paste back where it led

What is asked for depends on the configuration: with kind = "google" in [calendar] a calendar of its own and when you
are busy, with kind = "gmail" in a [[mailbox]] to read mail, with drafts there to write them. docs/google.md says how to
get the client file that it needs.
"""
_PASTE = """\
If the browser ends at a page that it cannot open, at http://127.0.0.1, then it runs on another computer: copy the whole
address of that page, paste it here and press Enter.
"""


def arguments(parser: ArgumentParser) -> None:
    """What `courtesy login` accepts."""
    parser.epilog = _EXAMPLES
    add_config(parser)
    parser.add_argument("where", choices=["google"], help="where to sign in")
    parser.add_argument("--no-browser", action="store_true", help="only print the address to open")


def run(options: Namespace) -> int:
    """Sign in, and keep the token; 1 if it came to nothing."""
    config = load(options.config)
    if not scopes_of(config):
        raise ConfigError(['nothing at Google is configured; docs/google.md begins with kind = "google" in [calendar]'])
    account = account_of(config)
    with closing(SignIn(account)) as attempt:
        try:
            _invite(attempt, account, opening=not options.no_browser and _can_open())
            token = attempt.token(_terminal(), complain, SystemClock().now)
        except KeyboardInterrupt:
            raise CourtesyError("stopped; nothing has changed") from None
    save(account.token_file, token, account.vault)
    _tell(account, token, config.me.zone)
    return 0


def _invite(attempt: SignIn, account: Account, *, opening: bool) -> None:
    say(f"Courtesy asks {account.user} at Google to allow it to:")
    for scope in sorted(account.scopes, reverse=True):
        say(f"  - {meant(scope)}")
    how = ", if it does not open by itself" if opening else " in a browser"
    say(f"\nOpen this address{how}:\n\n{attempt.address}\n")
    say(_PASTE)
    if opening:  # in a thread: some browsers do not return before they are closed
        threading.Thread(target=webbrowser.open, args=(attempt.address,), daemon=True).start()


def _can_open() -> bool:
    """Whether a browser would show where the owner sits."""
    if os.environ.get("SSH_CONNECTION"):
        return False
    named = ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform == "darwin" or any(os.environ.get(name) for name in named)


def _terminal() -> int | None:
    """Where the owner may paste: also a pipe, but not what is closed."""
    try:
        return sys.stdin.fileno()
    except (AttributeError, ValueError, OSError):
        return None


def _tell(account: Account, token: Token, zone: ZoneInfo) -> None:
    where = "the keyring" if account.vault else f"{account.token_file}, which only you can read"
    say(f"Signed in. The token is in {where}.")
    if token.ends is not None:
        complain(
            f"but it ends on {token.ends.astimezone(zone):%A %-d %B}: your client is in Testing; "
            'set it to "In production" as docs/google.md shows, then sign in again'
        )
    if READ_MAIL in token.scopes:
        _compare(account)
    say("`courtesy doctor` tries what is at Google; a running service goes on by itself.")


def _compare(account: Account) -> None:
    """Tell whose account it is, where the owner has several and may have picked another."""
    gmail = account.gmail()
    try:
        whose = str(call(gmail.users().getProfile(userId="me"), account.name).get("emailAddress", ""))
    except (CourtesyError, Refused) as error:
        complain(f"whose account it is could not be seen: {error}")
        return
    finally:
        gmail.close()
    if whose.lower() == account.user.lower():
        say(f"It is the account of {whose}.")
    else:
        complain(f"it is the account of {whose}, not {account.user}; if that is not yours, sign in again")
