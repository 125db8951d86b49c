"""The figures of docs/accuracy.md are counted right, and the page is made of them."""

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bench.diagram import Band, bands, draw, error
from bench.figures import MEANING, count, figure, score_of
from bench.keywords import keywords
from bench.page import page
from bench.unseen import Judged

NINE, TEN = "2026-03-02T09:00:00+01:00", "2026-03-02T10:00:00+01:00"
INVITE = {"kind": "invite", "reply_needed": True, "times": [[NINE, TEN]], "company": "Acme Ltd", "place": "video"}


def figures(*pairs: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, float]:
    """What pairs of label and reading come to, but for what they give no occasion to know."""
    score = score_of(pairs)
    return {name: value for name in MEANING if (value := figure(score, name)) is not None}


def test_a_perfect_reading_has_perfect_figures() -> None:
    """In another zone, under another spelling of the company, with more than is asked."""
    read = INVITE | {"times": [["2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"]], "company": "ACME", "language": "en"}
    found = figures((INVITE, read))
    assert set(found.values()) == {1.0}
    assert {"kind", "interview.caught", "act.caught", "times.start", "times.end", "company", "place"} <= set(found)
    assert not {"quiet.kept", "deadline", "scam.precision", "interviewers"} & set(found)


def test_a_wrong_answer_is_missed_and_invented() -> None:
    """So one right and one wrong of two make a half; half a list is no list."""
    found = figures((INVITE, INVITE), (INVITE, INVITE | {"times": [[TEN, None]], "company": "Zenith", "place": None}))
    assert found["times.start"] == found["company"] == found["times.all_right"] == pytest.approx(1 / 2)
    assert found["place"] == pytest.approx(2 / 3)  # what is only missed counts once


def test_other_mail_counts_where_it_should() -> None:
    """A false alarm costs the quiet, a missed interview the catch, an interview for an offer only the interviews."""
    other, offer = {"kind": "other"}, {"kind": "offer"}
    found = figures((other, INVITE), (other, other), (INVITE, other), (INVITE, offer))
    assert (found["quiet.kept"], found["interview.caught"], found["act.caught"]) == (1 / 2, 0, 1 / 2)
    assert found["kind"] == 1 / 4
    assert found["kind.macro_f1"] == pytest.approx((2 * 1 / 4 + 0) / 2)  # offer is nobody's kind here


def test_scams_have_precision_and_recall() -> None:
    scam, none = {"kind": "offer", "scam": True}, {"kind": "offer", "scam": False}
    pairs = [(scam, scam), (scam, none), (scam, none), (none, scam), (none, none)]
    found, score = figures(*pairs), score_of(pairs)
    assert (found["scam.precision"], found["scam.recall"]) == (1 / 2, pytest.approx(1 / 3))
    assert (count(score, "scam.precision"), count(score, "scam.recall"), count(score, "kind")) == (2, 3, 5)


def test_bands_say_how_far_confidence_goes_wrong() -> None:
    """Of four at 0.9 two are right, so 0.4 is said too much of four in five; one at 0.0 is rightly doubted."""
    found = bands([(0.9, True), (0.9, True), (0.9, False), (0.9, False), (0.0, False)], (0.0, 0.5, 0.9, 1.0))
    assert [(band.low, band.count, round(band.said, 6), band.right) for band in found] == [
        (0.0, 1, 0.0, 0.0),
        (0.5, 4, 0.9, 0.5),
    ]
    assert error(found) == pytest.approx(0.4 * 4 / 5)
    low, high = found[1].margin
    assert (round(low, 3), round(high, 3)) == (0.15, 0.85)


def test_the_picture_is_well_formed_and_has_a_point_for_each_band() -> None:
    found = [Band(low=0.0, high=0.5, count=3, said=0.4, right=1 / 3), Band(low=0.5, high=1, count=9, said=0.9, right=1)]
    picture = ET.fromstring(draw(found))
    assert len(picture.findall("{http://www.w3.org/2000/svg}circle")) == 2
    assert {"3", "9"} <= {text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")}


def judged(writer: str, label: dict[str, Any], read: dict[str, Any], language: str = "en", **more: Any) -> Judged:
    facts = {"subject": "", "newest": "", "calendars": (), "asked": False} | more
    sent = datetime(2026, 2, 27, 9, tzinfo=UTC)
    read = {"confidence": 0.9} | read
    return Judged(writer=writer, language=language, label=label, read=read, sent=sent, zone=ZoneInfo("UTC"), **facts)


def test_the_page_is_made_of_readings() -> None:
    """Every figure in every table, and what simpler readers do not answer left empty."""
    other = {"kind": "other"}
    mails = [
        judged("ann", INVITE, INVITE),
        judged("ann", other, other),
        judged("bob", INVITE, other, asked=True),
        judged("bob", other, INVITE),
        judged("cid", INVITE, other, language="de"),
    ]
    mails *= 10
    text = page(mails, {"guess": [{"kind": "invite"}] * len(mails)})
    tables = [re.findall(r"^\| (.*) \|$", table, re.M) for table in re.split(r"^## ", text, flags=re.M)]
    main, every, writers, languages, confused, asked, trust, _ = [[row.split(" | ") for row in one] for one in tables]
    assert main[2] == ["interviews read as some kind of interview", "**50.0**", "0.0", "100.0"]
    assert [row[0] for row in every[2:]] == [f"`{name}`" for name in MEANING]
    assert every[2][2:] == ["20", "**50.0**", "0.0", "100.0"]  # of, ours, lowest writer, guess
    assert next(row for row in every if row[0] == "`company`")[3:] == ["**66.7**", "0.0", ""]
    assert writers[0] == ["", "mails", *(f"`{name}`" for name in MEANING)]
    assert [row[:3] for row in writers[2:]] == [["ann", "20", "100.0"], ["bob", "20", "0.0"], ["cid", "10", "0.0"]]
    assert next(row for row in languages if row[0] == "`kind`") == ["`kind`", "50.0", "0.0"]
    assert next(row for row in languages if row[0] == "guess: `kind`") == ["guess: `kind`", "50.0", "100.0"]
    assert next(row for row in confused if row[0] == "**invite**")[1] == "10"
    assert asked[2:] == [["told as an interview", "0", "0"], ["passed over", "10", "10"]]
    assert trust[2:] == [["80% to 90%", "50", "90.0", "40.0"]]
    assert all(len(line) <= 120 for line in text.splitlines() if not line.startswith("|"))


def test_keywords_find_what_is_written_plainly() -> None:
    """So that it is a fair peer."""
    letter = "Would you be available for an interview on Zoom on Tuesday 3 March at 10:30? Let me know by Monday."
    (read,) = keywords([judged("ann", INVITE, {}, subject="Your application", newest=letter)])
    assert (read["kind"], read["reply_needed"], read["place"]) == ("invite", True, "video")
    assert read["times"] == [["2026-03-03T10:30:00+00:00", None]]
    assert read["deadline"] == "2026-03-02"


def test_the_page_in_the_documentation_has_every_figure() -> None:
    """In all, by writer and by language."""
    text = (Path(__file__).parents[1] / "docs/accuracy.md").read_text(encoding="utf-8")
    assert all(text.count(f"| `{name}` |") == 3 for name in MEANING)
