"""Section 3: who takes part, who declines, who is not offered?"""

from __future__ import annotations

from fractions import Fraction

from reports.charts import Bar, horizontal_bars
from reports.presentation.blocks import Block, Figure, Paragraph, Table, row, shares_table, table
from reports.presentation.words import Snapshot, number, of, percent

STEPS = (
    ("logged", "Logged"),
    ("considered", "Response considered"),
    ("met", "Met"),
    ("agreed", "Agreement made"),
    ("kept", "Agreement kept"),
)
LEAVING = (
    ("stopped_for_safety", "Stopped for safety"),
    ("declined_by_harmed", "Declined by somebody harmed"),
    ("declined_by_other", "Declined by somebody else"),
)
KINDS = (
    ("affective_statement", "Affective statement"),
    ("affective_questions", "Affective questions"),
    ("impromptu_conference", "Impromptu conference"),
    ("circle", "Circle"),
    ("formal_conference", "Formal conference"),
)


def participation_blocks(snapshot: Snapshot) -> list[Block]:
    """The way of the term's cases, step by step, and the responses held, by kind."""
    funnel = snapshot["funnel"]
    return [Paragraph(_sentence(funnel), lead=True), _figure(funnel), _table(funnel), _kinds(snapshot["responses"])]


def _sentence(funnel: dict[str, int]) -> str:
    if not funnel["logged"]:
        return "No cases were logged this term."
    without = funnel["logged"] - funnel["considered"]
    return (
        f"In {of(funnel['met'], funnel['logged'])} cases of this term somebody who caused harm met in a "
        f"restorative response. In {number(without)} no response beyond a word on the spot was considered."
    )


def _figure(funnel: dict[str, int]) -> Figure:
    said = ", ".join(f"{name.lower()} {funnel[key]}" for key, name in STEPS)
    bars = [
        Bar(name, Fraction(funnel[key]), number(funnel[key]), "strong" if key == "kept" else "plain")
        for key, name in STEPS
    ]
    chart = horizontal_bars(
        f"Cases of this term by the step they reached: {said}.",
        "Five bars, each step a part of the one above; the table below has the same figures.",
        bars,
    )
    return Figure("Cases of this term, by the step they reached", chart)


def _table(funnel: dict[str, int]) -> Table:
    logged = funnel["logged"]
    rows = [row(name, number(funnel[key]), percent(funnel[key], logged)) for key, name in STEPS[:2]]
    rows += [row(name, number(funnel[key]), percent(funnel[key], logged), weight="part") for key, name in LEAVING]
    rows += [row(name, number(funnel[key]), percent(funnel[key], logged)) for key, name in STEPS[2:]]
    return shares_table(
        "The way of this term’s cases",
        ["Step", "Cases", "Share of logged"],
        rows,
        note="A case can stand in several rows, so the rows do not add up: after one person declined, another "
        "way may have been found. These are cases of the term; section 2 has agreements made in it.",
    )


def _kinds(responses: dict[str, int]) -> Table:
    total = sum(responses[key] for key, _ in KINDS)
    rows = [row(name, number(responses[key])) for key, name in KINDS]
    return table(
        "Responses held this term, by kind",
        ["Kind", "Held"],
        [*rows, row("All responses held", number(total), weight="total")],
        note="By the day on which they were held, whatever the term of the case. An affective statement is a "
        "word on the spot and is no response in the other tables.",
    )
