"""Are facilitators trained and not overloaded? (measure.md 7)"""

from __future__ import annotations

from collections import Counter
from datetime import date

from app.casework.facts import Facts, Key
from app.casework.facts.dates import holds
from app.casework.permissions import Role
from app.casework.words import ResponseKind, ResponseStatus
from reports.figures.term_view import Figures, TermView

NOT_STAFF = frozenset({Role.GOVERNOR.value, Role.TRUST_LEAD.value})
LED = frozenset(
    {
        ResponseKind.IMPROMPTU_CONFERENCE.value,
        ResponseKind.CIRCLE.value,
        ResponseKind.FORMAL_CONFERENCE.value,
    }
)


def training(view: TermView) -> Figures:
    """Staff in post and trained on the last day of the term, or on the day of the report if earlier; who led
    what in the term (figures.md 4)."""
    day = min(view.term.period_ends_on, view.as_at)
    in_post = [row for row in view.facts.staff if holds(row.from_on, row.to_on, day)]
    staff = {row.staff for row in in_post if not row.roles or row.roles - NOT_STAFF}
    facilitators = {row.staff for row in in_post if Role.FACILITATOR in row.roles}
    trained = trained_on(view.facts, day)
    led = Counter(person for person, _ in _led(view))
    return {
        "staff": len(staff),
        "trained": len(staff & trained),
        "facilitators": len(facilitators),
        "facilitators_current": len(facilitators & trained),
        "active": len(led),
        "cases_led": sum(led.values()),
        "most_cases": max(led.values(), default=0),
        "circles": sum(1 for row in view.facts.circles if view.is_in_term(row.held_on)),
    }


def trained_on(facts: Facts, day: date) -> set[Key]:
    """Those with a course completed by the day and not expired."""
    return {
        row.staff
        for row in facts.training
        if row.completed_on <= day and (row.expires_on is None or row.expires_on >= day)
    }


def _led(view: TermView) -> set[tuple[Key, Key]]:
    """(who led, case) of the conferences and circles held in the term."""
    return {
        (row.led_by, row.case)
        for row in view.facts.responses
        if row.kind in LED
        and row.status == ResponseStatus.HELD
        and row.led_by
        and row.held_at is not None
        and view.is_in_term(row.held_at.date())
    }
