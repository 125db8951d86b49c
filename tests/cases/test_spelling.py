"""An address is known to be a person's by how the name is spelt in it, whatever alphabet the name is written in."""

import pytest

from courtesy.cases.names import address_names, same_person, words
from courtesy.cases.spelling import spells


@pytest.mark.parametrize(
    ("local", "person"),
    [
        ("dana.okoye", "Dana Okoye"),
        ("okoye-dana", "Dana Okoye"),
        ("Dana.Okoye92", "Dana Okoye"),
        ("danaokoye", "Okoye, Dana"),
        ("d.okoye", "Dana Okoye"),
        ("dokoye", "Dana Okoye"),
        ("dana.m.okoye", "Dana Okoye"),
        ("dana.okoye", "Dana Maria Okoye"),
        ("drdanaokoye", "Dana Okoye"),
        ("juergen.mueller", "Jürgen Müller"),
        ("jurgen.muller", "Jürgen Müller"),
        ("soren.kjaer", "Søren Kjær"),
        ("lukasz.wojcik", "Łukasz Wójcik"),
        ("sergey.khrushchev", "Сергей Khrushchev"),
        ("julija.morozova", "Юлия Морозова"),
        ("natalia.ivanova", "Наталия Иванова"),
        ("nataliya.ivanova", "Наталия Иванова"),
        ("maria.papadopoulou", "Μαρια Παπαδοπουλου"),
        ("nikos.theodorakis", "Νικος Θεοδωρακης"),
    ],
)
def test_an_address_spells_its_owner(local: str, person: str) -> None:
    assert address_names(f"{local}@mail.example", person)


@pytest.mark.parametrize(
    ("local", "person"),
    [
        ("dan.lima", "An Li"),  # its letters only
        ("dana", "Dana Okoye"),
        ("okoye", "Dana Okoye"),
        ("dina.okoye.team", "Dana Lee"),
        ("noreply", "Acme Hiring Team"),
        ("jobs7", "Jobs 7"),  # a number is nobody's name
        ("1.2", "1 2"),
        ("", "Dana Okoye"),
        ("jobs", "山田 太郎"),  # no address can tell
        ("a", "山田 a"),
    ],
)
def test_letters_and_digits_alone_are_no_name(local: str, person: str) -> None:
    assert not address_names(f"{local}@mail.example", person)


def test_names_in_scripts_whose_vowels_are_marks_are_words() -> None:
    """Taken apart at each of their marks, two names would be made of the same letters."""
    priya, other = (
        "प्रिया शर्मा",
        "पर यश म",
    )
    assert len(words(priya)) == 2
    assert same_person(priya, priya)
    assert not same_person(priya, other)
    assert words("Zoë Müller") == ("zoe", "muller")
    assert words("O’Neil") == ("oneil",)


def test_the_longest_name_takes_no_time() -> None:
    assert not spells("a" * 10_000, "ч " * 10_000)
