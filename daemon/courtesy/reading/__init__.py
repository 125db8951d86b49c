"""What a message says and why we think so.

`read` reads one message and gives a `reading`. First it is taken apart: `newest` are the sender's own words, told from
what he quotes by `quotation`, from the foot of the mail by `footer`, and from the `signature`.

What it goes by: `packs` hold all that is known, as data: the `rules`, in `families` that are searched at once in
`sentences`; their `weights`, the `senders` of mail for others, the `things` that people and firms are told by, and the
`words` of each `language`. `trials` tries rules on their examples; `proposal` makes one from a mail that was misread.
`patterns` compiles what stands in the code, and `regexp` and `narrow` make all of them fast.

Which kind it is: `classify` weighs the `evidence`: rules, plain facts, and the `witness`, who knows words but by
statistics and sees them `nameless`. `aside` is what a mail asks besides, `assent` tells one that only agrees; `own`
reads the owner's mail, and `suits` which times he says suit him.

When: `dates` has the answers. `statements` goes through a mail once. Its `lexer` finds `tokens` by their `lexemes`, not
by `lookalikes`, and reads numbers as `numerals` or `spoken`. Of them `clocks` makes times, with `hours`, the `halves`
of the day and the zone (`zones`, `windows_zones`, `stated_zones`); `placing` makes days, with `weekdays`, `days`, the
`orders` of day and month and the `sides` of an ocean. The `layout` of lines, the `grid` of tables and the `gaps`
between tokens tell the `binder` which time is of which day. `roles` says what each is for, by what is `past`, `whose`
limit it is and how it is `cued`; `habits` are no appointments, `lengths` say how long one takes, `memory` is what was
said before. `slots` chooses the times, `turns` the owner's among them, `limits` the deadlines; `older` asks what the
mail answers, as far as `recall` needs it. `invite` reads calendar parts, `invite_zone` their zones; `day` is one jotted
down.

Who and what: `people` has the answers. The mail is laid out as a `letter`, in which rules find `clues`. The `company`
is looked for in `firm_names`, `headlines` and `signed_firms`, has the shape of `firm_words`, must pass `firm_checks`,
and may be shortened to `initials`; `agencies`, `relay` and `machines` tell who writes for others, `spelling` what a
host name spells. `interviewers` are found by `mentions` in sentences, whose names `names`, `clauses` and `full_stops`
tell apart, by what stands `beside` who is `named`, in an `agenda`, or as the `writer`. `role`, `rounds` and `links` are
the rest.
"""

from courtesy.reading.reading import KINDS, CalendarEvent, Kind, OwnMail, Reading, Span, Why

__all__ = ["KINDS", "CalendarEvent", "Kind", "OwnMail", "Reading", "Span", "Why"]
