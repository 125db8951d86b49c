"""Where the browser comes back to after the owner's consent: a page on loopback, or what he pastes into the terminal.

RFC 8252, section 7.3. Whatever comes without the `state` of this very attempt is not ours (RFC 6749, section 10.12).
"""

import os
import select
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

_GRACE = 2.0  # seconds, that one visitor may take: browsers open connections in advance, and say nothing on them
_LOOK = 1.0  # seconds, after which a Ctrl-C is heard that came just before the waiting
_PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Courtesy</title>
<p style="font: 1.2em sans-serif; margin: 3em">{}</p></html>"""
_CAME = "That is all Courtesy needs from here. You may close this page and go back to the terminal."
_FOREIGN = "This is not what Courtesy waits for."


class _Server(HTTPServer):
    def handle_error(self, *_: object) -> None:
        """A visitor who hangs up is none."""


class Redirect:
    """Waits for the address that Google sends the browser to; closed by `close`."""

    def __init__(self) -> None:
        waiting = self

        class Visit(BaseHTTPRequestHandler):
            timeout = _GRACE

            def do_GET(self) -> None:
                came = waiting._take(self.path)
                page = _PAGE.format(_CAME if came else _FOREIGN).encode()
                self.send_response(200 if came else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, format: str, *args: object) -> None: ...

        self._server = _Server(("127.0.0.1", 0), Visit)
        self.uri = f"http://127.0.0.1:{self._server.server_port}/"
        self._state = ""
        self._came = ""

    def wait(self, state: str, seconds: float, terminal: int | None, complain: Callable[[str], None]) -> str:
        """The address that bears `state`, or "" if it has not come within `seconds`.

        `terminal` is the file descriptor on which the owner may paste it, None for nowhere; what he pastes that is
        something else is complained of, and waited on.
        """
        self._state = state
        until = time.monotonic() + seconds
        pasted = b""
        sources: list[int] = [self._server.fileno(), *([terminal] if terminal is not None else [])]
        while not self._came:
            ready, _, _ = select.select(sources, [], [], _LOOK)
            if time.monotonic() > until:
                return ""
            if self._server.fileno() in ready:
                self._server.handle_request()
            if terminal is not None and terminal in ready:
                octets = os.read(terminal, 1 << 16)
                if not octets:
                    sources.remove(terminal)
                *lines, pasted = (pasted + octets + (b"" if octets else b"\n")).split(b"\n")
                for line in lines:
                    self._paste(line.decode("utf-8", "replace").strip(), complain)
        return self._came

    def close(self) -> None:
        """Wait no longer."""
        self._server.server_close()

    def _paste(self, text: str, complain: Callable[[str], None]) -> None:
        if text and not self._take(text) and not self._came:
            complain(
                "that is not where the browser was sent; that address begins with http://127.0.0.1 and has a state="
            )

    def _take(self, address: str) -> bool:
        """Whether this is what we wait for."""
        try:
            query = parse_qs(urlsplit(address).query)
        except ValueError:
            return False
        if query.get("state") != [self._state] or not ("code" in query or "error" in query):
            return False
        self._came = self._came or address
        return True
