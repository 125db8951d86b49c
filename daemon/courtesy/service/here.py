"""Which of the services this computer has."""

import sys

from courtesy.service import Service
from courtesy.service.launchd import Launchd
from courtesy.service.systemd import Systemd


def service_here() -> Service:
    """launchd on macOS, systemd everywhere else; `obstacle` says when even that is missing."""
    return Launchd() if sys.platform == "darwin" else Systemd()
