"""The patterns of the numbers that only look like a day or an hour: telephones, money, rooms, steps, addresses."""

from courtesy.reading.words import Words, either

N2 = "[0-9]{1,2}"  # of a day or an hour


def junk(words: Words) -> str:
    """Addresses of the web, telephone numbers, money, shares, long numbers."""
    money = either(words.words("junk", "money"))
    return "|".join(
        (
            r"\b(?:https?://|www\.)[^ \t]+",
            rf"\b(?:{either(words.words('junk', 'phrases'))})\b",
            r"[a-z0-9._%+-]+@[a-z0-9.-]+",
            r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|co|example|eu|de|uk|gov|edu)(?:/[^ \t]*)?\b",
            r"\+[0-9][0-9 ().-]{6,}[0-9]",
            r"\(?\b0[0-9]{1,4}\)?[ -][0-9]{3,4}[ -]?[0-9]{3,4}\b",
            r"\b[0-9]{3}[-. ][0-9]{3}[-. ][0-9]{4}\b",
            r"\([0-9]{3}\) ?[0-9]{3}-[0-9]{4}\b",
            r"\b[0-9]{3,4} [0-9]{3,4} [0-9]{3,5}\b",
            r"\b[0-9]{3}-[0-9]{4}\b",
            r"\b[0-9]{2}(?: [0-9]{2}){3,4}\b",
            rf"(?:\$|\b(?:{money})) ?[0-9][0-9,.]*(?:k\b|m\b)?(?: ?- ?\$?[0-9][0-9,.]*(?:k\b)?)?",
            rf"\b[0-9](?:[0-9,.]*[0-9])? ?(?:%|\$|(?:k|{money}|percent)\b)",
            r"\b[0-9]{1,3}(?:,[0-9]{3})+\b",
            r"\b[0-9]{5,}\b",
            r"\b24/7\b|\b1:1\b|\b[0-9]/[0-9] ?\)",
            r"\b[0-9]{4,}[-/][0-9]{4,}\b",
        )
    )


def labelled(words: Words) -> str:
    """Numbers of rooms, streets, steps, postcodes and the like, and the numbers of a list's lines."""
    labels = either(words.words("junk", "labels"))
    short = either(
        word for word in words.words("junk", "labels") if len(word) <= 3 and word not in words.words("junk", "whole")
    )  # "rm. 12", and not "last round. 30"
    streets = either(words.words("junk", "streets"))
    nouns = either(words.words("junk", "counted"))
    return "|".join(
        (
            r"^[ \t>*-]*\(?[0-9]{1,2}[.)][ \t]",
            rf"\b(?:(?:{labels})(?:: ?| |\.)?|(?:{short})\. )(?:no\.? ?|# ?|number )?[0-9]{{1,4}}[a-z]?\b",
            rf"\b(?:{either(words.words('junk', 'rooms'))})\.? (?:nr\.? ?|no\.? ?)?[0-9]\.[0-9]{{2,3}}\b",
            rf"\b[0-9]{{1,4}}[a-z]?,? (?:st\.? )?(?:[a-z'.]{{3,}} ){{1,3}}(?:{streets})\b",  # not "4 in place"
            rf"\b[0-9]{{1,3}}(?:st|nd|rd|th)?[ -](?:{nouns})\b",
            r"\b[a-z]{1,2}[0-9]{1,2}[a-z]? [0-9][a-z]{2}\b",
            r"#[0-9]+\b",
            r"\bv?[0-9]+\.[0-9]+\.[0-9]+\b",
        )
    )


def labelled_hour(words: Words) -> str:
    """What looks like a number of something else, and is an hour: "Slot: 15:20 to 16:00", "6 till close"."""
    labels = either(words.words("junk", "labels"))
    slot = rf"\b(?:{labels})(?: {N2}(?:[.:][0-5][0-9])? ?[ap]\.?m\b|:? {N2}:[0-5][0-9]\b)"
    closing = rf"\b{N2} (?:{either(words.joins['till'])}) (?:{either(words.words('clock', 'closing'))})\b"
    return f"{slot}|{closing}"
