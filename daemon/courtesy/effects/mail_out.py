"""How a mail of ours is written on the wire: each header field so that every program reads what was meant."""

from email.header import Header
from email.policy import EmailPolicy
from typing import Any

_IDS = frozenset({"message-id", "in-reply-to", "references"})


class _Wire(EmailPolicy):
    """The library's, but for what it makes of long words.

    It would begin a new line after the name of the field, of which some programs make a blank before the text; it
    loses a blank between two words that it encodes apart; and it would take a Message-ID that is longer than a line
    for text to be encoded.
    """

    def fold(self, name: str, value: Any) -> str:
        """The field with its line ends; no line is longer than it may be (RFC 5322, 2.1.1)."""
        if name.lower() in _IDS:
            return f"{name}: {f'{self.linesep} '.join(str(value).split())}{self.linesep}"
        if name.lower() == "subject" and not str(value).isascii():
            words = Header(str(value), "utf-8", self.max_line_length, name)
            return f"{name}: {words.encode(linesep=self.linesep)}{self.linesep}"
        empty = f"{name}:{self.linesep} "
        folded = super().fold(name, value)
        return f"{name}: {folded.removeprefix(empty)}" if folded.startswith(empty) else folded

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The same in octets."""
        return self.fold(name, value).encode("ascii", "surrogateescape")


WIRE = _Wire(linesep="\r\n", max_line_length=76)  # a blank and the longest word that is encoded (RFC 2047, 2)
