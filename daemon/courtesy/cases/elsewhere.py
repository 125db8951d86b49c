"""Whether a mail says that an interview takes place elsewhere than was said: another office, another link."""

import re2

_READ = 4000  # characters of a mail
_PLACE = {
    "en": "offices?|building|room|venue|location|address|place|site|floor|campus|branch|(?:[a-zà-ÿ]+ )?link|dial-in",
    "de": "büro|gebäude|raum|ort|adresse|standort|stock|etage|(?:[a-zà-ÿ]+[- ])?link|einwahldaten|niederlassung",
    "fr": "bureau|bureaux|bâtiment|salle|lieu|adresse|site|étage|lien",
    "es": "oficina|oficinas|edificio|sala|lugar|dirección|sede|planta|enlace",
    "it": "ufficio|uffici|edificio|sala|luogo|indirizzo|sede|piano|link",
    "nl": "kantoor|gebouw|zaal|ruimte|locatie|adres|plaats|vestiging|verdieping|(?:[a-zà-ÿ]+[- ])?link",
    "pt": "escritório|edifício|sala|local|endereço|sede|andar|link",
}
_OTHER = {  # before the place, but for what stands behind it in Romance languages
    "en": "new|updated?|other|another|different|correct(?:ed)?|revised|changed",
    "de": "neue[rnms]?|andere[rnms]?|geänderte[rnms]?|richtige[rnms]?|aktualisierte[rnms]?",
    "fr": "nouveau|nouvel|nouvelle|autre|autres|changement d[eu]|changement d'",
    "es": "nuev[oa]s?|otr[oa]s?|cambio de",
    "it": "nuov[oaie]|altr[oaie]|cambio di|un altr[oa]",
    "nl": "nieuwe?|andere?|gewijzigde?|juiste",
    "pt": "nov[oa]s?|outr[oa]s?|mudança de",
}
_BEFORE, _AFTER, _WORD = "(?:^|[^a-z0-9à-ÿ])", "(?:$|[^a-z0-9à-ÿ])", "[a-z0-9à-ÿ]+"
_TALK = "(?:interviews?|meeting|session|conversation|talk|chat|call|it)"
_WAY = (
    "(?:(?:by|on|via|over|the|an?) ){0,2}"
    "(?:online|remote|remotely|virtual|virtually|video|phone|telephone|teams|zoom|in person|on ?-?site)"
)
_SAID = [
    *(f"(?:{_OTHER[one]}) (?:{_WORD} )?(?:{_PLACE[one]})" for one in _PLACE),
    "change (?:of|in|to) (?:the |our )?(?:venue|location|room|place|office|building|link)",
    f"(?:{_PLACE['en']}) (?:has|have|is|was|will be|had to be) (?:now )?(?:been )?(?:changed|moved|updated|different)",
    r"(?:take place|meet|be held|see you|interview you) [^.!?\n]*(?:office|building|room|floor|site)[^.!?\n]* instead",
    f"(?:will|is|are) now (?:be )?(?:being )?(?:take place|taking place|held|conducted|done) {_WAY}",
    f"{_TALK} (?:[a-z]+ ){{0,4}}(?:will now be|is now|are now) {_WAY}",
    f"(?:mov|switch|chang)(?:e|ed|ing)? (?:(?:[a-z]+ ){{0,2}}{_TALK} (?:[a-z]+ ){{0,4}})?to (?:be )?{_WAY}",
    r"changed: (?:[a-z]+, )*location",  # Google
    "findet (?:nun|jetzt|doch) (?:online|virtuell|per|vor ort|telefonisch)",
    "(?:désormais|finalement) (?:en visio|en ligne|à distance|par téléphone|dans nos locaux|en présentiel)",
    r"(?:instead of|rather than) (?:(?:in|at|on|by|via|the|our|a|an) )*"
    r"(?:on ?-?site|in person|person|video|zoom|teams|phone|telephone|office|headquarters)",
    r"(?:statt|nicht) (?:wie geplant |mehr )?(?:in|im|am|an|per|über|vor) [^.!?\n]*[ ,]sondern",
]
_FIND = [re2.compile(f"{_BEFORE}(?:{said}){_AFTER}") for said in _SAID]  # each apart: together they need much memory


def says_elsewhere(words: str) -> bool:
    """Whether the sender's own words say so, whatever else they are about."""
    said = words[:_READ].casefold()
    return any(one.search(said) for one in _FIND)
