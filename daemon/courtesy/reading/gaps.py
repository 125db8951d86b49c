"""What stands between two tokens of time: nothing, a small word, a line end."""

from collections.abc import Set

from courtesy.reading.tokens import Token
from courtesy.reading.words import Words

_DAYS = 4  # of one list
EDGE = " \t,.:;()[]|-*\"'/"  # what stands around words and is none


def bare(between: str) -> str:
    """The words of what stands between two tokens, without the punctuation around them, a blank apart."""
    return " ".join(between.strip(EDGE).split())


class Gaps:
    """The words between the tokens of one text (folded); `original` is the text before folding."""

    def __init__(self, *, words: Words, text: str, original: str) -> None:
        self.words = words
        self.text = text
        self.original = original

    def gap(self, before: Token, after: Token) -> str:
        """What stands between two tokens, bare of blanks and punctuation; "\\n" when a line ends there."""
        between = self.text[before.end : after.start]
        if "\n" in between or len(between) > 40:
            return "\n"
        return bare(between)

    def near(self, tokens: list[Token], i: int, kind: str, gaps: Set[str]) -> Token | None:
        """The token after number `i` if it is of `kind` and only one of `gaps` stands between."""
        if i + 1 < len(tokens) and tokens[i + 1].kind == kind and self.gap(tokens[i], tokens[i + 1]) in gaps:
            return tokens[i + 1]
        return None

    def beside_time(self, tokens: list[Token], i: int) -> bool:
        """Whether "9.11." is a date by itself: a time or weekday follows, or it is in a list or amid a sentence."""
        token = tokens[i]
        if any(self.near(tokens, i, kind, self.words.joins["at"] | {""}) for kind in ("time", "day")):
            return True
        if not self.text[token.start : token.end].endswith("."):
            return False
        if self.words.cues["by"].search(self.text[max(0, token.start - 40) : token.start]):
            return True  # "until 06.02."
        near = [tokens[place] for place in (i - 1, i + 1) if 0 <= place < len(tokens)]
        listed = any(other.kind == "date" and self.side_by_side(token, other) for other in near)
        return listed or self.original[token.end : token.end + 4].strip(" )")[:1].islower()

    def is_day(self, tokens: list[Token], i: int) -> bool:
        """Whether a number alone is a day of the month: an article leads to it, and a clock time follows.

        "el 22 a las 10", "le 22 ou le 23 à 10h", "am 22. um 10 Uhr", "dia 22, às 10h".
        """
        if tokens[i].kind == "bare" and self._is_limit(tokens[i]):
            return True
        for place in range(i, min(i + _DAYS, len(tokens))):
            token = tokens[place]
            lead = self.text[max(0, token.start - 12) : token.start].split()
            if token.kind != "bare" or not lead or lead[-1].strip("(,") not in self.words.joins["day_article"]:
                return False
            if not (self.text[token.start].isdigit() and token.value) or place + 1 == len(tokens):
                return False
            gap, after = self.gap(token, tokens[place + 1]), tokens[place + 1].kind
            if gap in self.words.joins["at"] | self.words.joins["hour"] and after in ("time", "bare"):
                return True
            if gap == "" and after == "day" and "," in self.text[token.end : tokens[place + 1].start]:
                return True  # "dia 12, sexta, as 9h"
            if gap == "" and after == "time" and "," in self.text[token.end : tokens[place + 1].start]:
                return True
            if gap.split(" ")[0] not in self.words.joins["or"]:
                return False
        return False

    def _is_limit(self, token: Token) -> bool:
        """Whether a number alone is the day of a limit, or the new day: "entro il 23", "até ao dia 23", "al 9"."""
        if not self.text[token.start].isdigit() or not token.value:
            return False
        lead, after = self.text[max(0, token.start - 40) : token.start], self.text[token.end : token.end + 24]
        article = lead.split()[-1:]
        if not article or article[0] not in self.words.joins["day_article"]:
            return False
        cues = self.words.cues
        ends = not after.strip(" ") or after.lstrip(" ")[0] in ".,;:!?)\n"
        limit = ends and cues["by"].search(lead) is not None
        return limit or any(cues[cue].search(after) is not None for cue in ("same_time", "by_after"))

    def side_by_side(self, one: Token, other: Token) -> bool:
        first, second = sorted((one, other), key=lambda token: token.start)
        gap = self.text[first.end : second.start]
        return len(gap) < 12 and ("/" in gap or gap.strip(EDGE) in self.words.joins["or"] | {""})

    def after_hour(self, tokens: list[Token], i: int) -> bool:
        """Whether number `i` stands so close after an hour that it is no day: "at 9 or 10 October"."""
        before = tokens[i - 1]
        close = before.kind in ("time", "part") and tokens[i].start - before.end < 6
        return close and self.gap(before, tokens[i]) not in self.words.joins["of"]

    def dashed(self, tokens: list[Token], i: int) -> tuple[int, int] | None:
        """Month and day of "Monday 6-10, 9.30", where a time follows the two numbers after weekday `i`."""
        near = tokens[i + 1 : i + 4]
        if [token.kind for token in near] != ["bare", "bare", "time"] or self.text[near[0].end : near[1].start] != "-":
            return None
        joined = self.gap(tokens[i], near[0]) == "" and self.gap(near[1], near[2]) in self.words.joins["at"] | {""}
        return (near[1].value, near[0].value) if joined and 1 <= near[1].value <= 12 else None

    def closes(self, token: Token, after: Token) -> bool:
        """Whether a weekday after a date belongs to it ("14 October (Tuesday)") and not to the next."""
        between = self.text[token.end : after.start]
        tail = self.text[after.end : after.end + 12].strip(" ")
        return "(" in between or between.strip() == "" or (between.strip() == "," and not tail[:1].isdigit())
