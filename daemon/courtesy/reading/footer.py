"""The lines at the foot of a mail that say nothing new: signature marks, "Sent from my phone", disclaimers."""

from courtesy.reading.patterns import late

_MARK = r"--\s*$"
_LINES = (
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
    r"please consider the environment",
    r"think before you print",
    r"you(?:'re| are)? receiv(?:ing|ed) this (?:e-?mail|message|notification)",
    r"to stop receiving",
    r"(?:click here to )?(?:unsubscribe|manage (?:your )?(?:e-?mail |notification )?(?:preferences|settings))\b",
    r"(?:©|copyright )",
    r"registered (?:office|company|in england|in scotland)",
    r"sitz der gesellschaft",
    r"(?:vom newsletter )?abmelden\b",
    r"se dés(?:inscrire|abonner)",
    r"darse de baja",
    r"cancelar (?:la )?(?:suscripción|inscrição)",
    r"annulla (?:l')?iscrizione",
    r"uitschrijven\b",
)
_DISCLAIMERS = (
    r"(?:this|the (?:information|contents?)(?: contained)?(?: in| of) this) (?:e-?mail|message|communication)"
    r"(?: message)?(?:,? (?:and|including) (?:any|all|its)\b|\s?\(|,? (?:is|may|contains?|was|has been)\b.{0,40}"
    r"(?:confidential|privileged|intended (?:only|solely|for)|sent (?:to|by|from)|virus))",
    r"(?:confidentiality|privacy|legal) (?:notice|note|disclaimer)\b",
    r"disclaimer\s?:",
    r"if you (?:are not the (?:intended|named)|have received this (?:e-?mail|message) in error)",
    r"diese (?:e-?mail|nachricht)\b.*(?:vertraulich|adressat|unbefugt|irrtümlich|rechtlich geschützt)",
    r"ce (?:message|courriel|mail)\b.*(?:confidentiel|destinataire|pièces jointes (?:est|sont|peuvent))",
    r"este (?:mensaje|correo|e-?mail)\b.*(?:confidencial|destinatari|destinatár|privilegiad)",
    r"questo (?:messaggio|documento)\b.*(?:riservat|confidenzial|destinatari)",
    r"(?:le informazioni|ai sensi).*(?:riservat|privacy|gdpr)",
    r"dit (?:bericht|e-?mailbericht)\b.*(?:vertrouwelijk|geadresseerde|uitsluitend bestemd)",
    r"de informatie in dit (?:bericht|e-?mail)",
    r"esta mensagem\b.*(?:confidencia|destinat|privilegiad)",
)
_LEAD = r"[ \t*_|]{0,4}"
_LINE = late(rf"(?i)^{_LEAD}(?:{'|'.join(_LINES)})")
_PARAGRAPH = late(rf"(?i)^{_LEAD}(?:{'|'.join(_DISCLAIMERS)})")
_ANY = late(rf"(?im)^(?:{_MARK}|{_LEAD}(?:{'|'.join((*_LINES, *_DISCLAIMERS))}))")
_WRAPPED = (45, 100)  # characters of a line that a mail program broke: the disclaimer goes on below it
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
            while end < len(lines) and lines[end].strip() and _WRAPPED[0] <= len(lines[end - 1]) <= _WRAPPED[1]:
                end += 1
        elif not _LINE.match(line):
            said.append(line)
            at = end
            continue
        foot += lines[at:end]
        at = end
    return said, foot
