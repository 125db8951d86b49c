"""From nothing to a running service: what `courtesy init` asks, tries, and writes.

A draft is a configuration as tomllib would give it, and grows with the answers; each part of it is tried by the very
checks of `courtesy doctor` before it is written down.

The `conversation` asks by `forms`, and says its `findings`; without one the draft is `given` by options. The mailbox is
asked for by `placing`, after a `search`, which asks what `dns_says` and what `autoconfig` says of a domain, over the
`network`. `tables` are the parts of the draft; each has its `trial`, and `filled` into the example it is `kept`.
`harvest` is what the mail of the last weeks adds up to.
"""

from typing import Any

Draft = dict[str, Any]
