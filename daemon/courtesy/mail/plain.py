"""The characters of a mail that never reach a screen, a header, a file or a sentence of ours."""

import base64
import re

# C0 but tab and newline, DEL and C1 move cursors and open escape sequences, OSC 52 for one. The rest reorders the
# words around it, or hides among them: soft hyphen and joiners, zero-width and bidirectional characters, line and
# paragraph separators, annotations, the tags and selectors of plane 14, non-characters. Lone surrogates cannot be
# written.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_HARMFUL_ASCII = bytes((*range(9), *range(11, 32), 127))
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]")


def harmless(text: str) -> str:
    """`text` without those characters; of line ends only newlines stay, and tabs do."""
    if text.isascii():
        return text.encode("ascii").translate(None, _HARMFUL_ASCII).decode("ascii")
    return _HARMFUL.sub("", text)


def one_line(text: str, limit: int = 200) -> str:
    """`text` made harmless, on one line, single-spaced; where it is longer than `limit` characters, cut with "…"."""
    line = " ".join(harmless(_BREAKS.sub(" ", text[: 4 * limit])).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def without(text: str, *secrets: str) -> str:
    """`text` without the secrets: there are servers that repeat what they were given, in their own letters or ours."""
    for secret in filter(None, secrets):
        for shape in (secret, base64.b64encode(secret.encode("utf-8", "surrogatepass")).decode()):
            text = text.replace(shape, "…")
    return text
