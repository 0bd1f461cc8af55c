"""Who recurs together: pairs and groups of pupils who met in more than one incident within a window of days.

Nothing here counts one child's incidents: what recurs is always between people, and it is shown by its latest day
(practice.md 5.7, interface.md 6). Pure functions of rows; the rows come through scope.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import NamedTuple

MORE_THAN_ONCE = 2


class Meeting(NamedTuple):
    """One pupil in one incident of a case, with a part that stands between people."""

    incident: int
    case: int
    at: datetime
    pupil: int


@dataclass(frozen=True, slots=True)
class Together:
    """Pupils who recur together: a pair, or a group joined by pairs. `incidents` and `cases` newest first."""

    pupils: frozenset[int]
    incidents: tuple[int, ...]
    cases: tuple[int, ...]
    last: datetime
    last_before: datetime

    @property
    def is_group(self) -> bool:
        """More than two pupils."""
        return len(self.pupils) > MORE_THAN_ONCE


def recurring(rows: Iterable[Meeting]) -> list[Together]:
    """Every pair that met in two incidents or more, pairs that share a pupil joined to one group; the latest first."""
    incidents: dict[int, dict[int, Meeting]] = defaultdict(dict)
    for row in rows:
        incidents[row.incident][row.pupil] = row
    met: dict[tuple[int, int], list[Meeting]] = defaultdict(list)
    for people in incidents.values():
        for pair in combinations(sorted(people), 2):
            met[pair].append(people[pair[0]])
    again = {pair: found for pair, found in met.items() if len(found) >= MORE_THAN_ONCE}
    made = [_together(pairs, again) for pairs in _joined(again)]
    return sorted(made, key=lambda each: (each.last, each.incidents), reverse=True)


def _together(pairs: list[tuple[int, int]], again: dict[tuple[int, int], list[Meeting]]) -> Together:
    rows = {row.incident: row for pair in pairs for row in again[pair]}
    found = sorted(rows.values(), key=lambda row: (row.at, row.incident), reverse=True)
    return Together(
        pupils=frozenset(pupil for pair in pairs for pupil in pair),
        incidents=tuple(row.incident for row in found),
        cases=tuple(dict.fromkeys(row.case for row in found)),
        last=found[0].at,
        last_before=found[1].at,
    )


def _joined(pairs: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Pairs that share a pupil, directly or through others, in one list."""
    leader: dict[int, int] = {}

    def lead(pupil: int) -> int:
        while leader.setdefault(pupil, pupil) != pupil:
            pupil = leader[pupil]
        return pupil

    known = sorted(pairs)
    for one, other in known:
        leader[lead(other)] = lead(one)
    groups: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in known:
        groups[lead(pair[0])].append(pair)
    return list(groups.values())
