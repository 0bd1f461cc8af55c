"""A role that sees much and the password of who gets it come from two people."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.casework.staff import StaffMember
from tests.cast import PASSWORD
from tests.page_checks import read
from tests.web.test_people_and_roles import JUNE, TODAY, clock, do, keeper

__all__ = ["clock", "keeper"]


@pytest.mark.parametrize("role", ["headteacher", "dsl", "data_manager"])
def test_a_role_that_sees_much_and_its_password_come_from_two_people(keeper, client_as, cast, role):
    sent = {**JUNE, "roles": [role], "confirmation": PASSWORD}
    page = str(keeper.submit("/settings/people/new", **sent).location)
    assert "makes the code for their password here" in keeper.page(page)

    refused = do(keeper, page, "Make the code", "code", status=422)
    assert "Such a role and its password come from two people." in refused.text

    head = client_as("headteacher", is_shared=False)
    assert read(do(head, page, "Make the code", "code", status=200).text).all("code")


def test_nor_is_such_a_role_given_by_who_made_the_password(keeper, client_as, cast, clock):
    sent = {**JUNE, "roles": ["staff"], "confirmation": PASSWORD}
    keeper.submit("/settings/people/new", status=200, **sent)
    cast.session.rollback()
    june = cast.session.scalars(select(StaffMember.id).where(StaffMember.staff_code == "T-ABA")).one()
    page = f"/settings/people/{june}"

    refused = do(keeper, page, "Give the role", "give", status=422, role="headteacher", starts_on=TODAY)
    assert "A role that sees much comes from somebody else." in refused.text
    do(keeper, page, "Give the role", "give", role="tutor", starts_on=TODAY)

    clock.shift(timedelta(days=8))
    later = client_as("data_manager", is_shared=False)
    do(later, page, "Give the role", "give", role="headteacher", starts_on="02/12/2026")


def test_a_headship_for_some_days_is_such_a_role_in_either_order(keeper, client_as, cast):
    keeper.submit("/settings/people/new", status=200, **JUNE, roles=["pastoral_lead"], confirmation=PASSWORD)
    acting = {"starts_on": TODAY, "ends_on": TODAY, "because": "At a conference"}
    refused = keeper.submit("/settings/headship", status=422, staff="T-ABA", **acting)
    assert "A role that sees much comes from somebody else." in refused.text

    client_as("headteacher", is_shared=False).submit(
        "/settings/headship", staff="T-ABA", confirmation=PASSWORD, **acting
    )
    cast.session.rollback()
    june = cast.session.scalars(select(StaffMember.id).where(StaffMember.staff_code == "T-ABA")).one()
    head = client_as("headteacher", is_shared=False)
    again = do(head, f"/settings/people/{june}", "Make the code", "code", status=422)
    assert "Such a role and its password come from two people." in again.text
