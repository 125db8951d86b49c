"""The OAuth client with which the program signs in at Google: the file that the owner downloads from its console."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from courtesy.errors import GiveUp

_MOST_BYTES = 1 << 16
HOW = "docs/google.md shows how to make one"


@dataclass(frozen=True, kw_only=True, slots=True)
class Client:
    """Who we are to Google: a desktop client of the owner's own."""

    id: str
    secret: str = field(repr=False)


def client_of(path: Path) -> Client:
    """The client in the file at `path`. Raises GiveUp, saying what is wrong with it and what to do."""
    found = _document(path)
    if "installed" not in found:
        kind = "web" if "web" in found else "another kind of"
        raise GiveUp(f"{path} is of a {kind} client; make one of the type Desktop app ({HOW})", key="client_file")
    client = found["installed"]
    texts = {key: client.get(key) for key in ("client_id", "client_secret")} if isinstance(client, dict) else {}
    missing = [key for key, text in texts.items() if not isinstance(text, str) or not text]
    if missing or not texts:
        what = " and ".join(missing) or "client"
        raise GiveUp(f"{path} holds no {what}; download it anew from the Google console ({HOW})", key="client_file")
    return Client(id=str(texts["client_id"]), secret=str(texts["client_secret"]))


def _document(path: Path) -> dict[str, object]:
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_MOST_BYTES))
    except FileNotFoundError:
        raise GiveUp(f"there is no Google client file at {path}; that comes first: {HOW}", key="client_file") from None
    except OSError as error:
        raise GiveUp(f"{path} cannot be read: {error.strerror}; correct client_file", key="client_file") from None
    except ValueError:  # also what is not UTF-8; the text is not quoted, it may be a secret
        found = None
    if not isinstance(found, dict):
        raise GiveUp(f"{path} is not the JSON file of a Google client; {HOW}", key="client_file")
    return found
