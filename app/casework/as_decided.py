"""What the head decided, before a row of the exclusions register is entered: only the head excludes (statutory.md 1)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from app.casework import scope
from app.casework.calendar import london
from app.casework.exclusion import Decision, Exclusion
from app.casework.incident import Incident
from app.casework.people import Pupil
from app.casework.refusals import Refusal
from app.casework.staff import Membership
from app.casework.wording import DECISION_WORDS
from app.casework.words import KINDS_DECIDED, DecisionKind, ExclusionKind

RECENT = timedelta(days=90)


def why_decided_otherwise(session: Session, incident: Incident, pupil: Pupil, kind: ExclusionKind) -> Refusal | None:
    """Refuses `decided_otherwise`: where the head decided, their last decision is what may be entered."""
    made = select(Decision).where(Decision.incident_id == incident.id, Decision.pupil_id == pupil.id)
    last = session.scalars(_last_first(made)).first()
    # A suspension often comes first while a permanent exclusion is decided.
    if (
        last is None
        or last.decision is DecisionKind.EXCLUDE_PERMANENTLY
        or kind in KINDS_DECIDED.get(last.decision, ())
    ):
        return None
    message = f"About {pupil.display_name} the headteacher decided on {_day(last)}: {_words(last)}."
    instead = "Only the headteacher excludes, so another decision on the case comes first."
    return Refusal("decided_otherwise", message, field="incident", instead=instead)


def why_decided_lately(session: Session, pupil: Pupil, *, by: Membership, at: datetime) -> Refusal | None:
    """Refuses `decided_lately`, of a row without an incident: the head decided about this pupil in the last 90 days, over
    an incident that `by` sees and for which no row stands. Left without it, the row would pass by what was
    decided, and count for every incident of these weeks (figures.md 1.7)."""
    of_the_pair = (Exclusion.incident_id == Decision.incident_id, Exclusion.pupil_id == Decision.pupil_id)
    entered = exists().where(*of_the_pair, Exclusion.cancelled_on.is_(None))
    lately = (Decision.pupil_id == pupil.id, Decision.decided_at > at - RECENT, ~entered)
    last = session.scalars(_last_first(scope.visible_decisions(by).where(*lately))).first()
    if last is None:
        return None
    message = (
        f"The headteacher decided about {pupil.display_name} on {_day(last)}, over incident "
        f"{last.incident.reference}: {_words(last)}."
    )
    instead = "Give that incident, or tick that this is about something else."
    return Refusal("decided_lately", message, field="is_another", instead=instead)


def _last_first(decisions: Select[Decision]) -> Select[Decision]:
    return decisions.order_by(Decision.decided_at.desc(), Decision.id.desc())


def _day(decision: Decision) -> str:
    return f"{london(decision.decided_at):%d/%m/%Y}"


def _words(decision: Decision) -> str:
    return DECISION_WORDS[decision.decision.value].lower()
