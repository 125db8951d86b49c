"""A Google on loopback: sign-in, tokens, quota, faults and batches, with Gmail and Calendar put in as parts.

What it answers follows Google's documentation; it was never compared with a live account. Which scope allows which
call is read from the API descriptions that come with google-api-python-client.
"""

import json
import re
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.parser import BytesParser
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import RLock, Thread
from typing import Any, Literal, Protocol
from urllib.parse import parse_qs, urlsplit

from tests.servers.google_problem import Problem
from tests.servers.google_sign_in import CLIENT, SignIn
from tests.servers.tls import Certificates

from courtesy.google.account import Account, Endpoints
from courtesy.google.token import Token, save

Answer = tuple[int, Mapping[str, str], bytes]
Drop = Literal["before", "after"]

# What a call costs of the 6,000 or 15,000 units a minute that an owner has; what is not named costs 5.
_UNITS = {
    "gmail.users.getProfile": 1,
    "gmail.users.labels.list": 1,
    "gmail.users.history.list": 2,
    "gmail.users.drafts.create": 10,
    "gmail.users.drafts.update": 15,
    "gmail.users.drafts.delete": 10,
}


class Peer(Protocol):
    """Gmail or Calendar. `path` is as sent ("/gmail/v1/users/me/messages", "/calendar/v3/freeBusy"), its %XX not
    undone; `body` is the JSON of the request or None; `headers` have lower-case names. None as answer is no body.
    """

    def answer(
        self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]
    ) -> tuple[int, Any]: ...


@dataclass
class _Fault:
    method: str
    pattern: re.Pattern[str]
    status: int
    reason: str
    headers: Mapping[str, str]
    times: int
    drop: Drop | None


@dataclass
class Google:
    """Serves at `url` (which ends in "/") while it is entered; `heard` are method and path of what was asked,
    parts of batches included; `units` is the Gmail quota used, and more than `allowance` of it is refused with 429.
    """

    gmail: Peer | None = None
    calendar: Peer | None = None
    certificates: Certificates | None = None  # with them it is https://localhost
    heard: list[tuple[str, str]] = field(default_factory=list)
    units: int = 0
    allowance: int | None = None
    url: str = ""
    sign_in: SignIn = field(default_factory=SignIn)
    _faults: list[_Fault] = field(default_factory=list)
    _lock: RLock = field(default_factory=RLock)

    def fault(
        self,
        method: str,
        pattern: str,
        status: int = 500,
        *,
        reason: str = "",
        headers: Mapping[str, str] = {},
        times: int = 1,
        drop: Drop | None = None,
    ) -> None:
        """Answer the next `times` requests of `method` ("*": any) whose path has `pattern` with `status`; or, with
        `drop`, hang up on them instead, "before" or "after" they were carried out."""
        self._faults.append(_Fault(method, re.compile(pattern), status, reason, headers, times, drop))

    @property
    def tokens(self) -> dict[str, frozenset[str]]:
        """The access tokens that are good, and their scopes; a test may add one: `google.tokens["x"] = ...`."""
        return self.sign_in.tokens

    @property
    def refresh_tokens(self) -> dict[str, frozenset[str]]:
        """The refresh tokens that are good, and their scopes."""
        return self.sign_in.refresh_tokens

    def account(self, folder: Path, *scopes: str, user: str = "ada@gmail.com") -> Account:
        """An account that is signed in here for `scopes`; its files are in `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        client_file, token_file = folder / "google-client.json", folder / "google-token.json"
        client_file.write_text(json.dumps({"installed": CLIENT}))
        given = self.sign_in.give(*scopes)
        save(
            token_file,
            Token(refresh_token=given, client_id=CLIENT["client_id"], scopes=frozenset(scopes), made=datetime.now(UTC)),
        )
        endpoints = self.endpoints()
        return Account(
            user=user, client_file=client_file, token_file=token_file, endpoints=endpoints, scopes=frozenset(scopes)
        )

    def endpoints(self) -> Endpoints:
        """Where all is."""
        return Endpoints(
            gmail_api=self.url,
            calendar_api=f"{self.url}calendar/v3/",
            auth_uri=f"{self.url}o/oauth2/v2/auth",
            token_uri=f"{self.url}token",
            ca_file=str(self.certificates.ca) if self.certificates else "",
        )

    def __enter__(self) -> "Google":
        google = self

        class Visit(_Visit):
            def respond(self, body: bytes) -> Answer | None:
                with google._lock:
                    return google._respond(self.command, self.path, _lower(self.headers), body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Visit)
        self._server.daemon_threads = True
        host, scheme = "127.0.0.1", "http"
        if self.certificates:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(self.certificates.certificate, self.certificates.key)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            host, scheme = "localhost", "https"
        self.url = f"{scheme}://{host}:{self._server.server_port}/"
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _respond(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer | None:
        """What is answered; None is to hang up."""
        path, query = urlsplit(target).path, parse_qs(urlsplit(target).query, keep_blank_values=True)
        self.heard.append((method, path))
        fault = self._fault_of(method, path)
        if fault and fault.drop == "before":
            return None
        if fault and not fault.drop:
            reason = fault.reason or {429: "rateLimitExceeded", 403: "rateLimitExceeded"}.get(fault.status, "")
            problem = Problem(fault.status, reason or "backendError", "a fault put in")
            return fault.status, {**_JSON, **fault.headers}, problem.document()
        answer = self._answer(method, path, query, headers, body)
        return None if fault else answer

    def _fault_of(self, method: str, path: str) -> _Fault | None:
        for fault in self._faults:
            if fault.times and fault.method in (method, "*") and fault.pattern.search(path):
                fault.times -= 1
                return fault
        return None

    def _answer(
        self, method: str, path: str, query: dict[str, list[str]], headers: dict[str, str], body: bytes
    ) -> Answer:
        if path.startswith("/batch/"):
            return self._batch(headers, body)
        if (answer := self.sign_in.answer(method, path, query, headers, body)) is not None:
            return answer
        try:
            peer = {"gmail": self.gmail, "calendar": self.calendar}.get(path.split("/")[1])
            if peer is None:
                raise Problem(404, "notFound", "Not Found")
            self._let_in(method, path, headers)
            status, document = peer.answer(method, path, query, json.loads(body) if body else None, headers)
        except Problem as problem:
            return problem.status, _JSON, problem.document()
        return status, _JSON, b"" if document is None else json.dumps(document).encode()

    def _let_in(self, method: str, path: str, headers: Mapping[str, str]) -> None:
        """Whether the one who asks may, and not too often. Raises Problem."""
        scopes = self.tokens.get(headers.get("authorization", "").removeprefix("Bearer "))
        if scopes is None:
            raise Problem(401, "authError", "Request had invalid authentication credentials.")
        for name, its_method, pattern, allowing in _calls():
            if its_method == method and pattern.fullmatch(path):
                if not scopes & allowing:
                    raise Problem(403, "insufficientPermissions", "Insufficient Permission")
                self.units += _UNITS.get(name, 5) if name.startswith("gmail.") else 0
        if self.allowance is not None and self.units > self.allowance and path.startswith("/gmail/"):
            raise Problem(429, "rateLimitExceeded", "Quota exceeded for quota metric 'Queries' per minute per user")

    def _batch(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """RFC 2046 parts of application/http, each answered on its own; what the outer headers say holds for all."""
        outer = BytesParser().parsebytes(b"Content-Type: " + headers["content-type"].encode() + b"\r\n\r\n" + body)
        answers = []
        for part in outer.get_payload():  # type: ignore[union-attr]
            octets = part.get_payload(decode=True).replace(b"\r\n", b"\n")  # type: ignore[union-attr, call-arg]
            first, _, rest = octets.partition(b"\n")
            inner = BytesParser().parsebytes(rest)
            method, target, _ = first.decode().split(" ", 2)
            content = str(inner.get_payload()).strip().encode()
            answer = self._respond(method, target, {**headers, **_lower(inner)}, content)
            status, _, said = answer or (503, {}, b"")
            of = str(part["Content-ID"]).replace("<", "<response-", 1)  # type: ignore[index]
            answers.append(
                f"Content-Type: application/http\r\nContent-ID: {of}\r\n\r\nHTTP/1.1 {status} said\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(said)}\r\n\r\n".encode()
                + said
            )
        whole = b"".join(b"--batch\r\n" + one + b"\r\n" for one in answers) + b"--batch--\r\n"
        return 200, {"Content-Type": "multipart/mixed; boundary=batch"}, whole


def made_once(resource: Any, name: str) -> Any:
    """The part of an API called so; to make it takes longer than to ask, so from now on it is always this one."""
    part = getattr(resource, name)()
    setattr(resource, name, lambda: part)
    return part


_JSON = {"Content-Type": "application/json; charset=UTF-8"}


class _Visit(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # header and body in one packet
    disable_nagle_algorithm = True

    def respond(self, body: bytes) -> Answer | None:
        raise NotImplementedError

    def do(self) -> None:
        answer = self.respond(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        if answer is None:
            self.close_connection = True
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do  # noqa: N815

    def log_message(self, format: str, *args: object) -> None: ...


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@cache
def _calls() -> list[tuple[str, str, re.Pattern[str], frozenset[str]]]:
    """Of each call its name, method, pattern of its path and the scopes any one of which allows it."""
    import googleapiclient

    found: list[tuple[str, str, re.Pattern[str], frozenset[str]]] = []

    def walk(resource: dict[str, Any], base: str) -> None:
        for call in resource.get("methods", {}).values():
            pattern = re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(f"/{base}{call['path']}"))
            found.append((call["id"], call["httpMethod"], re.compile(pattern), frozenset(call.get("scopes", ()))))
        for inner in resource.get("resources", {}).values():
            walk(inner, base)

    for name in ("gmail.v1", "calendar.v3"):
        documents = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
        description = json.loads((documents / f"{name}.json").read_bytes())
        walk(description, description["servicePath"])
    return found
