"""Every row of a school."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.casework.facts import Facts
from app.casework.facts import readings as r
from app.casework.facts.stored.asking import Asking
from app.casework.facts.uncollected import uncollected

# What stands beside the cases: of the size of the school, whatever happened in it.
OF_THE_SCHOOL = (
    r.CALENDAR,
    r.ROLL,
    r.PUPILS,
    r.CHARACTERISTICS,
    r.STAFF,
    r.ACTING,
    r.POLICY,
    r.THRESHOLDS,
    r.DECISIONS,
    r.EXCLUSIONS,
    r.OUT_OF_LESSONS,
    r.SUPPLIED,
    r.TRAINING,
)
# What hangs on cases: of the size of all that ever happened.
OF_CASES = (
    r.INCIDENTS,
    r.INVOLVEMENTS,
    r.CASES,
    r.RESPONSES,
    r.PARTICIPANTS,
    r.AGREEMENTS,
    r.ACTIONS,
    r.CHECK_INS,
    r.CIRCLES,
)


@uncollected()
def facts_of(session: Session, school_id: int) -> Facts:
    """Every row of one school. For a term or a case ask `facts_for_term`, `facts_for_case`: they read less."""
    asking = Asking(session, school_id)
    return asking.facts({**asking.all_of(*OF_THE_SCHOOL, *OF_CASES), "published": asking.published()})
