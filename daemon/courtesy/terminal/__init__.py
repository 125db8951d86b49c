"""What is shown on a terminal and asked there: `lines` for people, `help_text`, bars of `progress`, and `voice`."""
