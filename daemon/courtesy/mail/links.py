"""The web addresses in a mail, and the words they stand on."""

import html as entities

import re2

from courtesy.mail.charsets import clean, squeezed
from courtesy.mail.message import Link

_MOST = 200
_WORDS = 2_000  # characters of HTML between <a> and </a> that are looked at
_URL = re2.compile(r"https?://[^\s<>\"'|\\^`{}]+")
_ANCHOR = re2.compile(r"(?i)<a\s([^<>]+)>")
_HREF = re2.compile(r"""(?i)(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ALT = re2.compile(r"""(?i)\salt\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""")
_END = re2.compile(r"(?i)</a\b")
_INLINE = re2.compile(r"(?i)</?(?:b|i|u|em|strong|span|font)\b[^<>]*>")
_TAG = re2.compile(r"<[^<>]*>")


def links(text: str, html: str) -> tuple[Link, ...]:
    """The links of a mail, at most 200: those of its text in order, then what only its HTML has; no address twice.

    Where the HTML links an address of the text, the words are those of the HTML.
    """
    anchors = _in_html(html)
    found = {url: anchors.get(url) or url for url in _in_text(text)} | {
        url: words or url for url, words in anchors.items()
    }
    return tuple(Link(url=url, text=words) for url, words in found.items())[:_MOST]


def without_addresses(text: str) -> str:
    """The text without its web addresses, for measuring how much it says."""
    return str(_URL.sub("", text)).strip()


def _in_text(text: str) -> list[str]:
    """The addresses in a plain text, without the full stop or bracket that follows them."""
    if "://" not in text:
        return []
    urls = [match[:2000].rstrip(".,;:!?*_]") for match in _URL.findall(text)]
    return [url.rstrip(")") if url.count(")") > url.count("(") else url for url in urls]


def _in_html(html: str) -> dict[str, str]:
    """The addresses that HTML links to, and the words of each link; those of a picture where it has no others."""
    found: dict[str, str] = {}
    for anchor in _ANCHOR.finditer(html):
        href = _HREF.search(anchor[1])
        url = "".join(clean(entities.unescape(href[1] or href[2] or href[3] or "")).split())[:2000] if href else ""
        if ":" in url and not found.get(url):
            after = html[anchor.end() : anchor.end() + _WORDS]
            end = _END.search(after)
            found[url] = _words(after[: end.start()]) if end else ""
        if len(found) >= _MOST:
            break
    return found


def _words(html: str) -> str:
    words = squeezed(entities.unescape(_TAG.sub(" ", _INLINE.sub("", html))), 200)
    picture = _ALT.search(html) if not words else None
    return squeezed(entities.unescape(picture[1] or picture[2] or ""), 200) if picture else words
