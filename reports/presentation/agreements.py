"""Section 2: are agreements kept?"""

from __future__ import annotations

from typing import Any

from reports.charts import Part, stacked_bar
from reports.presentation.blocks import Block, Figure, Paragraph, Table, row, shares_table
from reports.presentation.words import Snapshot, number, of, percent

# key, its name in print, its shade: every agreement has exactly one of them.
OUTCOMES = (
    ("kept", "Kept", "strong"),
    ("partly_kept", "Partly kept", "light"),
    ("not_kept", "Not kept", "dark"),
    ("withdrawn", "Withdrawn", "grey"),
    ("active", "Still open", "open"),
)


def agreement_blocks(snapshot: Snapshot) -> list[Block]:
    """Agreements made this term by how they stand, and actions on time."""
    agreements = snapshot["agreements"]
    adds_up(agreements)
    return [Paragraph(_sentence(agreements), lead=True), _figure(agreements), _table(agreements), _actions(agreements)]


def adds_up(agreements: dict[str, int]) -> None:
    """Refuses (ValueError) agreements whose outcomes do not add up to those made."""
    if sum(agreements[key] for key, _, _ in OUTCOMES) != agreements["made"]:
        raise ValueError("The outcomes of agreements do not add up to the agreements made.")


def _sentence(agreements: dict[str, int]) -> str:
    if not agreements["made"]:
        return "No agreements were made this term."
    still = agreements["active"]
    rest = f" {number(still)} {'is' if still == 1 else 'are'} still open." if still else " None is still open."
    return f"{of(agreements['kept'], agreements['made'])} agreements made this term have been kept.{rest}"


def _figure(agreements: dict[str, int]) -> Figure:
    parts = [Part(name, agreements[key], tone) for key, name, tone in OUTCOMES]
    said = ", ".join(f"{part.name.lower()} {part.count}" for part in parts)
    chart = stacked_bar(
        f"Agreements made this term by how they stand. Of {agreements['made']}: {said}.",
        "One bar cut into parts; the table below it has the same figures.",
        parts,
        empty="No agreements were made this term",
    )
    return Figure("Agreements made this term, by how they stand", chart)


def _table(agreements: dict[str, int]) -> Table:
    made = agreements["made"]
    rows = [row(name, number(agreements[key]), percent(agreements[key], made)) for key, name, _ in OUTCOMES]
    rows.append(row("Agreements made", number(made), percent(made, made), weight="total"))
    rows.append(
        row(
            "of which with an action changed by consent",
            number(agreements["changed"]),
            percent(agreements["changed"], made),
            weight="part",
        )
    )
    return shares_table(
        "Agreements made this term, by how they stand",
        ["Outcome", "Agreements", "Share"],
        rows,
        note="The five rows add up to the agreements made.",
    )


def _actions(agreements: dict[str, Any]) -> Paragraph:
    due, on_time = agreements["actions_due"], agreements["actions_on_time"]
    if not due:
        return Paragraph("No actions fell due this term.")
    return Paragraph(
        f"{of(on_time, due)} actions that fell due this term were done on time. Actions are dated by the day on "
        "which they were recorded as done, so late checking looks like late doing."
    )
