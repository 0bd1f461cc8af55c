"""Preparing a formal conference: each person met alone, the risks looked at, and what makes it ready.

The gates of the day are asked when the conference is recorded as held (practice.md 2.5, 2.7, 2.9).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.casework.calendar import Calendar, london
from app.casework.in_order import why_before
from app.casework.lifecycle import Move, take
from app.casework.people import Person
from app.casework.refusals import Refusal, refuse_if
from app.casework.response import Participant, Response
from app.casework.staff import Membership
from app.casework.words import Answer, ResponseKind

PREPARED_WITHIN_SCHOOL_DAYS = 10
RISK_REVIEWED_WITHIN_SCHOOL_DAYS = 5


def why_not_ready(response: Response, attending: Iterable[int], held_on: date, calendar: Calendar) -> Refusal | None:
    """The gates of a formal conference on the day (practice.md 2.5, 2.7, 2.9): everyone attending prepared within 10
    school days, risk looked at within 5, and what happens if there is no conference written down beforehand.

    Codes `not_prepared`, `not_willing`, `risk_not_reviewed`, `alternative_missing`.
    """
    if response.kind is not ResponseKind.FORMAL_CONFERENCE:
        return None
    known = {participant.person_id: participant for participant in response.participants}
    for person_id in attending:
        participant = known.get(person_id)
        met = participant.met_alone_on if participant else None
        if (
            met is None
            or not participant
            or not participant.explained
            or not _within(calendar, met, held_on, PREPARED_WITHIN_SCHOOL_DAYS)
        ):
            name = participant.person.display_name if participant else "Somebody attending"
            message = f"{name} was not met alone, with everything explained, in the 10 school days before."
            return Refusal("not_prepared", message, "people")
        if participant.willing is not Answer.YES:
            return Refusal("not_willing", f"{participant.person.display_name} has not said yes.", "people")
    if not response.risk_reviewed_on or not _within(
        calendar, response.risk_reviewed_on, held_on, RISK_REVIEWED_WITHIN_SCHOOL_DAYS
    ):
        return Refusal("risk_not_reviewed", "Look at the risks again, within 5 school days of the meeting.")
    if not (response.if_no_conference or "").strip():
        return Refusal("alternative_missing", "Write down first what happens if there is no conference.")
    return None


def what_is_missing(response: Response, on: date, calendar: Calendar) -> list[str]:
    """What a planned formal conference still needs to be ready, in words; empty where nothing is missing.

    Looks at the day it is planned for, or at `on` where no day is set yet, with the gates of `why_not_ready`.
    """
    planned = london(response.planned_for).date() if response.planned_for else None
    day = max(planned or on, on)
    found = [] if planned else ["a day and a time"]
    if planned and not (response.place or "").strip():
        found.append("a place")
    if not response.participants:
        found.append("the people who take part")
    for row in response.participants:
        if row.willing is Answer.NO or row.declined_by_them:
            found.append(f"{row.person.display_name} does not want to take part")
        elif row.met_alone_on is None or not row.explained:
            found.append(f"meet {row.person.display_name} alone")
        elif not _within(calendar, row.met_alone_on, day, PREPARED_WITHIN_SCHOOL_DAYS):
            found.append(f"meet {row.person.display_name} again: it was more than 10 school days before")
        elif row.willing is not Answer.YES:
            found.append(f"{row.person.display_name} has not said yes")
    if not response.risk_reviewed_on or not _within(
        calendar, response.risk_reviewed_on, day, RISK_REVIEWED_WITHIN_SCHOOL_DAYS
    ):
        found.append("look at the risks, within 5 school days of the meeting")
    if not (response.if_no_conference or "").strip():
        found.append("write down what happens if there is no conference")
    return found


def _within(calendar: Calendar, earlier: date, later: date, school_days: int) -> bool:
    limit = calendar.after(earlier, school_days)
    return earlier <= later and (limit is None or later <= limit)


@dataclass(frozen=True, slots=True)
class Preparation:
    """A participant's preparation: met alone on, explained, willing, supporter, adaptations (practice.md 2.5)."""

    met_alone_on: date | None
    explained: bool
    willing: Answer | None
    supporter: str | None = None
    adaptations: str | None = None


def _why_not_on(response: Response, day: date | None, today: date, field: str) -> Refusal | None:
    if day and day > today:
        return Refusal("in_the_future", "That day has not come yet.", field)
    return why_before(response.case.incidents, day, field)


def prepare_participant(
    response: Response, person: Person, preparation: Preparation, *, by: Membership, at: datetime
) -> Participant:
    """Record one person's preparation; the last record stands. Refuses `in_the_future`, `before_the_incident`,
    `wrong_stage`."""
    refuse_if(_why_not_on(response, preparation.met_alone_on, by.on, "met_alone_on"))
    about = f"response {response.reference}"
    take(response.case, Move.RESPONSE_PREPARED, by=by, at=at, about=about, person_key=person.key)
    found = next((row for row in response.participants if row.person_id == person.id), None)
    row = found or Participant(school_id=response.school_id, person_id=person.id)
    for name in Preparation.__dataclass_fields__:
        setattr(row, name, getattr(preparation, name))
    if found is None:
        response.participants.append(row)
    return row


def review_risk(
    response: Response, note: str, if_no_conference: str, *, on: date, by: Membership, at: datetime
) -> None:
    """Record on which day the risks were looked at, and what happens if there is no conference; the last record stands.
    Refuses `in_the_future`, `before_the_incident`, `wrong_stage`."""
    refuse_if(_why_not_on(response, on, by.on, "reviewed_on"))
    about = f"response {response.reference}"
    take(response.case, Move.RESPONSE_PREPARED, by=by, at=at, about=about, after={"risk_reviewed_on": on})
    response.risk_reviewed_on, response.risk_note = on, note or None
    response.if_no_conference = if_no_conference or None
