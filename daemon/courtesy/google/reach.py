"""Connections to Google: the same TLS as everywhere, and what it means when none comes about."""

import urllib3

from courtesy.errors import CourtesyError, GiveUp, TryLater
from courtesy.tls import tls_context

_TIMEOUT = urllib3.Timeout(connect=20, read=30)


def pool(ca_file: str, whose: str) -> urllib3.PoolManager:
    """Connections, over TLS that trusts `ca_file` or else the system's authorities; nothing is sent twice."""
    context = tls_context(ca_file, whose)
    return urllib3.PoolManager(ssl_context=context, timeout=_TIMEOUT, retries=False, maxsize=1, num_pools=4)


def unreached(error: Exception, whose: str) -> CourtesyError:
    """What it is to us that a request came back without an answer."""
    reason = " ".join(str(getattr(error, "reason", None) or error).split())
    if "CERTIFICATE_VERIFY_FAILED" in reason:
        return GiveUp(f"{whose}: the certificate of Google is not trusted; for an own one set ca_file", key="ca_file")
    return TryLater(f"{whose}: Google cannot be reached: {reason.rpartition(': ')[2][:200]}")
