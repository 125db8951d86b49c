"""The figures that a set of readings comes to: what each is called, what it means, and how it is counted."""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.corpus.score import Score

from courtesy.reading.reading import KINDS

# Shares are of mails; every other figure is an F1: the harmonic mean of how much of what is there is found, and how
# much of what is found is there.
MEANING = {
    "interview.caught": "interviews read as some kind of interview",
    "act.caught": "interviews, offers and tests read as something to act on",
    "quiet.kept": "all other mail read as nothing to act on",
    "kind": "exactly the right one of eleven kinds",
    "kind.macro_f1": "the kinds, each counting alike (F1)",
    "reply_needed": "whether the sender waits for the owner (F1)",
    "times.start": "when interviews begin (F1)",
    "times.all_right": "mails with times of which every one is found, and no other",
    "times.end": "when they end, where the start is found (F1)",
    "windows": "stretches offered to choose a time from (F1)",
    "deadline": "the day by which the owner must answer (F1)",
    "news_by": "the day by which they promise news (F1)",
    "round": "first, second or final interview (F1)",
    "place": "video, phone or on site (F1)",
    "link": "to join, to book or to start (F1)",
    "company": "the employer (F1)",
    "role": "the job (F1)",
    "interviewers": "mails that name some of which all are found, and nobody else",
    "scam.precision": "mails called a scam that are one",
    "scam.recall": "scams that are called one",
}


def score_of(pairs: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> Score:
    """The score of pairs of label and reading."""
    score = Score()
    for label, read in pairs:
        score.add(label, read)
    return score


def figure(score: Score, name: str) -> float | None:
    """The figure `name` of MEANING; None where the mails give no occasion to know it."""
    if name == "kind":
        name = "kind.accuracy"
    if name == "kind.macro_f1":
        kinds = [score.tallies[key].figures() for key in (f"kind.{kind}" for kind in KINDS) if key in score.tallies]
        return _mean([one["f1"] for one in kinds if one["n"]])
    if name in score.shares:
        return _mean(score.shares[name])
    key, _, part = name.partition(".") if name.startswith("scam.") else (name, "", "f1")
    if key not in score.tallies or not (count(score, name)):
        return None
    return score.tallies[key].figures()[part]


def count(score: Score, name: str) -> int:
    """Of how many mails, answers or warnings the figure `name` is."""
    if name.startswith("kind"):
        return len(score.shares["kind.accuracy"])
    if name in score.shares:
        return len(score.shares[name])
    tally = score.tallies[name.partition(".")[0] if name.startswith("scam.") else name]
    return tally.right + (tally.invented if name == "scam.precision" else tally.missed)


def _mean(values: list[Any]) -> float | None:
    return sum(values) / len(values) if values else None
