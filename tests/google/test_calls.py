"""Calls of Google's APIs, over a socket, with the real client library."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.servers.google import Google
from tests.servers.google_problem import Problem

from courtesy.errors import TryLater
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
