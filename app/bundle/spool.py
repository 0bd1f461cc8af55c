"""Rows kept on disk while a bundle is looked at, so that a million of them need no more memory than a thousand."""

from __future__ import annotations

import heapq
import pickle
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Generic, TypeVar

T = TypeVar("T")
CHUNK = 2_000
RUN = 50_000
# Small bundles never touch the disk. The file beyond has no name, and ends with the process.
IN_MEMORY_BYTES = 1024 * 1024


class Spool(Generic[T]):
    """A list that is only appended to and read from its beginning; iterate as often as you like."""

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115  (closed with the list)
        weakref.finalize(self, self._file.close)
        self._starts: list[int] = []
        self._last: list[T] = []
        self._length = 0
        for item in items:
            self.append(item)

    def append(self, item: T) -> None:
        """Add one at the end."""
        self._last.append(item)
        self._length += 1
        if len(self._last) == CHUNK:
            self._starts.append(self._file.seek(0, 2))
            pickle.dump(self._last, self._file, pickle.HIGHEST_PROTOCOL)
            self._last = []

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[T]:
        for start in self._starts:
            self._file.seek(start)
            yield from pickle.load(self._file)  # noqa: S301  (nobody but us has written to this file)
        yield from self._last


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def in_order(items: Iterable[T], key: Callable[[T], Any]) -> Iterator[T]:
    """The items sorted, equal ones as they came, with at most `RUN` of them in memory."""
    runs = [Spool(sorted(run, key=key)) for run in batches(items, RUN)]
    return heapq.merge(*runs, key=key)
