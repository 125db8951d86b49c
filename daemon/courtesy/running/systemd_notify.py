"""Telling the service manager how we are (sd_notify, systemd's own protocol); silent where there is none."""

import os
import socket


def notify(*states: str) -> bool:
    """Send `states` ("READY=1", "STATUS=2 mailboxes, all quiet", "WATCHDOG=1", "STOPPING=1") to the service manager.

    True if they were sent. Never raises: a deaf manager must not stop the work.
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    text = "\n".join(state.replace("\n", " ") for state in states)
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.settimeout(1.0)
            out.sendto(text.encode(), "\0" + address[1:] if address[0] == "@" else address)
    except OSError:
        return False
    return True
