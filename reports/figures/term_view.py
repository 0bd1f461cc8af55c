"""One school, one term, one day: what every section of the report starts from (figures.md 1).

`TermView` keeps what several sections ask for, each made once; rows not yet seen on the day are left out here.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeAlias

from app.casework.calendar import Term, years_before
from app.casework.facts import Facts, IncidentRow, Key, ResponseRow
from app.casework.facts.dates import incident_seen_on, response_seen_on
from app.casework.measure import Reckoning, reckon_all
from app.casework.words import ResponseKind

Figures: TypeAlias = dict[str, Any]


class TermView:
    """The seen rows of one term as at one day. `reckoned`: every candidate of the school as at that day, if
    already known (a second term as at the same day has the same ones)."""

    def __init__(self, facts: Facts, term: Term, as_at: date, reckoned: list[Reckoning] | None = None) -> None:
        self.facts = facts
        self.term = term
        self.as_at = as_at
        self._reckoned = reckoned

    def is_in_term(self, day: date | None) -> bool:
        """Whether a day lies in the term's period and has come."""
        return day is not None and day <= self.as_at and day in self.term

    @cached_property
    def reckoned(self) -> list[Reckoning]:
        """Every candidate of every term."""
        return reckon_all(self.facts, self.as_at) if self._reckoned is None else self._reckoned

    @cached_property
    def cohort(self) -> list[Reckoning]:
        """Candidates whose incident occurred in the term."""
        return [each for each in self.reckoned if each.incident.occurred_at.date() in self.term]

    def is_seen(self, incident: IncidentRow) -> bool:
        """Whether an incident had happened and been logged by the day."""
        return incident_seen_on(incident) <= self.as_at

    @cached_property
    def incidents(self) -> list[IncidentRow]:
        """Seen incidents of the term."""
        found = (row for row in self.facts.incidents if row.occurred_at.date() in self.term)
        return [row for row in found if self.is_seen(row)]

    @cached_property
    def cases(self) -> list[Key]:
        """Cases of the term: those whose earliest seen incident occurred in it."""
        return [
            case
            for case in dict.fromkeys(row.case for row in self.incidents)
            if min(row.occurred_at for row in self.incidents_of(case)).date() in self.term
        ]

    def incidents_of(self, case: Key) -> list[IncidentRow]:
        """Seen incidents of a case, of whatever term."""
        return [row for row in self.facts.incidents_of_case.get(case, ()) if self.is_seen(row)]

    @cached_property
    def pair_times(self) -> dict[tuple[Key, Key], list[datetime]]:
        """Times of every seen incident by pair of who caused harm and who was harmed, in order."""
        found: defaultdict[tuple[Key, Key], list[datetime]] = defaultdict(list)
        for row in sorted(filter(self.is_seen, self.facts.incidents), key=lambda row: row.occurred_at):
            for x in self.facts.caused.get(row.incident, ()):
                for y in self.facts.harmed.get(row.incident, set()) - {x}:
                    found[x, y].append(row.occurred_at)
        return dict(found)

    def caused_in(self, case: Key) -> set[Key]:
        """Those who caused harm in a seen incident of the case."""
        return {p for row in self.incidents_of(case) for p in self.facts.caused.get(row.incident, ())}

    def harmed_in(self, case: Key) -> set[Key]:
        """Those harmed in a seen incident of the case."""
        return {p for row in self.incidents_of(case) for p in self.facts.harmed.get(row.incident, ())}

    def is_response_seen(self, row: ResponseRow) -> bool:
        """Whether a response is dated on or before the day."""
        return response_seen_on(self.facts, row) <= self.as_at

    def real_responses_of(self, case: Key) -> list[ResponseRow]:
        """Seen responses of a case, of any status, other than affective statements (figures.md 1.6)."""
        found = self.facts.responses_of_case.get(case, ())
        return [row for row in found if row.kind != ResponseKind.AFFECTIVE_STATEMENT and self.is_response_seen(row)]

    @cached_property
    def baseline_years(self) -> tuple[str, ...]:
        """The setting `baseline_years`, or the three years before (figures.md 4)."""
        return tuple(sorted(self.facts.school.baseline_years)) or years_before(self.term.academic_year)

    def term_of_year(self, academic_year: str) -> Term | None:
        """The same-named term of another year, None where the calendar lacks it."""
        return self.facts.calendar.term(f"{academic_year} {self.term.name}")
