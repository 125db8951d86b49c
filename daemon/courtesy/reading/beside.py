"""What the words beside a name say: whether the owner will meet whom they stand beside."""

from courtesy.reading.names import is_trade, plain
from courtesy.reading.things import Things

FULL = 0.3  # what first and last name together are worth
UNHEARD = 0.45  # and what several cost that nobody is known to be called by: "Canal Walk is ..."
UNKNOWN = 0.2  # what a single word costs that may be a town's or a product's name,
APPOSED = 1.1  # "..., our director" after a name
REASON = 0.8
ELSEWHERE = 1.5
_BECAUSE = ("as", "because", "since", "that", "but", "and", "sorry", "so", "afraid", "unfortunately")
_ARTICLES = ("the", "a", "an")  # "the Circle Line"
_OTHERS = ("he", "she", "we", "they", "i")
_VERBS = ("person_does", "person_is")
_BRACKET = 10  # tokens, the brackets with them
GIVEN = 0.2  # what a word is worth that people are called by


def is_capital(tokens: list[str], at: int) -> bool:
    """Whether there is a word at `at`, and it begins with a capital."""
    return at < len(tokens) and tokens[at][0].isupper()


def is_given(token: str, things: Things) -> bool:
    """Whether people are called so."""
    return things.has("given", plain(token.removesuffix("'s").removesuffix("’s")))


def weight_of(tokens: list[str], at: int, end: int, things: Things) -> float:
    """What the words around the name from `at` to `end` are worth (1 is enough)."""
    if _only_arranges(tokens, at, end, things):
        return 0.0  # "your recruiter, Tiff Marchetti, will be around"
    full = end - at > 1
    led, followed = _led_to(tokens, at, things), _followed(tokens, end, things)
    led = max(led, 0.0) if _hosts(tokens, end, things) else led
    weight = (FULL if full else 0.0) + led + followed
    given = is_given(tokens[at], things)
    if at and things.ends("rank", plain(tokens[at - 1])):
        weight += 1.0 if full or given else 0.5  # "Kollege Leitgeb"; but "Leiter Einkauf"
    if given:
        return weight + GIVEN
    titled = (at > 0 and things.has("honorific", plain(tokens[at - 1]))) or _called_so(tokens, end, things)
    if full and not titled and led <= 0 and followed < 1.0:
        weight -= UNHEARD
    asked = at > 1 and things.has("asked_for", f"{plain(tokens[at - 2])} {plain(tokens[at - 1])}")
    beside = at > 1 and tokens[at - 1] == "with" and things.has("talk", plain(tokens[at - 2]))
    if not (full or titled or asked or beside):
        weight -= UNKNOWN
    if at == 0 and not full and tokens[end : end + 1] not in (["("], [","]):
        weight -= 0.3  # any word has a capital at the start of a sentence
    return weight


def reason(tokens: list[str], at: int, end: int, things: Things) -> float:
    """What it is worth in the mail of a move that a name begins the sentence, or the clause after "as"."""
    if any(things.has("tells", plain(token)) for token in tokens[end + 1 : end + 5]):
        return 0.0  # "Idris will reach out"
    human = at and things.has("honorific", plain(tokens[at - 1]))
    if not human and not is_given(tokens[at], things):
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
        return weight - (0.0 if weight else ELSEWHERE)  # "recommended by ..."
    if "report" in (two, three) and {two, three, four} & {"will", "would"}:
        return weight - (0.0 if weight else ELSEWHERE)  # once hired
    if _led_over_office(tokens, at, things):
        return weight + 1.0 + UNKNOWN  # "with our recruiter, Vaea", "with Department Manager Hirose"
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
    after_and = things.has("and", two) and things.has("between", one)  # "o Rui e a Sandra": an article, and no "to"
    elsewhere = things.has("leads_elsewhere", one) and not after_and
    if elsewhere or (things.has("article", one) and things.has("leads_elsewhere", two)):
        return weight - (0.5 if weight else ELSEWHERE)
    if (things.has("title", one) or things.has("title", one.removesuffix("s"))) and (
        tokens[at - 1][0].islower() or tokens[at - 1].isupper()
    ):
        return weight + 1.0
    ranked = any(things.ends("rank", plain(token)) for token in tokens[max(0, at - 4) : max(0, at - 1)])
    bracketed = tokens[at - 1 : at] == ["("]
    several = bracketed and two.endswith("s") and things.has("title", two[:-1])  # "the wardens (Hugh Pell"
    office = things.has("title", two) or things.has("group", two) or ranked or several  # "notre directrice, Inès Roy"
    if at and tokens[at - 1] in ",:(" and office and (is_given(tokens[at], things) or is_capital(tokens, at + 1)):
        return weight + 0.8
    if one and tokens[at - 1].islower() and (things.has("own", two) or things.has("own", three)):
        return weight + 0.7  # "our churchwarden Hugh Denning"
    return weight


def _led_over_office(tokens: list[str], at: int, things: Things) -> bool:
    """Whether only somebody's office stands between a name and "with", "meet" or the like."""
    called = at > 1 and things.has("between", plain(tokens[at - 1])) and tokens[at - 2] == ","  # "o gestor, o Rui"
    start = at - called
    start -= tokens[start - 1 : start] == [","]
    if start < 1 or not has_title(tokens[start - 1 : start], things):
        return False
    least = max(0, start - 6)
    while start > least and (tokens[start - 1][0].isupper() or _is_of_office(plain(tokens[start - 1]), things)):
        start -= 1
    return start > 0 and things.has("leads_to_name", plain(tokens[start - 1]))


def _is_of_office(word: str, things: Things) -> bool:
    if things.has("leads_to_name", word):
        return False
    return any(things.has(listed, word) for listed in ("title", "title_joint", "own", "article", "between"))


def _called_so(tokens: list[str], end: int, things: Things) -> bool:
    """Whether "sir", "Bey" or the like stands behind a name."""
    return end < len(tokens) and things.has("after_name", plain(tokens[end]))


def _faces(after: list[str], things: Things) -> float:
    """What it is worth that somebody does something to "you": "... from our crew will be on the line with you"."""
    words: list[str] = []
    for token in after:
        word = plain(token)
        if word in _OTHERS or (token[0].isupper() and not things.has("title", word)):
            return 0.0  # "..., and I will give you a time"
        forward = "forward" in words and words[0].startswith(("look", "is", "are"))  # "looks forward to seeing you"
        faced = word == "you" and any(
            things.has(listed, before) for listed in ("faces", "meets") for before in words[-1:]
        )
        if faced and (forward or ("will" in words and not _tells(["", *words], things))):
            return 1.5 if any(things.has("own", before) for before in words[:4]) else 1.3
        words.append(word)
    return 0.0


def _only_tells(tokens: list[str], end: int, things: Things) -> bool:
    """Whether who is named before `end` is to write or the like, as they do who only arrange: "Idris will write"."""
    reach = 5 if plain(" ".join(tokens[end : end + 1])) == "from" else 3
    tells = _tells([plain(token) for token in tokens[end : end + reach]], things)
    return tells or "touch" in tokens[end : end + 5]


def _tells(words: list[str], things: Things) -> bool:
    """Whether one of the words, but for the first, is for writing and the like; in "looks forward" none is."""
    return any(things.has("tells", word) and word != "forward" for word in words[1:]) or (
        "forward" in words and not any(word.startswith("look") for word in words)
    )


def is_another(tokens: list[str], at: int, end: int, things: Things) -> bool:
    """Whether the words beside a name say outright that he is not met: "report to ...", "... will send the link"."""
    titled = at > 0 and things.has("honorific", plain(tokens[at - 1]))
    led = _led_to(tokens, at, things) - (1.0 if titled else 0.0)
    arranges = any(things.has("arranges", plain(token)) for token in tokens[end + 1 : end + 4])
    if (led < 0 and not _hosts(tokens, end, things)) or (arranges and tokens[end] in ",(–-/"):
        return True
    return _only_arranges(tokens, at, end, things) or _only_tells(tokens, end, things)


def _followed(tokens: list[str], end: int, things: Things) -> float:
    """What the words after a name are worth: "... will call", "..., our director"."""
    end = _behind_bracket(tokens, end + _called_so(tokens, end, things), things)
    following, second = [*(plain(token) for token in tokens[end : end + 2]), "", ""][:2]
    between = not following or things.has("and", following) or things.has("between", following)
    if _only_tells(tokens, end, things):
        return 0.0
    if faced := _faces(tokens[end : end + 14], things):
        return faced
    if things.has("person_does", following) or (between and things.has("person_does", second)):
        return 1.0 + (0.3 if _takes_part(tokens[end + 1 : end + 4], things) else 0.0)
    shortened = tokens[end - 1].endswith(("'s", "’s")) and things.has("state", following)
    if things.has("person_is", following) or shortened:
        ahead = [plain(token) for token in tokens[end + 1 : end + 9]]
        is_to = shortened or things.has("state", second)
        joins = following == "from" and any(things.has("person_does", word) for word in ahead)
        return 0.8 if is_to or joins else 0.7
    if _hosts(tokens, end, things):
        return 0.9  # "Petra's calendar is open"
    if things.has("and", following) and second in ("her", "his", "their"):
        return 0.8  # "Jean and her team"
    if end < len(tokens) and tokens[end] == "," and things.has("person_is", second):
        return 0.5  # "their head of data, Juno Prentice, has offered ..."
    if things.has("own", following) and has_title(tokens[end + 1 : end + 4], things):
        return APPOSED
    if end < len(tokens) and tokens[end] in ",(–-/" and has_title(tokens[end + 1 : end + 5], things):
        only_arranges = any(things.has("arranges", plain(token)) for token in tokens[end + 1 : end + 5])
        return 0.0 if only_arranges else APPOSED
    return 0.0


def _hosts(tokens: list[str], end: int, things: Things) -> bool:
    """Whether a calendar or the like is said to be that of whom is named: "works on Petra's side"."""
    owned = tokens[end - 1].endswith(("'s", "’s")) and end < len(tokens)
    return owned and things.has("of_a_host", plain(tokens[end]))


def _takes_part(after: list[str], things: Things) -> bool:
    """Whether somebody does what interviewers do ("... will meet"), or is there ("... will be on the panel")."""
    words = [plain(token) for token in after]
    there = "be" in words[:-1] and things.has("present", words[words.index("be") + 1])
    return there or any(things.has("meets", word) for word in words[:2])


def _behind_bracket(tokens: list[str], end: int, things: Things) -> int:
    """Where the words go on behind a bracket after a name that says where he sits: "Ruben (Rotterdam) is free"."""
    if tokens[end : end + 1] != ["("] or ")" not in tokens[end : end + _BRACKET]:
        return end
    after = tokens.index(")", end) + 1
    return end if has_title(tokens[end:after], things) else after


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


def has_title(tokens: list[str], things: Things) -> bool:
    """Whether one of the words is for a job or an office."""
    words = [plain(token) for token in tokens]
    trade = any(is_trade(token, things) for token in tokens)
    return trade or any(things.has("title", word) or things.ends("rank", word) for word in words)
