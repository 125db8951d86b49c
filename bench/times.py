"""How well the times of labelled mail are read, writer by writer, with the kind of each mail given.

usage: python bench/times.py [FILE ...]     files of tests/corpus by name: en1, more_a ... (else all English ones)

Beside our grammar stands what any program gets from dateparser ("pip install dateparser"), where that is installed:
every date it finds in the newest words that lies ahead and was written with a clock time.
"""

import re
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "daemon"), str(ROOT / "tests" / "corpus")]

import build  # noqa: E402
import score  # noqa: E402

from courtesy.mail.parse import parse  # noqa: E402
from courtesy.reading import dates, newest  # noqa: E402
from courtesy.reading.language import language_of  # noqa: E402
from courtesy.shipped import shipped  # noqa: E402

try:
    from dateparser.search import search_dates
except ImportError:
    search_dates = None

LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pt")
WORDS = {code: dates.Words.load(shipped(f"rules/{code}/words.toml").read_text("utf-8")) for code in LANGUAGES}
NAMES = sorted(path.stem for path in (ROOT / "tests" / "corpus").glob("*.jsonl") if path.stem[:2] in ("en", "mo"))
CLOCK = re.compile(r"\d[:.h]\d\d|\d ?[ap]\.?m|noon", re.IGNORECASE)


def ours(row, message, parts):
    found = dates.find(
        newest=parts.newest,
        subject=message.subject,
        quoted=parts.quoted,
        sent=message.date,
        zone=ZoneInfo(row["tz"]),
        kind=row["label"]["kind"],
        words=WORDS[language_of(f"{message.subject}\n{parts.newest}")],
        beside=WORDS["en"],
    )
    times = [[span.start.isoformat(), span.end and span.end.isoformat()] for span in found.times]
    return {"times": times, "deadline": str(found.deadline or ""), "news_by": str(found.news_by or "")}


def theirs(row, message, parts):
    base = message.date.replace(tzinfo=None)
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "future", "TIMEZONE": row["tz"]}
    settings["RETURN_AS_TIMEZONE_AWARE"] = True
    found = search_dates(parts.newest, languages=["en"], settings=settings) or []
    starts = {moment.isoformat() for words, moment in found if CLOCK.search(words) and moment > message.date}
    return {"times": [[start, None] for start in sorted(starts)]}


def measure(name, read):
    """The score of one writer's mail, and the milliseconds that one of them took to read."""
    tally, taken, count = score.Score(), 0.0, 0
    for row in build.rows(name):
        if row["label"]["kind"] == "other":
            continue
        message = parse(build.build(row), arrived=datetime.fromisoformat(row["date"]))
        parts = newest.split(message.text, subject=message.subject)
        began = time.perf_counter()
        found = read(row, message, parts)
        taken += time.perf_counter() - began
        count += 1
        tally.add(row["label"], {**row["label"], "times": [], "deadline": None, "news_by": None, **found})
    return tally.figures(), 1000 * taken / count


def main() -> None:
    read = {"courtesy": ours, "dateparser": theirs}
    if search_dates is None:
        del read["dateparser"]
        print("dateparser is not installed: no baseline")
    print(f"{'F1 of':10}{'by':12}{'starts':>8}{'ends':>8}{'deadline':>10}{'news by':>9}{'ms a mail':>11}")
    for name in sys.argv[1:] or NAMES:
        for reader, function in read.items():
            figures, taken = measure(name, function)
            told = [figures[key]["f1"] for key in ("times.start", "times.end", "deadline", "news_by")]
            start, end, deadline, news = told if reader == "courtesy" else (told[0], None, None, None)
            cells = [f"{cell:.3f}" if cell is not None else "-" for cell in (start, end, deadline, news)]
            print(f"{name:10}{reader:12}{cells[0]:>8}{cells[1]:>8}{cells[2]:>10}{cells[3]:>9}{taken:>11.2f}")


if __name__ == "__main__":
    main()
