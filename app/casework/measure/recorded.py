"""What is on record of a candidate, as the account on its case page tells it: who, when, and what does not count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from app.casework.facts import Key, ThresholdRow
from app.casework.facts.dates import holds, never_was, response_seen_on, stands
from app.casework.facts.lookups import TO_EXCLUDE
from app.casework.measure import wording
from app.casework.measure.course import Ground
from app.casework.measure.indicated import extent
from app.casework.words import DecisionKind, ResponseStatus

if TYPE_CHECKING:
    from app.casework.measure.reckoning import Reckoning

Line = tuple[str, str, str]
Name = Callable[[Key], str]
NOT_HELD = (ResponseStatus.DECLINED, ResponseStatus.STOPPED)


def logged(reckoning: Reckoning, name: Name) -> Line:
    """Who logged the incident: whoever did may confirm its threshold as head only."""
    row = reckoning.incident
    return "Incident logged", wording.minute(row.logged_at), f"{_who(reckoning, name, row.logged_by, row.logged_at)}."


def policy(reckoning: Reckoning) -> Line:
    """What the policy of the day indicates."""
    said, incident = reckoning.evidence.indicated, reckoning.incident
    if said.row is None:
        note = f"The policy of that day has nothing for {incident.category}, severity {incident.severity}."
    else:
        note = f"Version {said.row.version}, in force from {wording.day(said.row.in_force_from)}, "
        note += f"clause {said.row.clause or 'not named'}."
    if said.row is not None and said.row.repeats_at_least:
        note += f" Earlier incidents of this category: {said.repeats}, at least {said.row.repeats_at_least} needed"
        window = said.row.look_back_school_days
        note += "." if window is None else f" within {wording.school_days(window)}."
    return "Policy indicates", wording.sanction(said.extent), note


def threshold(reckoning: Reckoning, name: Name) -> Line:
    """The threshold that counts, and every other one that was recorded."""
    row, rows = reckoning.evidence.threshold, reckoning.evidence.thresholds
    others = "; ".join(_confirmed(reckoning, each, name) for each in rows if each is not row)
    note = f"Recorded, but not counting: {others}." if others else ""
    if row is None:
        return "Threshold confirmed", "Not one that counts" if rows else "Not yet", note
    value = f"{wording.sanction(extent(row.sanction, row.school_days))}, {row.confidence or 'no confidence'}"
    by = _by(reckoning, name, row.recorded_by, row.recorded_at)
    return "Threshold confirmed", value, f"{by}, clause {row.clause or 'not named'}. {note}".strip()


def _confirmed(reckoning: Reckoning, row: ThresholdRow, name: Name) -> str:
    sanction = wording.sanction(extent(row.sanction, row.school_days))
    return f"{sanction}, {_by(reckoning, name, row.recorded_by, row.recorded_at)}"


def decision(reckoning: Reckoning, name: Name) -> Line:
    """The restorative decision that counts, else the first one; with all, where there are several."""
    row, rows = reckoning.evidence.decision, reckoning.evidence.decisions
    if row is None and not rows:
        return "Decision", "Not yet", ""
    row = row or rows[0]
    note = f"{_by(reckoning, name, row.decided_by, row.decided_at)}."
    if len(rows) > 1:
        told = (f"{wording.kind(e.decision)}, {_by(reckoning, name, e.decided_by, e.decided_at)}" for e in rows)
        note += f" All decisions in order: {'; '.join(told)}."
    value = "Restorative response instead" if row.decision == "restorative" else wording.kind(row.decision)
    return "Decision", value[:1].upper() + value[1:], note


def _by(reckoning: Reckoning, name: Name, person: Key, at: datetime) -> str:
    return f"{_who(reckoning, name, person, at)}, {wording.minute(at)}"


def _who(reckoning: Reckoning, name: Name, person: Key, at: datetime) -> str:
    """Who; of whoever was acting head on that day the account says so, since it rests on it."""
    acting = any(holds(row.from_on, row.to_on, at.date()) for row in reckoning.facts.acting_of.get(person, ()))
    return f"{name(person)}, acting head that day" if acting else name(person)


def register(reckoning: Reckoning) -> Iterator[Line]:
    """What the register holds of the pupil for this incident, one that was cancelled too; nothing if it holds none."""
    rows, on = sorted(reckoning.evidence.register, key=lambda row: row.starts_on), reckoning.evidence.on
    if not rows:
        return
    told = []
    for row in rows:
        begins = f"{wording.kind(row.kind).capitalize()} from {wording.day(row.starts_on)}"
        gone = row.cancelled_on is not None and row.cancelled_on <= on
        told.append(f"{begins}, cancelled on {wording.day(row.cancelled_on)}" if gone and row.cancelled_on else begins)
        if gone and never_was(row):
            told[-1] += ", so that it never began"
    yield "Register, for this incident", str(len(rows)), f"{'; '.join(told)}."


def first_meeting(reckoning: Reckoning) -> Line:
    """The first real response in which the pupil took part; and what of their case was declined or stopped."""
    label, meetings, not_held = "First meeting with the pupil", reckoning.evidence.meetings, _not_held(reckoning)
    if not meetings:
        return label, "Not yet", not_held
    held_at, response = meetings[0]
    return label, wording.minute(held_at), f"{wording.kind(response.kind).capitalize()}. {not_held}".strip()


def _not_held(reckoning: Reckoning) -> str:
    """Responses of the case that were declined or stopped, with the day for which they were planned."""
    facts, evidence = reckoning.facts, reckoning.evidence
    told = [
        f"{wording.kind(row.kind).capitalize()} of {wording.day(row.planned_for.date())}: {row.status}."
        for row in facts.responses_of_case.get(reckoning.incident.case, ())
        if row.status in NOT_HELD and row.planned_for and response_seen_on(facts, row) <= evidence.on
    ]
    return " ".join(told)


def reason(reckoning: Reckoning) -> str:
    """Why the status is what it is; with its own day where it rests on a row that can be of another day than that
    since which the status stands. Empty for no candidate."""
    ground, evidence = reckoning.ground, reckoning.evidence
    if ground is None:
        return ""
    said = wording.GROUND[ground]
    if ground is Ground.RESTORATIVE_OUT_OF_ORDER:
        made = min(row.decided_at for row in evidence.decisions if row.decision == DecisionKind.RESTORATIVE)
        return said.replace("was made,", f"was made on {wording.day(made.date())},")
    if ground is Ground.REGISTER_STANDS:
        began = min(row.starts_on for row in evidence.register if stands(row, evidence.on))
        decided = [row.decided_at.date() for row in evidence.decisions if row.decision in TO_EXCLUDE]
        first = f"It was decided on {wording.day(min(decided))}. " if decided else ""
        return f"{first}{said} It began on {wording.day(began)}."
    return said
