"""An error as Google's APIs answer it."""

import json


class Problem(Exception):
    """Raised by `answer` of a part of the loopback Google; becomes the JSON error document with that status."""

    def __init__(self, status: int, reason: str = "", message: str = "") -> None:
        """`reason` is Google's word: "notFound", "duplicate", "rateLimitExceeded"."""
        super().__init__(status, reason, message)
        self.status, self.reason, self.message = status, reason, message

    def document(self) -> bytes:
        """The body of the answer."""
        detail = {"message": self.message, "domain": "global", "reason": self.reason}
        return json.dumps({"error": {"code": self.status, "message": self.message, "errors": [detail]}}).encode()
