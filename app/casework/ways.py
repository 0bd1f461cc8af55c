"""The ways from a case to what hangs on it, for asking whether it holds for a case, and for which cases it holds.

Both say the same. Asked of the case (`of_the_case`), the database begins at the case and never looks at more than
hangs on it; asked for the cases (`case_ids`), it begins at whatever the condition names, a member of staff mostly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, literal, select

from app.casework.agreement import Agreement
from app.casework.case import Case, CaseAccess
from app.casework.check_in import CheckIn
from app.casework.incident import Incident, Involvement
from app.casework.people import Pupil
from app.casework.response import Response

Steps = tuple[tuple[Any, Any], ...]

# A pupil is a person too; as a plain table it is looked at once.
PUPILS: Any = Pupil.__table__
OF_ITSELF: Steps = ()
TO_NAMED_PEOPLE: Steps = ((CaseAccess.case_id, Case.id),)
TO_INCIDENTS: Steps = ((Incident.case_id, Case.id),)
TO_PEOPLE: Steps = (*TO_INCIDENTS, (Involvement.incident_id, Incident.id))
TO_PUPILS: Steps = (*TO_PEOPLE, (PUPILS.c.id, Involvement.person_id))
TO_RESPONSES: Steps = ((Response.case_id, Case.id),)
TO_AGREEMENTS: Steps = (*TO_RESPONSES, (Agreement.response_id, Response.id))
TO_CHECK_INS: Steps = ((CheckIn.case_id, Case.id),)


@dataclass(frozen=True, slots=True)
class Way:
    """Something that is so at the end of `steps`: of each the column, and the column before it that it equals."""

    steps: Steps
    so: ColumnElement[bool]

    def of_the_case(self) -> ColumnElement[bool]:
        """Whether it is so of the case that a statement is about.

        One EXISTS within the other, because within one the database might begin at the far end, and look through
        everything that a member of staff ever did to answer for a single case.
        """
        test = self.so
        for column, before in reversed(self.steps):
            test = exists(select(literal(1)).where(column == before, test).correlate(before.class_))
        return test

    def case_ids(self) -> Select[Any]:
        """The ids of all cases of which it is so."""
        case_id = self.steps[0][0] if self.steps else Case.id
        return select(case_id).where(*(column == before for column, before in self.steps[1:]), self.so)
