"""Fits what the words beside a name say of whether the owner meets who is named, on the labelled mail in English.

usage: python bench/named.py [--without FILE ...] [--write]

Says how many names of each tenth of the writers are told rightly by what the other nine teach; --without leaves files
of tests/corpus out, and says how many of theirs are. --write stores what all others teach in rules/en/named.toml.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np
import scipy.sparse as sparse

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "daemon")]

from bench.regression import fit_fact  # noqa: E402
from tests.corpus.build import build, rows  # noqa: E402
from tests.corpus.score import plain  # noqa: E402

from courtesy.config.rulebook import load  # noqa: E402
from courtesy.config.tables import Config  # noqa: E402
from courtesy.mail.parse import parse  # noqa: E402
from courtesy.reading import invite, newest  # noqa: E402
from courtesy.reading.interviewers import sentences, told_of  # noqa: E402
from courtesy.reading.letter import Letter, lay_out  # noqa: E402
from courtesy.reading.mentions import candidates  # noqa: E402
from courtesy.reading.packs import Packs  # noqa: E402
from courtesy.reading.things import Things  # noqa: E402

WRITERS = tuple(sorted(path.stem for path in (ROOT / "tests" / "corpus").glob("*.jsonl")))  # a file for each writer
STORED = ROOT / "rules" / "en" / "named.toml"
LANGUAGE = "en"
PULL, SELDOM, SMALL, TENTHS = 3.0, 8, 0.1, 10
HEAD = """# What each sign beside a name, or of the sentence that names somebody, says of whether he is met whom it
# names, as log-odds. Written by bench/named.py; reading/named.py tells what the signs mean.

spoken = "en"

[odds]
"""


class Names:
    """The names in the labelled mail of some writers, with their signs, and who of them is met."""

    def __init__(self, writers: Sequence[str], packs: Packs) -> None:
        self.signs: list[dict[str, float]] = []
        self.met: list[bool] = []
        self.writers: list[str] = []
        for writer in writers:
            for row in rows(writer):
                if row["label"]["kind"] not in ("other", "outreach") and (letter := _letter(row, packs)):
                    self._add(writer, row, letter, packs.things.speaking(LANGUAGE))

    def _add(self, writer: str, row, letter: Letter, things: Things) -> None:
        wanted = [set(plain(name).split()) for name in row["label"].get("interviewers") or []]
        author = set(plain(letter.author).split())
        for number, sentence in enumerate(sentences(letter, things)):
            told = told_of(sentence, letter, things, subject=number == 0)
            for name in candidates(sentence, things, moved=letter.kind == "reschedule"):
                words = set(plain(name.name).split())
                if not words or words <= author or letter.is_the_owner(plain(name.name)):
                    continue
                self.signs.append(dict(name.signs) | dict.fromkeys(told, 1.0))
                self.met.append(any(words <= one or one <= words for one in wanted))
                self.writers.append(writer)


def _letter(row, packs: Packs) -> Letter | None:
    """The mail laid out as if its kind were known; None where it is not in English."""
    message = parse(build(row), arrived=None)
    parts = newest.split(message.text, subject=message.subject)
    if packs.languages.of(parts.newest) != LANGUAGE:
        return None
    calendar = invite.parse(message.calendars, zone=ZoneInfo(row["tz"]))
    me = frozenset({row["me"].strip().lower()})
    return lay_out(message, parts, calendar, row["label"]["kind"], me, packs.things.speaking(LANGUAGE))


def fit(names: Names, chosen) -> dict[str, float]:
    """The log-odds of the signs by the names `chosen` (a mask)."""
    picked = [signs for signs, taken in zip(names.signs, chosen, strict=True) if taken]
    counts = Counter(sign for signs in picked for sign in signs)
    known = sorted(sign for sign, count in counts.items() if count >= SELDOM)
    wanted = np.array(names.met, float)[chosen]
    weights = fit_fact(_table(picked, known), wanted, pull=PULL, steps=400)
    odds = {sign: round(float(weight), 2) for sign, weight in zip(known, weights, strict=False)}
    return {"bias": round(float(weights[-1]), 2)} | {sign: odd for sign, odd in odds.items() if abs(odd) >= SMALL}


def fit_without(names: Names, writers: Iterable[str]) -> dict[str, float]:
    """The log-odds of the signs by the names in the mail of all others than `writers`."""
    return fit(names, ~np.isin(names.writers, list(writers)))


def store(odds: dict[str, float]) -> None:
    """Write rules/en/named.toml."""
    lines = [f'"{sign}" = {odd}' if '"' not in sign else f"'{sign}' = {odd}" for sign, odd in sorted(odds.items())]
    STORED.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def _table(picked: list[dict[str, float]], known: list[str]):
    """Names x signs, the last column being the bias."""
    at = {sign: number for number, sign in enumerate(known)}
    table = sparse.lil_matrix((len(picked), len(known) + 1))
    for number, signs in enumerate(picked):
        table[number, len(known)] = 1.0
        for sign, strength in signs.items():
            if sign in at:
                table[number, at[sign]] = strength
    return table.tocsr()


def wrong(names: Names, chosen, odds: dict[str, float]) -> tuple[int, int, int]:
    """How many names are taken for met and are not, how many the other way round, and how many there are."""
    invented = missed = 0
    for signs, is_met, taken in zip(names.signs, names.met, chosen, strict=True):
        told = odds["bias"] + sum(odds.get(sign, 0.0) * strength for sign, strength in signs.items()) >= 0
        invented += bool(taken and told and not is_met)
        missed += bool(taken and is_met and not told)
    return invented, missed, int(sum(chosen))


def _say(of: str, invented: int, missed: int, count: int) -> None:
    print(f"{of}: {invented} invented, {missed} missed of {count} names")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--without", nargs="*", default=[], metavar="FILE")
    asked.add_argument("--write", action="store_true")
    options = asked.parse_args()
    names = Names(WRITERS, load(Config()))
    writers = np.array(names.writers)
    learned = ~np.isin(writers, options.without)
    tenths = np.array([WRITERS.index(writer) % TENTHS for writer in writers])
    unseen = [
        wrong(names, learned & (tenths == tenth), fit(names, learned & (tenths != tenth))) for tenth in range(TENTHS)
    ]
    _say("of writers left out", *map(sum, zip(*unseen, strict=True)))
    odds = fit(names, learned)
    if options.without:
        _say("of the files left out", *wrong(names, ~learned, odds))
    if options.write:
        store(odds)


if __name__ == "__main__":
    main()
