"""What can go wrong, said so that the owner can mend it."""


class CourtesyError(Exception):
    """A fault told to people: one line that says what is wrong and what to do about it."""


class ConfigError(CourtesyError):
    """A configuration or rule pack that cannot be used; `problems` holds one line for each fault found."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class TryLater(CourtesyError):
    """The world did not answer this time; the same call may go through later.

    `after` is the number of seconds the other side asked us to wait, or None if it did not say.
    """

    def __init__(self, message: str, *, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class GiveUp(CourtesyError):
    """The world said no, and will say no again until the owner changes something.

    `key` is what of the configuration another value would mend, where that is known: "ca_file", "password".
    """

    def __init__(self, message: str, *, key: str = "") -> None:
        super().__init__(message)
        self.key = key


class SignInEnded(GiveUp):
    """The owner must sign in again. He is told once for all that waits for it, which is tried again when he has."""


class Damaged(CourtesyError):
    """A file of ours that cannot be read any more; moved away, it is made anew."""
