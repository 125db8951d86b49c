"""The part of the loopback Google where people sign in: the consent page, tokens and their revocation."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qs, urlencode

Answer = tuple[int, Mapping[str, str], bytes]

CLIENT = {"client_id": "1234.apps.googleusercontent.com", "client_secret": "GOCSPX-of-a-test"}


@dataclass
class SignIn:
    """Answers /o/oauth2/v2/auth (the page), /consent (its buttons), /token and /revoke."""

    allowed: frozenset[str] | None = None  # what the user leaves ticked; None is all
    denied: bool = False  # he clicks "Cancel"
    testing: bool = False  # the client is not published: its tokens die after a week
    refusal: dict[str, str] | None = None  # what is said to whoever would renew his access
    tokens: dict[str, frozenset[str]] = field(default_factory=dict)
    refresh_tokens: dict[str, frozenset[str]] = field(default_factory=dict)
    known: bool = False  # he has consented before: he gets a refresh token again only where prompt=consent is asked
    asked: list[dict[str, str]] = field(default_factory=list)  # the queries of consent pages
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def give(self, *scopes: str) -> str:
        """A refresh token for `scopes`, without any page."""
        token = f"1//refresh-{secrets.token_urlsafe(8)}"
        self.refresh_tokens[token] = frozenset(scopes)
        return token

    def revoke(self) -> None:
        """The owner takes back all that he allowed."""
        self.tokens.clear()
        self.refresh_tokens.clear()

    def answer(
        self, method: str, path: str, query: Mapping[str, list[str]], headers: Mapping[str, str], body: bytes
    ) -> Answer | None:
        """The answer, or None for what is no business of ours."""
        given = {name: values[0] for name, values in query.items()}
        form = {name: values[0] for name, values in parse_qs(body.decode("latin-1")).items()}
        match method, path:
            case "GET", "/o/oauth2/v2/auth":
                return self._page(given)
            case "GET", "/consent":
                return self._consent(given)
            case "POST", "/token":
                return self._token(form | _basic(headers))
            case "POST", "/revoke":
                return self._revoke(form | given)
        return None

    def _page(self, given: dict[str, str]) -> Answer:
        self.asked.append(given)
        if given.get("client_id") != CLIENT["client_id"] or given.get("response_type") != "code":
            return 401, _HTML, b"Error 401: invalid_client"
        if not given.get("redirect_uri", "").startswith(("http://127.0.0.1", "http://localhost")):
            return 400, _HTML, b"Error 400: redirect_uri_mismatch"
        link = escape(f"/consent?{urlencode(given)}")
        return 200, _HTML, f'<title>Sign in</title><a id="go" href="{link}">Continue</a>'.encode()

    def _consent(self, given: dict[str, str]) -> Answer:
        told = {"state": given["state"]} if "state" in given else {}
        if self.denied:
            told["error"] = "access_denied"
        else:
            code = f"4/{secrets.token_urlsafe(8)}"
            asked = frozenset(given["scope"].split())
            scopes = asked if self.allowed is None else asked & self.allowed
            self._codes[code] = {**given, "granted": " ".join(sorted(scopes))}
            told |= {"code": code, "scope": self._codes[code]["granted"]}
        return 302, {"Location": f"{given['redirect_uri']}?{urlencode(told)}"}, b""

    def _token(self, form: dict[str, str]) -> Answer:
        if {key: form.get(key) for key in CLIENT} != CLIENT:
            return _refused(401, "invalid_client", "The OAuth client was not found.")
        if form.get("grant_type") == "refresh_token":
            scopes = self.refresh_tokens.get(form.get("refresh_token", ""))
            if self.refusal is not None:
                return 400, _JSON, json.dumps(self.refusal).encode()
            if scopes is None:
                return _refused(400, "invalid_grant", "Token has been expired or revoked.")
            return self._given(scopes)
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None or asked["redirect_uri"] != form.get("redirect_uri") or not _proven(asked, form):
            return _refused(400, "invalid_grant", "Malformed auth code.")
        scopes = frozenset(asked["granted"].split())
        lives = {"refresh_token_expires_in": 604799} if self.testing else {}
        if self.known and asked.get("prompt") != "consent":
            return self._given(scopes)
        self.known = True
        return self._given(scopes, refresh_token=self.give(*scopes), **lives)

    def _given(self, scopes: frozenset[str], **more: str | int) -> Answer:
        token = f"ya29.access-{secrets.token_urlsafe(8)}"
        self.tokens[token] = scopes
        said = {"access_token": token, "expires_in": 3599, "token_type": "Bearer", "scope": " ".join(sorted(scopes))}
        return 200, _JSON, json.dumps(said | more).encode()

    def _revoke(self, form: dict[str, str]) -> Answer:
        known = form.get("token", "") in {**self.tokens, **self.refresh_tokens}
        self.revoke()
        return (200, _JSON, b"{}") if known else _refused(400, "invalid_token", "Token expired or revoked")


_HTML = {"Content-Type": "text/html; charset=UTF-8"}
_JSON = {"Content-Type": "application/json; charset=UTF-8"}


def _refused(status: int, error: str, said: str) -> Answer:
    return status, _JSON, json.dumps({"error": error, "error_description": said}).encode()


def _basic(headers: Mapping[str, str]) -> dict[str, str]:
    """The client, where HTTP's Basic authentication tells it rather than the form."""
    kind, _, value = headers.get("authorization", "").partition(" ")
    if kind != "Basic":
        return {}
    name, _, secret = base64.b64decode(value).decode().partition(":")
    return {"client_id": name, "client_secret": secret}


def _proven(asked: Mapping[str, str], form: Mapping[str, str]) -> bool:
    """Whether the one who brings the code is the one who asked for it (RFC 7636, method S256)."""
    challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    return asked.get("code_challenge") == base64.urlsafe_b64encode(challenge).decode().rstrip("=")
