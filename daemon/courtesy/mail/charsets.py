"""Octets to clean text: charsets from a list we trust, and no character that could harm a terminal or a page."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from courtesy.mail.plain import harmless

# Names as mail writes them, to the codec that reads them. Everything else (punycode, idna, zip, hex, utf-7 ...) is
# refused: some of those codecs take quadratic time, others decode into something that is not text.
_CODECS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("utf-8", "utf8", "us-ascii", "ascii", "ansi_x3.4-1968", ""), "utf-8"),
        **dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "iso8859-1", "iso_8859-1", "cp1252"), "cp1252"),
        **{f"iso-8859-{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
        **{f"windows-{n}": f"cp{n}" for n in (874, *range(1250, 1259))},
        **{f"cp{n}": f"cp{n}" for n in (437, 850, 852, 866, 932, 949, *range(1250, 1259))},
        **dict.fromkeys(("gb18030", "gbk", "gb2312", "x-gbk"), "gb18030"),
        **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "cp949", "windows-949"), "cp949"),
        **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "windows-31j", "x-sjis"), "cp932"),
        **{name: name for name in ("big5", "big5-hkscs", "euc-jp", "iso-2022-jp", "iso-2022-kr", "koi8-r", "koi8-u")},
        **{name: name for name in ("utf-16", "utf-16le", "utf-16be", "utf-32", "tis-620")},
        "iso-8859-8-i": "iso8859-8",
        "iso-8859-9": "cp1254",
        "macintosh": "mac-roman",
        "x-mac-roman": "mac-roman",
    }
)

_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")


def known(charset: str) -> bool:
    """True when a mail may name this charset and we decode it."""
    return charset.strip().strip("'\"").lower() in _CODECS


def decode(octets: bytes, charset: str = "") -> str:
    """The octets as text; never raises. An unknown or unfit charset gives way to UTF-8, then Windows-1252."""
    codec = _CODECS.get(charset.strip().strip("'\"").lower(), "utf-8")
    for attempt in dict.fromkeys((codec, "utf-8")):
        try:
            return octets.decode(attempt)
        except UnicodeDecodeError:
            continue
    fallback = codec if codec not in ("utf-8", "utf-16", "utf-32") or _almost_utf8(octets) else "cp1252"
    return octets.decode(fallback, "replace")


def _almost_utf8(octets: bytes) -> bool:
    """True when only a few octets are not UTF-8, as at the end of a text that was cut inside a character."""
    lost = octets.decode("utf-8", "replace").count("\ufffd")
    return lost * 4 <= sum(octet > 127 for octet in octets)


def clean(text: str) -> str:
    """The text with \\n line ends, plain spaces, and without control, invisible and direction-changing characters."""
    if "\r" in text or "\x0c" in text or "\x0b" in text or not text.isascii():
        text = _BREAKS.sub("\n", text.replace("\r\n", "\n"))
    return harmless(text if text.isascii() else _SPACES.sub(" ", text))


def squeezed(text: str, limit: int) -> str:
    """The text cleaned, on one line, single-spaced, at most `limit` characters."""
    return " ".join(clean(text[: limit * 4]).split())[:limit]
