"""How long the appointment lasts, where the mail says one length and not a choice of lengths."""

from datetime import timedelta

from courtesy.reading.layout import Layout
from courtesy.reading.tokens import Count, Token
from courtesy.reading.words import Words


def length(tokens: list[Token], layout: Layout, words: Words) -> timedelta | None:
    """The one length stated for the appointment, or None where there is none, a range, or several that differ."""
    ranked: dict[int, set[timedelta | None]] = {}
    chained: list[tuple[int, timedelta | None]] = []  # where each length begins, and the length
    for token in tokens:
        if token.kind != "count" or token.value.unit not in ("minute", "hour"):
            continue
        rank = _rank(token, layout, words)
        if rank:
            found = None if _bounded(token, layout, words) else _length(token.value)
            ranked.setdefault(rank, set()).add(found)
            chained.append((token.start, found))
    if len(chained) == 2 and chained[0][1] and chained[1][1]:
        between = layout.text[chained[0][0] : chained[1][0]]
        if len(between) < 100 and words.cues["length_then"].search(between):
            return chained[0][1] + chained[1][1]  # "30 minutes with Ann, then 15 with Bob"
    for rank in sorted(ranked, reverse=True):
        return next(iter(ranked[rank])) if len(ranked[rank]) == 1 else None
    return None


def _length(count: Count) -> timedelta | None:
    found = count.length
    return found if found and timedelta(minutes=5) <= found <= timedelta(hours=12) else None


def _bounded(token: Token, layout: Layout, words: Words) -> bool:
    """Whether a length is only the most or least it may be: "an hour tops", "up to 40 minutes"."""
    first, last = layout.bounds(token.start)
    before = words.cues["length_bound_before"].search(layout.text[first : token.start][-30:])
    return before is not None or words.cues["length_bound_after"].search(layout.text[token.end : last][:20]) is not None


def _rank(token: Token, layout: Layout, words: Words) -> int:
    """How surely a length is the appointment's: 3 the whole of it, 2 named with it, 1 merely said, 0 another matter."""
    first, last = layout.bounds(token.start)
    lead, tail = layout.text[first : token.start][-60:], layout.text[token.end : last][:50]
    cues = words.cues
    if cues["length_no_near"].search(layout.text[first : token.start][-160:]) or cues["length_no_after"].search(tail):
        return 0
    if cues["length_whole"].search(lead + " ## " + tail):
        return 3
    if cues["length_near"].search(lead) or cues["length_after"].search(tail):
        return 2
    return 1
