"""Which times suit the owner, by a mail of his own: all but those in a sentence that turns something down."""

from courtesy.reading.patterns import late

_END = late(r"[.!?…][\"')\]]*\s+|\n+|;\s")
_REFUSES = late(  # in any of the languages; what is kept out in doubt is only not known
    r"(?i)\b(?:not|never|cannot|\w+n['’]t|[cw]ont|[cd]ant|dont|unable|neither|nor|unfortunately|sadly|afraid|sorry|busy|away|already|"
    r"clash\w*|conflicts?|exam|holidays?|no good|instead of|rather than|except|apart from|"
    r"nicht|leider|kein\w*|weder|schon|bereits|verhindert|unmöglich|urlaub|außer|"
    r"pas|malheureusement|ni|désolée?|occupée?|impossible|déjà|sauf|"
    r"no (?:me|nos|puedo|podr\w+|estoy|es posible)|imposible|lamentablemente|"
    r"desafortunadamente|ocupad[oa]|tampoco|ya tengo|salvo|"
    r"non|purtroppo|impegnat[oa]|già|impossibile|tranne|"
    r"niet|helaas|geen|al bezet|onmogelijk|behalve|"
    r"não|infelizmente|nem|ocupad[oa]|já tenho|impossível|exceto)\b"
)
_FINE = late(
    r"(?i)\b(?:no problem|not a problem|no worries|kein problem|pas de (?:souci|problème)|nessun problema|"
    r"geen probleem|não há problema)\b"
)


def suiting(text: str) -> str:
    """`text` without the sentences that turn something down; each leaves an empty line."""
    kept: list[str] = []
    start = 0
    for end in [*(found.end() for found in _END.finditer(text)), len(text)]:
        sentence = text[start:end]
        kept.append("\n\n" if _REFUSES.search(_FINE.sub("", sentence)) else sentence)
        start = end
    return "".join(kept)
