"""The IMAP library, without its look into the metadata of packages for its own version, which would take 2 MB."""

import sys
from types import ModuleType

_version = ModuleType("imapclient.version")
vars(_version).update(version="", version_info=(), __getattr__=lambda name: "")
sys.modules.setdefault(_version.__name__, _version)

from imapclient import IMAPClient, SocketTimeout  # noqa: E402
from imapclient.imap_utf7 import decode as decode_utf7  # noqa: E402
from imapclient.imap_utf7 import encode as encode_utf7  # noqa: E402
from imapclient.response_parser import parse_response  # noqa: E402

__all__ = ["IMAPClient", "SocketTimeout", "decode_utf7", "encode_utf7", "parse_response"]
