"""Asks the keyring, in a process of its own: it may wait for ever for somebody to unlock it, and needs much memory.

usage: keyring_child.py get|set|delete SERVICE ACCOUNT. The password goes to standard output, or comes from standard
input; the exit status says what came of it. It runs without the rest of the program, and says nothing else.
"""

import os
import sys

DONE, NOTHING, LOCKED, ABSENT, REFUSED = 0, 3, 4, 5, 6  # 1 and 2 are Python's own


def main() -> int:
    what, service, account = sys.argv[1:]
    if sys.platform == "linux" and "XDG_RUNTIME_DIR" in os.environ:  # where a session's bus is when nobody says
        os.environ.setdefault("DBUS_SESSION_BUS_ADDRESS", f"unix:path={os.environ['XDG_RUNTIME_DIR']}/bus")
    try:
        import keyring
        from keyring import errors
    except ImportError:
        return ABSENT
    try:
        if keyring.get_keyring().priority <= 0:  # one that keeps nothing
            return ABSENT
        return _do(what, service, account)
    except errors.NoKeyringError:
        return ABSENT
    except (errors.KeyringLocked, errors.InitError):  # InitError: there is none yet, and nobody lets it be made
        return LOCKED
    except Exception:  # noqa: BLE001  whatever a backend thinks of; its words might hold the password
        return REFUSED


def _do(what: str, service: str, account: str) -> int:
    import keyring

    match what:
        case "get":
            secret = keyring.get_password(service, account)
            if secret is None:
                return NOTHING
            sys.stdout.buffer.write(secret.encode())
        case "set":
            keyring.set_password(service, account, sys.stdin.buffer.read().decode())
        case _:
            keyring.delete_password(service, account)
    return DONE


if __name__ == "__main__":
    sys.exit(main())
