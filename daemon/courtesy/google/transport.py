"""How requests reach Google: over the same TLS as everything else, each sent once, in the owner's name.

googleapiclient would use httplib2, which sends a request again by itself when a connection drops: a draft would be
there twice. It asks no more of a transport than the one method here.
"""

from collections.abc import Mapping
from typing import Any

import httplib2
import urllib3

from courtesy.errors import TryLater
from courtesy.google.access import Access
from courtesy.google.reach import unreached

_LARGEST = 128 << 20  # octets of an answer: a batch of big mails


class SignedIn:
    """Sends requests that bear the access token which `access` gives."""

    def __init__(self, pool: urllib3.PoolManager, access: Access, whose: str) -> None:
        self._pool = pool
        self._access = access
        self._whose = whose

    def request(
        self, uri: str, method: str = "GET", body: str | bytes | None = None, headers: Any = None, **_: Any
    ) -> tuple[httplib2.Response, bytes]:
        """One exchange, as httplib2.Http.request answers it. Raises CourtesyError."""
        for new in (False, True):
            sent = {**(headers or {}), "authorization": f"Bearer {self._access.token(new=new)}"}
            response, content = self._exchange(method, uri, body, sent)
            if response.status != 401:
                return response, content
        raise self._access.refused()

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
            raise unreached(error, self._whose) from error
        if len(content) > _LARGEST:
            answer.close()
            raise TryLater(f"{self._whose}: Google's answer is bigger than {_LARGEST >> 20} MiB")
        told = {name.lower(): value for name, value in answer.headers.items()}
        return httplib2.Response({**told, "status": str(answer.status)}), content
