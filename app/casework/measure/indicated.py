"""Evidence 1: which sanction the behaviour policy indicates for one pupil's part in one incident.

The version in force on the day of the incident is read, never today's (figures.md 2).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import datetime, time
from typing import NamedTuple

from app.casework.facts import Facts, IncidentRow, Key, PolicyRow
from app.casework.words import Sanction

RANK = {kind.value: rank for rank, kind in enumerate(Sanction)}


class Extent(NamedTuple):
    """A sanction and, for a suspension, its school days."""

    kind: str
    school_days: int = 0

    @property
    def order(self) -> tuple[int, int]:
        """none < school_based < suspension by days < permanent_exclusion (figures.md 2)."""
        return RANK[self.kind], self.school_days

    @property
    def excludes(self) -> bool:
        """Whether it is a suspension or a permanent exclusion."""
        return RANK[self.kind] >= RANK[Sanction.SUSPENSION]


class Indicated(NamedTuple):
    """What the policy says, the row that says it (None: it says nothing), and the repeats found for it."""

    extent: Extent
    row: PolicyRow | None
    repeats: int


NOTHING = Indicated(Extent(Sanction.NONE.value), None, 0)


def extent(kind: str, school_days: int | None) -> Extent:
    """An extent as the rows write it; days count for a suspension alone."""
    return Extent(str(kind), school_days or 0 if kind == Sanction.SUSPENSION else 0)


def indicated(facts: Facts, pupil: Key, incident: IncidentRow) -> Indicated:
    """The indicated sanction: of the rows in force whose repeat condition holds, the one that asks for most
    repeats (figures.md 2)."""
    versions = facts.policy_dates
    place = bisect_right(versions, incident.occurred_at.date())
    if place == 0:
        return NOTHING
    for row in facts.policy_of.get((versions[place - 1], incident.category, incident.severity), ()):
        asked = row.repeats_at_least or 0
        found = repeats(facts, pupil, incident, row.look_back_school_days) if asked else 0
        if found >= asked:
            return Indicated(extent(row.sanction, row.school_days), row, found)
    return NOTHING


def repeats(facts: Facts, pupil: Key, incident: IncidentRow, look_back: int | None) -> int:
    """Other incidents of the category, of any severity, that the pupil caused earlier, logged no later than this
    one, with at most `look_back` school days between the two days (None: however long ago)."""
    earlier = facts.caused_by.get((pupil, incident.category), ())
    end = bisect_left(earlier, (incident.occurred_at,))
    first = None if look_back is None else facts.calendar.first_within(look_back, incident.occurred_at.date())
    start = 0 if first is None else bisect_left(earlier, (datetime.combine(first, time()),))
    return sum(1 for _, logged_at in earlier[start:end] if logged_at <= incident.logged_at)
