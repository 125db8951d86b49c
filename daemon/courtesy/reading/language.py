"""Which language a mail is written in, told by the small words that every sentence needs."""

_SMALL = {
    "en": """the and you for your with this that are have our will would please from can been has was not but
    they what thanks hi to of in on at is it as do no a an i we be by if or me us my all so up out get
    am pm when where see then time day today tomorrow monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december
    interview meeting call invitation event updated accepted join phone location""",
    "de": """der die das und sie ihr ihre wir für mit ist nicht eine einen den dem auf von zu haben uns bei im am
    um freundlichen hallo ich uhr gerne noch nach wie werden wird ihnen danke passt dann bis morgen""",
    "fr": """le la les des vous nous votre pour est une dans que avec sur du au ne pas et je merci bonjour
    cordialement être avons""",
    "es": """el la los las de que para con una su por en es del al le nos y muchas gracias hola saludos usted ha
    se este más""",
    "it": """il la di che per con una del della le sono è in gli ci al alla si e non grazie buongiorno saluti suo
    nostra abbiamo""",
    "nl": """de het een en van je u voor met is dat wij we op niet aan zijn bij onze uw naar om ook groet graag
    beste hebben""",
    "pt": """o a os as de que para com uma em do da no na por não se você seu sua e obrigado olá atenciosamente
    nos temos foi é""",
}
_LANGUAGES: dict[str, tuple[str, ...]] = {}
for _language, _words in _SMALL.items():
    for _word in _words.split():
        _LANGUAGES[_word] = (*_LANGUAGES.get(_word, ()), _language)
_LOOKED_AT = 3000  # characters
_SURE = 1.5
_AROUND = ".,;:!?()[]<>*|\"'\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb\u00bf\u00a1-\u2013\u2014"


def language_of(text: str, *, otherwise: str = "en") -> str:
    """The ISO 639-1 code of the language of `text`, of the seven we read; `otherwise` when it does not say.

    Short mail and tables say little: one small word makes no language other than `otherwise`.
    """
    counts = dict.fromkeys(_SMALL, 0.0)
    for piece in text[:_LOOKED_AT].split():
        word = piece.strip(_AROUND)
        if len(word) == 2 and word.isupper():
            continue  # "AM", "PT", "DE": no small words
        languages = _LANGUAGES.get(word.lower(), ())
        for language in languages:
            counts[language] += 1 / len(languages)  # a word of three languages says little of each
    best = max(counts, key=lambda language: (counts[language], language == otherwise))
    return best if counts[best] >= _SURE and counts[best] > counts.get(otherwise, 0) else otherwise
