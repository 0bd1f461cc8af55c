"""A list as a file: nothing in it runs, everything in it can be read back."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.downloads import NOT_IN_XML, STARTS_A_FORMULA, Sheet, as_csv, as_xlsx, harmless

RUNS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1", "=cmd|'/c calc'!A0", "＝1+1", "\xa0=1")


def read_csv(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def read_xlsx(body: bytes) -> list[list[object]]:
    page = openpyxl.load_workbook(io.BytesIO(body)).active
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    return [[cell.value for cell in row] for row in page.iter_rows()]


@pytest.mark.parametrize("cell", RUNS)
def test_a_cell_that_begins_like_a_formula_is_text(cell):
    sheet = Sheet("cases", ("What",), [[cell]])

    assert read_csv(as_csv(sheet))[1][0].startswith("'")
    assert str(read_xlsx(as_xlsx(sheet))[1][0]).startswith("'")


def test_ordinary_cells_stay_as_they_are():
    sheet = Sheet("cases", ("Name", "Day", "Number", "Empty"), [["Zoë O’Neil, “Ní”", date(2026, 11, 25), 3, None]])

    assert read_csv(as_csv(sheet))[1] == ["Zoë O’Neil, “Ní”", "2026-11-25", "3", ""]
    name, day, number, empty = read_xlsx(as_xlsx(sheet))[1]
    assert (name, day.date(), number, empty) == ("Zoë O’Neil, “Ní”", date(2026, 11, 25), 3, None)


def test_a_csv_says_its_encoding_so_that_excel_reads_accents():
    assert as_csv(Sheet("cases", ("Name",), [])).startswith(b"\xef\xbb\xbf")


def test_signs_that_a_spreadsheet_cannot_hold_are_left_out():
    assert read_xlsx(as_xlsx(Sheet("cases", ("What",), [["a\x00b\x0bc\x1fd"]])))[1] == ["abcd"]


@given(st.text(max_size=40))
def test_no_text_becomes_a_formula(text):
    said = str(harmless(text))

    assert not said.lstrip().startswith(STARTS_A_FORMULA)
    assert said in (kept := NOT_IN_XML.sub("", text), f"'{kept}")
