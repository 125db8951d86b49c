"""The lines at the foot of a mail that say nothing new: signature marks, "Sent from my phone", disclaimers."""

import re2

_MARK = r"--\s*$"
_SENT_FROM = (
    r"sent (?:from|via|with|using) (?:my|the|a|an|outlook|yahoo|gmail|proton|mail|samsung|spark|blackberry)\b",
    r"get (?:outlook|bluemail) for",
    r"von meinem .{1,30}gesendet",
    r"gesendet (?:von|mit|über) ",
    r"envoyé (?:de|depuis|avec) ",
    r"télécharge[rz] outlook",
    r"enviado (?:desde|do|de|a partir|com|con) ",
    r"obte(?:ner|r o) outlook",
    r"inviato dal? ",
    r"scarica outlook",
    r"verzonden (?:vanaf|met|vanuit|via) ",
    r"outlook (?:für|pour|para|per|voor) ",
    r"typed (?:on|with) my ",
    r"please excuse (?:any )?(?:typos|brevity)",
)
_FOOTERS = (
    r"(?:this|the (?:information|contents?)(?: contained)?(?: in| of) this) (?:e-?mail|message|communication)"
    r"(?: message)?(?:,? (?:and|including) (?:any|all|its)\b|\s?\(|,? (?:is|may|contains?|was|has been)\b.*"
    r"(?:confidential|privileged|intended|sent (?:to|by|from)|virus))",
    r"(?:confidentiality|privacy|legal) (?:notice|note|disclaimer)\b",
    r"disclaimer\s?:",
    r"if you (?:are not the (?:intended|named)|have received this (?:e-?mail|message) in error)",
    r"please consider the environment",
    r"think before you print",
    r"you(?:'re| are)? receiv(?:ing|ed) this (?:e-?mail|message|notification)",
    r"to stop receiving",
    r"(?:click here to )?(?:unsubscribe|manage (?:your )?(?:e-?mail |notification )?(?:preferences|settings))\b",
    r"(?:©|\(c\) |copyright )",
    r"registered (?:office|company|in england|in scotland)",
    r"diese (?:e-?mail|nachricht) (?:und|enthält|kann|ist|wurde)",
    r"sitz der gesellschaft",
    r"(?:vom newsletter )?abmelden\b",
    r"ce (?:message|courriel|mail) (?:et|est|peut|contient) ",
    r"se dés(?:inscrire|abonner)",
    r"este (?:mensaje|correo|e-?mail)(?: electrónico)? (?:y|es|puede|contiene|va|pode|contém) ",
    r"darse de baja",
    r"cancelar (?:la )?(?:suscripción|inscrição)",
    r"questo (?:messaggio|documento) (?:e|è|può|contiene) ",
    r"(?:le informazioni|ai sensi).*(?:riservat|privacy|gdpr)",
    r"annulla (?:l')?iscrizione",
    r"dit (?:bericht|e-?mailbericht) (?:en|is|kan|bevat)\b",
    r"de informatie in dit",
    r"uitschrijven\b",
    r"esta mensagem (?:e|é|pode|contém) ",
)
_LEAD = r"[ \t*_|]{0,4}"
_LINE = re2.compile(rf"(?i)^{_LEAD}(?:{'|'.join(_SENT_FROM)})")
_PARAGRAPH = re2.compile(rf"(?i)^{_LEAD}(?:{'|'.join(_FOOTERS)})")
_ANY = re2.compile(rf"(?im)^(?:{_MARK}|{_LEAD}(?:{'|'.join((*_SENT_FROM, *_FOOTERS))}))")
_SIGNATURE = 25  # lines; more of them after a "--" are no signature


def part(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines in two: what the sender says, and what stands at the foot."""
    if not _ANY.search("\n".join(lines)):
        return lines, []
    full = [index for index, line in enumerate(lines) if line.strip()]
    last = full[-_SIGNATURE:][0] if full else 0  # from here on a "--" begins a signature
    said: list[str] = []
    foot: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if at >= last and line.rstrip() == "--":
            end = len(lines)
        elif _PARAGRAPH.match(line):
            end = next((i for i in range(at, len(lines)) if not lines[i].strip()), len(lines))
        elif not _LINE.match(line):
            said.append(line)
            at = end
            continue
        foot += lines[at:end]
        at = end
    return said, foot
