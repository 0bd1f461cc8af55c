"""The figures of a report as it is kept: both copies frozen, the hash of the published one, and the cover."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from app.casework.facts.stored import facts_for_term
from app.casework.facts.uncollected import uncollected
from app.casework.report import Report
from app.jobs.covers import cover_of, frozen
from reports.presentation.cover import Cover


class Reckoned(NamedTuple):
    """What the two copies are printed from, and `kept`: what of it is stored on the report, by column."""

    figures: dict[str, Any]
    restricted: dict[str, Any]
    cover: Cover
    kept: dict[str, Any]


@uncollected()  # from the first row read until none is left
def reckoned(report: Report, session: Session) -> Reckoned:
    """The figures of the report's term as at its own day; nothing is changed."""
    # The process of the pages knows this module, and does without what figures and printing load.
    from reports.figures import copies
    from reports.termly import sha256_of, snapshot_json

    facts = facts_for_term(session, report.school_id, report.term, report.as_at)
    figures, restricted, beside, candidates = copies(facts, report.term, report.as_at)
    cover = cover_of(report, beside)
    kept = {
        "snapshot": snapshot_json(figures),
        "restricted_snapshot": snapshot_json(restricted),
        "sha256": sha256_of(figures),
        "cover": frozen(cover),
        "candidates": json.dumps(candidates),
    }
    return Reckoned(figures, restricted, cover, kept)


def keep(report: Report, values: dict[str, Any]) -> None:
    """Put what was made on the report, by column."""
    for name, value in values.items():
        setattr(report, name, value)
