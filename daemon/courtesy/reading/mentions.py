"""People mentioned in a sentence, and how much the words around a name say that the owner will meet them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from courtesy.reading.beside import UNKNOWN, has_title, is_capital, is_given, reason, weight_of
from courtesy.reading.clauses import APART
from courtesy.reading.named import met, signs
from courtesy.reading.names import ends_sentence, looks_personal, plain
from courtesy.reading.patterns import late
from courtesy.reading.things import Things

_BETWEEN_NAMES = ("joins", "honorific", "title", "article", "between")
_OFFICE = ("title", "honorific", "team", "role_head")
_ODD = late(r"^\p{Lu}+\p{Ll}+\p{Lu}")
_SCOTS = late(r"^(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|O')\p{Lu}")
_CONTRACTED = ("'m", "'ll", "'d", "'ve", "'re", "n't", "’m", "’ll", "’d", "’ve", "’re", "n’t")
_SHORT = (("w/", "with "), (" w ", " with "), ("'ll ", " will "), ("’ll ", " will "))
_BRACKETED = late(r"\(((?:Mrs?|Ms|Miss|Mme|Dr|Prof|Engr|Barr)\.?)\)")  # "Chief (Mrs) Ada Brandt"
MOST_TOKENS = 120
WORTH = 0.6  # below this a name is not even mentioned


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A name without title, and the weight that its surroundings give it (1 is enough)."""

    name: str
    weight: float
    titled: bool = False  # "Mr", "Dr": a person for certain, even where a firm has the same name


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A name in a sentence, what the words beside it are worth, and its signs."""

    name: str
    weight: float
    titled: bool
    signs: Mapping[str, float]


def mentions(
    sentence: str, things: Things, *, moved: bool = False, tell: Callable[[], Collection[str]] = tuple
) -> list[Mention]:
    """The people named in a sentence, in order; where an interview is `moved` or called off, whoever the sentence
    begins with is the reason for it ("Prue's been called away"). `tell` says what the sentence tells of them."""
    found = []
    named = candidates(sentence, things, moved=moved)
    told = tell() if named and things.odds else ()
    for candidate in named:
        weight = candidate.weight
        if things.odds:
            full = " " in candidate.name
            weight = met(candidate.signs, told, candidate.weight, full=full, things=things)
        if weight >= WORTH:
            found.append(Mention(name=candidate.name, weight=weight, titled=candidate.titled))
    return found


def candidates(sentence: str, things: Things, *, moved: bool = False) -> list[Candidate]:
    """Whoever is named in a sentence, met or not."""
    spelled = sentence[:900]
    for short, whole in _SHORT:
        spelled = spelled.replace(short, whole)
    spelled = _BRACKETED.sub(r"\1", spelled) if "(" in spelled else spelled
    tokens = _undated(spelled.translate(APART).split()[:MOST_TOKENS], things)
    runs: list[tuple[int, int, float]] = []  # start, end, weight
    at = depth = 0
    while at < len(tokens):
        depth += (tokens[at] == "(") - (tokens[at] == ")")
        end = _run_end(tokens, at, things)
        if runs and _is_of_a_title(tokens, at, runs[-1][1], things):
            at = max(end, at + 1)
            continue  # "Jo Falk, Leiterin Technik"
        if _is_person(tokens, at, end, things):
            weight = weight_of(tokens, at, end, things) + (reason(tokens, at, end, things) if moved else 0.0)
            if depth <= 0 or weight >= WORTH:  # "(Harbour Master)" stands between names and is none
                runs.append((at, end, weight))
        at = max(end, at + 1)
    return [
        Candidate(
            name=_name(tokens, at, end),
            weight=shared,
            titled=at > 0 and things.has("honorific", plain(tokens[at - 1])),
            signs=signs(tokens, at, end, weight, shared, things) if things.odds else {},
        )
        for (at, end, weight), shared in zip(runs, _shared(runs, tokens, things), strict=True)
    ]


def _undated(tokens: list[str], things: Things) -> list[str]:
    """The tokens without days and hours, which stand between a verb and whom it names: "empfängt Sie um 10 Uhr Jo"."""
    if "when" not in things.words:
        return tokens
    kept: list[str] = []
    run: list[str] = []
    for token in [*tokens, ""]:
        word = plain(token)
        if word[:1].isdigit() or any(things.has(listed, word) for listed in ("when", "when_joint")) or token == ":":
            run.append(token)
            continue
        while run and not (run[-1][0].isdigit() or things.has("when", plain(run[-1]))):
            token, run = f"{run.pop()} {token}", run  # "martes a las 10 la jefa", "mardi : Jo"
        dated = any(things.has("when", plain(one)) for one in run) or len(run) > 1
        kept += [*([] if dated else run), *token.split()]
        run = []
    return kept


def _is_of_a_title(tokens: list[str], at: int, after: int, things: Things) -> bool:
    """Whether the word at `at` is, or goes on with, the title that stands behind a comma or "(" after a name."""
    if "of_office" not in things.words or at == after or tokens[after] not in ",(" or is_given(tokens[at], things):
        return False
    if at == after + 1:
        return things.has("trade", plain(tokens[at]))
    return at == after + 2 and has_title([tokens[at - 1]], things)


def _is_person(tokens: list[str], at: int, end: int, things: Things) -> bool:
    """Whether the words from `at` to `end` have the shape of a name: "Station 4" and "Halle 2" have not."""
    titled = at > 0 and things.has("honorific", plain(tokens[at - 1]))
    joint = end - at > 1 and tokens[at][0].isupper() and things.has("particle", plain(tokens[at]))
    first = at + (titled and joint)  # "mevrouw De Graaf"
    numbered = end == at + 1 and not titled and end < len(tokens) and tokens[end][0].isdigit()
    personal = end > at and looks_personal(_name(tokens, first, end), things)
    return personal and not numbered and not _shouted(tokens[at:end], things)


def _shouted(run: list[str], things: Things) -> bool:
    """Whether a name is in capitals throughout, and begins with no name that people are called by: "DOHA QATAR"."""
    return len(run) > 1 and all(len(token) > 1 and token.isupper() for token in run) and not is_given(run[0], things)


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
        titled = at and things.has("honorific", plain(tokens[at - 1]))  # "Mr van Zyl"
        joint = things.has("particle", word) and is_capital(tokens, end + 1)
        if joint and ((titled and token[0].isupper()) or ((titled or end > at) and not things.has("of_firm", word))):
            end += 1
            continue
        no_name = any(things.has(listed, word) for listed in ("not_person", "honorific", "system_name"))
        named = things.has("also_a_name", word) and (end > at or _begins(tokens, at, things))
        if not token[0].isupper() or (no_name and not named):
            return at if end > at and _is_office(tokens, at, end, things) else end
        also_a_name = things.has("also_a_name", word) and not (end == at and at and tokens[at - 1][0].isupper())
        firm = things.is_org(word) or any(things.has(listed, word) for listed in ("title", "team", "role_head"))
        if firm and not also_a_name:
            return at  # "Claims Manager", "Larch Hospital": the whole run is no person
        if things.ends("rank", word) or (end > at and things.has("after_name", word)):
            return end  # "Stadtbaurätin Ellerbrock" begins behind it
        if len(word) == 1 and not token.endswith(".") and end == at and not is_capital(tokens, end + 1):
            break
        if _ODD.match(token) and not _SCOTS.match(token):
            return at  # "WhatsApp", "SENCo": no name of a person
        end += 1
        if ends_sentence(token, things) or token.endswith(("'s", "’s")):
            break
    return end


def _is_office(tokens: list[str], at: int, end: int, things: Things) -> bool:
    """Whether the capitals from `at` on, that break off at `end`, name an office: "Duty Control Manager"."""
    if is_given(tokens[at], things):
        return False
    for token in tokens[end : end + 3]:
        word = plain(token)
        if not token[0].isupper():
            return False
        if things.is_org(word) or any(things.has(listed, word) for listed in _OFFICE):
            return True
    return False


def _begins(tokens: list[str], at: int, things: Things) -> bool:
    """Whether "Jan", "Will" or "Mark" begins a name: it is one that people have, and another capitalised word that
    can be a name follows."""
    if not things.has("given", plain(tokens[at])) or not is_capital(tokens, at + 1):
        return False
    following = plain(tokens[at + 1])
    return not any(things.has(listed, following) for listed in ("not_person", "title", "team", "org", "role_head"))


def _linked(between: list[str], things: Things) -> bool:
    """Whether only "and", commas, honorifics, articles and titles stand between two names."""
    if len(between) > 12:
        return False
    in_office = has_title(between, things)
    depth, before = 0, ""
    for token in between:
        depth += (token == "(") - (token == ")")
        word = plain(token)
        in_title = in_office and (token[0].isupper() or any(things.has("title_joint", one) for one in (word, before)))
        before = word
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
