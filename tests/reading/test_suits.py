"""The times that suit the owner, by his own mail, as the program reads it."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from tests.corpus.build import build
from tests.job_hunts import packs

from courtesy.mail.parse import parse
from courtesy.reading import Reading
from courtesy.reading.read import read

LONDON = ZoneInfo("Europe/London")


def own(text: str, **more: str) -> Reading:
    """What is read of a mail that the owner wrote on Monday 9 November 2026."""
    raw = build(
        {
            "id": "own", "from": "ada@mail.example", "to": "jo@acme.example", "subject": "Re: Interview",
            "date": "2026-11-09T09:00:00+00:00", "text": text, **more,
        }
    )  # fmt: skip
    message = parse(raw, arrived=None)
    return read(message, packs(), addresses=frozenset({"ada@mail.example"}), zone=LONDON, sent=True)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Tuesday 24 November at 3pm works for me.", ["24.11. 15:00"]),
        ("Could we do Friday 13 November at 10am instead?", ["13.11. 10:00"]),
        ("No problem, Friday 13 November at 10am it is.", ["13.11. 10:00"]),
        ("Le vendredi 13 novembre à 10h me convient parfaitement, pas de souci.", ["13.11. 10:00"]),
        ("Freitag, 13. November, um 10 Uhr passt mir sehr gut.", ["13.11. 10:00"]),
        ("Sadly Friday 13 November at 10am is no good for me.", []),
        ("Am Freitag, 13. November, um 10 Uhr kann ich leider nicht.", []),
        ("El viernes 13 de noviembre a las 10:00 no me viene bien; mejor el lunes 16 a las 14:00.", ["16.11. 14:00"]),
        ("El viernes 13 de noviembre a las 10:00 me viene muy bien.", ["13.11. 10:00"]),
        ("O dia 13 de novembro às 10h é impossível para mim.", []),
        ("I have an exam on Friday 13 November at 10am. Could we do Monday 16 November at 2pm?", ["16.11. 14:00"]),
        ("Thank you!\n\nOn 3 November you wrote:\n> Would Friday 13 November at 10am suit?", []),
    ],
)
def test_times_that_suit(text: str, times: list[str]) -> None:
    subject = {"Le": "Re: Entretien", "El": "Re: Entrevista"}.get(text.split()[0], "Re: Interview")
    found = own(text, subject=subject).times
    assert [f"{span.start.astimezone(LONDON):%d.%m. %H:%M}" for span in found] == times


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("11 please!", [time(11)]),
        ("Sorry, I am away on Tuesday. Could we do 3?", [time(15)]),
        ("Thank you too. 4 works best", [time(16)]),
        ("El jueves no puedo por la mañana, ¿podría ser a las 17?", [time(17)]),
        ("I can't make it before noon, but 2.30 is fine.", [time(14, 30)]),
        ("Tuesday 24 November at 3pm works for me.", []),
    ],
)
def test_an_hour_without_a_day(text: str, hours: list[time]) -> None:
    assert list(own(text, subject="Re: Entrevista" if text[0] == "E" else "Re: Interview").hours) == hours


def test_a_day_without_an_hour() -> None:
    assert own("The 25th please.").days == (date(2026, 11, 25),)
    wednesday = own("Wednesday works for me.")
    assert (wednesday.days, wednesday.by_weekday) == ((date(2026, 11, 11),), True)
    assert not own("Wednesday 11 November works for me.").by_weekday
    assert own("I cannot do Wednesday.").days == ()


@pytest.mark.parametrize(
    ("text", "refuses"),
    [
        ("Yes, gladly.", False),
        ("No problem, see you then!", False),
        ("Ja, klar.", False),
        ("I am afraid I cannot.", True),
    ],
)
def test_whether_anything_is_turned_down(text: str, refuses: bool) -> None:
    found = own(text).own
    assert found is not None
    assert found.refuses is refuses
