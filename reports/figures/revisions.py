"""Figures published earlier that are reckoned differently now (measure.md 10, figures.md 4).

Published reports never change; what changed of their numbers is listed in the next one. Never `groups`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from app.casework.facts import Facts, PublishedRow
from reports.figures.avoided import cohort, exclusions_avoided
from reports.figures.registers import actual, pupils_on_roll
from reports.figures.term_view import Figures, TermView

HEADLINE = ("probable", "possible", "strict")


def published(view: TermView) -> list[PublishedRow]:
    """Published reports seen on the day, in order of publication."""
    seen = (row for row in view.facts.published if row.published_on <= view.as_at)
    return sorted(seen, key=lambda row: (row.published_on, row.as_at))


def revisions(view: TermView) -> list[Figures]:
    """What differs from the last published report of each term, by term and key."""
    last = {row.term: row for row in published(view)}
    found: list[Figures] = []
    for name in sorted(last):
        row = last[name]
        was, now = dict(_numbers(_parts(json.loads(row.snapshot)))), _now(view, name)
        found += [
            {
                "term": name,
                "published_as_at": row.as_at.isoformat(),
                "key": key,
                "was": was.get(key),
                "now": now.get(key),
            }
            for key in sorted(was.keys() | now.keys())
            if was.get(key) != now.get(key)
        ]
    return found


def first_groups(view: TermView) -> tuple[PublishedRow, Figures] | None:
    """The groups of this term as they were first published: there is never a second version to subtract
    (figures.md 5)."""
    for row in published(view):
        if row.term == view.term.full_name:
            taken = json.loads(row.snapshot).get("groups")
            if taken:
                return row, taken
    return None


def _now(view: TermView, name: str) -> dict[str, int | float]:
    term = view.facts.calendar.term(name)
    if term is None:
        return {}
    again = TermView(view.facts, term, view.as_at, view.candidates)
    return dict(_numbers(_reckoned(again.facts, again)))


def _reckoned(facts: Facts, view: TermView) -> Figures:
    term = view.term
    return _parts(
        {
            "exclusions_avoided": exclusions_avoided(view),
            "cohort": cohort(view),
            "actual": actual(facts, term, view.as_at),
            "pupils_on_roll": pupils_on_roll(facts, term.academic_year, term.name, view.as_at),
        }
    )


def _parts(snapshot: Figures) -> Figures:
    """The parts of a snapshot that are compared; a part that is not there has no numbers."""
    headline = snapshot.get("exclusions_avoided") or {}
    return {
        "exclusions_avoided": {key: headline.get(key) for key in HEADLINE},
        "cohort": snapshot.get("cohort"),
        "actual": snapshot.get("actual"),
        "pupils_on_roll": snapshot.get("pupils_on_roll"),
    }


def _numbers(part: Any, key: str = "") -> Iterator[tuple[str, int | float]]:
    """Every number with its dotted key, rates apart."""
    if isinstance(part, dict):
        for name, inner in part.items():
            if name != "rate":
                yield from _numbers(inner, f"{key}.{name}" if key else name)
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield key, part
