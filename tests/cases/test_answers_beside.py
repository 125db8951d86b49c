"""An answer in one thread, to somebody who writes for two companies, answers both where it names both."""

from tests.cases.histories import mail, own, play

TOM = "tom.ellery@verity.example"


def two_offers():
    acme = mail("invite", "03-02 10:00", TOM, "03-10 11:00", mid="<a>", company="Acme", agency="Verity")
    bell = mail("invite", "03-02 10:20", TOM, "03-11 09:30", mid="<b>", company="Bell Foods", agency="Verity")
    return acme, bell


def overdue(words: str, **does: bool) -> list[str]:
    answer = own("03-02 12:00", TOM, refs=("<a>",), words=words, **does)
    told = play(*two_offers(), answer, until="03-03 12:00").alerts
    return [alert.company for _, alert in told if alert.kind == "reply_overdue"]


def test_the_other_company_is_answered_where_it_is_named() -> None:
    assert overdue("both work acme tuesday bell foods wednesday") == []


def test_the_other_company_still_waits_where_it_is_not() -> None:
    assert overdue("tuesday works") == ["Bell Foods"]


def test_to_withdraw_from_one_because_of_the_other_leaves_the_other() -> None:
    answer = own("03-02 12:00", TOM, refs=("<a>",), words="acme bell foods", withdraws=True)
    assert play(*two_offers(), answer, until="03-02 13:00").held("03-02 13:00") == ["03-11 09:30-10:30 tentative"]
