"""The access log: who read what about whom, without a word of it; filtered, by keyset, and itself logged."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.casework.access_log import Reading
from app.casework.oversight import kept_until
from tests.guarded_cases import STORY, a_case, declare
from tests.page_checks import read, words
from tests.statements import Statements

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock(cast):
    with time_machine.travel(START, tick=False) as moved:
        yield moved


@pytest.fixture
def read_by_some(cast, client_as, clock):
    """The teacher read case and incident, the head another case, the pastoral lead the page of Maya."""
    first, other = a_case(cast), a_case(cast, "2026-0101", caused="Kacper Nowak")
    maya = cast.pupil("Maya Lewis").id
    cast.session.rollback()
    teacher = client_as("staff")
    teacher.page(f"/cases/{first}")
    teacher.page(f"/incidents/{first}")
    client_as("headteacher").page(f"/cases/{other}")
    clock.shift(timedelta(days=1))
    client_as("pastoral_lead").page(f"/pupils/{maya}")
    return first


def cells(page: str) -> list[list[str]]:
    """The cells of every row of the page's tables, headings left out."""
    return [[words(cell) for cell in row] for row in read(page).all("tr") if row[-1].tag == "td"]


def lines(browser, query: str = "") -> list[list[str]]:
    """Who, what, which, by which right; readings of the log itself left out."""
    return [row[1:] for row in cells(browser.page(f"/access-log{query}")) if row[2] != "This log"]


def test_it_says_who_read_what_when_and_by_which_right_and_no_narrative(client_as, read_by_some):
    officer = client_as("data_protection_officer")

    found = lines(officer)

    assert found == [
        ["Priya Nair", "Pupil", "Maya Lewis", ""],
        ["Helen Marsh", "Case", "2026-0101", "headteacher or deputy"],
        ["Tamsin Okoro", "Incident", "2026-0100", ""],
        ["Tamsin Okoro", "Case", "2026-0100", "logged it"],
    ]
    assert STORY not in officer.page("/access-log")


@pytest.mark.parametrize(
    ("query", "who"),
    [
        ("?pupil=Tom", ["Tamsin Okoro", "Tamsin Okoro"]),
        ("?pupil=maya+lewis", ["Priya Nair", "Helen Marsh", "Tamsin Okoro", "Tamsin Okoro"]),
        ("?case=2026-0101", ["Helen Marsh"]),
        ("?staff=P-NAI", ["Priya Nair"]),
        ("?what=incident", ["Tamsin Okoro"]),
        ("?since=25/11/2026", ["Priya Nair"]),
        ("?until=24/11/2026&what=case", ["Helen Marsh", "Tamsin Okoro"]),
        ("?pupil=Tom&staff=H-MAR", []),
        ("?case=2026-9999", []),
    ],
)
def test_it_is_filtered_by_pupil_case_reader_kind_and_day(client_as, read_by_some, query, who):
    found = lines(client_as("data_protection_officer"), query)
    assert [line[0] for line in found] == who


def test_a_name_of_several_is_asked_back_and_nothing_is_shown(client_as, read_by_some):
    officer = client_as("data_protection_officer")
    page = officer.page("/access-log?pupil=a")
    assert "Which pupil?" in page
    assert "Tamsin Okoro Case" not in page
    assert "No pupil of that name" in officer.page("/access-log?pupil=zzzz")


def test_looking_at_the_log_is_logged_with_what_was_looked_for(client_as, read_by_some, cast):
    client_as("data_protection_officer").page("/access-log?pupil=Tom&what=case")

    made = cast.session.scalars(select(Reading).where(Reading.what == "access log")).one()
    assert made.reference == "pupil Tom; what case"
    assert made.why == "data protection officer"
    assert "pupil Tom; what case" in client_as("data_protection_officer").page("/access-log?what=access+log")


def test_a_filter_that_is_no_date_says_what_would_be_right(client_as, read_by_some):
    page = client_as("data_protection_officer").page("/access-log?since=soon")
    assert "Give the date as dd/mm/yyyy" in page


def test_pages_follow_each_other_by_keyset_and_none_is_left_out_or_twice(client_as, cast, clock):
    reader = cast.staff("staff").id
    school = cast.school().id
    for number in range(120):
        at = START + timedelta(minutes=number // 3)
        cast.session.add(
            Reading(school_id=school, staff_id=reader, at=at, what="case", reference=f"2026-{number:04}", why="owner")
        )
    cast.session.commit()
    officer, seen, path = client_as("data_protection_officer"), [], "/access-log?what=case"
    while path:
        page = officer.page(path)
        seen += [row[3] for row in cells(page)]
        path = next((a.attrib["href"] for a in read(page).all("a") if a.attrib.get("rel") == "next"), None)

    assert len(seen) == len(set(seen)) == 120
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("before", ["x", "2026-11-24T09:00:00_1", "2026-11-24T09:00:00+00:00_x", "_"])
def test_a_cursor_that_is_none_shows_the_newest(client_as, read_by_some, before):
    assert client_as("data_protection_officer").get("/access-log", query_string={"before": before}).status_code == 200


def test_it_takes_few_statements(app, client_as, read_by_some):
    officer = client_as("data_protection_officer")
    with Statements(app) as sent:
        officer.page("/access-log?pupil=Tom&case=2026-0100")
    assert len(sent) <= 8


@pytest.mark.parametrize(
    "role", ["staff", "tutor", "pastoral_lead", "facilitator", "senco", "headteacher", "deputy_headteacher", "data_manager", "governor"]
)  # fmt: skip
def test_others_do_not_read_it(client_as, role):
    assert client_as(role).get("/access-log").status_code == 403
    assert client_as(role).get("/retention").status_code == 403


def test_a_lead_does_not_see_who_read_about_their_own_child(client_as, cast, read_by_some):
    declare(cast, "dsl", "Maya Lewis")
    found = lines(client_as("dsl"))
    assert [line for line in found if "Maya Lewis" in line or line[2].startswith("2026-01")] == []


def test_the_other_schools_readings_are_not_there(client_as, read_by_some, cast):
    member = cast.staff("headteacher", "B")
    cast.session.add(
        Reading(school_id=member.school_id, staff_id=member.id, at=START, what="case", reference="2026-0777", why="x")
    )
    cast.session.commit()
    assert "2026-0777" not in client_as("data_protection_officer").page("/access-log")


# ---- which records are kept until when


def test_the_list_of_kept_records_names_pupils_of_cases_and_their_day_and_deletes_nothing(client_as, cast, clock):
    a_case(cast)
    page = client_as("data_protection_officer").page("/retention")
    assert cells(page)[-2:] == [
        ["Tom Adeyemi", cast.pupil("Tom Adeyemi").key, "03/11/2038"],
        ["Maya Lewis", cast.pupil("Maya Lewis").key, "11/02/2039"],
    ]
    assert "Nothing is deleted by itself" in page


def test_a_birthday_on_the_29th_of_february_is_kept_to_the_first_of_march():
    assert kept_until(date(2012, 2, 29)) == date(2037, 3, 1)
    assert kept_until(date(2014, 2, 11)) == date(2039, 2, 11)
