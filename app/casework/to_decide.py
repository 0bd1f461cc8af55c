"""What waits for whoever is head: thresholds that were asked for, removals that are considered and not decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from app.casework import scope
from app.casework.case import Case
from app.casework.exclusion import Decision, Exclusion, Threshold
from app.casework.history import Event
from app.casework.incident import Incident, Involvement
from app.casework.lifecycle import Move
from app.casework.next_due import OPEN
from app.casework.notice import NoticeKind
from app.casework.people import Person
from app.casework.refusals import Refusal
from app.casework.staff import Membership
from app.casework.who_answers import why_nobody_confirms, why_nobody_decides
from app.casework.wording import listed
from app.casework.words import KINDS_DECIDED, REMOVALS, Part, Stage

Awaited = tuple[NoticeKind, int, datetime]
# A response that was declined, or that does not fit, leaves to the head what waits for the head.
AWAITED_IN = (*OPEN, Stage.DECLINED, Stage.UNSUITABLE)


_PARTS = aliased(Involvement)
CAUSED = [part for part in Part if part.caused]


def _is_named(incident_id: Any, pupil_id: Any) -> ColumnElement[bool]:
    """Whether this pupil is named as having caused harm in that incident; nothing waits about anybody else."""
    return exists().where(_PARTS.incident_id == incident_id, _PARTS.person_id == pupil_id, _PARTS.part.in_(CAUSED))


def asked_of(found: Select[Any]) -> Select[Any]:
    """A Select of incidents with the events that ask for a threshold about a pupil in them, about whom none was recorded
    since and nothing is decided; joined with the pupil, who is named as having caused harm still. An event stays under the reference of the case for which it was
    written, so it is known by its pupil and incident, wherever that incident is now."""
    pair = (Threshold.incident_id == Incident.id, Threshold.pupil_id == Person.id)
    answered = exists().where(*pair, Threshold.recorded_at >= Event.happened_at)
    decided = exists().where(Decision.incident_id == Incident.id, Decision.pupil_id == Person.id)
    of_the_pair = and_(
        Event.school_id == Incident.school_id,
        Event.person_key == Person.key,
        Event.about == literal("incident ") + Incident.reference,
    )
    return (
        found.join(Involvement, Involvement.incident_id == Incident.id)
        .join(Person, Person.id == Involvement.person_id)
        .join(Event, of_the_pair)
        .where(Event.kind == Move.THRESHOLD_ASKED_FOR.value, Involvement.part.in_(CAUSED), ~answered, ~decided)
    )


def is_undecided() -> ColumnElement[bool]:
    """Whether the threshold in the row considers a removal, with nothing decided about that pupil, who is named as having
    caused harm still."""
    decided = exists().where(Decision.incident_id == Threshold.incident_id, Decision.pupil_id == Threshold.pupil_id)
    return and_(Threshold.sanction.in_(REMOVALS), _is_named(Threshold.incident_id, Threshold.pupil_id), ~decided)


def is_to_enter() -> ColumnElement[bool]:
    """Whether the decision in the row is to exclude, is the last about its pupil and incident, and the register has no
    row for it (next_step.py, `still_to_enter`)."""
    later = aliased(Decision)
    same = and_(later.incident_id == Decision.incident_id, later.pupil_id == Decision.pupil_id)
    is_later = or_(
        later.decided_at > Decision.decided_at, and_(later.decided_at == Decision.decided_at, later.id > Decision.id)
    )
    of_the_pair = and_(Exclusion.incident_id == Decision.incident_id, Exclusion.pupil_id == Decision.pupil_id)
    counts = or_(Exclusion.cancelled_on.is_(None), Exclusion.cancelled_on >= func.date(Decision.decided_at))
    to_enter = [
        and_(Decision.decision == kind, ~exists().where(of_the_pair, counts, Exclusion.kind.in_(kinds)))
        for kind, kinds in KINDS_DECIDED.items()
    ]
    named = _is_named(Decision.incident_id, Decision.pupil_id)
    return and_(or_(*to_enter), named, ~exists().where(same, is_later))


def awaited_of(session: Session, m: Membership) -> Iterator[Awaited]:
    """What waits for this member on the day on which they are head, of cases that go on and that they see in full: which case, and
    since when; two statements, none for anybody else."""
    if not m.is_head:
        return
    asked = asked_of(scope.visible_incidents(m).where(Case.stage.in_(AWAITED_IN)))
    for case_id, since in session.execute(asked.with_only_columns(Case.id, Event.happened_at)):
        yield NoticeKind.THRESHOLD, case_id, since
    considered = scope.visible_thresholds(m).with_only_columns(Case.id, Threshold.recorded_at)
    for case_id, since in session.execute(considered.where(Case.stage.in_(AWAITED_IN), is_undecided())):
        yield NoticeKind.DECISION, case_id, since


def why_awaited(session: Session, case: Case, at: datetime) -> Refusal | None:
    """Refuses `decision_awaited` and `threshold_asked`: no case ends over what waits for the head; `head_cannot_see` where
    nobody who may answer sees it."""
    with session.no_autoflush:  # the action that ends the case is not finished yet
        waiting = set(session.execute(_waiting_about(case)))
    undecided = listed(sorted(name for kind, name in waiting if kind == NoticeKind.DECISION))
    unanswered = listed(sorted(name for kind, name in waiting if kind == NoticeKind.THRESHOLD))
    if undecided:
        message = f"A suspension or exclusion of {undecided} is considered, and the head has not decided yet."
        instead = "Ask whoever is head today to decide; then it can be closed."
        return _awaits("decision_awaited", message, instead, why_nobody_decides(session, case, at))
    if unanswered:
        message = f"The head was asked for a threshold about {unanswered}, and has not answered yet."
        instead = "Ask the head or a deputy to confirm one; then it can be closed."
        return _awaits("threshold_asked", message, instead, why_nobody_confirms(session, case, at))
    return None


def _awaits(code: str, message: str, instead: str, unseen: Refusal | None) -> Refusal:
    if unseen is None:
        return Refusal(code, message, instead=instead)
    return replace(unseen, message=f"{message} {unseen.message}")


def _waiting_about(case: Case) -> Any:
    considered = (
        select(literal(NoticeKind.DECISION.value), Person.display_name)
        .join(Threshold, Threshold.pupil_id == Person.id)
        .join(Incident, Incident.id == Threshold.incident_id)
        .where(Incident.case_id == case.id, is_undecided())
    )
    names: Any = select(literal(NoticeKind.THRESHOLD.value), Person.display_name)
    asked = asked_of(names.select_from(Incident).where(Incident.case_id == case.id))
    return union_all(considered, asked)


def why_not_taken_out(session: Session, incident: Incident, pupil: Person, *, by: Membership) -> Refusal | None:
    """Refuses `in_the_register`, and to everybody but the head of the day `before_the_head`: a pupil about whom the head
    was asked, or has decided, is not taken out of having caused harm behind their back."""
    standing = select(Exclusion.reference).where(
        Exclusion.incident_id == incident.id, Exclusion.pupil_id == pupil.id, Exclusion.cancelled_on.is_(None)
    )
    name = pupil.display_name
    with session.no_autoflush:
        row = session.scalar(standing.limit(1))
        is_before_the_head = not by.is_head and session.scalar(select(_came_before_the_head(incident, pupil)))
    if row is not None:
        message = f"{name} is in the register of exclusions for this incident, as row {row}."
        return Refusal("in_the_register", message, "people", instead="Ask the headteacher to cancel that row first.")
    if is_before_the_head:
        asked = f"The head was asked about {name} over this incident, or has decided."
        message = f"{asked} Nobody else takes {name} out of having caused harm."
        return Refusal("before_the_head", message, "people", instead="Ask whoever is head today to change it here.")
    return None


def _came_before_the_head(incident: Incident, pupil: Person) -> ColumnElement[bool]:
    asked = exists().where(
        Event.school_id == incident.school_id,
        Event.kind == Move.THRESHOLD_ASKED_FOR.value,
        Event.about == f"incident {incident.reference}",
        Event.person_key == pupil.key,
    )
    rows = (exists().where(row.incident_id == incident.id, row.pupil_id == pupil.id) for row in (Threshold, Decision))
    return or_(asked, *rows)
