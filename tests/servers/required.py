"""What a test does without the server that it needs."""

import os
from typing import NoReturn

import pytest


def do_without(missing: str) -> NoReturn:
    """Skip the test, and say what is missing; with COURTESY_REQUIRE_SERVERS=1 it fails, so that nobody overlooks it."""
    if os.environ.get("COURTESY_REQUIRE_SERVERS") == "1":
        pytest.fail(f"{missing}; COURTESY_REQUIRE_SERVERS=1 does not let this be skipped", pytrace=False)
    pytest.skip(missing)
