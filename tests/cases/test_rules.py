"""The rules of holds and alerts, each by an invented history."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from tests.cases.histories import OWNER, hours, invitation, mail, own, play, span

from courtesy.cases.decide import next_wake
from courtesy.cases.timeline import Timeline

JO = "jo.kay@acme.example"
RIVAL = "al@rival.example"
INTERVIEW = "03-10 10:00-11:00"


def confirmed(when: str = "03-02 09:00", time: str = INTERVIEW, sender: str = JO, **more: object):
    return mail("confirm", when, sender, time, **more)


def kinds(played) -> list[str]:
    return [alert.kind for _, alert in played.alerts]


# --- holds ---------------------------------------------------------------------------------------------------------


def test_proposed_slots_are_tentative_and_the_confirmation_drops_the_others() -> None:
    played = play(
        mail("invite", "03-02 09:00", JO, "03-10 10:00-11:00", "03-11 10:00-11:00", mid="<a>"),
        own("03-02 12:00", JO, refs=("<a>",)),
        mail("confirm", "03-03 09:00", JO, "03-11 10:00"),
        until="03-11 09:00",
    )
    assert played.held("03-02 13:00") == ["03-10 10:00-11:00 tentative", "03-11 10:00-11:00 tentative"]
    assert played.held("03-03 09:00") == ["03-11 10:00-11:00 confirmed"], "the length stated before stays known"
    assert played.told() == ["reply_needed 03-02 09:00"]


def test_windows_booking_links_and_outreach_hold_nothing() -> None:
    played = play(
        mail("invite", "03-02 09:00", JO, link="https://calendly.example/jo"),
        mail("outreach", "03-02 10:00", RIVAL, "03-05 10:00", company="Rival", reply_needed=True),
        until="03-02 11:00",
    )
    assert played.held("03-02 11:00") == []
    assert kinds(played) == ["reply_needed"]


@pytest.mark.parametrize(("place", "end"), [("video", "11:00"), ("phone", "10:45"), (None, "11:00")])
def test_an_end_stated_nowhere_is_assumed(place: str | None, end: str) -> None:
    played = play(confirmed(time="03-10 10:00", place=place), until="03-02 10:00")
    assert played.held("03-02 10:00") == [f"03-10 10:00-{end} confirmed"]


@pytest.mark.parametrize("asks", [True, False])
def test_a_reschedule_takes_the_old_hold_at_once(asks: bool) -> None:
    moved = mail("reschedule", "03-04 09:00", JO, "03-12 15:00", reply_needed=asks)
    played = play(confirmed(), moved, until="03-04 10:00")
    assert played.held("03-04 10:00") == [f"03-12 15:00-16:00 {'tentative' if asks else 'confirmed'}"]
    assert len(played.holds) == 1, "one appointment that moves keeps its entry"


def test_a_reschedule_without_a_new_time_leaves_nothing() -> None:
    played = play(confirmed(), mail("reschedule", "03-04 09:00", JO, reply_needed=True), until="03-04 10:00")
    assert played.held("03-04 10:00") == []


def test_a_reschedule_of_the_second_round_leaves_the_first() -> None:
    played = play(
        confirmed(round=1),
        confirmed(when="03-03 09:00", time="03-12 10:00-11:00", round=2),
        mail("reschedule", "03-04 09:00", JO, "03-13 10:00-11:00", round=2),
        until="03-04 10:00",
    )
    assert played.held("03-04 10:00") == ["03-10 10:00-11:00 confirmed", "03-13 10:00-11:00 confirmed"]


@pytest.mark.parametrize(
    "end",
    [
        mail("cancel", "03-04 09:00"),
        mail("reject", "03-04 09:00"),
        own("03-04 09:00", JO, withdraws=True),
    ],
    ids=["cancel", "reject", "withdraw"],
)
def test_the_end_of_an_application_takes_its_live_holds_and_no_others(end) -> None:
    other = confirmed(sender=RIVAL, company="Rival", time="03-11 10:00-11:00")
    slots = mail("invite", "03-03 09:00", JO, "03-12 10:00", "03-13 10:00", round=2)
    played = play(confirmed(), other, slots, end, until="03-20 10:00")
    assert played.held("03-04 10:00") == ["03-11 10:00-11:00 confirmed"]
    assert [alert.company for _, alert in played.alerts if alert.kind == "debrief"] == ["Rival"]


def test_each_client_of_one_agency_thread_has_its_own_holds() -> None:
    agent = "rita@agency.example"
    played = play(
        mail("confirm", "03-02 09:00", agent, INTERVIEW, company="Northwind", agency="Agency", mid="<a>"),
        mail("confirm", "03-02 10:00", agent, "03-11 10:00-11:00", company="Bluebell", refs=("<a>",), mid="<b>"),
        mail("cancel", "03-03 10:00", agent, company="Northwind", refs=("<a>", "<b>")),
        until="03-03 11:00",
    )
    assert played.held("03-03 11:00") == ["03-11 10:00-11:00 confirmed"]


def test_of_one_calendar_uid_the_highest_sequence_wins_in_any_order() -> None:
    first = confirmed(calendar=(invitation("u1", 0, INTERVIEW),))
    second = confirmed(
        when="03-03 09:00", time="03-12 10:00-11:00", calendar=(invitation("u1", 1, "03-12 10:00-11:00"),)
    )
    in_order = play(first, second, until="03-03 10:00")
    late = play(second, replace(first, at=second.at + hours(1)), until="03-03 12:00")
    assert in_order.held("03-03 10:00") == late.held("03-03 11:00") == ["03-12 10:00-11:00 confirmed"]


def test_a_cancelled_calendar_appointment_does_not_come_back_with_an_older_request() -> None:
    request = confirmed(calendar=(invitation("u1", 0, INTERVIEW),))
    cancel = mail("cancel", "03-03 09:00", JO, INTERVIEW, calendar=(invitation("u1", 1, INTERVIEW, "CANCEL"),))
    played = play(
        request, cancel, replace(request, identity="z", at=cancel.at + hours(1), message_id="<z>"), until="03-03 12:00"
    )
    assert played.held("03-03 12:00") == []


def test_the_same_invitation_by_three_roads_counts_once() -> None:
    invite = mail("invite", "03-02 09:00", JO, INTERVIEW, subject="Interview")
    copy = replace(invite, identity="c", message_id="<c>", at=invite.at + hours(0.1))
    forward = replace(
        invite, identity="f", message_id="<f>", subject="Fwd: Interview", at=invite.at + hours(2), words_key="f",
        reading=replace(invite.reading, forwarded=True), parties=(),
    )  # fmt: skip
    played = play(invite, copy, forward, until="03-02 12:00")
    assert kinds(played) == ["reply_needed"]
    assert played.held("03-02 12:00") == ["03-10 10:00-11:00 tentative"]


def test_terse_words_firm_the_slot_that_the_owner_chose() -> None:
    played = play(
        mail("invite", "03-02 09:00", JO, "03-10 10:00", "03-11 10:00", mid="<a>"),
        own("03-02 12:00", JO, refs=("<a>",), times=("03-11 10:00",)),
        mail("confirm", "03-02 13:00", JO, refs=("<a>",)),
        until="03-02 14:00",
    )
    assert played.held("03-02 14:00") == ["03-11 10:00-11:00 confirmed"]


def test_a_misread_round_does_not_keep_the_slots_that_were_not_chosen() -> None:
    slots = mail("invite", "03-02 09:00", JO, "03-10 10:00", "03-11 10:00", round=1)
    played = play(slots, mail("confirm", "03-02 13:00", JO, "03-11 10:00", round=2), until="03-02 14:00")
    assert played.held("03-02 14:00") == ["03-11 10:00-11:00 confirmed"]


def test_a_day_of_sessions_that_is_moved_by_telling_stays_firm() -> None:
    moved = mail("reschedule", "03-04 09:00", JO, "03-12 09:00-10:00", "03-12 10:15-11:00", reply_needed=False)
    played = play(confirmed(), moved, until="03-04 10:00")
    assert played.held("03-04 10:00") == ["03-12 09:00-10:00 confirmed", "03-12 10:15-11:00 confirmed"]


def test_a_stranger_s_meeting_at_the_hour_of_an_interview_is_not_that_interview() -> None:
    stranger = mail("confirm", "03-03 09:00", "boss@day-job.example", "03-10 10:00-10:30", company=None)
    played = play(confirmed(), stranger, until="03-03 10:00")
    assert "03-10 10:00-11:00 confirmed" in played.held("03-03 10:00")


def test_moving_to_a_slot_that_is_held_already_makes_no_second_hold() -> None:
    slots = mail("invite", "03-02 09:00", JO, "03-10 10:00", "03-12 10:00")
    move = mail("reschedule", "03-03 09:00", JO, "03-12 10:00", reply_needed=False)
    played = play(slots, move, until="03-03 10:00")
    assert played.held("03-03 10:00") == ["03-12 10:00-11:00 confirmed"]


def test_a_second_cancellation_of_one_appointment_leaves_the_other() -> None:
    first = confirmed(calendar=(invitation("u1", 0, INTERVIEW),))
    other = confirmed(
        when="03-02 10:00", time="03-12 10:00-11:00", calendar=(invitation("u2", 0, "03-12 10:00-11:00"),)
    )
    cancels = [
        mail("cancel", f"03-03 {hour}:00", JO, INTERVIEW, calendar=(invitation("u1", 1, INTERVIEW, "CANCEL"),))
        for hour in (9, 11)
    ]
    played = play(first, other, *cancels, until="03-03 12:00")
    assert played.held("03-03 12:00") == ["03-12 10:00-11:00 confirmed"]


def test_slots_of_two_rounds_stand_side_by_side() -> None:
    first = mail("invite", "03-02 09:00", JO, "03-10 10:00", round=1)
    second = mail("invite", "03-02 10:00", JO, "03-12 10:00", round=2)
    played = play(first, second, until="03-02 11:00")
    assert played.held("03-02 11:00") == ["03-10 10:00-11:00 tentative", "03-12 10:00-11:00 tentative"]


def test_a_confirmation_of_what_is_over_takes_no_open_slot() -> None:
    slots = mail("invite", "03-02 09:00", JO, "03-10 10:00", "03-12 10:00")
    played = play(slots, mail("confirm", "03-03 09:00", JO, "03-02 08:00-08:30"), until="03-03 10:00")
    assert len(played.held("03-03 10:00")) == 2


def test_a_corrected_hour_replaces_the_wrong_one() -> None:
    right = confirmed(when="03-02 11:00", time="03-10 10:30-11:30")
    played = play(confirmed(), right, until="03-15 09:00")
    assert played.held("03-02 12:00") == ["03-10 10:30-11:30 confirmed"]
    assert played.told() == ["debrief 03-10 11:30", "thank_you_due 03-11 11:30"]


def test_another_company_s_forwarded_invitation_is_no_copy() -> None:
    acme = mail("invite", "03-02 09:00", JO, subject="Interview invitation")
    zeta = mail(
        "invite", "03-09 09:00", "hr@zeta.example", subject="Fwd: Interview invitation", company="Zeta", forwarded=True
    )
    assert kinds(play(acme, zeta, until="03-09 10:00")).count("reply_needed") == 2


def test_a_length_and_place_said_before_any_time_hold_for_the_time_that_is_fixed() -> None:
    asked = mail("invite", "03-02 09:00", JO, duration=timedelta(minutes=30), place="phone")
    played = play(asked, mail("confirm", "03-03 09:00", JO, "03-10 10:00"), until="03-03 10:00")
    assert played.held("03-03 10:00") == ["03-10 10:00-10:30 confirmed"]


@pytest.mark.parametrize(
    ("more", "kept"),
    [({}, 1), ({"interviewers": ("Sam Lee",)}, 2), ({"round": 2}, 2), ({"refs": ("<else>",)}, 2)],
    ids=["same interview", "other people", "other round", "other thread"],
)
def test_another_time_in_the_thread_of_an_interview_is_its_new_time(more: dict[str, object], kept: int) -> None:
    first = confirmed(mid="<a>", round=1, interviewers=("Dana Okoye",))
    later = mail("confirm", "03-03 09:00", JO, "03-12 15:00-16:00", **{"refs": ("<a>",), **more})
    assert len(play(first, later, until="03-03 10:00").held("03-03 10:00")) == kept


def test_doubtful_words_count_in_the_thread_of_a_known_application_and_nowhere_else() -> None:
    slots = mail("invite", "03-02 09:00", JO, "03-10 10:00", "03-11 10:00", mid="<a>")
    lovely = replace(confirmed("03-02 13:00", "03-11 10:00-11:00", company=None), doubtful=True)
    inside = play(slots, replace(lovely, references=("<a>",)), until="03-02 14:00")
    outside = play(slots, replace(lovely, parties=own("03-02 13:00", "pal@club.example").parties), until="03-02 14:00")
    assert inside.held("03-02 14:00") == ["03-11 10:00-11:00 confirmed"]
    assert len(outside.held("03-02 14:00")) == 2
    after = own("03-02 12:00", JO, withdraws=True)
    assert play(slots, after, replace(lovely, references=("<a>",)), until="03-02 14:00").held("03-02 14:00") == []


def test_new_slots_take_the_place_of_those_offered_before() -> None:
    played = play(
        mail("invite", "03-02 09:00", JO, "03-10 10:00", "03-11 10:00"),
        mail("invite", "03-03 09:00", JO, "03-12 10:00", "03-13 10:00"),
        until="03-03 10:00",
    )
    assert played.held("03-03 10:00") == ["03-12 10:00-11:00 tentative", "03-13 10:00-11:00 tentative"]


def test_the_booking_systems_confirmation_firms_the_recruiters_invitation() -> None:
    played = play(
        mail("invite", "03-02 09:00", JO, link="https://calendly.example/jo/30min"),
        mail("confirm", "03-02 15:00", "no-reply@calendly.example", INTERVIEW, company=None, interviewers=("Jo Kay",)),
        until="03-05 10:00",
    )
    assert played.held("03-02 15:00") == ["03-10 10:00-11:00 confirmed"]
    assert kinds(played) == ["reply_needed"], "the booking is the answer"


# --- alerts --------------------------------------------------------------------------------------------------------


def test_an_answer_within_minutes_does_not_swallow_the_alert() -> None:
    invite = mail("invite", "03-02 09:00", mid="<a>")
    assert kinds(play(invite, own("03-02 09:05", JO, refs=("<a>",)), until="03-05 09:00")) == ["reply_needed"]


def test_seen_after_a_gap_an_invitation_is_told_only_if_it_is_still_open() -> None:
    history = [mail("receipt", "03-01 09:00"), mail("invite", "03-02 09:00", mid="<a>")]
    down = ("03-02 08:00", "03-02 20:00")
    open_still = play(*history, until="03-02 21:00", down=down)
    answered = play(*history, own("03-02 12:00", JO, refs=("<a>",)), until="03-02 21:00", down=down)
    assert open_still.told() == ["reply_needed 03-02 20:00"]
    assert answered.told() == []


@pytest.mark.parametrize(
    ("answer", "late"),
    [
        (own("03-02 20:00", JO), False),
        (own("03-02 20:00", "boss@acme.example"), False),
        (own("03-02 20:00", JO, automatic=True), True),
        (own("03-02 20:00", "friend@elsewhere.example"), True),
        (confirmed("03-02 20:00"), False),
        (mail("reject", "03-02 20:00"), False),
    ],
    ids=["to the sender", "to the company", "out of office", "to a friend", "a booking", "closed"],
)
def test_what_is_an_answer(answer, late: bool) -> None:
    played = play(mail("invite", "03-02 09:00", sent="03-02 08:00"), answer, until="03-03 12:00")
    assert ("reply_overdue 03-03 08:00" in played.told()) is late


def test_an_offer_or_a_test_is_never_overdue() -> None:
    assert kinds(play(mail("offer", "03-02 09:00"), until="03-09 09:00")) == ["reply_needed"]


def test_debrief_and_thank_you_follow_each_interview() -> None:
    played = play(confirmed(), until="03-15 09:00")
    assert played.told() == ["debrief 03-10 11:00", "thank_you_due 03-11 11:00"]


@pytest.mark.parametrize(
    ("thanks", "due"),
    [
        (own("03-10 17:00", JO, thanks=True), False),
        (own("03-10 17:00", "someone.else@acme.example", thanks=True), False),
        (own("03-10 17:00", "dana.okoye@gmail.com", thanks=True), False),
        (own("03-10 09:00", JO, thanks=True), True),
        (own("03-10 17:00", JO), True),
        (own("03-10 17:00", "friend@elsewhere.example", thanks=True), True),
        (mail("reject", "03-10 17:00"), False),
    ],
    ids=["recruiter", "the company", "interviewer's private address", "before", "no thanks", "a friend", "rejected"],
)
def test_what_spares_the_owner_the_reminder_to_thank(thanks, due: bool) -> None:
    played = play(confirmed(interviewers=("Dana Okoye",)), thanks, until="03-15 09:00")
    assert ("thank_you_due" in kinds(played)) is due


def test_thanks_for_the_first_round_do_not_count_for_the_second() -> None:
    played = play(
        confirmed(round=1),
        own("03-10 15:00", JO, thanks=True),
        confirmed(when="03-11 09:00", time="03-13 10:00-11:00", round=2),
        until="03-20 09:00",
    )
    assert played.told() == ["debrief 03-10 11:00", "debrief 03-13 11:00", "thank_you_due 03-14 11:00"]


def test_sessions_of_one_day_are_one_interview() -> None:
    day = mail("confirm", "03-02 09:00", JO, "03-10 10:00-11:00", "03-10 11:15-12:00", "03-10 13:00-14:00")
    assert play(day, until="03-15 09:00").told() == ["debrief 03-10 14:00", "thank_you_due 03-11 14:00"]


def test_courtesy_after_a_rejection_only_where_they_met() -> None:
    met = play(confirmed(), mail("reject", "03-12 09:00"), mail("reject", "03-13 09:00"), until="03-14 09:00")
    never = play(mail("receipt", "03-01 09:00"), mail("reject", "03-12 09:00"), until="03-14 09:00")
    left = play(confirmed(), own("03-11 09:00", JO, withdraws=True), mail("reject", "03-12 09:00"), until="03-14 09:00")
    assert kinds(met).count("thank_you_courtesy") == 1
    assert "thank_you_courtesy" not in kinds(never) + kinds(left)


def test_chasing_is_fine_from_midnight_after_the_promised_day() -> None:
    promise = mail("update", "03-02 09:00", news_by="03-06")
    assert play(promise, until="03-08 09:00").told() == ["follow_up_ok 03-07 00:00"]
    assert play(promise, mail("update", "03-05 09:00"), until="03-08 09:00").told() == []
    again = mail("update", "03-06 09:00", news_by="03-09")
    assert play(promise, again, until="03-11 09:00").told() == ["follow_up_ok 03-10 00:00"]


def test_an_early_chaser_is_told_and_does_not_use_up_the_promise() -> None:
    promise = mail("update", "03-02 09:00", news_by="03-06")
    played = play(
        promise, own("03-06 10:00", JO, chases=True), own("03-06 11:00", JO, thanks=True), until="03-08 09:00"
    )
    assert played.told() == ["too_early 03-06 10:00", "follow_up_ok 03-07 00:00"]


@pytest.mark.parametrize(
    ("time", "company", "collides"),
    [
        ("03-10 10:30-11:30", "Rival", True),
        ("03-10 11:00-12:00", "Rival", False),
        ("03-10 09:00-10:00", "Rival", False),
        ("03-10 10:30-11:30", "Acme", False),
    ],
)
def test_conflict_is_an_overlap_with_another_company(time: str, company: str, collides: bool) -> None:
    sender = RIVAL if company == "Rival" else JO
    played = play(confirmed(), mail("invite", "03-03 09:00", sender, time, company=company), until="03-03 10:00")
    assert ("conflict" in kinds(played)) is collides


def test_one_mail_raises_one_conflict() -> None:
    slots = mail("invite", "03-03 09:00", RIVAL, "03-10 10:00-11:00", "03-10 10:30-11:30", company="Rival")
    assert kinds(play(confirmed(), slots, until="03-03 10:00")).count("conflict") == 1


def test_a_scam_raises_its_warning_and_nothing_else() -> None:
    scam = mail("invite", "03-02 09:00", "hr@acme-careers.example", INTERVIEW, scam=True)
    again = mail("invite", "03-03 09:00", "hr@acme-careers.example", INTERVIEW, scam=True)
    played = play(scam, again, until="03-20 09:00")
    assert played.told() == ["scam_warning 03-02 09:00", "scam_warning 03-03 09:00"]
    assert played.holds == {}


def test_what_fell_due_while_the_program_was_down_is_told_after_if_still_true() -> None:
    history = [confirmed(), own("03-12 09:00", JO, thanks=True)]
    down = ("03-10 10:30", "03-12 12:00")
    late = play(*history, until="03-13 09:00", down=down)
    assert late.told() == ["debrief 03-12 12:00"]
    assert "the interview with Acme on " in late.alerts[0][1].text, "it is no longer plain which"
    assert " on " not in play(*history, until="03-13 09:00").alerts[0][1].text
    assert play(history[0], until="03-13 09:00", down=down).told() == [
        "debrief 03-12 12:00",
        "thank_you_due 03-12 12:00",
    ]


def test_quiet_hours_hold_back_what_can_wait() -> None:
    owner = replace(OWNER, quiet_from=time(22), quiet_to=time(7))
    late = confirmed(time="03-10 21:30-22:30")
    played = play(late, mail("invite", "03-10 23:00", RIVAL, company="Rival"), until="03-11 12:00", owner=owner)
    assert played.told() == ["reply_needed 03-10 23:00", "debrief 03-11 07:00"]


def test_the_hour_that_comes_twice_in_autumn_does_not_turn_the_wake_backwards() -> None:
    owner = replace(OWNER, quiet_from=time(22), quiet_to=time(1, 30))
    for minute in range(0, 180, 5):
        now = datetime(2026, 10, 25, 0, 0, tzinfo=UTC) + timedelta(minutes=minute)
        assert next_wake(Timeline(owner=owner), now) > now


def test_weekends_can_be_kept_free_of_what_can_wait() -> None:
    owner = replace(OWNER, quiet_weekend=True)
    promise = mail("update", "03-02 09:00", news_by="03-06")  # a Friday
    assert play(promise, until="03-10 09:00", owner=owner).told() == ["follow_up_ok 03-09 00:00"]


# --- two interviews of one application -------------------------------------------------------------------------------

NURSING, BOARD = "03-10 09:00-09:45", "03-12 14:00-15:00"


def two_talks(**more: object):
    return mail("confirm", "03-02 09:00", JO, NURSING, BOARD, mid="<a>", **more)


@pytest.mark.parametrize(
    ("time", "more", "stays"),
    [
        ("03-13 10:00-11:00", {}, NURSING),
        ("03-09 10:00-11:00", {}, NURSING),
        ("03-13 10:00", {}, NURSING),
        ("03-09 10:00", {}, BOARD),
        ("03-13 10:00", {"old_times": (span(NURSING),)}, BOARD),
        ("03-13 10:00", {"reply_needed": True}, NURSING),
    ],
    ids=["by length", "by length, far off", "the nearest", "the nearest before", "by the old time", "asking"],
)
def test_a_move_of_one_of_two_interviews_leaves_the_other(time: str, more: dict[str, object], stays: str) -> None:
    moved = mail("reschedule", "03-04 09:00", JO, time, **{"reply_needed": False, **more})
    held = play(two_talks(), moved, until="03-04 10:00").held("03-04 10:00")
    assert len(held) == 2
    assert f"{stays} confirmed" in held


def test_a_move_names_whom_it_concerns() -> None:
    nurse = mail("confirm", "03-02 09:00", JO, NURSING, interviewers=("Beatrice Hug",))
    board = mail("confirm", "03-02 10:00", JO, BOARD, interviewers=("Urs Wanner",), round=2)
    moved = mail("reschedule", "03-04 09:00", JO, "03-13 10:00", interviewers=("Hug",), reply_needed=False)
    assert f"{BOARD} confirmed" in play(nurse, board, moved, until="03-04 10:00").held("03-04 10:00")


def test_both_move_where_there_are_times_for_both_or_for_none() -> None:
    both = mail("reschedule", "03-04 09:00", JO, "03-16 09:00-09:45", "03-17 14:00-15:00", reply_needed=False)
    assert len(play(two_talks(), both, until="03-04 10:00").held("03-04 10:00")) == 2
    none = mail("reschedule", "03-04 09:00", JO, reply_needed=True)
    assert play(two_talks(), none, until="03-04 10:00").held("03-04 10:00") == []


def test_calling_off_one_of_two_interviews_by_its_time_leaves_the_other() -> None:
    off = mail("cancel", "03-04 09:00", JO, "03-12 14:00")
    assert play(two_talks(), off, until="03-04 10:00").held("03-04 10:00") == [f"{NURSING} confirmed"]
    assert play(two_talks(), mail("cancel", "03-04 09:00"), until="03-04 10:00").held("03-04 10:00") == []


def test_a_confirmation_that_names_what_is_given_up_moves_it() -> None:
    moved = confirmed("03-04 09:00", "03-12 10:00-11:00", old_times=(span(INTERVIEW),))
    assert play(confirmed(), moved, until="03-04 10:00").held("03-04 10:00") == ["03-12 10:00-11:00 confirmed"]


def test_a_known_place_outlives_mail_that_names_none() -> None:
    offer = mail("invite", "03-02 10:00", "jo.kay@acme.example", "03-10 10:00", "03-11 14:00", place="video")
    asked = own("03-02 12:00", "jo.kay@acme.example", times=("03-12 09:00",))
    fixed = mail("confirm", "03-03 09:00", "jo.kay@acme.example", "03-12 09:00")
    moved = mail("reschedule", "03-04 09:00", "jo.kay@acme.example", "03-13 09:00", reply_needed=False)
    assert {hold.place for hold in play(offer, asked, fixed, until="03-03 10:00").holds.values()} == {"video"}
    assert {hold.place for hold in play(offer, asked, fixed, moved, until="03-04 10:00").holds.values()} == {"video"}
