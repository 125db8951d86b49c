"""Mail that was held up on its way for days says what was so when it was sent, not what is so when it comes."""

from dataclasses import replace

import pytest
from tests.cases.histories import mail, own, play

from courtesy.cases.events import Event

OFFER, OTHER = "03-12 14:00-15:00", "03-10 10:00-11:00"


def invite(came: str) -> Event:
    return mail("invite", came, "jo.kay@acme.example", OTHER, OFFER, mid="<i@x>", sent="03-02 10:00")


def answer() -> Event:
    return own("03-02 11:00", "jo.kay@acme.example", refs=("<i@x>",), times=(OFFER,))


def confirmed(came: str, *times: str) -> Event:
    return mail("confirm", came, "jo.kay@acme.example", *times, mid="<c@x>", refs=("<i@x>",), sent="03-02 15:00")


def test_a_confirmation_that_comes_after_the_cancellation_brings_nothing_back() -> None:
    off = mail("cancel", "03-04 15:00", "jo.kay@acme.example", refs=("<i@x>",))
    played = play(invite("03-02 10:00"), answer(), off, confirmed("03-06 08:00", OFFER), until="03-20 10:00")
    assert played.held("03-06 09:00") == []
    assert not any(line.startswith(("debrief", "thank_you", "briefing")) for line in played.told())


def test_a_confirmation_that_comes_after_the_move_leaves_it_moved() -> None:
    moved = mail("reschedule", "03-05 15:00", "jo.kay@acme.example", "03-13 11:00-12:00", refs=("<i@x>",))
    played = play(invite("03-02 10:00"), answer(), moved, confirmed("03-06 08:00", OFFER), until="03-20 10:00")
    assert played.held("03-06 09:00") == ["03-13 11:00-12:00 confirmed"]
    assert [line for line in played.told() if "debrief" in line] == ["debrief 03-13 12:00"]


def test_an_invitation_that_comes_after_answer_and_confirmation_is_settled() -> None:
    played = play(invite("03-03 09:00"), answer(), confirmed("03-02 15:00"), until="03-20 10:00")
    assert played.held("03-03 09:30") == [f"{OFFER} confirmed"]
    assert not any(line.startswith("reply") for line in played.told())
    assert "debrief 03-12 15:00" in played.told()


def test_an_own_answer_that_is_seen_a_day_late_tells_which_time_see_you_then_meant() -> None:
    late = replace(answer(), at=invite("03-03 16:00").at)
    played = play(invite("03-02 10:00"), late, confirmed("03-02 15:00"), until="03-20 10:00")
    assert played.held("03-03 17:00") == [f"{OFFER} confirmed"]


@pytest.mark.parametrize("sent", ["02-02 09:00", "03-02 09:59", "03-01 20:30"])
def test_a_clock_that_is_plainly_wrong_or_in_another_zone_moves_nothing(sent: str) -> None:
    """A confirmation dated before the invitation that it follows, by a wrong clock, counts as it came."""
    odd = replace(confirmed("03-02 11:30"), sent=mail("confirm", sent).at)
    played = play(invite("03-02 10:00"), answer(), odd, until="03-20 10:00")
    assert played.held("03-02 12:00") == [f"{OFFER} confirmed"]
