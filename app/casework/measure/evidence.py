"""Evidence 1 to 3 of one pupil and one incident: indicated sanction, threshold, decision, and their order.

Everything here is read as at one day: rows of a later date do not exist yet (figures.md 1.1 and 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from app.casework.facts import DecisionRow, ExclusionRow, Facts, IncidentRow, Key, ResponseRow, ThresholdRow
from app.casework.facts.dates import exclusion_seen_on, is_entitled, is_head, never_was, took_effect
from app.casework.facts.lookups import EXCLUSION, TO_EXCLUDE
from app.casework.measure.indicated import Indicated, extent, indicated
from app.casework.words import DecisionKind

CONFIDENCE = {"possible": 1, "probable": 2}
ANSWERS = 3

Meeting = tuple[datetime, ResponseRow]


class Hindrance(StrEnum):
    """The first reason why the evidence of a candidate is not in order."""

    POLICY_INDICATES_NO_EXCLUSION = "policy_indicates_no_exclusion"
    NO_THRESHOLD = "no_threshold"
    THRESHOLD_NOT_ENTITLED = "threshold_not_entitled"
    THRESHOLD_BY_LOGGER = "threshold_by_logger"
    THRESHOLD_AFTER_DECISION = "threshold_after_decision"
    THRESHOLD_AFTER_MEETING = "threshold_after_meeting"
    THRESHOLD_BELOW_EXCLUSION = "threshold_below_exclusion"
    THRESHOLD_WITHOUT_CLAUSE = "threshold_without_clause"
    NO_RESTORATIVE_DECISION = "no_restorative_decision"
    DECISION_NOT_BY_HEAD = "decision_not_by_head"
    DECISION_WITHOUT_ANSWERS = "decision_without_answers"
    DECISION_AFTER_MEETING = "decision_after_meeting"
    EXCLUDED_BEFORE_DECISION = "excluded_before_decision"
    DECIDED_TO_EXCLUDE_BEFORE = "decided_to_exclude_before"


class Evidence:
    """What is on record for one pair as at one day: `decisions` in order of time, rows of the `register`. Most pairs are
    settled by these, so the rest is looked up when first asked for."""

    def __init__(self, facts: Facts, pupil: Key, incident: IncidentRow, on: date) -> None:
        self.facts = facts
        self.pupil = pupil
        self.incident = incident
        self.on = on
        self.pair = (pupil, incident.incident)
        decided = [row for row in facts.decisions_of.get(self.pair, ()) if row.decided_at.date() <= on]
        self.decisions = sorted(decided, key=lambda row: (row.decided_at, str(row.decided_by)))
        self.register = [row for row in facts.register_of.get(self.pair, ()) if exclusion_seen_on(row) <= on]

    @cached_property
    def indicated(self) -> Indicated:
        """What the policy of the day indicates."""
        return indicated(self.facts, self.pupil, self.incident)

    @cached_property
    def thresholds(self) -> list[ThresholdRow]:
        """Every threshold row, counting or not."""
        return [row for row in self.facts.thresholds_of.get(self.pair, ()) if row.recorded_at.date() <= self.on]

    @cached_property
    def meetings(self) -> list[Meeting]:
        """Real responses held at or after the incident in which the pupil took part, in order."""
        return met(self.facts, self.pupil, self.incident, self.on)

    @property
    def first_met_at(self) -> datetime | None:
        """When the pupil first met over the incident: h of figures.md 1.6."""
        return self.meetings[0][0] if self.meetings else None

    @cached_property
    def threshold(self) -> ThresholdRow | None:
        """T, the threshold that counts."""
        return counting_threshold(self.facts, self.incident, self.thresholds, self.decisions, self.first_met_at)

    @cached_property
    def decision(self) -> DecisionRow | None:
        """r, the restorative decision that counts."""
        return counting_decision(self.facts, self.decisions)

    @cached_property
    def hindrance(self) -> Hindrance | None:
        """The first reason why evidence 1 to 3 are not in order; None if they are."""
        return next(filter(None, self._hindrances()), None)

    @property
    def in_order(self) -> bool:
        """Whether evidence 1 to 3 are there and in order. Without a decision that counts they can't be, and nothing
        else need be looked at."""
        return self.decision is not None and self.hindrance is None

    def _hindrances(self) -> Iterator[Hindrance | None]:
        yield None if self.indicated.extent.excludes else Hindrance.POLICY_INDICATES_NO_EXCLUSION
        yield _threshold_hindrance(
            self.facts, self.incident, self.threshold, self.thresholds, self.decisions, self.first_met_at
        )
        yield _decision_hindrance(self.facts, self.decision, self.decisions, self.first_met_at)
        yield _earlier_exclusion(self.decision, self.decisions, self.register)


def gather(facts: Facts, pupil: Key, incident: IncidentRow, on: date) -> Evidence:
    """The evidence for the pair as at `on`."""
    return Evidence(facts, pupil, incident, on)


def met(facts: Facts, pupil: Key, incident: IncidentRow, on: date) -> list[Meeting]:
    """Real responses of the incident's case, held from the incident on and by `on`, in which the pupil took part,
    in order of time (figures.md 1.6)."""
    meetings = facts.meetings_of.get((incident.case, pupil), ())
    return [m for m in meetings if m[0] >= incident.occurred_at and m[0].date() <= on]


def counting_threshold(
    facts: Facts,
    incident: IncidentRow,
    thresholds: list[ThresholdRow],
    decisions: list[DecisionRow],
    first_met_at: datetime | None,
) -> ThresholdRow | None:
    """T: the last row by someone entitled, at or before the first decision and before the first meeting; of the
    same minute the smallest (figures.md 2)."""
    counting = [row for row in thresholds if not _threshold_fault(facts, incident, row, decisions, first_met_at)]
    if not counting:
        return None
    last = max(row.recorded_at for row in counting)
    return min((row for row in counting if row.recorded_at == last), key=_size)


def _size(row: ThresholdRow) -> tuple[tuple[int, int], int, bool, str]:
    confidence = CONFIDENCE.get(row.confidence or "", 0)
    return extent(row.sanction, row.school_days).order, confidence, bool(row.clause), str(row.recorded_by)


def _threshold_fault(
    facts: Facts,
    incident: IncidentRow,
    row: ThresholdRow,
    decisions: list[DecisionRow],
    first_met_at: datetime | None,
) -> Hindrance | None:
    """Why one threshold row does not count; None if it may."""
    day = row.recorded_at.date()
    if row.recorded_by == incident.logged_by and not is_head(facts, row.recorded_by, day):
        entitled = is_entitled(facts, row.recorded_by, day)
        return Hindrance.THRESHOLD_BY_LOGGER if entitled else Hindrance.THRESHOLD_NOT_ENTITLED
    if not is_entitled(facts, row.recorded_by, day):
        return Hindrance.THRESHOLD_NOT_ENTITLED
    if decisions and row.recorded_at > decisions[0].decided_at:
        return Hindrance.THRESHOLD_AFTER_DECISION
    if first_met_at is not None and row.recorded_at >= first_met_at:
        return Hindrance.THRESHOLD_AFTER_MEETING
    return None


def _threshold_hindrance(
    facts: Facts,
    incident: IncidentRow,
    threshold: ThresholdRow | None,
    thresholds: list[ThresholdRow],
    decisions: list[DecisionRow],
    first_met_at: datetime | None,
) -> Hindrance | None:
    if threshold is None:
        # All rows fail; the one that came nearest (by time) says most to those who ask why.
        first = min(thresholds, key=lambda row: (row.recorded_at, str(row.recorded_by)), default=None)
        if first is None:
            return Hindrance.NO_THRESHOLD
        return _threshold_fault(facts, incident, first, decisions, first_met_at)
    if threshold.sanction not in EXCLUSION:
        return Hindrance.THRESHOLD_BELOW_EXCLUSION
    return None if threshold.clause and threshold.clause.strip() else Hindrance.THRESHOLD_WITHOUT_CLAUSE


def counting_decision(facts: Facts, decisions: list[DecisionRow]) -> DecisionRow | None:
    """r: the first restorative decision by the head of that day with all three answers (figures.md 2)."""
    for row in decisions:
        whole = row.decision == DecisionKind.RESTORATIVE and row.answers >= ANSWERS
        if whole and is_head(facts, row.decided_by, row.decided_at.date()):
            return row
    return None


def _decision_hindrance(
    facts: Facts, decision: DecisionRow | None, decisions: list[DecisionRow], first_met_at: datetime | None
) -> Hindrance | None:
    # T stands at or before the first decision of all, so it can't come after r.
    if decision is not None:
        late = first_met_at is not None and decision.decided_at >= first_met_at
        return Hindrance.DECISION_AFTER_MEETING if late else None
    restorative = [row for row in decisions if row.decision == DecisionKind.RESTORATIVE]
    if not restorative:
        return Hindrance.NO_RESTORATIVE_DECISION
    if any(is_head(facts, row.decided_by, row.decided_at.date()) for row in restorative):
        return Hindrance.DECISION_WITHOUT_ANSWERS
    return Hindrance.DECISION_NOT_BY_HEAD


def _earlier_exclusion(
    decision: DecisionRow | None, decisions: list[DecisionRow], register: list[ExclusionRow]
) -> Hindrance | None:
    if decision is None:
        return None
    day = decision.decided_at.date()
    # A row that starts before that day has started by any day on which the decision is seen.
    if any(row.starts_on < day and took_effect(row, day) for row in register):
        return Hindrance.EXCLUDED_BEFORE_DECISION
    if any(never_was(row) for row in register):
        return None
    earlier = (row.decision in TO_EXCLUDE for row in decisions if row.decided_at <= decision.decided_at)
    return Hindrance.DECIDED_TO_EXCLUDE_BEFORE if any(earlier) else None
