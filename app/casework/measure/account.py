"""The reasoning of one candidate in plain English, for the case page: (label, value, note) in order of the evidence.

Every sentence says what is on record and on which day; none says what a child is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

from app.casework.facts import AgreementRow, Key
from app.casework.facts.dates import action_status
from app.casework.measure.course import Ground, Status, Verdict
from app.casework.measure.evidence import Hindrance
from app.casework.measure.indicated import Extent
from app.casework.words import Sanction

if TYPE_CHECKING:
    from app.casework.measure.reckoning import Reckoning

Line: TypeAlias = tuple[str, str, str]
Name: TypeAlias = Callable[[Key], str]

STATUS = {
    Status.AVOIDED: "Exclusion avoided",
    Status.IN_PROGRESS: "In progress",
    Status.NOT_SUSTAINED: "Not sustained",
    Status.POSTPONED: "Postponed",
    Status.EXCLUDED: "Excluded",
    Status.OTHER_SANCTION: "Another sanction",
    Status.UNDECIDED: "Not yet decided",
    Status.RECORDED_LATE: "Recorded late: listed, never counted",
}

WHY = {
    Ground.EXCLUDED_IN_WINDOW: "The pupil was excluded for the same matter within the holding period.",
    Ground.LEFT_ROLL: "The pupil left the school before the holding period ended.",
    Ground.AGREEMENT_WITHDRAWN: "The agreement was withdrawn.",
    Ground.ACTION_NOT_KEPT: "An action of the agreement was not done, or done in part.",
    Ground.NO_RESPONSE_IN_TIME: "No response was held with the pupil within the time after the decision.",
    Ground.NO_AGREEMENT_IN_TIME: "No agreement with an action by the pupil followed within the time after the meeting.",
    Ground.HELD_TO_THE_END: "The agreement was kept, and no exclusion for the same matter came in the holding period.",
    Ground.STILL_OPEN: "Repair or the holding period is unfinished, and nothing stands against it.",
    Ground.REGISTER_STANDS: "An exclusion over this incident stands in the register.",
    Ground.DECIDED_TO_EXCLUDE: "The decision was to exclude.",
    Ground.RESTORATIVE_OUT_OF_ORDER: "A restorative response was decided on; the evidence before it is not in order.",
    Ground.OTHER_SANCTION_DECIDED: "Another sanction was decided on.",
    Ground.MET_OUT_OF_ORDER: "The pupil met over the incident, but no restorative decision was recorded before.",
    Ground.EXCLUSION_CANCELLED: "The exclusion decided on was cancelled.",
    Ground.NO_EXCLUSION_CONSIDERED: "Nobody confirmed that exclusion was under consideration.",
    Ground.AWAITING_DECISION: "A threshold is confirmed; the head has not decided yet.",
}

HINDRANCE = {
    Hindrance.POLICY_INDICATES_NO_EXCLUSION: "The behaviour policy of that day indicates no exclusion for this.",
    Hindrance.NO_THRESHOLD: "No threshold was confirmed.",
    Hindrance.THRESHOLD_NOT_ENTITLED: "Whoever recorded the threshold was neither head nor deputy that day.",
    Hindrance.THRESHOLD_BY_LOGGER: "Whoever recorded the threshold had logged the incident, and was not head that day.",
    Hindrance.THRESHOLD_AFTER_DECISION: "The threshold was recorded after the decision.",
    Hindrance.THRESHOLD_AFTER_MEETING: "The threshold was recorded when the pupil had met already.",
    Hindrance.THRESHOLD_BELOW_EXCLUSION: "The threshold that counts is below exclusion.",
    Hindrance.THRESHOLD_WITHOUT_CLAUSE: "The threshold names no clause of the policy.",
    Hindrance.NO_RESTORATIVE_DECISION: "No restorative decision was recorded.",
    Hindrance.DECISION_NOT_BY_HEAD: "The restorative decision was not made by the head of that day.",
    Hindrance.DECISION_WITHOUT_ANSWERS: "A fair-process answer of the decision is empty.",
    Hindrance.DECISION_AFTER_MEETING: "The decision came when the pupil had met already.",
    Hindrance.EXCLUDED_BEFORE_DECISION: "The pupil was excluded for this before the restorative decision.",
    Hindrance.DECIDED_TO_EXCLUDE_BEFORE: "A decision to exclude came before the restorative one.",
}

NOT_YET = "not yet"


def account(reckoning: Reckoning, name: Name) -> list[Line]:
    """Status first, then evidence 1 to 5, each with what is on record."""
    return [
        *_status(reckoning),
        _indicated(reckoning),
        _threshold(reckoning, name),
        _decision(reckoning, name),
        *_repair(reckoning),
        *_claim(reckoning),
    ]


def _status(reckoning: Reckoning) -> Iterator[Line]:
    if reckoning.status is None or reckoning.ground is None:
        yield "Status", "Not counted", "Exclusion was not in play for this pupil and incident."
        return
    value = STATUS[reckoning.status]
    if reckoning.avoided_on:
        value += f" on {said_day(reckoning.avoided_on)}"
    yield "Status", value, WHY[reckoning.ground]
    hindrance = reckoning.evidence.hindrance
    if hindrance is not None and reckoning.status is Status.RECORDED_LATE:
        yield "Why it is not counted", "Evidence is not in order", HINDRANCE[hindrance]


def _indicated(reckoning: Reckoning) -> Line:
    said = reckoning.evidence.indicated
    if said.row is None:
        return "1. Indicated by the policy", "nothing", "No row of the policy fits this category and severity."
    note = f"Version {said.row.version}" + (f", {said.row.clause}" if said.row.clause else "")
    if said.row.repeats_at_least:
        note += f"; {said.repeats} earlier in the look-back period"
    return "1. Indicated by the policy", said_extent(said.extent), f"{note}."


def _threshold(reckoning: Reckoning, name: Name) -> Line:
    row, label = reckoning.evidence.threshold, "2. Threshold confirmed"
    if row is None:
        rows = reckoning.evidence.thresholds
        return label, NOT_YET, "A row is recorded, and does not count." if rows else ""
    value = said_extent(Extent(str(row.sanction), row.school_days or 0))
    by = f"{name(row.recorded_by)}, {said_time(row.recorded_at)}"
    return label, f"{value}, {row.confidence}", f"{by}. Clause: {row.clause or 'none'}."


def _decision(reckoning: Reckoning, name: Name) -> Line:
    row, label = reckoning.evidence.decision, "3. Decision"
    rows = reckoning.evidence.decisions
    row = row or (rows[0] if rows else None)
    if row is None:
        return label, NOT_YET, ""
    kind = str(row.decision).replace("_", " ")
    return label, kind, f"{name(row.decided_by)}, {said_time(row.decided_at)}."


def _repair(reckoning: Reckoning) -> Iterator[Line]:
    met_at = reckoning.evidence.first_met_at
    if met_at is not None:
        yield "4. Met", said_time(met_at), "First response held in which the pupil took part."
    elif reckoning.evidence.decision is not None:
        yield "4. Met", NOT_YET, _due(reckoning)
    verdict = reckoning.verdict
    if verdict is None:
        return
    if verdict.agreed is not None:
        yield _agreement(verdict.agreed.agreement, verdict, reckoning.evidence.on)
    yield _holding(verdict)


def _due(reckoning: Reckoning) -> str:
    decision = reckoning.evidence.decision
    if decision is None:
        return ""
    facts = reckoning.facts
    due = facts.calendar.after(decision.decided_at.date(), facts.limit)
    return f"To be held by {said_day(due)}, {facts.limit} school days after the decision." if due else ""


def _agreement(row: AgreementRow, verdict: Verdict, on: date) -> Line:
    actions = verdict.agreed.actions if verdict.agreed else []
    states: dict[str, int] = {}
    for action in actions:
        word = str(action_status(action, on)).replace("_", " ")
        states[word] = states.get(word, 0) + 1
    kept = ", ".join(f"{number} {word}" for word, number in sorted(states.items()))
    return "4. Agreement", f"{row.reference}, made on {said_day(row.made_on)}", f"Actions that count: {kept}."


def _holding(verdict: Verdict) -> Line:
    label, excluded = "5. Holding period", verdict.exclusion
    note = f"Excluded for the same matter on {said_day(excluded.day)}." if excluded else ""
    if verdict.agreed is None:
        return label, "not begun", note or "It runs from the day of the agreement."
    end = verdict.agreed.holds_to
    if end is None:
        return label, "open", note or "The school's calendar ends before it does."
    word = "ended" if verdict.x >= end else "ends"
    return label, f"{word} on {said_day(end)}", note or "No exclusion for the same matter in it so far."


def _claim(reckoning: Reckoning) -> Iterator[Line]:
    claim = reckoning.claim
    if reckoning.status in (Status.AVOIDED, Status.IN_PROGRESS) and claim is not None:
        note = "The lesser of what the policy indicates and what was confirmed."
        yield "What it adds", f"{said_extent(claim)}, {reckoning.confidence}", note


def said_extent(extent: Extent) -> str:
    """A sanction in words: `suspension of 3 school days`."""
    if extent.kind == Sanction.SUSPENSION:
        days = "1 school day" if extent.school_days == 1 else f"{extent.school_days} school days"
        return f"suspension of {days}"
    if extent.kind == Sanction.NONE:
        return "no sanction"
    return "school-based sanction" if extent.kind == Sanction.SCHOOL_BASED else "permanent exclusion"


def said_day(day: date) -> str:
    """`9 January 2026`"""
    return f"{day.day} {day:%B %Y}"


def said_time(at: datetime) -> str:
    """`9 January 2026 at 13:25`"""
    return f"{said_day(at.date())} at {at:%H:%M}"
