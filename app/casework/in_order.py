"""What follows from an incident is not dated before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from app.casework.calendar import london
from app.casework.incident import Incident
from app.casework.refusals import Refusal
from app.casework.response import Response
from app.casework.words import ResponseStatus


def why_before(incidents: Iterable[Incident], when: datetime | date | None, field: str) -> Refusal | None:
    """`before_the_incident`, with when it was, for an instant or a London day before the first of these incidents."""
    first = min((incident.occurred_at for incident in incidents), default=None)
    if first is None or when is None or not _is_before(when, first):
        return None
    if isinstance(when, datetime):
        written = f"{london(first):%d/%m/%Y %H:%M}). Give a later day and time."
    else:
        written = f"{london(first):%d/%m/%Y}). Give that day or a later one."
    return Refusal("before_the_incident", f"That is before the incident ({written}", field)


def _is_before(when: datetime | date, first: datetime) -> bool:
    return when < first if isinstance(when, datetime) else when < london(first).date()


def held_there_and_then(incident: Incident) -> list[Response]:
    """The responses held in the minute of the incident: they met it there and then, and its time is theirs."""
    held = (each for each in incident.case.responses if each.status is ResponseStatus.HELD)
    return [each for each in held if each.held_at == incident.occurred_at]


def why_not_moved(incident: Incident, to: datetime) -> Refusal | None:
    """`after_what_followed`: the incident would come after something that followed from it. What stood before it
    already (history that was taken in) stands in nobody's way."""
    others = [each.occurred_at for each in incident.case.incidents if each is not incident]
    first, moved = min([incident.occurred_at, *others]), min([to, *others])
    for what, when in _followed(incident):
        if _is_before(when, moved) and not _is_before(when, first):
            form = "%d/%m/%Y %H:%M" if isinstance(when, datetime) else "%d/%m/%Y"
            written = (london(when) if isinstance(when, datetime) else when).strftime(form)
            message = f"{what} on {written}, and cannot come before the incident. Give that time or an earlier one."
            return Refusal("after_what_followed", message, "occurred_at")
    return None


def _followed(incident: Incident) -> Iterator[tuple[str, datetime | date]]:
    case, there = incident.case, held_there_and_then(incident)
    for response in case.responses:
        if response.held_at and response not in there:
            yield "A response was held", response.held_at
        for agreement in response.agreements:
            yield "An agreement was made", agreement.made_on
    for check_in in case.check_ins:
        if check_in.held_on:
            yield "A check-in was held", check_in.held_on
    for exclusion in incident.exclusions:
        yield "An exclusion for it began", exclusion.starts_on
    if case.harmed_told_at:
        yield "Those harmed were told how it ended", case.harmed_told_at
