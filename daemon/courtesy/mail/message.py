"""One e-mail, parsed, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)  # the time of a mail that tells none, and that no mailbox received


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """A mailbox of RFC 5322: display name (decoded) and address (lower case)."""

    name: str
    email: str

    @property
    def domain(self) -> str:
        return self.email.rpartition("@")[2]


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link of the body: where it goes, and the words it stands on (the URL itself in plain text)."""

    url: str
    text: str

    @property
    def host(self) -> str:
        """The host, lower case, without port; '' when there is none."""
        rest = self.url.partition("://")[2]
        return rest.split("/", 1)[0].split("?", 1)[0].rpartition("@")[2].partition(":")[0].lower()


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """What a mail holds, whoever sent it. Texts are unicode with \\n line ends and no control characters but \\t."""

    identity: str  # ours: a hash of Message-ID, From, Date and Subject; the same mail in two folders has the same
    message_id: str  # with angle brackets, "" when there is none
    date: datetime  # the Date header, aware, in the offset it was written in; else the arrival time, or UNDATED
    arrived: datetime  # aware UTC
    subject: str = ""
    sender: Address = field(default_factory=lambda: Address(name="", email=""))  # From
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()  # To, then Cc
    references: tuple[str, ...] = ()  # References and In-Reply-To, oldest first, without doubles
    headers: Mapping[str, str] = field(default_factory=dict)  # lower-case name -> decoded value, first occurrence
    text: str = ""  # the body as plain text: text/plain where it says something, else HTML turned to text
    links: tuple[Link, ...] = ()  # of text and HTML, no address twice, at most 200
    calendars: tuple[str, ...] = ()  # iCalendar texts, decoded, at most 256 kB each
    attachments: tuple[str, ...] = ()  # file names
    automatic: bool = False  # made by a program: Auto-Submitted (RFC 3834) and the like, vacation replies
    auto_reply: bool = False  # of those, the ones that answer a mail: out of office, "we got your message"
    bulk: bool = False  # List-Id, List-Unsubscribe, Precedence: bulk
    authentication: Mapping[str, str] = field(default_factory=dict)  # {"spf": "pass", ...}, of a trusted server only
    faults: tuple[str, ...] = ()  # what was cut short or could not be decoded
