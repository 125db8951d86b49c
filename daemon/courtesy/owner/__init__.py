"""What the owner says of his mail, of what is owed and of how an interview went, by a command, a button or a mail.

What he means is found by `which_mail`, `which_application` and `debts`. What he chose for an alert is carried out by
`choosing`; what he mails back is checked first by `mail_back`. `debriefing` asks how an interview went. A correction
is taken by `teaching`, which learns a rule from it for `own_rules`, his own file of them; `lessons` does that unasked.
"""
