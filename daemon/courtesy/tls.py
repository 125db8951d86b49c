"""TLS as every connection of ours has it, to mailbox, calendar and outgoing mail server alike."""

import ssl
from pathlib import Path

from courtesy.errors import GiveUp


def tls_context(ca_file: str | Path | None, whose: str) -> ssl.SSLContext:
    """TLS 1.2 or later, certificate and host name verified.

    Trusted are the authorities in `ca_file` (PEM; "~" is the home folder), or the system's where it is None or empty.
    Raises GiveUp, begun with `whose`, when that file cannot be used.
    """
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
