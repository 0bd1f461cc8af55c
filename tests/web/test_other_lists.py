"""Check-ins, conferences, registers, circles and training: whose, which, in which order, and as files."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import select

from app.casework.access_log import Reading
from app.casework.circle import Circle
from app.casework.exclusion import Exclusion
from app.casework.out_of_lessons import record_out_of_lessons
from app.casework.registering import RegisterRow, cancel_exclusion, record_exclusion
from app.casework.training import Training
from app.casework.words import ExclusionKind, OutOfLessonsKind, PutRight, Safe
from tests.cases import Told
from tests.statements import Statements
from tests.web.conferences import plan_conference
from tests.web.lists import INJECTIONS, older_of, rows_of

DAY = timedelta(days=1)
LISTS = ("/check-ins", "/conferences", "/exclusions", "/out-of-lessons", "/circles", "/training")


@pytest.fixture
def today(cast):
    return cast.member("staff").on


@pytest.fixture
def registers(cast, today):
    """Thirty suspensions of two pupils, two a day, one cancelled; three times out of lessons."""
    by, session, calendar = cast.member("headteacher"), cast.session, cast.calendar()
    pupils = [cast.pupil("Tom Adeyemi"), cast.pupil("Zoë O'Neil")]
    for number in range(30):
        day = calendar.first_within(number // 2, today)
        row = RegisterRow(ExclusionKind.SUSPENSION, day, 2, ("PP",))
        more = {"session": session, "incident": None, "calendar": calendar, "by": by, "at": by.at}
        session.add(record_exclusion(f"2026-X{number:03d}", pupils[number % 2], row, **more))
    session.flush()
    last = session.query(Exclusion).order_by(Exclusion.reference).first()
    cancel_exclusion(last, session=session, by=by, at=by.at, because="It was another pupil.")
    for kind, ends_on in ((OutOfLessonsKind.INTERNAL_REMOVAL, today), (OutOfLessonsKind.REDUCED_TIMETABLE, None)):
        more = {"starts_on": calendar.first_within(1, today), "ends_on": ends_on, "sessions": 2}
        session.add(record_out_of_lessons(pupils[0], kind, session=session, calendar=calendar, by=by, at=by.at, **more))
    session.commit()


# ---- every list


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_list_teaches(client_as, path):
    page = client_as("headteacher").page(path)

    assert 'class="empty"' in page or path == "/training"  # the cast has courses
    assert "Download" not in page or path == "/training"


@pytest.mark.parametrize("path", LISTS)
def test_nothing_typed_into_an_address_breaks_a_list(client_as, registers, path):
    browser = client_as("headteacher")
    for text in INJECTIONS:
        for name in ("words", "state", "since", "after"):
            page = browser.page(f"{path}?{name}={quote(text)}")
            assert "<script>alert" not in page


@pytest.mark.parametrize("path", LISTS)
def test_a_bad_filter_is_a_sentence_and_nothing_is_listed(client_as, registers, path):
    page = client_as("headteacher").page(f"{path}?since=31/02/2026")

    assert "There is no 31 February 2026. Give the date as dd/mm/yyyy" in page
    assert "Nothing was looked for" in page
    assert "<tbody>" not in page
    assert client_as("headteacher").get(f"{path}.csv?since=31/02/2026").status_code == 303


@pytest.mark.parametrize("path", LISTS)
def test_a_list_takes_at_most_twelve_statements(client_as, app, cast, registers, path):
    plan_conference(cast)
    browser = client_as("headteacher")
    with Statements(app) as sent:
        browser.page(path)
    assert len(sent) <= 12


# ---- check-ins


def test_check_ins_are_listed_by_day_with_who_asks_and_about_what(client_as, cast, today):
    told = Told(cast).logged().triaged().safe().met().agreed()
    told.check_in_planned(today + 3 * DAY, "Tom Adeyemi").check_in_planned(today)

    page = client_as("pastoral_lead").page("/check-ins")

    assert page.index("Maya Lewis (8B)") < page.index("Tom Adeyemi (8B)")
    for words in ("with Tom Adeyemi (8B)", "Physical", ">You<", "today"):
        assert words in page
    assert "2026-0001" in client_as("staff").page("/check-ins")  # they logged it
    assert "2026-0001" not in client_as("tutor").page("/check-ins")  # an outline holds no check-ins
    assert "2026-0001" not in client_as("facilitator").page("/check-ins")
    assert rows_of(client_as("tutor").get("/check-ins.csv").data) == []


def test_check_ins_that_were_held_show_their_answers(client_as, cast, today):
    told = Told(cast).logged().triaged().safe().met().agreed().checked_in(Safe.UNSURE, PutRight.PARTLY)
    told.check_in_planned(today - DAY if told.today < today - DAY else today, "Tom Adeyemi")
    lead = client_as("pastoral_lead")

    assert "Is not sure about feeling safe, it is partly put right" in lead.page("/check-ins?state=unsafe")
    assert ">Maya Lewis (8B)<" not in lead.page("/check-ins")
    (row,) = rows_of(lead.get("/check-ins.csv?state=held").data)
    assert (row["With"], row["Feels safe"], row["Put right"]) == ("Maya Lewis (8B)", "unsure", "partly")


# ---- conferences


def test_a_conference_says_what_is_missing_to_be_ready(client_as, cast):
    plan_conference(cast)

    page = client_as("facilitator").page("/conferences")

    for words in ("Planned", "no day yet", "meet Tom Adeyemi alone", "Maya Lewis (8B) and Tom Adeyemi (8B)"):
        assert words in page
    assert "2026-0001" not in client_as("tutor").page("/conferences")
    assert "2026-0001" in client_as("pastoral_lead").page("/conferences?words=maya&state=planned")
    assert "2026-0001" not in client_as("pastoral_lead").page("/conferences?words=luca")
    assert "2026-0001" not in client_as("pastoral_lead").page("/conferences?whose=me")


# ---- registers


def test_the_register_pages_through_days_that_many_share(client_as, registers):
    browser = client_as("headteacher")
    first = browser.page("/exclusions")
    second = browser.page(older_of(first))

    keys = [f"2026-X{number:03d}" for number in range(30)]
    assert sum(key in first for key in keys) == 20
    assert sum(key in second for key in keys) == 10
    assert not any(key in first and key in second for key in keys)
    assert older_of(second) is None


@pytest.mark.parametrize(
    ("query", "number"),
    [("", 30), ("words=zoe", 15), ("year=8", 15), ("state=cancelled", 1), ("state=stands", 29), ("kind=permanent", 0)],
)
def test_filters_of_the_register_and_its_file(client_as, registers, query, number):
    rows = rows_of(client_as("headteacher").get(f"/exclusions.csv?{query}").data)

    assert len(rows) == number


def test_registers_are_for_those_who_may_see_them(client_as, registers):
    for path in ("/exclusions", "/exclusions.csv", "/exclusions.xlsx", "/out-of-lessons", "/out-of-lessons.csv"):
        assert client_as("staff").get(path).status_code == 403
        assert b"2026-X001" not in client_as("headteacher", "B").get(path).data


def test_who_is_still_out_of_lessons(client_as, cast, registers):
    page = client_as("headteacher").page("/out-of-lessons?state=still")

    assert "Reduced timetable" in page
    assert "still" in page
    rows = rows_of(client_as("headteacher").get("/out-of-lessons.csv").data)
    assert {(row["Kind"], row["To"]) for row in rows} >= {("Reduced timetable", "")}


def test_each_row_that_was_shown_is_written_down(client_as, cast, registers):
    client_as("headteacher").page("/exclusions?state=cancelled")
    client_as("headteacher").get("/exclusions.csv?state=cancelled")

    seen = cast.session.execute(select(Reading.what, Reading.reference).order_by(Reading.id)).all()
    assert seen == [("row in a list", "2026-X000"), ("row in a download", "2026-X000")]


# ---- circles and training


def test_circles_by_group_and_keeper(client_as, cast, today):
    keeper = cast.staff("tutor")
    for number, group in enumerate(("8B", "8B", "7A")):
        more = {"held_on": today - number * DAY, "keeper_id": keeper.id, "purpose": "check_in", "minutes": 20}
        cast.session.add(Circle(school_id=keeper.school_id, group=group, **more))
    cast.session.commit()

    assert len(rows_of(client_as("staff").get("/circles.csv?words=8b").data)) == 2
    assert len(rows_of(client_as("staff").get("/circles.csv?whose=me").data)) == 0
    assert len(rows_of(client_as("tutor").get("/circles.csv?whose=me").data)) == 3
    assert "Idris Vale" in client_as("staff").page("/circles?purpose=check_in")


def test_training_says_what_counts_today_and_what_ends_soon(client_as, cast, today):
    staff = cast.staff("tutor")
    for course, completed, expires in (
        ("Ends soon", today - 300 * DAY, today + 20 * DAY),
        ("Over", today - 900 * DAY, today - DAY),
    ):
        row = {"course": course, "completed_on": completed, "expires_on": expires}
        cast.session.add(Training(school_id=staff.school_id, staff_id=staff.id, **row))
    cast.session.commit()
    browser = client_as("data_manager")

    courses = {state: {r["Course"] for r in rows_of(browser.get(f"/training.csv?state={state}").data)}
               for state in ("current", "soon", "past")}  # fmt: skip

    assert courses["soon"] == {"Ends soon"}
    assert courses["past"] == {"Over"}
    assert "Over" not in courses["current"]
    assert "ends soon" in browser.page("/training?words=vale")
