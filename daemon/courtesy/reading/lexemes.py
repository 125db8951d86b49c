"""The pattern of every lexeme that speaks of time, and of the numbers that only look like one, for one word table."""

from collections.abc import Iterable

from courtesy.reading import lookalikes
from courtesy.reading.lookalikes import N2
from courtesy.reading.words import Words, either
from courtesy.reading.zones import ABBREVIATIONS

_YEAR = "20[0-9]{2}"


def bounded(words: Iterable[str]) -> str:
    """Any of `words`, each ending at a word boundary where it ends in a letter or digit."""
    listed = list(words)
    plain = either(word for word in listed if word[-1:].isalnum())
    dotted = either(word for word in listed if not word[-1:].isalnum())
    return rf"(?:(?:{dotted})|(?:{plain})\b)"


def master(words: Words, *, named: bool = True) -> str:
    """One alternation with a group, `named` or not, for each kind of lexeme; at one place the first that fits wins."""
    kinds = {
        "junk": lookalikes.junk(words),
        "iso": rf"\b{_YEAR}[-/.] ?{N2}[-/.] ?{N2}",
        "written": _written(words),
        "numeric": _numeric(words),
        "week_number": _week_number(words),
        "labelled": lookalikes.labelled_hour(words),
        "junk2": lookalikes.labelled(words),
        "short": r"\b[1-4](?:[.,]5)? ?h(?: ?(?:00|15|30|45))?\b|\b(?:15|20|30|45|60|90) ?m\b",
        "moment": _moment(words),
        "offset": rf"\b(?:{either(words.days)})\b",
        "echo": rf"\b(?:{either(words.echoes)})\b",
        "ordinal": _ordinal(words),
        "spelt": rf"\bthe (?:{_nths(words, 5)})\b",
        "day": _day(words),
        "length": rf"\b(?:{either(words.lengths)})\b",
        "worded": _worded(words),
        "count": _count(words),
        "spoken": _spoken(words),
        "noon": rf"\b(?:{either(words.words('clock', 'noon'))})\b",
        "midnight": rf"\b(?:{either(words.words('clock', 'midnight'))})\b",
        "eod": rf"\b(?:{either(words.words('clock', 'day_end'))})\b",
        "period": _period(words),
        "part": rf"\b(?:{either(words.words('clock', 'morning') + words.words('clock', 'afternoon'))})\b",
        "zone": _zone(words),
        "nth": rf"\b{N2}(?:{either(words.words('dates', 'nth'))})\b",
        "military": r"\b[0-2][0-9][0-5][0-9]\b",
        "bare": rf"\b(?:{N2}(?:{either(words.words('clock', 'ish'))})?|{either(_hours(words))})\b",
    }
    return "|".join(f"(?P<{kind}>{pattern})" if named else f"(?:{pattern})" for kind, pattern in kinds.items())


def _hours(words: Words) -> list[str]:
    return [word for word, value in words.numbers.items() if 1 <= value <= 12 and len(word) > 2 and " " not in word]


def minutes(words: Words) -> list[str]:
    """The number words said before "to" or "past" an hour: five, ten, twenty, twenty-five."""
    return [word for word, value in words.numbers.items() if value in (5, 10, 20, 25)]


def _nths(words: Words, least: int = 1) -> str:
    """Days of the month in words, "twenty-fourth" put together from its two halves to keep the pattern small."""
    whole = [word for word, day in words.nths.items() if "-" not in word and " " not in word and day >= least]
    tens = {word.partition("-")[0] for word in words.nths if "-" in word}
    units = {word.partition("-")[2] for word in words.nths if "-" in word}
    composed = rf"(?:{either(tens)})[ -](?:{either(units)})|" if tens else ""
    return composed + either(whole)


def _written(words: Words) -> str:
    month = rf"(?:{either(words.months)})\b\.?"
    of = rf"(?: (?:{either(words.words('dates', 'of'))}))?"
    nth = rf"(?:{either(words.words('dates', 'nth') + words.words('dates', 'day_mark'))})?"
    tail = rf"(?:{of}[ ,/-]+{_YEAR}\b|-[0-9]{{2}}\b| '[0-9]{{2}}\b)?"
    day_first = rf"(?:^[ >*-]{{1,6}})?\b{N2}{nth}{of}[ /-]*{month}{tail}"
    month_first = (
        rf"\b{month}[ -]?{N2}\b{tail}|\b{month} (?:the )?{N2}(?:{either(words.words('dates', 'nth'))})\b{tail}"
    )
    spelled = rf"\b(?:the )?(?:{_nths(words)})(?: (?:{either(words.words('dates', 'of'))}))? {month}{tail}"
    year_first = rf"\b{_YEAR}[ -]{month}[ -]{N2}\b"
    return f"{year_first}|{day_first}|{month_first}|{spelled}"


def _numeric(words: Words) -> str:
    dotted = rf"|\b{N2}\. ?(?:0?[1-9]|1[0-2])\.(?: ?{_YEAR}\b)?" if words.section("dates").get("dotted") else ""
    year = rf"(?:{_YEAR}|[0-9]{{2}})\b"
    whole = "|".join(rf"\b{N2}{mark}{N2}{mark}{year}" for mark in ("/", "\\.", "-"))
    return rf"{whole}{dotted}|\b{N2}/{N2}\b"


def _halves(words: Words) -> str:
    """ "am", "p.m." and the like after a clock time; single letters only without a blank between."""
    every = words.words("clock", "am") + words.words("clock", "pm")
    single = either([word for word in every if len(word) == 1] + ["a"])
    return rf"(?: ?{bounded(word for word in every if len(word) > 1)}|(?:{single})\b)"


def _moment(words: Words) -> str:
    half = _halves(words)
    hours = bounded(words.words("clock", "hours"))
    marks = "".join(words.section("clock").get("marks", ":."))
    clock = rf"\b{N2}[{marks}][0-5][0-9](?:[:.][0-5][0-9]|min\b)?"
    only_hours = either(words.words("clock", "hour_mark"))
    ish = either(words.words("clock", "ish"))
    noon = either(words.words("clock", "noon"))
    return "|".join(
        (
            rf"\b12[{marks}]00 ?(?:{hours} ?)?(?:{noon})\b",
            rf"{clock}(?:{half}| ?{hours}|(?:{ish})\b|\b)",
            rf"\b{N2}{half}",
            rf"\b[0-2][0-9][0-5][0-9](?: ?{hours}|{half})",
            rf"\b{N2} ?(?:{only_hours})(?: ?[0-5][0-9])?\b",
        )
    )


def _count(words: Words) -> str:
    number = rf"(?:[0-9]{{1,3}}(?:\^|[.,][0-9]+)?|{either(words.numbers)})"
    keys = ("minute", "hour", "day", "business_day", "week", "fortnight", "month")
    listed = [word for key in keys for word in words.words("units", key)]
    units = either(listed)
    hour = either(words.words("units", "hour"))
    fractions = either(
        words.words("units", "and_half")
        + words.words("units", "and_quarter")
        + words.words("units", "and_three_quarters")
    )
    joined = either(words.words("dates", "range"))
    oclock = {*words.words("clock", "hours"), *words.words("clock", "oclock")} - {"hours", "hour", "hrs", "hr"}
    to_number = "" if oclock & set(listed) else rf"(?: ?(?:-|{joined}) ?{number})?"  # "van 10 tot 12 uur" is no length
    fill = either(words.words("units", "filling"))
    minutes = either(words.words("units", "minute"))
    also = either(words.words("joins", "and"))
    more = rf"(?:[ ,-]*(?:{fractions})\b|(?:,| (?:{also}))? [0-9]{{1,2}} ?(?:{minutes})\b)?"
    return "|".join(
        (
            rf"\b(?:{either(words.words('units', 'half'))})[ -]?(?:{hour})\b",
            rf"\b(?:{either(words.words('relative', 'next'))}) (?:{either(words.words('units', 'fortnight'))})\b",
            rf"\b{number}{to_number}(?: \([0-9]{{1,3}}\))?[ -]?(?:(?:{fill})[ -])?(?:{units})\b{more}",
        )
    )


def _worded(words: Words) -> str:
    """Hours of the whole day in words after what only leads to an hour: "à seize heures quinze", "alle quindici"."""
    before, only = words.words("joins", "before_worded"), words.words("joins", "hour")
    if not before:
        return either(())
    hours = [word for word, value in words.numbers.items() if 1 <= value <= 24 and len(word) > 2]
    late = [word for word, value in words.numbers.items() if 13 <= value <= 24]
    oclock = rf" (?:{either(words.words('clock', 'oclock'))})"
    small = either(word for word, value in words.numbers.items() if 1 < value < 60)
    more = rf"(?:,? (?:{either(words.after_hour)}|(?:(?:{either(words.words('joins', 'and'))}) )?(?:{small})))?\b"
    return rf"\b(?:{either(before)}) (?:{either(hours)}){oclock}{more}|\b(?:{either(only)}) (?:{either(late)}){more}"


def _spoken(words: Words) -> str:
    hours = rf"(?:{N2}|{either(_hours(words))})"
    fractions = either(
        words.words("clock", "half_past")
        + words.words("clock", "half_to")
        + words.words("clock", "quarter_past")
        + words.words("clock", "quarter_to")
        + words.words("clock", "quarter_into")
    )

    teens = either(
        word for word, value in words.numbers.items() if value in (10, 15) or (value > 20 and value % 5 == 0)
    )
    tens = either(word for word, value in words.numbers.items() if value in (20, 30, 40, 50))
    units = either(word for word, value in words.numbers.items() if value < 10 and len(word) > 2)
    after = f"(?:{tens})(?:[ -](?:{units})\\b)?|{teens}"
    half = _halves(words)
    beside = either(words.words("clock", "past") + words.words("clock", "before"))
    return "|".join(
        (
            rf"\b(?:{fractions}) {hours}(?:{half}|\b)",
            rf"\b(?:{either(minutes(words))}) (?:{beside}) (?:(?:{either(words.words('clock', 'half_to'))}) )?"
            rf"{hours}(?:{half}|\b)",
            rf"\b{hours}(?: ?(?:{either(words.words('clock', 'oclock'))}))? (?:{either(words.after_hour)})\b",
            rf"\b(?:{either(words.words('clock', 'noon'))}) (?:{either(words.after_hour)})\b",
            rf"\b{hours} ?(?:{either(words.words('clock', 'oclock'))})\b(?:{half})?",
            rf"\b(?:{either(_hours(words))})[ -](?:{after})\b(?:{half})?",
            rf"\b(?:{either(_hours(words))}){half}",
        )
    )


def _ordinal(words: Words) -> str:
    """ "the second Wednesday in January", "first Monday of next month"."""
    nths = either(words.section("ordinals").get("words", []))
    of = rf"(?:{either(words.words('dates', 'of'))}|in)"
    months = rf"(?:{either(words.months)})|(?:(?:the|this|next|coming) )?(?:{either(words.words('units', 'month'))})"
    return rf"\b(?:the )?(?:{nths}) (?:{either(word for word in words.weekdays if len(word) > 5)}) {of} (?:{months})\b"


def _day(words: Words) -> str:
    keys = "next this coming last following week_on next_week this_week week_after_next following_week".split()
    before = either(word for key in keys for word in words.words("relative", key))
    keys = "next_week this_week that_week following_week week_after_next week fortnight next last following".split()
    after = either(word for key in keys for word in words.words("relative", key))
    return rf"\b(?:(?:{before})[ ,]+(?:on )?)?(?:{either(words.weekdays)})\b\.?(?:,? (?:{after})\b)?"


def _period(words: Words) -> str:
    edges = either(words.words("relative", "early") + words.words("relative", "mid") + words.words("relative", "end"))
    units = either(words.words("units", "week") + words.words("units", "month"))
    nexts = either(word for key in ("next", "this", "coming", "the") for word in words.words("relative", key))
    weeks = either(
        word
        for key in ("next_week", "this_week", "that_week", "week_after_next", "following_week")
        for word in words.words("relative", key)
    )
    months = either(words.months)
    edged = rf"\b(?:{edges})[ -]?(?:(?:{either(words.words('relative', 'the') + words.words('dates', 'of'))}) )?"
    weekend = either(words.words("relative", "weekend"))
    week_of = either(word for key in ("week1", "week2", "week3", "week_last") for word in words.words("relative", key))
    return "|".join(
        (
            rf"\b(?:{weekend})\b",
            rf"\b(?:{week_of}) (?:{months})\b",
            rf"{edged}(?:{weeks})\b",
            rf"{edged}(?:{months})\b",
            rf"{edged}(?:(?:{nexts}) )*(?:{units})\b",
            rf"\b(?:{weeks})\b",
            rf"\b(?:{either(words.words('relative', 'month_end'))})\b",
            rf"\b(?:{nexts}) (?:{either(words.words('units', 'month'))})\b",
        )
    )


def _week_number(words: Words) -> str:
    edges = either(word for key in ("early", "mid", "end") for word in words.words("relative", key))
    the = either(words.words("relative", "the") + words.words("dates", "of"))
    return rf"\b(?:(?:{edges}) (?:(?:{the}) )?)?(?:{either(words.words('relative', 'week_number'))})\.? ?[0-9]{{1,2}}\b"


def _zone(words: Words) -> str:
    return "|".join(
        (
            rf"\(?\b(?:utc|gmt)(?: ?[+-] ?{N2}(?::?[0-5][0-9])?)?\)?",
            r"\+(?:0[0-9]|1[0-4]):?[0-5][0-9]\b",
            r"\b(?:europe|america|asia|africa|australia|pacific|atlantic)/[a-z_]+(?:/[a-z_]+)?\b",
            rf"\b(?:{either(words.zones)})\b(?: (?:{either(words.words('junk', 'time'))})\b)?",
            rf"\b(?:{either(ABBREVIATIONS)})\b",
        )
    )
