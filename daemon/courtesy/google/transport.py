"""How requests reach Google: over the same TLS as everything else, each sent once, in the owner's name.

googleapiclient would use httplib2, which sends a request again by itself when a connection drops: a draft would be
there twice. It asks no more of a transport than the one method here.
"""

from collections.abc import Callable, Mapping
from typing import Any

import httplib2
import urllib3
from google.oauth2.credentials import Credentials

from courtesy.errors import TryLater
from courtesy.tls import tls_context

_TIMEOUT = urllib3.Timeout(connect=20, read=30)
_LARGEST = 128 << 20  # octets of an answer: a batch of big mails


def pool(ca_file: str, whose: str) -> urllib3.PoolManager:
    """Connections, over TLS that trusts `ca_file` or else the system's authorities; nothing is sent twice."""
    context = tls_context(ca_file, whose)
    return urllib3.PoolManager(ssl_context=context, timeout=_TIMEOUT, retries=False, maxsize=1, num_pools=4)


class SignedIn:
    """Sends requests with the credentials that `credentials` gives, for each request anew."""

    def __init__(self, connections: urllib3.PoolManager, credentials: Callable[[], Credentials], whose: str) -> None:
        self._pool = connections
        self._credentials = credentials
        self._whose = whose

    def request(
        self, uri: str, method: str = "GET", body: str | bytes | None = None, headers: Any = None, **_: Any
    ) -> tuple[httplib2.Response, bytes]:
        """One exchange, as httplib2.Http.request answers it. Raises CourtesyError, or RefreshError of google-auth."""
        from google.auth.transport.urllib3 import Request

        credentials: Any = self._credentials()
        renewal: Any = Request(self._pool)  # type: ignore[no-untyped-call]
        for again in (True, False):
            sent = dict(headers or {})
            credentials.before_request(renewal, method, uri, sent)
            response, content = self._exchange(method, uri, body, sent)
            if response.status != 401 or not again:
                break
            credentials.refresh(renewal)  # access that was taken back before its hour was over
        return response, content

    def close(self) -> None:
        """Hang up."""
        self._pool.clear()

    def _exchange(
        self, method: str, uri: str, body: str | bytes | None, headers: Mapping[str, str]
    ) -> tuple[httplib2.Response, bytes]:
        try:
            answer = self._pool.request(
                method, uri, body=body, headers=headers, redirect=False, preload_content=False, decode_content=True
            )
            content = answer.read(_LARGEST + 1)
            answer.release_conn()
        except urllib3.exceptions.HTTPError as error:
            reason = " ".join(str(getattr(error, "reason", None) or error).split())[:200]
            raise TryLater(f"{self._whose}: Google cannot be reached: {reason.rpartition(': ')[2]}") from error
        if len(content) > _LARGEST:
            raise TryLater(f"{self._whose}: Google's answer is bigger than {_LARGEST >> 20} MiB")
        told = {name.lower(): value for name, value in answer.headers.items()}
        return httplib2.Response({**told, "status": str(answer.status)}), content
