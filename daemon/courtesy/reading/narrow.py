"""Text in one octet for each character, so that patterns need no letters of the whole of Unicode."""

import codecs

# In the places of control characters, which no mail has once it was made harmless.
_SIGNS = dict(zip("€₹₵₦₱–—‘’‚“”„…•→\u2028\u2029", range(0x80, 0xA0), strict=False))
_UPPER, _LOWER, _LETTER, _OTHER = 0xDE, 0xFE, 0xAA, 0x9F  # Þ, þ and ª stand for the letters that Latin-1 lacks


def _octet(character: str) -> int:
    if character in _SIGNS:
        return _SIGNS[character]
    if not character.isalpha():
        return _OTHER
    return _UPPER if character.isupper() else _LOWER if character.islower() else _LETTER


def _unknown(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    return bytes(map(_octet, error.object[error.start : error.end])), error.end


codecs.register_error("courtesy.narrow", _unknown)


def narrow(text: str) -> bytes:
    """`text` in Latin-1, as many octets as characters; what that lacks becomes a letter like it, or a sign."""
    return text.encode("latin-1", "courtesy.narrow")
