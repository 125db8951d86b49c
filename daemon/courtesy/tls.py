"""TLS as every connection of ours has it, to mailbox, calendar and outgoing mail server alike; and where it may lack.

Nothing leaves this computer without it.
"""

from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.errors import GiveUp

if TYPE_CHECKING:  # it takes 2 MB, which a command that connects to nothing need not hold
    import ssl


def tls_context(ca_file: str | Path | None, whose: str) -> "ssl.SSLContext":
    """TLS 1.2 or later, certificate and host name verified.

    Trusted are the authorities in `ca_file` (PEM; "~" is the home folder), or the system's where it is None or empty.
    Raises GiveUp, begun with `whose`, when that file cannot be used.
    """
    import ssl

    try:
        context = ssl.create_default_context(cafile=Path(ca_file).expanduser() if ca_file else None)
    except OSError as error:
        why = "it holds no certificate" if isinstance(error, ssl.SSLError) else error.strerror
        raise GiveUp(f"{whose}: ca_file {ca_file} cannot be used: {why}; give a PEM file", key="ca_file") from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file:
        # Python 3.13 wants extensions that authorities made at home seldom have; what they sign is verified as ever.
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def is_loopback(host: str) -> bool:
    """Whether a host is this computer by its very name, so that nobody else hears what is said to it."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
