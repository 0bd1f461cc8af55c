"""One school, one term, one day: what every section of the report starts from (figures.md 1).

`TermView` keeps what several sections ask for, each made once; rows not yet seen on the day are left out here.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, TypeAlias

from app.casework.calendar import Term, years_before
from app.casework.facts import Facts, IncidentRow, Key, ResponseRow
from app.casework.facts.dates import response_seen_on
from app.casework.measure import Candidates, Reckoning
from app.casework.words import ResponseKind

Figures: TypeAlias = dict[str, Any]
A_DAY = timedelta(days=1)
STATEMENT = ResponseKind.AFFECTIVE_STATEMENT.value


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time())


class TermView:
    """The seen rows of one term as at one day. `candidates`: those of the school as at that day, if some other view
    has reckoned any already (a second term as at the same day has the same ones)."""

    def __init__(self, facts: Facts, term: Term, as_at: date, candidates: Candidates | None = None) -> None:
        self.facts = facts
        self.term = term
        self.as_at = as_at
        self.candidates = candidates or Candidates(facts, as_at)

    def is_in_term(self, day: date | None) -> bool:
        """Whether a day lies in the term's period and has come."""
        return day is not None and day <= self.as_at and day in self.term

    @cached_property
    def cohort(self) -> list[Reckoning]:
        """Candidates whose incident occurred in the term."""
        return self.candidates.over(self.incidents)

    def is_seen(self, incident: IncidentRow) -> bool:
        """Whether an incident had happened and been logged by the day."""
        return incident.occurred_at < self._night and incident.logged_at < self._night

    @cached_property
    def _night(self) -> datetime:
        """The end of the day of the report."""
        return _start_of(self.as_at + A_DAY)

    @cached_property
    def incidents(self) -> list[IncidentRow]:
        """Seen incidents of the term."""
        found = self.facts.incidents_from(_start_of(self.term.starts_on), self.end)
        return [row for row in found if self.is_seen(row)]

    @cached_property
    def end(self) -> datetime:
        """The end of the term's period."""
        return _start_of(self.term.period_ends_on + A_DAY)

    @cached_property
    def cases(self) -> list[Key]:
        """Cases of the term: those whose earliest seen incident occurred in it."""
        first = _start_of(self.term.starts_on)
        return [
            case
            for case in dict.fromkeys(row.case for row in self.incidents)
            if all(row.occurred_at >= first for row in self.incidents_of(case))
        ]

    def incidents_of(self, case: Key) -> list[IncidentRow]:
        """Seen incidents of a case, of whatever term."""
        return [row for row in self.facts.incidents_of_case.get(case, ()) if self.is_seen(row)]

    @cached_property
    def pair_times(self) -> dict[tuple[Key, Key], list[datetime]]:
        """Times of seen incidents from the first day of the term on, by pair of who caused harm and who was harmed,
        in order."""
        found: defaultdict[tuple[Key, Key], list[datetime]] = defaultdict(list)
        for row in self.facts.incidents_from(_start_of(self.term.starts_on), self._night):
            for pair in self.pairs_in(row) if self.is_seen(row) else ():
                found[pair].append(row.occurred_at)
        return dict(found)

    def pairs_in(self, incident: IncidentRow) -> list[tuple[Key, Key]]:
        """(who caused harm, who was harmed), two different people, in one incident."""
        harmed = self.facts.harmed.get(incident.incident, ())
        return [(x, y) for x in self.facts.caused.get(incident.incident, ()) for y in harmed if x != y]

    def caused_in(self, case: Key) -> set[Key]:
        """Those who caused harm in a seen incident of the case."""
        return self._people_in(case)[0]

    def harmed_in(self, case: Key) -> set[Key]:
        """Those harmed in a seen incident of the case."""
        return self._people_in(case)[1]

    def _people_in(self, case: Key) -> tuple[set[Key], set[Key]]:
        known = self._people.get(case)
        if known is None:
            rows = self.incidents_of(case)
            caused = {p for row in rows for p in self.facts.caused.get(row.incident, ())}
            harmed = {p for row in rows for p in self.facts.harmed.get(row.incident, ())}
            known = self._people[case] = caused, harmed
        return known

    @cached_property
    def _people(self) -> dict[Key, tuple[set[Key], set[Key]]]:
        return {}

    def is_response_seen(self, row: ResponseRow) -> bool:
        """Whether a response is dated on or before the day."""
        return response_seen_on(self.facts, row) <= self.as_at

    def real_responses_of(self, case: Key) -> list[ResponseRow]:
        """Seen responses of a case, of any status, other than affective statements (figures.md 1.6)."""
        found = self.facts.responses_of_case.get(case, ())
        return [row for row in found if row.kind != STATEMENT and self.is_response_seen(row)]

    @cached_property
    def baseline_years(self) -> tuple[str, ...]:
        """The setting `baseline_years`, or the three years before (figures.md 4)."""
        return tuple(sorted(self.facts.school.baseline_years)) or years_before(self.term.academic_year)

    def term_of_year(self, academic_year: str) -> Term | None:
        """The same-named term of another year, None where the calendar lacks it."""
        return self.facts.calendar.term(f"{academic_year} {self.term.name}")
