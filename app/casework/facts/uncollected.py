"""Facts are a hundred thousand tuples that hold no cycles: while they are made and counted, the collector of cycles
would look through all of them again and again, and find nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """A time without the collector, also as a decorator; what is no longer used is freed all the same."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
