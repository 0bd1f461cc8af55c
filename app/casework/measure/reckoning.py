"""The status of one candidate as at a day, with all that it rests on.

A pure function of facts and a date (measure.md). Nothing is stored: asked again with the same facts and date, it
says the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from app.casework.facts import Facts, IncidentRow, Key
from app.casework.facts.dates import incident_seen_on, stands
from app.casework.facts.lookups import EXCLUSION, TO_EXCLUDE, Pair
from app.casework.measure.account import account
from app.casework.measure.course import RULE, Course, Exclusion, Ground, Status, Verdict, exclusions_of
from app.casework.measure.evidence import Evidence, gather
from app.casework.measure.indicated import Extent, extent
from app.casework.measure.recorded import reason
from app.casework.words import DecisionKind


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One pupil and one incident as at one day. `status` and `ground` are None for a pair that is no candidate;
    `verdict` is None unless evidence 1 to 3 are in order. For an avoided candidate the verdict is that of
    the day on which it became avoided, and stays so."""

    facts: Facts
    evidence: Evidence
    status: Status | None
    ground: Ground | None
    verdict: Verdict | None

    @property
    def pair(self) -> Pair:
        """(pupil, incident)"""
        return self.evidence.pupil, self.evidence.incident.incident

    @property
    def pupil(self) -> Key:
        """Who caused the harm."""
        return self.evidence.pupil

    @property
    def incident(self) -> IncidentRow:
        """The incident."""
        return self.evidence.incident

    @property
    def is_candidate(self) -> bool:
        """Whether exclusion was in play (figures.md 2)."""
        return self.status is not None

    @property
    def in_order(self) -> bool:
        """Whether evidence 1 to 3 are there and in order."""
        return self.evidence.in_order

    @property
    def avoided_on(self) -> date | None:
        """The day on which the candidate became avoided: the term of that day is credited, once."""
        return self.verdict.x if self.verdict is not None and self.status is Status.AVOIDED else None

    @property
    def rule(self) -> int | None:
        """Which of the rules 3 to 6 of figures.md 3 decided; None if the evidence is not in order."""
        return RULE.get(self.ground) if self.ground else None

    @property
    def claim(self) -> Extent | None:
        """What an avoided candidate adds: the lesser of indicated sanction and threshold; None without one."""
        threshold = self.evidence.threshold
        if threshold is None:
            return None
        confirmed = extent(threshold.sanction, threshold.school_days)
        return min(confirmed, self.evidence.indicated.extent, key=lambda each: each.order)

    @property
    def confidence(self) -> str | None:
        """probable or possible, as confirmed."""
        threshold = self.evidence.threshold
        return threshold.confidence if threshold else None

    @property
    def holding_ends_on(self) -> date | None:
        """Last day of the holding period of the agreement that counts; None without one, or past the calendar."""
        agreed = self.verdict.agreed if self.verdict else None
        return agreed.holds_to if agreed else None

    @property
    def is_strict(self) -> bool:
        """Avoided, and the pupil not excluded for anything from the decision to the end of holding."""
        return self.status is Status.AVOIDED and self.excluded_meanwhile is None

    @property
    def excluded_meanwhile(self) -> Exclusion | None:
        """The first exclusion of the pupil, for anything, from the decision to the end of holding."""
        decision, end = self.evidence.decision, self.holding_ends_on
        if decision is None or end is None:
            return None
        first = decision.decided_at.date()
        found = exclusions_of(self.facts, self.pupil)
        inside = (each for each in found if first <= each.day <= end and each.seen_at(self.evidence.on))
        return min(inside, key=lambda each: each.day, default=None)

    @property
    def reason(self) -> str:
        """Why the status is what it is, in a sentence or two; empty for no candidate."""
        return reason(self)

    def lines(self, name: Callable[[Key], str] = str) -> list[tuple[str, str, str]]:
        """The reasoning in plain English, in order: (label, value, note). `name` says how a person is called."""
        return account(self, name)


def reckon(facts: Facts, pair: Pair, on: date) -> Reckoning:
    """The status of (pupil, incident) as at `on`, with its evidence. A pair that is no candidate gets one too,
    without a status. Raises KeyError if the incident is not among the facts."""
    pupil, incident = pair
    evidence = gather(facts, pupil, facts.incident[incident], on)
    if not is_pair(facts, pair, on) or not _exclusion_in_play(evidence):
        return Reckoning(facts, evidence, None, None, None)
    if evidence.in_order:
        return _in_order(facts, evidence)
    status, ground = _not_in_order(evidence)
    return Reckoning(facts, evidence, status, ground, None)


def reckon_case(facts: Facts, case: Key, on: date) -> list[Reckoning]:
    """The candidates of one case as at `on`, by time of the incident; facts of that case alone will do."""
    pairs = {
        (pupil, row.incident)
        for row in facts.incidents_of_case.get(case, ())
        for pupil in facts.caused.get(row.incident, ())
    }
    found = (reckon(facts, pair, on) for pair in pairs)
    return sorted((each for each in found if each.is_candidate), key=place)


def place(each: Reckoning) -> tuple[datetime, str, str]:
    """By time of the incident; of one minute, by keys."""
    return each.incident.occurred_at, str(each.incident.incident), str(each.pupil)


def is_pair(facts: Facts, pair: Pair, on: date) -> bool:
    """A pupil who caused harm in an incident that is seen."""
    pupil, key = pair
    incident = facts.incident.get(key)
    if incident is None or pupil not in facts.pupil or pupil not in facts.caused.get(key, ()):
        return False
    return incident_seen_on(incident) <= on


def _exclusion_in_play(evidence: Evidence) -> bool:
    """Whether the pair is a candidate (figures.md 2)."""
    if evidence.register or any(row.decision in TO_EXCLUDE for row in evidence.decisions):
        return True
    if evidence.threshold is not None:
        return evidence.threshold.sanction in EXCLUSION
    if any(row.sanction in EXCLUSION for row in evidence.thresholds):
        return True
    return evidence.indicated.extent.excludes and bool(evidence.decisions or evidence.meetings)


def _in_order(facts: Facts, evidence: Evidence) -> Reckoning:
    course = Course(facts, evidence)
    verdict = course.avoided_by(evidence.on) or course.verdict(evidence.on)
    return Reckoning(facts, evidence, verdict.status, verdict.ground, verdict)


def _not_in_order(evidence: Evidence) -> tuple[Status, Ground]:
    """First that fits (figures.md 3)."""
    decided = {row.decision for row in evidence.decisions}
    considered = any(row.sanction in EXCLUSION for row in evidence.thresholds)
    tests = (
        (any(stands(row, evidence.on) for row in evidence.register), Status.EXCLUDED, Ground.REGISTER_STANDS),
        (bool(decided & TO_EXCLUDE) and not evidence.register, Status.EXCLUDED, Ground.DECIDED_TO_EXCLUDE),
        (
            DecisionKind.RESTORATIVE in decided,
            Status.RECORDED_LATE,
            Ground.RESTORATIVE_OUT_OF_ORDER,
        ),
        (
            DecisionKind.OTHER_SANCTION in decided,
            Status.OTHER_SANCTION,
            Ground.OTHER_SANCTION_DECIDED,
        ),
        (bool(evidence.meetings), Status.RECORDED_LATE, Ground.MET_OUT_OF_ORDER),
        (bool(decided), Status.OTHER_SANCTION, Ground.EXCLUSION_CANCELLED),
        (not considered, Status.OTHER_SANCTION, Ground.NO_EXCLUSION_CONSIDERED),
    )
    for fits, status, ground in tests:
        if fits:
            return status, ground
    return Status.UNDECIDED, Ground.AWAITING_DECISION
