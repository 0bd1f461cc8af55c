"""Evidence 4 and 5: what came after a restorative decision that was in order, tested at any day.

`Course.verdict(x)` is the test of figures.md 3, word for word. `Course.avoided_by(on)` finds the first day on which
it says avoided: between the days on which something changes the answer cannot change, so only those are asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.casework.facts import ActionRow, AgreementRow, DecisionRow, ExclusionRow, Facts, IncidentRow, Key
from app.casework.facts.dates import (
    action_status,
    agreement_seen_on,
    gone_from,
    never_was,
    withdrawn,
)
from app.casework.measure.evidence import Evidence, Meeting
from app.casework.words import ActionStatus

BROKEN = frozenset({ActionStatus.NOT_DONE.value, ActionStatus.PARTLY.value})
ENDED = frozenset({ActionStatus.DONE_VERIFIED.value, ActionStatus.CHANGED.value, ActionStatus.NO_LONGER_WANTED.value})
PUT_RIGHT = frozenset({ActionStatus.DONE_VERIFIED.value, ActionStatus.NO_LONGER_WANTED.value})


class Status(StrEnum):
    """The eight statuses of a candidate (measure.md)."""

    AVOIDED = "avoided"
    IN_PROGRESS = "in_progress"
    NOT_SUSTAINED = "not_sustained"
    POSTPONED = "postponed"
    EXCLUDED = "excluded"
    OTHER_SANCTION = "other_sanction"
    UNDECIDED = "undecided"
    RECORDED_LATE = "recorded_late"


class Ground(StrEnum):
    """What decided a status: for evidence in order one of the rules 3 to 6 of figures.md 3, else its first list."""

    EXCLUDED_IN_WINDOW = "excluded_in_window"
    LEFT_ROLL = "left_roll"
    AGREEMENT_WITHDRAWN = "agreement_withdrawn"
    ACTION_NOT_KEPT = "action_not_kept"
    NO_RESPONSE_IN_TIME = "no_response_in_time"
    NO_AGREEMENT_IN_TIME = "no_agreement_in_time"
    HELD_TO_THE_END = "held_to_the_end"
    STILL_OPEN = "still_open"
    REGISTER_STANDS = "register_stands"
    DECIDED_TO_EXCLUDE = "decided_to_exclude"
    RESTORATIVE_OUT_OF_ORDER = "restorative_out_of_order"
    OTHER_SANCTION_DECIDED = "other_sanction_decided"
    MET_OUT_OF_ORDER = "met_out_of_order"
    EXCLUSION_CANCELLED = "exclusion_cancelled"
    NO_EXCLUSION_CONSIDERED = "no_exclusion_considered"
    AWAITING_DECISION = "awaiting_decision"


RULE = {
    Ground.EXCLUDED_IN_WINDOW: 3,
    Ground.LEFT_ROLL: 4,
    Ground.AGREEMENT_WITHDRAWN: 4,
    Ground.ACTION_NOT_KEPT: 4,
    Ground.NO_RESPONSE_IN_TIME: 4,
    Ground.NO_AGREEMENT_IN_TIME: 4,
    Ground.HELD_TO_THE_END: 5,
    Ground.STILL_OPEN: 6,
}


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement that counts: seen from `seen_on`, held to `holds_to` (None: the calendar ends before), with
    the actions of the pupil and of those who are not pupils."""

    agreement: AgreementRow
    seen_on: date
    holds_to: date | None
    actions: list[ActionRow]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A day on which the pupil was excluded for a matter: by a row of the register, or by a decision that counts
    until `void_from`, the day on which a register row was cancelled before it began."""

    day: date
    source: ExclusionRow | DecisionRow
    void_from: date | None = None

    def seen_at(self, x: date) -> bool:
        """Whether it counts when looked at on day x."""
        return self.day <= x and (self.void_from is None or x < self.void_from)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the test says at one day, and the rows it rests on."""

    x: date
    status: Status
    ground: Ground
    meetings: list[Meeting]
    agreed: Agreed | None
    window_end: date | None
    exclusion: Exclusion | None = None


def exclusions_of(facts: Facts, pupil: Key) -> Iterator[Exclusion]:
    """Every day on which a pupil was excluded, for anything (figures.md 1.7, for statuses)."""
    register = facts.register_of_pupil.get(pupil, ())
    for row in register:
        if not never_was(row):
            yield Exclusion(row.starts_on, row)
    for decision in facts.decisions_to_exclude.get(pupil, ()):
        cancelled = [
            row.cancelled_on
            for row in register
            if row.incident == decision.incident and row.cancelled_on is not None and never_was(row)
        ]
        yield Exclusion(decision.decided_at.date(), decision, min(cancelled, default=None))


def same_matter(facts: Facts, pupil: Key, incident: IncidentRow, exclusion: Exclusion) -> str | None:
    """What ties an exclusion of the pupil to the incident, in words; None if it is another matter (figures.md 1.7).
    Without a linked incident it counts, or else leaving it blank would pay."""
    key = exclusion.source.incident
    if key is None:
        return "no incident is linked to it"
    if key == incident.incident:
        return "for this incident"
    other = facts.incident.get(key)
    if other is not None and other.case == incident.case:
        return "for an incident of this case"
    harmed = facts.harmed.get(key, set()) & facts.harmed.get(incident.incident, set())
    return "another incident, the same person harmed" if harmed - {pupil} else None


class Course:
    """The course of one candidate in order, from the decision on."""

    def __init__(self, facts: Facts, evidence: Evidence) -> None:
        if evidence.decision is None:
            raise ValueError("a course begins with a restorative decision")
        self.facts = facts
        self.pupil = evidence.pupil
        self.incident = evidence.incident
        self.decided_on = evidence.decision.decided_at.date()
        self.response_due = facts.calendar.after(self.decided_on, facts.limit)
        self.meetings = [m for m in evidence.meetings if _by(m[0].date(), self.response_due)]
        self.agreed = sorted(self._agreements(), key=lambda a: (a.agreement.made_on, a.agreement.reference))
        self.open_end = facts.calendar.after(self.decided_on, facts.holding)
        self.exclusions = [
            each for each in exclusions_of(facts, self.pupil) if same_matter(facts, self.pupil, self.incident, each)
        ]
        self.gone_from = gone_from(facts.pupil.get(self.pupil))

    def verdict(self, x: date) -> Verdict:
        """The test of figures.md 3 at day x, with the rows seen at x."""
        meetings = [m for m in self.meetings if m[0].date() <= x]
        agreed = next((a for a in reversed(self.agreed) if a.seen_on <= x), None)
        end = agreed.holds_to if agreed else self.open_end
        exclusion = self._excluded(x, end)
        if exclusion:
            status, ground = Status.POSTPONED, Ground.EXCLUDED_IN_WINDOW
        else:
            status, ground = self._kept(x, meetings, agreed)
        return Verdict(x, status, ground, meetings, agreed, end, exclusion)

    def avoided_by(self, on: date) -> Verdict | None:
        """The verdict of the first day, from the decision to `on`, that says avoided; None if there is none."""
        for x in self._days_of_change(on):
            verdict = self.verdict(x)
            if verdict.status is Status.AVOIDED:
                return verdict
        return None

    def _agreements(self) -> Iterator[Agreed]:
        for held_at, response in self.meetings:
            due = self.facts.calendar.after(held_at.date(), self.facts.limit)
            for row in self.facts.agreements_of.get(response.response, ()):
                actions = self.facts.actions_of.get(row.agreement, ())
                if _by(row.made_on, due) and any(action.by == self.pupil for action in actions):
                    yield Agreed(
                        row,
                        agreement_seen_on(self.facts, row),
                        self.facts.calendar.after(row.made_on, self.facts.holding),
                        [action for action in actions if self._answers_for(action)],
                    )

    def _answers_for(self, action: ActionRow) -> bool:
        adult = action.by not in (None, "") and action.by not in self.facts.pupil
        return adult or action.by == self.pupil

    def _excluded(self, x: date, end: date | None) -> Exclusion | None:
        found = (e for e in self.exclusions if self.decided_on <= e.day and _by(e.day, end) and e.seen_at(x))
        return min(found, key=lambda e: e.day, default=None)

    def _kept(self, x: date, meetings: list[Meeting], agreed: Agreed | None) -> tuple[Status, Ground]:
        """Rules 4 to 6."""
        if self._left_before(agreed, x):
            return Status.NOT_SUSTAINED, Ground.LEFT_ROLL
        if agreed is None:
            return self._without_agreement(x, meetings)
        if withdrawn(agreed.agreement, x):
            return Status.NOT_SUSTAINED, Ground.AGREEMENT_WITHDRAWN
        states = [(action.by, action_status(action, x)) for action in agreed.actions]
        if any(state in BROKEN for _, state in states):
            return Status.NOT_SUSTAINED, Ground.ACTION_NOT_KEPT
        ended = all(state in ENDED for _, state in states)
        put_right = any(by == self.pupil and state in PUT_RIGHT for by, state in states)
        if agreed.holds_to is not None and x >= agreed.holds_to and ended and put_right:
            return Status.AVOIDED, Ground.HELD_TO_THE_END
        return Status.IN_PROGRESS, Ground.STILL_OPEN

    def _left_before(self, agreed: Agreed | None, x: date) -> bool:
        """Day 30 is inside: whose last day on roll comes before it has left too early."""
        if self.gone_from is None or self.gone_from > x:
            return False
        return agreed is None or agreed.holds_to is None or self.gone_from <= agreed.holds_to

    def _without_agreement(self, x: date, meetings: list[Meeting]) -> tuple[Status, Ground]:
        if not meetings:
            late = not _by(x, self.response_due)
            ground = Ground.NO_RESPONSE_IN_TIME
        else:
            late = not _by(x, self.facts.calendar.after(meetings[-1][0].date(), self.facts.limit))
            ground = Ground.NO_AGREEMENT_IN_TIME
        return (Status.NOT_SUSTAINED, ground) if late else (Status.IN_PROGRESS, Ground.STILL_OPEN)

    def _days_of_change(self, on: date) -> list[date]:
        """The days, up to `on`, on which the test can turn to avoided: none before the first holding ends."""
        ends = [a.holds_to for a in self.agreed if a.holds_to is not None]
        if not ends:
            return []
        days = {*ends, *(a.seen_on for a in self.agreed)}
        days |= {action.status_on for a in self.agreed for action in a.actions if action.status_on}
        days |= {e.void_from for e in self.exclusions if e.void_from}
        first = max(min(ends), self.decided_on)
        return sorted(day for day in days if first <= day <= on)


def _by(day: date, last: date | None) -> bool:
    """Whether a day lies in a window with that last day; None: the window stays open (figures.md 1.2)."""
    return last is None or day <= last
