"""Any text at all: nothing is raised, every span is aware and ends after it starts, and the work stays bounded."""

import string
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courtesy.reading.dates import find
from courtesy.reading.lexer import MAX_TOKENS, lexer
from courtesy.reading.reading import KINDS
from courtesy.reading.words import Words, fold
from courtesy.shipped import shipped

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")
WORDS = {name: Words.load(shipped(f"rules/{name}/words.toml").read_text(encoding="utf-8")) for name in LANGUAGES}
ZONES = ("Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia")

pieces = st.sampled_from(
    "Monday tue Friday 14 31 February October 30th 29/02 31.12. 2026-02-30 12/13/2026 10 10:30 25:70 2400 0000 9am "
    "12pm noon midnight half quarter past to till - / ( ) , : \n | and or by before until within 3 days weeks next "
    "last week tomorrow fortnight EST BST UTC+14 UTC+99 your time same time 45 minutes an hour please let me know "
    "you will hear end of the month instead of moved from at on the 0 99999 1.1.1 £12 ½ ٣ İ ß".split(" ")
)
texts = st.one_of(
    st.lists(pieces, max_size=60).map(" ".join),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200),
    st.text(alphabet=string.digits + " :.-/apm,\n", max_size=200),
)
moments = st.builds(
    lambda day, minutes: datetime(2024, 1, 1, tzinfo=timezone(timedelta(minutes=minutes))) + timedelta(hours=day),
    st.integers(0, 40_000),
    st.sampled_from([0, 60, -300, 330, 845, -720]),
)


@settings(max_examples=250, deadline=None)
@given(texts, texts, moments, st.sampled_from(ZONES), st.sampled_from(KINDS), st.sampled_from(LANGUAGES))
def test_any_text(newest, quoted, sent, zone, kind, language):
    found = find(
        newest=newest,
        subject=newest[:40],
        quoted=quoted,
        sent=sent,
        zone=ZoneInfo(zone),
        kind=kind,
        words=WORDS[language],
    )
    for span in (*found.times, *found.windows, *found.old_times):
        assert span.start.utcoffset() is not None
        assert span.end is None or span.end.astimezone(UTC) > span.start.astimezone(UTC)
    assert all(span.end for span in found.windows)
    assert len(found.times) <= 40
    assert isinstance(found.deadline, datetime) is False or found.deadline.utcoffset() is not None


@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_a_date_header_out_of_this_world(year):
    sent = datetime(year, 12, 31, 23, tzinfo=UTC)
    found = find(
        newest="Friday at 10?", subject="", quoted="", sent=sent, zone=ZoneInfo("UTC"), kind="invite", words=WORDS["en"]
    )
    assert found.times == ()


@given(st.text())
def test_folding_keeps_every_place(text):
    assert len(fold(text)) == len(text)
    assert fold(text).isascii()


@pytest.mark.parametrize(
    "piece",
    [
        "12:30 ",
        "monday ",
        "1",
        "10-",
        "14 october ",
        "between 1 and ",
        "by ",
        "\n",
        "(",
        "(10 ",
        "4,",
        "the 3rd, ",
        "1.1. / ",
    ],
)
def test_a_long_text_is_cut_short(piece):
    text = piece * (200_000 // len(piece))
    found = find(
        newest=text,
        subject=text,
        quoted=text,
        sent=datetime(2026, 10, 14, tzinfo=UTC),
        zone=ZoneInfo("UTC"),
        kind="confirm",
        words=WORDS["en"],
    )
    assert len(found.times) <= 40
    folded = fold(text[:64_000])
    assert len(lexer(WORDS["en"]).tokens(folded, text[:64_000])) <= MAX_TOKENS


def test_a_list_without_end_gives_no_more_times_than_a_mail_has():
    days = ", ".join(f"{day % 28 + 1} October" for day in range(900))
    hours = ", ".join(f"{hour % 12 + 1}:{hour % 60:02}pm" for hour in range(900))
    for text in (f"{days} at {hours}", f"{hours} on {days}", f"{days}\n{hours}".replace(", ", "\n")):
        found = find(
            newest=text,
            subject="",
            quoted=text,
            sent=datetime(2026, 10, 14, tzinfo=UTC),
            zone=ZoneInfo("UTC"),
            kind="invite",
            words=WORDS["en"],
        )
        assert len(found.times) <= 40


@given(st.lists(st.sampled_from(["a" * 700, "monday at 10 ", "4,", " ", "\n", "14.10. "]), max_size=12).map("".join))
def test_tokens_stand_where_they_say(text):
    folded = fold(text)
    tokens = lexer(WORDS["en"]).tokens(folded, text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)
    assert all("\n" not in folded[token.start : token.end] for token in tokens)
