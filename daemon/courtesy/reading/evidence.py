"""Everything in a mail that speaks for or against a kind, before anybody decides: rules that hit, and plain facts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import re2

from courtesy.mail.message import Message
from courtesy.reading.families import Hit
from courtesy.reading.nameless import Nameless
from courtesy.reading.newest import Parts
from courtesy.reading.packs import Packs
from courtesy.reading.patterns import late
from courtesy.reading.reading import INTERVIEW, CalendarEvent
from courtesy.reading.sentences import flow
from courtesy.reading.witness import features

_CLOCK = late(r"(?i)\b\d{1,2}(?:[:.h]\d\d)? ?(?:[ap]\.?m\b|uhr\b|hrs\b|h\b)|\b\d{1,2}[:.]\d\d\b|\bnoon\b")
_REPLY = late(r"(?i)^\s*(?:re|aw|sv|antw|antwort|rif|res|tr)\s*:")
_MACHINE = late(r"(?i)^(?:no-?reply|do-?not-?reply|notif|mailer|alerts?|jobs?|news|updates?|info)[\w.+-]*@")
_TAG = late(r"^(?:\w{1,3}(?:\[\d+\])?: ?)*\[([\w-]+)\] ")  # "Re: [users] dual monitors"
_MARKS = ("ext", "extern", "external", "confirmed", "action", "urgent", "spam")  # tags that are no list's name
_YOU = late(r"(?i)\b(?:you|your|u|ur|ye)\b")
_ME = late(r"(?i)\b(?:i|i'm|i'll|i've|i'd|me|my)\b")
_US = late(r"(?i)\b(?:we|our|us)\b")
_LETTER = 1000  # characters; what is longer and never names a job is no short word from a boss
_READ = 8000  # characters, of what is quoted too; nobody comes to the point later
_HIRING = ("tracks", "schedules", "tests", "boards")
_MOST_HITS = 80
_EMPLOYER = ("/job.plain-interview", "/job.read-and-would-talk")


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """What is known of a mail before any rule has spoken, which costs a fraction of it."""

    texts: dict[str, str]  # of every place that rules look into
    facts: tuple[str, ...]
    abroad: bool  # in another language than English
    hashes: list[int]  # of the words
    said: Mapping[str, float]  # what the statistical witness says of them; nothing where there is none


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What was found: strengths by name, the first hit behind each name that is a rule, and what was heard."""

    strengths: dict[str, float]
    hits: Mapping[str, Hit]
    hashes: list[int]
    said: Mapping[str, float]


def listen(message: Message, parts: Parts, calendar: tuple[CalendarEvent, ...], packs: Packs) -> Heard:
    """Hear the words of a mail, and how it came. `calendar` holds the events of its calendar parts."""
    newest = flow(parts.newest[:_READ])
    texts = _texts(message, parts, newest, calendar, packs)
    facts = tuple(_facts(message, parts, newest, calendar, packs))
    language = packs.languages.of(f"{message.subject}\n{parts.newest}")
    nameless = Nameless(message, [packs.words[name] for name in ("en", language) if name in packs.words])
    hashes = features(texts["subject"], newest, texts["quoted"], _hints(message, facts), nameless)
    said = packs.witness.score(hashes) if packs.witness else {}
    return Heard(texts=texts, facts=facts, abroad=language != "en", hashes=hashes, said=said)


def gather(message: Message, parts: Parts, calendar: tuple[CalendarEvent, ...], packs: Packs) -> Evidence:
    """Look at everything once: `listen`, and then let the rules speak."""
    return with_rules(message, listen(message, parts, calendar, packs), packs)


def with_rules(message: Message, heard: Heard, packs: Packs) -> Evidence:
    """What was `heard` of `message`, and what the rules say of it."""
    hits = _of_an_employer(packs.hits(heard.texts)[:_MOST_HITS])
    strengths = dict.fromkeys(heard.facts, 1.0)
    spoke: dict[str, Hit] = {}
    for hit in hits:
        name = weighed_as(hit.rule.name, packs)
        spoke.setdefault(name, hit)
        strengths[name] = 1.0
        if hit.where != "newest" and len(hit.rule.where) > 1:
            strengths[f"{name}@{hit.where}"] = 1.0
    strengths |= dict.fromkeys(_support(hits, strengths), 1.0)
    if heard.abroad:
        strengths["language.abroad"] = 1.0
    newest, tag = heard.texts["newest"], _TAG.search(message.subject)
    if len(newest) < _LETTER and _YOU.search(newest):
        strengths["support.direct"] = 1.0
    if tag and tag.group(1).lower() not in _MARKS and "en/job.interview-word" not in strengths:
        strengths["support.list-tag"] = 1.0
    return Evidence(strengths=strengths, hits=spoke, hashes=heard.hashes, said=heard.said)


def weighed_as(rule: str, packs: Packs) -> str:
    """The name under which `rule` is weighed: that of the same rule in English, learned from far more mail."""
    folder, _, rest = rule.partition("/")
    twin = f"en/{rest}"
    return twin if len(folder) == 2 and (twin in packs.rules or twin in packs.weights.table) else rule


def _of_an_employer(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Clinics, garages and schools hire: where an interview is plainly spoken of, they are no sign of other mail."""
    if not any(hit.rule.name.endswith(_EMPLOYER) for hit in hits):
        return hits
    return tuple(hit for hit in hits if "/life." not in hit.rule.name)


def _texts(
    message: Message, parts: Parts, newest: str, calendar: tuple[CalendarEvent, ...], packs: Packs
) -> dict[str, str]:
    """The text of every place that rules look into."""
    texts = {
        "subject": flow(message.subject),
        "newest": newest,
        "quoted": flow(parts.quoted[:_READ]),
        "signature": flow(parts.signature[:4000]),
        "sender": f"{message.sender.name} <{message.sender.email}>",
        "link": "\n".join(f"{link.text} {link.url}" for link in message.links[:60]),
        "calendar": "\n".join(f"{event.summary}\n{event.description[:4000]}" for event in calendar[:8]),
        "attachment": "\n".join(message.attachments),
    }
    for name in packs.headers:
        texts[f"header:{name}"] = message.headers.get(name, "")
    return texts


def _facts(
    message: Message, parts: Parts, newest: str, calendar: tuple[CalendarEvent, ...], packs: Packs
) -> Iterator[str]:
    for event in calendar:
        yield f"calendar.{event.method.lower()}"
        if event.sequence > 0 and event.method == "REQUEST":
            yield "calendar.updated"
    sender = packs.sender(message.sender.domain)
    if sender:
        yield f"sender.{sender.does}"
    if _MACHINE.search(message.sender.email):
        yield "sender.machine"
    if message.bulk:
        yield "mail.bulk"
    if message.automatic:
        yield "mail.automatic"
    yield from _thread(message, parts)
    yield from _shape(newest)


def _thread(message: Message, parts: Parts) -> Iterator[str]:
    if parts.forward:
        yield "thread.forward"
    elif parts.quoted.strip():
        yield "thread.quotes"
    if _REPLY.search(message.subject):
        yield "thread.reply"
    elif message.references:
        yield "thread.referenced"


def _shape(newest: str) -> Iterator[str]:
    clocks = len({found.lower() for found in _CLOCK.findall(newest[:6000])})
    yield f"times.{'none' if not clocks else 'one' if clocks == 1 else 'two' if clocks == 2 else 'many'}"
    questions = newest.count("?")
    yield f"questions.{'none' if not questions else 'one' if questions == 1 else 'many'}"
    if _ME.search(newest):
        yield "voice.person"
    elif _US.search(newest):
        yield "voice.team"
    yield f"length.{'short' if len(newest) < 300 else 'middle' if len(newest) < 1000 else 'long'}"


def _support(hits: tuple[Hit, ...], strengths: dict[str, float]) -> Iterator[str]:
    """How much speaks for a job and for an interview at all; mail that has neither merely chats."""
    job = {hit.rule.name for hit in hits if hit.rule.says == "job"}
    titled = any(hit.rule.says == "title" and hit.where in ("subject", "quoted") for hit in hits)
    life = {hit.rule.name for hit in hits if hit.rule.says == "other"}
    interview = {hit.rule.name for hit in hits if hit.rule.says in INTERVIEW}
    hiring = any(f"sender.{does}" in strengths for does in _HIRING)
    if not job and not hiring:
        yield "support.no-job"
        if not titled:
            yield "support.nowhere"
            if life:
                yield "support.life-alone"
            if "thread.quotes" in strengths:
                yield "support.thread-elsewhere"
        if len(interview) < 2:
            yield "support.idle"
    yield f"support.job-{min(len(job), 4)}"
    yield f"support.life-{min(len(life), 5)}"
    if len(life) > len(job) + hiring:
        yield "support.more-life"
    yield f"support.interview-{min(len(interview), 4)}"


def _hints(message: Message, facts: Iterable[str]) -> list[str]:
    """Words about the mail for the statistical witness."""
    local = message.sender.email.partition("@")[0]
    return [f"from:{word}" for word in re2.findall(r"[a-z]{2,}", local)[:3]] + [
        name for name in facts if name.startswith(("calendar.", "sender.", "mail.", "thread."))
    ]
