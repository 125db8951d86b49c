"""Whether a number alone is an hour: "at 4", "10 or 2", "tomorrow 12", "between 1 and 4 pm", "3 it is"."""

from courtesy.reading.gaps import EDGE, bare
from courtesy.reading.patterns import late
from courtesy.reading.tokens import Token
from courtesy.reading.words import Words

_DATED = frozenset({"day", "date", "nth", "offset", "bare", "part"})  # tokens after which an hour may stand alone
_NAMED = frozenset({"day", "date", "nth", "offset"})  # of these, the ones that plainly are a day
_LATEST = 18  # the last hour that a number after a weekday is taken for; "Monday 20" is sooner a date
_LEAD = late(r"([a-z@']+(?: [a-z']+)?)\.?[ (]*$")
_FOLLOW = late(r"^[ \t]*(?:$|[,.;:!?)|/\n-]|([a-z']+))")


class Hours:
    """Tells the hours among the bare numbers of one text, by the words and the tokens beside each."""

    def __init__(self, *, words: Words, text: str) -> None:
        self.words = words
        self.text = text
        self._articles = frozenset(words.words("junk", "articles"))
        self._labels = frozenset(words.words("junk", "labels"))
        self.follow = words.joins["follow"] | {word.split(" ")[0] for word in words.joins["to"]}

    def alone(self, tokens: list[Token], i: int, before: int | None, military: bool = False) -> bool:
        """Whether number `i` is an hour; `before` is where the clock time before it ended."""
        token = tokens[i]
        lead = self.word_before(token.start)
        if self.text[token.start : token.end] in self._articles:
            return False  # "um eine Vertretung", "om een tijd"
        if self._opens_days(tokens, i) or self._counts_items(token):
            return False
        if {lead, lead.split(" ")[-1]} & self.words.joins["hour"]:
            return True  # "a las 10", "um 10": only hours follow
        if self._stands_for_a_noun(token, lead, tokens[i - 1] if i else None):
            return False
        if self._plainly(tokens, i, before):
            return True
        if not self.may_follow(tokens, i):
            return False
        if self._asked(tokens, i):
            return True
        if before is not None and token.start - before < 14:
            gap = self.text[before : token.start].strip(EDGE)
            if gap in self.words.joins["or"] or gap == "":
                return True
        if {lead, lead.split(" ")[-1]} & self.words.joins["at"]:
            return True
        return self._hour_by_neighbours(tokens, i, military)

    def _counts_items(self, token: Token) -> bool:
        """Whether the number only counts what is said: "1) a talk with Emil on Thursday, 2) a chat on Friday"."""
        closes = self.text[token.end : token.end + 1] == ")"
        return closes and "(" not in self.text[max(0, token.start - 30) : token.start]

    def _opens_days(self, tokens: list[Token], i: int) -> bool:
        """Whether number `i` is the first of two days: "du 20 au 24 octobre", "van 6 tot 8 november"."""
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if after is None or after.kind != "date" or not self.text[after.start].isdigit():
            return False
        gap = bare(self.text[tokens[i].end : after.start])
        return tokens[i].kind == "bare" and gap in self.words.joins["to"] and tokens[i].value < after.value.day

    def _stands_for_a_noun(self, token: Token, lead: str, behind: Token | None) -> bool:
        """Whether "one" means one of what was named: "either one at 11", "the later one", "the 11.30 one"."""
        last = lead.split(" ")[-1]
        if behind and behind.kind == "time" and self.text[behind.end : token.start] == " ":
            return not self.text[token.start].isdigit()
        if last in self._labels and not self.text[token.start].isdigit():
            return True  # "stage two it is"
        return (
            last in self.words.joins["before_one"] and self.words.numbers.get(self.text[token.start : token.end]) == 1
        )

    def _plainly(self, tokens: list[Token], i: int, before: int | None) -> bool:
        """An hour whatever follows: "Friday at 11 once ...", "tomorrow 12", "3 it is", "push it to 3"."""
        token, joins = tokens[i], self.words.joins
        if before is not None and token.start - before < 20:
            gap = bare(self.text[before : token.start])
            if gap in joins["not"] and self.may_follow(tokens, i):
                return True
        follows = self.words.cues["hour_after"].search(self.text[token.end : token.end + 24])
        if follows and (self.text[token.start].isdigit() or not follows.group().startswith(" at")):
            return True  # "3 it is", "11 at the side door", but not "one at the desk"
        if self.words.cues["hour_before"].search(self.text[max(0, token.start - 40) : token.start]):
            return self.may_follow(tokens, i)
        of_day = i > 1 and tokens[i - 1].kind == "part" and tokens[i - 2].kind in _NAMED  # "Tuesday morning 8"
        if not i or not (of_day or tokens[i - 1].kind in _NAMED) or not self.text[token.start].isdigit():
            return False
        between = self.text[tokens[i - 1].end : token.start]
        early = token.kind == "time" or token.value <= _LATEST
        if tokens[i - 1].kind in ("day", "part") and between.strip(" ,") == "" and early:
            return self.may_follow(tokens, i)  # "Monday 11.30 or Tuesday 9", "make it Tuesday, 9, at the barn"
        if tokens[i - 1].kind == "offset" and between == " ":
            return self.may_follow(tokens, i)
        return "\n" not in between and between.strip(" ,(") in joins["plainly_at"]

    def _hour_by_neighbours(self, tokens: list[Token], i: int, military: bool) -> bool:
        """Whether the tokens beside a number make it an hour: a day before it, a range or "tomorrow" after it."""
        token, after = tokens[i], tokens[i + 1] if i + 1 < len(tokens) else None
        behind = tokens[i - 1].kind if i else ""
        if token.kind == "bare" and self.text[token.end - 1].isalpha() and self.text[token.start].isdigit():
            return True  # "4ish"
        dated = behind in _DATED and self._bare_gap(tokens, i) in self.words.joins["at"] | {""}
        if after is None:
            return military and dated
        gap = self.text[token.end : after.start]
        phrase = " " in self.text[after.start : after.end]  # "7 in the morning", and not "two mornings"
        if gap == " " and (after.kind == "offset" or (after.kind == "part" and (phrase or behind == "day"))):
            return True
        digit = self.text[token.start].isdigit()
        if digit and after.kind in ("day", "date") and gap.strip() and gap.strip() in self.words.joins["on"]:
            return True  # "4 on Friday"
        if military:
            ranges = gap.strip() == "-" or gap.strip() in self.words.joins["till"] | {"to"}
            return dated or after.kind in ("day", "date") or (after.kind == "time" and ranges)
        if "\n" in gap:
            return False
        link = bare(gap) if gap.strip() != "-" else "-"
        to = link == "-" or link in self.words.joins["to"]
        if after.kind == "bare":
            beyond = tokens[i + 2] if i + 2 < len(tokens) else None
            ahead = beyond is not None and beyond.kind in ("day", "offset") and beyond.start - after.end == 1
            ranges = link in self.words.joins["till"] and (digit or self.may_follow(tokens, i + 1))
            return ranges or (to and (dated or ahead))
        return after.kind == "time" and (to or link in self.words.joins["or"] or gap.strip() in (",", "/"))

    def _asked(self, tokens: list[Token], i: int) -> bool:
        """Whether two numbers close a question set off from its day: "Sunday for a chat, 12 or 4?"."""
        at = i if i + 1 < len(tokens) and tokens[i + 1].kind == "bare" else i - 1
        if at < 1 or any(token.kind != "bare" or not 1 <= token.value <= 12 for token in tokens[at : at + 2]):
            return False
        day, first, last = tokens[at - 1], tokens[at], tokens[at + 1]
        lead, link = self.text[day.end : first.start], self.text[first.end : last.start].strip()
        plain = self.text[first.start].isdigit() and self.text[last.start].isdigit() and link in self.words.joins["or"]
        apart = lead.endswith(", ") and len(lead) > 2 and len(lead) < 40 and not set(lead) & set(".?!\n")
        return plain and apart and day.kind in _NAMED and self.text.startswith("?", last.end)

    def _bare_gap(self, tokens: list[Token], i: int) -> str:
        """The words between the token before number `i` and it; a line end counts as something else."""
        gap = self.text[tokens[i - 1].end : tokens[i].start]
        return "\n" if "\n" in gap or len(gap) > 20 else bare(gap)

    def word_before(self, place: int) -> str:
        found = _LEAD.search(self.text[max(0, place - 20) : place])
        return found.group(1) if found else ""

    def may_follow(self, tokens: list[Token], i: int) -> bool:
        """Whether what follows a bare number leaves it an hour: a stop, a small word, another token of time."""
        token = tokens[i]
        if i + 1 < len(tokens) and not self.text[token.end : tokens[i + 1].start].strip():
            return tokens[i + 1].kind in ("day", "date", "offset", "zone", "part", "time")
        found = _FOLLOW.search(self.text[token.end : token.end + 16])
        return found is not None and (found.group(1) is None or found.group(1) in self.follow)
