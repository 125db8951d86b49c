"""What kind of mail this is, whether it waits for the owner, and whether it is a fraud: the evidence, weighed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import exp
from typing import Any, TypeVar

from courtesy.mail.message import Message
from courtesy.reading.aside import asks_aside
from courtesy.reading.evidence import Evidence, Heard, listen, with_rules
from courtesy.reading.newest import Parts
from courtesy.reading.packs import OWN, Packs
from courtesy.reading.reading import INTERVIEW, KINDS, PLACES, CalendarEvent, Kind, Place, Why
from courtesy.reading.witness import SURE

_Said = TypeVar("_Said", bound=str)
_PASSED_OVER: tuple[Kind, ...] = ("other", "update", "outreach")  # for which interviews are mistaken, and nobody looks
_NAMES_JOBS = frozenset({"support.job-2", "support.job-3", "support.job-4"})
_OFFERS_WORK = frozenset({  # what only those write who offer work that is none
    f"en/scam.{sign}"
    for sign in "paid-by-the-day minutes-a-day ratings-and-likes recommended-unasked students-wanted "
    "other-address-wanted data-entry-at-home hired-unseen approved-unread".split()
})  # fmt: skip
_HONEST = frozenset({"en/scam.employer-pays", "en/scam.warns-of-fraud", "en/scam.shown-in-person"})
TONE = "en/scam.too-good"  # how frauds sound; others sound so too
_PLAIN_FRAUD = 3  # signs beside each other; of 10,000 honest mails none that offers work has so many
_OF_JOBS: tuple[Kind, ...] = ("offer", "assessment")
_UNWEIGHED = 2.0  # log-odds of a rule that no fit has seen, such as an owner's own
_KINDS = frozenset(KINDS)
_REASONS, _SLIGHT = 8, 0.1  # so many at most; log-odds that are not worth a word
_FEEDS = ("rss", "feeds", "rssfeeds", "rss2email", "feed2email")
_PLAINLY = "en/job.plain-interview"
_OUTING = "en/life.going-out-together"  # "Are you free for lunch on Tuesday?"
# "Tell us whether this suits you": a confirmation that is not so many times as likely as an invitation is one.
_WHETHER, _HARDLY = "en/invite.time-as-question", 3
_OTHER_INTERVIEWS = frozenset({  # people are invited to them in the very same words
    "en/job.admissions", "en/job.press-and-podcast", "en/job.paid-research", "en/job.volunteers-and-clubs",
})  # fmt: skip
_GATE_TEXT = 24_000  # characters
_NOTE = 600  # characters, of what is quoted too; people write so little of anything in any words
_LETTER = 2000  # characters; who writes so many, answers nothing and names no job has other things to say
_ANYBODYS = ("freemail", "life")  # systems that nobody hires by
# Mail of so many characters the witness hears well: of labelled mail that concerns a job, heard by a witness that did
# not learn from its writer, it speaks for "other" by up to 4 more than for all else, of 235 mails of 800 characters or
# more by up to 2.1, of 72 of 1,000 or more by up to 0.4. Short mail is read in full, for that takes no time.
_MANY, _PLAIN_ENOUGH, _PLAINLY_OTHER = 1000, 2.25, 0.99  # the last is its confidence
# How likely a kind must be, measured by how likely "other" is, for other mail to be read so where it stands among the
# mail of an application: ten times as much of it speaks of the application there. What takes a hold away needs more.
_ENOUGH_IN_A_CASE: dict[Kind, float] = {
    "invite": 0.04, "confirm": 0.04, "reschedule": 0.04, "update": 0.2, "offer": 0.3, "assessment": 0.3,
    "cancel": 0.3, "reject": 0.3,
}  # fmt: skip
_ENOUGH_IN_A_THREAD = 0.01  # for an answer to fix a time, which counts if that time is held already


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What the evidence comes to; the fields mean what they mean in Reading."""

    kind: Kind = "other"
    confidence: float = 1.0
    reply_needed: bool = False
    scam: bool = False
    why: tuple[Why, ...] = ()
    unsure: Kind | None = None
    shares: Mapping[Kind, float] = field(default_factory=dict)  # of belief, for each kind
    same_time: bool = False
    places: Mapping[Place, float] = field(default_factory=dict)  # how much the words of an interview sound like each

    def likely(self, *, answers: bool) -> Kind | None:
        """What other mail is most likely, if it should be from people who are known to hire the owner.

        `answers` says that it answers another mail.
        """
        other = self.shares.get("other", 1.0)
        least = _ENOUGH_IN_A_CASE | ({"confirm": _ENOUGH_IN_A_THREAD} if answers else {})
        found = [kind for kind, enough in least.items() if self.shares.get(kind, 0.0) >= enough * other]
        return max(found, key=lambda kind: self.shares[kind], default=None)


def may_concern_a_job(message: Message, packs: Packs) -> bool:
    """The cheap first question, answered with yes in doubt."""
    if "list-post" in message.headers or message.sender.email.partition("@")[0] in _FEEDS:
        return False  # a list that people discuss on (RFC 2369), or news feeds sent on as mail; nobody is hired there
    if message.calendars or _hires(message, packs):
        return True
    sender = f"{message.sender.name} {message.sender.email}"
    texts = {"subject": message.subject, "sender": sender, "text": message.text[:_GATE_TEXT]}
    if packs.any(texts, family="gate"):
        return True
    if message.bulk or (len(message.text) > _LETTER and not message.references):
        return False
    is_note = len(message.text) < _NOTE  # "Its a no. Fee for your diesel is in an envelope."
    return is_note or packs.any(texts, family="personal")


def _hires(message: Message, packs: Packs) -> bool:
    system = packs.sender(message.sender.domain)
    return system is not None and system.does not in _ANYBODYS


def plainly_other(message: Message, heard: Heard, packs: Packs) -> Verdict | None:
    """The second question: whether the words of a long mail leave no doubt that it concerns no job; None where they do.

    Calendar parts, answers, mail from systems that hire and what the owner has rules for are read in full. So is mail
    that is not English: of others the witness has heard too little, and takes formal invitations for a clinic's.
    """
    said, text = heard.said, message.text
    if not said or heard.abroad or len(text) < _MANY:
        return None
    if message.calendars or message.references or _hires(message, packs):
        return None
    over = said["other"] - max(said[kind] for kind in KINDS if kind != "other")
    if over < _PLAIN_ENOUGH or packs.any(heard.texts, family=OWN):
        return None
    why = Why(rule="words", says="other", weight=round(over, 2), quote="")
    return Verdict(confidence=_PLAINLY_OTHER, why=(why,))


def classify(
    message: Message,
    parts: Parts,
    calendar: tuple[CalendarEvent, ...],
    packs: Packs,
    heard: Heard | None = None,
) -> Verdict:
    """Weigh everything that `message` says. `calendar` holds the events of its calendar parts."""
    evidence = with_rules(message, heard or listen(message, parts, calendar, packs), packs)
    strengths = evidence.strengths | {f"words.{name}": score for name, score in evidence.said.items()}
    table = _table(strengths, packs)
    totals = _totals(KINDS, strengths, table)
    shares = _shares(totals, 1.0)
    kind = decide(shares, strengths, packs.weights.decide)
    strengths |= {f"kind.{name}": share for name, share in shares.items()}
    odds = _totals(("reply_needed", "scam"), strengths, table)
    reply_needed = odds["reply_needed"] > packs.weights.decide.get("reply_needed", 0.0)
    if kind == "confirm" and reply_needed and _WHETHER in strengths and shares[kind] < _HARDLY * shares["invite"]:
        kind = "invite"
    scam = warns(odds["scam"], kind, strengths, packs.weights.decide)
    says = [kind, *(["reply_needed"] if reply_needed else []), *(["scam"] if scam else [])]
    return Verdict(
        kind=kind,
        confidence=round(_shares(totals, packs.weights.decide.get("temperature", 1.0))[kind], 3),
        reply_needed=reply_needed,
        scam=scam,
        why=_reasons(says, strengths, table, evidence),
        unsure=None if scam else doubt(kind, shares, strengths, packs.weights.decide),
        shares=shares,
        same_time=asks_aside(evidence.hits, shares),
        places={place: strengths[f"words.{place}"] / SURE for place in PLACES if f"words.{place}" in strengths},
    )


def line(strengths: Mapping[str, float], lines: Mapping[str, float]) -> float:
    """The share of belief from which a mail is read as an interview: higher, the less of a job there is in it."""
    base = lines.get("interview", 0.5)
    abroad = "language.abroad" in strengths
    if _names_an_interview(strengths):
        plain = lines.get("plain_abroad" if abroad else "plain", base)
        return min(base, plain)  # "We would like to invite you to an interview" is one
    if any(name.startswith("calendar.") for name in strengths):  # schools and one's present job send them too
        return max(base, lines.get("nowhere", base)) if "support.nowhere" in strengths else base
    if "support.list-tag" in strengths:
        return 1.0  # people discuss something
    if abroad:
        return max(base, lines.get("abroad", base))  # the signs below are of English words
    if "support.nowhere" in strengths:
        base = max(base, lines.get("nowhere", base))  # friends, dentists and landlords write the same words
    if "support.direct" in strengths:
        name = "outing" if _OUTING in strengths else "direct"
        return max(base, lines.get(name, base)) if "support.idle" in strengths else base
    for fact, name in (("interview-0", "mute"), ("idle", "idle"), ("no-job", "jobless")):
        if f"support.{fact}" in strengths:
            return max(base, lines.get(name, base))
    return base


def warns(odds: float, kind: Kind, strengths: Mapping[str, float], lines: Mapping[str, float]) -> bool:
    """Whether to warn of a mail that is a fraud with log-odds `odds`.

    Shops and clubs ask for money too: of mail read as no job mail, only what names a job more than once or offers work
    is warned of. Many signs of fraud need no odds: the words of a mail, which are many, cannot outweigh them.
    """
    offers_work = kind != "other" or not _OFFERS_WORK.isdisjoint(strengths)
    likely = odds > lines.get("scam", 0.0) and (offers_work or not _NAMES_JOBS.isdisjoint(strengths))
    return likely or (offers_work and _signs(strengths) >= _PLAIN_FRAUD)


def _signs(strengths: Mapping[str, float]) -> int:
    """How many signs of fraud there are, less what speaks against one."""
    found = {name for name in strengths if name.startswith("en/scam.") and "@" not in name} - {TONE}
    return len(found - _HONEST) - len(found & _HONEST)


def doubt(
    kind: Kind, shares: Mapping[Kind, float], strengths: Mapping[str, float], lines: Mapping[str, float]
) -> Kind | None:
    """The kind of interview that a mail read as `kind` may be, where the owner should be asked; None where not.

    He is asked of mail that is passed over although an interview is not unlikely, and of an interview that is not sure.
    """
    interview = sum(shares[name] for name in INTERVIEW)
    if kind in INTERVIEW:
        asked = interview < lines.get("sure", 0.0) and _PLAINLY not in strengths
    elif kind not in _PASSED_OVER or "support.list-tag" in strengths:
        asked = False
    elif _names_an_interview(strengths):
        asked = interview > lines.get("ask_plain", 1.0)
    elif "support.direct" in strengths or _of_interviews_abroad(strengths):
        asked = interview > lines.get("ask", 1.0)
    else:
        chat = "support.idle" in strengths and "support.interview-0" not in strengths
        asked = interview > lines.get("ask_mute", 1.0) and not chat
    likeliest: Kind = max(INTERVIEW, key=lambda name: shares[name])
    return likeliest if asked else None


def _names_an_interview(strengths: Mapping[str, float]) -> bool:
    """Whether an interview is spoken of as employers do, and nothing says that it is of another sort."""
    return _PLAINLY in strengths and _OTHER_INTERVIEWS.isdisjoint(strengths)


def _of_interviews_abroad(strengths: Mapping[str, float]) -> bool:
    """Whether somebody writes of an interview in another language than English, to fewer than everybody.

    Whether it is a short mail to "you" is known of English only.
    """
    silent = ("support.interview-0", "mail.bulk")
    return "language.abroad" in strengths and not any(name in strengths for name in silent)


def decide(shares: Mapping[Kind, float], strengths: Mapping[str, float], lines: Mapping[str, float]) -> Kind:
    """An interview when its four kinds together exceed the mail's line, for a miss costs most; else the likeliest kind.

    Shops and lists write of prices, terms and tests too: what names no job needs more to be an offer or a task.
    """
    interview = sum(shares[kind] for kind in INTERVIEW) > line(strengths, lines)
    among = [kind for kind in KINDS if (kind in INTERVIEW) == interview]
    if "support.nowhere" in strengths or "support.list-tag" in strengths:
        least = lines.get("nowhere_offer", 0.0)
        among = [kind for kind in among if kind not in _OF_JOBS or shares[kind] > least]
    return max(among, key=lambda kind: (shares[kind], kind == "other"))  # where nothing speaks, nothing is said


def _table(strengths: Mapping[str, float], packs: Packs) -> dict[str, Mapping[str, float]]:
    """The weights of the evidence at hand: the owner's own first, then the fitted, then a guess for new rules."""
    fitted = packs.weights.table
    table = {name: fitted[name] for name in (*strengths, "bias", *(f"kind.{kind}" for kind in KINDS)) if name in fitted}
    for name in strengths:
        rule = packs.rules.get(name)
        if rule and (rule.weight is not None or name not in fitted):
            table[name] = {rule.says: _UNWEIGHED if rule.weight is None else rule.weight}
    return table


def _totals(
    said: Iterable[_Said], strengths: Mapping[str, float], table: Mapping[str, Mapping[Any, float]]
) -> dict[_Said, float]:
    """The log-odds of everything that is `said`."""
    bias = table.get("bias", {})
    totals = {one: bias.get(one, 0.0) for one in said}
    for name, strength in strengths.items():
        for one, weight in table.get(name, {}).items():
            if one in totals:
                totals[one] += strength * weight
    return totals


def _shares(totals: Mapping[Kind, float], temperature: float) -> dict[Kind, float]:
    highest = max(totals.values())
    powers = {name: exp((total - highest) / temperature) for name, total in totals.items()}
    whole = sum(powers.values())
    return {name: power / whole for name, power in powers.items()}


def _reasons(
    says: list[str], strengths: Mapping[str, float], table: Mapping[str, Mapping[str, float]], evidence: Evidence
) -> tuple[Why, ...]:
    """The evidence that weighed most for what was decided, the heaviest first; all words together are one reason."""
    weighed: dict[tuple[str, str], float] = {}
    for said in says:
        for name, strength in strengths.items():
            if not name.startswith("kind."):
                key = ("words" if name.startswith("words.") else name, said)
                weighed[key] = weighed.get(key, 0.0) + strength * _for(said, table.get(name, {}))
    found = []
    for (name, said), weight in weighed.items():
        if abs(weight) >= _SLIGHT:
            base, at, where = name.partition("@")
            hit = evidence.hits.get(base)
            rule, quote = (f"{hit.rule.name}{at}{where}", hit.quote) if hit else (name, "")
            found.append(Why(rule=rule, says=said, weight=round(weight, 2), quote=quote))
    return tuple(sorted(found, key=lambda why: -why.weight)[:_REASONS])


def _for(said: str, row: Mapping[str, float]) -> float:
    """What a row of weights says for `said`: for a kind, more than it says for the average kind."""
    if not row or said not in _KINDS:
        return row.get(said, 0.0)
    return row.get(said, 0.0) - sum([weight for kind, weight in row.items() if kind in _KINDS]) / len(KINDS)
