"""A password is chosen with a code that somebody else made and nobody keeps: once, for three days."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.casework.account import PasswordCode
from app.casework.staff import StaffMember, name_staff
from tests.cast import PASSWORD, email_of
from tests.page_checks import read, words
from tests.second_factors import set_up

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NEW = "plum trumpet gravel evening"
PERSON = "/settings/people/{}"


@pytest.fixture
def clock(cast):
    with time_machine.travel(START, tick=False) as moved:
        yield moved


@pytest.fixture
def teacher(cast) -> str:
    return PERSON.format(cast.staff("staff").id)


def code_for(keeper, person: str, **typed) -> str:
    sent = {"code-because": "Seen in person", "code-confirmation": PASSWORD, **typed}
    shown = keeper.submit(person, "Make the code", status=200, **sent)
    return next(words(e) for e in read(shown.text).all("code"))


def choose(client, code: str, email: str | None = None, status: int = 303, password: str = NEW):
    sent = {"email": email or email_of("staff"), "code": code, "password": password, "again": password}
    return client.submit("/sign-in/password", status=status, **sent)


def test_a_code_sets_the_password_once_and_signs_everybody_out(client, client_as, clock, teacher):
    signed_in = client_as("staff")
    code = code_for(client_as("data_manager"), teacher)

    choose(client, f" {code.upper().replace('-', ' ')} ")

    assert signed_in.get("/").status_code == 303
    assert "Your password is set" in client.page("/sign-in")
    client.submit("/sign-in", email=email_of("staff"), password=PASSWORD, status=422)
    client.submit("/sign-in", email=email_of("staff"), password=NEW)
    client.post("/sign-out")
    choose(client, code, status=422, password="another trumpet in gravel")


def test_only_the_keyed_hash_is_stored_and_the_page_shows_it_once(client_as, clock, cast, teacher):
    keeper = client_as("data_manager")
    code = code_for(keeper, teacher)

    assert code not in keeper.page(teacher)
    cast.session.rollback()
    stored = cast.session.scalars(select(PasswordCode.code_hash)).one()
    assert len(stored) == 64
    assert code.replace("-", "") not in stored


def test_a_newer_code_makes_the_older_one_worthless(client, client_as, clock, teacher):
    older, newer = (code_for(client_as("data_manager"), teacher) for _ in range(2))

    choose(client, older, status=422)

    choose(client, newer)


def test_a_code_ends_after_three_days(client, client_as, clock, teacher):
    code = code_for(client_as("data_manager"), teacher)
    clock.shift(timedelta(days=3, seconds=1))
    choose(client, code, status=422)


def refusal_in(page: str) -> str:
    return re.sub(r'name="csrf_token"[^>]*>|value="[^"]*"', "", page.partition("<main")[2])


def test_unknown_address_wrong_used_and_old_code_and_a_closed_account_read_the_same(
    client, client_as, clock, cast, teacher
):
    keeper = client_as("data_manager")
    old = code_for(keeper, teacher)
    used = code_for(keeper, PERSON.format(cast.staff("tutor").id))
    closed = code_for(keeper, PERSON.format(cast.staff("senco").id))
    choose(client, used, email_of("tutor"))
    cast.session.rollback()
    cast.account("senco").disabled_at = START
    cast.session.commit()
    right = code_for(keeper, teacher)

    pages = [
        choose(client, right, "nobody@harbourview.example", status=422),
        choose(client, "aaaa-bbbb-cccc-dddd", status=422),
        choose(client, old, status=422),
        choose(client, used, email_of("tutor"), status=422),
        choose(client, closed, email_of("senco"), status=422),
        choose(client, right, email_of("dsl"), status=422),
    ]

    assert len({refusal_in(page.text) for page in pages}) == 1


@pytest.mark.parametrize(
    ("password", "says"), [("short", "at least 12"), ("tamsin.okoro", "could be guessed"), ("1234567890123", "could be guessed")]
)  # fmt: skip
def test_a_weak_password_is_declined_with_what_is_weak_and_the_code_still_works(
    client, client_as, clock, teacher, password, says
):
    code = code_for(client_as("data_manager"), teacher)

    answer = choose(client, code, status=422, password=password)

    assert says in answer.text
    assert f'value="{code}"' in answer.text
    choose(client, code)


def test_guessing_codes_is_slowed(client, clock, cast):
    for _ in range(5):
        choose(client, "aaaa-bbbb-cccc-dddd", status=422)
    assert choose(client, "aaaa-bbbb-cccc-dddd", status=429).headers["Retry-After"]


def test_only_whoever_proves_to_be_there_makes_a_code(client_as, clock, cast, teacher):
    sent = {"code-because": "Seen in person", "code-confirmation": "not the password"}

    answer = client_as("data_manager").submit(teacher, "Make the code", status=422, **sent)

    assert "That is not right" in answer.text
    assert "Seen in person" in answer.text
    assert cast.session.scalars(select(PasswordCode)).all() == []


def test_nobody_makes_a_code_for_themselves(client_as, clock, cast):
    own = PERSON.format(cast.staff("data_manager").id)
    keeper = client_as("data_manager")
    assert "This is you" in keeper.page(own)

    answer = keeper.post(f"{own}/code", data={"code-because": "Because", "code-confirmation": PASSWORD})

    assert answer.status_code == 422
    assert "Your own password and second factor are on the page of your account" in answer.text


@pytest.fixture
def works_at_both(cast):
    """The head of the other school is on this school's staff list too."""
    row = StaffMember(
        school_id=cast.school().id, staff_code="X-OJO", first_name="Bola", last_name="Ojo", roles={"staff"},
        account_id=cast.account("headteacher", "B").id,
    )  # fmt: skip
    name_staff(row)
    cast.session.add(row)
    cast.session.commit()
    return PERSON.format(row.id)


def test_an_account_of_another_school_too_cannot_be_taken_over_from_here(client_as, clock, works_at_both):
    sent = {"code-because": "Seen in person", "code-confirmation": PASSWORD}

    answer = client_as("data_manager").submit(works_at_both, "Make the code", status=422, **sent)

    assert "signs in at another school with this account too" in answer.text


def test_password_and_second_factor_are_given_by_two_people(client_as, clock, cast, app, teacher):
    set_up(client_as("staff"))
    keeper, head = client_as("data_manager", is_shared=False), client_as("headteacher", is_shared=False)
    sent = {"factor-because": "The phone is lost; seen in person", "factor-confirmation": PASSWORD}
    keeper.submit(teacher, "Take it off", **sent)
    made = {"code-because": "Seen in person", "code-confirmation": PASSWORD}

    answer = keeper.submit(teacher, "Make the code", status=422, **made)

    assert "given by two people" in answer.text
    head.submit(teacher, "Make the code", status=200, **made)


def test_a_reset_of_the_second_factor_ends_sessions_is_told_and_asks_to_set_it_up_anew(client_as, clock, cast, app):
    dsl = client_as("dsl")
    set_up(dsl)
    page = PERSON.format(cast.staff("dsl").id)
    sent = {"factor-because": "The phone is lost; seen in person", "factor-confirmation": PASSWORD}

    client_as("data_manager").submit(page, "Take it off", **sent)

    assert dsl.get("/").status_code == 303
    assert "The phone is lost; seen in person" in client_as("data_manager").page(page)
    anew = app.test_client()
    anew.submit("/sign-in", email=email_of("dsl"), password=PASSWORD)
    assert anew.get("/").headers["Location"] == "/me/second-factor"


def test_somebody_is_signed_out_everywhere_by_whoever_keeps_accounts(client_as, clock, teacher):
    browser = client_as("staff")
    sent = {"out-because": "A laptop was left on a bus", "out-confirmation": PASSWORD}

    client_as("data_manager").submit(teacher, "Sign them out", **sent)

    assert browser.get("/").status_code == 303
