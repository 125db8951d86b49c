"""HTML of a mail as the plain text its reader sees; nothing is ever fetched."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from courtesy.mail.charsets import clean

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

HTML_LIMIT = 262_144  # characters
TEXT_LIMIT = 65_536  # characters
_NODES = 50_000
_CAREFUL = 24_576  # characters from which on the nesting is measured before the parser sees it
_DEPTH = 800


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SILENT = _words("""
    script style head title template noscript object svg math select textarea iframe audio video
""")
_BLOCKS = _words("""
    address article aside body center dd details div dl dt fieldset figure footer form header hr legend main
    nav ol section summary ul caption tbody thead tfoot table
""")
_PARAGRAPHS = _words("p h1 h2 h3 h4 h5 h6 pre blockquote")
_CELLS = frozenset(("td", "th"))
# In the buffers: a line ends here, and a paragraph ends here, unless it has ended already.
_LINE = "\x01"
_PARAGRAPH = "\x02"
_ENDS = re.compile("([\n\x01\x02])")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_HIDDEN = re.compile(r"display:none|visibility:hidden|(?:^|;)opacity:0(?:\.0+)?(?:;|$|!)|max-height:0(?:px)?(?:;|$|!)")
_FONT = re.compile(r"font-size:([0-9.]*)")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,15})")
_LONG_TAG = re.compile(r"<[a-zA-Z/!][^<>]{4096,}>?")
_MARKUP = re.compile(r"<[^<>]*>?")
_FLAT = _words("br img hr meta link input col area base wbr embed source p li td th tr dd dt option tbody thead")


@dataclass(slots=True)
class _Open:
    """An element being read: what it does to the text when it ends."""

    tag: str
    node: "LexborNode"
    silent: bool  # font-size: 0; the children may be larger again
    lines: list[str] | None = None  # its own buffer: cells, rows, quotes
    cells: list[str] = field(default_factory=list)


def to_text(html: str) -> str:
    """The visible text, at most 65,536 characters.

    Rows of a table are lines, with " | " between the cells; lines of a quote begin with "> ".
    """
    html = html[:HTML_LIMIT]
    if _too_deep(html):
        return _tidy([_MARKUP.sub("\n", html)])
    from selectolax.lexbor import LexborHTMLParser  # 3 MB that a service without HTML mail need not hold

    body = LexborHTMLParser(_without_long_tags(html)).body
    if body is None:
        return ""
    reader = _Reader()
    reader.read(body)
    return _tidy(reader.out)


def _too_deep(html: str) -> bool:
    """True when tags are opened and not closed so often that parsing would take quadratic time."""
    if len(html) < _CAREFUL:
        return False
    still_open: dict[str, int] = {}
    depth = most = 0
    for end, name in _TAG.findall(html):
        name = name.lower()
        count = still_open.get(name, 0)
        if name in _FLAT or (end and not count):
            continue
        step = -1 if end else 1
        still_open[name] = count + step
        depth += step
        most = max(most, depth)
    return most > _DEPTH


def _without_long_tags(html: str) -> str:
    """Tags of many kilobytes hold pictures, or thousands of attributes that cost quadratic time; no words to read."""
    if len(html) < _CAREFUL:
        return html
    return _LONG_TAG.sub("", html)


class _Reader:
    """Walks the tree without recursion, writing text into the innermost open buffer."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._open: list[_Open] = []
        self._buffers: list[list[str]] = [self.out]
        self._silent = False
        self._pre = 0

    def read(self, root: "LexborNode") -> None:
        node: LexborNode | None = root
        for _ in range(_NODES):
            if node is None:
                break
            down = node.first_child if self._enter(node) else None
            if down is not None:
                node = down
                continue
            node = self._next(node, root)
        while self._open:
            self._leave(self._open.pop())

    def _next(self, node: "LexborNode", root: "LexborNode") -> "LexborNode | None":
        """The node after this one and its children, leaving the elements that end here."""
        at: LexborNode | None = node
        while at is not None:
            if self._open and self._open[-1].node.mem_id == at.mem_id:
                self._leave(self._open.pop())
            if at.mem_id == root.mem_id:
                return None
            if at.next is not None:
                return at.next
            at = at.parent
        return None

    def _enter(self, node: "LexborNode") -> bool:
        tag = node.tag or ""
        if tag == "-text":
            self._text(node.text_content or "")
            return False
        if tag.startswith("-") or tag in _SILENT:
            return False
        attributes = node.attributes
        style = (attributes.get("style") or "").lower().replace(" ", "")
        if _hidden(attributes, style):
            return False
        if tag == "br":
            self._write("\n")
        elif tag == "img":
            self._picture(attributes.get("alt") or "")
        else:
            self._begin(tag, node, attributes, style)
            return True
        return False

    def _begin(self, tag: str, node: "LexborNode", attributes: dict[str, str | None], style: str) -> None:
        opened = _Open(tag=tag, node=node, silent=self._silent)
        size = _FONT.search(style) if "font-size:" in style else None
        if size:
            self._silent = not size[1].strip("0.") and bool(size[1])
        if tag in _CELLS or tag == "tr" or (tag == "blockquote" and _is_quote(attributes, style)):
            opened.lines = []
            self._buffers.append(opened.lines)
        elif tag in _PARAGRAPHS:
            self._write(_PARAGRAPH)
        elif tag == "li":
            self._write(_LINE + "- ")
        elif tag in _BLOCKS:
            self._write(_LINE)
        self._pre += tag == "pre"
        self._open.append(opened)

    def _leave(self, opened: _Open) -> None:
        tag = opened.tag
        self._silent = opened.silent
        self._pre -= tag == "pre"
        if opened.lines is not None:
            self._buffers.pop()
            text = _tidy(opened.lines)
            if tag == "blockquote":
                quoted = "\n".join("> " + line if line else ">" for line in text.split("\n"))
                self._write(_PARAGRAPH + quoted + _PARAGRAPH if text else "")
            elif tag == "tr":
                row = _row([*opened.cells, text])
                around = _PARAGRAPH if "\n" in row else _LINE
                self._write(around + row + around)
            else:
                self._cell(text)
        elif tag in _PARAGRAPHS:
            self._write(_PARAGRAPH)
        elif tag in _BLOCKS or tag == "li":
            self._write(_LINE)

    def _cell(self, text: str) -> None:
        """A cell belongs to the row around it; a cell without a row (broken markup) is a line."""
        row = next((opened for opened in reversed(self._open[-3:]) if opened.tag == "tr"), None)
        if row is None:
            self._write(_LINE + text + _LINE)
        else:
            row.cells.append(text)

    def _text(self, text: str) -> None:
        if not self._silent:
            self._write(text if self._pre else _SPACE.sub(" ", text))

    def _picture(self, alt: str) -> None:
        """Pictures are not looked at, but the words of a button that is a picture are read."""
        if any(opened.tag == "a" for opened in self._open[-6:]):
            self._write(" " + alt + " ")

    def _write(self, text: str) -> None:
        self._buffers[-1].append(text)


def _hidden(attributes: dict[str, str | None], style: str) -> bool:
    if not attributes:
        return False
    if "hidden" in attributes or "preheader" in (attributes.get("class") or "").lower():
        return True
    return bool(style) and _HIDDEN.search(style) is not None


def _is_quote(attributes: dict[str, str | None], style: str) -> bool:
    """A blockquote that a mail program wrote, not one that only indents."""
    marks = f"{attributes.get('class')} {attributes.get('type')} {attributes.get('id')}".lower()
    return "quote" in marks or "cite" in marks or "cite" in attributes or "border-left" in style


def _row(cells: list[str]) -> str:
    """The cells on one line where each is one line, else one below the other."""
    full = [cell for cell in cells if cell]
    return ("\n" if any("\n" in cell for cell in full) else " | ").join(full)


def _tidy(pieces: list[str]) -> str:
    """The pieces as lines: single-spaced, with no more than one empty line in a row, the marks resolved."""
    lines: list[str] = []
    line = ""
    for piece in _ENDS.split("".join(pieces)[: 2 * TEXT_LIMIT]):
        if piece not in ("\n", _LINE, _PARAGRAPH):
            line += piece
            continue
        line = " ".join(line.split())
        if line.startswith("- -"):  # a list that begins a list item
            line = "- " + line.lstrip("- ")
        if piece != "\n" and line.rstrip() == "-":
            line = "- "  # a list item whose words stand in a paragraph of their own
            continue
        if line or (lines and lines[-1] and piece == "\n"):
            lines.append(line)
        if piece == _PARAGRAPH and lines and lines[-1]:
            lines.append("")
        line = ""
    lines.append(" ".join(line.split()))
    return clean("\n".join(lines)).strip("\n")[:TEXT_LIMIT]
