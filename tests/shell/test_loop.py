"""The loop with sources and effects that fail, sleep and come back, on a clock that the test turns."""

import logging
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.shell.plain_reader import plain_intake

from courtesy.cases.actions import Action, Alert
from courtesy.cases.events import Owner
from courtesy.casework.intake import Intake
from courtesy.desk import Desk
from courtesy.errors import GiveUp, SignInEnded, TryLater
from courtesy.loop import Loop
from courtesy.mail import Batch, Folder, Incoming
from courtesy.running import feed as feeds
from courtesy.running.feed import Feed, Lost, News, backoff
from courtesy.store.store import Store

NOW = datetime(2026, 4, 15, 18, tzinfo=UTC)
ME = "ada@mail.example"
Answer = list[Incoming] | Exception


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time


class Mailbox:
    """A source that answers each look with the next of `answers`, and then with nothing."""

    def __init__(self, name: str, *answers: Answer, gate: threading.Event | None = None) -> None:
        self.name = name
        self.looks = 0
        self._answers = list(answers)
        self._gate = gate
        self._bell = threading.Event()

    def add(self, answer: Answer) -> None:
        self._answers.append(answer)
        self.wake()

    def fetch(self, cursor: str | None, since: datetime) -> Iterator[Batch]:
        if self._gate is not None:
            self._gate.wait(60)
        self.looks += 1
        answer = self._answers.pop(0) if self._answers else []
        if isinstance(answer, Exception):
            raise answer
        if answer:
            yield Batch(mails=tuple(answer), cursor=str(self.looks), left=0)

    def wait(self, seconds: float) -> None:
        self._bell.wait(seconds)
        self._bell.clear()

    def wake(self) -> None:
        self._bell.set()

    def close(self) -> None:
        pass


class Clockwork(Mailbox):
    """A source over each look at which time passes; `before` may hold it up."""

    def __init__(
        self, name: str, *answers: Answer, takes: timedelta, before: Callable[[], object] = lambda: None
    ) -> None:
        super().__init__(name, *answers)
        self.clock = Clock()
        self._takes = takes
        self._before = before

    def fetch(self, cursor: str | None, since: datetime) -> Iterator[Batch]:
        self._before()
        self.clock.time += self._takes
        yield from super().fetch(cursor, since)


class Ears:
    """An alert channel that remembers."""

    name = "ears"

    def __init__(self) -> None:
        self.heard: list[Alert] = []
        self.broken: Exception | None = None
        self.refused = 0  # how often

    def perform(self, action: Action) -> None:
        assert isinstance(action, Alert)
        if self.broken:
            self.refused += 1
            raise self.broken
        self.heard.append(action)

    def close(self) -> None:
        pass

    def kinds(self) -> list[str]:
        return [alert.kind for alert in self.heard]


def mail(
    number: int, text: str, *, ago: timedelta = timedelta(), sender: str = "renee@ridge.example", **headers: str
) -> Incoming:
    sent = NOW - ago
    folder: Folder = "Sent" if sender == ME else "INBOX"
    head = {
        "From": f"<{sender}>",
        "To": "<renee@ridge.example>" if folder == "Sent" else f"<{ME}>",
        "Subject": "Interview with Ridge Health",
        "Date": f"{sent:%a, %d %b %Y %H:%M:%S +0000}",
        "Message-ID": f"<{number}@mail.example>",
    } | {key.replace("_", "-"): value for key, value in headers.items()}
    raw = "".join(f"{key}: {value}\r\n" for key, value in head.items()) + f"\r\n{text}\r\n"
    return Incoming(raw=raw.encode(), folder=folder, arrived=sent, where=f"uid {number}")


INVITE = "invite Ridge"
ANSWER = "Hi Renee,\n\nthank you, Tuesday at ten would suit me well.\n\nAda"
THREAD: dict[str, Any] = {"In_Reply_To": "<1@mail.example>"}


def soon(reached: Callable[[], bool]) -> bool:
    """Wait until `reached`, at most half a minute; whether it was."""
    pause = threading.Event()
    return any(reached() or pause.wait(0.005) for _ in range(6000))


def meanwhile(act: Callable[[], None], *, when: Callable[[], bool] = lambda: True) -> None:
    """Have the test act while the loop runs."""

    def run() -> None:
        if soon(when):
            act()

    threading.Thread(target=run, daemon=True).start()


class Attentive:
    """The queue for the news of a feed, which goes on when the loop has done what they ask: so no time passes between.

    `taken` is what it has done.
    """

    def __init__(self, news: SimpleQueue[News | None], taken: list[News], over: threading.Event) -> None:
        self._news = news
        self._taken = taken
        self._over = over

    def put(self, one: News) -> None:
        self._news.put(one)
        self._news.put(None)  # who takes this is done with what came before
        soon(lambda: self._news.empty() or self._over.is_set())
        self._taken.append(one)


class House:
    """A loop with its surroundings, run in a thread of its own."""

    def __init__(self, intake: Intake, *mailboxes: Mailbox, once: bool = False) -> None:
        self.clock = Clock()
        self.ears = Ears()
        self.taken: list[News] = []
        self.feeds: dict[str, Feed] = {}
        self.looks = 1 << 30  # as many as there were when something happened
        self.more: dict[str, Any] = {}  # of what the loop can be given
        self._intake = intake
        self._mailboxes = mailboxes
        self._once = once

    def loop(self) -> Loop:
        self.store = Store(None)
        owner = Owner(zone=ZoneInfo("Europe/London"), addresses=frozenset({ME}))
        desk = Desk(self.store, self._intake, owner, channels=("ears",))
        since = NOW - timedelta(days=30)
        self._over = threading.Event()

        def feed(source: Mailbox) -> Any:
            def make(cursor: str | None, news: SimpleQueue[News | None]) -> Feed:
                self.news = news
                queue: Any = news if self._once else Attentive(news, self.taken, self._over)
                made = Feed(source, cursor, lambda: since, queue, every=0.01, once=self._once)
                self.feeds[source.name] = made
                return made

            return make

        return Loop(
            desk, {one.name: feed(one) for one in self._mailboxes}, {"ears": self.ears}, self.clock, **self.more
        )

    def stir(self) -> None:
        """Have the loop look at the clock, as it does of itself within a minute."""
        self.news.put(None)

    def run_until(self, reached: Callable[[], bool]) -> None:
        """Run the loop until `reached`, at most half a minute."""
        loop = self.loop()

        def watch() -> None:
            soon(reached)
            self._over.set()
            loop.stop()

        watcher = threading.Thread(target=watch)
        watcher.start()
        loop.run()
        watcher.join()
        assert reached()


@pytest.fixture(scope="module")
def intake() -> Intake:
    return plain_intake(ME)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(feeds, "LONGEST_WAIT", 0.02)
    monkeypatch.setattr(feeds, "REFUSED_WAIT", 0.01)


def test_old_mail_is_filed_from_all_sources_before_anything_is_decided(intake: Intake) -> None:
    gate = threading.Event()
    inbox = Mailbox("inbox", [mail(1, INVITE, ago=timedelta(hours=3))])
    sent = Mailbox("sent", [mail(2, ANSWER, ago=timedelta(hours=2), sender=ME, **THREAD)], gate=gate)
    house = House(intake, inbox, sent)
    meanwhile(gate.set, when=lambda: inbox.looks > 3)
    house.run_until(lambda: sent.looks > 1)
    assert house.ears.kinds() == []


@pytest.mark.parametrize(("ago", "told"), [(5, True), (180, False)], ids=["minutes", "missed for hours"])
def test_mail_that_comes_while_we_watch_is_told_even_if_it_is_answered_minutes_later(
    intake: Intake, ago: int, told: bool
) -> None:
    inbox = Mailbox("inbox", [])
    house = House(intake, inbox)
    both = [mail(2, ANSWER, sender=ME, **THREAD), mail(1, INVITE, ago=timedelta(minutes=ago))]
    meanwhile(lambda: inbox.add(both), when=lambda: inbox.looks > 1)
    house.run_until(lambda: inbox.looks > 5)
    assert house.ears.kinds() == (["reply_needed"] if told else [])


@pytest.mark.parametrize("answered", [False, True])
def test_a_time_that_falls_due_is_told_unless_the_answer_lies_in_the_mailbox(intake: Intake, answered: bool) -> None:
    inbox = Mailbox("inbox", [])
    house = House(intake, inbox)

    def a_day_passes() -> None:
        inbox.add([mail(1, INVITE)])
        soon(lambda: bool(house.ears.heard))
        inbox.add([mail(2, ANSWER, ago=timedelta(hours=-1), sender=ME, **THREAD)] if answered else [])
        house.clock.time = NOW + timedelta(hours=25)
        house.looks = inbox.looks

    meanwhile(a_day_passes, when=lambda: inbox.looks > 1)
    house.run_until(lambda: inbox.looks > house.looks + 5)
    assert house.ears.kinds() == ["reply_needed", *([] if answered else ["reply_overdue"])]


class Slow(Mailbox):
    """A source whose looks last until they are let go: what comes meanwhile is seen by the next."""

    def __init__(self, name: str, *answers: Answer) -> None:
        super().__init__(name, *answers)
        self.looking, self.go_on = threading.Event(), threading.Event()  # the first: a look waits for the other
        self.go_on.set()

    def fetch(self, cursor: str | None, since: datetime) -> Iterator[Batch]:
        found = list(super().fetch(cursor, since))
        if not self.go_on.is_set():
            self.looking.set()
            self.go_on.wait(20)
        yield from found


def test_a_look_that_began_before_the_answer_came_decides_nothing(intake: Intake) -> None:
    inbox = Slow("inbox", [mail(1, INVITE)])
    house = House(intake, inbox)

    def a_day_passes_during_a_look() -> None:
        inbox.go_on.clear()
        assert inbox.looking.wait(20)
        inbox.add([mail(2, ANSWER, ago=timedelta(hours=-1), sender=ME, **THREAD)])
        house.clock.time = NOW + timedelta(hours=25)
        house.stir()
        soon(lambda: house.feeds["inbox"].hurried > 0)  # the loop has noticed the hour
        house.looks = inbox.looks
        inbox.go_on.set()

    meanwhile(a_day_passes_during_a_look, when=lambda: bool(house.ears.heard))
    house.run_until(lambda: inbox.looks > house.looks + 5)
    assert house.ears.kinds() == ["reply_needed"]


NO_ROUTE = TryLater("sent: no route")


@pytest.mark.usefixtures("quick")
def test_nothing_is_decided_before_a_network_that_comes_up_late_brings_the_answer(intake: Intake) -> None:
    """As after each start of a laptop."""
    inbox = Mailbox("inbox", [mail(1, INVITE, ago=timedelta(hours=3))])
    answer: Answer = [mail(2, ANSWER, ago=timedelta(hours=2), sender=ME, **THREAD)]
    sent = Mailbox("sent", *[NO_ROUTE] * 4, answer)
    house = House(intake, inbox, sent)
    house.run_until(lambda: sent.looks > 6)
    assert house.ears.kinds() == []


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("lost", "wait"), [(NO_ROUTE, 10), (GiveUp("sent: wrong password"), 0)])
def test_a_decision_waits_ten_minutes_for_a_mailbox_but_not_for_its_owner(
    intake: Intake, lost: Exception, wait: int
) -> None:
    inbox = Mailbox("inbox", [mail(1, INVITE, ago=timedelta(hours=3))])
    sent = Clockwork("sent", *[lost] * 99, takes=timedelta(minutes=1))
    house = House(intake, inbox, sent)
    house.clock = sent.clock
    waited = []

    def told() -> bool:
        waited.append((house.clock.time - NOW) / timedelta(minutes=1))
        return "reply_needed" in house.ears.kinds()

    house.run_until(told)
    assert wait <= waited[-1] <= wait + 5


def test_after_a_sleep_a_lost_mailbox_is_asked_at_once(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it would have waited for the next try."""
    monkeypatch.setattr(feeds, "FIRST_WAIT", 600.0)
    inbox, sent = Mailbox("inbox", []), Mailbox("sent", [])
    house = House(intake, inbox, sent)

    def night_passes() -> None:
        inbox.add([mail(1, INVITE)])
        soon(lambda: bool(house.ears.heard))
        sent.add(NO_ROUTE)
        soon(lambda: any(isinstance(one, Lost) for one in house.taken))
        house.looks = sent.looks
        sent.add([mail(2, ANSWER, ago=timedelta(hours=-1), sender=ME, **THREAD)])
        house.clock.time = NOW + timedelta(hours=25)
        inbox.add([mail(3, "nothing", ago=timedelta(hours=-25))])

    meanwhile(night_passes, when=lambda: min(inbox.looks, sent.looks) > 1)
    house.run_until(lambda: sent.looks > house.looks + 2)
    assert house.ears.kinds() == ["reply_needed"]


def test_what_failed_by_a_clock_that_was_fast_is_tried_again_when_it_is_set_back(intake: Intake) -> None:
    """A computer that was started with the wrong time gets the right one from the network, minutes later."""
    inbox = Mailbox("inbox", [])
    house = House(intake, inbox)
    house.clock.time = NOW + timedelta(hours=9)
    house.ears.broken = TryLater("no network yet")

    def clock_is_set() -> None:
        inbox.add([mail(1, INVITE)])
        soon(lambda: house.ears.refused > 0)
        house.ears.broken = None
        house.clock.time = NOW
        house.stir()

    meanwhile(clock_is_set, when=lambda: inbox.looks > 1)
    house.run_until(lambda: bool(house.ears.heard))
    assert house.ears.kinds() == ["reply_needed"]


def test_a_mailbox_that_waits_for_its_owner_is_not_asked_when_something_falls_due(intake: Intake) -> None:
    inbox, other = Mailbox("inbox", [mail(1, INVITE)]), Mailbox("other", GiveUp("other: wrong password"))
    house = House(intake, inbox, other)

    def a_day_passes() -> None:
        house.clock.time = NOW + timedelta(hours=25)
        house.stir()

    meanwhile(a_day_passes, when=lambda: sorted(house.ears.kinds()) == ["reply_needed", "signal"])
    house.run_until(lambda: "reply_overdue" in house.ears.kinds())
    assert other.looks == 1


def test_a_server_that_asked_us_to_wait_is_not_hurried() -> None:
    news: SimpleQueue[News | None] = SimpleQueue()
    inbox = Mailbox("inbox", TryLater("inbox: too many requests", after=600))
    feed = Feed(inbox, None, lambda: NOW, news)
    feed.start()
    assert isinstance(news.get(timeout=20), Lost)
    feed.hurry()
    threading.Event().wait(0.1)
    assert inbox.looks == 1
    feed.stop()
    feed.join(20)
    assert inbox.looks == 1


@pytest.mark.usefixtures("quick")
def test_a_sign_in_that_ended_is_told_by_others(intake: Intake) -> None:
    house = House(intake, Mailbox("inbox", *[SignInEnded("sign in again")] * 9, [mail(1, INVITE)]))
    house.run_until(lambda: bool(house.ears.heard))
    assert house.ears.kinds() == ["reply_needed"]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("takes", "told"), [(4, True), (50, False)], ids=["awake", "asleep"])
def test_only_time_in_which_we_ran_makes_a_mailbox_worth_an_alert(intake: Intake, takes: int, told: bool) -> None:
    inbox = Clockwork("inbox", *[TryLater("inbox: no route")] * 40, takes=timedelta(minutes=takes))
    house = House(intake, inbox)
    house.clock = inbox.clock
    house.run_until(lambda: inbox.looks > 30)
    assert bool(house.ears.heard) == told
    assert not told or house.ears.heard[0].text == "inbox is out of reach, its mail is not watched: no route"


def test_an_outage_of_last_night_is_not_told_at_the_first_failure(intake: Intake) -> None:
    house = House(intake, Mailbox("inbox", TryLater("inbox: no route")), once=True)
    loop = house.loop()
    house.store.lost("inbox", "no route", NOW - timedelta(hours=9))
    assert loop.once() == ["inbox: no route"]
    assert house.ears.heard == []


def test_one_look_ends_even_if_the_computer_sleeps_meanwhile(intake: Intake) -> None:
    """Whoever has been looked into is not asked again: nobody would answer."""
    inbox = Mailbox("inbox")
    slow = Clockwork("slow", [mail(1, INVITE)], takes=timedelta(hours=8), before=lambda: threading.Event().wait(0.3))
    house = House(intake, inbox, slow, once=True)
    house.clock = slow.clock
    loop = house.loop()
    rescue = threading.Timer(60, loop.stop)
    rescue.start()
    assert loop.once() == []
    assert rescue.is_alive(), "it came to an end by itself"
    rescue.cancel()
    assert house.ears.kinds() == ["reply_needed"]
    assert loop.tally == {"mails": 1, "Alert": 1}


def test_a_late_alert_names_its_moment_in_the_owners_time(intake: Intake) -> None:
    house = House(intake, Mailbox("inbox"), once=True)
    loop = house.loop()
    house.store.tell([Alert(key="k", kind="signal", text="Look.")], ["ears"], NOW - timedelta(days=2))
    assert loop.once() == []
    assert "due on Mon 13 Apr 2026, 19:00" in house.ears.heard[0].text, "London has summer time"


@pytest.mark.usefixtures("quick")
def test_a_lost_mailbox_is_logged_once_and_once_when_it_is_back(
    intake: Intake, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "courtesy")
    inbox = Mailbox(
        "inbox", TryLater("inbox: no route"), TryLater("inbox: no route"), OSError("odd"), [mail(1, INVITE)]
    )
    house = House(intake, inbox)
    house.run_until(lambda: bool(house.ears.heard))
    lines = [record.getMessage() for record in caplog.records if "watching" not in record.getMessage()]
    assert [line.split(";")[0] for line in lines] == ["inbox: no route", "inbox is back"]


class Remarking(Mailbox):
    """A source that has something to say."""

    notes = ("inbox: there is no folder of sent mail",)


def test_what_a_mailbox_remarks_is_logged_once(intake: Intake, caplog: pytest.LogCaptureFixture) -> None:
    inbox = Remarking("inbox")
    House(intake, inbox).run_until(lambda: inbox.looks > 3)
    assert [one.getMessage() for one in caplog.records if one.levelno == logging.WARNING] == list(inbox.notes)


@pytest.mark.usefixtures("quick")
def test_what_only_the_owner_can_mend_is_told_to_him_and_so_is_its_end(intake: Intake) -> None:
    refused = GiveUp("inbox: wrong password; mend password_command")
    house = House(intake, Mailbox("inbox", refused, refused, []))
    house.run_until(lambda: len(house.ears.heard) > 1)
    assert house.ears.kinds() == ["signal", "signal"]
    assert "wrong password" in house.ears.heard[0].text
    assert "in reach again" in house.ears.heard[1].text


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("mails", "says"), [(0, "no mail came"), (1, "one mail came"), (3, "3 mails came")])
def test_a_mailbox_that_is_back_says_what_came_meanwhile(intake: Intake, mails: int, says: str) -> None:
    came: Answer = [mail(number, "nothing") for number in range(mails)]
    answers: list[Answer] = [[mail(9, "nothing")], *[TryLater("inbox: no route")] * 9, came]
    inbox = Clockwork("inbox", *answers, takes=timedelta(minutes=4))
    house = House(intake, inbox)
    house.clock = inbox.clock
    house.more = {"blind_after": timedelta(minutes=20)}
    house.run_until(lambda: len(house.ears.heard) > 1)
    lost, back = (alert.text for alert in house.ears.heard)
    assert lost == "inbox is out of reach, its mail is not watched: no route"
    assert back.startswith("inbox is in reach again, after 36 min: ")
    assert f"{says} meanwhile" in back


def test_a_mail_that_cannot_be_read_steps_aside(intake: Intake) -> None:
    house = House(intake, Mailbox("inbox", [mail(7, "poison"), mail(1, INVITE)]))
    house.run_until(lambda: bool(house.ears.heard))
    assert house.ears.kinds() == ["reply_needed"]
    assert [(one.place, one.reason) for _, one in house.store.quarantine()] == [("uid 7", "ValueError: too strange")]


def test_our_own_alerts_and_doubles_mean_nothing(intake: Intake) -> None:
    ours = mail(5, INVITE, X_Courtesy_Alert="reply_needed")
    house = House(intake, Mailbox("inbox", [ours, mail(1, INVITE)], [mail(1, INVITE)]), once=True)
    assert house.loop().once() == []
    assert house.ears.kinds() == ["reply_needed"]


def test_once_says_what_failed(intake: Intake) -> None:
    house = House(intake, Mailbox("inbox", [mail(1, INVITE)]), Mailbox("other", TryLater("other: no route")), once=True)
    house.ears.broken = TryLater("ears: no session")
    assert house.loop().once() == ["other: no route", "ears: no session"]


def test_waits_grow_and_respect_what_the_other_side_asks() -> None:
    assert 2.5 <= backoff(0, 0.0) < backoff(0, 1.0) <= 5 * 180
    waits = [backoff(failures, 1.0) for failures in range(40)]
    assert waits == sorted(waits)
    assert waits[-1] == feeds.LONGEST_WAIT
    assert backoff(0, 0.5, TryLater("busy", after=3600)) == 3600
