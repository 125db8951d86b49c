"""Who signs a firm's mail is met or not; who comes along is; trials, rooms and contacts are nobody's talk."""

import pytest
from tests.reading.letters import read

from courtesy.mail.message import Link
from courtesy.reading.reading import Kind

INES = "Ines Falk <ines.falk@saltmarshferries.com>"


@pytest.mark.parametrize(
    ("sender", "text", "met"),
    [
        ("Fysio De Brug <planning@fysiodebrug.nl>", "Hoi Nora, kan ons gesprek vrijdag? Hoor het graag! Pim", "Pim"),
        (
            "Garage Leduc <info@garageleduc.fr>",
            "Bonjour Nora, votre CV me plaît. On peut se parler jeudi à 9h autour d'un café ?\n\nCdt, Fabrice",
            "Fabrice Leduc",
        ),
        (
            "Malerbetrieb Ocker <ocker@malerpost.de>",
            "Moin Nora, ich ruf dich morgen um 9 an, passt das?\n\nGruß\nHauke",
            "Hauke",
        ),
        (
            "Larkspur Court <manager@larchcare.co.uk>",
            "Hi Nora, can you come for a chat with me on Monday at 10?\n\nPrecious Dube\nRegistered Manager",
            "Precious Dube",
        ),
    ],
)
def test_who_signs_the_last_words_of_a_firms_mail_is_met(sender: str, text: str, met: str) -> None:
    assert read(text, sender=sender, subject="Termin").interviewers[0].split()[0] == met.split()[0]


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("Jo Marsh <jo@nightjarbistro.co.uk>", "ok come at 4 tomorrow for your trial, bring your knives"),
        ("Emma Voss <emma@bistro-voss.de>", "Hallo Nora, Probearbeiten am Dienstag um 7, bring deine Kasacks mit."),
        ("Kaat Maes <kaat@bakkerijmaes.be>", "Hey Nora, dinsdag om 7 kom je een dag meedraaien, breng brood mee."),
    ],
)
def test_who_writes_of_a_trial_need_not_be_there(sender: str, text: str) -> None:
    found = read(text, kind="confirm", sender=sender, subject="Tuesday")
    assert (found.interviewers, found.place) == ((), "onsite")


@pytest.mark.parametrize(
    ("text", "kind", "met"),
    [
        ("You will sit down with one of the charge nurses (Luis Parra).", "confirm", {"Luis Parra"}),
        ("Round 2 is 75 minutes with Pieter (lead blade engineer) and Thandi.", "confirm", {"Pieter", "Thandi"}),
        ("Can you do Thursday at 4? I'll have Kaveh on too.", "invite", {"Ines Falk", "Kaveh"}),
        ("There'll be me, Glenys and our treasurer Phil.", "confirm", {"Ines Falk", "Glenys", "Phil"}),
        (
            "The committee will be Professors Mina Castellano and Ruth Hallam.",
            "confirm",
            {"Mina Castellano", "Ruth Hallam"},
        ),
        ("Chef Bernard will cook with you.", "confirm", {"Bernard"}),
        ("Contact person: Mrs. Adaobi", "confirm", set()),
        ("Please tell my secretary, Mrs. Pinto, whether you can come.", "confirm", set()),
        ("Dr Oyelaran's secretary will find you a time.", "confirm", set()),
        ("Venue: Plot 47, Phase III, Peenya Industrial Area", "confirm", set()),
        ("9:00 AM - Check-in, Lobby B", "confirm", set()),
        ("Interview - Trainee Glazier", "confirm", set()),
        ("I can't do our talk today after all, I'll call you next week.", "cancel", {"Ines Falk"}),
    ],
)
def test_who_comes_along_and_what_is_nobody(text: str, kind: Kind, met: set[str]) -> None:
    signed = "Kind regards,\nInes Falk\nHR"
    letter = f"Dear Nora,\n\nYour interview at the office is confirmed for Tuesday.\n\n{text}\n\n{signed}"
    assert set(read(letter, kind=kind, sender=INES, subject="Interview").interviewers) == met


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("We shall expect you at four o'clock in the vestry.", "onsite"),
        ("Ihr Gespräch ist um 10 in unserer Praxis.", "onsite"),
        ("Je gesprek is dinsdag om 10 in zaal Boerhaave.", "onsite"),
        ("Bonjour Nora, votre entretien est lundi à 8h à l'atelier, merci.", "onsite"),
        ("Te esperamos el lunes a las 10 en nuestras oficinas.", "onsite"),
        ("Ci vediamo lunedì alle 10 in officina.", "onsite"),
        ("Olá Nora, a sua entrevista é na segunda às 10h na nossa loja, obrigada.", "onsite"),
        ("See you at 10: https://meet.saltmarshferries.com/ines", "video"),
    ],
)
def test_a_spot_is_a_visit_and_a_firms_own_meet_host_a_call(text: str, place: str) -> None:
    links = tuple(Link(url=word, text="") for word in text.split() if "://" in word)
    found = read(f"{text}\n\nInes Falk", kind="confirm", sender=INES, subject="Saltmarsh", links=links)
    assert found.place == place
    assert found.link == (links[0].url if links else None)


@pytest.mark.parametrize(
    ("url", "kind", "wanted"),
    [
        ("https://saltmarshferries.com/c/88112", "assessment", True),
        ("https://saltmarshferries.com/c/88112", "invite", True),
        ("https://saltmarshferries.com/c/88112", "reject", False),
        ("https://saltmarshferries.com/", "invite", False),
        ("https://saltmarshferries.com/messages/7", "invite", False),
        ("https://saltmarshferries.com/unsubscribe/7", "assessment", False),
    ],
)
def test_the_one_link_of_a_mail_that_asks_for_something_is_meant(url: str, kind: Kind, *, wanted: bool) -> None:
    found = read(f"Dear Nora,\n\nWe'd like to hear you.\n\n{url}\n\nSaltmarsh", kind=kind, sender=INES)
    assert found.link == (url if wanted else None)


def test_a_trial_is_of_no_round() -> None:
    assert (
        read("I have your form. Can you do a trial on Tuesday?\n\nInes", sender=INES, subject="Barista").round is None
    )
    assert read("I have your form. Can you come on Tuesday?\n\nInes", sender=INES, subject="Barista").round == 1


def test_whom_the_sender_has_send_the_invitation_is_not_met() -> None:
    assert "Kaveh" not in read("Thursday at 4 then. I'll have Kaveh send you an invite.", sender=INES).interviewers
