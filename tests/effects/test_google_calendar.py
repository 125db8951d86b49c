"""Google Calendar beyond what every calendar promises: the real client over a socket, and what Google makes special."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.effects.examples import FIRM, HOUR, NOW, SLOT
from tests.effects.google_box import AtGoogle
from tests.servers.google import Google
from tests.servers.google_calendar import Calendar, Json

from courtesy.cases.actions import Hold, Release
from courtesy.config.file import parse
from courtesy.effects import Diary
from courtesy.effects.google_calendar import GoogleCalendar
from courtesy.effects.links import links_to
from courtesy.errors import GiveUp, SignInEnded, TryLater
from courtesy.outside import effects_of

INVITED = replace(FIRM, invitation="7a1f@ridgeline.example")


@pytest.fixture
def box(tmp_path: Path) -> Iterator[AtGoogle]:
    with Google() as google:
        yield AtGoogle(google, tmp_path)


def only(box: AtGoogle) -> Json:
    (event,) = box.peer.live()
    return event


def asked(box: AtGoogle, hold: Hold | Release) -> list[str]:
    """The methods of the requests that an action takes."""
    box.google.heard.clear()
    box.effect.perform(hold)
    return [method for method, path in box.google.heard if path != "/token"]


def test_a_hold_costs_two_requests_at_the_most(box: AtGoogle) -> None:
    assert asked(box, Release(uid=SLOT.uid)) == []
    box.effect.perform(replace(SLOT, uid="other@courtesy"))  # the calendar is made once
    assert asked(box, INVITED) == ["GET", "POST"]
    assert asked(box, SLOT) == asked(box, FIRM) == ["GET", "PATCH"]
    assert asked(box, FIRM) == ["GET"]
    assert asked(box, Release(uid=SLOT.uid)) == ["DELETE"]
    assert asked(box, Release(uid=SLOT.uid)) == []
    assert len(box.peer.own()) == 1


def test_a_slot_and_a_firm_time_look_different(box: AtGoogle) -> None:
    reminders = (timedelta(hours=2), timedelta(minutes=15))
    effect = GoogleCalendar(box.account, "Interviews", name="calendar", memory=box.memory, reminders=reminders)
    effect.perform(replace(SLOT, summary="Interview? Ridgeline Health"))
    slot = dict(only(box))
    effect.perform(replace(FIRM, summary="Interview Ridgeline Health"))
    firm = only(box)
    for name in ("summary", "colorId", "transparency", "status", "reminders"):
        assert slot[name] != firm[name]
    assert (slot["transparency"], firm["transparency"]) == ("transparent", "opaque")
    minutes = [one["minutes"] for one in firm["reminders"]["overrides"]]
    assert (slot["reminders"]["overrides"], minutes, firm["reminders"]["useDefault"]) == ([], [120, 15], False)
    assert (firm["location"], firm["visibility"]) == ("By video", "private")


def test_an_event_leads_to_the_mail_and_has_no_markup_of_others(box: AtGoogle) -> None:
    links = links_to(gmail=("ada+x@gmail.com",), others=True, mac=True)
    effect = GoogleCalendar(box.account, "Interviews", name="calendar", memory=box.memory, links=links)
    notes = 'With <a href="http://evil.example">Dana</a>'
    effect.perform(replace(SLOT, notes=notes, message_id="<a&b#c<d>@mail.example>"))
    link = "https://mail.google.com/mail/?authuser=ada%2Bx%40gmail.com#search/rfc822msgid%3Aa%26b%23c%3Cd%3E%40mail.example"
    event = only(box)
    assert event["source"]["url"] == link
    assert event["description"].endswith(f"\n{link}")
    assert not set("<>") & set(event["description"])
    effect.perform(replace(SLOT, message_id=f"<{'x' * 2000}@mail.example>"))
    assert "source" not in only(box)
    effect = GoogleCalendar(
        box.account, "Interviews", name="calendar", memory=box.memory, links=links_to(gmail=(), others=True, mac=True)
    )
    effect.perform(replace(SLOT, message_id="<a@mail.example>"))  # what opens a program on this computer only
    assert "source" not in only(box)


def test_nobody_is_invited_and_nobody_is_written_to(box: AtGoogle) -> None:
    box.effect.perform(SLOT)
    assert "attendees" not in only(box)
    box.peer.edit(only(box), attendees=[{"email": "dana@ridgeline.example"}])
    box.effect.perform(FIRM)
    assert only(box)["attendees"]
    box.effect.perform(Release(uid=SLOT.uid))
    assert (box.peer.live(), box.peer.told) == ([], [])


def test_what_we_have_forgotten_is_found_again(box: AtGoogle) -> None:
    """Without the file that remembers: what stands is brought up to date, and what the owner deleted stays deleted."""
    others = [replace(SLOT, uid=f"{name}@courtesy") for name in ("kept", "deleted", "moved")]
    for hold in others:
        box.effect.perform(hold)
    kept, deleted, moved = box.peer.live()
    box.peer.edit(kept, summary="Wear the tie")
    box.peer.edit(deleted, status="cancelled")
    box.peer.edit(moved, status="cancelled")
    forget(box)
    for hold in (replace(others[0], notes="New"), others[1], replace(FIRM, uid=others[2].uid)):
        box.effect.perform(hold)
    first, again = box.peer.live()
    assert (first["id"], first["summary"], first["description"]) == (kept["id"], "Wear the tie", "New")
    assert again["id"] != moved["id"]
    forget(box)
    box.effect.perform(Release(uid=others[2].uid))
    assert box.peer.live() == [first]


def forget(box: AtGoogle) -> None:
    """All that was remembered of holds; the calendar, which could not be told from a new one, is not forgotten."""
    (calendar,) = box.peer.own()
    box.memory.write_text(f'{{"calendar": "{calendar.id}"}}')


def test_a_deletion_is_known_when_google_keeps_no_more_than_its_id(box: AtGoogle) -> None:
    box.peer.keeps_details = False
    box.effect.perform(SLOT)
    box.delete()
    box.again().perform(SLOT)
    assert box.peer.live() == []
    box.effect.perform(FIRM)
    box.delete()
    forget(box)
    box.effect.perform(SLOT)  # of the first generation, which is deleted; it does not say when that was
    assert box.peer.live() == []


def test_a_calendar_that_vanished_is_made_again(box: AtGoogle) -> None:
    box.effect.perform(SLOT)
    (calendar,) = box.peer.own()
    del box.peer.calendars[calendar.id]
    box.effect.perform(SLOT)
    assert box.peer.own() == []  # nothing new is to be said
    with pytest.raises(TryLater, match="is gone"):
        box.effect.perform(FIRM)
    box.effect.perform(FIRM)
    assert only(box)["status"] == "confirmed"


def test_a_calendar_may_be_given_by_its_id(box: AtGoogle, tmp_path: Path) -> None:
    box.effect.perform(SLOT)
    (calendar,) = box.peer.own()
    ours, wrong = (
        GoogleCalendar(box.account, id, name="calendar", memory=tmp_path / "new.json")
        for id in (calendar.id, "c_1@group.calendar.google.com")
    )
    ours.perform(FIRM)
    assert only(box)["status"] == "confirmed"
    with pytest.raises(GiveUp, match="correct calendar"):
        wrong.perform(replace(SLOT, uid="other@courtesy"))
    assert box.peer.own() == [calendar]


FAULTS: dict[str, dict[str, Any]] = {
    "too fast": {"status": 429, "headers": {"Retry-After": "7"}},
    "too fast, as Google often says it": {"status": 403, "reason": "rateLimitExceeded"},
    "out of order": {"status": 500},
    "closed": {"status": 503},
    "dropped before": {"drop": "before"},
    "dropped after": {"drop": "after"},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_for_later_and_doubles_nothing(box: AtGoogle, fault: str, caplog: pytest.LogCaptureFixture) -> None:
    box.effect.perform(replace(SLOT, uid="other@courtesy"))
    for method, action in (("POST", SLOT), ("GET", FIRM), ("PATCH", FIRM), ("DELETE", Release(uid=SLOT.uid))):
        box.google.fault(method, "/events", **FAULTS[fault])
        with pytest.raises(TryLater) as caught:
            box.effect.perform(action)
        assert caught.value.after == (7.0 if fault == "too fast" else None)
        if method != "GET":
            box.effect.perform(action)
        assert len(box.peer.live()) == (1 if method == "DELETE" else 2)
    assert len(box.peer.own()) == 1
    assert not caplog.records  # what Google's client would say of it is no line of ours


def test_what_we_took_away_ourselves_was_not_deleted_by_the_owner(box: AtGoogle) -> None:
    box.effect.perform(FIRM)
    box.google.fault("DELETE", "/events", drop="after")
    with pytest.raises(TryLater):
        box.effect.perform(Release(uid=FIRM.uid))
    assert box.peer.live() == []
    box.again().perform(FIRM)  # the interview takes place after all
    assert only(box)["status"] == "confirmed"


def test_access_that_ran_out_is_renewed_and_a_sign_in_that_ended_is_told(box: AtGoogle) -> None:
    box.effect.perform(SLOT)
    box.google.tokens.clear()
    box.effect.perform(FIRM)
    assert only(box)["status"] == "confirmed"
    box.google.sign_in.revoke()
    with pytest.raises(SignInEnded, match="sign in again: courtesy login google"):
        box.again().perform(SLOT)


def test_without_a_place_to_remember_it_nothing_is_made(box: AtGoogle, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    effect = GoogleCalendar(box.account, "Interviews", name="calendar", memory=tmp_path / "file" / "memory.json")
    with pytest.raises(TryLater, match=r"memory\.json cannot be kept: Not a directory; check the disk"):
        effect.perform(SLOT)
    assert box.google.heard == []


def invite(box: AtGoogle, start: datetime = FIRM.start, uid: str = INVITED.invitation) -> Json:
    return box.peer.add(box.peer.primary, f"inv{box.peer._changes}", start, start + HOUR, iCalUID=uid, summary="Talk")


def test_an_invitation_that_google_took_in_is_the_hold(box: AtGoogle) -> None:
    theirs = invite(box)
    before = dict(theirs)
    for _ in range(2):
        box.effect.perform(INVITED)
        box.again().perform(replace(INVITED, notes="New"))
    assert box.peer.live() == []
    assert asked(box, INVITED) == []
    moved = replace(INVITED, start=FIRM.start + HOUR, end=FIRM.end + HOUR)
    box.effect.perform(moved)  # a mail has moved it, and the invitation still says otherwise
    assert len(box.peer.live()) == 1
    box.peer.edit(theirs, start={"dateTime": moved.start.isoformat()}, end={"dateTime": moved.end.isoformat()})
    box.effect.perform(replace(moved, notes="Now it says so too"))
    assert box.peer.live() == []
    box.peer.edit(theirs, status="cancelled")  # by the owner
    box.again().perform(moved)
    assert box.peer.live() == []
    box.peer.edit(theirs, status="confirmed")
    box.effect.perform(Release(uid=INVITED.uid))
    assert theirs["status"] == before["status"] == "confirmed"
    box.peer.edit(theirs, status="cancelled")
    box.effect.perform(INVITED)
    assert len(box.peer.live()) == 1


def test_a_slot_gives_way_to_the_invitation_unless_the_owner_wrote_into_it(box: AtGoogle) -> None:
    box.effect.perform(SLOT)
    box.effect.perform(replace(SLOT, uid="noted@courtesy"))
    box.peer.edit(box.peer.live()[1], description="Ask for the salary")
    invite(box)
    for uid in (SLOT.uid, "noted@courtesy"):
        box.effect.perform(replace(INVITED, uid=uid))
    assert [one["description"] for one in box.peer.live()] == ["Ask for the salary"]


@pytest.mark.parametrize("uid", ["another@ridgeline.example", INVITED.invitation])
def test_where_no_invitation_is_seen_the_hold_is_ours(box: AtGoogle, uid: str) -> None:
    box.peer.sees_others = uid != INVITED.invitation
    invite(box, uid=uid)
    box.effect.perform(INVITED)
    assert only(box)["status"] == "confirmed"


def test_busy_is_what_other_calendars_block(box: AtGoogle) -> None:
    box.effect.perform(replace(FIRM, start=SLOT.start + 8 * HOUR, end=SLOT.start + 9 * HOUR))
    team = box.peer.calendars["team@x.example"] = Calendar(id="team@x.example", summary="Team")
    box.peer.add(team, "within", SLOT.start + HOUR / 4, SLOT.start + HOUR / 2)
    asked = ("primary", team.id, box.peer.own()[0].id)
    effect = GoogleCalendar(box.account, "Interviews", name="calendar", memory=box.memory, busy=asked)
    assert isinstance(effect, Diary)
    primary, start, later = box.peer.primary, SLOT.start, SLOT.start + timedelta(days=100)
    box.peer.add(primary, "dentist", start, start + HOUR)
    box.peer.add(primary, "tram", start + HOUR / 2, start + 2 * HOUR)
    box.peer.add(primary, "maybe", start + 5 * HOUR, start + 6 * HOUR, transparency="transparent")
    box.peer.add(primary, "later", later, later + HOUR)
    found = effect.busy(start - HOUR, start + timedelta(days=120)) or []
    assert [(one.start, one.end) for one in found] == [(start, start + 2 * HOUR), (later, later + HOUR)]
    box.google.fault("POST", "/freeBusy", 503)
    with pytest.raises(TryLater):
        effect.busy(start, start + HOUR)
    other = GoogleCalendar(
        box.account, "Interviews", name="calendar", memory=box.memory, busy=("primary", "x@y.example")
    )
    with pytest.raises(GiveUp, match=r'no calendar "x@y.example" of yours; correct busy'):
        other.busy(start, start + HOUR)
    box.peer._free_or_busy = lambda body: {"calendars": {"primary": {"errors": [{"reason": "internalError"}]}}}  # type: ignore[method-assign]
    with pytest.raises(TryLater, match=r"cannot tell now .* \(internalError\)"):
        effect.busy(start, start + HOUR)


def test_a_trial_leaves_nothing_and_bears_a_repeat(box: AtGoogle) -> None:
    for minute in range(2):
        box.again().trial(NOW + timedelta(minutes=minute))
    assert box.peer.live() == []
    assert len(box.peer.own()) == 1


def test_a_configuration_names_it(box: AtGoogle, tmp_path: Path) -> None:
    places = box.google.endpoints()
    effects = effects_of(
        parse(
            f"""
        [me]
        addresses = ["ada@gmail.com"]
        [[mailbox]]
        kind = "imap"
        host = "imap.gmail.com"
        [calendar]
        kind = "google"
        reminders_minutes = [30]
        [google]
        client_file = "{box.account.client_file}"
        token_file = "{box.account.token_file}"
        calendar_api = "{places.calendar_api}"
        token_uri = "{places.token_uri}"
        [state]
        folder = "{tmp_path}"
        """
        )
    )
    effect = effects.by_name[effects.calendar or ""]
    assert effect.name == 'calendar "Interviews" of ada@gmail.com at Google'
    effect.perform(replace(FIRM, message_id="<1@mail.example>"))
    assert only(box)["reminders"]["overrides"] == [{"method": "popup", "minutes": 30}]
    assert "authuser=ada%40gmail.com" in only(box)["source"]["url"]
    effect.close()
    effect.perform(SLOT)
    assert only(box)["status"] == "tentative"
