"""Whom the owner will meet: names after "with", in tables and agendas, and the sender where he takes part."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from courtesy.reading.agenda import scheduled
from courtesy.reading.beside import GIVEN
from courtesy.reading.clauses import names_in
from courtesy.reading.clues import Clue, clues
from courtesy.reading.full_stops import unstopped
from courtesy.reading.letter import Letter
from courtesy.reading.mentions import mentions
from courtesy.reading.named import LOOKS_BACK
from courtesy.reading.names import has_given_name, looks_personal, person_shown, plain
from courtesy.reading.patterns import late
from courtesy.reading.reading import TALK
from courtesy.reading.things import Things
from courtesy.reading.writer import writer

MOST = 12
_ONLY_TALKS = (
    "/interviewer.i-call",
    "/interviewer.i-set-up",
    "/interviewer.we-chat",
    "/interviewer.sent-times",
)  # of any language
_AND_ME = "/interviewer.and-me"  # "Dr Pete and I will ..."
_AND_I = ("/interviewer.and-i", "/interviewer.beside-me")  # "Mr Hollis and I should like to ..."
_ME_AND = "/interviewer.me-and"  # "me, Glenys and our treasurer"
_I_BRING = "/interviewer.i-bring"  # "I'll have Kaveh on too"
_YOU_AND = "/interviewer.you-and"  # the owner, in the mail that is answered: "meeting you and Marcy"
_SUITS = "en/interviewer.suits"  # "Thursday works for me" says nothing of who meets the owner
_HONOURS = ("KC", "QC", "SC", "JP", "MBE", "OBE", "CBE", "RN", "MD", "PhD", "MP")
_DON = ("Don", "Doña", "Dona", "Donna")  # "Don Draper" is called so
_PLAINLY = 1.6  # the weight of a mention of the author himself from which it tells that he is met
_SURE, _TOLD = 1.3, 2.0  # what makes a person of a phrase that was taken for the firm
_AROUND = ".,;:!?()[]<>\"'*"
_OF = r"\1 of "  # "after your chat with Dermot": "of" leads to nobody who will be met
_SENTENCE = late(r"[.!?][ ]")
_SENDER = late(r"(?i)[^,;]{1,60} - (?:organi[sz]er|creator|optional)\b[,; ]*")  # in a list of guests
_STOP = late(r"[.!?][ ]|[:;]")
_HEADER = late(r"(?i)^(?:on |from:|to:|cc:|subject:|date:|sent:|.{1,80} wrote:?$)")


def find_interviewers(letter: Letter, company: str, things: Things) -> tuple[tuple[str, ...], list[Clue]]:
    """Names in the order they are met, without titles, and the clues for them."""
    if letter.kind not in TALK:
        return (), []
    if letter.kind == "outreach":  # a stranger writes: it is he who wants to talk
        clue = Clue(value=letter.sender, weight=1.0, rule="interviewer.writer", quote=letter.sender)
        return ((letter.sender,), [clue]) if letter.sender else ((), [])
    found = [*_named(letter, things), *_attending(letter, things)]
    if letter.parts["quoted"] and not any(clue.weight >= 1.0 and not _is_author(clue, letter) for clue in found):
        found += _named(_thread(letter), things)
    found += writer(letter, found, things)
    return _gathered(_without_absent(found, letter, things), letter, company, things)


def _is_author(clue: Clue, letter: Letter) -> bool:
    return set(plain(clue.value).split()) <= set(plain(letter.author).split())


def _without_absent(found: list[Clue], letter: Letter, things: Things) -> list[Clue]:
    """The clues without those for somebody who cannot come and for whom another stands in; he is no longer met."""
    if len({clue.value for clue in found}) < 2 or not clues("stands-in", letter, things, 1):
        return found
    away: set[str] = set()
    for clue in clues("absent", letter, things):
        away.update(plain(" ".join(names_in(_STOP.split(clue.value)[-1], things, through=True)[0][-1:])).split())
    left = [clue for clue in found if not away & set(plain(clue.value).split())]
    return left or found


def _thread(letter: Letter) -> Letter:
    """The letter with the earlier mails of its thread in place of its own words: "See you then" names nobody."""
    quoted = letter.parts["quoted"]
    lines = tuple(line for line in quoted.split("\n")[:300] if not _HEADER.match(line))
    return replace(letter, parts=letter.parts | {"subject": "", "body": "\n".join(lines)}, lines=lines, closing=())


def _named(letter: Letter, things: Things) -> list[Clue]:
    """Who is named in the words of a letter, in its tables and lists, or by "me"."""
    found: list[Clue] = []
    sides = {rule.name: rule.takes for rule in things.rules.get("interviewer", ())}
    for clue in clues("interviewer", letter, things):
        if clue.value == "me":
            if letter.author:
                found.append(Clue(value=letter.author, weight=clue.weight, rule=clue.rule, quote=clue.quote))
            continue
        before = sides[clue.rule] == "before"
        after = _SENDER.sub("", clue.value) if " - " in clue.value else clue.value
        value = _STOP.split(unstopped(clue.value, things))[-1] if before else after
        names, me = names_in(value, things, through=before)
        names = [name for name in names if looks_personal(name, things)]
        if clue.rule.endswith(_AND_I):
            names = [name for name in names[-1:] if value.rstrip(" ,)").endswith(name)]
        found += [_weighed(clue, name, things) for name in names]
        with_me = names and clue.rule.endswith((_AND_ME, _ME_AND, _I_BRING, *_AND_I, _YOU_AND))
        if ((me and not clue.rule.endswith((_SUITS, *_AND_I))) or with_me) and letter.author:
            found.append(Clue(value=letter.author, weight=clue.weight, rule=clue.rule, quote=clue.quote))
    found += list(scheduled(letter, things))
    if letter.kind == "reschedule":
        found += _away(letter, things)
    return found + list(_mentioned(letter, things))


def _away(letter: Letter, things: Things) -> Iterable[Clue]:
    """Who cannot come, for which the interview moves: "Mufaddal sir is stuck"."""
    for clue in clues("absent", letter, things):
        names = names_in(_STOP.split(unstopped(clue.value, things))[-1], things, through=True)[0][-1:]
        for name in names:
            lead, _, rest = clue.value.rpartition(name)
            directly = all(things.has("after_name", plain(word)) for word in rest.split()[:2])
            if directly and not things.has("leads_elsewhere", plain(" ".join(lead.split()[-1:]))):
                yield Clue(value=name, weight=1.0, rule="interviewer.away", quote=clue.quote)


def _weighed(clue: Clue, name: str, things: Things) -> Clue:
    """The clue for one of the names in it, worth more where it begins as people are called."""
    known = has_given_name(name, things)
    lead = plain(clue.value.partition(name)[0][-30:]).split()[-1:]
    titled = any(things.has(listed, word) for word in lead for listed in ("honorific", "title"))
    beside = titled or (clue.rule.endswith(_AND_ME) and clue.value.rstrip(" ,)").endswith(name))
    odd = " " not in name and clue.rule.endswith((_AND_ME, *_AND_I)) and not beside
    weight = clue.weight + (GIVEN if known else -0.4 if odd else 0.0)
    return Clue(value=name, weight=weight, rule=clue.rule, quote=clue.quote)


def _attending(letter: Letter, things: Things) -> Iterable[Clue]:
    """Attendees of the calendar event that are people and not the owner."""
    for event in letter.calendar[:3]:
        for attendee in event.attendees[:20]:
            name = person_shown(attendee, things) if "@" not in attendee else ""
            if name and len(name.split()) > 1:
                yield Clue(value=name, weight=0.8, rule="interviewer.attendee", quote=attendee)


def _mentioned(letter: Letter, things: Things) -> Iterable[Clue]:
    """People named in the sentences of a letter: those that are met, as far as these tell."""
    moved, author = letter.kind == "reschedule", set(plain(letter.author).split())
    for number, sentence in enumerate(sentences(letter, things)):
        if not any(map(str.isupper, sentence)):
            continue
        tell = partial(told_of, sentence, letter, things, subject=number == 0)
        for mention in mentions(sentence, things, moved=moved, tell=tell):
            if things.odds and mention.weight < _PLAINLY and set(plain(mention.name).split()) <= author:
                continue  # whether who writes is met, other clues tell
            if not things.odds and looks_back(sentence, things):
                break
            rule = "interviewer.titled" if mention.titled else "interviewer.named"
            yield Clue(value=mention.name, weight=mention.weight, rule=rule, quote=sentence)


def sentences(letter: Letter, things: Things) -> list[str]:
    """The subject, and the sentences of a letter that are no signature; "of" for "with" whom the owner has met."""
    behind = [rule.pattern for rule in things.rules.get("behind", ())]
    signed = letter.signed()
    found = [letter.parts["subject"]]
    for line in letter.parts["body"].split("\n")[:200]:
        if line not in signed:
            several = any(stop in line for stop in (". ", "! ", "? "))
            found += _SENTENCE.split(unstopped(line, things))[:40] if several else [line]
    for at, sentence in enumerate(found[:200]):
        for pattern in behind if " with " in sentence else ():
            found[at] = pattern.sub(_OF, found[at])
    return found[:200]


def told_of(sentence: str, letter: Letter, things: Things, *, subject: bool) -> list[str]:
    """What a sentence tells of all that it names."""
    said = {fact: _is_said(fact, sentence, things) for fact in ("past", "ahead", "absent")}
    told = {"in the subject": subject, LOOKS_BACK: said["past"] and not said["ahead"]} | said
    told[f"absent in {letter.kind}"] = said["absent"]
    return [f"in {letter.kind}", *(sign for sign, there in told.items() if there)]


def _is_said(fact: str, sentence: str, things: Things) -> bool:
    return any(rule.pattern.search(sentence) for rule in things.rules.get(fact, ()))


def looks_back(sentence: str, things: Things) -> bool:
    """Whether a sentence tells of what was, and not of what is to come too."""
    return _is_said("past", sentence, things) and not _is_said("ahead", sentence, things)


def _gathered(found: list[Clue], letter: Letter, company: str, things: Things) -> tuple[tuple[str, ...], list[Clue]]:
    """Each person once, by the fullest name that is given; only those with enough behind them."""
    taken: dict[str, Clue] = {}
    told = [clue for clue in found if clue.weight >= 1.0 and not clue.rule.endswith(_ONLY_TALKS)]
    met = {plain(clue.value) for clue in told} - {plain(letter.author)}
    others = any(not letter.is_the_owner(name) for name in met)
    for clue in found:
        if others and clue.rule.endswith(_ONLY_TALKS):
            continue  # who says "I'll ring you" and names the interviewers arranges the talk
        clue = Clue(value=_bare(clue.value), weight=clue.weight, rule=clue.rule, quote=clue.quote)
        bare = plain(clue.value)
        words = set(bare.split())
        firm = "" if _is_own_firm(clue, company, things) else plain(company)
        if not words or letter.is_the_owner(bare):
            continue
        if clue.rule != "interviewer.titled" and firm and (f" {firm} " in f" {bare} " or f" {bare} " in f" {firm} "):
            continue
        same = next((known for known in taken if words <= set(known.split()) or set(known.split()) <= words), None)
        if same is None and not (clue.value.isupper() and len(clue.value) < 5 and clue.rule != "interviewer.writer"):
            taken[bare] = clue  # "EAT", "UPI" are no people
        if same is None:
            continue
        known = taken.pop(same)
        longer, shorter = (known, clue) if len(known.value) >= len(clue.value) else (clue, known)
        both = (known.weight, clue.weight)
        weight = sum(both) if shorter.rule != longer.rule else max(both)
        taken[plain(longer.value)] = Clue(value=longer.value, weight=weight, rule=longer.rule, quote=longer.quote)
    good = [clue for clue in taken.values() if clue.weight + (0.3 if " " in clue.value else 0.0) >= 1.0][:MOST]
    return tuple(dict.fromkeys(_in_full(clue.value, letter, things) for clue in good)), good


def _is_own_firm(clue: Clue, company: str, things: Things) -> bool:
    """Whether what was taken for the company is a person surely met: "Maja Lindqvist of Nordhaven"."""
    name, firm = plain(clue.value), plain(company)
    if " " not in name or clue.weight < _SURE:
        return False
    known = things.has("given", name.split()[0])
    told = (known or clue.weight >= _TOLD) and firm == name.split()[0]
    return told or firm.startswith(f"{name} of ") or (known and firm == name)


def _in_full(name: str, letter: Letter, things: Things) -> str:
    """A first or last name as the mail gives it in full elsewhere: "Dana", and "EA to Dana Kirsch" in the signature."""
    if " " in name:
        return name
    for part in ("from", "subject", "body", "calendar", "quoted"):
        for line in letter.parts[part].split("\n")[:200] if name in letter.parts[part] else ():
            words = line.split()
            for at, word in enumerate(words):
                if word.strip(_AROUND) == name and (full := _joined(words, at, name, letter, things)):
                    return full
    return name


def _joined(words: list[str], at: int, name: str, letter: Letter, things: Things) -> str:
    """The name at `at` with the last name after it, or with the first name before it; "" when neither stands there."""
    first, last = words[at - 1] if at else "", words[at + 1].rstrip(_AROUND) if at + 1 < len(words) else ""
    for one, two in ((words[at], last), (first, name)):
        full = f"{one} {two}"
        human = one.isalpha() and things.has("given", plain(one)) and two[:1].isupper() and looks_personal(full, things)
        if human and not things.has("not_person", plain(two)) and not letter.is_the_owner(plain(full)):
            return full
    return ""


def _bare(name: str) -> str:
    """A name without letters of honour, and "Don" before two more: "Fiona Menzies MRCVS", "Don Álvaro Quesada"."""
    words = name.split()
    if len(words) > 2 and words[0] in _DON:
        words.pop(0)
    if len(words) > 1 and words[-1] in _HONOURS:
        words.pop()
    while (
        len(words) > 2
        and words[-1].isupper()
        and len(words[-1]) > 1
        and "." not in words[-1]
        and words[0][1:].islower()
    ):
        words.pop()
    return " ".join(words)
