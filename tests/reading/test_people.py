"""Who and what a mail is about: firms, jobs, places, rounds, links and people, and above all what is not there."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.letters import THINGS, read

from courtesy.mail.message import Link
from courtesy.reading.people import People
from courtesy.reading.reading import KINDS, CalendarEvent, Kind
from courtesy.reading.things import Things

LETTER = """Dear Nora,

Thank you for applying for the Harbour Pilot Trainee position. We would like to invite you to a first interview at our
offices, 12 Quay Street, with Ms Ada Brandt (Harbour Master) and Tom Reyes.

Kind regards,
Ines Falk
People Partner
Saltmarsh Ferries
"""


def test_a_plain_letter_is_read_whole() -> None:
    found = read(LETTER, sender="Ines Falk <ines.falk@saltmarshferries.com>", subject="Interview at Saltmarsh Ferries")
    assert found.company == "Saltmarsh Ferries"
    assert found.role == "Harbour Pilot Trainee"
    assert (found.place, found.round) == ("onsite", 1)
    assert found.interviewers == ("Ada Brandt", "Tom Reyes")
    assert {why.says for why in found.why} >= {"company", "role", "place", "round", "interviewers"}


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        (
            "Quillfish Recruiting <no-reply@us.greenhouse-mail.io>",
            "Your application",
            "Thanks for applying to Quillfish!",
        ),
        ("Ada at Quillfish <ada@quillfish.io>", "quick call?", "Free for a quick call on Friday?\n\nAda"),
        ("Ada Brandt <ada@quillfish.io>", "Interview", "See you Friday.\n\nAda Brandt\nCTO, Quillfish"),
        ("noreply@ashbyhq.com", "Your interview with Quillfish", "Your interview with Quillfish is on Friday."),
        ("Ada Brandt <ada.brandt@quillfish.com>", "Interview", "The team at Quillfish would like to meet you.\n\nAda"),
    ],
)
def test_the_company_is_found_wherever_it_stands(sender: str, subject: str, text: str) -> None:
    assert read(text, sender=sender, subject=subject).company == "Quillfish"


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("Ada Brandt <ada.brandt@gmail.com>", "Hi Nora,\n\nCould we talk on Friday at 3?\n\nAda"),
        ("Ada Brandt <ada@xqzlabs.example>", "Hi Nora, Friday at 3 then?\n\nThanks\nAda Brandt"),
        ("LinkedIn <jobs-noreply@linkedin.com>", "You have a new message.\n\n© LinkedIn Corporation, Sunnyvale, CA"),
        ("Calendly <notifications@calendly.com>", "A new event has been scheduled.\n\nSent from Calendly"),
        ("", "Hello, are you free on Monday at 10 am? Best regards"),
        ("hr@mail.example", "Dear Nora,\n\nThank you for your time on Tuesday.\n\nSent from my iPhone"),
    ],
)
def test_no_company_is_invented(sender: str, text: str) -> None:
    assert read(text, sender=sender).company is None


def test_the_agency_is_not_the_employer() -> None:
    text = (
        "Hi Nora,\n\nMy client, Pellow Dairies, would like to see you for the Process Engineer role on Tuesday.\n\n"
        "Best\nDean Hobb\nSenior Consultant, Larkhill Recruitment\n"
    )
    found = read(text, sender="Dean Hobb <dean@larkhillrecruitment.co.uk>")
    assert found.company == "Pellow Dairies"
    assert found.agency == "Larkhill Recruitment"


def test_an_agency_that_keeps_its_client_secret_stands_in_for_it() -> None:
    text = "Hi Nora,\n\nMy client would like to see you on Tuesday.\n\nBest\nDean Hobb\nLarkhill Recruitment\n"
    assert read(text, sender="Dean Hobb <dean@larkhillrecruitment.co.uk>").company == "Larkhill Recruitment"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Your application for the post of Assistant Librarian has been received.", "Assistant Librarian"),
        ("Position: Senior Buyer (Textiles)\nDate: 3 May", "Senior Buyer (Textiles)"),
        ("We'd love to talk about the night porter job.", "night porter"),
        ("Thanks for applying for Data Analyst over the weekend and for your patience.", "Data Analyst"),
        ("We are pleased to offer you the position of Site Foreman.", "Site Foreman"),
    ],
)
def test_roles_are_cut_where_the_title_ends(text: str, role: str) -> None:
    assert read(text, kind="update").role == role


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for the conversation yesterday. We will be in touch.",
        "Hi Nora, is Tuesday any good?\n\nAda Brandt\nHead of Data",
        "This position is no longer open. We wish you well with your search for another opportunity.",
    ],
)
def test_no_role_is_invented(text: str) -> None:
    assert read(text, kind="update", subject="Re: Tuesday").role is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("We would like to invite you to an interview on Microsoft Teams.", "video"),
        ("I'd like to set up a phone interview with you.", "phone"),
        ("Please come to our office, 4th floor, and ask for me at reception.", "onsite"),
        ("Thanks for your time on the phone. Could you come in and meet the team at our Leeds site?", "onsite"),
        ("Your interview is by videoconference.", "video"),
        ("Round two is virtual.", "video"),
        ("Status: interview scheduled\nMode: Telephone", "phone"),
        ("Ms Vance will telephone you on Tuesday.", "phone"),
        ("She'll dial 0555 0181.", "phone"),
        ("Could we have a quick chat this week?", None),
        ("Shall we have a call on Friday?", None),
    ],
)
def test_a_call_without_a_medium_has_no_place(text: str, place: str | None) -> None:
    assert read(text).place == place


@pytest.mark.parametrize(
    ("kind", "text", "place"),
    [
        ("confirm", "Your interview is confirmed for Thursday 12 March at 10:00.", None),
        ("confirm", "Perfect, see you then!", None),
        ("confirm", "Thursday at 10 works. See you at 10.", None),
        ("reschedule", "Sorry, Omar is ill; can we move the interview to Friday at 10?", None),
        ("reschedule", "The panel is travelling. Could you do Friday at 10?", None),
        ("invite", "Could you do Thursday at 10?", None),
        ("invite", "We would love to meet you on Thursday at 10.", "onsite"),
        ("confirm", "Confirmed. Please come to the side door.", "onsite"),
        ("confirm", "Fine by me.\n\nOn Mon, 2 Mar 2026, Nora wrote:\n> I'll come to the workshop at 9.", "onsite"),
        ("confirm", "See you then.\n\nOn Mon, 2 Mar 2026, Nora Quill wrote:\n> Thursday at 10 on Zoom, then.", "video"),
    ],
)
def test_a_place_that_nobody_named_is_not_made_up(kind: Kind, text: str, place: str | None) -> None:
    assert read(text, kind=kind, subject="Re: Interview for Data Engineer").place == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Ihr Vorstellungsgespräch ist am Montag um 10 Uhr.", None),
        ("Ihr Vorstellungsgespräch ist am Montag um 10 Uhr im Rathaus, Zimmer 214.", "onsite"),
        ("Votre entretien est confirmé pour lundi à 10h.", None),
        ("Votre entretien est confirmé, lundi à 10h à l'atelier.", "onsite"),
        ("Su entrevista queda confirmada para el lunes a las 10:00.", None),
        ("Su entrevista será el lunes a las 10:00 en el salón de plenos.", "onsite"),
        ("Il colloquio è confermato per lunedì alle 10.", None),
        ("Il colloquio è confermato per lunedì alle 10 in officina.", "onsite"),
        ("Je gesprek is maandag om 10 uur.", None),
        ("Je wordt maandag om 10 uur verwacht in het gemeentehuis.", "onsite"),
        ("A sua entrevista fica confirmada para segunda às 10h.", None),
        ("A sua entrevista é segunda às 10h na fábrica.", "onsite"),
    ],
)
def test_in_no_language_is_an_interview_alone_a_place(text: str, place: str | None) -> None:
    assert read(text, kind="confirm").place == place


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("We would like to invite you to a first interview with Tom Hale, who leads the team.", 1),
        ("We'd like to invite you to a first interview with our CTO.", 1),
        ("Please pick a time for your first interview.", 1),
        ("Your first interview went well, and we would like you to meet our CTO.", 2),
        ("After your first interview with Tom Hale, the next talk is with our CTO.", 2),
    ],
)
def test_the_first_with_somebody_is_the_first(text: str, stage: int) -> None:
    assert read(text).round == stage


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("You have been shortlisted and we invite you to interview.", 1),
        ("We'd like to invite you to a second interview.", 2),
        ("We would like to invite you to the final round.", 99),
        ("Thank you for coming in. The third round is a talk with our CEO.", 3),
    ],
)
def test_rounds(text: str, stage: int) -> None:
    assert read(text).round == stage


def test_a_confirmation_that_does_not_say_so_has_no_round() -> None:
    assert read("Your interview is confirmed for Tuesday at 10 am.", kind="confirm").round is None
    assert read("Thank you for your application.", kind="receipt").round is None


def test_only_those_who_will_be_met_are_interviewers() -> None:
    text = (
        "Hi Nora,\n\nThank you for speaking with Olga Reiss last week. The next talk is with our director Ben Achter "
        "and me. If anything is unclear, contact Pia Lund.\n\nBest\nCarl Moser\n"
    )
    assert set(read(text, sender="Carl Moser <carl@zinnwerk.com>").interviewers) == {"Ben Achter", "Carl Moser"}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Omar is ill, Priya Shah will see you on Friday at 10.", ("Priya Shah",)),
        ("Omar Haddad can't make it. Priya Shah and Tom Reyes will meet you instead.", ("Priya Shah", "Tom Reyes")),
        ("Sorry, Omar Haddad is ill; can we move your interview with him to Friday?", ("Omar Haddad",)),
    ],
)
def test_who_is_ill_is_not_met_where_another_stands_in(text: str, people: tuple[str, ...]) -> None:
    assert read(text, kind="reschedule").interviewers == people


def test_tables_and_calendar_guests_name_interviewers() -> None:
    event = CalendarEvent(
        method="REQUEST",
        uid="1",
        sequence=0,
        summary="Interview",
        span=None,
        attendees=("Ada Brandt", "Nora Quill", "room-4@saltmarsh.example"),
    )
    text = "When: Friday\nInterviewer: Tom Reyes, Head of Claims\n"
    assert set(read(text, kind="confirm", calendar=(event,)).interviewers) == {"Tom Reyes", "Ada Brandt"}


@pytest.mark.parametrize(
    ("kind", "text", "link"),
    [
        (
            "confirm",
            "Join Zoom Meeting\nhttps://zoom.us/j/123?pwd=a\n\nReschedule: https://calendly.com/reschedulings/1",
            "https://zoom.us/j/123?pwd=a",
        ),
        (
            "invite",
            "Pick a time: https://calendly.com/ada/30min\nOur site: https://acme.example/",
            "https://calendly.com/ada/30min",
        ),
        ("assessment", "Start the test: https://app.codility.com/test/AB12", "https://app.codility.com/test/AB12"),
        ("offer", "Sign here: https://docusign.net/abc", None),
        ("invite", "Unsubscribe: https://acme.example/unsubscribe/1", None),
        ("confirm", "Complete our survey: https://forms.acme.example/survey", None),
    ],
)
def test_the_link_that_is_needed(kind: Kind, text: str, link: str | None) -> None:
    assert read(text, kind=kind).link == link


@pytest.mark.parametrize(
    "wrapped",
    [
        "https://eu.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F77&data=05%7C01",
        "https://www.google.com/url?q=https://zoom.us/j/77&sa=D",
        "https://urldefense.com/v3/__https://zoom.us/j/77__;!!abc$",
        "https://click.acme.example/track?u=aHR0cHM6Ly96b29tLnVzL2ovNzc",
    ],
)
def test_tracking_wrappers_come_off(wrapped: str) -> None:
    found = read("Join the call", kind="confirm", links=(Link(url=wrapped, text="Join the call"),))
    assert found.link == "https://zoom.us/j/77"


def test_mail_that_is_no_job_mail_says_nothing() -> None:
    assert read(LETTER, kind="other") == People()


@pytest.mark.parametrize(
    ("sender", "subject", "text", "company", "role", "place"),
    [
        (
            "Uta Kern <uta.kern@nordlicht-optik.de>",
            "Ihre Bewerbung als Feinoptikerin",
            "Guten Tag Frau Quill,\n\nvielen Dank für Ihre Bewerbung als Feinoptikerin bei Nordlicht Optik. "
            "Wir möchten Sie gern per Videocall kennenlernen.\n\nMit freundlichen Grüßen\nUta Kern\nNordlicht Optik",
            "Nordlicht Optik",
            "Feinoptikerin",
            "video",
        ),
        (
            "Anne Viel <a.viel@moulin-clair.fr>",
            "Votre candidature",
            "Bonjour,\n\nVotre candidature au poste de Responsable qualité chez Moulin Clair nous intéresse. Nous vous "
            "proposons un entretien dans nos locaux.\n\nCordialement\nAnne Viel\nMoulin Clair",
            "Moulin Clair",
            "Responsable qualité",
            "onsite",
        ),
    ],
)
def test_other_languages_are_data(sender: str, subject: str, text: str, company: str, role: str, place: str) -> None:
    found = read(text, sender=sender, subject=subject)
    assert (found.company, found.role, found.place) == (company, role, place)


def test_words_of_one_language_do_not_disturb_another() -> None:
    german = THINGS.speaking("de")
    assert german.has("joins", "und")
    assert not THINGS.speaking("en").has("joins", "und")
    assert THINGS.speaking("xx").rules == THINGS.speaking("en").rules


@given(st.text(max_size=400), st.text(max_size=80), st.text(max_size=60), st.sampled_from(KINDS))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text: str, subject: str, sender: str, kind: Kind) -> None:
    found = read(text, kind=kind, subject=subject, sender=f"{sender} <a@b.example>")
    assert all(len(why.quote) <= 160 and "\n" not in why.quote for why in found.why)


@pytest.mark.parametrize(
    "piece", ["with Ada and ", "at A ", "role ", "(", ", ", "A ", "https://a.example/u?u=", "\n", "Mr. ", "for the "]
)
def test_endless_repetition_ends(piece: str) -> None:
    read(piece * 30_000, subject=piece * 500, sender=f"{piece.strip() * 200} <a@b.example>")


def test_rule_names_are_given_once() -> None:
    in_pieces = ("en/company.interview-with", "en/place.come")  # one pattern each would be too large
    names = [rule.name for _, _, found in THINGS.parts for _, rule in found if rule.name not in in_pieces]
    assert len(names) == len(set(names))


def test_a_broken_rule_says_which_one() -> None:
    with pytest.raises(ValueError, match="bad-one"):
        Things.load('[[find.company]]\nname = "bad-one"\nmatch = "("\n')
