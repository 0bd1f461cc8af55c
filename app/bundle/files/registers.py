"""Thresholds and decisions (locked), the exclusions register, other ways out of lessons, circles, published reports."""

from __future__ import annotations

from collections.abc import Iterator

from app.bundle.files.people import dates_in_order
from app.bundle.files.place import suspension_days
from app.bundle.files.published import AS_PUBLISHED, as_published
from app.bundle.spec import Family, Fault, Further, Row, columns_of, table_of
from app.casework.circle import Circle
from app.casework.exclusion import Decision, Exclusion, OutOfLessons, Threshold
from app.casework.report import Report
from app.casework.words import ExclusionKind, ReportStatus


def _sessions(row: Row) -> Iterator[Fault]:
    if row["kind"] != ExclusionKind.PERMANENT and not row["sessions"]:
        yield "sessions", f"A {row['kind']} without its sessions.", "Give sessions (half school days), 1 or more."


_THRESHOLDS, _DECISIONS, _EXCLUSIONS = table_of(Threshold), table_of(Decision), table_of(Exclusion)
_OUT, _CIRCLES, _REPORTS = table_of(OutOfLessons), table_of(Circle), table_of(Report)

REGISTERS = (
    Family(
        "thresholds",
        _THRESHOLDS,
        columns_of(
            _THRESHOLDS,
            "incident=incident_id>incidents pupil=pupil_id>pupils sanction school_days clause confidence "
            "recorded_by=recorded_by_id>staff recorded_at",
        ),
        key=("incident", "pupil", "recorded_by", "recorded_at"),
        further=Further("threshold_records", columns_of(_THRESHOLDS, "because policy_version"), numbered=True),
        repeats=True,
        append_only=True,
        rules=(suspension_days,),
    ),
    Family(
        "decisions",
        _DECISIONS,
        columns_of(
            _DECISIONS,
            "incident=incident_id>incidents pupil=pupil_id>pupils decision decided_by=decided_by_id>staff decided_at "
            "who_was_asked reason_given what_next",
        ),
        key=("incident", "pupil", "decided_by", "decided_at"),
        repeats=True,
        append_only=True,
    ),
    Family(
        "exclusions",
        _EXCLUSIONS,
        columns_of(
            _EXCLUSIONS,
            "exclusion=reference pupil=pupil_id>pupils kind starts_on sessions reasons incident=incident_id>incidents "
            "cancelled_on cancelled_because",
        ),
        key=("exclusion",),
        rules=(_sessions,),
    ),
    Family(
        "out_of_lessons",
        _OUT,
        columns_of(_OUT, "pupil=pupil_id>pupils kind from=starts_on to=ends_on sessions"),
        key=("pupil", "kind", "from"),
        further=Further("out_of_lessons_records", columns_of(_OUT, "cancelled_on cancelled_because"), numbered=True),
        repeats=True,
        rules=(dates_in_order("from", "to"),),
    ),
    Family(
        "circles",
        _CIRCLES,
        columns_of(_CIRCLES, "held_on keeper=keeper_id>staff group=group_name purpose size minutes"),
        key=("held_on", "keeper", "group", "purpose"),
        repeats=True,
    ),
    Family(
        "published_reports",
        _REPORTS,
        columns_of(_REPORTS, "term as_at published_on published_by=published_by_id>staff sha256 snapshot"),
        key=("term", "as_at", "published_on"),
        further=Further(
            "published_report_records",
            columns_of(_REPORTS, "commentary cover restricted_snapshot approved_at approved_by=approved_by_id>staff"),
            numbered=True,
        ),
        repeats=True,
        fixed=as_published,
        where={"status": ReportStatus.PUBLISHED},
        rules=(*AS_PUBLISHED, dates_in_order("as_at", "published_on")),
    ),
)
