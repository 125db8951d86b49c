"""How a mail of ours is written on the wire: each header field so that every program reads what was meant."""

from email.header import Header
from email.headerregistry import Address, AddressHeader
from email.policy import EmailPolicy
from typing import Any

_IDS = frozenset({"message-id", "in-reply-to", "references"})


class _Wire(EmailPolicy):
    """The library's, but for what it makes of long words and of words that are not in ASCII.

    It would begin a new line after the name of the field, of which some programs make a blank before the text; it
    loses blanks between words that it encodes apart, and parts of names; and it would take a Message-ID that is
    longer than a line for text to be encoded.
    """

    def fold(self, name: str, value: Any) -> str:
        """The field with its line ends; no line is longer than it may be (RFC 5322, 2.1.1)."""
        return f"{name}: {self._folded(name, value)}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The same in octets; in UTF-8 for a server that takes it (RFC 6532)."""
        return self.fold(name, value).encode("utf-8" if self.utf8 else "ascii", "surrogateescape")

    def _folded(self, name: str, value: Any) -> str:
        if name.lower() in _IDS:
            return f"{self.linesep} ".join(str(value).split())
        if name.lower() == "subject" and not str(value).isascii():
            return self._encoded(str(value), name)
        if isinstance(value, AddressHeader) and all(one.addr_spec.isascii() for one in value.addresses):
            return f",{self.linesep} ".join(map(self._mailbox, value.addresses))
        return str(super().fold(name, value)).removeprefix(f"{name}:").strip()

    def _mailbox(self, one: Address) -> str:
        """A mailbox (RFC 5322, 3.4) with its name encoded, where that is needed."""
        if one.display_name.isascii():
            return str(one)
        return f"{self._encoded(one.display_name, 'Reply-To')}{self.linesep} <{one.addr_spec}>"

    def _encoded(self, text: str, name: str) -> str:
        """Words of at most 75 octets each (RFC 2047, 2), the first where it fits behind the name of the field."""
        return Header(text, "utf-8", self.max_line_length, name).encode(linesep=self.linesep)


WIRE = _Wire(linesep="\r\n", max_line_length=76)
