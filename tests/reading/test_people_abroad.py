"""Who and what letters in German, French, Spanish, Italian, Dutch and Portuguese are about."""

import pytest
from tests.reading.letters import LANGUAGES, THINGS, read

from courtesy.reading.reading import Kind
from courtesy.reading.things import Things

LETTERS: list[tuple[Kind, str, str, str, tuple[str | None, str | None, str | None, int | None, tuple[str, ...]]]] = [
    (
        "invite",
        "Claudia Berg <c.berg@ostwind.example>",
        "Einladung zum Gespräch",
        "Guten Tag Frau Lenz,\n\nIhre Bewerbung auf die Stelle als Sachbearbeiter:in (m/w/d) hat uns überzeugt. "
        "Wir würden Sie gern per Teams kennenlernen. Das Gespräch führen Herr Dipl.-Ing. Thomas Adler und ich.\n\n"
        "Viele Grüße\nClaudia Berg\nOstwind Logistik AG",
        ("Sachbearbeiter:in (m/w/d)", "Ostwind Logistik AG", "video", 1, ("Thomas Adler", "Claudia Berg")),
    ),
    (
        "confirm",
        "Stadt Grünau <personal@stadt-gruenau.example>",
        "Zweitgespräch Bauingenieurin",
        "Sehr geehrte Frau Kamm,\n\nwir bestätigen den Termin am Dienstag um 10 Uhr im Rathaus, Zimmer 12. "
        "Anwesend sind Stadtbaurätin Ruth Ellerbrock und Herr Nissen.\n\nMit freundlichen Grüßen\nStadt Grünau",
        ("Bauingenieurin", "Stadt Grünau", "onsite", 2, ("Ruth Ellerbrock", "Nissen")),
    ),
    (
        "confirm",
        "Clinique Saint-Luc <rh@clinique-saintluc.example>",
        "Convocation entretien infirmière",
        "Madame,\n\nNous vous confirmons votre entretien pour le poste d'infirmière le 4 juin à 9h, 3e étage. "
        "Vous rencontrerez Mme Claire Fontaine et le Dr Marc Roussel.\n\nCordialement,\nClinique Saint-Luc",
        ("infirmière", "Clinique Saint-Luc", "onsite", None, ("Claire Fontaine", "Marc Roussel")),
    ),
    (
        "confirm",
        "Inès Colin <i.colin@meridien.example>",
        "Deuxième entretien",
        "Bonjour Thomas,\n\nPour le poste d'ingénieur(e) qualité, nous vous revoyons en visio le 7 juillet avec notre "
        "directrice technique, Hélène Marchal.\n\nBien cordialement,\nInès Colin\nChargée de recrutement\nMéridien SAS",
        ("ingénieur(e) qualité", "Méridien SAS", "video", 2, ("Hélène Marchal",)),
    ),
    (
        "confirm",
        "Selección <seleccion@aceites-olivar.example>",
        "Candidatura a la vacante de contable",
        "Estimada Sra. Ruiz:\n\nLa esperamos el martes en nuestras oficinas para la vacante de contable. Le recibirá "
        "D. Antonio Vega, director financiero.\n\nUn cordial saludo,\nMarta Gil\nRecursos Humanos\nAceites Olivar S.L.",
        ("contable", "Aceites Olivar S.L", "onsite", None, ("Antonio Vega",)),
    ),
    (
        "invite",
        "Pablo Serra <pablo@nube.example>",
        "Entrevista desarrollador/a",
        "Hola Elena:\n\nMe gustaría hablar contigo por videollamada el jueves sobre el puesto de desarrollador/a en "
        "Nube Digital. ¿Te viene bien?\n\nSaludos,\nPablo Serra",
        ("desarrollador/a", "Nube Digital", "video", 1, ("Pablo Serra",)),
    ),
    (
        "confirm",
        "Clinica San Marco <personale@clinicasanmarco.example>",
        "Conferma colloquio",
        "Gentile Dott. Bianchi,\n\nLe confermiamo il colloquio per il posto di infermiere il 4 giugno in sede. "
        "Incontrerà la dott.ssa Elena Greco e l'ing. Luca Ferri.\n\nDistinti saluti\nClinica San Marco",
        ("infermiere", "Clinica San Marco", "onsite", None, ("Elena Greco", "Luca Ferri")),
    ),
    (
        "confirm",
        "Laura Conti <l.conti@officinasala.example>",
        "Primo colloquio",
        "Buongiorno Davide,\n\nLa chiamerò mercoledì alle 17 per parlare del posto di meccanico.\n\nSaluti\n"
        "Laura Conti\nOfficina Sala",
        ("meccanico", "Officina Sala", "phone", 1, ("Laura Conti",)),
    ),
    (
        "confirm",
        "Personeelszaken <p.zaken@zuiderbouw.example>",
        "Sollicitatie naar de functie van werkvoorbereider",
        "Geachte mevrouw De Wit,\n\nOp dinsdag 12 mei verwachten wij u op ons kantoor. U spreekt met de heer J. Kuiper "
        "en mevrouw Marleen de Graaf.\n\nMet vriendelijke groet,\nMarieke Vos\nPersoneelszaken\nZuiderbouw BV",
        ("werkvoorbereider", "Zuiderbouw BV", "onsite", None, ("J. Kuiper", "Marleen de Graaf")),
    ),
    (
        "invite",
        "Tim Bakker <tim@wolkje.example>",
        "Gesprek ontwikkelaar (m/v)",
        "Hoi Sanne,\n\nIk wil graag met je videobellen over de functie van ontwikkelaar bij Wolkje. Past dat donderdag?"
        "\n\nGroet,\nTim Bakker",
        ("ontwikkelaar", "Wolkje", "video", 1, ("Tim Bakker",)),
    ),
    (
        "confirm",
        "Recursos Humanos <rh@serraalta.example>",
        "Candidatura à vaga de contabilista",
        "Exma. Sra. Dra. Ana Lopes,\n\nConfirmamos a entrevista para a vaga de contabilista na terça-feira, nas nossas "
        "instalações. Será recebida pelo Eng. Paulo Reis e pela Dra. Rita Pais de Sousa.\n\nCom os cumprimentos,"
        "\nRita Melo\nRecursos Humanos\nSerra Alta, Lda",
        ("contabilista", "Serra Alta", "onsite", None, ("Paulo Reis", "Rita Pais de Sousa")),
    ),
    (
        "confirm",
        "Paula Dias <p.dias@farol.example>",
        "Segunda entrevista",
        "Olá Marcos,\n\nA segunda entrevista será no dia 7 de julho pelo Teams com nossa diretora de operações, Sílvia "
        "Rocha.\n\nAtenciosamente,\nPaula Dias\nRecrutamento\nFarol Seguros S.A.",
        (None, "Farol Seguros S.A", "video", 2, ("Sílvia Rocha",)),
    ),
]


@pytest.mark.parametrize(("kind", "sender", "subject", "text", "wanted"), LETTERS)
def test_a_letter_is_read_whole(
    kind: Kind,
    sender: str,
    subject: str,
    text: str,
    wanted: tuple[str | None, str | None, str | None, int | None, tuple[str, ...]],
) -> None:
    found = read(text, kind=kind, sender=sender, subject=subject)
    assert (found.role, found.company, found.place, found.round, tuple(sorted(found.interviewers))) == (
        *wanted[:4],
        tuple(sorted(wanted[4])),
    )


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Ihre Bewerbung bei Haselmark Tiefkühlkost",
            "Guten Tag,\nIhre Bewerbung ist eingegangen, danke.",
        ),
        ("Report de votre entretien", "Madame,\nNous reportons votre entretien du lundi 13 octobre au vendredi."),
        ("Reprogramación de la entrevista", "Hola, la entrevista prevista para el lunes pasa al martes."),
        ("Spostamento colloquio", "Gentile Sara, il colloquio di giovedì si terrà venerdì alla stessa ora."),
        ("Gesprek geannuleerd", "Dag Koen, het gesprek van vrijdag 16 oktober om 10u gaat niet door."),
        ("Entrevista adiada", "Olá Inês, a entrevista de segunda-feira passa para quinta-feira."),
    ],
)
def test_what_names_no_job_has_none(subject: str, text: str) -> None:
    assert read(text, kind="update", subject=subject).role is None


@pytest.mark.parametrize(
    ("subject", "text", "role"),
    [
        ("Re: Lebenslauf Uhrmacher", "Ist angekommen, vielen Dank, wir melden uns bei Ihnen.", "Uhrmacher"),
        (
            "Ihr Test",
            "Guten Tag, die Mühle hat Ihre Bewerbung für die Stelle als Bäckerin geprüft und bittet um etwas Geduld.",
            "Bäckerin",
        ),
        (
            "Verfahren",
            "Guten Tag, im Auswahlverfahren 12/26 (Statikerin Brückenbau) dauert es noch.",
            "Statikerin Brückenbau",
        ),
        ("Nouvelles", "Bonjour, on a lu votre candidature de céramiste et on vous écrit vite.", "céramiste"),
        ("Suite", "Bonjour, la boutique cherche son futur fromager. Nous pensons à vous.", "fromager"),
        ("Re: CV tapicera", "Hola, recibido, muchas gracias, lo miramos y te llamamos.", "tapicera"),
        ("Gracias", "Hola, gracias por haber postulado a Product Owner. Te escribimos pronto.", "Product Owner"),
        ("R: cv ceramista", "Buongiorno, è arrivato, grazie, ne parliamo e La chiamiamo noi.", "ceramista"),
        ("Grazie", "Ciao, abbiamo ricevuto molte candidature per Data Steward e leggiamo tutto.", "Data Steward"),
        (
            "Goed nieuws",
            "Dag, uw sollicitatie als meubelstoffeerder is goed ontvangen. Wij bellen u.",
            "meubelstoffeerder",
        ),
        ("Currículo oleira", "Olá, recebemos, muito obrigada, e já lhe ligamos.", "oleira"),
        ("A vaga", "Olá! A vaga de Técnico em Radiologia foi pausada. Avisamos você depois.", "Técnico em Radiologia"),
        ("Ihre Bewerbung KB-2031-77", "Guten Tag, Ihre Bewerbung ist bei uns eingegangen, danke.", None),
        ("Tu candidatura", "Hola, tu candidatura sigue viva y te contaremos más la semana que viene.", None),
    ],
)
def test_jobs_are_told_by_trades_and_phrases(subject: str, text: str, role: str | None) -> None:
    assert read(text, kind="update", subject=subject).role == role


@pytest.mark.parametrize(
    ("text", "met"),
    [
        (
            "Guten Tag, Ihre Gesprächspartner sind Frau Tomke Feld, Teamleiterin Seefracht, und Herr Jost Ahrens "
            "aus der Entwicklung.",
            ["Jost Ahrens", "Tomke Feld"],
        ),
        (
            "Guten Tag, das Gespräch führen Werksleiter DI Karl Brandl und Frau Dr. Rosa Egger.",
            ["Karl Brandl", "Rosa Egger"],
        ),
        ("Guten Tag, Gesprächspartnerin bleibt Frau Tomke Feld, wir freuen uns auf Sie.", ["Tomke Feld"]),
        (
            "Madame, le jury est composé de M. Bertrand Le Meur, DGS, et de Mme Odile Caradec, maire.",
            ["Bertrand Le Meur", "Odile Caradec"],
        ),
        (
            "Bonjour, pour l'entretien avec Mme Caradec, merci de choisir une heure qui vous convient.",
            ["Caradec"],
        ),
        (
            "Hola, la entrevista será con el C.P. Ramiro Toscano, Contralor Corporativo, en las oficinas.",
            ["Ramiro Toscano"],
        ),
        ("Hola, todo listo.\nTe recibe: Nuria Sastre\nGracias y hasta el martes.", ["Nuria Sastre"]),
        (
            "Gentile candidata, Le confermiamo il colloquio. "
            "Saranno presenti la dott.ssa Elena Greco e la dietista Marta Corsi.",
            ["Elena Greco", "Marta Corsi"],
        ),
        (
            "Dag, we maken graag kennis met je in een gesprek met Ilse Kamps en Robbrecht de Wilde, "
            "op ons kantoor.\n\nDe Linde BV",
            ["Ilse Kamps", "Robbrecht de Wilde"],
        ),
        (
            "Exma. Sra., confirmamos a entrevista para a vaga de oleira. "
            "Será recebida pela Dr.ª Rita Pais e pelo Eng. Paulo Reis.",
            ["Paulo Reis", "Rita Pais"],
        ),
    ],
)
def test_people_are_told_from_their_titles_and_offices(text: str, met: list[str]) -> None:
    assert sorted(read(text, kind="confirm").interviewers) == met


@pytest.mark.parametrize(
    ("sender", "text", "company"),
    [
        (
            "Vetreria Lagorio <info@posta.example>",
            "Buongiorno, grazie per la lettera, che abbiamo letto, e La chiamiamo noi.",
            "Vetreria Lagorio",
        ),
        (
            "Adega Vale Fundo <geral@correio.example>",
            "Olá, recebemos a carta, obrigada, e já lhe ligamos.",
            "Adega Vale Fundo",
        ),
        (
            "Bas Kok <bas@flexkok.example>",
            "Kun je maandag bij Van Loon Bakkerijen langs?",
            "Van Loon Bakkerijen",
        ),
        ("Almara – Recrutement <rh@almara.example>", "Bonjour, nous avons bien reçu votre lettre.", "Almara"),
        (
            "Ada Brandt <a.brandt@lestroisrives.example>",
            "Bonjour, merci pour votre lettre, je reviens vers vous.\n\nAda Brandt\nChargée RH\nLes Trois Rives",
            "Les Trois Rives",
        ),
    ],
)
def test_firms_are_told_by_their_trades_and_beside_a_desk(sender: str, text: str, company: str) -> None:
    assert read(text, kind="update", subject="Re: lettera", sender=sender).company == company


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_an_accent_is_part_of_a_word(language: str) -> None:
    """A pattern's word may begin and end with a letter that bears an accent, which RE2 takes for no letter."""
    rule = f"""[[find.place]]
name = "{language}/place.try"
match = '\\b(?:étage|sarà)\\b'
value = "onsite"
"""
    pattern = Things.load(rule).speaking(language).rules["place"][0].pattern
    assert all(pattern.search(text) for text in ("au 3e étage, à droite", "«étage»", "sarà", "ci sarà."))
    assert not pattern.search("sous-étages")
    assert THINGS.speaking(language).rules["place"]


MET = [  # how six languages name who will be met; an office that only writes has signed
    ("Am Dienstag um 10 Uhr erwartet Sie Jens Kroll am Tor 2.", ("Jens Kroll",)),
    (
        "Der Termin ist am Dienstag, mit Geschäftsführer Jens Kroll und der Prokuristin Anke Voss.",
        ("Jens Kroll", "Anke Voss"),
    ),
    ("Ihr Termin ist am Dienstag um 10 Uhr bei Frau Oberärztin Dr. Kroll, Station 4.", ("Kroll",)),
    ("Bitte fragen Sie am Dienstag um 10 Uhr am Empfang nach Anke Voss.", ("Anke Voss",)),
    ("Das Gespräch am Dienstag übernimmt Anke Voss, weil Jens Kroll auf Dienstreise ist.", ("Anke Voss",)),
    (
        "Votre entretien est confirmé. Seront présents mardi à 10h : Yann Morel (atelier), Claire Petit (usine).",
        ("Yann Morel", "Claire Petit"),
    ),
    ("Le jury de mardi est composé de Mme Morel, M. Petit et Mme Garnier.", ("Morel", "Petit", "Garnier")),
    ("Votre entretien est à 10h et c'est Yann qui vous recevra mardi.", ("Yann",)),
    (
        "Vous ferez mardi à 10h la connaissance de l'équipe avec Yann, notre chef de cuisine, ainsi que Claire.",
        ("Yann", "Claire"),
    ),
    ("La entrevista del martes a las 10 la hará Pablo Serra.", ("Pablo Serra",)),
    ("La entrevista será el martes a las 10 a cargo de Marta Gil.", ("Marta Gil",)),
    ("El tribunal del martes a las 10 lo forman D.ª Marta Gil y D. Pablo Serra.", ("Marta Gil", "Pablo Serra")),
    ("Il colloquio di martedì alle 10 sarà condotto da Luca Ferri.", ("Luca Ferri",)),
    (
        "La commissione di martedì è composta da Elena Greco, Luca Ferri e Paolo Neri.",
        ("Elena Greco", "Luca Ferri", "Paolo Neri"),
    ),
    ("Het gesprek van dinsdag 10 uur voert u met mevrouw De Graaf, teamleider.", ("De Graaf",)),
    ("Joost en Marleen verwachten je dinsdag om 10 uur in de loods.", ("Joost", "Marleen")),
    ("Vraag dinsdag om 10 uur aan de balie naar Joost Kuiper.", ("Joost Kuiper",)),
    ("A entrevista será terça, com o Tiago Bastos e a Sandra Lima.", ("Tiago Bastos", "Sandra Lima")),
    ("A entrevista de terça é com o gestor, o Renan Caldas.", ("Renan Caldas",)),
    ("O Tiago Bastos liga-lhe terça às 10h para a entrevista.", ("Tiago Bastos",)),
]


@pytest.mark.parametrize(("text", "people"), MET)
def test_who_is_met_is_found_behind_days_hours_articles_and_offices(text: str, people: tuple[str, ...]) -> None:
    assert set(read(text, kind="confirm", sender="Nordlager <jobs@nordlager.example>").interviewers) == set(people)


def test_the_owner_who_is_greeted_by_a_name_with_a_particle_is_nobody_he_meets() -> None:
    text = "Geachte heer De Jong,\n\nDe commissie ontvangt u graag op donderdag om 13.15 uur in het gemeentehuis."
    assert read(text, kind="confirm", sender="Gemeente Zijl <werk@zijl.example>").interviewers == ()
