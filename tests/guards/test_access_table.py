"""Every endpoint of the running app, for every role and for nobody, by real requests, against a table of its own."""

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule

from app.casework.account import UserSession
from app.casework.logging_incident import Account, log_incident
from app.casework.permissions import GRANTS, Role
from app.casework.words import Part
from app.web.access import label_of
from tests.access_table import EXPECTED, MEMBERS, NO_SUCH_NUMBER, NOBODYS, OPEN

ENDS_THE_SESSION = {"sign_in.sign_out", "account.end_everywhere"}


def rules_of(app) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))


def address_of(app, rule: Rule, theirs: dict[str, int] | None = None) -> str:
    values = {name: {**NOBODYS, **(theirs or {})}.get(name, NO_SUCH_NUMBER) for name in rule.arguments}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values, method=sorted(rule.methods)[0])


def admitted(expected: object, role: Role) -> bool:
    if expected in (OPEN, MEMBERS):
        return True
    wanted = expected if isinstance(expected, tuple) else (expected,)
    return not GRANTS[role].isdisjoint(wanted)


def methods_of(rule: Rule) -> list[str]:
    return sorted(rule.methods & {"GET", "POST"})


@pytest.fixture
def case_of_school_b(cast):
    """A case at the other school under the reference that the requests ask for."""
    by = cast.member("staff", "B")
    account = Account(occurred_at=by.at, category="physical", severity=2, what_happened="CANARY of Millfield")
    parts = [(cast.pupil("Callum Reid", "B"), Part.CAUSED_HARM), (cast.pupil("Lena Fox", "B"), Part.WAS_HARMED)]
    cast.session.add(log_incident("2026-0001", account, parts, by=by, at=by.at))
    cast.session.commit()


@pytest.fixture
def theirs(cast, case_of_school_b, client_as):
    """The numbers of the other school's rows, by the names that addresses give them."""
    client_as("staff", "B")
    member = cast.staff("staff", "B")
    found = {"staff_id": member.id, "pupil_id": cast.pupil("Callum Reid", "B").id}
    found["session_id"] = cast.session.scalars(
        select(UserSession.id).where(UserSession.account_id == member.account_id)
    ).one()
    cast.session.rollback()
    return found


def test_the_table_names_every_endpoint_and_no_other(app):
    assert {rule.endpoint for rule in rules_of(app)} == set(EXPECTED)


def test_every_label_is_what_the_table_says(app):
    for endpoint, expected in EXPECTED.items():
        label = label_of(app.view_functions[endpoint])
        wanted = expected if isinstance(expected, tuple) else (expected,)
        assert label.is_open == (expected == OPEN), endpoint
        assert label.permissions == (frozenset() if expected in (OPEN, MEMBERS) else frozenset(wanted)), endpoint


def test_nobody_is_asked_to_sign_in_everywhere(app, client):
    for rule in rules_of(app):
        if EXPECTED[rule.endpoint] == OPEN:
            continue
        for method in methods_of(rule):
            with client.open(address_of(app, rule), method=method) as answer:
                assert answer.status_code == (303 if method == "GET" else 401), (rule.endpoint, method)
                if method == "GET":
                    assert answer.headers["Location"].startswith("/sign-in"), rule.endpoint


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_in_where_the_table_says_and_sees_nothing_of_the_other_school(app, client_as, theirs, role):
    browser = client_as(role.value)
    browser.reads_pages = False  # who gets in is asked here; how the pages read, where they are tested
    for rule in rules_of(app):
        if rule.endpoint in ENDS_THE_SESSION or rule.endpoint.startswith("sign_in."):
            continue
        for method in methods_of(rule):
            with browser.open(address_of(app, rule, theirs), method=method) as answer:
                place = (rule.endpoint, method, answer.status_code)
                assert answer.status_code < 500, place
                assert (answer.status_code == 403) == (not admitted(EXPECTED[rule.endpoint], role)), place
                if rule.arguments - {"filename"} and answer.status_code != 403:
                    assert answer.status_code == 404, place
                if answer.mimetype == "text/html":
                    assert "CANARY" not in answer.text, place
                    assert "Callum Reid" not in answer.text, place
