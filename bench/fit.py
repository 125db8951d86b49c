"""Fits the weights of all evidence on the labelled mail, and says how well mail of unseen writers is read.

usage: python bench/fit.py [--page] [--write]

Each writer's mail is read with weights fitted on other writers' mail, three of them left out at a time; only those
figures mean anything. The main ones are printed; --page has the program itself read that mail, and makes
docs/accuracy.md of it. --write does so too, and stores the weights fitted on all writers in rules/weights.toml,
rules/words.model and rules/en/named.toml.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # for products this small, threads only wait for each other
import numpy as np
import scipy.sparse as sparse

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "daemon")]

from bench.accuracy import Readings, choose_lines, report, temperature  # noqa: E402
from bench.diagram import draw  # noqa: E402
from bench.keywords import keywords  # noqa: E402
from bench.named import WRITERS as LEARNED  # noqa: E402
from bench.named import Names, fit_without, store  # noqa: E402
from bench.page import PICTURE, page, trust  # noqa: E402
from bench.regression import fit_fact, fit_kinds, fit_squares, softmax, table_of  # noqa: E402
from bench.tf_idf import tf_idf  # noqa: E402
from bench.unseen import Judged, mails_of, weighed  # noqa: E402
from tests.corpus.build import build, rows  # noqa: E402

from courtesy.mail.parse import parse  # noqa: E402
from courtesy.reading import invite, newest  # noqa: E402
from courtesy.reading.classify import TONE  # noqa: E402
from courtesy.reading.evidence import gather, weighed_as  # noqa: E402
from courtesy.reading.packs import Packs  # noqa: E402
from courtesy.reading.reading import INTERVIEW, KINDS, PLACES  # noqa: E402
from courtesy.reading.weights import Weights  # noqa: E402
from courtesy.reading.witness import SAYS, SURE, Witness  # noqa: E402

FIRST = ("en1", "en2", "en3", "en4", "en5", "en6")
JUDGED = (*FIRST, *(name for name in LEARNED if name.startswith("more_")))  # left out in turn
ABROAD = tuple(name for name in LEARNED if name.startswith("ml"))  # left out too, but no line is drawn by them
TOGETHER = 3  # writers that are left out at a time: each alone would take three times as long, and be less strict
GROUPS = 6  # of writers, whose mail the witness is heard on without having learned from it
FACTS = ("reply_needed", "scam")
HELD = [KINDS.index(kind) for kind in INTERVIEW]
WORDS_PULL, WORDS_STEPS, KIND_PULL, FACT_PULL = 15.0, 12, 12.0, {"reply_needed": 3.0, "scam": 1.0}
KNOWN = 90_000  # words, pairs and beginnings of words that the witness knows at most: 20 bytes each
CLIPPED = 0.9999  # of the witness's weights fit a byte; the few that are larger are cut
BELIEF = 1.0  # weight of a rule for what it says, before any mail is seen
FRAUD = {"scam": 1.5, "honest": -0.75}  # the same of a sign of fraud, and of what speaks against one
WRITERS = 2  # words that fewer use are not weighed: they tell who writes, and not what
SELDOM = 3  # evidence met less often is not weighed
SMALL = 0.04  # weights below it are left out


class Mails:
    """All mail with its evidence and what it should be read as."""

    def __init__(self, packs: Packs) -> None:
        self.writers, self.strengths, hashes, labels = [], [], [], []
        for writer in LEARNED:
            for row in rows(writer):
                message = parse(build(row), arrived=None)
                parts = newest.split(message.text, subject=message.subject)
                calendar = invite.parse(message.calendars, zone=ZoneInfo(row["tz"]))
                evidence = gather(message, parts, calendar, packs)
                self.writers.append(writer)
                self.strengths.append(evidence.strengths)
                hashes.append(evidence.hashes)
                labels.append(row["label"])
        self.writers = np.array(self.writers)
        self.kinds = np.array([KINDS.index(label["kind"]) for label in labels])
        self.facts = {fact: np.array([bool(label.get(fact)) for label in labels], float) for fact in FACTS}
        self.places = np.array([[label.get("place") == place for place in PLACES] for label in labels], float)
        self.met, self.hashes = table_of(hashes)
        counts = Counter(name for strengths in self.strengths for name in strengths)
        self.names = sorted(name for name, count in counts.items() if count >= SELDOM)
        at = {name: number for number, name in enumerate(self.names)}
        self.rules = np.zeros((len(labels), len(self.names)))
        for number, strengths in enumerate(self.strengths):
            for name, strength in strengths.items():
                if name in at:
                    self.rules[number, at[name]] = strength


class Words:
    """The statistical witness, fitted on any part of the mail; what it said is remembered, for many ask it twice."""

    def __init__(self, mails: Mails) -> None:
        self._mails = mails
        self._said: dict[frozenset[str], np.ndarray] = {}
        self._wanted = np.column_stack([np.eye(len(KINDS))[mails.kinds], *mails.facts.values(), mails.places])
        self._about = np.isin(mails.kinds, HELD)  # the mails that take place anywhere
        self._met = np.array([mails.met[mails.writers == writer].sum(0).A1 > 0 for writer in LEARNED])

    def fit(self, without: frozenset[str]):
        """What is learned of all mail but that of the writers `without`: which hashes, their weights (x SAYS), bias."""
        mails, train = self._mails, ~np.isin(self._mails.writers, list(without))
        users = self._met[[writer not in without for writer in LEARNED]].sum(0)
        counts = mails.met[train].sum(0).A1
        order = np.lexsort((counts, users))[-KNOWN:]
        known = np.sort(order[users[order] >= WRITERS])
        rarity = np.log(train.sum() / counts[known])
        rows = self._rows(known).multiply(rarity).tocsr()
        told = [self._learned(rows, columns, which) for columns, which in self._lessons(train)]
        weights, bias = np.hstack([weights for weights, _ in told]), np.concatenate([bias for _, bias in told])
        return known, SURE * weights * rarity[:, None], SURE * bias

    def testimony(self, outer: frozenset[str]):
        """What the witness says of every mail, always fitted without its writer, and never with those of `outer`."""
        said = np.zeros((len(self._mails.writers), len(SAYS)))
        for group in [*(frozenset(LEARNED[number::GROUPS]) - outer for number in range(GROUPS)), outer]:
            mine = np.isin(self._mails.writers, list(group))
            if mine.any():
                said[mine] = self._says(group | outer)[mine]
        return said

    def data(self, without: frozenset[str] = frozenset()) -> bytes:
        """The model of all mail but that of the writers `without`, in bytes."""
        known, weights, bias = self.fit(without)
        step = np.quantile(np.abs(weights), CLIPPED) / 127
        stored = (np.clip(np.round(weights / step), -128, 127) + 128).astype(np.uint8)
        return Witness.dump(float(step), bias.tolist(), self._mails.hashes[known].tolist(), stored.tobytes())

    def _lessons(self, train):
        """Which columns of SAYS are learned from which mails."""
        cut = len(SAYS) - len(PLACES)
        return (slice(None, cut), train), (slice(cut, None), train & self._about)

    def _learned(self, rows, columns, which):
        """Weights and bias of some `columns` of SAYS, learned from the mails `which`."""
        wanted = self._wanted[which, columns]
        bias = wanted.mean(0)
        return fit_squares(rows[which], wanted - bias, pull=WORDS_PULL, steps=WORDS_STEPS), bias

    def _says(self, without: frozenset[str]):
        if without not in self._said:
            known, weights, bias = self.fit(without)
            self._said[without] = self._rows(known) @ weights + bias
        return self._said[without]

    def _rows(self, known):
        """Each mail as the features `known` that it has, all alike; rows of length 1 where it has no others."""
        lengths = np.sqrt(np.maximum(1, self._mails.met.sum(1).A1))
        return sparse.diags(1 / lengths) @ self._mails.met[:, known]


class Combination:
    """The weights of rules, facts and the witness together."""

    def __init__(self, mails: Mails, said, packs: Packs, train) -> None:
        self.names = [*mails.names, *(f"words.{name}" for name in KINDS), "bias"]
        ones = np.ones((len(mails.kinds), 1))
        rows_ = np.column_stack([mails.rules, said[:, : len(KINDS)], ones])
        wanted = np.eye(len(KINDS))[mails.kinds]
        self.kinds = fit_kinds(rows_[train], wanted[train], pull=KIND_PULL, steps=100, prior=self._prior(packs))
        self.scores = rows_ @ self.kinds
        shares = softmax(self.scores)
        self.fact_names, self.facts, self.odds = {}, {}, {}
        for number, fact in enumerate(FACTS):
            word = said[:, len(KINDS) + number : len(KINDS) + number + 1]
            columns = [mails.rules, word, ones] if fact == "scam" else [mails.rules, shares, word, ones]
            rows_ = np.column_stack(columns)
            kinds = [] if fact == "scam" else [f"kind.{name}" for name in KINDS]
            self.fact_names[fact] = [*mails.names, *kinds, f"words.{fact}", "bias"]
            prior = np.array([_belief(name, packs) if fact == "scam" else 0.0 for name in self.fact_names[fact]])
            self.facts[fact] = fit_fact(rows_[train], mails.facts[fact][train], pull=FACT_PULL[fact], prior=prior)
            self.odds[fact] = rows_ @ self.facts[fact]

    def table(self, packs: Packs) -> dict[str, dict[str, float]]:
        """The weights as rules/weights.toml has them: what each piece of evidence is worth for what."""
        found: dict[str, dict[str, float]] = {}
        for name, row in zip(self.names, self.kinds, strict=True):
            found[name] = {kind: float(weight) for kind, weight in zip(KINDS, row, strict=True)}
        for fact in FACTS:
            for name, weight in zip(self.fact_names[fact], self.facts[fact], strict=True):
                found.setdefault(name, {})[fact] = float(weight)
        for rule in packs.rules.values():  # a rule that no mail here meets is worth what is believed of it
            if not rule.family and weighed_as(rule.name, packs) == rule.name:
                found.setdefault(rule.name, {rule.says: BELIEF} if rule.says in SAYS else {})
        return {name: {said: x for said, x in row.items() if abs(x) >= SMALL} for name, row in found.items()}

    def _prior(self, packs: Packs):
        prior = np.zeros((len(self.names), len(KINDS)))
        for number, name in enumerate(self.names):
            rule = packs.rules.get(name.partition("@")[0])
            said = rule.says if rule else name.partition(".")[2] if name.startswith("words.") else ""
            if said in KINDS:
                prior[number, KINDS.index(said)] = BELIEF
        return prior


def _belief(name: str, packs: Packs) -> float:
    """What a piece of evidence is worth for a fraud before any mail is seen; most signs are met too seldom to learn."""
    rule = packs.rules.get(name.partition("@")[0])
    return FRAUD.get(rule.says, 0.0) if rule and rule.name != TONE else 0.0


def left_out(writers: Sequence[str]) -> list[frozenset[str]]:
    """Which of `writers` are left out together."""
    times = -(-len(writers) // TOGETHER)
    return [frozenset(writers[number::times]) for number in range(times)]


def leave_out(mails: Mails, words: Words, packs: Packs, writers: frozenset[str]) -> Combination:
    """What is fitted on the mail of all writers but some."""
    return Combination(mails, words.testimony(writers), packs, ~np.isin(mails.writers, list(writers)))


def readings_of(mails: Mails, fits: Mapping[frozenset[str], Combination]) -> Readings:
    """The mail of writers as what is fitted without each of them reads it."""
    kinds, odds = np.zeros((len(mails.kinds), len(KINDS))), {fact: np.zeros(len(mails.kinds)) for fact in FACTS}
    for writers, both in fits.items():
        mine = np.isin(mails.writers, list(writers))
        kinds[mine] = both.scores[mine]
        for fact in FACTS:
            odds[fact][mine] = both.odds[fact][mine]
    judged = np.isin(mails.writers, list(frozenset().union(*fits)))
    return Readings(
        writers=mails.writers[judged],
        scores=kinds[judged],
        wanted=mails.kinds[judged],
        strengths=[strengths for strengths, yes in zip(mails.strengths, judged, strict=True) if yes],
        odds={fact: odds[fact][judged] for fact in FACTS},
        facts={fact: mails.facts[fact][judged] for fact in FACTS},
    )


def read_unseen(
    mails: Mails,
    words: Words,
    names: Names,
    packs: Packs,
    fits: Mapping[frozenset[str], Combination],
    judged: Sequence[frozenset[str]],
) -> list[Judged]:
    """The mail of writers, read by the program with all that was found without each of them.

    So are the lines, which the other writers draw that are among the `judged`.
    """
    found: list[Judged] = []
    for writers, both in fits.items():
        others = readings_of(mails, {group: fits[group] for group in judged if group != writers})
        decide = {"temperature": temperature(others), "reply_needed": 0.0, **choose_lines(others)}
        weights = Weights(table=both.table(packs), decide=decide)
        unseen = weighed(packs, weights, words.data(writers), fit_without(names, writers))
        found += [mail for writer in sorted(writers) for mail in mails_of(writer, unseen)]
    return sorted(found, key=lambda mail: mail.writer)


def write(mails: Mails, words: Words, packs: Packs, warmth: float, drawn: dict[str, float]) -> None:
    """Store the weights fitted on all writers."""
    both = Combination(mails, words.testimony(frozenset()), packs, np.ones(len(mails.kinds), bool))
    lines = [
        "# What each piece of evidence is worth, as log-odds. Written by bench/fit.py; an owner's own",
        "# weights.toml overrides it row by row.",
        "",
        "[decide]",
        f"temperature = {warmth:.2f}",
        "reply_needed = 0.0",
        *(f"{name} = {value}" for name, value in drawn.items()),
        "",
        "[weight]",
    ]
    for name, row in sorted(both.table(packs).items()):
        kept = ", ".join(f"{said} = {weight:.2f}" for said, weight in row.items())
        lines.append(f'"{name}" = {{ {kept} }}' if kept else f'"{name}" = {{}}')
    (ROOT / "rules" / "weights.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (ROOT / "rules" / "words.model").write_bytes(words.data())


def publish(mails: list[Judged]) -> None:
    """Write the page about `mails`, and its picture."""
    more = [mail for writer in LEARNED if writer not in (*JUDGED, *ABROAD) for mail in mails_of(writer, None)]
    peers = {"keywords": keywords(mails), "TF-IDF": tf_idf(mails, [*mails, *more])}
    (ROOT / "docs" / "accuracy.md").write_text(page(mails, peers), encoding="utf-8")
    (ROOT / "docs" / PICTURE).write_text(draw(trust(mails)), encoding="utf-8")


def load_packs() -> Packs:
    folder = ROOT / "rules"
    return Packs.load(
        (str(path.relative_to(folder)), path.read_text("utf-8")) for path in sorted(folder.rglob("*.toml"))
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", action="store_true", help="make docs/accuracy.md anew")
    parser.add_argument("--write", action="store_true", help="do so, and store the weights fitted on all writers")
    args = parser.parse_args()
    packs = load_packs()
    mails = Mails(packs)
    words = Words(mails)
    judged, abroad = left_out(JUDGED), left_out(ABROAD)
    fits = {writers: leave_out(mails, words, packs, writers) for writers in judged}
    readings = readings_of(mails, fits)
    drawn = choose_lines(readings)
    print(report(readings, drawn, FIRST))
    if not (args.page or args.write):
        return
    names = Names(LEARNED, packs)
    if args.write:
        store(fit_without(names, ()))
        write(mails, words, packs, temperature(readings), drawn)
    fits |= {writers: leave_out(mails, words, packs, writers) for writers in abroad}
    publish(read_unseen(mails, words, names, packs, fits, judged))


if __name__ == "__main__":
    main()
