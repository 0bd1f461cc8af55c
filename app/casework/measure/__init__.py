"""Exclusions avoided: the status of a candidate as a pure function of facts and a date (measure.md, figures.md).

`reckon` answers for one pupil and one incident, `reckon_all` for a school; `Reckoning.lines` tells why.
"""

from app.casework.measure.course import Ground, Status
from app.casework.measure.evidence import Hindrance
from app.casework.measure.indicated import Extent, Indicated, indicated
from app.casework.measure.reckoning import Reckoning, candidates, possible_pairs, reckon, reckon_all

__all__ = [
    "Extent",
    "Ground",
    "Hindrance",
    "Indicated",
    "Reckoning",
    "Status",
    "candidates",
    "indicated",
    "possible_pairs",
    "reckon",
    "reckon_all",
]
