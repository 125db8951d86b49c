"""What the owner configured, and what is wrong with it.

`tables` are the keys, their types and defaults, `checks` what a value must be beyond its type; `faults` finds all that
is wrong and `lines` where it stands; `file` reads the configuration by them. `rulebook` reads the rule packs that it
names.
"""
