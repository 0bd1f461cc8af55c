"""Finding people over HTTP: what is answered, for whom, and that it follows every change of a name at once."""

from sqlalchemy import insert, update

from app.casework.logging_incident import Account, log_incident
from app.casework.people import Person, Pupil
from app.casework.staff import DeclaredLink
from app.casework.words import Part
from tests.statements import Statements


def names(browser, typed: str, **more: str) -> list[str]:
    answer = browser.get("/people/find", query_string={"q": typed, **more})
    assert answer.status_code == 200
    return [option["words"] for option in answer.json["options"]]


def test_pupils_staff_and_other_adults_are_found_with_what_tells_them_apart(client_as):
    answer = client_as("staff").get("/people/find?q=lewis").json

    assert answer["said"] == "2 people"
    assert [(o["words"], o["about"]) for o in answer["options"]] == [
        ("Maya Lewis", "8B"),
        ("Dawn Lewis", "adult from outside"),
    ]
    assert names(client_as("staff"), "okoro") == ["Tamsin Okoro"]
    assert names(client_as("staff"), "lewis", only="pupils") == ["Maya Lewis"]


def test_nobody_of_another_school_is_ever_found(client_as):
    assert names(client_as("staff"), "callum") == []
    assert names(client_as("staff", "B"), "callum") == ["Callum Reid"]


def test_a_child_one_is_close_to_is_not_found(client_as, cast):
    staff, maya = cast.staff("staff"), cast.pupil("Maya Lewis")
    link = DeclaredLink(school_id=staff.school_id, staff_id=staff.id, pupil_id=maya.id, relationship_word="mother")
    cast.session.add(link)
    cast.session.commit()

    assert names(client_as("staff"), "maya") == []
    assert names(client_as("tutor"), "maya") == ["Maya Lewis"]


def test_nothing_typed_offers_ones_own_group_and_those_named_last(client_as, cast):
    by = cast.member("tutor")
    account = Account(occurred_at=by.at, category="verbal", severity=1)
    cast.session.add(log_incident("2026-0001", account, [(cast.pupil("Luca Moretti"), Part.SAW_IT)], by=by, at=by.at))
    cast.session.commit()

    assert names(client_as("tutor"), "")[:1] == ["Luca Moretti"]
    assert set(names(client_as("tutor"), "")[1:]) == {"Maya Lewis", "Tom Adeyemi", "Jun Park"}
    assert names(client_as("staff"), "") == []


def test_a_changed_name_a_new_pupil_and_one_who_goes_are_known_with_the_next_search(client_as, cast):
    browser, session = client_as("staff"), cast.session
    assert names(browser, "maya") == ["Maya Lewis"]

    session.execute(update(Person).where(Person.display_name == "Maya Lewis").values(
        display_name="Mia Lewis", search_name="mia lewis maya"
    ))  # fmt: skip
    session.execute(update(Pupil.__table__).where(Pupil.__table__.c.mis_id == "P002").values(registration_group="8C"))
    row = {"school_id": cast.school().id, "kind": "other", "key": "other:Nan", "display_name": "Nan Okafor"}
    session.execute(insert(Person.__table__), [{**row, "sort_name": "okafor nan", "search_name": "nan okafor"}])
    session.commit()

    assert names(browser, "mia") == ["Mia Lewis"]
    assert names(browser, "8c") == ["Tom Adeyemi"]
    assert names(browser, "okafor") == ["Nan Okafor"]


def test_a_search_costs_three_statements_once_the_names_are_in_memory(client_as, app):
    browser = client_as("staff")
    names(browser, "maya")

    with Statements(app) as sent:
        names(browser, "tom")

    assert len(sent) == 3


def test_the_page_of_pupils_finds_by_form_and_by_slip_and_says_what_helps(client_as):
    browser = client_as("tutor")
    assert "Maya Lewis" in browser.page("/pupils?name=maia+lewis")
    assert "Jun Park" in browser.page("/pupils?name=8b")
    assert "Nobody of that name" in browser.page("/pupils?name=zzzz")
    assert "Likely today" in browser.page("/pupils")
    assert "Tamsin Okoro" not in browser.page("/pupils?name=okoro").split("<main")[1]
