"""A relay on loopback that counts the octets it carries."""

import socket
import threading
from contextlib import suppress


class Counting:
    """Carries connections to `port`; `up` and `down` are the octets to and from the server so far."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.up = self.down = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
                for there, back, name in ((client, server, "up"), (server, client, "down")):
                    threading.Thread(target=self._carry, args=(there, back, name), daemon=True).start()

    def _carry(self, there: socket.socket, back: socket.socket, name: str) -> None:
        with suppress(OSError):
            while octets := there.recv(1 << 16):
                setattr(self, name, getattr(self, name) + len(octets))
                back.sendall(octets)
        with suppress(OSError):
            back.shutdown(socket.SHUT_WR)
