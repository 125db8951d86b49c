"""Signs of fraud: every way of taking shows more than one, and honest mail that uses the same words shows none."""

from pathlib import Path

import pytest

from courtesy.reading.classify import warns
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
        "Several online agencies recommended your CV. Rate hotels, 60-90 minutes a day, for $80 to $250 a day.",
        "Our student empowerment program pays an attractive weekly wage. Reply with your personal e-mail address.",
        "Ihr Profil wurde von mehreren Agenturen empfohlen. Sie bewerten Hotels in Ihrer Freizeit.",
        "Votre CV a été validé. Il suffit de noter des hôtels, 45 à 90 minutes par jour, payés le jour même.",
        "Tu perfil fue sugerido por varias agencias. Se trata de valorar hoteles, 60 minutos al día.",
        "Il tuo CV è stato approvato. Si tratta di recensire hotel, da 90 a 250 euro al giorno.",
        "Je cv is goedgekeurd. Je gaat hotels beoordelen in je vrije tijd en het loon wordt dezelfde dag uitbetaald.",
        "O seu currículo foi aprovado. Basta avaliar hotéis no seu tempo livre, pago no mesmo dia.",
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


@pytest.mark.parametrize(
    "text",
    [
        "The day rate is £450-500 a day outside IR35. The test takes 60-90 minutes.",
        "You must be over 25 to be on our van insurance. We have been here for over 20 years.",
        "Der Tagessatz liegt bei 600 bis 700 Euro pro Tag. Wir haben über 20 Jahre Erfahrung.",
        "Le TJM est de 450 à 500 euros par jour. Le test dure 60 à 90 minutes.",
    ],
)
def test_of_honest_pay_no_more_is_seen_than_its_tone(text: str) -> None:
    assert signs(text) <= {"too-good"}


SIGNS = {"en/scam.paid-by-the-day": 1.0, "en/scam.minutes-a-day": 1.0, "en/scam.at-least-twenty": 1.0}


def test_words_do_not_outweigh_three_signs_of_fraud() -> None:
    assert warns(-10.0, "reject", SIGNS, {"scam": 1.5})
    assert warns(-10.0, "other", SIGNS, {"scam": 1.5})  # work is offered, whatever the mail was read as
    assert not warns(-10.0, "reject", SIGNS | {"en/scam.warns-of-fraud": 1.0}, {"scam": 1.5})
    assert not warns(-10.0, "reject", {"en/scam.paid-by-the-day": 1.0, "en/scam.too-good": 1.0}, {"scam": 1.5})


def test_of_shops_and_clubs_that_ask_for_money_nobody_is_warned() -> None:
    asked = dict.fromkeys(("en/scam.has-a-price", "en/scam.pay-this", "en/scam.comes-back-later"), 1.0)
    assert not warns(5.0, "other", asked, {"scam": 1.5})
    assert warns(5.0, "other", asked | {"support.job-2": 1.0}, {"scam": 1.5})
