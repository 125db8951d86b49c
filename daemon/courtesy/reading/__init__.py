"""What a message says and why we think so."""

from courtesy.reading.reading import KINDS, CalendarEvent, Kind, OwnMail, Reading, Span, Why

__all__ = ["KINDS", "CalendarEvent", "Kind", "OwnMail", "Reading", "Span", "Why"]
