"""A trade that hires writes of its dogs and cars; who acts is the firm, whatever stands between its name and deed."""

import pytest
from tests.job_hunts import packs
from tests.reading.test_people import read

from courtesy.mail.parse import parse
from courtesy.reading import newest
from courtesy.reading.evidence import gather


def signs_of_life(text: str) -> set[str]:
    raw = f"From: Bo <bo@farm.example>\nTo: me@mail.example\nSubject: Friday\nMessage-ID: <1@x>\n\n{text}\n"
    message = parse(raw.encode(), arrived=None)
    found = gather(message, newest.split(message.text, subject=message.subject), (), packs())
    return {name for name in found.strengths if "/life." in name}


def test_who_read_an_application_and_would_talk_may_keep_dogs_and_mend_cars() -> None:
    assert not signs_of_life(
        "We read your CV for the kennels. Could you come by on Friday at 9? The dogs are fed by then."
    )
    assert signs_of_life("We read your letter. Could you come by the kennels on Friday at 9? The dogs are fed by then.")
    assert signs_of_life("I have your application for the flat. Could we meet the landlord there on Friday at 9?")


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Tarn Optics AG (Purchasing Lead) would like to see you for an hour.", "Tarn Optics AG"),
        ("Tarn Optics AG in Thun can offer Tuesday at 9.", "Tarn Optics AG"),
        ("Tarn Optics AG confirms Tuesday at 9.", "Tarn Optics AG"),
    ],
)
def test_a_client_is_known_by_what_it_does(text: str, company: str) -> None:
    signed = "\n\nRosa Lind\nLind & Moor Personalberatung, Bern\n"
    found = read(text + signed, sender="Rosa Lind <rosa.lind@lindmoor.example>", subject="Your roles", kind="confirm")
    assert found.company == company
    assert found.agency is not None
