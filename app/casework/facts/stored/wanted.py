"""Which cases the figures of a term need. Each part begins at an index of the days it is about."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, literal, or_, select, union

from app.casework.agreement import Action, Agreement
from app.casework.calendar import Calendar, Term
from app.casework.exclusion import Decision, Exclusion, Threshold
from app.casework.facts.lookups import DEFAULT_HOLDING, EXCLUSION
from app.casework.facts.reading import plain
from app.casework.facts.stored.asking import Asking, Read
from app.casework.incident import Incident, Involvement
from app.casework.response import Participant, Response
from app.casework.scope import whole_school_columns
from app.casework.words import DecisionKind, Part, ResponseKind, ResponseStatus

CAUSED = (Part.CAUSED_HARM, Part.BOTH)
A_YEAR = timedelta(days=365)
A_DAY = timedelta(days=1)
INCIDENT, INVOLVEMENT, RESPONSE = plain(Incident), plain(Involvement), plain(Response)
PARTICIPANT, AGREEMENT, ACTION = plain(Participant), plain(Agreement), plain(Action)
DECISION, EXCLUDED = plain(Decision), plain(Exclusion)


class Days(NamedTuple):
    """London days, first and last included."""

    first: date
    last: date

    def hold(self, column: Any) -> ColumnElement[bool]:
        """Whether a date is one of them."""
        found: ColumnElement[bool] = column.between(self.first, self.last)
        return found

    def may_hold(self, column: Any) -> ColumnElement[bool]:
        """Whether an instant may be on one of them, with a day to spare on either side: the figures look at the
        exact day."""
        start = datetime.combine(self.first - A_DAY, time(), UTC)
        return and_(column >= start, column < datetime.combine(self.last + 2 * A_DAY, time(), UTC))


def period_of(term: Term) -> Days:
    """The days of a term and of the holiday after it (figures.md 1.3)."""
    return Days(term.starts_on, term.period_ends_on)


class Wanted:
    """The cases that the figures of `term` need, and those of the terms that are reckoned `again` beside it."""

    def __init__(self, asking: Asking, read: Read, calendar: Calendar, term: Term, again: Iterable[Term]) -> None:
        self.asking = asking
        self.policy = read["policy"]
        self.calendar = calendar
        self.term = period_of(term)
        self.again = [period_of(each) for each in again if each != term]

    def cases_of_term(self) -> set[int]:
        """Cases with an incident of the term."""
        return self._ids(self._of_school(INCIDENT, INCIDENT.case_id).where(self.term.may_hold(INCIDENT.occurred_at)))

    def other_cases(self) -> set[int]:
        """Cases of which something else happened in the term, and of candidates of other terms that may count."""
        return self._ids(union(*self._followed(), *self._recorded(), *self._credited(), *self._met()))

    def _of_school(self, table: Any, *columns: Any) -> Select[Any]:
        return whole_school_columns(self.asking.school_id, table, *columns)

    def _ids(self, found: Any) -> set[int]:
        return set(self.asking.session.execute(found).scalars())

    def _followed(self) -> list[Select[Any]]:
        """A response held, an agreement made, an action due in the term."""
        case = RESPONSE.case_id
        made = self._of_school(AGREEMENT, case).where(RESPONSE.id == AGREEMENT.response_id)
        due = self._of_school(ACTION, case).where(
            AGREEMENT.id == ACTION.agreement_id, RESPONSE.id == AGREEMENT.response_id
        )
        return [
            self._of_school(RESPONSE, case).where(self.term.may_hold(RESPONSE.held_at)),
            made.where(self.term.hold(AGREEMENT.made_on)),
            due.where(self.term.hold(ACTION.due_on)),
        ]

    def _recorded(self) -> list[Select[Any]]:
        """Thresholds, decisions and register rows over incidents of the year to the end of the term (what the head
        did when exclusion was probable), or of a term that is reckoned again."""
        spans = [Days(self.term.last - A_YEAR, self.term.last), *self.again]
        in_span = or_(*(days.may_hold(INCIDENT.occurred_at) for days in spans))
        return [
            self._of_school(table, INCIDENT.case_id).where(INCIDENT.id == table.incident_id, in_span)
            for table in (plain(Threshold), DECISION, EXCLUDED)
        ]

    def _credited(self) -> list[Select[Any]]:
        """Restorative decisions of any term whose candidates may have become avoided in one of these.

        That day is the end of a holding period, the day from which an agreement is seen, on which one of its actions
        ended, or on which an exclusion was cancelled: `Course.avoided_by` looks at no other day.
        """
        spans = [self.term, *self.again]
        decided = self._of_school(DECISION, INCIDENT.case_id).where(
            DECISION.decision == DecisionKind.RESTORATIVE, INCIDENT.id == DECISION.incident_id
        )
        turning = [
            test
            for days in spans
            for test in (
                Days(self._held_from(days.first), days.last).hold(AGREEMENT.made_on),
                days.may_hold(RESPONSE.held_at),
                days.hold(ACTION.status_on),
            )
        ]
        agreed = decided.where(
            RESPONSE.case_id == INCIDENT.case_id,
            AGREEMENT.response_id == RESPONSE.id,
            ACTION.agreement_id == AGREEMENT.id,
            or_(*turning),
        )
        is_cancelled = or_(*(days.hold(EXCLUDED.cancelled_on) for days in spans))
        return [agreed, decided.where(EXCLUDED.pupil_id == DECISION.pupil_id, is_cancelled)]

    def _held_from(self, day: date) -> date:
        """The first day on which an agreement can be made whose holding period ends on `day` or later."""
        length = self.asking.school.holding_school_days or DEFAULT_HOLDING
        place = bisect_left(self.calendar.school_days, day) - length
        return self.calendar.school_days[place] if place >= 0 else date.min

    def _met(self) -> list[Select[Any]]:
        """Incidents of the terms that are reckoned again, over which a pupil met, and for which some row of the policy
        indicates exclusion."""
        kinds = sorted({(row.category, row.severity) for row in self.policy if row.sanction in EXCLUSION})
        if not kinds or not self.again:
            return []
        took_part = exists(
            select(literal(1)).where(
                PARTICIPANT.response_id == RESPONSE.id,
                PARTICIPANT.person_id == INVOLVEMENT.person_id,
                PARTICIPANT.took_part.is_(True),
            )
        ).correlate(RESPONSE.id.table, INVOLVEMENT.id.table)
        met = exists(
            select(literal(1)).where(
                RESPONSE.case_id == INCIDENT.case_id,
                RESPONSE.status == ResponseStatus.HELD,
                RESPONSE.kind != ResponseKind.AFFECTIVE_STATEMENT,
                took_part,
            )
        ).correlate(INCIDENT.id.table, INVOLVEMENT.id.table)
        return [
            self._of_school(INCIDENT, INCIDENT.case_id).where(
                or_(*(days.may_hold(INCIDENT.occurred_at) for days in self.again)),
                or_(*(and_(INCIDENT.category == kind, INCIDENT.severity == severity) for kind, severity in kinds)),
                INVOLVEMENT.incident_id == INCIDENT.id,
                INVOLVEMENT.part.in_(CAUSED),
                met,
            )
        ]
