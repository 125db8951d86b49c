"""The parts of a mail (RFC 2046): octets cut at their boundaries, a bounded number of times."""

import binascii
from collections.abc import Iterator
from dataclasses import dataclass

from courtesy.mail import header

PARTS_LIMIT = 100
DEPTH_LIMIT = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part without parts of its own, not yet decoded."""

    kind: str  # "text/plain", lower case
    parameters: dict[str, str]  # of Content-Type
    encoding: str  # Content-Transfer-Encoding, lower case
    attached: bool  # Content-Disposition: attachment
    name: str  # file name, ""
    octets: bytes
    parent: str  # subtype of the multipart around it, "" at the top

    def content(self, limit: int) -> bytes:
        """The decoded octets, at most `limit`."""
        if self.encoding == "base64":
            return header.base64(self.octets[: limit * 3 // 2])[:limit]
        if self.encoding == "quoted-printable":
            return binascii.a2b_qp(self.octets[: limit * 3])[:limit]
        return self.octets[:limit]


def parts(fields: header.Fields, body: bytes, faults: list[str]) -> Iterator[Part]:
    """Yield the leaf parts in order; what exceeds the limits is left out and named in `faults`."""
    waiting = [(fields, body, "", 0)]
    met = 0
    while waiting:
        fields, body, parent, depth = waiting.pop()
        met += 1
        if met > PARTS_LIMIT:
            faults.append(f"more than {PARTS_LIMIT} parts")
            return
        part = _leaf(fields, body, parent)
        boundary = part.parameters.get("boundary", "").rstrip()
        if not part.kind.startswith("multipart/") or not boundary:
            yield part
        elif depth >= DEPTH_LIMIT:
            faults.append(f"parts nested more than {DEPTH_LIMIT} deep")
        else:
            pieces = _cut(body, boundary.encode("utf-8", "replace"))
            if pieces is None:
                faults.append("a multipart without its boundary")
                yield _leaf([("content-type", "text/plain")], body, parent)
                continue
            inside = part.kind.partition("/")[2]
            waiting += [(*header.split(b"\n" + piece, part=True), inside, depth + 1) for piece in reversed(pieces)]


def _cut(body: bytes, boundary: bytes) -> list[bytes] | None:
    """The octets between the delimiter lines, or None when there is no delimiter line at all."""
    mark = b"--" + boundary
    pieces: list[bytes] = []
    start = -1
    at = 0 if body.startswith(mark) else body.find(b"\n" + mark) + 1
    while body.startswith(mark, at):
        after = at + len(mark)
        closing = body.startswith(b"--", after)
        line_end = body.find(b"\n", after)
        rest = body[after : line_end if line_end >= 0 else len(body)][:200]
        if closing or not rest.strip():
            if start >= 0:
                pieces.append(body[start : at - 1].removesuffix(b"\r"))
            start = -1 if closing else line_end + 1 if line_end >= 0 else len(body)
            if closing or len(pieces) > PARTS_LIMIT:
                break
        at = body.find(b"\n" + mark, after) + 1
        if at == 0:
            break
    if start >= 0:  # never closed: cut off on its way
        pieces.append(body[start:])
    return pieces if pieces or start >= 0 else None


def _leaf(fields: header.Fields, body: bytes, parent: str) -> Part:
    default = "message/rfc822" if parent == "digest" else "text/plain"
    kind, parameters = header.parameters(header.value(fields, "content-type"))
    disposition, named = header.parameters(header.value(fields, "content-disposition"))
    return Part(
        kind=kind if "/" in kind else default,
        parameters=parameters,
        encoding=header.value(fields, "content-transfer-encoding").partition(";")[0].strip().lower(),
        attached=disposition == "attachment",
        name=header.text(named.get("filename") or parameters.get("name", ""), 200),
        octets=body,
        parent=parent,
    )
