"""Free ports on loopback."""

import socket
import time


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def await_greeting(port: int, greeting: bytes, seconds: float = 60.0) -> bool:
    """Whether a server on `port` says `greeting` first, within the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as client:
                if client.recv(len(greeting)) == greeting:
                    return True
        except OSError:
            pass
        time.sleep(0.02)
    return False
