"""How well mail of unseen writers is classified: the figures that a fit is judged by, and the lines drawn by them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from bench.regression import softmax

from courtesy.reading import reading
from courtesy.reading.classify import decide, doubt, warns
from courtesy.reading.reading import KINDS

INTERVIEW = [KINDS.index(kind) for kind in reading.INTERVIEW]
ACT = [*INTERVIEW, KINDS.index("offer"), KINDS.index("assessment")]
# A missed interview costs most; a false alarm costs half of it, and so does any wrong kind.
WORTH = {"interview.caught": 2.0, "quiet.kept": 1.0, "kind.accuracy": 1.0}
START = {
    "interview": 0.35, "direct": 0.75, "outing": 0.95, "jobless": 0.6, "idle": 0.55, "mute": 0.9,
    "nowhere": 0.63, "nowhere_offer": 0.75, "abroad": 0.5, "plain": 0.03, "plain_abroad": 0.15, "scam": 1.5,
    "ask": 0.17, "ask_plain": 0.03, "ask_mute": 0.45, "sure": 0.6,
}  # fmt: skip
# The line that is sought; the others were drawn on two thousand ordinary mails, and on plain letters: the labelled
# mail, much of which was written to be mistaken, would have "interview" at 0.45, and miss more of what is really sent.
TRIED = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
SOUGHT = "jobless"


@dataclass(frozen=True, kw_only=True, slots=True)
class Readings:
    """Mails with what they should be read as, and what weights that never saw their writers made of them."""

    writers: Any  # names, one for each mail
    scores: Any  # mails x kinds, log-odds
    wanted: Any  # numbers of kinds
    strengths: Sequence[Mapping[str, float]]  # the evidence
    odds: Mapping[str, Any]  # log-odds of the facts
    facts: Mapping[str, Any]  # 1.0 where a fact holds


def kinds_of(readings: Readings, lines: Mapping[str, float]):
    """What the mails are read as when the lines lie at `lines`."""
    shares = (dict(zip(KINDS, row, strict=True)) for row in softmax(readings.scores).tolist())
    kinds = (decide(row, strengths, lines) for row, strengths in zip(shares, readings.strengths, strict=True))
    return np.fromiter((KINDS.index(kind) for kind in kinds), int)


def figures(readings: Readings, kinds, mine) -> dict[str, float]:
    """The figures of the mails `mine`."""
    wanted, read_ = readings.wanted[mine], kinds[mine]
    interview, quiet = np.isin(wanted, INTERVIEW), ~np.isin(wanted, ACT)
    reply, answered = readings.facts["reply_needed"][mine], readings.odds["reply_needed"][mine] > 0
    scam, warned = readings.facts["scam"][mine], warned_of(readings, kinds, mine)
    return {
        "kind.accuracy": (wanted == read_).mean(),
        "interview.caught": np.isin(read_[interview], INTERVIEW).mean(),
        "quiet.kept": (~np.isin(read_[quiet], ACT)).mean(),
        "reply.f1": 2 * (reply * answered).sum() / max(1, reply.sum() + answered.sum()),
        "scam.precision": (scam * warned).sum() / warned.sum() if warned.any() else np.nan,
        "scam.recall": (scam * warned).sum() / scam.sum() if scam.any() else np.nan,
    }


def warned_of(readings: Readings, kinds, mine):
    """Of which of the mails `mine`, read as `kinds`, the owner is warned."""
    at = np.flatnonzero(mine)
    told = (warns(readings.odds["scam"][i], KINDS[kinds[i]], readings.strengths[i], START) for i in at)
    return np.fromiter(told, bool, len(at))


def mean_of(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean over writers; NaN, what a writer gives no occasion to know, does not count."""
    return {name: float(np.nanmean([row[name] for row in rows])) for name in rows[0]}


def by_writer(readings: Readings, lines: Mapping[str, float]) -> dict[str, dict[str, float]]:
    kinds = kinds_of(readings, lines)
    return {
        str(writer): figures(readings, kinds, readings.writers == writer) for writer in dict.fromkeys(readings.writers)
    }


def choose_lines(readings: Readings) -> dict[str, float]:
    """The lines of greatest worth over all writers."""

    def worth(lines: Mapping[str, float]) -> float:
        mean = mean_of(list(by_writer(readings, lines).values()))
        return sum(mean[name] * weight for name, weight in WORTH.items())

    tried = {value: worth({**START, SOUGHT: value}) for value in TRIED}
    best = max(tried, key=lambda value: (round(tried[value], 4), -abs(value - START[SOUGHT])))
    return {**START, SOUGHT: best}


def temperature(readings: Readings) -> float:
    """The divisor of the scores under which their shares are likeliest."""
    tried = np.arange(0.5, 2.5, 0.05)
    at = np.arange(len(readings.wanted)), readings.wanted
    return float(tried[int(np.argmax([np.log(softmax(readings.scores / t)[at] + 1e-9).mean() for t in tried]))])


def report(readings: Readings, lines: Mapping[str, float], first: Sequence[str]) -> str:
    """The main figures by writer, and their means over the writers `first` and over all."""
    rows = by_writer(readings, lines)
    means = {
        f"mean of {len(first)}": mean_of([rows[writer] for writer in first]),
        f"mean of {len(rows)}": mean_of(list(rows.values())),
    }
    head = f"{'':12}" + "".join(f"{name:>18}" for name in next(iter(means.values())))
    body = [f"{name:12}" + "".join(f"{_told(x):>18}" for x in row.values()) for name, row in (rows | means).items()]
    return "\n".join([head, *body, f"lines {lines}", _asked(readings, lines)])


def _asked(readings: Readings, lines: Mapping[str, float]) -> str:
    """Of what the owner would be asked, how much is an interview; apart for what is passed over and what is told."""
    shares, kinds = softmax(readings.scores), kinds_of(readings, lines)
    true, told = np.isin(readings.wanted, INTERVIEW), np.isin(kinds, INTERVIEW)
    asked = np.array([
        doubt(KINDS[kind], dict(zip(KINDS, row, strict=True)), strengths, lines) is not None
        for kind, row, strengths in zip(kinds, shares, readings.strengths, strict=True)
    ])  # fmt: skip
    some = {"passed over": asked & ~told, "told as an interview": asked & told}
    said = [f"asked though {name}: {mine.sum()}, interviews {(mine & true).sum()}" for name, mine in some.items()]
    missed, silent = (true & ~told).sum(), (true & ~told & ~asked).sum()
    return "\n".join([*said, f"without a question {missed} interviews would be missed, with it {silent}"])


def _told(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.3f}"
