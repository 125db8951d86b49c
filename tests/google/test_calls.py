"""Calls of Google's APIs, over a socket, with the real client library."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.servers.google import Google
from tests.servers.google_problem import Problem
from tests.servers.tls import make_certificates

from courtesy.errors import CourtesyError, GiveUp, SignInEnded, TryLater
from courtesy.google.account import Account
from courtesy.google.calls import Refused, call, meaning
from courtesy.google.scopes import FREE_OR_BUSY, OWN_CALENDAR, READ_MAIL


class Part:
    """Answers with what was asked, and has no message 7."""

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]) -> Any:
        if path.endswith("/7"):
            raise Problem(404, "notFound", "Requested entity was not found.")
        return 200, {"path": path, "body": body, "query": query}


@pytest.fixture
def google() -> Iterator[Google]:
    with Google(gmail=Part(), calendar=Part()) as google:
        yield google


@pytest.fixture
def account(google: Google, tmp_path: Path) -> Account:
    return google.account(tmp_path, READ_MAIL, OWN_CALENDAR, FREE_OR_BUSY)


def test_calls_bear_the_owners_token(google: Google, account: Account) -> None:
    gmail, calendar = account.gmail(), account.calendar()
    got = call(gmail.users().messages().list(userId="me", labelIds=["INBOX"]), "mailbox x")
    assert got["path"] == "/gmail/v1/users/me/messages"
    assert got["query"]["labelIds"] == ["INBOX"]
    assert call(calendar.freebusy().query(body={"items": []}), "calendar x")["body"] == {"items": []}
    assert len(google.tokens) == 2  # each asked once for access, and no more
    call(gmail.users().messages().list(userId="me"), "mailbox x")
    assert len(google.tokens) == 2
    assert google.units == 10


def test_a_batch_goes_to_where_the_account_says(google: Google, account: Account) -> None:
    from googleapiclient.http import BatchHttpRequest

    gmail = account.gmail()
    came: dict[str, Any] = {}
    batch = BatchHttpRequest(
        callback=lambda id, answer, error: came.update({id: answer or meaning(error, "mailbox x")}),
        batch_uri=account.batch_uri,
    )
    for id in ("6", "7", "8"):
        batch.add(gmail.users().messages().get(userId="me", id=id, format="raw"), request_id=id)
    google.fault("GET", "/8$", 429, headers={"Retry-After": "7"})
    call(batch, "mailbox x")
    assert came["6"]["path"].endswith("/6")
    assert isinstance(came["7"], Refused)
    assert (came["7"].status, came["7"].reason) == (404, "notFound")
    assert isinstance(came["8"], TryLater)
    assert [path for _, path in google.heard].count("/batch/gmail/v1") == 1


def listing(account: Account) -> Any:
    return account.gmail().users().messages().list(userId="me")


def test_what_is_sent_is_sent_once(google: Google, account: Account) -> None:
    """httplib2 would send it again on a connection that drops: there would be two calendars."""
    for drop in ("before", "after"):
        google.heard.clear()
        google.fault("POST", "/calendars$", drop=drop)  # type: ignore[arg-type]
        with pytest.raises(TryLater, match="cannot be reached"):
            call(account.calendar().calendars().insert(body={"summary": "Interviews"}), "calendar x")
        assert google.heard.count(("POST", "/calendar/v3/calendars")) == 1


@pytest.mark.parametrize(
    ("status", "reason", "headers", "kind", "said"),
    [
        (429, "rateLimitExceeded", {"Retry-After": "7"}, TryLater, "slow down"),
        (403, "userRateLimitExceeded", {}, TryLater, "slow down"),
        (503, "backendError", {}, TryLater, "answered 503"),
        (403, "accessNotConfigured", {}, GiveUp, "API switched off"),
        (403, "insufficientPermissions", {}, GiveUp, "not allowed Courtesy to do this"),
        (403, "forbidden", {}, GiveUp, "does not allow it"),
        (418, "teapot", {}, TryLater, "answered 418"),
    ],
)
def test_faults_are_told_for_what_they_are(
    google: Google, account: Account, status: int, reason: str, headers: dict[str, str], kind: type, said: str
) -> None:
    google.fault("GET", "/messages", status, reason=reason, headers=headers)
    with pytest.raises(kind, match=said) as caught:
        call(listing(account), "mailbox x")
    assert getattr(caught.value, "after", None) == (7 if headers else None)
    assert isinstance(caught.value, CourtesyError)


def test_access_that_is_taken_back_is_asked_for_anew(google: Google, account: Account) -> None:
    request = listing(account)
    call(request, "mailbox x")
    google.tokens.clear()
    call(request, "mailbox x")
    google.sign_in.revoke()
    with pytest.raises(SignInEnded, match="has ended; sign in again: courtesy login google"):
        call(request, "mailbox x")
    assert account.ended


@pytest.mark.parametrize(
    ("refusal", "kind", "said"),
    [
        ({"error": "invalid_grant", "error_subtype": "invalid_rapt"}, SignInEnded, "has ended"),  # a company's policy
        ({"error": "deleted_client", "error_description": "x"}, GiveUp, "does not know the client"),
        ({"error": "unheard_of"}, TryLater, "does not say why"),
    ],
)
def test_why_access_is_not_given(google: Google, account: Account, refusal: Any, kind: type, said: str) -> None:
    google.sign_in.refusal = refusal
    with pytest.raises(kind, match=said):
        call(listing(account), "mailbox x")


def test_access_that_google_takes_for_none_is_no_matter_of_time(google: Google, account: Account) -> None:
    google.fault("GET", "/messages", 401, times=2)
    with pytest.raises(SignInEnded, match="not accepted any more"):
        call(listing(account), "mailbox x")
    assert account.ended
    call(listing(account), "mailbox x")  # it was an error of Google's
    assert not account.ended


def test_access_from_before_says_nothing_of_the_sign_in(google: Google, account: Account) -> None:
    """The mailbox may go on for the rest of its hour; that the calendar cannot is still told."""
    old, new = listing(account), listing(account)
    call(old, "mailbox x")
    google.sign_in.refresh_tokens.clear()
    with pytest.raises(SignInEnded):
        call(new, "calendar x")
    call(old, "mailbox x")
    assert account.ended


@pytest.mark.parametrize("answer", [[1], "text", 7])
def test_an_answer_that_is_no_object_is_not_understood(google: Google, account: Account, answer: object) -> None:
    google.gmail.answer = lambda *_: (200, answer)  # type: ignore[method-assign, union-attr]
    with pytest.raises(TryLater, match="not understood"):
        call(listing(account), "mailbox x")


def test_nobody_makes_us_wait_for_years_nor_leads_us_elsewhere(google: Google, account: Account) -> None:
    google.fault("GET", "/messages", 500, headers={"Retry-After": "9" * 400})
    with pytest.raises(TryLater) as caught:
        call(listing(account), "mailbox x")
    assert caught.value.after == 3600
    google.fault("GET", "/messages", 302, headers={"Location": f"{google.url}elsewhere"})
    with pytest.raises(TryLater, match="answered 302"):
        call(listing(account), "mailbox x")
    assert not [path for _, path in google.heard if "elsewhere" in path]


def test_an_answer_without_end_is_left(google: Google, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("courtesy.google.transport._LARGEST", 1 << 20)
    google.gmail.answer = lambda *_: (200, {"path": "x" * (1 << 20)})  # type: ignore[method-assign, union-attr]
    with pytest.raises(TryLater, match="bigger than 1 MiB"):
        call(listing(account), "mailbox x")


def test_a_new_sign_in_is_used_at_the_next_call(google: Google, account: Account, tmp_path: Path) -> None:
    request = listing(account)
    google.sign_in.revoke()
    with pytest.raises(SignInEnded):
        call(request, "mailbox x")
    google.account(tmp_path, READ_MAIL)
    assert not account.ended
    call(request, "mailbox x")


def test_without_a_sign_in_that_will_do_nothing_is_asked(google: Google, account: Account, tmp_path: Path) -> None:
    for content, said in ((None, "not signed in"), (b"{", "damaged"), (b"[1]", "damaged"), (b"{}", "damaged")):
        account.token_file.unlink(missing_ok=True)
        if content is not None:
            account.token_file.write_bytes(content)
            account.token_file.chmod(0o600)
        with pytest.raises(SignInEnded, match=said):
            call(listing(account), "mailbox x")
    google.account(tmp_path, OWN_CALENDAR)
    with pytest.raises(SignInEnded, match="not allowed Courtesy to read your mail"):
        call(listing(account), "mailbox x")
    account.client_file.write_text('{"installed": {"client_id": "another", "client_secret": "x"}}')
    with pytest.raises(SignInEnded, match="with another client"):
        call(listing(account), "mailbox x")
    assert google.heard == []


def test_tokens_are_no_part_of_what_is_printed(account: Account) -> None:
    from courtesy.google.client import client_of
    from courtesy.google.token import load

    token = load(account.token_file)
    assert token.refresh_token not in repr(token)
    assert client_of(account.client_file).secret not in repr(client_of(account.client_file))


def test_google_out_of_reach_is_a_matter_of_time(google: Google, account: Account) -> None:
    google.fault("POST", "/token", drop="before")
    with pytest.raises(TryLater, match="cannot be reached"):
        call(listing(account), "mailbox x")
    google.fault("GET", "/messages", drop="before")
    with pytest.raises(TryLater, match="cannot be reached"):
        call(listing(account), "mailbox x")


def test_tls_is_verified(tmp_path: Path) -> None:
    made = make_certificates(tmp_path / "tls", at_home=True)
    with Google(gmail=Part(), certificates=made) as google:
        account = google.account(tmp_path, READ_MAIL)
        assert call(listing(account), "mailbox x")["path"]
        account.endpoints = replace(account.endpoints, ca_file="")
        with pytest.raises(GiveUp, match="certificate of Google is not trusted"):
            call(listing(account), "mailbox x")
