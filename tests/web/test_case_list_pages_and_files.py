"""The list of cases page by page, through ties, and as files."""

import io
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select

from app.casework.access_log import Reading
from app.casework.triage import triage_case
from app.casework.words import Confidentiality, PutRight, Safe
from tests.cases import Told
from tests.statements import Statements
from tests.web.lists import log_case, older_of, references, rows_of, walked

DAY = timedelta(days=1)
FILTERS = ("words", "stage", "due", "owner", "year", "group", "category", "place", "response", "tag", "logged", "since",
           "until", "sort", "after")  # fmt: skip


@pytest.fixture
def now(cast):
    return cast.member("staff").at


@pytest.fixture
def several(cast, now):
    """Five cases of different kinds: each is alone in something."""
    log_case(cast, "2026-0001", now - 9 * DAY)
    log_case(cast, "2026-0002", now - 8 * DAY, caused="Luca Moretti", harmed="Zoë O'Neil", category="online")
    log_case(cast, "2026-0003", now - 7 * DAY, location="Library", what_happened="A bag was thrown into the pond.")
    log_case(cast, "2026-0004", now - 6 * DAY, tags=frozenset({"bullying", "prejudice_race"}))
    triaged = log_case(cast, "2026-0005", now - 5 * DAY)
    by, owner = cast.member("pastoral_lead"), cast.staff("pastoral_lead")
    more = {"confidentiality": Confidentiality.STANDARD, "next_step": "Ring home", "next_step_on": by.on + DAY}
    triage_case(triaged, owner=owner, by=by, at=by.at, **more)
    cast.session.commit()


# ---- pages


@pytest.fixture
def forty_five(cast, now):
    """Forty-five cases, fifteen to a minute, so that ties stand at the edge of each page."""
    for number in range(45):
        log_case(cast, f"2026-{number:04d}", now - (3 - number // 15) * DAY)


@pytest.mark.parametrize("sort", ["", "oldest"])
def test_pages_hold_every_case_once_in_order_through_ties(client_as, forty_five, sort):
    found = walked(client_as("pastoral_lead"), f"/cases?sort={sort}")

    assert len(found) == len(set(found)) == 45
    assert found == sorted(found, reverse=not sort)


def test_a_page_does_not_move_when_a_new_case_comes_in(client_as, cast, now, forty_five):
    browser = client_as("pastoral_lead")
    second = older_of(browser.page("/cases"))
    before = references(browser.page(second))

    log_case(cast, "2026-9999", now)

    assert references(browser.page(second)) == before
    assert references(browser.page("/cases"))[0] == "2026-9999"


def test_pages_by_what_is_due_hold_every_case_once(client_as, cast):
    for number in range(25):
        Told(cast, f"2026-{number:04d}").logged().triaged(on=cast.member("staff").on + (number % 3) * DAY)

    found = walked(client_as("pastoral_lead"), "/cases?sort=due")

    assert len(found) == len(set(found)) == 25
    assert [int(reference[-2:]) % 3 for reference in found] == sorted(number % 3 for number in range(25))


def test_the_list_takes_at_most_twelve_statements_whatever_stands_in_it(client_as, app, forty_five):
    browser = client_as("pastoral_lead")
    with Statements(app) as sent:
        browser.page("/cases?stage=open&year=8&category=physical&words=push&sort=oldest")
    assert len(sent) <= 12


# ---- files and readings


def test_a_file_equals_the_list(client_as, forty_five):
    browser = client_as("pastoral_lead")

    rows = rows_of(browser.get("/cases.csv?sort=oldest").data)

    assert [row["Case"] for row in rows] == walked(browser, "/cases?sort=oldest")
    assert rows[0]["People"] == "Maya Lewis (8B), was harmed; Tom Adeyemi (8B), caused harm"


def test_excel_gets_the_same_rows_and_no_formula(client_as, cast, now):
    log_case(cast, "2026-0001", now, location="=HYPERLINK(0)")

    browser = client_as("pastoral_lead")
    answer = browser.get("/cases.xlsx")
    page = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]

    assert answer.headers["Content-Disposition"] == f'attachment; filename="cases-{cast.member("staff").on}.xlsx"'
    assert rows[0][:4] == ["Case", "Opened", "What", "Where"]
    assert rows[1][3] == "'=HYPERLINK(0)"
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    assert rows_of(browser.get("/cases.csv").data)[0]["Where"] == "'=HYPERLINK(0)"


def test_who_saw_which_case_in_a_list_or_a_file_is_written_down(client_as, cast, several):
    browser = client_as("pastoral_lead")
    browser.page("/cases?category=online")
    browser.get("/cases.csv?stage=triage")

    seen = cast.session.execute(select(Reading.what, Reading.reference, Reading.why).order_by(Reading.id)).all()

    assert seen == [
        ("case in a list", "2026-0002", "pastoral lead of the year"),
        ("case in a download", "2026-0005", "pastoral lead of the year"),
    ]


def test_more_than_a_file_holds_is_refused_with_a_sentence(client_as, several, monkeypatch):
    monkeypatch.setattr("app.web.lists.AT_MOST", 3)
    browser = client_as("pastoral_lead")

    answer = browser.get("/cases.csv?sort=oldest")

    assert (answer.status_code, answer.location) == (303, "/cases?sort=oldest")
    assert "Narrow the dates, then download" in browser.page(answer.location)


def test_what_is_next_is_the_earliest_of_all_that_was_promised(client_as, cast):
    today = cast.member("staff").on
    told = Told(cast).logged().triaged().safe().met().agreed(due_in=6, review_in=9)
    told.check_in_planned(today + 3 * DAY)

    page = client_as("pastoral_lead").page("/cases")
    assert "Check-in with Maya Lewis (8B)" in page

    told.checked_in(Safe.NO, PutRight.NO)
    assert "Somebody does not feel safe" in client_as("pastoral_lead").page("/cases")
