"""Gives memory back to the system after much mail, so that a service that waits is small."""

import ctypes
import gc


def give_back() -> None:
    """Return freed memory; glibc keeps what lies below memory in use until it is asked, others do so by themselves."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
