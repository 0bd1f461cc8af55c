"""The nation's rate of the same term and phase beside the school's, with its counts, its source and a caution."""

from __future__ import annotations

from datetime import date

from reports.benchmarks import Benchmark, national_for
from reports.presentation.blocks import Block, Caution, Row, row, table
from reports.presentation.like_terms import TermColumn
from reports.presentation.words import NOT_SUPPLIED, Snapshot, long_date, number, rate, rounded, season
from reports.terms import Terms


def national_of(snapshot: Snapshot, terms: Terms, phase: str) -> Benchmark | None:
    """The newest figures of the same term that had been released by the day of the report; None if there are none."""
    if not terms.national_cautions:
        return None
    return national_for(phase, season(snapshot["term"]["name"]), as_at=date.fromisoformat(snapshot["as_at"]))


def national_blocks(column: TermColumn, terms: Terms, national: Benchmark | None, as_at: str) -> list[Block]:
    """The rates side by side and what on the day of the report was known to part them; or that there were none yet."""
    if national is None:
        return [
            Caution(
                "No national rate",
                f"The software holds none of the {season(column.term)} term that had been released by the day of the report.",
            )
        ]
    schools = "all state schools" if national.phase == "all" else f"state {national.phase} schools"
    beside = f"England, {national.term} {national.academic_year}"
    rows = [
        _row_beside(name, column, line, count, national, places)
        for line, name, count, places in (
            ("suspensions", terms.lines["suspensions"], national.suspensions, 2),
            ("permanent_exclusions", terms.lines["permanent_exclusions"], national.permanent_exclusions, 3),
        )
    ]
    made = table(
        f"Beside the national rate of {schools}, per 100 pupils",
        ["Rate", f"This school, {column.name}", beside, "National count"],
        rows,
        note=f"Source: {national.source}; release “{national.release}”, {long_date(national.released_on)}. "
        f"National counts over {number(national.headcount)} pupils ({national.headcount_from}). The "
        f"software holds none of a later {season(column.term)} term that had been released by the day of the report.",
    )
    known = " ".join(words for since, words in terms.national_cautions if since <= as_at)
    return [made, Caution("Comparing with national figures", known)]


def _row_beside(name: str, column: TermColumn, line: str, count: int, national: Benchmark, places: int) -> Row:
    occasions = column.value(line, "occasions")
    own = NOT_SUPPLIED if occasions is None else rate(occasions, column.pupils, places)
    return row(name, own, rounded(national.per_100(count), places), number(count))
