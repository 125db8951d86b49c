"""How well mail of unseen writers is read: the figures, the lines that are drawn by them, and the page about them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from bench.regression import softmax

from courtesy.reading.classify import doubt, line
from courtesy.reading.reading import KINDS

INTERVIEW = [KINDS.index(kind) for kind in ("invite", "confirm", "reschedule", "cancel")]
ACT = [*INTERVIEW, KINDS.index("offer"), KINDS.index("assessment")]
# A missed interview costs most; a false alarm costs half of it, and so does any wrong kind.
WORTH = {"interview.caught": 2.0, "quiet.kept": 1.0, "kind.accuracy": 1.0}
START = {"interview": 0.4, "direct": 0.63, "jobless": 0.6, "idle": 0.55, "mute": 0.83} | {
    "ask": 0.17, "ask_mute": 0.3, "sure": 0.6,
}  # fmt: skip
# The lines that are sought; the others, and the least of these, were drawn on two thousand ordinary mails.
SOUGHT = ("interview", "jobless")
TRIED = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
BANDS = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 0.99), (0.99, 1.01))


@dataclass(frozen=True, kw_only=True, slots=True)
class Readings:
    """Mails with what they should be read as, and what weights that never saw their writers made of them."""

    writers: Any  # names, one for each mail
    scores: Any  # mails x kinds, log-odds
    wanted: Any  # numbers of kinds
    strengths: Sequence[Mapping[str, float]]  # the evidence
    odds: Mapping[str, Any]  # log-odds of the facts
    facts: Mapping[str, Any]  # 1.0 where a fact holds


def decide(shares, lines):
    """The kinds read from `shares`: an interview when the shares of its four kinds together exceed the mail's line."""
    kinds, others = shares.copy(), shares.copy()
    kinds[:, [number for number in range(len(KINDS)) if number not in INTERVIEW]] = -1
    others[:, INTERVIEW] = -1
    return np.where(shares[:, INTERVIEW].sum(1) > lines, kinds.argmax(1), others.argmax(1))


def kinds_of(readings: Readings, lines: Mapping[str, float]):
    """What the mails are read as when the lines to an interview lie at `lines`."""
    return decide(softmax(readings.scores), np.array([line(strengths, lines) for strengths in readings.strengths]))


def figures(readings: Readings, kinds, mine) -> dict[str, float]:
    """The figures of the mails `mine`."""
    wanted, read_ = readings.wanted[mine], kinds[mine]
    interview, quiet = np.isin(wanted, INTERVIEW), ~np.isin(wanted, ACT)
    reply, answered = readings.facts["reply_needed"][mine], readings.odds["reply_needed"][mine] > 0
    scam, warned = readings.facts["scam"][mine], readings.odds["scam"][mine] > 0
    return {
        "kind.accuracy": (wanted == read_).mean(),
        "interview.caught": np.isin(read_[interview], INTERVIEW).mean(),
        "quiet.kept": (~np.isin(read_[quiet], ACT)).mean(),
        "reply.f1": 2 * (reply * answered).sum() / max(1, reply.sum() + answered.sum()),
        "scam.precision": (scam * warned).sum() / warned.sum() if warned.any() else np.nan,
        "scam.recall": (scam * warned).sum() / scam.sum() if scam.any() else np.nan,
    }


def mean_of(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean over writers; NaN, what a writer gives no occasion to know, does not count."""
    return {name: float(np.nanmean([row[name] for row in rows])) for name in rows[0]}


def by_writer(readings: Readings, lines: Mapping[str, float]) -> dict[str, dict[str, float]]:
    kinds = kinds_of(readings, lines)
    return {
        str(writer): figures(readings, kinds, readings.writers == writer) for writer in dict.fromkeys(readings.writers)
    }


def choose_lines(readings: Readings) -> dict[str, float]:
    """The lines of greatest worth over all writers, sought one after the other, twice."""
    best = dict(START)

    def worth(lines: Mapping[str, float]) -> float:
        mean = mean_of(list(by_writer(readings, lines).values()))
        return sum(mean[name] * weight for name, weight in WORTH.items())

    for name in [*SOUGHT, *SOUGHT]:
        tried = {value: worth({**best, name: value}) for value in TRIED}
        best[name] = max(tried, key=lambda value: (round(tried[value], 4), -abs(value - START[name])))
    return best


def temperature(readings: Readings) -> float:
    """The divisor of the scores under which their shares are likeliest."""
    tried = np.arange(0.5, 2.5, 0.05)
    at = np.arange(len(readings.wanted)), readings.wanted
    return float(tried[int(np.argmax([np.log(softmax(readings.scores / t)[at] + 1e-9).mean() for t in tried]))])


def report(readings: Readings, lines: Mapping[str, float], first: Sequence[str]) -> str:
    """The page about accuracy, in Markdown."""
    rows = by_writer(readings, lines)
    means = {
        f"mean of {len(first)}": mean_of([rows[writer] for writer in first]),
        f"mean of {len(rows)}": mean_of(list(rows.values())),
    }
    parts = [_HEAD, _table(["writer", *next(iter(means.values()))], _cells(rows | means)), _LINES]
    parts.append(_table(list(lines), [[f"{value:.2f}" for value in lines.values()]]))
    parts += [_ASKED, _asked(readings, lines)]
    parts += [_CONFUSED, _confusion(readings, lines), _HONEST, _reliability(readings, lines), _TAIL]
    return "\n".join(parts)


def _cells(rows: Mapping[str, Mapping[str, float]]) -> list[list[str]]:
    return [
        [name, *("" if np.isnan(value) else f"{value:.3f}" for value in row.values())] for name, row in rows.items()
    ]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _asked(readings: Readings, lines: Mapping[str, float]) -> str:
    """Of what the owner would be asked, how much is an interview; apart for what is passed over and what is told."""
    shares, kinds = softmax(readings.scores), kinds_of(readings, lines)
    true, told = np.isin(readings.wanted, INTERVIEW), np.isin(kinds, INTERVIEW)
    asked = np.array([
        doubt(KINDS[kind], dict(zip(KINDS, row, strict=True)), strengths, lines) is not None
        for kind, row, strengths in zip(kinds, shares, readings.strengths, strict=True)
    ])  # fmt: skip
    some = {"passed over": asked & ~told, "told as an interview": asked & told}
    rows = [[name, str(mine.sum()), str((mine & true).sum())] for name, mine in some.items()]
    missed, silent = (true & ~told).sum(), (true & ~told & ~asked).sum()
    return (
        _table(["read as", "asked about", "an interview"], rows)
        + f"\nWithout a question {missed} interviews would be missed, with it {silent}.\n"
    )


def _confusion(readings: Readings, lines: Mapping[str, float]) -> str:
    counts = Counter(zip(readings.wanted.tolist(), kinds_of(readings, lines).tolist(), strict=True))
    rows = [
        [f"**{kind}**", *(str(counts[number, other] or "") for other in range(len(KINDS)))]
        for number, kind in enumerate(KINDS)
    ]
    return _table(["is \\ read as", *KINDS], rows)


def _reliability(readings: Readings, lines: Mapping[str, float]) -> str:
    kinds, warmth = kinds_of(readings, lines), temperature(readings)
    sure = softmax(readings.scores / warmth)[np.arange(len(kinds)), kinds]
    rows = []
    for low, high in BANDS:
        some = (sure >= low) & (sure < high)
        if some.any():
            right = (kinds == readings.wanted)[some].mean()
            rows.append(
                [f"{low:.2f} to {min(high, 1):.2f}", str(some.sum()), f"{sure[some].mean():.3f}", f"{right:.3f}"]
            )
    return _table(["confidence", "mails", "said", "right"], rows)


_HEAD = """# How well mail is read

Written by `make fit`; do not edit by hand. Every figure is of mail whose writer the weights had never met: each
writer of `tests/corpus` is left out in turn, everything (words, rules, their combination) is fitted on the mail of
the others, and the mail left out is read. The corpus is invented mail, half of it easily mistaken for something
else; an ordinary mailbox is easier. `interview.caught` is the share of interviews read as invite, confirm, reschedule
or cancel; `quiet.kept` the share of mail that asks for no attention and gets none.
"""
_LINES = """
An interview is seen where its four kinds together have a greater share of belief than a line, which lies higher
the less the mail speaks of a job. The lines "interview" and "jobless" are chosen on the figures above, the others on
two thousand ordinary mails of 2002 from public lists and newsletters, of which at most two may be read as an interview
(two are, and one as an offer):
"""
_ASKED = """
## What is asked

Of mail that is not read as an interview the owner is asked where an interview has a share of belief above the line
"ask" (short mail that addresses him) or "ask_mute" (other mail); of mail that is read as one, where the share lies
below "sure" and the mail begins an application. Six of the two thousand ordinary mails are asked about.
"""
_CONFUSED = """
## What is mistaken for what
"""
_HONEST = """
## How far `confidence` can be trusted
"""
_TAIL = """
## What was tuned on what

- The weights of words and rules, of `reply_needed` and of `scam`: on the other writers only.
- How strongly weights are drawn to what is believed before, which words are looked at, and the lines: on the means
  above. They are a handful of numbers, so the means flatter little, but a little they do.
- How rare a word is, and whether several writers use it: counted on all mail, without its labels.
- The rules were written by people who had read mail of these writers, and what was misread of it; that also flatters.
- The ordinary mail served to draw lines, so it is no independent test of false alarms.
- German, French, Spanish, Italian, Dutch and Portuguese mail is learned from, and not judged here.
"""
