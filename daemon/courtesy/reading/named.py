"""Whether who is named in a sentence is met: what stands beside the name, as log-odds fitted on labelled mail."""

from collections.abc import Collection, Mapping

from courtesy.reading.beside import FULL, is_another, is_given
from courtesy.reading.names import plain
from courtesy.reading.things import Things

LOOKS_BACK = "looks back"  # what is told of a sentence about what was
_ANOTHER = "another"
_FITTED = 0.7  # how much of the weight is by the odds; the rest is by hand
_BY_HAND = (-1.0, 2.0)  # between which that counts
ENOUGH = 1.0  # the weight of a name as likely met as not
SLOPE = 0.35  # of weight for each unit of log-odds
MOST, LEAST = 2.5, -1.5  # between which weights count
_WELL, _AWAY = 1.6, 0.5  # weights by hand from which somebody is plainly met, or plainly another
_REACH = 12  # words after a name among which "you" says something


def signs(tokens: list[str], at: int, end: int, weight: float, shared: float, things: Things) -> dict[str, float]:
    """What speaks for or against the name from `at` to `end`, and how strongly.

    `weight` is what the words beside it are worth by hand, and `shared` the same where it is one of several.
    """
    titled = at > 0 and things.has("honorific", plain(tokens[at - 1]))
    start = at - titled
    given, full = is_given(tokens[at], things), end - at > 1
    after = [plain(token) for token in tokens[end : end + _REACH]]
    found = [
        f"before {_word(tokens, start - 1, things)}",
        f"earlier {_word(tokens, start - 2, things)}",
        f"after {_word(tokens, end, things)}",
        f"later {_word(tokens, end + 1, things)}",
    ]
    told = {
        _ANOTHER: is_another(tokens, at, end, things),
        "titled": titled,
        "first": at == 0,
        "alone": start == 0 and end == len(tokens),
        "begins a line and ends it with a comma": start == 0 and tokens[end:] in ([","], [":"]),
        "given": given,
        "full": full,
        "given and full": given and full,
        "long": end - at > 2,
        "owner of something": tokens[end - 1].endswith(("'s", "’s")),
        "in brackets": tokens[:at].count("(") > tokens[:at].count(")"),
        "will": "will" in after[:4],
        "you": "you" in after,
        "led": weight >= ENOUGH,
        "led well": weight >= _WELL,
        "led away": weight <= -_AWAY,
        "led together": shared >= ENOUGH,
    }
    measured = {"weight": weight, "shared": shared}
    kept = {name: max(LEAST, min(MOST, value)) for name, value in measured.items()}
    return kept | dict.fromkeys([*found, *(sign for sign, there in told.items() if there)], 1.0)


def _word(tokens: list[str], at: int, things: Things) -> str:
    """The word at `at`, or what kind of word it is, as `signs` tells it."""
    if not 0 <= at < len(tokens):
        return "the end"
    token, word = tokens[at], plain(tokens[at])
    if not word:
        return token
    for listed, kind in (("title", "a title"), ("honorific", "an honorific")):
        if things.has(listed, word):
            return kind
    if token[0].isdigit():
        return "a number"
    if token[0].isupper() and at:
        return "a given name" if things.has("given", word) else "a capital"
    return word


def met(found: Mapping[str, float], told: Collection[str], by_hand: float, *, full: bool, things: Things) -> float:
    """The weight of a name by its signs, what is told of its sentence, and its weight by hand; 1 is enough."""
    if _ANOTHER in found:
        return by_hand
    odds = things.odds
    sum_of = odds.get("bias", 0.0) + sum(odds.get(sign, 0.0) * strength for sign, strength in found.items())
    sum_of += sum(odds.get(sign, 0.0) for sign in told)
    fitted = ENOUGH + max(LEAST, min(MOST, SLOPE * sum_of)) - (FULL if full else 0.0)
    least, most = _BY_HAND
    other = 0.0 if LOOKS_BACK in told else max(least, min(most, by_hand))
    return _FITTED * fitted + (1 - _FITTED) * other
