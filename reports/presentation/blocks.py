"""The blocks of which the report is made. Templates draw them and compute nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from reports.charts import Drawing
from reports.presentation.words import NO_PERCENT_NOTE, NONE, PERCENT_NOTE


@dataclass(frozen=True)
class Paragraph:
    """Running text. `lead` is the sentence that answers the section's question."""

    text: str
    lead: bool = False
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Caution:
    """What must be known before the figures are used, set apart and named by its first words."""

    title: str
    text: str
    kind: Literal["caution"] = "caution"


@dataclass(frozen=True)
class Heading:
    """A heading below a section's."""

    text: str
    id: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True)
class Definition:
    """A word and what it means here."""

    term: str
    text: str


@dataclass(frozen=True)
class Definitions:
    """Words with their meanings."""

    items: tuple[Definition, ...]
    kind: Literal["definitions"] = "definitions"


@dataclass(frozen=True)
class Cell:
    """One cell; `span` columns wide. `numeric` aligns figures under one another."""

    text: str
    numeric: bool = True
    span: int = 1

    @property
    def wide(self) -> bool:
        """Whether the cell stands for several columns."""
        return self.span > 1


@dataclass(frozen=True)
class Row:
    """A table row with its header. `part` rows are "of which" of the row above, a `total` row is ruled off."""

    head: str
    cells: tuple[Cell, ...]
    weight: Literal["", "part", "total"] = ""


@dataclass(frozen=True)
class Column:
    """A column header."""

    label: str
    numeric: bool = True


@dataclass(frozen=True)
class Table:
    """A table with caption and scoped headers. The first column is that of the row headers."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    number: str = ""
    id: str = ""
    wordy: bool = False
    kind: Literal["table"] = "table"

    @property
    def layout(self) -> str:
        """The class that sets the widths of columns: even ones for figures, by content where cells hold sentences."""
        return "report-wordy" if self.wordy else f"report-columns-{len(self.columns)}"


@dataclass(frozen=True)
class Figure:
    """A chart; a table with the same figures stands next to it."""

    caption: str
    chart: Drawing
    number: str = ""
    id: str = ""
    kind: Literal["figure"] = "figure"


Block = Paragraph | Caution | Heading | Bullets | Definitions | Table | Figure


@dataclass(frozen=True)
class Section:
    """One numbered section; `title` is short, for contents and running heads, `question` is what governors ask."""

    number: int
    title: str
    blocks: tuple[Block, ...]

    @property
    def id(self) -> str:
        """The section's anchor in page and PDF."""
        return f"report-{self.number}"


@dataclass(frozen=True)
class Fact:
    """One figure of the first page, large, with the words that make it a sentence."""

    value: str
    words: str


@dataclass(frozen=True)
class Report:
    """All that is printed of one term's report, but for page numbers."""

    school: str
    urn: str
    title: str
    term: str
    as_at: str
    standing: str
    audience: str
    mark: str
    copy: str
    digest: str
    created: str
    headline: str
    cautions: tuple[Caution, ...]
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...] = field(default=())


def table(
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    note: str = "",
    words: Sequence[str] = (),
    wordy: bool = False,
) -> Table:
    """A table whose columns hold figures, except the first and those named in `words`; `wordy` for sentences."""
    labelled = [Column(label, numeric=n > 0 and label not in words) for n, label in enumerate(columns)]
    return Table(caption, tuple(labelled), tuple(rows), note, wordy=wordy)


def shares_table(caption: str, columns: Sequence[str], rows: Sequence[Row], *, note: str = "") -> Table:
    """A table whose last column holds percentages. Where none may be printed the column goes, and the note says why."""
    dashes = [each.cells[-1].text == NONE for each in rows]
    if all(dashes):
        kept = [replace(each, cells=each.cells[:-1]) for each in rows]
        return table(caption, columns[:-1], kept, note=" ".join(filter(None, (note, NO_PERCENT_NOTE))))
    why = PERCENT_NOTE if any(dashes) else ""
    return table(caption, columns, rows, note=" ".join(filter(None, (note, why))))


def row(head: str, *cells: str | Cell, weight: Literal["", "part", "total"] = "") -> Row:
    """A row; plain strings become numeric cells."""
    made = tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in cells)
    return Row(head, made, weight)


def words_cell(text: str) -> Cell:
    """A cell of words, aligned as text."""
    return Cell(text, numeric=False)
