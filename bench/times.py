"""How well times are read, beside the parsers that anybody would reach for, and how long each takes.

usage: python -m bench.times [--phrases FILE] [--page docs/times.md] [--mails N] [WRITER ...]

First the interview mails of tests/corpus, N of each writer (20 if not said; Courtesy reads them all), given its kind:
the F1 of when the interviews begin. Then, where FILE is given, single phrases: an object a line,
{"lang", "text", "reference", "accept": [{"start", "end"}]}, where an empty "accept" says that there is no time in it.

Peers: dateparser, ctparse and recognizers-text-date-time, each left out where it is not installed. A peer is given
the newest words of the mail, its date and its language, and of what it finds the times of day that lie ahead count.
"""

import argparse
import importlib
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "daemon")]

from tests.corpus import build, score  # noqa: E402

from courtesy.config import rulebook  # noqa: E402
from courtesy.config.tables import Config  # noqa: E402
from courtesy.mail.parse import parse  # noqa: E402
from courtesy.reading import dates, newest  # noqa: E402
from courtesy.reading.reading import INTERVIEW  # noqa: E402
from courtesy.reading.words import fold  # noqa: E402

LANGUAGES = {"en": "English", "de": "German", "es": "Spanish", "fr": "French", "it": "Italian", "nl": "Dutch",
             "pt": "Portuguese"}  # fmt: skip
PACKS = rulebook.load(Config())
WORDS = PACKS.words
SAYS_HALF = re.compile(
    r"(?i)\d ?[ap]\.?m|\b[ap]\.?m\b|noon|midnight|morning|afternoon|evening|night|\b(?:1[3-9]|2[0-3])[:.h]\d\d"
)
CLOCK = re.compile(r"\d|noon|midnight|o'clock|half past|quarter|(?i:\b(?:at|eight|nine|ten|eleven|twelve)\b)")
NUMERIC = re.compile(r"\b\d{1,4}[./-]\d{1,2}\b")
WEEKEND = re.compile(r"(?i)we?e?k-?e?nd|fin de semana|fine settimana|fim de semana|wochenende")

Starts = set[datetime]
Reader = Callable[[str, datetime, str], Starts | None]  # None: it does not know the language


# ---- the peers: from words, the moment of writing (aware) and the language to the moments they find


def dateparser_reader() -> Reader:
    search = importlib.import_module("dateparser.search").search_dates

    def read(text: str, sent: datetime, language: str) -> Starts | None:
        settings = {"RELATIVE_BASE": sent.replace(tzinfo=None), "PREFER_DATES_FROM": "future"}
        found = search(text, languages=[language], settings=settings) or []
        return {_aware(moment, sent) for words, moment in found if CLOCK.search(words) and moment.time() != sent.time()}

    return read


def ctparse_reader() -> Reader:
    module = importlib.import_module("ctparse")

    def read(text: str, sent: datetime, language: str) -> Starts | None:
        found = module.ctparse(text[:200], ts=sent.replace(tzinfo=None), timeout=1)
        one = getattr(found, "resolution", None)
        one = getattr(one, "t_from", None) or one
        if one is None or getattr(one, "hour", None) is None or one.year is None:
            return set()
        return {datetime(one.year, one.month, one.day, one.hour, one.minute or 0, tzinfo=sent.tzinfo)}

    return read


def recognizers_reader() -> Reader:
    module = importlib.import_module("recognizers_date_time")
    cultures = importlib.import_module("recognizers_text").Culture

    def read(text: str, sent: datetime, language: str) -> Starts | None:
        culture = getattr(cultures, LANGUAGES[language], None)
        if culture is None:
            return None
        found: Starts = set()
        for one in module.recognize_datetime(text, culture, reference=sent.replace(tzinfo=None)):
            for value in (one.resolution or {}).get("values", []):
                start = value.get("value") or value.get("start") or ""
                if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", start):
                    found.add(_aware(datetime.fromisoformat(start), sent))
        return found

    return read


PEERS = {"dateparser": dateparser_reader, "ctparse": ctparse_reader, "recognizers-text": recognizers_reader}


def peers() -> dict[str, Reader]:
    """The readers of those peers that are installed."""
    found = {}
    for name, make in PEERS.items():
        try:
            found[name] = make()
        except Exception as error:  # noqa: BLE001  whatever a peer needs and does not find
            print(f"{name} is left out: {error}", file=sys.stderr)
    return found


def _aware(moment: datetime, like: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=like.tzinfo)


def _tried(reader: Reader, text: str, sent: datetime, language: str) -> Starts | None:
    try:
        return reader(text, sent, language)
    except Exception:  # noqa: BLE001  a peer that stumbles has found nothing
        return set()


# ---- mail


def ours(row: Mapping[str, Any], message: Any, parts: Any) -> Any:
    return dates.find(
        newest=parts.newest,
        subject=message.subject,
        quoted=parts.quoted,
        sent=message.date,
        zone=ZoneInfo(row["tz"]),
        kind=row["label"]["kind"],
        words=WORDS.get(PACKS.languages.of(f"{message.subject}\n{parts.newest}"), WORDS["en"]),
        beside=WORDS["en"],
    )


def mail_table(names: Sequence[str], readers: Mapping[str, Reader], most: int) -> Iterator[list[str]]:
    """A row a writer: Courtesy's F1 of starts, ends, deadlines and promises, then the F1 of starts of each peer."""
    totals: dict[str, score.Score] = defaultdict(score.Score)
    taken: dict[str, list[float]] = defaultdict(list)
    for name in names:
        writer: dict[str, score.Score] = defaultdict(score.Score)
        for number, (row, message, parts) in enumerate(_mails(name)):
            began = time.perf_counter()
            found = ours(row, message, parts)
            taken["Courtesy"].append(time.perf_counter() - began)
            limits = {"deadline": str(found.deadline or ""), "news_by": str(found.news_by or "")}
            read = {"times": _spans(found.times), **limits}
            _count(writer, totals, "Courtesy", row["label"], read)
            for peer, reader in readers.items() if number < most and row["label"]["kind"] in INTERVIEW else ():
                moment = message.date.astimezone(ZoneInfo(row["tz"]))
                began = time.perf_counter()
                starts = _tried(reader, parts.newest, moment, _language(message, parts)) or set()
                starts = {one for one in starts if one > moment}
                taken[peer].append(time.perf_counter() - began)
                _count(writer, totals, peer, row["label"], {"times": [[one.isoformat(), None] for one in starts]})
        yield [name, *_cells(writer, readers)]
    yield ["**all**", *_cells(totals, readers)]
    speeds = {name: f"{1000 * sum(all_) / len(all_):.1f}" for name, all_ in taken.items()}
    yield ["ms a mail", speeds["Courtesy"], "", "", "", *(speeds.get(peer, "") for peer in readers)]


def _mails(name: str) -> Iterator[tuple[Any, Any, Any]]:
    for row in build.rows(name):
        if row["label"]["kind"] == "other" or "ics" in row:
            continue  # where there is a calendar part, nothing needs to be guessed
        message = parse(build.build(row), arrived=datetime.fromisoformat(row["date"]))
        yield row, message, newest.split(message.text, subject=message.subject)


def _language(message: Any, parts: Any) -> str:
    found = PACKS.languages.of(f"{message.subject}\n{parts.newest}")
    return found if found in LANGUAGES else "en"


def _spans(spans: Sequence[Any]) -> list[list[str | None]]:
    return [[span.start.isoformat(), span.end and span.end.isoformat()] for span in spans]


def _count(
    writer: dict[str, score.Score], totals: dict[str, score.Score], who: str, label: Mapping[str, Any], read: Any
) -> None:
    for tally in (writer[who], totals[who]):
        tally.add(label, {**label, "times": [], "deadline": None, "news_by": None, **read})


def _cells(scores: Mapping[str, score.Score], readers: Mapping[str, Reader]) -> list[str]:
    figures = scores["Courtesy"].figures()
    cells = [_f1(figures, key) for key in ("times.start", "times.end", "deadline", "news_by")]
    return cells + [_f1(scores[peer].figures(), "times.start") if peer in scores else "" for peer in readers]


def _f1(figures: Mapping[str, Mapping[str, float]], key: str) -> str:
    return f"{figures[key]['f1']:.3f}" if key in figures and figures[key]["n"] else ""


# ---- phrases


def cases(path: Path) -> Iterator[tuple[str, str, datetime, Starts]]:
    """Language, words, moment of writing, and the moments that are right (none: it says no time) of each phrase.

    Left out is what no mail makes an appointment of: hours without a day, days and parts of days without an hour,
    moments past or within two hours, and weekends.
    """
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        language = row["lang"][:2]
        sent = _utc(row["reference"] or "2016-11-07T00:00:00")
        if language not in LANGUAGES:
            continue
        if not row["accept"]:
            yield language, row["text"], sent, set()
            continue
        timed = row["kind"] == "clock" and all(re.match(r"\d{4}-.*T", one["start"] or "") for one in row["accept"])
        timed = timed and names_a_day(row["text"], language)
        starts = {_aware(datetime.fromisoformat(one["start"]), sent) for one in row["accept"]} if timed else set()
        ahead = all(start > sent + timedelta(hours=2) and (start.hour or start.minute) for start in starts)
        if starts and ahead and CLOCK.search(row["text"]) and not WEEKEND.search(row["text"]):
            yield language, row["text"], sent, starts


def names_a_day(text: str, language: str) -> bool:
    words = WORDS[language]
    named = re.findall(r"[a-z]+(?: [a-z]+)?", fold(text))
    days = {**words.weekdays, **words.months, **words.days}
    return NUMERIC.search(text) is not None or any(part in days for one in named for part in (one, *one.split()))


def _utc(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def our_phrase(text: str, sent: datetime, language: str) -> Starts:
    found = dates.find(
        newest=text, subject="", quoted="", sent=sent, zone=ZoneInfo("UTC"), kind="invite", words=WORDS[language]
    )
    return {span.start for span in (*found.times, *found.windows)}


def right(text: str, found: Starts, wanted: Starts) -> bool:
    """Whether one of the moments found is right, by the wall clock or as an instant.

    An hour written without its half of the day is right in either: parsers differ in which they take.
    """
    halves = (timedelta(),) if SAYS_HALF.search(text) else (timedelta(), timedelta(hours=12), timedelta(hours=-12))
    for one in found:
        for start in wanted:
            gaps = (one - start, one.replace(tzinfo=None) - start.replace(tzinfo=None))
            if any(abs(gap - half) < timedelta(minutes=1) for gap in gaps for half in halves):
                return True
    return False


def phrase_table(path: Path, readers: Mapping[str, Reader], wrong: list[str]) -> Iterator[list[str]]:
    """A row a language: the phrases, and the share that each reader gets right; then those that hold no time."""
    right_by: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for language, text, sent, wanted in cases(path):
        for name, reader in {"Courtesy": our_phrase, **readers}.items():
            found = _tried(reader, text, sent, language)
            if found is None:
                continue
            good = right(text, found, wanted) if wanted else not found
            right_by[name, language if wanted else "none"].append(good)
            if name == "Courtesy" and not good:
                wrong.append(f"{language}: {text!r} on {sent:%a %Y-%m-%d %H:%M}: {sorted(map(str, found))}")
    for key, title in {**LANGUAGES, "none": "no time in it"}.items():
        counts = right_by["Courtesy", key]
        if counts:
            shares = [right_by[name, key] for name in ("Courtesy", *readers)]
            yield [title, str(len(counts)), *(f"{sum(good) / len(good):.2f}" if good else "" for good in shares)]


# ---- the page


def table(heads: Sequence[str], rows: Iterator[list[str]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("writers", nargs="*", help="files of tests/corpus by name: en1, more_a ... (else all)")
    parser.add_argument("--phrases", type=Path, help="phrases with the times they mean, as JSON lines")
    parser.add_argument("--page", type=Path, help="write the tables into this page, between its marks")
    parser.add_argument("--mails", type=int, default=20, help="mails of each writer that the peers read")
    parser.add_argument("--wrong", action="store_true", help="list the phrases that Courtesy misreads")
    arguments = parser.parse_args()
    paths = (ROOT / "tests" / "corpus").glob("*.jsonl")
    names = arguments.writers or sorted(path.stem for path in paths if not path.stem.startswith("own"))
    readers = peers()
    mail_readers = {name: reader for name, reader in readers.items() if name != "ctparse"}  # it reads one phrase only
    heads = ["writer", "starts", "ends", "deadlines", "news by", *(f"starts, {name}" for name in mail_readers)]
    parts, wrong = [table(heads, mail_table(names, mail_readers, arguments.mails))], list[str]()
    if arguments.phrases:
        heads = ["language", "phrases", "Courtesy", *readers]
        parts.append(table(heads, phrase_table(arguments.phrases, readers, wrong)))
    for part in parts:
        print(part, end="\n\n")
    if arguments.wrong:
        print(*wrong, sep="\n")
    if arguments.page:
        text = arguments.page.read_text("utf-8")
        for name, part in zip(("mail", "phrases"), parts, strict=False):
            head, _, rest = text.partition(f"<!-- {name} -->\n")
            text = f"{head}<!-- {name} -->\n{part}\n<!-- end -->{rest.partition('<!-- end -->')[2]}"
        arguments.page.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
