"""Signs of fraud: every way of taking shows more than one, and honest mail that uses the same words shows none."""

from pathlib import Path

import pytest

from courtesy.reading.packs import Packs
from courtesy.reading.sentences import flow

RULES = Path(__file__).parents[2] / "rules"
PACKS = Packs.load((str(path.relative_to(RULES)), path.read_text("utf-8")) for path in sorted(RULES.rglob("*.toml")))


def signs(text: str) -> set[str]:
    hits = PACKS.hits({"newest": flow(text)})
    return {hit.rule.name.partition(".")[2] for hit in hits if hit.rule.says == "scam"}


@pytest.mark.parametrize(
    "text",
    [
        "The induction kit costs £85, payable by bank transfer. You get it back with your second payslip.",
        "A cashier's check for $2,900 comes by courier. Deposit it by phone, keep $300 and pay the movers by Zelle.",
        "Clients pay into your own account and you pass it on by instant transfer. If your bank calls, it is a gift.",
        "Parcels reach your home and you replace the postage labels. There is no interview, the trial replaces it.",
        "Sign in with your school account and enter the code sent to your phone. Approve the prompt.",
        "Clone the repository and run the project before we talk. Please pause the antivirus, it complains.",
        "The talk is by chat only, camera off. Send a picture of your licence, front and back.",
        "Bitte überweisen Sie die Kaution von 90 €. Sie wird mit dem ersten Gehalt erstattet.",
        "Veuillez régler la formation, 90 €, par virement. Envoyez la preuve de paiement.",
    ],
)
def test_a_way_of_taking_shows_more_than_one_sign(text: str) -> None:
    assert len(signs(text)) > 1


@pytest.mark.parametrize(
    "text",
    [
        "The hospital pays for the screening. Bring your passport to reception on Monday.",
        "We never ask for a deposit, never interview over Telegram and never send cheques for equipment.",
        "Your train fare is refunded against the receipt.",
        "Join in your browser; no software has to be installed and no antivirus switched off.",
        "You'll get a £30 gift card for taking part in our study.",
        "Fahrtkosten erstatten wir gegen Beleg. Bringen Sie bitte Ihren Ausweis mit.",
    ],
)
def test_honest_mail_with_the_same_words_shows_none(text: str) -> None:
    assert signs(text) == set()
