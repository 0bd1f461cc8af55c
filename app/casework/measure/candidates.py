"""The candidates of a school as at one day: all of them, or those over some incidents, each reckoned once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from app.casework.facts import Facts, IncidentRow
from app.casework.facts.lookups import Pair
from app.casework.measure.evidence import met
from app.casework.measure.reckoning import Reckoning, is_pair, place, reckon
from app.casework.words import DecisionKind


class Candidates:
    """The candidates of one school as at one day. A figure asks for those it counts, and no others are reckoned."""

    def __init__(self, facts: Facts, on: date) -> None:
        self.facts = facts
        self.on = on
        self._reckoned: dict[Pair, Reckoning] = {}

    def of(self, pair: Pair) -> Reckoning:
        """The reckoning of a pair, which need not be a candidate."""
        known = self._reckoned.get(pair)
        if known is None:
            known = self._reckoned[pair] = reckon(self.facts, pair, self.on)
        return known

    def over(self, incidents: Iterable[IncidentRow]) -> list[Reckoning]:
        """Candidates over some incidents, by time of the incident."""
        return self._among(pair for row in incidents for pair in possible_pairs(self.facts, row, self.on))

    @cached_property
    def decided_restoratively(self) -> list[Reckoning]:
        """Candidates of whom a restorative decision was made, of any term: nobody else can become avoided."""
        return self._among(
            pair
            for pair, rows in self.facts.decisions_of.items()
            if any(row.decision == DecisionKind.RESTORATIVE for row in rows)
        )

    def recorded_between(self, first: date, last: date) -> list[Reckoning]:
        """Candidates with a threshold, a decision or a register row, over incidents of the days first to last."""
        incidents = self.facts.incident
        found = ((pair, incidents.get(pair[1])) for pair in self.facts.recorded)
        return self._among(pair for pair, row in found if row and first <= row.occurred_at.date() <= last)

    def _among(self, pairs: Iterable[Pair]) -> list[Reckoning]:
        found = (self.of(pair) for pair in pairs if is_pair(self.facts, pair, self.on))
        return sorted((each for each in found if each.is_candidate), key=place)


def reckon_all(facts: Facts, on: date) -> list[Reckoning]:
    """Every candidate of every term as at `on`, by time of the incident."""
    return Candidates(facts, on).over(facts.incidents)


def candidates(facts: Facts, on: date) -> list[Pair]:
    """The candidates of every term as at `on`: (pupil, incident), by time of the incident (figures.md 2)."""
    return [each.pair for each in reckon_all(facts, on)]


def possible_pairs(facts: Facts, incident: IncidentRow, on: date) -> Iterator[Pair]:
    """Pairs over an incident of which some may be candidates: with a threshold, a decision or a register row, or
    where the policy may indicate exclusion and the pupil met. All other pairs can't be."""
    may_indicate = (incident.category, incident.severity) in facts.may_indicate_exclusion
    for person in facts.caused.get(incident.incident, ()):
        pair = (person, incident.incident)
        if pair in facts.recorded or (may_indicate and met(facts, person, incident, on)):
            yield pair
