"""What one case's candidates rest on, in two statements: a case page may make few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, union, union_all
from sqlalchemy.orm import Session

from app.casework.agreement import Action, Agreement
from app.casework.case import Case
from app.casework.exclusion import Decision, Exclusion, Threshold
from app.casework.facts import Facts
from app.casework.facts import readings as r
from app.casework.facts.reading import Reading
from app.casework.facts.stored.asking import Asking
from app.casework.incident import Incident, Involvement
from app.casework.people import Pupil
from app.casework.response import Participant, Response
from app.casework.scope import whole_school_columns
from app.casework.words import Part

CAUSED = (Part.CAUSED_HARM, Part.BOTH)


def facts_for_case(session: Session, school_id: int, case_id: int) -> Facts:
    """What the statuses of one case's candidates rest on, in two statements; ask `reckon_case` of it.

    Whoever calls this has found the case through `scope.visible_cases`.
    """
    statement = union_all(*(reading.tagged(school_id, *where) for reading, where in _of_case(school_id, case_id)))
    tagged: defaultdict[str, list[Any]] = defaultdict(list)
    for row in session.execute(statement):
        tagged[row[0]].append(row[1:])
    parts = (reading for reading, _ in _of_case(school_id, case_id))
    return Asking(session, school_id).facts({part.field: part.parse_text(tagged[part.field]) for part in parts})


def _of_case(school_id: int, case_id: int) -> Iterator[tuple[Reading, tuple[Any, ...]]]:
    """Which rows of each kind one case needs: its own, and those of the pupils who caused harm in it."""

    def ids(entity: Any, *columns: Any) -> Select[Any]:
        return whole_school_columns(school_id, entity, *columns)

    incidents = ids(Incident, Incident.id).where(Incident.case_id == case_id)
    involved = ids(Involvement, Involvement.person_id).where(Involvement.incident_id.in_(incidents))
    pupils = involved.where(Involvement.part.in_(CAUSED))
    caused = ids(Involvement, Involvement.incident_id).where(
        Involvement.person_id.in_(pupils), Involvement.part.in_(CAUSED)
    )
    registered = ids(Exclusion, Exclusion.incident_id).where(Exclusion.pupil_id.in_(pupils))
    decided = ids(Decision, Decision.incident_id).where(Decision.pupil_id.in_(pupils))
    linked = union(incidents, caused, registered.where(Exclusion.incident_id.is_not(None)), decided)
    responses = ids(Response, Response.id).where(Response.case_id == case_id)
    agreements = ids(Agreement, Agreement.id).where(Agreement.response_id.in_(responses))
    doers = ids(Action, Action.by_id).where(Action.agreement_id.in_(agreements))
    yield r.CALENDAR, ()
    yield r.POLICY, ()
    yield r.STAFF, ()
    yield r.ACTING, ()
    yield r.PUPILS, (Pupil.__table__.c.id.in_(union(involved, doers)),)
    yield r.INCIDENTS, (Incident.id.in_(linked),)
    yield r.INVOLVEMENTS, (Involvement.incident_id.in_(linked),)
    yield r.CASES, (Case.id == case_id,)
    yield r.THRESHOLDS, (Threshold.pupil_id.in_(pupils),)
    yield r.DECISIONS, (Decision.pupil_id.in_(pupils),)
    yield r.EXCLUSIONS, (Exclusion.pupil_id.in_(pupils),)
    yield r.RESPONSES, (Response.case_id == case_id,)
    yield r.PARTICIPANTS, (Participant.response_id.in_(responses),)
    yield r.AGREEMENTS, (Agreement.response_id.in_(responses),)
    yield r.ACTIONS, (Action.agreement_id.in_(agreements),)
