"""Mail of systems that nobody knows yet, of small firms and of offices: which house it is, and which job."""

import pytest
from tests.reading.letters import read


@pytest.mark.parametrize(
    ("sender", "subject", "text", "company"),
    [
        (
            "TalentFerry <no-reply@talentferry.example>",
            "Your video questions are waiting",
            "Hello Nora,\n\nMarram Insurance has invited you to record five answers.\n\nStart\n\n"
            "You receive this because an employer uses TalentFerry. Do not reply.",
            "Marram Insurance",
        ),
        (
            "Loopmeter <noreply@loopmeter.example>",
            "Reminder",
            "Hi Nora,\n\nYour interview with Gorse & Heather Dairies is tomorrow at 10:00.\n\nManage booking",
            "Gorse & Heather Dairies",
        ),
        (
            "JobGannet <no-reply@jobgannet.example>",
            "Your interview with Dulse Gelato is tomorrow!",
            "Hey Nora,\n\nJust a reminder that you've an interview tomorrow.\n\nTue 8 Sep, 2:00 pm\n\nJobGannet",
            "Dulse Gelato",
        ),
        (
            "Gannetline <noreply@gannetline.example>",
            "Your application wasn't successful",
            "Hi Nora,\n\nDulse Gelato has let us know that you were not chosen.\n\nView jobs",
            "Dulse Gelato",
        ),
        (
            "Talent at Dulse <people@dulsegl.example>",
            "Your application",
            "Hi Nora,\n\nThe Server position at Ipswich has been withdrawn.\n\nPeople Team",
            "Dulse",
        ),
        (
            "Gorse Data Exchange <talent@gorsedx.example>",
            "Your application",
            "Hi Nora,\n\nWe would like to see you on Friday at 2pm.\n\nTalent",
            "Gorse Data Exchange",
        ),
        (
            "Marram Schools <no-reply@hirequay.example>",
            "REMINDER: interview tomorrow",
            "Candidate: Nora Quill\nDistrict: Marram Schools\nInterview: 3:40 PM\n\nLog in to HireQuay to decline.",
            "Marram Schools",
        ),
        (
            "Ebbtide via Scorelane <tests@scorelane.example>",
            "Numbers test",
            "Hello, Ebbtide asks all candidates for this. Scorelane keeps your answers for a year.",
            "Ebbtide",
        ),
        (
            "Entretiens Vidélio <ne-pas-repondre@videlio.example>",
            "Enregistrez vos réponses",
            "Bonjour Nora,\n\nPour votre candidature chez Boulangeries Lorcan, cinq questions vous attendent.",
            "Boulangeries Lorcan",
        ),
        (
            "Workable <noreply@workablemail.com>",
            "Your application for Junior Buyer",
            "Dear Nora,\n\nYour application is still being read.\n\nGrupo Calderón\nTalent Team",
            "Grupo Calderón",
        ),
        # a house that writes of itself, from its own host
        (
            "Marram Stores <noreply@marram-stores.example>",
            "Your interview",
            "Hi Nora,\n\nYour interview at Telford Depot is on Monday.\n\nMarram Stores",
            "Marram Stores",
        ),
    ],
)
def test_a_system_is_told_by_the_house_it_speaks_for(sender: str, subject: str, text: str, company: str) -> None:
    assert read(text, sender=sender, subject=subject, kind="confirm").company == company


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("HR EMEA <hr-emea@ostrava-turbines.example>", "All recruitments are suspended until spring."),
        ("Applicant Notification <no-reply@valleyclinics-jobs.example>", "Your file has been REFERRED."),
        ("Kavi <kavi.t@hexaline.example>", "Feedback from L2 is positive, the next talk is at Gatehouse 4."),
        ("Mrs Govender <crechemice@telkomsa.example>", "PLEASE COME AT 14H30 TO 17 PROTEA ROAD"),
        (
            "Dean Pat Holloway <dean@tamarack.example>",
            "We offer an appointment as Professor of Civil Engineering at 4100 County Road 9.",
        ),
        ("Ada Lee <ada.lee@gmail.com>", "Komm bitte um acht zu der Hafenstraße, dort warte ich."),
    ],
)
def test_offices_stages_roads_and_titles_are_no_firms(sender: str, text: str) -> None:
    assert read(text, sender=sender, subject="News", kind="update").company is None


@pytest.mark.parametrize(
    ("sender", "text", "company"),
    [
        ("Lena <lena.p831@gmx.de>", "Hallo, hier ist Lena von Marram Media. Ihr Profil passt.", "Marram Media"),
        ("Chloé <chloe.rh@gmail.com>", "Bonjour, je suis Chloé, du groupe Valcroix. Un appel ?", "Valcroix"),
        (
            "Camila <camila.s@gmail.com>",
            "Hola, soy Camila de Grupo Altozano. Nos gusta tu perfil y queremos hablar contigo.",
            "Grupo Altozano",
        ),
        (
            "Giorgia <giorgia.hr@gmail.com>",
            "Buongiorno, sono Giorgia di Lumen Adria. Possiamo parlarne?",
            "Lumen Adria",
        ),
        ("Sanne <sanne.hr@gmail.com>", "Hoi, ik ben Sanne van Delta Makelaars. Zin in een gesprek?", "Delta Makelaars"),
        ("Larissa <larissa.rh@gmail.com>", "Olá, sou a Larissa da Ponte Marfim. Podemos falar?", "Ponte Marfim"),
        ("Zeki <zeki.b@mail.example>", "Hi Nora, this is Zeki from Kiln & Rye. Can you do Friday?", "Kiln & Rye"),
        (
            "Ashgrove House <ashgrovehouse.rm@larkcare.example>",
            "Monday at 11.\n\nYvonne Petty, Deputy",
            "Ashgrove House",
        ),
        ("Logopraxis Ehrling <kontakt@logo-ehrling.example>", "Kaffee am Dienstag? Katharina", "Logopraxis Ehrling"),
        (
            "Boulangerie Le Pain Doré <lepaindore@fournil.example>",
            "Bonjour Nora, votre CV nous plaît. Venez samedi matin.\n\nFabrice",
            "Boulangerie Le Pain Doré",
        ),
        (
            "Tom Ellery <tom@birchandrowe-recruitment.example>",
            "Hi Nora,\n\nGreat news, the client (Marram Foods) wants to see you.",
            "Marram Foods",
        ),
    ],
)
def test_small_firms_are_named_by_who_writes(sender: str, text: str, company: str) -> None:
    assert read(text, sender=sender, subject="Hello").company == company


@pytest.mark.parametrize(
    ("subject", "text", "role"),
    [
        ("POSTPONED (LECTURER II, PUBLIC HEALTH)", "It will not take place.", "LECTURER II, PUBLIC HEALTH"),
        ("Re: Spuiter", "Dag Nora, kort maar krachtig: nee.", "Spuiter"),
        ("Re: Clinical Coder interview", "Thursday then.", "Clinical Coder"),
        (
            "Booked",
            "You are booked.\nBooking: Interview - Activity Instructor (Climbing)",
            "Activity Instructor (Climbing)",
        ),
        ("Reminder", "Candidate: Nora Quill\nPosting: 5517 Speech Pathologist\nRoom 4", "Speech Pathologist"),
        ("Professur Gewässerschutz", "Das Verfahren ist beendet.", "Professur Gewässerschutz"),
        ("Re: summer guide??", "Sorry bud, all set.", None),
        ("Re: offer letter", "I hate writing this.", None),
    ],
)
def test_the_job_in_brackets_under_labels_and_in_what_the_owner_wrote(
    subject: str, text: str, role: str | None
) -> None:
    assert read(text, subject=subject, sender="Ada Brandt <ada@quillfish.io>", kind="update").role == role
