"""A finished snapshot of an invented secondary school, to be changed by each test where it says something."""

from __future__ import annotations

import copy
from typing import Any

LINES = (
    "internal_removal",
    "reduced_timetable",
    "off_site_direction",
    "managed_move",
    "safeguarding_separation",
    "removal_from_roll",
    "sent_home",
)
PUPILS = 900


def line(occasions: int, pupils: int, school_days: float, roll: int = PUPILS) -> dict[str, float]:
    return {
        "occasions": occasions,
        "pupils": pupils,
        "school_days": school_days,
        "rate": 100 * occasions / roll,
    }


def actual(suspensions: int) -> dict[str, Any]:
    """All nine lines, with this many suspensions."""
    return {
        "suspensions": line(suspensions, suspensions // 2, suspensions * 2.5),
        "permanent_exclusions": {"occasions": 1, "rate": 100 / PUPILS},
        **{each: line(0, 0, 0) for each in LINES},
        "sent_home": line(2, 2, 1.5),
    }


def history(*suspensions: int | None) -> list[dict[str, Any]]:
    """Three autumn terms before; None is a term without supplied suspensions."""
    rows = []
    for year, count in zip(("2022-23", "2023-24", "2024-25"), suspensions, strict=True):
        lines = actual(count or 0)
        if count is None:
            lines["suspensions"] = None
        rows.append({"term": f"{year} autumn", "pupils_on_roll": PUPILS, "actual": lines})
    return rows


def group(on_roll: int, candidates: int, offered: int, met: int, avoided: int, excluded: int) -> dict[str, int]:
    names = ("on_roll", "candidates", "offered", "met", "avoided", "excluded")
    return dict(zip(names, (on_roll, candidates, offered, met, avoided, excluded), strict=True))


SNAPSHOT: dict[str, Any] = {
    "school": {"urn": "999001", "name": "Harbour Road School"},
    "term": {
        "name": "2025-26 autumn",
        "starts_on": "2025-09-02",
        "ends_on": "2025-12-19",
        "period_ends_on": "2026-01-04",
    },
    "as_at": "2026-02-27",
    "settings": {
        "holding_school_days": 30,
        "response_within_school_days": 15,
        "baseline_years": ["2022-23", "2023-24", "2024-25"],
    },
    "exclusions_avoided": {
        "printed": True,
        "missing": [],
        "probable": {"suspensions": 14, "permanent_exclusions": 0, "school_days": 31.0},
        "possible": {"suspensions": 3, "permanent_exclusions": 1, "school_days": 6},
        "strict": {"suspensions": 12, "permanent_exclusions": 0},
    },
    "cohort": {
        "candidates": 61,
        "avoided": 18,
        "in_progress": 4,
        "not_sustained": 6,
        "postponed": 2,
        "excluded": 24,
        "other_sanction": 5,
        "undecided": 1,
        "recorded_late": 1,
    },
    "actual": actual(41),
    "cancelled": {"suspensions": 1, "permanent_exclusions": 0, "school_days_out": 2},
    "pupils_on_roll": PUPILS,
    "history": history(60, 55, 52),
    "over_claiming": {
        "would_be": {"count": 64, "rate": 64 / 9, "low": 5.47647, "high": 9.08066},
        "baseline": {
            "count": 170,
            "rate": 170 / 27,
            "low": 5.3853,
            "high": 7.31757,
            "years": ["2022-23", "2023-24", "2024-25"],
        },
        "ratio": {"value": 1.12941, "low": 0.835, "high": 1.5125},
        "flagged": False,
    },
    "harmed": {
        "people": 84,
        "offered": 60,
        "told": 71,
        "safe": {"yes": 40, "no": 3, "unsure": 9, "asked": 66},
        "put_right": {"yes": 30, "no": 6, "partly": 14, "asked": 66},
        "repeat_same_pair_30": 5,
        "repeat_same_pair_30_of": 90,
        "repeat_same_pair_90": 2,
        "repeat_same_pair_90_of": 19,
    },
    "agreements": {
        "made": 44,
        "kept": 33,
        "partly_kept": 4,
        "not_kept": 3,
        "withdrawn": 1,
        "active": 3,
        "changed": 5,
        "actions_due": 70,
        "actions_on_time": 61,
    },
    "funnel": {
        "logged": 160,
        "considered": 96,
        "stopped_for_safety": 4,
        "declined_by_harmed": 9,
        "declined_by_other": 7,
        "met": 70,
        "agreed": 61,
        "kept": 48,
    },
    "responses": {
        "affective_statement": 120,
        "affective_questions": 44,
        "impromptu_conference": 30,
        "circle": 6,
        "formal_conference": 5,
    },
    "groups": {
        "sex": {"F": group(435, 15, 10, 10, 5, 5), "M": None},
        "sen_provision": {"E": group(25, 5, 0, 0, 0, 5), "K": group(120, 20, 15, 10, 5, 10), "N": None},
        "fsm": {"no": None, "unknown": group(0, 0, 0, 0, 0, 0), "yes": group(220, 25, 20, 15, 5, 10)},
    },
    "training": {
        "staff": 96,
        "trained": 41,
        "facilitators": 8,
        "facilitators_current": 7,
        "active": 6,
        "cases_led": 33,
        "most_cases": 11,
        "circles": 22,
    },
    "revisions": [],
}


def a_snapshot(**changes: Any) -> dict[str, Any]:
    """The snapshot with whole top-level keys replaced."""
    return {**copy.deepcopy(SNAPSHOT), **changes}


def true_counts() -> dict[str, Any]:
    """Groups as the restricted copy has them."""
    return {"sex": {"F": group(438, 19, 14, 11, 7, 8), "M": group(462, 42, 30, 28, 11, 18)}}
