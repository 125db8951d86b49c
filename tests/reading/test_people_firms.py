"""Whose mail it is: agencies and their clients, portals and their houses, people and what they are not."""

import pytest
from tests.reading.letters import read

TOM = "Tom Ellery <tom.ellery@birchandrowe.co.uk>"
SIGNED = "\n\nTom Ellery\nSenior Consultant, Supply Chain\nBirch & Rowe Recruitment | 0113 496 0177\n"


@pytest.mark.parametrize(
    ("subject", "text", "company"),
    [
        (
            "Your two roles",
            "Hi Nora,\n\nCalder Logistics loved your CV and want to see you on Tuesday.",
            "Calder Logistics",
        ),
        ("RE: Your two roles", "Done. Calder Logistics: confirmed for Tuesday 9 June, 9.30am.", "Calder Logistics"),
        ("RE: Your two roles", "And number two. Northmoor Foods would like you in on Thursday.", "Northmoor Foods"),
        (
            "Pembury Lyle LLP - final stage",
            "You're down to the last two. Tuesday at noon, same place.",
            "Pembury Lyle LLP",
        ),
        ("Gumleaf - sorted", "Gumleaf came back inside five minutes. You're on at 2.30.", "Gumleaf"),
        ("two things", "Nothing from them yet, I will chase.", "Birch & Rowe"),
        ("Re: Northmoor Foods", "Also Gumleaf have come back and want you in on Friday.", "Gumleaf"),
    ],
)
def test_an_agency_is_told_from_the_client_it_writes_about(subject: str, text: str, company: str) -> None:
    found = read(text + SIGNED, sender=TOM, subject=subject, kind="confirm")
    assert found.company == company
    assert found.agency == "Birch & Rowe"


@pytest.mark.parametrize(
    ("sender", "subject", "text", "company"),
    [
        (
            "Government Recruitment <noreply@govjobs-recruitment.example>",
            "Policy Adviser (HEO) - 398114: Interview booked",
            "Dear Nora Quill\n\nVacancy: Policy Adviser (HEO), Department for Coastal Affairs\nReference: 398114\n\n"
            "Thank you for booking your interview.\n\nGovernment Recruitment Service",
            "Department for Coastal Affairs",
        ),
        (
            "University of Dunedin Bay e-Recruitment <noreply@erecruit-dunedinuni.example>",
            "Outcome of your application",
            "Dear Ms Quill\n\nVacancy: Technician, School of Geosciences, University of Dunedin Bay (Ref 22817)\n\n"
            "Thank you for attending for interview.\n\nHuman Resources",
            "University of Dunedin Bay",
        ),
        (
            "Fjordlys Energi <no-reply@fjordlys.teamtailor-mail.com>",
            "About your application, Nora",
            "Hi Nora,\n\nYour call is booked for Tuesday at ten.\n\nThe People Team\nFjordlys Energi",
            "Fjordlys Energi",
        ),
        (
            "Willo <hello@willo.video>",
            "Record your answers for Matoke Mobile",
            "Please finish within 5 days.",
            "Matoke Mobile",
        ),
        (
            "Calendly <notifications@calendly.com>",
            "Moved: Hiring chat (Bluefin CRM) with Kurt Abel",
            "Kurt Abel moved it.",
            "Bluefin CRM",
        ),
    ],
)
def test_a_system_names_the_house_it_writes_for(sender: str, subject: str, text: str, company: str) -> None:
    assert read(text, sender=sender, subject=subject, kind="confirm").company == company


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        ("Stu Brannigan <stu@branniganbuild.example>", "Re: plasterer", "Be there at 8 mate"),
        ("Scott <scott@scottstyres.example>", "Re: tyre job", "Sorry pal, job's gone.\n\nScott"),
        (
            "Gracie Dunne <gracie@dunnespharmacy.example>",
            "Re: Pharmacy technician",
            "Would half four be any use instead?",
        ),
        ("Jo Lee <jo.lee@gmail.com>", "Ward Clerk, Band 3", "Your final round is at 1420 5th Ave on Monday 8th.\n\nJo"),
        ("Calendly <notifications@calendly.com>", "Updated: chat", "1:00pm (Eastern Time - US & Canada)"),
        ("Jo Lee <jo.lee@gmail.com>", "Change", "Please note your interview for K40817 is now at 3pm."),
        ("Jo Lee <jo.lee@gmail.com>", "Change", "Your interview is on Monday at 3pm at Trust HQ, Room 3."),
        ("Jo Lee <jo.lee@gmail.com>", "Three roles", "Would half four be any use instead?"),
    ],
)
def test_surnames_jobs_streets_and_numbers_are_no_firms(sender: str, subject: str, text: str) -> None:
    assert read(text, sender=sender, subject=subject, kind="reschedule").company is None


@pytest.mark.parametrize(
    ("subject", "text", "stage"),
    [
        ("Interview", "We have your form and would like to invite you to an interview.", 1),
        ("Interview", "We would like to invite you to an interview.", None),
        ("Interview", "We are ready for the next stage. Please come to the 2nd floor.", None),
        ("Re: Ferrywheel: next chat", "Perfect, Thursday at 11.", None),
        ("Interview", "Thank you for applying. Could we meet on Tuesday?", 1),
        ("Second talk", "Our CTO was happy about the first talk. Now the second interview.", 2),
        ("Final conversations", "The final conversations are on Friday.", 99),
    ],
)
def test_a_round_is_only_what_is_said_or_plainly_the_first(subject: str, text: str, stage: int | None) -> None:
    assert read(text, subject=subject, sender="Ada Brandt <ada@quillfish.io>").round == stage


def test_the_people_of_an_agenda_and_of_a_guest_list_are_met() -> None:
    agenda = (
        "Here is your day:\n\n9:30 AM - 10:15 AM   System design - Yuki Arai\n10:15 AM - 10:30 AM  Break\n"
        "10:30 AM - 11:15 AM  Debugging, with Florian Kessler & Jun Park\n\nTyler"
    )
    assert set(read(agenda, kind="confirm", sender="Tyler Brand <tyler@casc.example>").interviewers) == {
        "Yuki Arai",
        "Florian Kessler",
        "Jun Park",
    }
    guests = "Interview\n\nGuests\nMindy Park - organizer\nDev Raman\nnora.quill@mail.example\n"
    assert read(guests, kind="confirm", sender="Mindy Park <mindy@halyard.example>").interviewers == ("Dev Raman",)


def test_who_only_moves_the_hour_is_not_met() -> None:
    text = "The panel room is taken, so it is now Thursday at 2.\n\nKellie Brandt"
    assert read(text, kind="reschedule", sender="Kellie Brandt <kellie@bluegum.example>").interviewers == ()


def test_an_hour_alone_says_nothing_of_the_place() -> None:
    ada = "Ada Brandt <ada@quillfish.io>"
    assert read("Thursday at 10 then.", kind="confirm", sender=ada).place is None
    assert read("Thursday at 10 then. I'll send a link.", kind="confirm", sender=ada).place == "video"
    assert read("Thursday at 10 for our call then.", kind="confirm", sender=ada).place is None
    assert read("give us a bell tomorrow after 5", sender=ada).place == "phone"


def test_what_a_mail_only_sounds_like_is_its_place_where_that_is_plain() -> None:
    moved = "Omar had to shift it to 2.30. Is that all right?"
    assert read(moved, kind="reschedule", places={"onsite": 0.5}).place is None
    assert read(moved, kind="reschedule", places={"onsite": 0.9}).place == "onsite"
    assert read(f"{moved} Same Zoom.", kind="reschedule", places={"onsite": 0.5}).place == "video"
