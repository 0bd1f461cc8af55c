"""A list as a file: CSV or XLSX, bounded, with nothing in it that a spreadsheet would run.

A cell that begins like a formula gets a quote before it (OWASP; stack.md 7). Days are days in XLSX and ISO in CSV.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response

AT_MOST = 5_000
Cell = str | int | float | date | None
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the last four: full-width forms
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST, NARROWEST = 60, 10


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is downloaded: a name for file and sheet, the columns, the rows."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def harmless(cell: Cell) -> Cell:
    """The cell as it may be written: text that a spreadsheet would take for a formula stays text."""
    if not isinstance(cell, str):
        return cell
    text = NOT_IN_XML.sub("", cell)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) or text.lstrip().startswith(STARTS_A_FORMULA) else text


def as_csv(sheet: Sheet) -> bytes:
    """RFC 4180 with a byte order mark, without which Excel reads accents wrongly."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(sheet.columns)
    writer.writerows([_told(harmless(cell)) for cell in row] for row in sheet.rows)
    return written.getvalue().encode("utf-8-sig")


def _told(cell: Cell) -> object:
    return cell.isoformat() if isinstance(cell, date) else "" if cell is None else cell


def as_xlsx(sheet: Sheet) -> bytes:
    """One sheet with a heading that stays in view and columns as wide as what stands in them."""
    # Imported here: it takes memory that a server which writes no spreadsheet does not need.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.name[:31])
    page.freeze_panes = "A2"
    for number, width in enumerate(_widths(sheet), start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    heading = [WriteOnlyCell(page, value=column) for column in sheet.columns]
    for cell in heading:
        cell.font = Font(bold=True)
    page.append(heading)
    for row in sheet.rows:
        page.append([harmless(cell) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _widths(sheet: Sheet) -> Iterable[int]:
    for number, column in enumerate(sheet.columns):
        longest = max((len(str(row[number] or "")) for row in sheet.rows), default=0)
        yield min(WIDEST, max(NARROWEST, len(column), longest) + 2)


def sent(sheet: Sheet, kind: str, on: date) -> Response:
    """The file as an answer, named after the list and the day."""
    body, mimetype = (as_xlsx(sheet), XLSX) if kind == "xlsx" else (as_csv(sheet), "text/csv")
    answer = Response(body, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{sheet.name}-{on.isoformat()}.{kind}"'
    return answer
