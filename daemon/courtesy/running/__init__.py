"""The service while it runs, around loop.py: what comes from the mailboxes, and what the system is told of us.

Each source has a thread, its `feed`; `mailboxes` knows how they fare, `sign_in_watch` how long Google lets us in, and
`signals` puts both into alerts. `log` is what it says, `systemd_notify` tells the service manager how it fares, and
`memory` keeps it small.
"""
