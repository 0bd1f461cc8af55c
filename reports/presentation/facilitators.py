"""Section 7: are facilitators trained and not overloaded?"""

from __future__ import annotations

from reports.presentation.blocks import Block, Paragraph, Row, row, shares_table, table
from reports.presentation.words import Snapshot, number, of, percent


def facilitator_blocks(snapshot: Snapshot) -> list[Block]:
    """Training coverage, facilitators and their cases, and proactive circles."""
    training = snapshot["training"]
    coverage = shares_table(
        "Training in force at the end of the term",
        ["Who", "People", "Of", "Share"],
        [
            _share("Staff with training in force", training["trained"], training["staff"]),
            _share("Facilitators with training in force", training["facilitators_current"], training["facilitators"]),
        ],
        note="Staff in post at the end of the term, or on the day of the report if earlier.",
    )
    load = table(
        "Facilitation in the term",
        ["Measure", "Number"],
        [
            row("People who led a conference or circle in a case", number(training["active"])),
            row("Cases led, counted once for each leader", number(training["cases_led"])),
            row("Most cases of one leader", number(training["most_cases"])),
            row("Proactive circles, outside any case", number(training["circles"])),
        ],
        note="Whether a leader had training in force on the day is not counted.",
    )
    return [Paragraph(_sentence(training), lead=True), coverage, load]


def _share(name: str, part: int, whole: int) -> Row:
    return row(name, number(part), number(whole), percent(part, whole))


def _sentence(training: dict[str, int]) -> str:
    load = (
        f"{number(training['active'])} {'person' if training['active'] == 1 else 'people'} led "
        f"{number(training['cases_led'])} {'case' if training['cases_led'] == 1 else 'cases'}, "
        f"{number(training['most_cases'])} the most for one of them."
        if training["active"]
        else "Nobody led a conference or circle in a case."
    )
    if not training["facilitators"]:
        return f"The school has no facilitator in post. {load}"
    current, everyone = training["facilitators_current"], training["facilitators"]
    facilitators = "facilitator" if everyone == 1 else "facilitators"
    return f"{of(current, everyone)} {facilitators} {'has' if current == 1 else 'have'} training in force. {load}"
