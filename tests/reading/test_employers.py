"""A trade that hires writes of its dogs and cars; who acts is the firm, whatever stands between its name and deed."""

import pytest
from tests.job_hunts import packs
from tests.reading.letters import read

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


@pytest.mark.parametrize(
    ("text", "sender", "company"),
    [
        (
            "Hi Joe,\n\nHollin Hospice have come back on your application. Friday at 9?\n\nMay Orme\nOrme Jobs",
            "May Orme <may@ormejobs.example>",
            "Hollin Hospice",
        ),
        (
            "Hi Joe,\n\nBrack Precision like your CV. Friday at 9?\n\nMay Orme\nOrme Staffing",
            "May Orme <may@ormestaffing.example>",
            "Brack Precision",
        ),
        (
            "Hi Joe,\n\nThe hiring manager at Plinth has to travel. Friday at 9?\n\nMay Orme\nOrme HR",
            "May Orme <may@ormehr.example>",
            "Plinth",
        ),
        (
            "Hi Joe,\n\nFriday at 9 it is.\n\nMay\nOrme HR (for Tull & Sons)",
            "May Orme <may@ormehr.example>",
            "Tull & Sons",
        ),
        (
            "Hi Joe,\n\nDan and Priyanka want to meet you on Friday at 9.\n\nMay Orme\nOrme Kilns",
            "May Orme <may@ormekilns.example>",
            "Orme Kilns",
        ),
        (
            "Hi Joe,\n\nHollis and I both want to talk. Friday at 9?\n\nMay Orme\nOrme Kilns",
            "May Orme <may@ormekilns.example>",
            "Orme Kilns",
        ),
    ],
)
def test_who_tells_what_another_house_wants_is_a_go_between(text: str, sender: str, company: str) -> None:
    assert read(text, sender=sender, subject="Friday", kind="invite").company == company


@pytest.mark.parametrize(
    ("shown", "company"),
    [
        ("Nursing Recruitment <jobs@mail.example>", None),
        ("Candidate Care <care@mail.example>", None),
        ("Big Ron <ron@mail.example>", None),
        ("People & Culture <pc@mail.example>", None),
        ("Recruitment System <donotreply@mail.example>", None),
        ("Hillview Golf Club <secretary@hillviewgc.example>", "Hillview Golf Club"),
        ("Pike Lane Bindery <shop@pikelane.example>", "Pike Lane Bindery"),
    ],
)
def test_a_team_shown_in_from_is_no_firm_and_a_firm_there_is_no_person(shown: str, company: str | None) -> None:
    text = "Dear Joe,\n\nCan you come for an interview on Friday at 9?\n\nR. Haddow"
    assert read(text, sender=shown, subject="Your application", kind="invite").company == company


@pytest.mark.parametrize(
    ("text", "sender", "company"),
    [
        (
            "Dear Joe\n\nVacancy: 398114 - Executive Officer, Tidal Records Directorate\n\nSlots are open.",
            "no-reply@jobs-notify.example",
            "Tidal Records Directorate",
        ),
        ("Hi Joe, Friday at 6am?\n\nAda\nSorrel", "Ada Umeh <chef@sorrelkitchens.example>", "Sorrel"),
        (
            "Dear Joe, Friday at 4.\n\nMrs. Ybarra, Pinto Middle School front office",
            "L Ybarra <ly@ridgedistrict.example>",
            "Pinto Middle School",
        ),
        (
            "Greetings from St. Agnes' High School. Please come on Friday.",
            "P D <p@stagneshigh.example>",
            "St. Agnes' High School",
        ),
        ("Thank you for your interest in Kolobeng Platinum.", "no-reply@jobs-notify.example", "Kolobeng Platinum"),
        ("Hi Joe, Ann here from Tarnside. Friday at 9?\nA.", "Ann Bow <ann@group.example>", "Tarnside"),
    ],
)
def test_a_house_stands_in_more_places(text: str, sender: str, company: str) -> None:
    assert read(text, sender=sender, subject="Friday", kind="invite").company == company


def test_a_machine_that_tells_what_a_house_did_is_a_service_though_it_signs() -> None:
    text = "Hi Joe,\n\nThe Quill Arms has added you to the shortlist for Night Porter.\n\nRezzo\n"
    found = read(text, sender="Rezzo <no-reply@rezzo.example>", subject="Your application", kind="update")
    assert found.company == "Quill Arms"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Thank you for your entry to Kudo Robotics (Embedded Engineer).\n\nKudo Robotics Inc.", "Embedded Engineer"),
        ("We have your papers for mathematics teacher.", "mathematics teacher"),
        ("Your trial morning as kennel hand is Friday.", "kennel hand"),
        ("You are screened in for competition 26-114, Permit Clerk.", "Permit Clerk"),
        ("The interview for Shift Incharge is postponed.", "Shift Incharge"),
        ("Details:\nPosition Payroll Clerk\nCome on Friday.", "Payroll Clerk"),
        ("I'm working on a Head of Giving appointment.", "Head of Giving"),
        ("Sorry, Friday is off.\nM\nWard Manager, MAU", None),
        ("Kwabena's EA (Efua) will send details.", None),
        ("We push your interview to Wednesday, 23rd July, 5:00 PM.", None),
    ],
)
def test_a_job_is_told_in_more_ways(text: str, role: str | None) -> None:
    found = read(text, sender="Kudo Robotics <hr@kudorobotics.example>", subject="Friday", kind="confirm")
    assert found.role == role
