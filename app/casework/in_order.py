"""What follows from an incident is not dated before it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from app.casework.calendar import london
from app.casework.incident import Incident
from app.casework.refusals import Refusal


def why_before(incidents: Iterable[Incident], when: datetime | date | None, field: str) -> Refusal | None:
    """`before_the_incident`, with when it was, for an instant or a London day before the first of these incidents."""
    first = min((incident.occurred_at for incident in incidents), default=None)
    if first is None or when is None:
        return None
    if isinstance(when, datetime):
        early, written = when < first, f"{london(first):%d/%m/%Y %H:%M}). Give a later day and time."
    else:
        early, written = when < london(first).date(), f"{london(first):%d/%m/%Y}). Give that day or a later one."
    return Refusal("before_the_incident", f"That is before the incident ({written}", field) if early else None
