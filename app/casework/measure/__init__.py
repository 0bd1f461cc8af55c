"""The measure: which pupils came near exclusion, and what became of each (measure.md, figures.md 2 and 3).

`reckon` says the status of one candidate as at a day, with its reasons; `reckon_case` does it for one case,
`reckon_all` for a school. Pure functions of `facts`: no database, no clock.
"""

from app.casework.measure.candidates import Candidates, candidates, possible_pairs, reckon_all
from app.casework.measure.course import RULE, Agreed, Course, Exclusion, Ground, Status, Verdict
from app.casework.measure.evidence import Evidence, Hindrance, gather, met
from app.casework.measure.indicated import Extent, Indicated, indicated
from app.casework.measure.reckoning import (
    Reckoning,
    reckon,
    reckon_case,
)
from app.casework.measure.since import since

__all__ = [
    "RULE",
    "Agreed",
    "Candidates",
    "Course",
    "Evidence",
    "Exclusion",
    "Extent",
    "Ground",
    "Hindrance",
    "Indicated",
    "Reckoning",
    "Status",
    "Verdict",
    "candidates",
    "gather",
    "indicated",
    "met",
    "possible_pairs",
    "reckon",
    "reckon_all",
    "reckon_case",
    "since",
]
