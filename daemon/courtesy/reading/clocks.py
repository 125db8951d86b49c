"""Reads the clock words of a mail: hours, ranges, halves of the day, and the zones they are said in."""

from dataclasses import dataclass, replace
from datetime import timedelta, timezone, tzinfo
from functools import cached_property

from courtesy.reading.halves import Halves
from courtesy.reading.hours import Hours
from courtesy.reading.patterns import late
from courtesy.reading.tokens import Clock, Token
from courtesy.reading.words import Words
from courtesy.reading.zones import Zones

_PLACED = late(r"^ ?[a-z]{2,14}(?: time)? ?[/=(|] ?$")  # between a time and the same on another clock
_PLACE = late(r"^ ?[a-z]{2,12}")


@dataclass(frozen=True, kw_only=True, slots=True)
class At:
    """A clock time at a place in the text, with its end where a range was written, and its zone where said."""

    hour: int
    minute: int
    until: tuple[int, int] | None
    zone: tzinfo | None
    start: int
    end: int
    between: bool = False
    restated: bool = False  # said on several clocks
    either: bool = False  # of the morning or of the evening, and nothing tells

    def ended(self) -> "At":
        """The end of the range as a time of its own."""
        hour, minute = self.until or (self.hour, self.minute)
        return replace(self, hour=hour, minute=minute, until=None)


class Clocks:
    """Reads the clock tokens of one mail: ranges, bare hours, halves of the day, zones."""

    def __init__(self, *, words: Words, text: str, zones: Zones) -> None:
        self.words = words
        self.text = text
        self.zones = zones
        self.hours = Hours(words=words, text=text)
        self.halves = Halves(words=words, text=text, owner=zones.owner)

    def place(self, tokens: list[Token], used: set[int]) -> list[At]:
        """The clock times in order."""
        found: list[At] = []
        i = 0
        while i < len(tokens):
            clock = None if i in used else self._clock(tokens, i, found[-1] if found else None)
            if clock is None:
                i += 1
                continue
            width, at = self._range(tokens, i, clock, used)
            at = self._later(at, clock, found[-1]) if found else at
            width, at = self._zoned(tokens, i, width, at)
            if found and (same := self._restated(found[-1], at)):
                found[-1] = same
            else:
                found.append(at)
            i += width
        return found

    @cached_property
    def _from_to(self) -> bool:
        """Whether two columns are the ends of ranges: "Day | From | To"."""
        return self.words.cues["from_to"].search(self.text) is not None

    def _later(self, at: At, clock: Clock, before: At) -> At:
        """An evening hour after another: in "ten to seven or twenty past seven" both are of the evening."""
        near = at.start - before.end < 8 and "\n" not in self.text[before.end : at.start]
        if clock.half or at.until or not near or at.hour not in (7, 8) or before.hour < 16:
            return at
        return replace(at, hour=at.hour + 12)

    def _restated(self, first: At, second: At) -> At | None:
        """One time said on two clocks, "2pm ET / 11am PT", "16:00 (15:00 for you)": the surer of them, else None."""
        gap = self.text[first.end : second.start]
        if "\n" not in gap and len(gap) < 40 and self._one_instant(first, second):
            return replace(first, end=second.end, restated=True)
        if "(" in gap and len(gap) < 8 and self.words.cues["elsewhere"].search(self.text[second.end : second.end + 16]):
            return replace(first, end=second.end, restated=True)
        if first.zone is None and second.zone is None:
            return self._on_two_clocks(first, second, gap)
        apart = len(gap) > 24 or "\n" in gap or not (set(gap) & set("(/=|,;"))
        if (
            apart
            or second.zone is None
            or second.zone == first.zone
            or (gap.strip() in (",", ";") and not first.restated)
        ):
            return None
        if first.zone is None and not (gap.strip(" ").startswith(("(", "/", "=", "|")) or _PLACED.search(gap)):
            return None
        keep = second if first.zone is None else first
        return replace(keep, start=first.start, end=second.end, restated=True)

    def _on_two_clocks(self, first: At, second: At, gap: str) -> At | None:
        """ "10:00 NY / 15:00 NL", as far apart as the clocks of owner and sender: the time on the owner's clock."""
        if not _PLACED.search(gap) or not _PLACE.search(self.text[second.end : second.end + 14]):
            return None
        sent, owner = self.zones.sent, self.zones.owner
        here = sent.astimezone(owner).utcoffset() or timedelta()
        ahead = (sent.utcoffset() or timedelta()) - here
        apart = timedelta(hours=second.hour - first.hour, minutes=second.minute - first.minute)
        day = timedelta(days=1)
        if not ahead or ((apart - ahead) % day and (apart + ahead) % day):
            return None
        theirs = first if (apart + ahead) % day == timedelta() else second
        mine = second if theirs is first else first
        return replace(mine, zone=owner, start=first.start, end=second.end, restated=True)

    def _one_instant(self, first: At, second: At) -> bool:
        """Whether two clock readings in two stated zones are the same moment, as on the day of sending."""
        if first.zone is None or second.zone is None or first.zone == second.zone:
            return False
        day = self.zones.sent.replace(tzinfo=None, minute=0, second=0, microsecond=0)
        one = day.replace(hour=first.hour, minute=first.minute, tzinfo=first.zone)
        other = day.replace(hour=second.hour, minute=second.minute, tzinfo=second.zone)
        return (one - other) % timedelta(days=1) == timedelta(0)

    def _clock(self, tokens: list[Token], i: int, before: At | None) -> Clock | None:
        token = tokens[i]
        if token.kind == "time":
            clock: Clock = token.value
            if not clock.bare:
                return clock
            return clock if self.hours.alone(tokens, i, before.end if before else None, military=True) else None
        if token.kind == "date" and token.value.order == "." and token.value.day < 24:
            minutes = self.text[token.start : token.end].rstrip(".").rpartition(".")[2].strip()
            return Clock(token.value.day, token.value.month, "") if len(minutes) == 2 else None
        if token.kind not in ("bare", "nth") or not 1 <= token.value <= 23 or token.kind == "nth":
            return None
        return (
            Clock(token.value, 0, "24" if token.value > 12 else "", True)
            if self.hours.alone(tokens, i, before.end if before else None)
            else None
        )

    def _range(self, tokens: list[Token], i: int, clock: Clock, used: set[int]) -> tuple[int, At]:
        """The clock at `i`, with an end if a range follows: "10-11am", "from 10.00 to 11.00"."""
        token = tokens[i]
        lead = self.hours.word_before(token.start)
        between = bool({lead, lead.split(" ")[-1]} & self.words.joins["between"])
        step = 1
        zone = None
        if (
            i + 1 < len(tokens)
            and tokens[i + 1].kind == "zone"
            and not self.text[token.end : tokens[i + 1].start].strip(" (")
        ):
            step, zone = 2, self.zones.named(tokens[i + 1].value)
        last = i + step
        if last < len(tokens) and last not in used and tokens[last].kind in ("time", "bare"):
            after = tokens[last]
            gap = self.text[tokens[last - 1].end : after.start].strip(" \n)")
            link = (
                gap in ("-", "~")
                or (gap == "|" and self._from_to)
                or " ".join(gap.strip(",() ").split()) in self.words.joins["to"]
            )
            link = link and (between or gap.strip(",") not in self.words.joins["and"])
            link = link and not (
                gap.startswith(",") and gap.strip(", ") in self.words.joins["hour"]
            )  # "a las 8, a las 9"
            link = link and not (gap.startswith(",") and self._against(token))  # "13 Uhr statt 9.30, bis 14 Uhr"
            end = after.value if after.kind == "time" else Clock(after.value, 0, "24" if after.value > 12 else "", True)
            only_hours = {lead, lead.split(" ")[-1]} & self.words.joins["hour"]  # "dalle 7 alle 15 come previsto"
            follows = after.kind == "time" or only_hours or self.hours.may_follow(tokens, last)
            if link and end.hour <= 24 and follows:
                start_at, end_at = self.halves.of_range(clock, end, tokens, i, last)
                if start_at != end_at:
                    at = At(
                        hour=start_at[0], minute=start_at[1], until=end_at, zone=zone, start=token.start, end=after.end
                    )
                    return step + 1, replace(at, between=between)
        hour, minute, either = self.halves.alone(clock, tokens, i)
        end = tokens[i + step - 1].end
        return step, At(hour=hour, minute=minute, until=None, zone=zone, start=token.start, end=end, either=either)

    def _against(self, token: Token) -> bool:
        """Whether the words before a time say that it no longer holds."""
        return self.words.cues["against"].search(self.text[max(0, token.start - 24) : token.start]) is not None

    def _zoned(self, tokens: list[Token], i: int, width: int, at: At) -> tuple[int, At]:
        """`at` with the zone that follows it, if one does: "2pm ET", "9:00 AM Canberra, Melbourne, Sydney"."""
        after, last = i + width, at.end
        kinds = [token.kind for token in tokens[after : after + 2]]
        if kinds == ["part", "zone"] and self.text[last : tokens[after].start].strip(" ") == "":
            after, last = after + 1, tokens[after].end  # "11:30 in the morning for you"
        if at.zone is not None or after >= len(tokens) or tokens[after].kind != "zone":
            return width, at
        gap = self.text[last : tokens[after].start].strip(" (,")
        if gap == "." and self.text[tokens[after].start] == "(":
            gap = ""  # "9:00 AM-9:30 AM. (UTC+00:00) Dublin, Lisbon"
        if gap != "" and gap not in self.words.joins["in"]:
            return width, at
        zone = self.zones.named(tokens[after].value)
        while (
            after + 1 < len(tokens)
            and tokens[after + 1].kind == "zone"
            and self._beside(tokens[after], tokens[after + 1])
        ):
            after += 1  # a place said after an offset says more: "(UTC+00:00) Dublin, London"
            if zone is None or isinstance(zone, timezone):
                zone = self.zones.named(tokens[after].value) or zone
        return after + 1 - i, replace(at, zone=zone, end=tokens[after].end)

    def _beside(self, first: Token, second: Token) -> bool:
        return second.start - first.end < 12 and self.text[first.end : second.start].strip(" ,)(|") == ""
