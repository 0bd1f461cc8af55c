"""A case and the follow-up of an agreement are given only to somebody who can open them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.casework.agreeing import Undertaking, record_agreement
from app.casework.permissions import Role
from app.casework.refusals import Refused
from app.casework.staff import DatedRole
from app.casework.triage import triage_case
from app.casework.words import Confidentiality
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.web.pages_of_cases import CASE

ClientAs = Callable[..., Browser]
OPEN_NOTHING = ("data_manager", "data_protection_officer", "governor", "trust_lead")


@pytest.mark.parametrize("role", OPEN_NOTHING)
def test_a_case_is_not_given_to_a_role_that_opens_none(client_as: ClientAs, cast: Cast, role: str) -> None:
    told = Told(cast).logged()
    by, owner = told.by("pastoral_lead"), cast.staff(role)

    with pytest.raises(Refused) as refused:
        triage_case(
            told.case, owner=owner, confidentiality=Confidentiality.STANDARD, next_step="", next_step_on=None, by=by,
            at=told.at,
        )  # fmt: skip

    assert refused.value.refusal.code == "cannot_open"
    assert f'value="{owner.staff_code}"' not in client_as("pastoral_lead").page(f"{CASE}/triage")


@pytest.mark.parametrize("role", OPEN_NOTHING)
def test_follow_up_is_not_given_to_a_role_that_opens_no_case(client_as: ClientAs, cast: Cast, role: str) -> None:
    told = Told(cast).logged().triaged().safe().met()
    by, owner = told.by("pastoral_lead"), cast.staff(role)
    action = Undertaking("Keeps Maya a seat", told.tom, told.maya, told.today + timedelta(days=9), "", "Seen")

    with pytest.raises(Refused) as refused:
        record_agreement(
            told.response, [action], made_on=told.today, review_on=told.today + timedelta(days=9), owner=owner, by=by,
            at=told.at,
        )  # fmt: skip

    assert refused.value.refusal.code == "cannot_open"
    select = client_as("pastoral_lead").page(f"{CASE}/agreements/new").split('name="follow_up_owner"')[1]
    assert f'value="{owner.staff_code}"' not in select.split("</select>")[0]


def test_a_role_held_for_a_time_opens_cases_for_that_time(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged()
    manager = cast.staff("data_manager")
    cast.session.add(DatedRole(school_id=manager.school_id, staff_id=manager.id, role=Role.TUTOR))
    cast.session.commit()
    lead = client_as("pastoral_lead")

    lead.submit(f"{CASE}/triage", owner=manager.staff_code)

    assert f"{manager.display_name} has it." in lead.page(CASE)
