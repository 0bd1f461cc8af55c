"""The statements that gather a case: one for each kind of record, with the names that belong to it.

They are prepared (`prepared.py`), because the page of a case is the one that is read most.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Date, Integer, Select, Text, bindparam, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from app.casework import restricted
from app.casework.agreement import Action, Agreement
from app.casework.case import Case, Note
from app.casework.check_in import CheckIn
from app.casework.exclusion import Decision, Exclusion
from app.casework.gathering.came import with_what_came
from app.casework.gathering.seen import (
    SeenAction,
    SeenAgreement,
    SeenCheckIn,
    SeenDecision,
    SeenExclusion,
    SeenIncident,
    SeenResponse,
    Somebody,
    TookPart,
)
from app.casework.history import Event
from app.casework.incident import Incident, Involvement
from app.casework.people import Person, Pupil
from app.casework.prepared import CASE_ID, CASE_REFERENCE, SHAPES, ask, open_membership, places_of
from app.casework.response import Participant, Response
from app.casework.staff import Membership
from app.casework.words import DecisionKind, ExclusionKind

# Joined as plain tables: a pupil is a person too, and the mapper would join persons twice.
PUPILS: Any = Pupil.__table__


def _named(name: str) -> Any:
    return Person.__table__.alias(name)


# By names of their own, because a Select of cases asks the same tables who may see them.
_INCIDENTS: Any = Incident.__table__.alias("incident_of_case")
_PARTS: Any = Involvement.__table__.alias("part_of_case")
_SOMEBODY = _named("somebody")


_LOGGER = _named("logger")
_INCIDENT_COLUMNS = (
    _INCIDENTS.c.id, _INCIDENTS.c.reference, _INCIDENTS.c.category, _INCIDENTS.c.severity, _INCIDENTS.c.occurred_at,
    _INCIDENTS.c.logged_at, _INCIDENTS.c.location, _INCIDENTS.c.what_happened, _INCIDENTS.c.immediate_action, _INCIDENTS.c.injuries,
    _INCIDENTS.c.story_to_add, _LOGGER.c.display_name,
    _SOMEBODY.c.id, _SOMEBODY.c.key, _SOMEBODY.c.display_name, _SOMEBODY.c.kind, _PARTS.c.part, _PARTS.c.account,
    PUPILS.c.registration_group, PUPILS.c.nc_year,
)  # fmt: skip
OF_INCIDENT = 12


def with_incidents(found: Any) -> Any:
    """A Select of cases with the columns of their incidents and of the people in them added, for `incidents_in`."""
    return (
        found.add_columns(*_INCIDENT_COLUMNS)
        .outerjoin(_INCIDENTS, _INCIDENTS.c.case_id == Case.id)
        .outerjoin(_LOGGER, _LOGGER.c.id == _INCIDENTS.c.logged_by_id)
        .outerjoin(_PARTS, _PARTS.c.incident_id == _INCIDENTS.c.id)
        .outerjoin(_SOMEBODY, _SOMEBODY.c.id == _PARTS.c.person_id)
        .outerjoin(PUPILS, PUPILS.c.id == _SOMEBODY.c.id)
        .order_by(_INCIDENTS.c.occurred_at, _INCIDENTS.c.id, _PARTS.c.id)
    )


def incidents_in(rows: Iterable[Any]) -> list[SeenIncident]:
    """The incidents of one case, each with its people, from the last columns of such rows."""
    made: dict[int, SeenIncident] = {}
    for row in rows:
        values = tuple(row)[-len(_INCIDENT_COLUMNS) :]
        if values[0] is not None:
            incident = made.setdefault(values[0], SeenIncident(*values[:OF_INCIDENT]))
            if values[OF_INCIDENT] is not None:
                incident.people.append(Somebody(*values[OF_INCIDENT:]))
    return list(made.values())


def incidents_of(session: Session, case: Case) -> list[SeenIncident]:
    """The incidents of a case in order of time, each with its people; one statement."""
    found = with_incidents(select(Case.id).where(Case.id == case.id))
    return incidents_in(session.execute(found))


@cache
def _responses() -> Select[Any]:
    leader = _named("leader")
    return (
        select(
            Response.id, Response.reference, Response.kind, Response.status, Response.planned_for, Response.held_at,
            Response.ended_on, Response.outcome_sentence, leader.c.display_name,
            Participant.person_id, Person.display_name, Participant.took_part, Participant.participation_level,
            Participant.sentence,
        )
        .outerjoin(leader, leader.c.id == Response.led_by_id)
        .outerjoin(Participant, Participant.response_id == Response.id)
        .outerjoin(Person, Person.id == Participant.person_id)
        .where(Response.case_id == CASE_ID)
        .order_by(Response.id, Participant.id)
    )  # fmt: skip


def responses_of(session: Session, case: Case) -> list[SeenResponse]:
    """The responses of a case in the order in which they were chosen, each with its people; one statement."""
    made: dict[int, SeenResponse] = {}
    for row in ask(session, _responses(), {"case_id": case.id}):
        response = made.setdefault(row[0], SeenResponse(*row[:9]))
        if row[9] is not None:
            response.people.append(TookPart(*row[9:]))
    return list(made.values())


@cache
def _agreements() -> Select[Any]:
    owner, done_by, done_for = _named("owner"), _named("done_by"), _named("done_for")
    return (
        select(
            Agreement.id, Agreement.reference, Agreement.response_id, Agreement.made_on, Agreement.review_on,
            Agreement.withdrawn_on, Agreement.why_not_kept, owner.c.display_name,
            Action.number, Action.what, Action.by_id, done_by.c.display_name, Action.for_id, done_for.c.display_name,
            Action.adult_support, Action.how_known, Action.apology_asked_for, Action.due_on, Action.status,
            Action.replaces,
        )
        .join(Response, Response.id == Agreement.response_id)
        .outerjoin(owner, owner.c.id == Agreement.follow_up_owner_id)
        .outerjoin(Action, Action.agreement_id == Agreement.id)
        .outerjoin(done_by, done_by.c.id == Action.by_id)
        .outerjoin(done_for, done_for.c.id == Action.for_id)
        .where(Response.case_id == CASE_ID)
        .order_by(Agreement.made_on, Agreement.id, Action.number)
    )  # fmt: skip


def agreements_of(session: Session, case: Case) -> list[SeenAgreement]:
    """The agreements of a case with their actions; one statement."""
    made: dict[int, SeenAgreement] = {}
    for row in ask(session, _agreements(), {"case_id": case.id}):
        agreement = made.setdefault(row[0], SeenAgreement(*row[:8]))
        if row[8] is not None:
            agreement.actions.append(SeenAction(*row[8:]))
    return list(made.values())


@cache
def _check_ins() -> Any:
    return (
        select(
            CheckIn.id, CheckIn.person_id, Person.display_name, CheckIn.due_on, CheckIn.held_on, CheckIn.safe,
            CheckIn.put_right, CheckIn.anything_since, CheckIn.skipped_on, CheckIn.skipped_because, CheckIn.recorded_at,
        )
        .join(Person, Person.id == CheckIn.person_id)
        .where(CheckIn.case_id == CASE_ID)
        .order_by(CheckIn.due_on, CheckIn.id)
    )  # fmt: skip


def check_ins_of(session: Session, case: Case) -> list[SeenCheckIn]:
    """The check-ins of a case in the order of their days; one statement."""
    return [SeenCheckIn(*row) for row in ask(session, _check_ins(), {"case_id": case.id})]


@cache
def _decided() -> Any:
    """Decisions and rows of the register in one statement, because the page has few: what only the other has is empty."""
    head, words, day = _named("head"), cast(null(), Text), cast(null(), Date)
    decisions = (
        select(
            literal("decision").label("kind_of_row"), Decision.id.label("id"), Decision.incident_id, Person.key,
            Person.display_name, cast(Decision.decision, Text), head.c.display_name.label("by"),
            Decision.decided_at.label("at"), Decision.who_was_asked, Decision.reason_given, Decision.what_next,
            words.label("reference"), day.label("starts_on"), cast(null(), Integer).label("sessions"), day.label("gone_on"),
        )
        .join(Person, Person.id == Decision.pupil_id)
        .join(head, head.c.id == Decision.decided_by_id)
        .where(Decision.incident_id.in_(bindparam("incidents", expanding=True)))
    )  # fmt: skip
    rows = (
        select(
            literal("row"), Exclusion.id, Exclusion.incident_id, Person.key, Person.display_name,
            cast(Exclusion.kind, Text), words, cast(null(), Decision.decided_at.type), words, words, words,
            Exclusion.reference, Exclusion.starts_on, Exclusion.sessions, Exclusion.cancelled_on,
        )
        .join(Person, Person.id == Exclusion.pupil_id)
        .where(Exclusion.incident_id.in_(bindparam("incidents", expanding=True)))
    )  # fmt: skip
    return union_all(decisions, rows).order_by("at", "starts_on", "id")


def decided_of(session: Session, incidents: list[SeenIncident]) -> tuple[list[SeenDecision], list[SeenExclusion]]:
    """What the head decided about the pupils of these incidents, and the rows of the register that came from them; one
    statement."""
    decisions, rows = [], []
    for kind, number, incident, key, name, word, by, at, asked, reason, following, *row in ask(
        session, _decided(), {"incidents": [incident.id for incident in incidents]}
    ):
        if kind == "decision":
            told = (DecisionKind(word), by, at, asked, reason, following)
            decisions.append(SeenDecision(number, key, name, *told, incident))
        else:
            reference, *days = row
            rows.append(SeenExclusion(number, reference, incident, key, name, ExclusionKind(word), *days))
    return decisions, rows


@lru_cache(SHAPES)
def _notes(m: Membership, reads_all: bool) -> Select[Any]:
    writer = _named("writer")
    return (
        restricted.notes_of(m, CASE_ID, reads_all=reads_all)
        .with_only_columns(Note.text, Note.written_at, writer.c.display_name.label("by"), Note.is_restricted)
        .join(writer, writer.c.id == Note.written_by_id)
        .order_by(Note.written_at, Note.id)
    )


def notes_of(session: Session, m: Membership, case: Case) -> list[Any]:
    """The notes that this reader may see: text, when, by whom, whether restricted; one statement."""
    found = _notes(open_membership(m), restricted.reads_all(m, case))
    return ask(session, found, {**places_of(m), "case_id": case.id})


@lru_cache(SHAPES)
def _history(m: Membership, reads_all: bool, is_of_others: bool = False) -> Any:
    who, whom = _named("who"), _named("whom")
    came_from: Any = bindparam("came_from", expanding=True) if is_of_others else None
    return (
        restricted.events_of(m, CASE_ID, CASE_REFERENCE, reads_all=reads_all, came_from=came_from)
        .with_only_columns(
            Event.happened_at, Event.recorded_at, Event.kind, Event.about, Event.case_reference, Event.person_key,
            Event.because, Event.before, Event.after, Event.by_code, Event.number,
            who.c.display_name.label("who"), whom.c.display_name.label("whom"),
        )
        .outerjoin(who, (who.c.school_id == Event.school_id) & (who.c.key == Event.by_code))
        .outerjoin(whom, (whom.c.school_id == Event.school_id) & (whom.c.key == Event.person_key))
        .order_by(Event.happened_at, Event.number)
    )  # fmt: skip


def history_of(session: Session, m: Membership, case: Case) -> list[Any]:
    """The events that this reader may see, in order of time, with names for who and whom: those of the case, and those
    of incidents that came to it from another. One statement, and one or two more where something came."""
    shape, reads_all = open_membership(m), restricted.reads_all(m, case)
    places = {**places_of(m), "case_id": case.id, "case_reference": case.reference}

    def elsewhere(cases: list[str]) -> list[Any]:
        return ask(session, _history(shape, reads_all, True), {**places, "came_from": cases})

    return with_what_came(case.reference, ask(session, _history(shape, reads_all), places), elsewhere)


def staff_called(session: Session, m: Membership, codes: Iterable[str]) -> dict[str, str]:
    """The names of members of staff, in post or not, by code; one statement."""
    named = select(Person.key, Person.display_name).where(
        Person.school_id == m.school_id, Person.key.in_(sorted(codes))
    )
    return {row[0]: row[1] for row in session.execute(named)}
