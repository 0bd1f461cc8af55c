"""Search over people and cases: as far as the reader may see, with words for nothing found."""

import re
from datetime import timedelta

import pytest

from app.casework.logging_incident import Account, log_incident
from app.casework.people import Pupil, name_pupil
from app.casework.permissions import GRANTS, Permission, Role
from app.casework.words import Confidentiality, Part
from tests.guarded_cases import declare
from tests.statements import Statements
from tests.web.home import suspend


@pytest.fixture
def case(cast):
    by = cast.member("staff")
    account = Account(occurred_at=by.at, category="physical", severity=2, location="Sports hall")
    parts = [(cast.pupil("Zoë O'Neil"), Part.CAUSED_HARM), (cast.pupil("Maya Lewis"), Part.WAS_HARMED)]
    made = log_incident("2026-0412", account, parts, by=by, at=by.at)
    cast.session.add(made)
    cast.session.commit()
    return made


@pytest.mark.parametrize("words", ["2026-04", "zoe oniel", "O’Neil", "physical", "sports hall", "SPORTS"])
def test_a_case_is_found_by_reference_people_kind_and_place(client_as, case, words):
    assert "/cases/2026-0412" in client_as("staff").get("/search", query_string={"q": words}).text


@pytest.mark.parametrize(("role", "school"), [("staff", "B"), ("senco", "A"), ("tutor", "A")])
def test_nobody_finds_a_case_that_does_not_exist_for_them(client_as, case, cast, role, school):
    case.confidentiality = Confidentiality.RESTRICTED
    cast.session.commit()
    browser = client_as(role, school)

    for words in ("2026-0412", "oneil", "physical", "sports"):
        assert "/cases/2026-0412" not in browser.get("/search", query_string={"q": words}).text
        offered = browser.get("/search/suggest", query_string={"q": words}).json["options"]
        assert "/cases/2026-0412" not in [option["href"] for option in offered]


def test_the_field_offers_a_pupil_and_their_open_case(client_as, case):
    offered = client_as("staff").get("/search/suggest?q=maya").json["options"]

    assert [option["words"] for option in offered] == ["Maya Lewis", "2026-0412: physical"]
    assert offered[1]["href"] == "/cases/2026-0412"
    assert offered[1]["about"].startswith("Logged, ")


def test_the_field_offers_a_case_by_its_reference(client_as, case):
    assert client_as("staff").get("/search/suggest?q=2026-04").json["options"][0]["href"] == "/cases/2026-0412"


@pytest.mark.parametrize("written", [str, str.lower, "{} ".format])
def test_a_pupil_is_found_by_upn_with_their_cases(client_as, case, cast, written):
    upn = cast.pupil("Maya Lewis").upn
    cast.session.rollback()
    browser = client_as("staff")

    page = browser.get("/search", query_string={"q": written(upn)}).text

    assert re.findall(r'href="/pupils/\d+">(.*?)</a>', page) == ["Maya Lewis"]
    assert cases_in(page) == ["2026-0412"]
    assert browser.get(f"/search/suggest?q={upn}").json["options"][0]["words"] == "Maya Lewis"
    assert "Maya Lewis" not in client_as("staff", "B").page(f"/search?q={upn}")
    declare(cast, "staff", "Maya Lewis")
    assert "Maya Lewis" not in client_as("staff").page(f"/search?q={upn}")


def test_a_row_of_the_register_is_found_by_its_key_by_those_who_may_see_it(client_as, cast):
    suspend(cast, cast.member("staff").on)

    page = client_as("pastoral_lead").page("/search?q=2026-x001")

    assert "2026-X001: Tom Adeyemi (8B), suspension" in page
    assert 'href="/exclusions?words=Tom+Adeyemi"' in page
    assert "2026-X001: Tom" not in client_as("staff").page("/search?q=2026-X001")
    assert "2026-X001: Tom" not in client_as("headteacher", "B").page("/search?q=2026-X001")
    declare(cast, "pastoral_lead", "Tom Adeyemi")
    assert "2026-X001: Tom" not in client_as("pastoral_lead").page("/search?q=2026-X001")


def test_nothing_found_says_what_to_try(client_as):
    assert "Try a shorter part of a name" in client_as("staff").page("/search?q=zzzz")
    assert "Type a name, a form" in client_as("staff").page("/search")
    assert client_as("staff").get("/search/suggest?q=zzzz").json["said"].startswith("Nothing found")


@pytest.mark.parametrize("role", list(Role))
def test_the_search_box_and_its_key_are_offered_to_those_who_may_search_and_to_nobody_else(client_as, role):
    browser, may_search = client_as(role.value), Permission.SEARCH in GRANTS[role]

    assert browser.get("/search").status_code == (200 if may_search else 403)
    assert ('id="search-words"' in browser.page("/")) == may_search
    assert ("Go to the search box" in browser.page("/help")) == may_search


def test_help_names_the_keys_that_lead_somewhere_and_no_others(client_as, client):
    keys = {"governor": ("Home", "Reports"), "data_manager": ("Home", "Pupils", "Settings")}
    for role, places in keys.items():
        page = client_as(role).page("/help")
        told = [place for place in ("Home", "Cases", "Pupils", "Reports", "Settings") if f"Go to {place}" in page]
        assert told == list(places), role
        assert "<dd>Log an incident</dd>" not in page

    assert "Go to the search box" in client.get("/help").text


def a_case(cast, reference: str, caused: str, *, days_ago: int = 0) -> None:
    by = cast.member("staff")
    account = Account(occurred_at=by.at - timedelta(days=days_ago), category="verbal", severity=2)
    parts = [(cast.pupil(caused), Part.CAUSED_HARM)]
    cast.session.add(log_incident(reference, account, parts, by=by, at=by.at - timedelta(days=days_ago)))
    cast.session.commit()


def cases_in(page: str) -> list[str]:
    return re.findall(r'href="/cases/([\w-]+)"', page.split("<main")[1])


def test_the_number_alone_finds_the_case_of_this_year_first(client_as, cast):
    year = cast.member("staff").on.year
    for reference in (f"{year - 1}-3008", f"{year}-3008", f"{year}-3080"):
        a_case(cast, reference, "Tom Adeyemi")
    browser = client_as("staff")

    assert cases_in(browser.page("/search?q=3008")) == [f"{year}-3008", f"{year - 1}-3008"]
    assert cases_in(browser.page("/search?q=308")) == [f"{year}-3080"]
    offered = browser.get("/search/suggest?q=3008").json["options"]
    assert [each["href"] for each in offered] == [f"/cases/{year}-3008", f"/cases/{year - 1}-3008"]


def test_a_case_found_says_between_whom(client_as, case):
    page = client_as("staff").page("/search?q=2026-0412")

    assert "Maya Lewis (8B) and Zoë O’Neil" in page.replace("&#39;", "’")


def test_whoever_is_called_just_that_stands_before_those_who_sound_alike(client_as, cast):
    maya = cast.pupil("Maya Lewis")
    like = Pupil(school_id=maya.school_id, upn="Z999999999999", legal_first_name="Mayla", legal_last_name="Lewis")
    like.registration_group, like.nc_year = "8B", "8"
    name_pupil(like)
    cast.session.add(like)
    cast.session.commit()
    a_case(cast, "2026-0001", "Maya Lewis", days_ago=3)
    a_case(cast, "2026-0002", "Mayla Lewis")

    page = client_as("staff").page("/search?q=maya lewis")

    assert cases_in(page)[0] == "2026-0001"


def test_the_reference_of_a_joined_case_finds_where_it_went(client_as, cast):
    a_case(cast, "2026-0001", "Maya Lewis")
    a_case(cast, "2026-0002", "Maya Lewis")
    lead = client_as("pastoral_lead")
    lead.submit("/cases/2026-0002/join", incident="2026-0002", what="join", case="2026-0001", because="One matter")

    assert cases_in(client_as("staff").page("/search?q=2026-0002")) == ["2026-0001"]


@pytest.mark.parametrize(
    "words", ["2026-0412", "412", "zoe oniel", "8B 2026 maya", "sports hall", "2026-X001", "B999900000001"]
)
def test_a_search_takes_at_most_twelve_statements(client_as, case, app, words):
    browser, counting = client_as("headteacher"), Statements(app)
    browser.page("/search?q=maya")

    with counting as sent:
        browser.get("/search", query_string={"q": words})

    assert len(sent) <= 12, "\n".join(sent)
    assert counting.scans() == []
