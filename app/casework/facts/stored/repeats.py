"""Earlier incidents that the policy counts as repeats: without them an indicated sanction would come out too low."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from typing import Any

from sqlalchemy import select

from app.casework.calendar import Calendar, Term
from app.casework.facts import readings as r
from app.casework.facts.reading import plain
from app.casework.facts.stored.asking import Asking, Read, is_one_of, portions
from app.casework.facts.stored.wanted import CAUSED, Days, period_of
from app.casework.incident import Incident, Involvement

INCIDENT, INVOLVEMENT = plain(Incident), plain(Involvement)
FIRST_DAY = date(1900, 1, 1)  # before any that a school has


class Repeats:
    """The incidents that count as repeats for those `read` so far: everybody's before the term; of other terms those
    of pupils who caused harm in an incident for which the policy counts."""

    def __init__(self, asking: Asking, read: Read, calendar: Calendar, term: Term) -> None:
        self.asking = asking
        self.read = read
        self.calendar = calendar
        self.term = period_of(term)
        self.rows = [row for row in read["policy"] if row.repeats_at_least]
        self.is_counted = INCIDENT.category.in_(sorted({row.category for row in self.rows}))

    def incidents(self) -> list[Any]:
        """Rows of incidents; some of them may have been read before."""
        return [*self._before_the_term(), *self._of_other_terms()] if self.rows else []

    def _before_the_term(self) -> list[Any]:
        before = Days(self._look_back(self.term.first), self.term.first)
        return self.asking.rows(r.INCIDENTS, self.is_counted, before.may_hold(INCIDENT.occurred_at))

    def _of_other_terms(self) -> list[Any]:
        kinds = {(row.category, row.severity) for row in self.rows}
        others = [
            row
            for row in self.read["incidents"]
            if (row.category, row.severity) in kinds and not self.term.first <= row.occurred_at.date() <= self.term.last
        ]
        if not others:
            return []
        days = [row.occurred_at.date() for row in others]
        span = Days(self._look_back(min(days)), max(days)).may_hold(INCIDENT.occurred_at)
        found = []
        for pupils in portions(self._who_caused([row.incident for row in others])):
            theirs = select(INVOLVEMENT.incident_id).where(
                is_one_of(INVOLVEMENT.person_id, pupils), INVOLVEMENT.part.in_(CAUSED)
            )
            found += self.asking.rows(r.INCIDENTS, self.is_counted, span, INCIDENT.id.in_(theirs))
        return found

    def _who_caused(self, incidents: list[int]) -> set[int]:
        involved = self.asking.among(r.INVOLVEMENTS, INVOLVEMENT.incident_id, incidents)
        return {row.person for row in involved if row.role in CAUSED}

    def _look_back(self, day: date) -> date:
        """The first day that a repeat before `day` can have."""
        windows = [row.look_back_school_days for row in self.rows]
        if None in windows:
            return FIRST_DAY
        place = bisect_left(self.calendar.school_days, day) - max(filter(None, windows), default=0) - 1
        return self.calendar.school_days[place] if place >= 0 else FIRST_DAY
