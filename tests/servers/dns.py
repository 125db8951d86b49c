"""An authoritative DNS server on loopback, by UDP and TCP, that says what a test has it say."""

import socket
import struct
from collections.abc import Callable, Mapping, Sequence
from threading import Thread
from types import TracebackType
from typing import Self

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

Zone = Mapping[str, Mapping[str, Sequence[str]]]


class DnsServer:
    """Answers from `zone`: {"mail.example": {"MX": ["10 mx.mail.example."]}}; names that it does not have do not exist.

    `answer` may take over: given a question it makes the octets of the answer, or None for silence. `asked` are the
    names and kinds that were asked for.
    """

    def __init__(self, zone: Zone | None = None, port: int = 0) -> None:
        self.zone = dict(zone or {})
        self.asked: list[tuple[str, str]] = []
        self.answer: Callable[[dns.message.Message], bytes | None] = lambda query: self.reply(query).to_wire()
        self._tcp = socket.create_server(("127.0.0.1", port))
        self.port = int(self._tcp.getsockname()[1])
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", self.port))

    def __enter__(self) -> Self:
        for serve in (self._serve_udp, self._serve_tcp):
            Thread(target=serve, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._udp.close()
        self._tcp.close()

    def reply(self, query: dns.message.Message) -> dns.message.Message:
        """What the zone says."""
        (question,) = query.question
        name = question.name.to_text(omit_final_dot=True)
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.AA
        records = self.zone.get(name, {})
        if not records and not any(other.endswith(f".{name}") for other in self.zone):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        kind = dns.rdatatype.to_text(question.rdtype)
        for told in (kind, "CNAME") if kind in records else ("CNAME",):
            if told in records:
                reply.answer.append(dns.rrset.from_text_list(question.name, 60, "IN", told, records[told]))
        return reply

    def _heard(self, wire: bytes) -> bytes | None:
        query = dns.message.from_wire(wire)
        (question,) = query.question
        self.asked.append((question.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(question.rdtype)))
        return self.answer(query)

    def _serve_udp(self) -> None:
        while True:
            try:
                wire, client = self._udp.recvfrom(65535)
                answer = self._heard(wire)
                if answer is None:
                    continue
                if len(answer) > 512:  # what is longer is asked for by TCP
                    cut = dns.message.make_response(dns.message.from_wire(wire))
                    cut.flags |= dns.flags.TC
                    answer = cut.to_wire()
                self._udp.sendto(answer, client)
            except OSError:  # it was closed
                return

    def _serve_tcp(self) -> None:
        while True:
            try:
                client, _ = self._tcp.accept()
                with client:
                    (length,) = struct.unpack("!H", client.recv(2, socket.MSG_WAITALL))
                    answer = self._heard(client.recv(length, socket.MSG_WAITALL))
                    if answer is not None:
                        client.sendall(struct.pack("!H", len(answer)) + answer)
            except (OSError, struct.error):
                if self._tcp.fileno() < 0:
                    return
