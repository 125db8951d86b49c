"""Names shortened to their initials: "CVDSB", and cvdsb.example, for the Credit Valley District School Board."""

from collections.abc import Iterator, Sequence

SHORTEST, LONGEST = 3, 8  # letters; of two too many names have them
_LITTLE = frozenset("of and for the in de la le du des del do da dos e y et und für der die van".split())
_LETTERS = 20_000  # of a text that are looked at
_MOST = 14  # words of a name
_BRACKETS = "()[]\"'“”‘’*"


def abbreviates(short: str, words: Sequence[str]) -> bool:
    """Whether the letters of `short` are the initials of all the words, with or without the little ones."""
    if not SHORTEST <= len(short) <= LONGEST or not short.isalpha() or not SHORTEST <= len(words) <= _MOST:
        return False
    return len(short) in _reached(short, words)[-1]


def _reached(short: str, words: Sequence[str]) -> list[set[int]]:
    """After each word, how many letters may be used up; the empty set once the words lead nowhere."""
    after: list[set[int]] = []
    now = {0}
    for word in words:
        lower = word.lower()
        used = {place + 1 for place in now if lower[:1] == short[place : place + 1] != ""}
        now = used | now if lower in _LITTLE and after else used
        after.append(now)
        if not now:
            break
    return after


def shortened(text: str, short: str) -> Iterator[str]:
    """The names in a text whose initials are `short` (lower case): runs of words with capitals, and little words."""
    if not SHORTEST <= len(short) <= LONGEST or not short.isalpha():
        return
    for line in text[:_LETTERS].split("\n"):
        raw = line.split()
        for at, word in enumerate(raw):
            if word.lstrip(_BRACKETS)[:1].lower() == short[0]:
                run = _run(raw[at : at + _MOST])
                ends = [end for end, used in enumerate(_reached(short, run)) if len(short) in used]
                if ends and len(run[ends[0]]) > 1:
                    yield " ".join(run[: ends[0] + 1])


def _run(raw: Sequence[str]) -> list[str]:
    """The words that may make one name: up to a stop, or a word that is neither little nor begins with a capital."""
    run: list[str] = []
    for word in raw:
        bare = word.strip(_BRACKETS + ".,;:!?")
        if not (bare[:1].isupper() or (run and bare in _LITTLE)) or (run and word[0] in _BRACKETS):
            break
        run.append(bare)
        if word[-1] in ".,;:!?)]":
            break
    return run
