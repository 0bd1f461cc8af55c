"""A case and the follow-up of an agreement are given only to somebody who can open them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.casework import scope
from app.casework.agreeing import Undertaking, record_agreement
from app.casework.giving import can_have
from app.casework.permissions import Role
from app.casework.refusals import Refused
from app.casework.responding import Leader, choose_response
from app.casework.staff import DatedRole
from app.casework.suitability import Suggestion
from app.casework.triage import triage_case
from app.casework.words import Confidentiality, Part, ResponseKind
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.guarded_cases import declare, set_level
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


def a_case_not_for(cast: Cast, why: str, role: str = "tutor") -> Told:
    """A case that the holder of a role could never open: of a child they are close to, in which they may have caused
    harm, or which is in the safeguarding lead's hands."""
    if why == "close to Tom":
        declare(cast, role, "Tom Adeyemi")
    told = Told(cast)
    parts = [(told.tom, Part.CAUSED_HARM), (told.maya, Part.WAS_HARMED)]
    told.logged(parts=[*parts, (cast.staff(role), Part.NOT_YET_CLEAR)] if why == "part not clear" else parts)
    if why == "safeguarding":
        set_level(cast, told.reference, "safeguarding")
    return told


def offered(page: str, name: str) -> str:
    """The choices of a select, as HTML."""
    return page.split(f'name="{name}"')[1].split("</select>")[0]


@pytest.mark.parametrize("why", ["close to Tom", "part not clear", "safeguarding"])
def test_a_case_is_not_given_to_somebody_who_could_not_open_it(client_as: ClientAs, cast: Cast, why: str) -> None:
    told, tutor = a_case_not_for(cast, why), cast.staff("tutor")
    more = {"confidentiality": told.case.confidentiality, "next_step": "", "next_step_on": None}

    with pytest.raises(Refused) as refused:
        triage_case(told.case, owner=tutor, by=told.by("dsl"), at=told.at, **more)

    refusal = refused.value.refusal
    assert refusal.code == "cannot_have"
    assert refusal.message.startswith(f"{tutor.display_name} can’t have this case.")
    dsl = client_as("dsl")
    assert f'value="{tutor.staff_code}"' not in offered(dsl.page(f"{CASE}/triage"), "owner")
    sent = {"owner": tutor.staff_code, "confidentiality": more["confidentiality"].value, "version": told.case.version}
    answer = dsl.post(f"{CASE}/triage", data=sent)
    assert answer.status_code == 422
    assert "Choose one of those that are offered." in answer.text


@pytest.mark.parametrize("why", ["close to Tom", "part not clear"])
def test_a_response_is_not_given_to_somebody_who_could_not_open_it(client_as: ClientAs, cast: Cast, why: str) -> None:
    told, tutor = a_case_not_for(cast, why), cast.staff("tutor")
    told.triaged().safe()
    by, suggested = told.by("pastoral_lead"), Suggestion(ResponseKind.AFFECTIVE_QUESTIONS, "Low.")
    leader = Leader(tutor, cast.member("tutor"), [])

    with pytest.raises(Refused) as refused:
        choose_response(
            told.case, suggested.kind, leader, suggested=suggested, planned_for=None, by=by, at=told.at
        )  # fmt: skip

    assert refused.value.refusal.code == "cannot_have"
    assert f'value="{tutor.staff_code}"' not in offered(
        client_as("pastoral_lead").page(f"{CASE}/responses/new"), "led_by"
    )


@pytest.mark.parametrize("why", ["close to Tom", "part not clear"])
def test_follow_up_is_not_given_to_somebody_who_could_not_open_it(client_as: ClientAs, cast: Cast, why: str) -> None:
    told, tutor = a_case_not_for(cast, why), cast.staff("tutor")
    told.triaged().safe().met()
    by, day = told.by("pastoral_lead"), told.today + timedelta(days=9)
    action = Undertaking("Keeps Maya a seat", told.tom, told.maya, day, "", "Seen")

    with pytest.raises(Refused) as refused:
        record_agreement(
            told.response, [action], made_on=told.today, review_on=day, owner=tutor, by=by, at=told.at
        )  # fmt: skip

    assert refused.value.refusal.code == "cannot_have"
    page = client_as("pastoral_lead").page(f"{CASE}/agreements/new")
    assert f'value="{tutor.staff_code}"' not in offered(page, "follow_up_owner")


def test_handing_a_case_to_safeguarding_gives_it_to_somebody_who_sees_it_then(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged()
    lead, typed = client_as("pastoral_lead"), {"confidentiality": "safeguarding", "because": "She said more."}

    answer = lead.submit(f"{CASE}/triage", status=422, owner=cast.staff("pastoral_lead").staff_code, **typed)

    assert "can’t have this case. A safeguarding case goes to the safeguarding lead" in answer.text
    lead.submit(f"{CASE}/triage", owner=cast.staff("dsl").staff_code, **typed)
    assert "has it." in client_as("dsl").page(CASE)


@pytest.mark.parametrize("level", list(Confidentiality))
@pytest.mark.parametrize("role", ["staff", "tutor", "senco", "pastoral_lead", "dsl", "headteacher", *OPEN_NOTHING])
def test_whoever_can_have_a_case_sees_it_once_it_is_theirs(cast: Cast, role: str, level: Confidentiality) -> None:
    told = Told(cast).logged()
    if level is not Confidentiality.STANDARD:
        set_level(cast, told.reference, level.value)
    member = cast.member(role)
    can = can_have(told.case, member)

    told.case.owner_id = member.staff_id
    cast.session.flush()

    assert (cast.session.scalar(scope.visible_case_ids(member, in_full=True)) is not None) is can
