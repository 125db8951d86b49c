"""The work on a mail and on the cases, a piece in each file; desk.py puts the pieces together.

`intake` makes an event of a mail, and `standing` replays events to cases; `appointments` asks the calendar whether the
owner is free, `daily` keeps to so many alerts a day, `drafting` has answers drafted; `board` says where all stands.
`past_mail` fetches what mailboxes hold already, for what looks back.
"""
