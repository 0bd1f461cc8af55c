"""Which candidates the figures of a report count: each unit can be opened down to its case (measure.md)."""

from __future__ import annotations

from reports.figures.avoided import credited_in
from reports.figures.registers import missing
from reports.figures.term_view import TermView

HEADLINE = "headline"


def units(view: TermView) -> list[tuple[str, object, object, str | None]]:
    """(where it is counted, incident, pupil, confidence): those of the headline, unless it is held back, and then the
    cohort, each under its status."""
    is_held_back = bool(missing(view.facts, view.term.academic_year, view.term.name))
    counted = [] if is_held_back else [(HEADLINE, each) for each in credited_in(view)]
    counted += [(str(each.status.value), each) for each in view.cohort if each.status]
    return [(where, each.incident.incident, each.pupil, each.confidence) for where, each in counted]
