"""A call of a Google API: made once, and its fault told for what it is to us."""

import json
from typing import Any, Protocol

from courtesy.errors import CourtesyError, GiveUp, SignInEnded, TryLater
from courtesy.google.client import HOW
from courtesy.google.token import SIGN_IN

_OURS_TO_READ = (400, 404, 409, 410, 412)  # they say something of the resource
_TOO_FAST = frozenset(["rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded"])
_NOT_SWITCHED_ON = frozenset(["accessNotConfigured", "SERVICE_DISABLED"])
_LONGEST_WAIT = 3600.0  # seconds, whatever Retry-After says


class Refused(Exception):
    """Google said no to this one request: 400, 404, 409, 410 or 412; what that means, the caller knows."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(f"{status} {reason}: {message}")
        self.status = status
        self.reason = reason  # Google's word for it: "notFound", "duplicate", "invalid"
        self.message = message


class Request(Protocol):
    """A googleapiclient HttpRequest, or a BatchHttpRequest (whose parts' faults go to `meaning`)."""

    def execute(self) -> Any: ...


def call(request: Request, whose: str) -> dict[str, Any]:
    """Make `request` once, and return what Google answers, {} for nothing; `whose` begins the messages of faults.

    Raises TryLater when Google is out of reach, too busy or finds us too fast; GiveUp when the owner must act, above
    all SignInEnded; Refused for what the caller must interpret.
    """
    from googleapiclient.errors import Error

    try:
        answer = request.execute() or {}
        if not isinstance(answer, dict):
            raise ValueError("no JSON object")
        return answer
    except (Error, ValueError) as error:  # ValueError: a body that is no JSON, or no UTF-8
        raise meaning(error, whose) from error


def meaning(error: Exception, whose: str) -> CourtesyError | Refused:
    """What a fault of googleapiclient is to us; of a part of a batch, what its callback was given."""
    from googleapiclient.errors import HttpError

    if isinstance(error, HttpError):
        return _answered(error, whose)
    if isinstance(error, CourtesyError | Refused):
        return error
    return TryLater(f"{whose}: Google answers what is not understood ({type(error).__name__}); it will be tried again")


def _answered(error: Any, whose: str) -> CourtesyError | Refused:
    """What the status of an answer means; `error` is an HttpError."""
    status = int(error.resp.status)
    reasons, message = _said(error.content)
    if status == 401:  # of a part of a batch; else transport.py has told
        return SignInEnded(f"your sign-in at Google is not accepted any more; {SIGN_IN}")
    if status == 429 or status >= 500 or (status == 403 and reasons & _TOO_FAST):
        why = "asks us to slow down" if status in (403, 429) else f"answered {status}"
        return TryLater(f"{whose}: Google {why}; it will be tried again", after=_after(error.resp))
    if status == 403:
        return _forbidden(reasons, message, whose)
    if status in _OURS_TO_READ:
        return Refused(status, next(iter(sorted(reasons)), ""), message)
    return TryLater(f"{whose}: Google answered {status}: {message}")


def _forbidden(reasons: frozenset[str], message: str, whose: str) -> CourtesyError:
    if reasons & _NOT_SWITCHED_ON:
        return GiveUp(f"{whose}: your Google project has this API switched off: {message}; {HOW}", key="client_file")
    if reasons & {"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}:
        return GiveUp(f"{whose}: at Google you have not allowed Courtesy to do this; {SIGN_IN}")
    return GiveUp(f"{whose}: Google does not allow it: {message}")


def _said(content: bytes) -> tuple[frozenset[str], str]:
    """Google's words for a fault, and its sentence."""
    try:
        error = json.loads(content)["error"]
        kinds = [*error.get("errors", ()), *error.get("details", ())]
        reasons = frozenset(str(kind["reason"]) for kind in kinds if isinstance(kind, dict) and "reason" in kind)
        return reasons, " ".join(str(error.get("message", "")).split())[:200]
    except (ValueError, KeyError, TypeError, AttributeError):
        return frozenset(), ""


def _after(response: Any) -> float | None:
    """The seconds of Retry-After (RFC 9110, section 10.2.3); Google gives no dates there."""
    wait = str(response.get("retry-after", ""))
    return min(float(wait), _LONGEST_WAIT) if wait.isdecimal() else None
