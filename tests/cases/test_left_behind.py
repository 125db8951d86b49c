"""A mail that tells of a move as of something fixed: the time it leaves is given back, and none is held beside it."""

from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from tests.cases.histories import LONDON, OWNER, at, play
from tests.cases.test_asides import ME
from tests.job_hunts import packs

from courtesy.cases.events import Event, event_of
from courtesy.mail.parse import parse
from courtesy.reading.read import read

FIXED = "Your interview for the role of Data Engineer at Halden Bank is confirmed for Monday 9 November at 10:30."
MOVES = """
Your interview on Monday 9 November at 10:30 will now take place on Wednesday 11 November at 11:00.
Your interview on Monday 9 November at 10:30 needs to be moved to Wednesday 11 November at 11:00.
Your interview on Monday 9 November at 10:30 has to be pushed back to Wednesday 11 November at 11:00.
Ihr Gespräch am Montag, 9. November um 10:30 Uhr findet nun am Mittwoch, 11. November um 11:00 Uhr statt.
Votre entretien du lundi 9 novembre à 10h30 aura finalement lieu le mercredi 11 novembre à 11h.
Su entrevista del lunes 9 de noviembre a las 10:30 pasa al miércoles 11 de noviembre a las 11:00.
Il colloquio di lunedì 9 novembre alle 10:30 si terrà invece mercoledì 11 novembre alle 11:00.
Je gesprek op maandag 9 november om 10:30 uur vindt nu plaats op woensdag 11 november om 11:00 uur.
A sua entrevista de segunda-feira, 9 de novembro, às 10:30 foi remarcada para quarta-feira, 11 de novembro, às 11:00.
""".strip().splitlines()
STAYS = """
Your interview on Monday 9 November at 10:30 will now take place on Zoom.
Your interview on Monday 9 November at 10:30 will now take place at our new office.
Your interview on Monday 9 November at 10:30 is now confirmed.
""".strip().splitlines()
OLD, NEW = "11-09 10:30-11:30 confirmed", "11-11 11:00-12:00 confirmed"


def event(number: int, when: str, text: str) -> Event:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Priya Nair <priya.nair@halden-bank.example>", "ada@mail.example"
    mail["Subject"], mail["Message-ID"] = "Interview - Data Engineer", f"<{number}@x>"
    mail["Date"] = format_datetime(at(when))
    mail.set_content(f"Hi Ada,\n\n{text}\n\nKind regards,\nPriya Nair\nHalden Bank\n")
    message = parse(mail.as_bytes(), arrived=at(when))
    found = event_of(message, read(message, packs(), addresses=ME, zone=LONDON), sent_folder=False, addresses=ME)
    assert found is not None
    return found


@pytest.mark.parametrize(("text", "held"), [*((one, [NEW]) for one in MOVES), *((one, [OLD]) for one in STAYS)])
def test_the_time_that_is_left_is_given_back_whatever_the_mail_is_taken_for(text: str, held: list[str]) -> None:
    """In no thread: only its words tell which interview moves."""
    played = play(event(1, "11-04 10:00", FIXED), event(2, "11-05 13:00", text), until="11-05 14:00", owner=OWNER)
    assert played.held("11-05 13:30") == held
