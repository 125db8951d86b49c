"""The token file: that the owner signed in at Google, when, for what, and until when it holds."""

import json
import shlex
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from courtesy.errors import CourtesyError, GiveUp, SignInEnded
from courtesy.files import write_whole
from courtesy.google.scopes import meant

SIGN_IN = "sign in again: courtesy login google"
_FIRST = "sign in: courtesy login google"
_MOST_BYTES = 1 << 16


class Vault(Protocol):
    """A place for the secret part of a token, other than the file. Both raise CourtesyError."""

    def put(self, secret: str) -> None: ...
    def get(self) -> str | None: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """What Google gave for the owner's consent; it is asked for access with it, an hour at a time."""

    refresh_token: str = field(repr=False)  # "" where it is in a vault
    client_id: str  # a token is of no use to another client
    scopes: frozenset[str]  # what was allowed, which may be less than was asked for
    made: datetime  # aware UTC
    lives: timedelta | None = None  # a client in Testing gets tokens that die after a week; None is without a term

    @property
    def ends(self) -> datetime | None:
        """When it dies by itself."""
        return self.made + self.lives if self.lives is not None else None


def lacking(scopes: Iterable[str]) -> str:
    """The complaint that the owner did not allow `scopes`."""
    return f"at Google you have not allowed Courtesy to {', or to '.join(meant(one) for one in sorted(scopes))}"


def load(path: Path) -> Token:
    """The token in the file at `path`. Raises SignInEnded when there is none that can be used, or GiveUp."""
    try:
        if path.stat().st_mode & 0o077:
            raise GiveUp(f"others on this computer may read {path}; mend it with: chmod 600 {shlex.quote(str(path))}")
        with path.open("rb") as file:
            return _token(json.loads(file.read(_MOST_BYTES)))
    except FileNotFoundError:
        raise SignInEnded(f"you are not signed in at Google; {_FIRST}") from None
    except OSError as error:
        raise GiveUp(f"{path} cannot be read: {error.strerror}; mend that, or {SIGN_IN}") from None
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):  # not quoted: it holds a secret
        raise SignInEnded(f"{path} is damaged; {SIGN_IN}") from None


def save(path: Path, token: Token, vault: Vault | None = None) -> None:
    """Keep `token` at `path`: the whole of it or nothing, for the owner alone; its secret in `vault`, if there is one.

    Raises CourtesyError.
    """
    if vault is not None:
        vault.put(token.refresh_token)
        token = replace(token, refresh_token="")
    document = {
        "refresh_token": token.refresh_token,
        "client_id": token.client_id,
        "scopes": sorted(token.scopes),
        "made": token.made.astimezone(UTC).isoformat(timespec="seconds"),
        "lives_seconds": token.lives.total_seconds() if token.lives is not None else None,
    }
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, json.dumps(document, indent=1).encode() + b"\n")
    except OSError as error:
        raise CourtesyError(f"{path} cannot be written: {error.strerror}; correct token_file of [google]") from None


def _token(found: dict[str, object]) -> Token:
    refresh_token, client_id, scopes, lives = (
        found[key] for key in ("refresh_token", "client_id", "scopes", "lives_seconds")
    )
    if not isinstance(refresh_token, str) or not isinstance(client_id, str) or not isinstance(scopes, list):
        raise TypeError
    return Token(
        refresh_token=refresh_token,
        client_id=client_id,
        scopes=frozenset(map(str, scopes)),
        made=datetime.fromisoformat(str(found["made"])).astimezone(UTC),
        lives=timedelta(seconds=lives) if isinstance(lives, int | float) else None,
    )
