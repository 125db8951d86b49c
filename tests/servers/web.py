"""A web server on loopback that answers as a test tells it to."""

import ssl
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from tests.servers.tls import Certificates

Answer = tuple[int, Mapping[str, str], bytes]


class Web:
    """`answer` makes status, headers and body of a method and path; None hangs up.

    `heard` are method and path, `given` the bodies. With `certificates` it speaks TLS.
    """

    def __init__(self, certificates: Certificates | None = None, port: int = 0) -> None:
        self.answer: Callable[[str, str], Answer | None] = lambda method, path: (404, {}, b"")
        self.heard: list[tuple[str, str]] = []
        self.given: list[bytes] = []
        web = self

        class Visit(BaseHTTPRequestHandler):
            def handle_one_request(self) -> None:
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                web.given.append(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
                web.heard.append((self.command, self.path))
                answer = web.answer(self.command, self.path)
                self.close_connection = True
                if answer is None:
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Visit)
        if certificates:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificates.certificate, certificates.key)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_port
        self.url = f"{'https' if certificates else 'http'}://127.0.0.1:{self.port}/"

    def __enter__(self) -> "Web":
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
