"""The newest words of a mail, apart from what it quotes, forwards, and signs with."""

from dataclasses import dataclass

from courtesy.reading import footer
from courtesy.reading.quotation import Forward, Mark, attribution, is_forward_subject, mark, may_quote

_LIMIT = 65_536  # characters that are looked at; the rest counts as quoted
_FORWARDS = 4  # forwards of forwards
_SPILL = 66  # a quoted line this long was broken, and its tail stands on the next line without ">"


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """A mail's text in parts; every line that is not empty stands in one of them."""

    newest: str  # what the sender says now; of a forward the covering words and the newest part of what is forwarded
    quoted: str  # earlier mails, the lines that introduce them, and the header lines of forwards
    signature: str  # signature block, "Sent from my phone", disclaimers, unsubscribe footers
    forward: Forward | None = None  # set when the mail hands on another one
    cover: str = ""  # of a forward: the sender's own words above it, which `newest` begins with


def split(text: str, *, subject: str = "") -> Parts:
    """Part the text of a mail, in linear time.

    The subject is only asked whether it says "Fwd:", which in mail from Outlook is all that tells a forward from
    a reply.
    """
    sheet = _Sheet()
    if may_quote(text):
        sheet.read(text[:_LIMIT].split("\n"), subject)
    else:
        sheet.newest, sheet.signature = footer.part(text[:_LIMIT].split("\n"))
    if text[_LIMIT:]:
        sheet.quoted.append(text[_LIMIT:])
    return Parts(
        newest=_text(sheet.newest),
        quoted=_text(sheet.quoted),
        signature=_text(sheet.signature),
        forward=sheet.forward,
        cover=_text(sheet.cover),
    )


class _Sheet:
    """The lines of a mail, dealt onto three piles."""

    def __init__(self) -> None:
        self.newest: list[str] = []
        self.quoted: list[str] = []
        self.signature: list[str] = []
        self.forward: Forward | None = None
        self.cover: list[str] = []
        self._run: list[str] = []  # lines of the sender's own since the last quote

    def read(self, lines: list[str], subject: str) -> None:
        for _ in range(_FORWARDS):
            forwarded = self._level(lines, subject)
            self._end_run()
            if forwarded is None:
                return
            self.forward, lines = forwarded
            self.cover = list(self.newest)
            subject = self.forward.subject
        self.quoted += lines

    def _level(self, lines: list[str], subject: str) -> tuple[Forward, list[str]] | None:
        """Deal out the lines of one mail; returns the mail that it forwards and that one's lines, if it does."""
        at = 0
        while at < len(lines):
            line = lines[at]
            if line.startswith(">") or self._spilled(lines, at):
                at = self._quote(lines, at, at + 1)
            elif end := attribution(lines, at):
                prefixed = next((later.startswith(">") for later in lines[end:] if later.strip()), True)
                at = self._quote(lines, at, end if prefixed else len(lines))
            elif found := mark(lines, at):
                if self._is_forward(found, subject):
                    self._quote(lines, at, found.end)
                    return found.mail, _unquoted(lines[found.end :])
                at = self._quote(lines, at, len(lines))
            else:
                self._run.append(line)
                at += 1
        return None

    def _quote(self, lines: list[str], start: int, end: int) -> int:
        self._end_run()
        self.quoted += lines[start:end]
        return end

    def _is_forward(self, found: Mark, subject: str) -> bool:
        """A forward says so, or its subject does, or there are no words of the sender's own above it."""
        if found.forwards or is_forward_subject(subject):
            return True
        self._end_run()
        return not any(line.strip() for line in self.newest)

    def _spilled(self, lines: list[str], at: int) -> bool:
        around = at and at + 1 < len(lines) and lines[at - 1].startswith(">") and lines[at + 1].startswith(">")
        return bool(around) and len(lines[at - 1]) >= _SPILL and 0 < len(lines[at]) < 40

    def _end_run(self) -> None:
        """Part the signature from the lines of the sender's own that were gathered."""
        said, foot = footer.part(self._run)
        self.newest += said
        self.signature += foot
        self._run = []


def _unquoted(lines: list[str]) -> list[str]:
    """Forwarded lines without the ">" that some programs put before all of them."""
    if not next((line.startswith(">") for line in lines if line.strip()), False):
        return lines
    return [line[1:].removeprefix(" ") if line.startswith(">") else line for line in lines]


def _text(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n")
