"""Text made ready for rules: lines that were only wrapped flow together, and every place lies in a sentence."""

from bisect import bisect_right

from courtesy.reading.patterns import late

QUOTED = 160  # characters of a mail that are shown at most
_LIMIT = 64_000  # characters looked at; nobody writes an invitation longer than this
_LOOKS = str.maketrans(
    dict(zip("\u2019\u2018\u201c\u201d\u2013\u2014\u00a0\u202f", "''\"\"--  ", strict=True))
    | dict.fromkeys("\u200b\u00ad\ufeff")
    | {"\t": " "}
)
_ENDS = late(r"[.!?…]+[\"')\]]*[ \n]+|\n+")
_ABBREVIATION = late(r"(?i)\b(?:mr|mrs|ms|dr|prof|st|no|nr|e\.g|i\.e|approx|vs|bzw|ca|inc|ltd|co|a\.m|p\.m|[a-z])\.$")
_DAY = late(r"(?:^|[^0-9.,:])[0-9]{1,2}\.$")  # "den 25." of "den 25. August", "am 3. um 11 Uhr"
_GOES_ON = late(r"(?i)^(?:jan|feb|m(?:ä|ae|a)r|apr|mai|jun|jul|aug|sep|o[kc]t|nov|de[zc])|^(?-i:[a-z0-9])")
_WRAPPED = 58  # a line at least this long, followed by a line that starts small, was broken by a mail program


def flow(text: str) -> str:
    """`text` (at most 64,000 characters of it) with plain quotes, dashes and spaces, and wrapped lines joined."""
    text = text[:_LIMIT].translate(_LOOKS)
    while "  " in text:  # every pass halves the runs of spaces
        text = text.replace("  ", " ")
    joined: list[str] = []
    previous = ""
    for line in map(str.strip, text.split("\n")):
        broken = line and len(previous) >= _WRAPPED and (line[0].islower() or previous[-1] not in ".!?:;")
        joined.append((" " if broken else "\n") + line)
        previous = line
    return "".join(joined).strip("\n")


def in_whole_words(text: str, first: int, start: int, end: int, last: int) -> str:
    """`text[first:last]` without the words cut at its ends, and an ellipsis where it leaves out some of the text;
    what lies from `start` to `end` is kept as it is."""
    lead, tail = text[first:start], text[end:last]
    if first > 0:
        whole = text[first - 1].isspace() or lead[:1].isspace() or not lead.strip()
        lead = "…" + lead[0 if whole else len(lead.split(None, 1)[0]) :].lstrip()
    if text[last : last + 40].strip():
        whole = text[last].isspace() or tail[-1:].isspace() or not tail.strip()
        tail = tail[: len(tail) - (0 if whole else len(tail.split()[-1]))].rstrip() + "…"
    return f"{lead}{text[start:end]}{tail}"


def clip(line: str) -> str:
    """`line`, or its first whole words and an ellipsis where it is longer than what is shown of a mail."""
    if len(line) <= QUOTED:
        return line
    kept = line[: QUOTED - 1]
    return (kept.rpartition(" ")[0] or kept).rstrip("… ") + "…"


def _goes_on(near: bytes, then: bytes) -> bool:
    """Whether the full stop at the end of `near` ends no sentence."""
    if _ABBREVIATION.search(near):
        return True
    return bool(_DAY.search(near) and _GOES_ON.search(then.removeprefix(b" ")))


class Sentences:
    """The sentences of one text, found once and asked often.

    Places are counted in the octets of its UTF-8: RE2 searches octets, and counting characters costs more than that.
    """

    def __init__(self, octets: bytes) -> None:
        self.octets = octets
        self._starts = [0]
        for end in _ENDS.finditer(self.octets):
            start, after = end.span()
            near, then = self.octets[max(0, start - 8) : start + 1], self.octets[start + 1 : after + 4]
            if not near.endswith(b".") or not _goes_on(near, then):
                self._starts.append(after)

    def around(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence that holds the octet at `position`."""
        at = bisect_right(self._starts, position)
        end = self._starts[at] if at < len(self._starts) else len(self.octets)
        return self._starts[at - 1], end

    def quote(self, start: int) -> str:
        """At most 160 printable characters of the sentence around the octet at `start`, which stays in sight."""
        first, last = self.around(start)
        before, sentence = self.octets[first:start].decode(), self.octets[first:last].decode()
        if len(sentence) > QUOTED:
            at = len(before)
            sentence = in_whole_words(sentence, max(0, at - 60), at, at, max(0, at - 60) + QUOTED)
        line = " ".join(sentence.split())
        return clip(line if line.isprintable() else "".join(filter(str.isprintable, line)))
