"""Two applications at one employer, told apart by the number and the name of the job, live and fall alone."""

import pytest
from tests.cases.histories import mail, play

HR = "recruitment@ealing.example"
ANALYST, OFFICER = "Data Analyst (ref EAL1001)", "Performance Officer (ref EAL1007)"


def interview(when: str, time: str, role: str, subject: str = "", **more):
    subject = subject or f"Interview - {role}"
    return mail("confirm", when, HR, time, subject=subject, role=role, company="Ealing Council", **more)


def cancelled(when: str, role: str):
    subject = f"Interview cancelled - {role}"
    return mail("cancel", when, HR, subject=subject, role=role, company="Ealing Council")


@pytest.mark.parametrize(("off", "stays"), [(ANALYST, "03-18 14:00"), (OFFICER, "03-16 09:30")])
def test_what_is_called_off_of_one_leaves_the_other(off: str, stays: str) -> None:
    first, second = interview("03-03 10:00", "03-16 09:30", ANALYST), interview("03-04 10:00", "03-18 14:00", OFFICER)
    played = play(first, second, cancelled("03-11 10:00", off), until="03-11 11:00")
    assert [held[:11] for held in played.held("03-11 11:00")] == [stays]


@pytest.mark.parametrize(
    "more",
    [
        {"subject": "Interview - Data Analyst (ref EAL1001)"},
        {"subject": "Interview - ticket 88455", "role": "Senior Data Analyst"},
        {"subject": "Interview - ticket 88455", "role": "Performance Officer", "refs": ("<a>",)},
        {"subject": "Interview", "role": "Performance Officer"},
    ],
)
def test_another_number_alone_is_no_other_job(more: dict[str, object]) -> None:
    first = interview("03-03 10:00", "03-16 09:30", ANALYST, mid="<a>")
    role = str(more.pop("role", "Data Analyst"))
    second = interview("03-04 10:00", "03-18 14:00", role, **more)
    played = play(first, second, cancelled("03-11 10:00", ANALYST), until="03-11 11:00")
    assert played.held("03-11 11:00") == []
