"""What is wrong with a bundle: one problem per cell or row, told with what would be right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_TOLD = 5_000


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` is the line of the file on which the row begins (the header is line 1); None: the whole file."""

    file: str
    line: int | None
    column: str | None
    wrong: str
    right: str

    def __str__(self) -> str:
        place = self.file + (f", line {self.line}" if self.line else "") + (f", {self.column}" if self.column else "")
        return f"{place}: {self.wrong} {self.right}".rstrip()


@dataclass
class Problems:
    """Every problem found, counted; beyond the first `MOST_TOLD` they are counted only, so that a hostile file
    can't fill the memory. `unread`: files that could not be read to their end, so that nobody is told what they lack."""

    found: list[Problem] = field(default_factory=list)
    count: int = 0
    unread: set[str] = field(default_factory=set)

    def add(self, file: str, line: int | None, column: str | None, wrong: str, right: str = "") -> None:
        """Note one problem."""
        self.count += 1
        if len(self.found) < MOST_TOLD:
            self.found.append(Problem(file, line, column, wrong, right))

    def add_unread(self, file: str, line: int | None, column: str | None, wrong: str, right: str = "") -> None:
        """Note why a file can't be read."""
        self.add(file, line, column, wrong, right)
        self.unread.add(file)

    def in_order(self, files: tuple[str, ...]) -> tuple[Problem, ...]:
        """File by file in the order of the bundle, line by line."""
        place = {name: number for number, name in enumerate(files)}
        return tuple(sorted(self.found, key=lambda p: (place.get(p.file, -1), p.file, p.line or 0)))

    def __bool__(self) -> bool:
        return self.count > 0

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.found)
