"""What somebody has done of a first day's steps, read from what is stored anyway: nobody ticks anything."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.orm import Session

from app.casework import scope
from app.casework.access_log import Reading
from app.casework.calendar import london
from app.casework.check_in import CheckIn
from app.casework.incident import Incident, Involvement
from app.casework.notice import Notice
from app.casework.response import Response
from app.casework.staff import Membership
from app.casework.words import ResponseKind


class Step(StrEnum):
    """The steps, in their order."""

    KIND_WORD = "kind_word"
    TWO_PEOPLE = "two_people"
    PUPIL = "pupil"
    WHAT_CAME = "what_came"
    CHECK_IN = "check_in"


def steps_done(session: Session, m: Membership, since: datetime) -> frozenset[Step]:
    """The steps that `m` has taken since then, a statement each."""
    return frozenset(step for step, found in _traces(m, since).items() if session.scalar(found.limit(1)) is not None)


def _traces(m: Membership, since: datetime) -> dict[Step, Select[int]]:
    def of(entity: Any, *conditions: ColumnElement[bool]) -> Select[int]:
        return scope.whole_school_columns(m.school_id, entity, entity.id).where(*conditions)

    people = Involvement.incident_id == Incident.id
    several = of(Incident, Incident.logged_by_id == m.staff_id, Incident.logged_at >= since)
    return {
        Step.KIND_WORD: of(
            Response,
            Response.led_by_id == m.staff_id,
            Response.kind == ResponseKind.AFFECTIVE_STATEMENT,
            Response.held_at >= since,
        ),
        Step.TWO_PEOPLE: several.join(Involvement, people)
        .group_by(Incident.id)
        .having(func.count(Involvement.id) >= 2),
        Step.PUPIL: of(Reading, Reading.staff_id == m.staff_id, Reading.at >= since, Reading.what == "pupil"),
        Step.WHAT_CAME: of(Notice, Notice.staff_id == m.staff_id, Notice.read_at >= since),
        Step.CHECK_IN: of(CheckIn, CheckIn.held_by_id == m.staff_id, CheckIn.held_on >= london(since).date()),
    }
