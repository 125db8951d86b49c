"""From nothing to a running service: what `courtesy init` asks, tries, and writes.

A draft is a configuration as tomllib would give it, and grows with the answers; each part of it is tried by the very
checks of `courtesy doctor` before it is written down.
"""

from typing import Any

Draft = dict[str, Any]
