"""A formal conference on its way, for the tests of home and of the list."""

from __future__ import annotations

from app.casework.responding import Leader, choose_response
from app.casework.response import Participant, Response
from app.casework.suitability import Suggestion
from app.casework.training import Training
from app.casework.words import ResponseKind
from tests.cases import Told
from tests.cast import Cast


def plan_conference(cast: Cast, reference: str = "2026-0001") -> Response:
    """Chosen for the case of Tom and Maya, led by the facilitator, nobody prepared yet."""
    told = Told(cast, reference).logged(severity=3).triaged().safe()
    by, leader = told.by("pastoral_lead"), cast.staff("facilitator")
    training = cast.session.query(Training).filter_by(staff_id=leader.id).all()
    power = cast.member("facilitator", at=told.at)
    suggested = Suggestion(ResponseKind.FORMAL_CONFERENCE, "It was serious.")
    made = choose_response(
        told.case,
        ResponseKind.FORMAL_CONFERENCE,
        Leader(leader, power, training),
        suggested=suggested,
        planned_for=None,
        by=by,
        at=told.at,
    )
    known = {row.person_id for row in made.participants}
    for person in (told.maya, told.tom):
        if person.id not in known:
            made.participants.append(Participant(school_id=made.school_id, person_id=person.id))
    told.kept()
    return made
