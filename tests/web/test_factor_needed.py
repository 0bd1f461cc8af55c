"""Who needs a second factor, from when on, and what a school decides about it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.casework.school import School
from tests.cast import PASSWORD, email_of
from tests.second_factors import set_up

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock(cast):
    with time_machine.travel(START, tick=False) as moved:
        yield moved


def sign_in(client, role: str):
    return client.submit("/sign-in", email=email_of(role), password=PASSWORD)


def test_a_role_of_wide_sight_cannot_take_it_off(client_as, clock):
    browser = client_as("dsl")
    _key, codes = set_up(browser)

    answer = browser.post("/me/second-factor/remove", data={"confirmation": codes[0]})

    assert answer.status_code == 422
    assert "Your role needs the second factor" in answer.text


@pytest.mark.parametrize(
    "role", ["dsl", "headteacher", "deputy_headteacher", "data_manager", "data_protection_officer"]
)
def test_a_role_of_wide_sight_has_fourteen_days_and_then_sets_it_up_first(client, app, clock, role):
    sign_in(client, role)
    assert "until Tuesday 8 December" in client.page("/")

    clock.shift(timedelta(days=14))
    within = app.test_client()
    sign_in(within, role)
    assert within.get("/").status_code == 200

    clock.shift(timedelta(days=1))
    after = app.test_client()
    sign_in(after, role)
    assert after.get("/").headers["Location"] == "/me/second-factor"
    assert after.get("/me").headers["Location"] == "/me/second-factor"
    assert after.post("/me/sessions/end").status_code == 403
    assert after.get("/help").status_code == 200
    set_up(after, confirmation=None)
    assert after.get("/").status_code == 200


@pytest.mark.parametrize("role", ["staff", "pastoral_lead", "governor"])
def test_others_are_not_asked(client, app, clock, role):
    sign_in(client, role)
    clock.shift(timedelta(days=40))
    later = app.test_client()
    sign_in(later, role)
    assert later.get("/").status_code == 200


def test_a_school_can_ask_for_it_sooner_or_not_at_all(client_as, app, clock, cast):
    keeper = client_as("data_manager")
    form = {"factor_grace_days": "0", "confirmation": PASSWORD}
    keeper.submit("/settings/sign-in", factor_required="y", **form)
    first = app.test_client()
    sign_in(first, "dsl")
    clock.shift(timedelta(days=1))
    second = app.test_client()
    sign_in(second, "dsl")
    assert second.get("/").status_code == 303

    client_as("data_manager").submit("/settings/sign-in", factor_required=None, **form)

    assert second.get("/").status_code == 200
    assert cast.session.scalars(select(School.factor_required).where(School.urn == "999901")).one() is False
    client_as("data_manager").submit("/settings/sign-in", status=422, factor_grace_days="61", confirmation=PASSWORD)
