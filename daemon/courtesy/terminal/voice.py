"""Questions and answers in a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.prompt import Confirm, Prompt
from rich.text import Text

from courtesy.errors import CourtesyError
from courtesy.terminal.lines import colours


class Voice:
    """Asks, and tells what came of it. Raises CourtesyError where nobody answers any more."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, color_system=colours())

    def say(self, text: str = "", style: str = "") -> None:
        self.show(Text(text, style=style))

    def show(self, text: Text) -> None:
        self._console.print(text)

    def ask(self, question: str, default: str = "") -> str:
        """A line; an empty one is the default."""
        try:
            return Prompt.ask(
                Text(question, "bold"), console=self._console, default=default, show_default=bool(default)
            ).strip()
        except EOFError:
            raise self._ended() from None

    def ask_secret(self, question: str) -> str:
        """A line that is not shown."""
        try:
            return Prompt.ask(
                Text(question, "bold"), console=self._console, password=True, default="", show_default=False
            )
        except EOFError:
            raise self._ended() from None

    def is_yes(self, question: str, *, default: bool = True) -> bool:
        try:
            return Confirm.ask(Text(question, "bold"), console=self._console, default=default)
        except EOFError:
            raise self._ended() from None

    def choose(self, question: str, choices: Sequence[str], default: int = 1) -> int:
        """The number of a choice, from 1."""
        for number, choice in enumerate(choices, 1):
            self.say(f"  {number}  {choice}")
        numbers = [str(number) for number in range(1, len(choices) + 1)]
        try:
            return int(
                Prompt.ask(
                    Text(question, "bold"),
                    console=self._console,
                    choices=numbers,
                    default=str(default),
                    show_choices=False,
                )
            )
        except EOFError:
            raise self._ended() from None

    def _ended(self) -> CourtesyError:
        self.say()  # what comes next is no answer to the question
        return CourtesyError("stopped before the end; nothing was written")
