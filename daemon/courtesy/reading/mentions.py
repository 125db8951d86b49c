"""People mentioned in a sentence, and how much the words around a name say that the owner will meet them."""

from dataclasses import dataclass

from courtesy.reading.clauses import APART
from courtesy.reading.names import looks_personal, plain
from courtesy.reading.patterns import late
from courtesy.reading.things import Things

_BETWEEN_NAMES = ("joins", "honorific", "title", "article")
_ODD = late(r"^\p{Lu}+\p{Ll}+\p{Lu}")
_SCOTS = late(r"^(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|O')\p{Lu}")
_CONTRACTED = ("'m", "'ll", "'d", "'ve", "'re", "n't", "’m", "’ll", "’d", "’ve", "’re", "n’t")
MOST_TOKENS = 120
WORTH = 0.6  # below this a name is not even mentioned
APPOSED = 1.1  # "..., our director" after a name
FULL = 0.3  # what first and last name together are worth
UNKNOWN = 0.2  # what a single word costs that may be a town's or a product's name,
UNHEARD = 0.45  # and what several cost that nobody is known to be called by: "Canal Walk is ..."
REASON = 0.8
ELSEWHERE = 1.5
_BECAUSE = ("as", "because", "since", "that", "but", "and", "sorry", "so", "afraid", "unfortunately")
_ARTICLES = ("the", "a", "an")  # "the Circle Line"
_VERBS = ("person_does", "person_is")
GIVEN = 0.2  # what a word is worth that people are called by


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A name without title, and the weight that its surroundings give it (1 is enough)."""

    name: str
    weight: float
    titled: bool = False  # "Mr", "Dr": a person for certain, even where a firm has the same name


def mentions(sentence: str, things: Things, *, moved: bool = False) -> list[Mention]:
    """The people named in a sentence, in order; where an interview is `moved` or called off, whoever the sentence
    begins with is the reason for it ("Prue's been called away")."""
    spelled = sentence[:900].replace("w/", "with ").replace("'ll ", " will ").replace("’ll ", " will ")
    tokens = spelled.translate(APART).split()[:MOST_TOKENS]
    runs: list[tuple[int, int, float]] = []  # start, end, weight
    at = depth = 0
    while at < len(tokens):
        depth += (tokens[at] == "(") - (tokens[at] == ")")
        end = _run_end(tokens, at, things)
        if end > at and looks_personal(_name(tokens, at, end), things) and not _shouted(tokens[at:end], things):
            weight = _weight(tokens, at, end, things) + (_reason(tokens, at, end, things) if moved else 0.0)
            if depth <= 0 or weight >= WORTH:  # "(Harbour Master)" stands between names and is none
                runs.append((at, end, weight))
        at = max(end, at + 1)
    found = []
    for (at, end, _), weight in zip(runs, _shared(runs, tokens, things), strict=True):
        if weight >= WORTH:
            titled = at > 0 and things.has("honorific", plain(tokens[at - 1]))
            found.append(Mention(name=_name(tokens, at, end), weight=weight, titled=titled))
    return found


def _shouted(run: list[str], things: Things) -> bool:
    """Whether a name is in capitals throughout, and begins with no name that people are called by: "DOHA QATAR"."""
    return len(run) > 1 and all(len(token) > 2 and token.isupper() for token in run) and not _is_given(run[0], things)


def _is_given(token: str, things: Things) -> bool:
    return things.has("given", plain(token.removesuffix("'s").removesuffix("’s")))


def _name(tokens: list[str], at: int, end: int) -> str:
    name = " ".join(token.rstrip(".") if len(token) > 2 else token for token in tokens[at:end])
    return name.removesuffix("'s").removesuffix("’s")


def _shared(runs: list[tuple[int, int, float]], tokens: list[str], things: Things) -> list[float]:
    """The weights, when names joined by "and" or commas share the greatest among them."""
    weights = [weight for _, _, weight in runs]
    order = [*range(1, len(runs)), *range(len(runs) - 1, 0, -1)]
    for later in order:
        low, high = sorted((later - 1, later), key=lambda index: weights[index])
        least = -UNKNOWN if runs[low][0] else -0.5  # the first word of a sentence may be a name all the same
        between = tokens[runs[later - 1][1] : runs[later][0]]
        if low < high and not any(token in ("&", "+") or things.has("joins", plain(token)) for token in between):
            continue  # "Quay House, Leeds, Jane Poe": what stands before a comma may be a place
        if least <= weights[low] < 1.0 <= weights[high] and _linked(between, things):
            weights[low] = weights[high]
    return weights


def _run_end(tokens: list[str], at: int, things: Things) -> int:
    """The end of the run of words at `at` that may be one name; `at` when none starts there."""
    end = at
    while end < len(tokens) and end - at < 4:
        token, word = tokens[end], plain(tokens[end])
        if not token[0].isalpha() or token.endswith(_CONTRACTED):
            break
        led = end > at or (at and things.has("honorific", plain(tokens[at - 1])))  # "Mr van Zyl"
        if led and things.has("particle", word) and not things.has("of_firm", word) and _capital(tokens, end + 1):
            end += 1
            continue
        no_name = any(things.has(listed, word) for listed in ("not_person", "honorific", "system_name"))
        named = things.has("also_a_name", word) and (end > at or _begins(tokens, at, things))
        if not token[0].isupper() or (no_name and not named):
            break
        also_a_name = things.has("also_a_name", word) and not (end == at and at and tokens[at - 1][0].isupper())
        firm = things.is_org(word) or any(things.has(listed, word) for listed in ("title", "team", "role_head"))
        if firm and not also_a_name:
            return at  # "Claims Manager", "Larch Hospital": the whole run is no person
        if things.ends("rank", word):
            return end  # "Stadtbaurätin Ellerbrock" begins behind it
        if len(word) == 1 and not token.endswith(".") and end == at and not _capital(tokens, end + 1):
            break
        if _ODD.match(token) and not _SCOTS.match(token):
            return at  # "WhatsApp", "SENCo": no name of a person
        end += 1
        if (token.endswith(".") and len(token) > 3) or token.endswith(("'s", "’s")):
            break
    return end


def _begins(tokens: list[str], at: int, things: Things) -> bool:
    """Whether "Jan", "Will" or "Mark" begins a name: it is one that people have, and another capitalised word that
    can be a name follows."""
    if not things.has("given", plain(tokens[at])) or not _capital(tokens, at + 1):
        return False
    following = plain(tokens[at + 1])
    return not any(things.has(listed, following) for listed in ("not_person", "title", "team", "org", "role_head"))


def _capital(tokens: list[str], at: int) -> bool:
    return at < len(tokens) and tokens[at][0].isupper()


def _weight(tokens: list[str], at: int, end: int, things: Things) -> float:
    if _only_arranges(tokens, at, end, things):
        return 0.0  # "your recruiter, Tiff Marchetti, will be around"
    full = end - at > 1
    led, followed = _led_to(tokens, at, things), _followed(tokens, end, things)
    weight = (FULL if full else 0.0) + led + followed
    given = _is_given(tokens[at], things)
    if at and things.ends("rank", plain(tokens[at - 1])):
        weight += 1.0 if full or given else 0.5  # "Kollege Leitgeb"; but "Leiter Einkauf"
    if given:
        return weight + GIVEN
    titled = at > 0 and things.has("honorific", plain(tokens[at - 1]))
    if full and not titled and led <= 0 and followed < 1.0:
        weight -= UNHEARD
    asked = at > 1 and things.has("asked_for", f"{plain(tokens[at - 2])} {plain(tokens[at - 1])}")
    beside = at > 1 and tokens[at - 1] == "with" and things.has("talk", plain(tokens[at - 2]))
    if not (full or titled or asked or beside):
        weight -= UNKNOWN
    if at == 0 and not full and tokens[end : end + 1] not in (["("], [","]):
        weight -= 0.3  # any word has a capital at the start of a sentence
    return weight


def _reason(tokens: list[str], at: int, end: int, things: Things) -> float:
    """What it is worth in the mail of a move that a name begins the sentence, or the clause after "as"."""
    if any(things.has("tells", plain(token)) for token in tokens[end + 1 : end + 5]):
        return 0.0  # "Idris will reach out"
    human = at and things.has("honorific", plain(tokens[at - 1]))
    if not human and not _is_given(tokens[at], things):
        return 0.0
    at -= bool(human)
    starts = at == 0 or tokens[at - 1] in ",–—-:" or plain(tokens[at - 1]) in _BECAUSE
    owned = tokens[end - 1].endswith(("'s", "’s"))
    acts = end < len(tokens) and any(things.has(listed, plain(tokens[end])) for listed in _VERBS)
    if owned and things.has("leads_elsewhere", plain(tokens[at - 1])):
        return REASON + ELSEWHERE  # "a conflict in Jean's calendar"
    return REASON if starts and (owned or acts) else 0.0


def _led_to(tokens: list[str], at: int, things: Things) -> float:
    """What the words before a name are worth: "meet ...", "ask for ...", "our director ..."."""
    one, two, three, four = ["", "", "", "", *(plain(token) for token in tokens[max(0, at - 4) : at])][:-5:-1]
    weight = 0.0
    if things.has("honorific", one):
        weight, one, two, three = 1.0, two, three, four
    if one == "by" and not things.has("by_whom", two):
        return weight
    if two == "report" and three in ("will", "would"):
        return weight  # once hired
    introduced = one in ("to", "with") and two == "you" and things.has("leads_to_name", three)
    if introduced or things.has("asked_for", f"{two} {one}") or (things.has("and", one) and things.has("me", two)):
        return weight + 1.0
    if one == "with" and things.has("left", two):
        return weight - (0.5 if weight else 0.0)  # "you left your CV with Tom", "leave it with Mrs Adams"
    if not one and things.has("whom_to_ask", two):
        return weight - (0.7 if weight else ELSEWHERE)  # "Contact: Ms Kavya", "Contact person: Mrs Adaobi"
    if things.has("leads_to_name", one) or (
        things.has("leads_to_name", two) and (not one or (things.has("between", one) and one not in _ARTICLES))
    ):
        return weight + 1.0
    if things.has("leads_elsewhere", one) or (things.has("article", one) and things.has("leads_elsewhere", two)):
        return weight - (0.5 if weight else ELSEWHERE)
    if (things.has("title", one) or things.has("title", one.removesuffix("s"))) and (
        tokens[at - 1][0].islower() or tokens[at - 1].isupper()
    ):
        return weight + 1.0
    ranked = any(things.ends("rank", plain(token)) for token in tokens[max(0, at - 4) : max(0, at - 1)])
    several = tokens[at - 1 : at] == ["("] and things.has("title", two.removesuffix("s"))  # "the wardens (Hugh Pell"
    office = things.has("title", two) or things.has("group", two) or ranked or several  # "notre directrice, Inès Roy"
    if at and tokens[at - 1] in ",:(" and office and (_is_given(tokens[at], things) or _capital(tokens, at + 1)):
        return weight + 0.8
    if one and tokens[at - 1].islower() and (things.has("own", two) or things.has("own", three)):
        return weight + 0.7  # "our churchwarden Hugh Denning"
    return weight


def _followed(tokens: list[str], end: int, things: Things) -> float:
    """What the words after a name are worth: "... will call", "..., our director"."""
    end = _behind_bracket(tokens, end, things)
    following, second = [*(plain(token) for token in tokens[end : end + 2]), "", ""][:2]
    between = not following or things.has("and", following) or things.has("between", following)
    reach = 5 if following == "from" else 3
    if (
        any(things.has("tells", plain(token)) for token in tokens[end + 1 : end + reach])
        or "touch" in tokens[end : end + 5]
    ):
        return 0.0  # "Idris will write to you": who does so often only arranges
    if things.has("person_does", following) or (between and things.has("person_does", second)):
        return 1.0 + (0.3 if any(things.has("meets", plain(token)) for token in tokens[end + 1 : end + 3]) else 0.0)
    shortened = tokens[end - 1].endswith(("'s", "’s")) and things.has("state", following)
    if things.has("person_is", following) or shortened:
        ahead = [plain(token) for token in tokens[end + 1 : end + 9]]
        is_to = shortened or things.has("state", second)
        joins = following == "from" and any(things.has("person_does", word) for word in ahead)
        return 0.8 if is_to or joins else 0.7
    if tokens[end - 1].endswith(("'s", "’s")) and things.has("of_a_host", following):
        return 0.9  # "Petra's calendar is open"
    if things.has("and", following) and second in ("her", "his", "their"):
        return 0.8  # "Jean and her team"
    if end < len(tokens) and tokens[end] == "," and things.has("person_is", second):
        return 0.5  # "their head of data, Juno Prentice, has offered ..."
    if things.has("own", following) and _titled(tokens[end + 1 : end + 4], things):
        return APPOSED
    if end < len(tokens) and tokens[end] in ",(–-/" and _titled(tokens[end + 1 : end + 5], things):
        only_arranges = any(things.has("arranges", plain(token)) for token in tokens[end + 1 : end + 5])
        return 0.0 if only_arranges else APPOSED
    return 0.0


def _behind_bracket(tokens: list[str], end: int, things: Things) -> int:
    """Where the words go on behind a bracket after a name that says where he sits: "Ruben (Rotterdam) is free"."""
    if tokens[end : end + 1] != ["("] or ")" not in tokens[end : end + 6]:
        return end
    after = tokens.index(")", end) + 1
    return end if _titled(tokens[end:after], things) else after


def _only_arranges(tokens: list[str], at: int, end: int, things: Things) -> bool:
    """Whether the name from `at` to `end` is that of "your recruiter, ...", "my assistant ...", who meets nobody."""
    owned = tokens[end - 1].endswith(("'s", "’s"))
    if owned and any(things.has("arranges", plain(token)) for token in tokens[end : end + 2]):
        return True  # "Dr Oyelaran's secretary will find you a time"
    before = [word for word in (plain(token) for token in tokens[max(0, at - 5) : at]) if word]
    if before and things.has("honorific", before[-1]):
        before.pop()  # "my secretary, Mrs Pinto"
    if (
        not before
        or not things.has("arranges", before[-1])
        or any(things.has("leads_to_name", word) for word in before)
    ):
        return False
    whose = any(word == "your" or things.has("own", word) for word in before)
    return whose and not any(things.has("meets", plain(token)) for token in tokens[end + 1 : end + 4])


def _titled(tokens: list[str], things: Things) -> bool:
    words = [plain(token) for token in tokens]
    return any(things.has("title", word) or things.ends("rank", word) for word in words)


def _linked(between: list[str], things: Things) -> bool:
    """Whether only "and", commas, honorifics, articles and titles stand between two names."""
    if len(between) > 12:
        return False
    titled = _titled(between, things)
    depth = 0
    for token in between:
        depth += (token == "(") - (token == ")")
        word = plain(token)
        in_title = titled and (token[0].isupper() or things.has("title_joint", word))
        if not (depth or in_title or not word or any(things.has(listed, word) for listed in _BETWEEN_NAMES)):
            return False
    joined = any(token in ("&", "+") or things.has("joins", plain(token)) for token in between)
    bare = _without_brackets(between)
    return joined or all(token in (",", "/") or things.has("honorific", plain(token)) for token in bare)


def _without_brackets(tokens: list[str]) -> list[str]:
    """The tokens outside "( ... )"."""
    kept, depth = [], 0
    for token in tokens:
        depth += token == "("
        if not depth:
            kept.append(token)
        depth -= depth > 0 and token == ")"
    return kept
