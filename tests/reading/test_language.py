"""The language of a mail: English unless it clearly is another, however short or tabular the mail."""

import pytest
from tests.job_hunts import packs

TEXTS = {
    "Interview\nWhen: Monday, 8 June 2026, 11:00 AM - 11:45 AM IST\nWhere: Zoom": "en",
    "Poa. 3 tomorrow. https://meet.google.com/prw-emka-bar": "en",
    "Re: HVAC tech\nThats good. See u then. Park in back\nRay": "en",
    "": "en",
    "Passt, dann bis Dienstag um 10 Uhr. Ich freue mich!": "de",
    "Bonjour, seriez-vous libre mardi pour un entretien dans nos locaux ?": "fr",
    "Kunt u dinsdag om 10 uur langskomen voor een gesprek met ons?": "nl",
}


@pytest.mark.parametrize(("text", "language"), TEXTS.items())
def test_language(text, language):
    assert packs().languages.of(text) == language
