"""People and roles: added, given, ended with dates and history; power ends with the next request."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.casework.history import Event
from app.casework.permissions import Role
from app.casework.staff import DatedRole, DeclaredLink, StaffMember
from tests.cast import PASSWORD, email_of
from tests.guarded_cases import STORY, a_case
from tests.page_checks import read, words
from tests.statements import Statements

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY, YESTERDAY, TOMORROW = "24/11/2026", "23/11/2026", "25/11/2026"
NEW = "plum trumpet gravel evening"


@pytest.fixture
def clock(cast):
    with time_machine.travel(START, tick=False) as moved:
        yield moved


@pytest.fixture
def keeper(client_as, clock):
    return client_as("data_manager", is_shared=False)


def page_of(cast, role: str) -> str:
    cast.session.rollback()
    return f"/settings/people/{cast.staff(role).id}"


def do(browser, page: str, button: str, prefix: str, status: int = 303, **typed):
    sent = {f"{prefix}-{name}": value for name, value in {"because": "As agreed", **typed}.items()}
    if f'name="{prefix}-confirmation"' in browser.page(page):
        sent[f"{prefix}-confirmation"] = PASSWORD
    return browser.submit(page, button, status=status, **sent)


JUNE = {"first_name": "June", "last_name": "Abara", "staff_code": "T-ABA", "email": "June.Abara@harbourview.example"}


def test_a_member_is_added_chooses_a_password_and_signs_in(keeper, client, cast):
    sent = {**JUNE, "roles": ["staff", "tutor"], "registration_group": "8B", "confirmation": PASSWORD}

    shown = keeper.submit("/settings/people/new", status=200, **sent)

    code = next(words(e) for e in read(shown.text).all("code"))
    chosen = {"email": "june.abara@harbourview.example", "code": code, "password": NEW, "again": NEW}
    client.submit("/sign-in/password", **chosen)
    client.submit("/sign-in", email="june.abara@harbourview.example", password=NEW)
    assert "June Abara" in client.page("/")
    told = cast.session.scalars(select(Event.kind).where(Event.person_key == "T-ABA").order_by(Event.number)).all()
    assert told == ["member of staff added", "account opened", "password code made"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"staff_code": "T-OKO"}, "T-OKO is somebody else’s code"),
        ({"staff_code": "mis:7"}, "begin with mis: or other:"),
        ({"email": email_of("tutor")}, "That address is Idris Vale’s, code T-VAL"),
        ({"email": "june"}, "Give an address such as"),
        ({"roles": None}, "Choose at least one role"),
        ({"starts_on": TODAY, "ends_on": YESTERDAY}, "It ends before it begins"),
        ({"starts_on": "yesterday"}, "Give the date as dd/mm/yyyy"),
        ({"confirmation": "wrong"}, "That is not right"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_typed_is_lost(keeper, cast, typed, says):
    sent = {**JUNE, "roles": ["staff"], "job_title": "Teacher of art", "confirmation": PASSWORD, **typed}

    answer = keeper.submit("/settings/people/new", status=422, **sent)

    assert says in answer.text
    assert 'value="Teacher of art"' in answer.text
    assert cast.session.scalars(select(StaffMember).where(StaffMember.last_name == "Abara")).all() == []


def test_the_account_of_another_school_is_not_taken_from_here(keeper, cast):
    sent = {**JUNE, "email": email_of("headteacher", "B"), "roles": ["staff"], "confirmation": PASSWORD}

    answer = keeper.submit("/settings/people/new", status=422, **sent)

    assert "That address can’t be used here." in answer.text
    assert "Bola" not in answer.text
    cast.session.rollback()
    assert cast.session.scalars(select(StaffMember).where(StaffMember.staff_code == "T-ABA")).all() == []


def test_a_role_is_given_from_a_day_to_another_and_holds_on_these_days_alone(keeper, client_as, clock, cast):
    reference, page = a_case(cast), page_of(cast, "facilitator")
    reader = client_as("facilitator", is_shared=False)
    assert reader.get(f"/cases/{reference}").status_code == 404

    do(keeper, page, "Give the role", "give", role="pastoral_lead", starts_on=TOMORROW, ends_on="26/11/2026")

    assert reader.get(f"/cases/{reference}").status_code == 404
    seen = []
    for _ in range(3):
        clock.shift(timedelta(days=1))
        seen.append(client_as("facilitator").get(f"/cases/{reference}").status_code)
    assert seen == [200, 200, 404]
    assert "from 25/11/2026 to 26/11/2026" in client_as("data_manager").page(page)


@pytest.mark.parametrize(("last_day", "statuses"), [(YESTERDAY, [404, 404]), (TODAY, [200, 404])])
def test_a_role_ends_with_its_last_day(keeper, client_as, clock, cast, last_day, statuses):
    reference, page = a_case(cast), page_of(cast, "pastoral_lead")
    reader = client_as("pastoral_lead", is_shared=False)
    assert reader.get(f"/cases/{reference}").status_code == 200
    do(keeper, page, "Give the role", "give", role="staff", starts_on=TODAY)

    do(keeper, page, "End the role", "end", role="pastoral_lead", last_day=last_day)

    first = reader.get(f"/cases/{reference}").status_code
    clock.shift(timedelta(days=1))
    assert [first, client_as("pastoral_lead").get(f"/cases/{reference}").status_code] == statuses
    cast.session.rollback()
    kept = cast.session.scalars(select(DatedRole).where(DatedRole.role == Role.PASTORAL_LEAD)).one()
    assert f"{kept.ends_on:%d/%m/%Y}" == last_day
    told = cast.session.scalars(select(Event.because).where(Event.kind == "role ended")).all()
    assert told == ["As agreed"]


def test_a_role_that_has_not_begun_is_called_off(keeper, cast):
    page = page_of(cast, "staff")
    do(keeper, page, "Give the role", "give", role="tutor", starts_on=TOMORROW)

    do(keeper, page, "End the role", "end", role="tutor", last_day=TODAY)

    assert cast.session.scalars(select(DatedRole)).all() == []


@pytest.mark.parametrize(
    ("button", "prefix", "typed", "says"),
    [
        ("Give the role", "give", {"role": "staff"}, "They are teacher or support staff then already"),
        ("Give the role", "give", {"role": "tutor", "starts_on": YESTERDAY}, "Give 24/11/2026 or a later day"),
        ("Give the role", "give", {"role": "tutor", "ends_on": YESTERDAY}, "It ends before it begins"),
        ("Give the role", "give", {"role": "headteacher", "ends_on": TOMORROW}, "say who is acting headteacher"),
        ("Give the role", "give", {"role": "tutor", "because": ""}, "Say in one line why"),
        ("End the role", "end", {"role": "staff", "last_day": "01/09/2026"}, "The earliest last day is 23/11/2026"),
        ("End the role", "end", {"role": "staff", "last_day": "soon"}, "Give the date as dd/mm/yyyy"),
        ("Save the post", "post", {"ends_on": "01/01/2020", "starts_on": TODAY}, "It ends before it begins"),
    ],
)
def test_what_cannot_be_said_of_a_role_or_a_post(keeper, cast, button, prefix, typed, says):
    answer = do(keeper, page_of(cast, "staff"), button, prefix, status=422, **typed)

    assert says in answer.text
    assert cast.session.scalars(select(DatedRole)).all() == []


def test_the_school_is_never_left_without_its_safeguarding_lead(keeper, cast):
    page = page_of(cast, "dsl")
    assert (
        "without a designated safeguarding lead"
        in do(keeper, page, "End the role", "end", status=422, role="dsl", last_day=YESTERDAY).text
    )
    assert (
        "without a designated safeguarding lead"
        in do(keeper, page, "Save the post", "post", status=422, ends_on=YESTERDAY).text
    )
    do(keeper, page_of(cast, "deputy_headteacher"), "Give the role", "give", role="dsl", starts_on=TODAY)

    do(keeper, page, "End the role", "end", role="dsl", last_day=YESTERDAY)


def test_a_headship_ends_with_the_post_because_the_figures_ask_who_was_head(keeper, cast):
    page = page_of(cast, "deputy_headteacher")
    answer = keeper.post(
        f"{page}/roles/end",
        data={
            "end-role": "deputy_headteacher",
            "end-last_day": TODAY,
            "end-because": "x",
            "end-confirmation": PASSWORD,
        },
    )
    assert answer.status_code == 422
    cast.session.rollback()
    assert cast.staff("deputy_headteacher").roles == {"deputy_headteacher"}


def test_a_leaving_date_gone_by_ends_the_power_at_once(keeper, client_as, cast):
    reader, page = client_as("tutor"), page_of(cast, "tutor")
    assert reader.get("/cases").status_code == 200

    do(keeper, page, "Save the post", "post", ends_on=YESTERDAY)

    assert reader.get("/cases").status_code == 303
    assert "was ends on" not in keeper.page(page)
    assert "ends on 23/11/2026" in keeper.page(page)


def test_nobody_changes_their_own_roles(client_as, cast, clock):
    for role in ("data_manager", "headteacher"):
        page, browser = page_of(cast, role), client_as(role)
        assert "This is you" in browser.page(page)
        give = {"give-role": "dsl", "give-starts_on": TODAY, "give-because": "x", "give-confirmation": PASSWORD}
        answer = browser.post(f"{page}/roles", data=give)
        assert answer.status_code == 422
        assert "Nobody changes their own roles or dates" in answer.text
    assert cast.session.scalars(select(DatedRole)).all() == []


def test_who_looks_after_accounts_reads_no_narrative(keeper, cast):
    reference = a_case(cast)
    assert keeper.get(f"/cases/{reference}").status_code == 403
    for path in ("/settings/people", page_of(cast, "staff"), "/settings"):
        assert STORY not in keeper.page(path)


def test_a_proof_is_not_asked_for_again_within_ten_minutes(keeper, clock, cast):
    page = page_of(cast, "staff")
    do(keeper, page, "Give the role", "give", role="tutor", starts_on=TODAY)
    assert 'name="give-confirmation"' not in keeper.page(page)

    clock.shift(timedelta(minutes=10))

    assert 'name="give-confirmation"' in keeper.page(page)


# ---- children one is close to


def test_a_child_is_declared_by_oneself_and_nothing_about_them_is_visible_any_more(client_as, cast):
    reference = a_case(cast)
    lead = client_as("pastoral_lead")
    assert STORY in lead.page(f"/cases/{reference}")
    tom = cast.pupil("Tom Adeyemi").id

    lead.submit("/me/links/new?name=adey", pupil=str(tom), relationship="nephew", confirmation=PASSWORD)

    assert "Tom Adeyemi" in lead.page("/me/links")
    for path in (f"/cases/{reference}", f"/pupils/{tom}", f"/incidents/{reference}"):
        assert lead.get(path).status_code == 404, path
    assert "Tom Adeyemi" not in lead.page("/search?q=Tom")
    assert reference not in lead.page("/cases")
    assert "Nobody of that name" in lead.page("/me/links/new?name=adey")


def test_a_link_is_declared_for_somebody_and_taken_off_by_somebody_else_alone(keeper, client_as, cast):
    page, maya = page_of(cast, "tutor"), cast.pupil("Maya Lewis").id
    cast.session.rollback()
    keeper.submit(f"{page}/links/new?name=maya", pupil=str(maya), relationship="daughter")
    assert client_as("tutor").get(f"/pupils/{maya}").status_code == 404

    keeper.submit(page, "Take this link off", status=422, because="")
    keeper.submit(page, "Take this link off", because="It was another Maya")

    assert client_as("tutor").get(f"/pupils/{maya}").status_code == 200
    assert "It was another Maya" in keeper.page(page)


def test_nobody_takes_off_a_link_of_their_own(keeper, cast):
    maya = cast.pupil("Maya Lewis").id
    cast.session.rollback()
    keeper.submit("/me/links/new?name=maya", pupil=str(maya), relationship="daughter", confirmation=PASSWORD)
    page = page_of(cast, "data_manager")
    link = cast.session.scalars(select(DeclaredLink.id)).one()
    cast.session.rollback()

    answer = keeper.post(f"{page}/links/{link}/end", data={"because": "A mistake"})

    assert answer.status_code == 422
    assert cast.session.scalars(select(DeclaredLink.id)).one() == link


def test_accounts_of_the_other_school_are_not_there(keeper, cast):
    other = cast.staff("staff", "B").id
    cast.session.rollback()
    assert keeper.get(f"/settings/people/{other}").status_code == 404
    assert keeper.post(f"/settings/people/{other}/code").status_code == 404


def test_the_list_of_people_takes_few_statements(app, keeper):
    with Statements(app) as sent:
        keeper.page("/settings/people")
    assert len(sent) <= 4
