"""What the program remembers, in one SQLite file.

`store` is all of it, put together of parts that share `keeping`: `waiting` is the outbox, `mailed` what alerts can be
answered by, `drafted` which answers were drafted, `checked` what the calendars held; `corrections` and `notes` are what
the owner said. `state` is the file and its folder, and its schema grows by the numbered migrations. `event_json` writes
events; `plan` tells what a calendar lacks; `forgetting` removes for good what is `doomed`.
"""
