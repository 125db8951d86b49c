"""What a day or time is for, told by its clause: a slot, a deadline, a promise of news, an old time, or none of it."""

from typing import Literal

from courtesy.reading.binder import Bound
from courtesy.reading.layout import Layout
from courtesy.reading.past import is_past
from courtesy.reading.patterns import late
from courtesy.reading.reading import Kind
from courtesy.reading.whose import QUIET, Whose
from courtesy.reading.words import Words

Role = Literal["slot", "deadline", "news", "old", "end", "other"]  # "end": the end of the slot before

HAS_DEADLINE: frozenset[Kind] = frozenset({"invite", "confirm", "reschedule", "offer", "assessment", "outreach"})
HAS_NEWS: frozenset[Kind] = HAS_DEADLINE - {"outreach"} | {"update", "receipt", "cancel"}
HAS_TIMES: frozenset[Kind] = frozenset({"invite", "confirm", "reschedule", "cancel", "outreach", "offer"})
_DECIDES = late(r"\b(?:decid|entscheid|besliss|beslui|tranch|deliber)")  # in any of the languages
_LOOSE = late(r"\b(?:in|dans|en|em|tra|fra|over)(?: (?:the|about|den|les|los|de))? *$")
_REACH = 400  # characters of a sentence that are looked at on either side
_CLAUSE = 90  # characters before a day in which its verb stands


class Roles(Whose):
    """Gives each bound day or time of one mail its role, and how sure that is (2 stated as a limit, 1 only said)."""

    def __init__(self, *, layout: Layout, words: Words, kind: Kind, timed: bool = False) -> None:
        super().__init__(layout=layout, words=words, kind=kind)
        self.this_week = frozenset(words.words("relative", "this_week"))
        self.timed = timed  # the mail says how long the appointment lasts

    def role(self, one: Bound) -> tuple[Role, int]:
        """The role of `one`, from the words before it, after it, and its whole sentence."""
        found = self._of_words(one)
        return ("other", 0) if found[0] == "news" and self._of_others(one) else found

    def _of_words(self, one: Bound) -> tuple[Role, int]:
        first, last = self.layout.bounds(one.start)
        first, last = max(first, one.start - _REACH), min(last, one.end + _REACH)
        at_door = self._just_before(one.at.start, 60) if one.at is not None else ""
        if self._has("check_in", at_door) and not self._has("books", at_door):
            return "other", 0
        begins = one.at.start if one.at and self.kind == "cancel" and self._in_new_clause(one) else one.start
        lead, tail = self.layout.text[first:begins], self.layout.text[one.end : last]
        sentence, near = self.layout.text[first:last], (self._label(first) + lead)[-70:]
        if self._is_beside(one, sentence, lead, tail, near):
            return "other", 0
        if one.at is not None and self._closes(one, near, lead):
            return ("other" if self._has("not_end", near) else "end"), 1
        if self._has("shut_place", near):
            return "other", 0
        if self._has("due", near) and not self._has("meets_due", near):
            return ("other" if self._has("old_limit", near) else "deadline"), 2
        if (self._has("only_if", lead) and not self._has("or_this", lead)) or self._only_if(tail):
            return ("slot" if one.at is not None and not self._has("by", near) else "other"), 0
        if one.day is not None and one.day.kind == "within":
            return self._counted(one, lead, tail)
        if one.at is not None and self._has("sends", lead[-_CLAUSE:]):
            return "other", 0
        if self._is_limit(one, lead, tail, near):
            return self._limited(one, lead, tail)
        if one.at is not None and one.day is not None and one.at.start > one.day.end:
            between = self._just_before(one.at.start)  # "I pass it on tonight, so please before 20:00"
            bare = self.kind in ("offer", "assessment")  # "pay it today by 5 pm"
            asked = bare or self._last("ask", between)[0] >= 0 or self._has("answer_on", lead[-60:])
            if self.kind in HAS_DEADLINE and self._has("by", between) and asked:
                return "deadline", 2
        quiet = self.kind in ("update", "receipt")
        if (one.at is None or quiet) and self.kind in QUIET and self._told_then(lead, tail):
            return "news", 1 if _DECIDES.search(tail[:60]) else 2
        quiet = quiet and not self._has("appointment", sentence)  # "an evening with us on Thursday at six"
        if (one.at is None or quiet) and (soft := self._unlimited(one, lead, tail)):
            return soft, 2 if one.day is not None and one.day.shift == "echo" else 1
        return self._plain(one, near, tail, lead), 1

    def _is_beside(self, one: Bound, sentence: str, lead: str, tail: str, near: str) -> bool:
        """Whether a day or time is of the start of the work, of a disclaimer, or of what comes only if nothing does."""
        if one.day is not None and one.day.shift in ("every", "daily"):
            return True
        starts_work = (one.day is not None or one.at is None) and self._has("start", near)
        starts_work = starts_work and not (self._has("by", near) and self._has("ask", near))  # "sign the contract by"
        if self._has("disclaimer", sentence) or starts_work or self._has("may_change", lead):
            return True
        if one.at is None and (self._has("not_before", near) or self._has("earliest", tail)):
            return True  # "do not expect to hear before Sunday"
        if one.at is None and self.kind in QUIET and self._has("later_than", near):
            return True  # "I'll write after the 26th"
        if one.at is None and self._has("promised", lead):
            return True  # "I had meant to tell you by Friday"
        if one.at is not None and one.at.until is not None and self._has("ring_to_book", sentence):
            return True  # "call us between 9 and 4 to arrange a time"
        if self._has("if_day", lead[-12:]) and self._has("no_good", tail[:40]):
            return True  # "if Wednesday's no good, ..."
        return self._has("silence", sentence) and (one.at is None or self._has("by", near))

    def _only_if(self, tail: str) -> bool:
        """Whether what follows makes it a way out: "Monday if that does not suit", and not "if you don't mind"."""
        return self._has("only_if_after", tail[:60]) and not self._has("politely", tail[:40])

    def _in_new_clause(self, one: Bound) -> bool:
        """Whether a time stands in another clause than the day before it: "closed today, so your 1:00 is off"."""
        if one.at is None or one.day is None or one.at.start < one.day.end:
            return False
        return self._has("breaks", self.layout.text[one.day.end : one.at.start] + " ")

    def _is_limit(self, one: Bound, lead: str, tail: str, near: str) -> bool:
        """Whether "by", "before" or the like puts a limit on it."""
        if one.at is not None and one.at.until is not None:
            return False  # "pour lundi entre 9h30 et 15h"
        by = self._has("by", near) and not self._has("come_by", lead)
        by = by and not (one.at is not None and self._has("for_day", near))
        moves = self.kind == "reschedule" and (self._has("old", near) or self._has("new_before", near))
        by = by and not (moves and self._last("ask", near)[0] < 0)
        return (by and not self._is_parting(one, lead, tail)) or self._has("by_after", tail[:40])

    def _is_parting(self, one: Bound, lead: str, tail: str) -> bool:
        """Whether a day is that of meeting again: "tot donderdag!", "bis Freitag"."""
        ends = self.kind in ("confirm", "reschedule") and one.at is None and not tail.strip(" ")[:1].isalnum()
        return ends and self._has("parting", lead[-40:]) and self._last("ask", lead)[0] < 0

    def _closes(self, one: Bound, near: str, lead: str) -> bool:
        """Whether a time is the end of the appointment said before: "begins at 9, done by 4", "End: 10:00"."""
        assert one.at is not None
        if self._has("not_until", near):
            return False  # "he cannot come until noon"
        if one.day is None:
            return self._has("ends", near)
        if not one.start <= one.day.start <= one.end and self._has("ends", near):
            return True  # not the first time of its day
        return self._has("end_label", lead)

    def _plain(self, one: Bound, near: str, tail: str, lead: str) -> Role:
        """The role of a day or time that no limit is put on."""
        if one.day is not None and self._has("habit", self._just_before(one.day.start)):
            return "other"
        if one.day is not None and one.day.kind == "period" and one.at is not None:
            return "other"  # "one morning next week, 7.30 start" is no time of a day that is known
        to_it = self.kind == "reschedule" and self._has("new_before", near)  # "leave it till half five"
        if one.at and not one.at.until and not to_it and self._has("before", self._just_before(one.at.start)):
            return "other"
        if one.at is None and self._has("begins", near):
            return "other"
        open_end = self.kind == "invite" and not self.timed and one.at and not one.at.until
        if open_end and one.at and self._has("open_from", self._just_before(one.at.start)):
            return "other"
        if self._has("gone_after", tail[:50]) and self.kind != "reschedule":
            return "other"  # "Monday at 11 is now gone"
        if self._has("sends", lead[-_CLAUSE:]):
            return "other"
        straight = self._has("straight_after", near)  # "then the panel straight after at 10.15"
        if self._has("other_near", near) and not straight and not self._has("new_label", near):
            return "other"
        if self._has("other_after", tail[:40]):
            return "other"
        if self._has("each_day", tail[:40]) or (one.at is None and self._has("same_time", tail[:24])):
            return "slot"
        said = lead if one.at is None else lead + self.layout.text[one.start : max(one.start, one.at.start)]
        if self._aside(said) and (one.day is None or not self._has("appointment", lead)):
            return "other"
        left = self.kind == "confirm" and self._has("leaves_after", tail[:50])  # "on Monday at 11 is now on Tuesday"
        if left or (self.kind == "reschedule" and not self._has("or_this", lead) and self._no_longer(one, near, tail)):
            return "old"
        if self._has("against", near):
            return "other"
        if self.kind not in ("reschedule", "cancel") and is_past(self.cues["past"], lead, tail):
            return "other"
        return "slot"

    def _aside(self, lead: str) -> bool:
        """Whether the clause that leads to a time speaks of opening hours, travel and the like."""
        clause = lead[self._last("breaks", lead)[1] :] if self._last("breaks", lead)[1] > 0 else lead
        return (self._has("aside", clause) or self._has("events", clause)) and not self._has("summons", clause)

    def _no_longer(self, one: Bound, near: str, tail: str) -> bool:
        """Whether a move names the time that it leaves: "was at 3", "your 10 o'clock", "Thursday 12:00 becomes"."""
        if self._has("new_after", tail[:30]) or self._has("new_before", near):
            return False  # "13h au lieu de 9h30", "auf Dienstag um 14 Uhr verschieben"
        leads = [near, self._just_before(one.at.start)] if one.at is not None else [near]
        if self._has("old_after", tail[:50]) or any(self._has("against", before) for before in leads):
            return True
        if self._has("unchanged", near) or (one.at is None and self._has("same_time", near[-28:])):
            return False  # "could we push to the same time on Monday?"
        if one.at is not None and one.at.until is None and self._has("instead", tail[:30]):
            return False
        if one.at is not None and self._has("parallel", near):
            return False  # "your lesson is at 10.45, the panel at 11.30 and the interview at 12.30"
        before = self._just_before(one.at.start) if one.at is not None else near
        if self._has("new_before", before):
            return False
        if one.at is not None and one.day is not None and one.at.start > one.day.end:
            between = self.layout.text[one.day.end : one.at.start]  # "Monday so we cannot do your 10.15"
            if self._has("breaks", between + " "):
                return self._has("old", between) or self._has("kept", between)
            if self._has("old", between) and not self._has("unchanged", between):
                return True  # "manana no llego a las 13:00"
        return self._has("old", near) or (
            one.at is not None and one.at.start == one.start and self._has("kept", self._just_before(one.start, 8))
        )

    def _counted(self, one: Bound, lead: str, tail: str) -> tuple[Role, int]:
        """ "within 5 days": counted from now and not from another day; theirs or the owner's by the nearest verb."""
        if self._has("after_meeting", tail[:40]):
            return ("news" if self.kind in HAS_NEWS and self._side(lead, tail) == "news" else "other"), 2
        now = self._has("from_now", tail[:40])
        if self._has("counted_from", tail[:40]) and not now and one.day is not None and one.day.shift != "echo":
            return "other", 0  # from a day that the mail does not say
        if self._has("afterwards", lead) or self._has("available_then", tail[:40]):
            return "other", 0  # "complete the test; after that we answer within two days"
        if self.kind == "receipt":  # "we respond within ten days", and not "we review it within"
            told = self._has("news", lead + tail[:_CLAUSE]) or self._told_around(lead, tail)
            return ("news" if told else "other"), 1
        loose = _LOOSE.search(lead) if self.kind == "invite" else self.kind in QUIET and now
        return self._side(lead, tail) or (not loose and self._by_kind()) or "other", 1

    def _limited(self, one: Bound, lead: str, tail: str) -> tuple[Role, int]:
        """A day or time after "by" or "before": a limit for the owner, a promise, or (for a time) only a slot."""
        lead = lead.rpartition(" because ")[2]
        until = self._has("until", lead[-30:])
        side = self._side(lead, "" if until else tail)
        if self._has("away", lead[-40:]) and (side == "news" or (not side and one.at is None)):
            return "other", 0
        if one.at is None and self._has("away_after", tail[:40]):
            return "other", 0  # "until the 19th on holiday"
        if side:
            return side, 2
        if until and self.kind == "reschedule" and one.at is not None and self._has("moves", lead[-_CLAUSE:]):
            return "slot", 1
        if self.kind in ("invite", "confirm") and not until and self._by_a_day(one, lead):
            return "deadline", 1
        if one.at is not None and self.kind in ("invite", "confirm", "cancel", "reschedule"):
            apart = one.at.start == one.start and (one.day is None or one.day.end < one.start)
            if apart and self.kind in ("invite", "confirm"):
                return "other", 1  # "come at 9.30, and have 300 words for me by noon"
            return ("other" if until or self._has("before", self._just_before(one.at.start)) else "slot"), 1
        theirs = self.kind not in QUIET and self._has("theirs", lead)
        open_end = until and self.kind != "assessment"
        found = (not open_end and not theirs and self._by_kind()) or "other"
        return found, 0 if found == "news" else 1  # a promise in words is surer

    def _by_a_day(self, one: Bound, lead: str) -> bool:
        """Whether a limit is put on the day: "by Thursday, noon"; but "on Thursday by 10:00" is when to come."""
        if one.at is None or one.day is None or one.at.start < one.day.end:
            return False
        if self.kind != "invite" and not self._has("ask", lead):
            return False  # "that is fine for Thursday, 8h"
        return not self._has("by", self._just_before(one.at.start)) and not self._has("come_by", lead)

    def _by_kind(self) -> Literal["deadline", "news"] | None:
        """Whose limit it is where no verb tells."""
        if self.kind in ("confirm", "reschedule", "outreach"):
            return None
        return "news" if self.kind in QUIET else "deadline"

    def _unlimited(self, one: Bound, lead: str, tail: str) -> Role | None:
        """A day without "by": "we'll ring you on Monday", "please confirm today"."""
        lead = self._promising(lead)
        if one.day is not None and one.day.shift == "echo" and self._last("news", lead[-_CLAUSE:])[0] >= 0:
            return "news"  # "we hope to telephone everybody the same evening"
        if self.kind in QUIET:
            clause = lead[-_CLAUSE:]
            if self.kind != "cancel" and self._has("said_alone", lead) and not tail.strip(" .!)\n"):
                vague = one.day is not None and one.day.kind == "period"
                return "news" if vague or lead.strip(" *-") else None  # "Answer Thursday.", "Early next week."
            if self._has("away", clause[-40:]) or self._last("seeing", clause)[0] > self._last("news", clause)[0]:
                return None
            if self._has("back_then", clause) and self._has("news", tail[:50]):
                return "news"  # "Ann is back on Monday and will phone you"
            opens = not lead.strip(" on,") or (len(lead) < 24 and self._has("week_of", lead))
            if self._has("news", clause) or (opens and self._has("news", tail[:50])) or self._told_around(lead, tail):
                return "news"
            return None
        asked = self.kind == "offer" and self._last("ask", lead)[1] >= len(lead) - 4 > 0 and not tail.startswith(" if")
        if asked or self._has("answer_on", lead[-60:]):
            return "deadline"  # "sleep on it and telephone me Tuesday"
        if self._this_week(one, lead, tail):
            return "deadline"
        today = (
            one.day is not None
            and not tail.startswith("'s")
            and self._has("today", self.layout.text[one.start : one.end])
        )
        theirs = self._has("meeting", lead[-40:]) or self._has("we_do", lead[-50:])
        if today and self._last("ask", lead[-50:])[0] >= 0 and not theirs:
            return "deadline"
        return None

    def _this_week(self, one: Bound, lead: str, tail: str) -> bool:
        """Whether an answer, or what is to be signed or solved, is wanted "this week, if possible"."""
        if self.kind not in ("offer", "assessment", "outreach") or one.day is None or one.day.kind != "period":
            return False
        asked = self._last("ask", lead[-60:])
        possible = self._has("if_possible", lead[-24:]) or self._has("if_possible", tail[:16])
        possible = possible or asked[1] >= len(lead[-60:]) - 8  # "tell me this week"
        return possible and asked[0] >= 0 and self.layout.text[one.start : one.end] in self.this_week
