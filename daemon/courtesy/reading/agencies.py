"""Whether a mail is an agency's, who finds people for others, and how that agency spells itself."""

import re2

from courtesy.reading.letter import Letter
from courtesy.reading.names import plain
from courtesy.reading.spelling import squeezed, under
from courtesy.reading.things import Things

_SEPARATOR = re2.compile(r"[ ]*[,|•·;:(]|[ ][–—-][ ]")


def is_agency(name: str, things: Things) -> bool:
    """Whether a firm's name says that it finds people for others."""
    return any(things.has("agency", word) for word in plain(name).split())


def own_labels(letter: Letter, things: Things) -> frozenset[str]:
    """How an agency that writes spells itself: its host's label, whole and without the word that gives it away.

    Empty where nothing says that the sender is one: no such word in its host name, none in the signature after
    the name that the host spells ("Birch & Rowe Recruitment"), and no client in the text.
    """
    host = letter.message.sender.domain
    label = squeezed((under(host) or [""])[0])
    if not label or things.is_system(host) or things.on("free", host):
        return frozenset()
    stems = [stem for stem in things.words.get("agency_stem", ()) if stem in label and stem != label]
    client = any(rule.pattern.search(letter.parts["body"]) for rule in things.rules.get("agency", ()))
    if not stems and not client and not _signed_so(letter, label, things):
        return frozenset()
    labels = {label, label.replace("and", ""), *(label.partition(stem)[0] for stem in stems)}
    if client:
        labels |= {label[:-cut] for cut in range(1, 4) if len(label) - cut > 4}
    return frozenset(labels - {""})


def _signed_so(letter: Letter, label: str, things: Things) -> bool:
    for line in letter.closing[:5]:
        words = plain(_SEPARATOR.split(line[:120])[0]).split()
        if len(words) > 1 and things.has("agency_sign", words[-1]):
            name = squeezed("".join(words[:-1]))
            if len(name) > 3 and name in (label, label.replace("and", "")):
                return True
    return False
