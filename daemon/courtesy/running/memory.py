"""Keeps the program small: tells when much memory is in use, and gives it back to the system."""

import ctypes
import gc
import os
import sys
from pathlib import Path

LARGE = 74 << 20  # octets in use, from which some should be given back
_WORTH = 17 << 20  # octets that must have come since the last time: for less, learning anew takes too much of the time
_STATM = Path("/proc/self/statm")
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8  # of glibc's malloc.h


class Memory:
    """The memory of this process; where the system does not tell how much is in use, it is never short."""

    def __init__(self) -> None:
        self._left = 0  # octets in use after the last time that some were given back

    def is_short(self) -> bool:
        """Whether so much is in use that some should be given back."""
        return _in_use() > max(LARGE, self._left + _WORTH)

    def give_back(self) -> None:
        """Return freed memory; glibc keeps what lies below memory in use until asked, others do so unasked."""
        gc.collect()
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
        self._left = _in_use()


def keep_together() -> None:
    """Make glibc scatter less memory: one heap for all threads, and large blocks (a batch of mails) outside of it.

    Of itself it takes blocks of up to 32 MB from the heap once it has met some, and pages between them stay in use.
    """
    tune = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if tune is not None:
        tune(_M_MMAP_THRESHOLD, 128 << 10)
        tune(_M_ARENA_MAX, 1)


def _in_use() -> int:
    """The resident set in octets, 0 where /proc does not tell."""
    try:
        return int(_STATM.read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
