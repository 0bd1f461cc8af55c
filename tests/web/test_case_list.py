"""The list of cases: whose cases, which of them, in which order, and the same as a file."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from app.casework.triage import triage_case
from app.casework.words import Confidentiality
from tests.cases import Told
from tests.web.lists import INJECTIONS, log_case, references, rows_of

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


# ---- what it shows


def test_people_and_their_parts_who_has_it_and_what_is_next(client_as, cast, several):
    page = client_as("pastoral_lead").page("/cases?stage=triage")

    for said in (
        "Maya Lewis",
        "was harmed",
        "Tom Adeyemi",
        "caused harm",
        "8B",
        "Yard",
        "Ring home",
        "You",
        "tomorrow",
    ):
        assert said in page, said


def test_an_empty_list_teaches_and_an_empty_result_says_what_to_change(client_as, several):
    assert "You see the cases you logged" in client_as("facilitator").page("/cases")
    found = client_as("pastoral_lead").page("/cases?year=9&category=physical")
    assert "Take a filter away" in found
    assert 'href="/cases?category=physical"' in found


# ---- whose cases


def test_each_sees_only_their_own(client_as, cast, now, several):
    assert len(references(client_as("staff").page("/cases"))) == 5
    assert references(client_as("facilitator").page("/cases")) == []
    assert references(client_as("headteacher", "B").page("/cases")) == []
    assert references(client_as("tutor").page("/cases")) == ["2026-0005", "2026-0004", "2026-0003", "2026-0001"]


def test_a_restricted_case_leaves_the_list_of_whoever_logged_it(client_as, cast):
    Told(cast).logged().triaged(level=Confidentiality.RESTRICTED)

    assert references(client_as("pastoral_lead").page("/cases")) == ["2026-0001"]
    assert references(client_as("staff").page("/cases")) == []
    assert rows_of(client_as("staff").get("/cases.csv").data) == []


@pytest.mark.parametrize(
    "query", ["words=pond", "place=Yard", "tag=bullying", "due=week", "words=Ring", "logged=me", "response=circle"]
)
def test_no_filter_tells_a_tutor_what_an_outline_does_not(client_as, several, query):
    assert references(client_as("tutor").page(f"/cases?{query}")) == []
    assert rows_of(client_as("tutor").get(f"/cases.csv?{query}").data) == []


def test_an_outline_in_a_file_holds_no_place_and_no_next_step(client_as, several):
    rows = rows_of(client_as("tutor").get("/cases.csv?stage=triage").data)

    assert [(row["Case"], row["Where"], row["What is next"], row["Next due"]) for row in rows] == [
        ("2026-0005", "", "", "")
    ]
    assert "Tom Adeyemi (8B), caused harm" in rows[0]["People"]


# ---- filters


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("category=online", ["2026-0002"]),
        ("place=Library", []),  # said once only, so it is no place to choose, and a place that is none is refused
        ("year=9", ["2026-0002"]),
        ("group=9C", ["2026-0002"]),
        ("tag=bullying", ["2026-0004"]),
        ("tag=prejudice+race", ["2026-0004"]),
        ("words=pond", ["2026-0003"]),
        ("words=POND", ["2026-0003"]),
        ("words=o'neil", ["2026-0002"]),
        ("words=zoe", ["2026-0002"]),
        ("words=2026-0003", ["2026-0003"]),
        ("stage=triage", ["2026-0005"]),
        ("owner=me", ["2026-0005"]),
        ("owner=P-NAI", ["2026-0005"]),
        ("owner=T-OKO", []),
        ("owner=nobody&year=9", ["2026-0002"]),
        ("due=week", ["2026-0005"]),
        ("due=overdue", []),
        ("due=none&year=9", ["2026-0002"]),
        ("sort=due", ["2026-0005"]),
        ("sort=oldest", ["2026-0001", "2026-0002", "2026-0003", "2026-0004", "2026-0005"]),
        ("", ["2026-0005", "2026-0004", "2026-0003", "2026-0002", "2026-0001"]),
    ],
)
def test_a_filter_finds_what_it_says(client_as, several, query, expected):
    assert references(client_as("pastoral_lead").page(f"/cases?{query}")) == expected


def test_days_are_london_days_and_both_included(client_as, cast, now, several):
    day = f"{(now - 7 * DAY):%d/%m/%Y}"

    page = client_as("pastoral_lead").page(f"/cases?since={quote(day)}&until={quote(day)}")

    assert "2026-0003" in references(page)
    assert not {"2026-0001", "2026-0005"} & set(references(page))


def test_a_place_is_offered_when_it_was_said_more_than_once(client_as, cast, now, several):
    log_case(cast, "2026-0006", now - DAY, location="Library")

    assert references(client_as("pastoral_lead").page("/cases?place=Library")) == ["2026-0006", "2026-0003"]


def test_a_response_is_found_whoever_led_it(client_as, cast):
    Told(cast).logged().triaged().safe().met().agreed()

    assert references(client_as("pastoral_lead").page("/cases?response=impromptu_conference")) == ["2026-0001"]
    assert references(client_as("pastoral_lead").page("/cases?response=circle")) == []


def test_words_are_looked_for_in_the_last_year_unless_a_date_says_otherwise(client_as, cast, now):
    log_case(cast, "2025-0001", now - 400 * DAY, what_happened="The old pond.")

    assert references(client_as("pastoral_lead").page("/cases?words=pond")) == []
    since = quote(f"{now - 500 * DAY:%d/%m/%Y}")
    assert references(client_as("pastoral_lead").page(f"/cases?words=pond&since={since}")) == ["2025-0001"]
    assert references(client_as("pastoral_lead").page("/cases?words=2025-0001")) == ["2025-0001"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=40/40/2020", "Give the date as dd/mm/yyyy"),
        ("until=31/12/9999", "Give the date as dd/mm/yyyy"),
        ("since=02/09/2026&until=01/09/2026", "It ends before it begins"),
        ("stage=nonsense", "There is no such choice in this list"),
        ("sort=opened_at", "There is no such choice in this list"),
        ("owner=X-999", "There is no such choice in this list"),
        (f"words={'x' * 81}", "Use at most 80 letters"),
    ],
)
def test_a_bad_filter_gets_a_sentence_and_nothing_is_listed(client_as, several, query, sentence):
    page = client_as("pastoral_lead").page(f"/cases?{query}")

    assert sentence in page
    assert 'aria-invalid="true"' in page
    assert "Nothing was looked for" in page
    assert references(page) == []
    answer = client_as("pastoral_lead").get(f"/cases.csv?{query}")
    assert answer.status_code == 303
    assert answer.location.startswith("/cases?")


@pytest.mark.parametrize("name", FILTERS)
def test_nothing_that_is_typed_into_an_address_breaks_the_page(client_as, several, name):
    browser = client_as("pastoral_lead")
    for text in INJECTIONS:
        page = browser.page(f"/cases?{name}={quote(text)}")
        assert "<script>alert" not in page
        assert len(references(page)) in (0, 5), (name, text)  # never what it should not have found


def test_filters_stay_in_the_address_and_each_can_be_taken_away(client_as, several):
    page = client_as("pastoral_lead").page("/cases?stage=open&year=8&sort=oldest")

    assert 'href="/cases?year=8&amp;sort=oldest"' in page
    assert 'href="/cases?stage=open&amp;sort=oldest"' in page
    assert 'href="/cases.csv?stage=open&amp;year=8&amp;sort=oldest"' in page
