"""Words with names and days taken out: what is said in a mail, whoever says it to whomever, and whatever the date."""

from collections.abc import Iterable

from courtesy.mail.message import Message
from courtesy.reading.patterns import late
from courtesy.reading.words import Words, fold

SENDER, OWNER, DAY, MONTH = "@sender", "@owner", "@day", "@month"
_NAME = late(r"[\pL]{3,}")
_LEAST = 4  # letters of a word that is looked for within a domain: "brightsmiles.example" says "bright" and "smiles"
_SHORT = 3  # letters; "sun", "may" and "so" are days and months only beside a number
_NOBODY = frozenset(  # words that stand in many senders' names and addresses, and name none of them
    """and the com net org edu gov info mail email inbox gmail outlook yahoo hotmail icloud proton web live reply
    noreply team hiring jobs job careers career talent people recruiting recruitment recruiter recruiters hello contact
    interview interviews interviewer scheduler scheduling schedule booking calendar group service services human
    resources notifications office admin support candidate candidates application applications example
    und die der bewerbung bewerbungen personal personalabteilung karriere stellen ausbildung termin termine buro
    les des emploi emplois recrutement candidature candidatures entretien equipe carriere
    empleo empleos seleccion talento candidatos candidaturas entrevista entrevistas equipo humanos citas
    lavoro selezione selezioni personale colloquio colloqui candidati risorse umane
    werken vacature vacatures sollicitatie sollicitaties personeel werving selectie gesprek
    vagas vaga emprego recrutamento selecao talentos equipe humanos""".split()
)


class Nameless:
    """What the words of one mail are counted as."""

    def __init__(self, message: Message, tables: Iterable[Words]) -> None:
        sender, (local, _, domain) = message.sender, message.sender.email.partition("@")
        self._instead: dict[str, str] = {}
        for table in tables:
            self._instead |= dict.fromkeys(table.months, MONTH) | dict.fromkeys(table.weekdays, DAY)
        for text, token in (
            *((f"{to.name} {to.email.partition('@')[0]}", OWNER) for to in message.to[:3]),
            (f"{sender.name} {local}", SENDER),
        ):
            self._instead |= {word: token for word in _NAME.findall(fold(text)) if word not in _NOBODY}
        self._domain = "".join(f"{label} " for label in domain.split(".")[:-1] if label not in _NOBODY)

    def words(self, words: list[str]) -> list[str]:
        """`words` (folded, every digit a zero), each as what it is counted as."""
        return [self._word(word, words[at - 1 : at] + words[at + 1 : at + 2]) for at, word in enumerate(words)]

    def _word(self, word: str, beside: list[str]) -> str:
        instead = self._instead.get(word)
        if instead is None:
            return SENDER if len(word) >= _LEAST and word in self._domain and word not in _NOBODY else word
        is_date = len(word) > _SHORT or any(near.startswith("0") for near in beside)
        return instead if is_date or instead not in (DAY, MONTH) else word
