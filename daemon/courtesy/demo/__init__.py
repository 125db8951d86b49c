"""A made-up job hunt of three weeks, played through the real mailbox, store, rules and calendar.

Its `letters` are put into a `mailbox`, `play` plays them, and `ending` shows what they come to.
"""
