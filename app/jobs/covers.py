"""The cover of a report on its way: kept with the figures from the first build, made final by the approval."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from app.casework.history import ChainHead
from app.casework.report import Report
from app.casework.reporting import FROZEN
from app.casework.school import School
from app.casework.words import ReportStatus
from app.db import db
from reports.presentation.cover import Cover


def cover_of(report: Report, beside: dict[str, Any]) -> Cover:
    """The cover of a report as of now: phase and nation, commentary, the counts beside the figures, the record's head."""
    school = db.session.get_one(School, report.school_id)
    head = db.session.get(ChainHead, report.school_id)
    return Cover(
        phase=school.phase or "",
        nation=str(school.nation),
        commentary=report.commentary,
        context=beside,
        event_head=head.hash if head else None,
    )


def frozen(cover: Cover) -> str:
    """The cover as it is kept beside the snapshot, so that page and PDF say the same for good."""
    kept = {name: value for name, value in asdict(cover).items() if name != "digest"}
    return json.dumps(kept, default=str, sort_keys=True, ensure_ascii=False)


def kept_cover(report: Report) -> Cover:
    """The cover that was kept with the report; a report that came in a bundle brings none and gets that of today."""
    kept = json.loads(report.cover or "{}")
    if "phase" not in kept:
        cover = replace(cover_of(report, kept), published_on=report.published_on)
        return replace(cover, status="published") if report.status is ReportStatus.PUBLISHED else cover
    day = kept["published_on"]
    digest = report.cover_sha256 if report.status in FROZEN else None
    return Cover(**{**kept, "published_on": date.fromisoformat(day) if day else None}, digest=digest)


def final_cover(report: Report, *, approved_by: str, on: date) -> Cover:
    """The cover of the published report: no longer a draft, with who approved it and the day of the approval."""
    return replace(kept_cover(report), status="published", published_on=on, approved_by=approved_by)


def draft_cover(report: Report) -> Cover:
    """The cover without approval."""
    return replace(kept_cover(report), status="draft", published_on=None, approved_by=None)


def for_governors(cover: Cover) -> Cover:
    """Without what only the head is shown: incidents where nobody recorded anything (figures.md 8)."""
    shown = {key: value for key, value in (cover.context or {}).items() if key != "indicated_without_threshold"}
    return replace(cover, context=shown)


def for_the_head(cover: Cover) -> Cover:
    """The cover of the restricted copy, which is neither approved nor ever published, whatever the report is."""
    return replace(cover, restricted=True, approved_by=None, published_on=None, digest=None)
