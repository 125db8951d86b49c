"""The page about accuracy: figures of mail that was read with weights that never met its writer, as Markdown."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bench.diagram import Band, bands, error
from bench.figures import MEANING, count, figure, score_of
from bench.unseen import Judged
from tests.corpus.score import INTERVIEW, Score

from courtesy.reading.reading import KINDS

BOUNDS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
PICTURE = "pictures/confidence.svg"
MAIN = ("interview.caught", "quiet.kept", "kind", "reply_needed", "times.all_right")
LEAST = 10  # cases from which a writer may be the lowest
COMPARED = ("interview.caught", "quiet.kept", "kind")  # with simpler readers, language by language
Cells = Sequence[str]
Row = Mapping[str, Any]
Peers = Mapping[str, Sequence[Row]]


def page(mails: Sequence[Judged], peers: Peers) -> str:
    """The page about `mails`, in Markdown; `peers` are what simpler readers make of the same mails, by their names."""
    english = [number for number, mail in enumerate(mails) if mail.language == "en"]
    ours = [mails[number] for number in english]
    theirs = {name: score_of((mails[n].label, read[n]) for n in english) for name, read in peers.items()}
    known = {name: {key for one in read for key in one} for name, read in peers.items()}
    every = _every(ours, theirs, known)
    readers = ["Courtesy", "lowest writer", *peers]
    parts = [
        _HEAD.format(mails=len(ours), writers=len({mail.writer for mail in ours})),
        _table(["", *readers], [[row[1], *row[3:]] for row in every if row[0].strip("`") in MAIN]),
        _EVERY,
        _table(["figure", "what is counted", "of", *readers], every),
        _BY_WRITER,
        _by(mails, lambda mail: mail.writer, downward=True),
        _BY_LANGUAGE,
        _by(mails, lambda mail: mail.language, peers),
        _CONFUSED,
        _confusion(mails),
        _ASKED,
        _asked(mails),
        _TRUST.format(picture=PICTURE, error=f"{100 * error(trust(mails)):.1f}"),
        _reliability(trust(mails)),
        _TAIL,
    ]
    return "\n".join(parts)


def trust(mails: Sequence[Judged]) -> list[Band]:
    """How often kinds are right, by how sure the program said to be."""
    answers = [(float(mail.read["confidence"]), mail.read["kind"] == mail.label["kind"]) for mail in mails]
    return bands(answers, BOUNDS)


def _every(ours: Sequence[Judged], peers: Mapping[str, Score], known: Mapping[str, set[str]]) -> list[list[str]]:
    """A row for every figure: over all mails, its lowest over the writers, and those of the simpler readers."""
    score = _score(ours)
    writers = [_score(some) for some in _sorted_out(ours, lambda mail: mail.writer).values()]
    rows = []
    for name, meaning in MEANING.items():
        lowest = [value for one in writers if count(one, name) >= LEAST and (value := figure(one, name)) is not None]
        row = [f"`{name}`", meaning, str(count(score, name)), f"**{_percent(figure(score, name))}**"]
        row.append(_percent(min(lowest, default=None)))
        row += [_percent(figure(other, name)) if _answers(name, known[peer]) else "" for peer, other in peers.items()]
        rows.append(row)
    return rows


def _answers(name: str, known: set[str]) -> bool:
    """Whether a reader that says these keys gives the figure `name`."""
    if name in ("interview.caught", "act.caught", "quiet.kept"):
        return "kind" in known
    return name.partition(".")[0] in known


def _sorted_out(mails: Sequence[Judged], key: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    found: dict[str, list[Judged]] = {}
    for mail in mails:
        found.setdefault(key(mail), []).append(mail)
    return found


def _score(mails: Sequence[Judged]) -> Score:
    return score_of((mail.label, mail.read) for mail in mails)


def _by(
    mails: Sequence[Judged], key: Callable[[Judged], str], peers: Peers | None = None, *, downward: bool = False
) -> str:
    """Every figure for every group of mails, a column each, or `downward` a row; and how well `peers` tell kinds."""
    groups = _sorted_out(mails, key)
    scores = [_score(some) for some in groups.values()]
    rows = [["mails", *(str(len(some)) for some in groups.values())]]
    rows += [[f"`{name}`", *(_percent(figure(score, name)) for score in scores)] for name in MEANING]
    for peer, read in (peers or {}).items():
        pairs: dict[str, list[tuple[Row, Row]]] = {}
        for mail, one in zip(mails, read, strict=True):
            pairs.setdefault(key(mail), []).append((mail.label, one))
        theirs = [score_of(pairs[group]) for group in groups]
        rows += [[f"{peer}: `{name}`", *(_percent(figure(score, name)) for score in theirs)] for name in COMPARED]
    lines = [["", *groups], *rows]
    if downward:
        lines = [list(line) for line in zip(*lines, strict=True)]
    return _table(lines[0], lines[1:])


def _confusion(mails: Sequence[Judged]) -> str:
    counts = Counter((mail.label["kind"], mail.read["kind"]) for mail in mails)
    rows = []
    for kind in KINDS:
        row = [counts[kind, other] for other in KINDS]
        rows.append([f"**{kind}**", *(str(number or "") for number in row), _share(counts[kind, kind], sum(row))])
    right = [_share(counts[kind, kind], sum(counts[other, kind] for other in KINDS)) for kind in KINDS]
    return _table(["is \\ read as", *KINDS, "found"], [*rows, ["right", *right, ""]])


def _asked(mails: Sequence[Judged]) -> str:
    """How often the owner is asked, and how often with reason."""
    rows, told = [], {True: "told as an interview", False: "passed over"}
    for interview, name in told.items():
        some = [mail for mail in mails if mail.asked and (mail.read["kind"] in INTERVIEW) == interview]
        rows.append([name, str(len(some)), str(sum(mail.label["kind"] in INTERVIEW for mail in some))])
    interviews = [mail for mail in mails if mail.label["kind"] in INTERVIEW]
    missed = [mail for mail in interviews if mail.read["kind"] not in INTERVIEW]
    return (
        _table(["", "asked about", "an interview"], rows)
        + f"\nWithout a question {len(missed)} of {len(interviews)} interviews would be missed, "
        + f"with it {sum(not mail.asked for mail in missed)}.\n"
    )


def _reliability(found: Sequence[Band]) -> str:
    rows = [
        [f"{band.low:.0%} to {band.high:.0%}", str(band.count), _percent(band.said), _percent(band.right)]
        for band in found
    ]
    return _table(["confidence", "mails", "said", "right"], rows)


def _share(some: int, whole: int) -> str:
    return _percent(some / whole if whole else None)


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f}"


def _table(head: Cells, rows: Sequence[Cells]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


_HEAD = """# How well mail is read

In per cent, of {mails} English mails by {writers} writers, each read with weights that were learnt from others:
"""
_EVERY = """
"Lowest writer" is the one whose mail is read worst. *Keywords* is what an engineer might write in an hour: lists of
words, the first that matches wins, and a few patterns for dates and names. *TF-IDF* is the usual statistical reader:
words, pairs of words and short runs of letters of subject and newest text, weighed by logistic regression. It learns
from the same mail as our weights, and tells kinds and `reply_needed` only.

This page is written by `make accuracy`; do not edit it by hand. The writers of `tests/corpus` are left out in turn,
three at a time, the weights are fitted on the mail of the others, and the program itself reads the mail left out, from
its bytes to the line that `courtesy read --jsonl` prints. Nothing is told to it: a wrong kind costs the times and names
that are only sought in mail of the right kind. The mail is invented, and much of it was written to be mistaken for
something else: the figures compare readers, and foretell nothing of a mailbox.

## Every figure

In per cent, of the same mails. An interview is an `invite`, `confirm`, `reschedule` or `cancel`; the keys and what they
mean are those of [what a reading says](reading.md). "Of" says on how many mails or answers a figure rests. An F1 lies
between the share of what is there that is found, and the share of what is found that is there; a wrong answer counts
against both. The lowest writer is one of those with at least ten cases.
"""
_BY_WRITER = """
## By writer

Each is named as the file of `tests/corpus` that has the mail; those of `ml` write in several languages. A cell is empty
where the writer gives no occasion.
"""
_BY_LANGUAGE = """
## By language

All mail that is not in English is of few writers, so those figures are rough: one mail may be worth several per cent.
The lowest rows are those of the simpler readers.
"""
_CONFUSED = """
## What is mistaken for what

Mails of all languages: a row for what they are, a column for what they are read as. "found" is how many of a row are
right, "right" how many of a column.
"""
_ASKED = """
## What the owner is asked

Where the program doubts whether a mail is about an interview it asks its owner, rather than be silent or sure:
"""
_TRUST = """
## How far `confidence` can be trusted

A program that can be trusted is right in nine of ten mails of which it is 90 % sure: its points lie on the broken line.
The strokes say how far a point may be off by chance alone. In the mean over all mails, what is said and what is right
differ by {error} points of a hundred.

![How often kinds are right, by confidence]({picture})
"""
_TAIL = """
## What flatters these figures

- The weights of words and rules, of `reply_needed` and of `scam`, the two lines that decide how likely an interview
  must be, and the scale of the confidence are found without the writer who is judged. How strongly weights are drawn
  to what is believed beforehand, and which words are looked at, are not: these few numbers were chosen on the mean of
  writers left out, which flatters a little.
- Rules and grammars (dates, times, names, companies, places, links) are not fitted but written, by people who had read
  mail of these writers and what was misread of it. That flatters more, and most where a figure rests on them alone:
  from `times.start` down to `interviewers`. The keywords are flattered likewise: they were ordered with an eye on
  their figures; and so is the strength with which TF-IDF draws its weights to nothing.
- How rare a word is, and whether several writers use it, is counted on all mail, without its labels.
- The other lines, for mail that hardly speaks of a job and for what the owner is asked, were drawn on two thousand
  ordinary mails of 2002 from public lists and newsletters, so that hardly any of it is read as an interview, or asked
  about, and on the plainest letters of employers in seven languages, so that none of them is passed over. That mail is
  therefore no independent test. Two of them, for short mail to "you" and for mail that never speaks of an interview,
  were drawn with an eye on these figures as well, which flatters a little.
- The writers were given the same rules of labelling, and made up their mail. Real mail has surprises that nobody makes
  up.
"""
