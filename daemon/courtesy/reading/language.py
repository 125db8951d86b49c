"""Which language a mail is written in, told by the small words that every sentence needs."""

from functools import lru_cache

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


@lru_cache(maxsize=1)  # a mail is asked for more than once, in a row
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


_MORE = {  # words of one language alone, for mail too short for many small words
    "de": """aber alle auch dein deine dich dir du einfach euch falls gibt habe hast hätte hättest heute ihrer ihrem
    ihren kannst kann kein keine können könnten leider mal mein meine mich mir neue neuen nur ob oder schon sehr
    sich sind soll sollte stelle termin unser unsere uhrzeit vom weil wenn wieder wollen würde zeit zum zur über""",
    "fr": """aimerais aujourd aussi avez bien ce ces cette comme demain elle ils j je leur ma mais mes mon même
    notre nos où ou par plus pouvez puis qu quand quelqu sa sera si suis te tous très un une vos été à êtes""",
    "es": """ahora así como cuando esta estamos este esto estoy hay hemos hola hoy me mi muy nuestra nuestro o pero
    porque puede puedes qué ser si sin sobre su sus también te tiene tu un usted ya""",
    "it": """abbiamo alle anche così da dal dei delle domani fra ha ho hanno io ma mi molto nella noi oggi ora
    perché più può quando questa questo se siamo sul tra tu un vi voi è""",
    "nl": """aan al als bent bij dag dan deze dit er ga geen graag heb heeft hebt hoe ik ja jij jouw jullie kan
    kunnen maar mee mij mijn moet naar nog nu te tot uit wanneer wat wel wil worden zo zou""",
    "pt": """agora ainda amanhã até com como essa esta este está estou eu foram há hoje isso já mais mas mesmo meu minha
    muito nossa nosso obrigada ontem ou pela pelo podemos pode quando sobre também tem ter um você""",
}
_DAYS = {
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira segunda terça quarta quinta sexta",
}
_TELLING = {
    language: frozenset(f"{words} {_MORE.get(language, '')} {_DAYS.get(language, '')}".split())
    - (frozenset() if language == "en" else frozenset(_SMALL["en"].split()))
    for language, words in _SMALL.items()
}
_ALONE = {  # what no other language has
    language: telling.difference(*(other for name, other in _TELLING.items() if name != language))
    for language, telling in _TELLING.items()
}


def language_of_few(text: str, *, otherwise: str = "en") -> str:
    """`language_of`, but where that does not tell, the one of which more words stand in `text` than of `otherwise`."""
    found = language_of(text, otherwise=otherwise)
    if found != otherwise:
        return found
    lowered = text[:_LOOKED_AT].lower().replace("\u2019", " ").replace("'", " ")
    words = {piece.strip(_AROUND) for piece in lowered.split()}
    counts = {language: len(words & alone) for language, alone in _ALONE.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] > counts[otherwise] else otherwise


_HANDFUL = 8  # different words
_SENTENCE = 4  # telling words
_SHARE = 0.3


def languages_in(text: str) -> set[str]:
    """The languages of which anything stands in `text`, if only a sentence.

    None where nothing is told of any, as of a handful of words.
    """
    text = text.lower().replace("\u2019", " ").replace("'", " ")
    words = {piece.strip(_AROUND) for piece in set(text.split())}
    if len(words) < _HANDFUL:
        return set()
    counts = {language: len(words & telling) for language, telling in _TELLING.items()}
    enough = max(1.0, _SHARE * max(counts.values()))
    return {
        language for language, count in counts.items() if count >= enough or len(words & _ALONE[language]) >= _SENTENCE
    }
