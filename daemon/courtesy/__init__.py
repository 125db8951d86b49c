"""Courtesy watches a job seeker's mailbox and says what is owed to whom, and by when."""

__version__ = "0.1.0"
