"""What the commands show, in words and tables.

`status_words`, `read_words`, `replay_words`, `doctor_words` and `wrong_words` go with the commands of these names.
`usage` is what every command accepts, as data, and `shells` what completes it.
"""
