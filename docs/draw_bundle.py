"""Draws the list of the bundle's files and columns from their declarations into docs/bundle.md, between its two marks.

`python -m docs.draw_bundle` writes it; a test compares what stands there with what would be drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa

from app.bundle.files import FAMILIES
from app.bundle.files.place import LINES_OF_ACTUAL, TERM_NAMES
from app.bundle.spec import Column, Family, further_header
from app.casework.permissions import Role
from app.casework.table import Instant, Minute, Word, WordSet

PAGE = Path(__file__).resolve().parent / "bundle.md"
START, END = "<!-- files -->", "<!-- end of files -->"
ACADEMIC_YEAR = "a year, as `2025-26`"


def words_of(words: Iterable[str]) -> str:
    """The words that a cell may hold."""
    return " · ".join(f"`{word}`" for word in words)


# What the type of a column does not say, because a rule of its file says it.
BY_RULE = {
    ("calendar", "academic_year"): ACADEMIC_YEAR,
    ("calendar", "name"): f"of a term or its census: {words_of(TERM_NAMES)}; else any",
    ("roll", "academic_year"): ACADEMIC_YEAR,
    ("roll", "term"): words_of(TERM_NAMES),
    ("supplied", "academic_year"): ACADEMIC_YEAR,
    ("supplied", "term"): words_of(TERM_NAMES),
    ("supplied", "kind"): words_of(LINES_OF_ACTUAL),
    ("school", "baseline_years"): "list of years, as `2023-24;2024-25`",
    ("staff", "roles"): f"list of {words_of(Role)}",
}
KEYS = {"persons": "a person's key", "pupils": "a pupil's key", "staff": "a staff code", "trusts": "the trust's name"}
FORMS: tuple[tuple[type[sa.types.TypeEngine[object]], str], ...] = (
    (WordSet, "list"),
    (Minute, "time"),
    (Instant, "instant"),
    (sa.Boolean, "yes or no"),
    (sa.Float, "number with a point"),
    (sa.Integer, "number"),
    (sa.Date, "date"),
)


def form_of(family: Family, column: Column) -> str:
    """What a cell of this column holds, in a few words."""
    if (family.file, column.name) in BY_RULE:
        return BY_RULE[family.file, column.name]
    if column.to:
        return KEYS.get(column.to, f"one of `{column.to}.csv`")
    if not column.into:
        return "number"
    kind = family.table.c[column.into].type
    if isinstance(kind, Word):
        return words_of(word.value for word in kind.words)
    found = next((words for each, words in FORMS if isinstance(kind, each)), None)
    return found or (f"text, {kind.length} at most" if isinstance(kind, sa.String) and kind.length else "text")


def table(family: Family, file: str, columns: Iterable[Column], note: str = "") -> list[str]:
    """One file: its columns, which of them a row cannot do without, and what each holds."""
    rows = [f"| {'**' * c.required}`{c.name}`{'**' * c.required} | {form_of(family, c)} |" for c in columns]
    return ["", f"### `{file}.csv`", *([note] if note else []), "", "| column | holds |", "| --- | --- |", *rows]


def drawing() -> str:
    """Every file in the order in which they depend on each other."""
    lines: list[str] = []
    for family in FAMILIES:
        lines += table(family, family.file, family.columns)
        if family.further:
            note = f"More of the rows of `{family.file}.csv`, found by the same key."
            lines += table(family, family.further.file, further_header(family), note)
    return "\n".join(lines)


def drawn(text: str) -> str:
    """The page's text with the list as it should be."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{drawing()}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
