"""Section 5: has exclusion moved elsewhere? All nine lines, this term and the like terms before, beside the nation."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from reports.benchmarks import Benchmark
from reports.charts import Bar, Reference, horizontal_bars
from reports.presentation.blocks import Block, Cell, Figure, Paragraph, Row, Table, row, table, words_cell
from reports.presentation.cover import Cover
from reports.presentation.headline import DAYS
from reports.presentation.like_terms import TermColumn, columns_of, part_of_a_term, trend
from reports.presentation.national import national_blocks, national_of
from reports.presentation.words import (
    NONE,
    NOT_SUPPLIED,
    PERCENT_FROM,
    Snapshot,
    capital,
    counted,
    listed,
    number,
    rate,
    rounded,
    season,
    term_words,
)
from reports.terms import Terms

WHEN_AN_ARROW = "An arrow is printed only where all three earlier terms are known and this term is above or below every one of them."
SMALL_NUMBERS = "In a small school one pupil moves a rate a lot: read counts and rates together."


def elsewhere_blocks(snapshot: Snapshot, terms: Terms, cover: Cover) -> list[Block]:
    """This term's lines, their history as counts and per 100 pupils, and the national rate of the phase."""
    columns = columns_of(snapshot)
    national = national_of(snapshot, terms, cover.phase)
    return [
        Paragraph(_sentence(snapshot, terms), lead=True),
        _this_term(snapshot, terms),
        Paragraph(_cancelled(snapshot, terms)),
        _figure(columns, terms, national),
        _history(columns, terms),
        _history_rates(columns, terms),
        *national_blocks(columns[-1], terms, national, snapshot["as_at"]),
    ]


def _sentence(snapshot: Snapshot, terms: Terms) -> str:
    actual, missing = snapshot["actual"], snapshot["exclusions_avoided"]["missing"]
    other = [
        f"{terms.lines[line].lower()} ({number(actual[line]['occasions'])})"
        for line in terms.lines
        if line not in terms.sanctions and actual[line] and actual[line]["occasions"]
    ]
    ways = (
        f"Other ways of being out of lessons: {listed(other)}."
        if other
        else f"No other way of being out of lessons was recorded{' in the lines supplied' if missing else ''}."
    )
    gap = f" Not supplied: {listed([terms.lines[line].lower() for line in missing])}." if missing else ""
    return f"{_suspended(actual, terms)} {ways}{gap}"


def _suspended(actual: dict[str, Any], terms: Terms) -> str:
    given = actual["suspensions"]
    if given is None:
        return f"The school has not supplied its {terms.suspension.many}."
    pupils = f"{number(given['pupils'])} {'pupil' if given['pupils'] == 1 else 'pupils'}"
    days = f" of {pupils}, {counted(given['school_days'], DAYS)}" if given["occasions"] else ""
    permanent = actual["permanent_exclusions"]
    also = f"; {counted(permanent['occasions'], terms.permanent_exclusion)}" if permanent else ""
    first = counted(given["occasions"], terms.suspension)
    return f"{first[:1].upper()}{first[1:]}{days}{also}."


def _this_term(snapshot: Snapshot, terms: Terms) -> Table:
    column = columns_of(snapshot)[-1]
    rows = [_line(column, line, name) for line, name in terms.lines.items()]
    pupils = snapshot["pupils_on_roll"]
    roll = f"{number(pupils)} pupils on roll" if pupils is not None else "the number of pupils on roll is not known"
    return table(
        f"Out of lessons in the {term_words(column.term)}",
        ["Line", "Occasions", "Pupils", "School days", "Per 100 pupils"],
        rows,
        note=f"Occasions that began in the term, with all their days; per 100 of {roll}. A "
        f"{terms.permanent_exclusion.one} has no days. No rate is printed for a roll under {PERCENT_FROM}.",
    )


def _line(column: TermColumn, line: str, name: str) -> Row:
    if column.actual[line] is None:
        return row(name, Cell(NOT_SUPPLIED, numeric=False, span=4))
    figures = [column.value(line, key) for key in ("occasions", "pupils", "school_days")]
    shown = [NONE if figure is None else number(figure) for figure in figures]
    return row(name, *shown, rate(column.value(line, "occasions"), column.pupils))


def _cancelled(snapshot: Snapshot, terms: Terms) -> str:
    """Boards are told each term of what was cancelled, and of the days already served (statutory.md 1)."""
    cancelled, missing = snapshot["cancelled"], [line for line in terms.sanctions if snapshot["actual"][line] is None]
    lines = f"the school has not supplied its {listed([terms.lines[line].lower() for line in missing])}"
    any_of_them = cancelled["suspensions"] + cancelled["permanent_exclusions"]
    if missing and not any_of_them:
        return f"Cancelled this term: not known, since {lines}."
    told = (
        f"Cancelled this term{', as far as recorded' if missing else ''}: "
        f"{counted(cancelled['suspensions'], terms.suspension)} and "
        f"{counted(cancelled['permanent_exclusions'], terms.permanent_exclusion)}."
    )
    if any_of_them:
        days = counted(cancelled["school_days_out"], DAYS)
        told += f" Before the cancellation pupils had been out for {days}."
    return f"{told} {capital(lines)}." if missing else told


def _figure(columns: list[TermColumn], terms: Terms, national: Benchmark | None) -> Figure:
    bars = [_bar(column, current=column is columns[-1]) for column in columns]
    reference = None
    if national:
        exact = national.per_100(national.suspensions)
        reference = Reference(f"National, {national.term} {national.academic_year}: {rounded(exact, 2)}", exact)
    said = "; ".join(f"{bar.name}, {bar.words}" for bar in bars)
    beside = f" {reference.name}." if reference else ""
    name = f"{terms.suspension.many.capitalize()} per 100 pupils in like terms"
    chart = horizontal_bars(
        f"{name}: {said}.{beside}",
        "One bar for each term, with this term last; the tables below have the same figures.",
        bars,
        reference=reference,
    )
    return Figure(name, chart)


def _bar(column: TermColumn, *, current: bool) -> Bar:
    name = capital(column.name)
    occasions = column.value("suspensions", "occasions")
    exact = column.exact("suspensions")
    if occasions is None:
        words = NOT_SUPPLIED
    elif exact is None:
        words = f"{number(occasions)}, no rate"
    else:
        words = f"{rounded(exact, 2)} ({number(occasions)})"
    return Bar(name, exact, words, "strong" if current else "plain")


def _history(columns: list[TermColumn], terms: Terms) -> Table:
    rows: list[Row] = []
    for line, name in terms.lines.items():
        rows.append(_over(columns, name, partial(_occasions, line)))
        if line == "suspensions":
            rows.append(_over(columns, "pupils", lambda column: column.value("suspensions", "pupils"), part=True))
            rows.append(
                _over(columns, "school days", lambda column: column.value("suspensions", "school_days"), part=True)
            )
    rows.append(_over(columns, "Pupils on roll", lambda column: column.pupils, unknown="not known", total=True))
    return table(
        f"Occasions in the {season(columns[-1].term)} term of four years",
        _heads(columns),
        rows,
        note=part_of_a_term(columns[-1]),
    )


def _occasions(line: str, column: TermColumn) -> Any:
    return column.value(line, "occasions")


def _heads(columns: list[TermColumn]) -> list[str]:
    return ["Line", *(column.year for column in columns)]


def _over(
    columns: list[TermColumn],
    name: str,
    figure: Callable[[TermColumn], Any],
    *,
    unknown: str = NOT_SUPPLIED,
    part: bool = False,
    total: bool = False,
) -> Row:
    cells = [unknown if (value := figure(column)) is None else number(value) for column in columns]
    return row(name, *cells, weight="part" if part else "total" if total else "")


def _history_rates(columns: list[TermColumn], terms: Terms) -> Table:
    rows = []
    for line, name in terms.lines.items():
        cells: list[str | Cell] = [_rate_cell(column, line) for column in columns]
        rows.append(row(name, *cells, words_cell(trend(columns, line))))
    against = "Against the three before"
    return table(
        f"Occasions per 100 pupils on roll in the {season(columns[-1].term)} term of four years",
        [*_heads(columns), against],
        rows,
        note=f"{part_of_a_term(columns[-1]) or WHEN_AN_ARROW} {SMALL_NUMBERS}",
        words=[against],
    )


def _rate_cell(column: TermColumn, line: str) -> str:
    occasions = column.value(line, "occasions")
    return NOT_SUPPLIED if occasions is None else rate(occasions, column.pupils)
