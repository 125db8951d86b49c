"""A case is one application: its events, in order, say where it stands and what is due.

From mail to cases: `events` is what a mail tells, by the `traits` of its kind; `context` looks at it among the others
of its case, `correct` lays the owner's word over it, and `match` finds the case, by `names` and their `spelling`;
`copies` are passed over.
`timeline` adds all up to a `case` each, which moves from one to another of its `stages` and has `interviews`, each
time a `slot`: `meant` tells which of them a mail speaks of, and `days` which one is meant by a weekday alone.

From cases to what is due: `decide` says it, as `actions`, in the `wording` of each and in the `manner` of its kind.
`limits` and `quiet` say when; `digest` is for what is beyond so many a day; `questions` asks about mail in doubt,
`asked` tells what a mail wants, `briefing` what to know before an interview, with `calls` that may be clicked, and
`moments` puts times into words. `busy` is what the owner has given his time to: `conflicts` compares it, but for the
`same_thing`.

From the owner: `choices` he has for an alert, what he has `settled`, his `notes`; and `draft`, an answer written down
for him: `draft_letter`, `draft_words`, `draft_people` and `draft_times` make it.
"""
