"""Where two joined cases stand, who has them, and which answers to the safety questions hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from app.casework.suitability import Answers
from app.casework.words import Answer, Stage
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.guarded_cases import case_called
from tests.web.pages_of_cases import CASE, lead_of, step_of
from tests.web.test_joining import OTHER, join, split, two
from tests.web.test_timeline import entries

ClientAs = Callable[..., Browser]
__all__ = ["two"]


def test_what_came_along_takes_its_stage_its_owner_and_its_next_step_with_it(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged()
    planned = Told(cast, "2026-0002", days_ago=3).logged().triaged().safe().chosen()
    lead = client_as("pastoral_lead")

    join(lead)

    case = case_called(cast, "2026-0001")
    assert (case.stage, case.owner_id) == (Stage.IN_RESPONSE, cast.staff("pastoral_lead").id)
    assert "Small impromptu conference, led by Priya Nair" in step_of(lead.page(CASE))
    end = {"end-what": "cancelled", "end-because": "Both would rather write"}
    lead.submit(f"/responses/{planned.response.id}", **end)
    assert case_called(cast, "2026-0001").stage is Stage.TRIAGE


def test_what_triage_had_promised_comes_along_where_nothing_else_is_promised(client_as: ClientAs, cast: Cast) -> None:
    today = cast.member("staff").on
    Told(cast).logged()
    Told(cast, "2026-0002", days_ago=3).logged().triaged(next_step="Ring both families.", on=today)
    lead = client_as("pastoral_lead")

    join(lead)

    assert "Triage. Priya Nair has it. Next: ring both families, today" in lead_of(lead.page(CASE))
    split(lead)
    assert lead_of(lead.page(CASE)) == "Logged. Priya Nair has it."


def test_an_agreement_that_came_along_is_followed_up_and_can_be_changed(
    client_as: ClientAs, two: Told, cast: Cast
) -> None:
    lead, at = client_as("pastoral_lead"), f"/agreements/{two.agreement.id}"

    join(lead)

    assert lead_of(lead.page(CASE)).startswith("Follow-up. Priya Nair has it.")
    assert "Withdraw the agreement" in lead.page(at)
    split(lead)
    assert case_called(cast, "2026-0001").stage is Stage.TRIAGE
    assert case_called(cast, "2026-0002").stage is Stage.FOLLOW_UP


def test_a_planned_response_beside_an_agreement_that_came_can_be_declined(
    client_as: ClientAs, two: Told, cast: Cast
) -> None:
    other = Told(cast, "2026-0003", days_ago=2).logged().triaged().safe().chosen()
    lead, tom = client_as("pastoral_lead"), cast.pupil("Tom Adeyemi").key
    cast.session.rollback()
    join(lead, "2026-0002", "2026-0003")
    assert case_called(cast, "2026-0003").stage is Stage.IN_RESPONSE

    lead.submit(f"/responses/{other.response.id}", **{"end-what": "declined", "end-declined": [tom]})

    assert case_called(cast, "2026-0003").stage is Stage.FOLLOW_UP


def test_a_case_on_hold_goes_on_from_what_came_to_it(client_as: ClientAs, cast: Cast) -> None:
    held = Told(cast).logged()
    held.held_back(held.today + timedelta(days=9))
    Told(cast, "2026-0002", days_ago=3).logged().triaged().safe().chosen()
    join(client_as("pastoral_lead"))

    client_as("dsl").submit(f"{CASE}/hold", because="The police have finished")

    assert case_called(cast, "2026-0001").stage is Stage.IN_RESPONSE


def test_the_stricter_of_both_answers_holds_whichever_was_given_last(client_as: ClientAs, cast: Cast) -> None:
    Told(cast, "2026-0002").logged().triaged().safe(
        Answers(responsibility_accepted=Answer.NO, everyone_willing=Answer.NO, power_imbalance=Answer.YES)
    )
    Told(cast, days_ago=3).logged().triaged().safe()
    lead = client_as("pastoral_lead")

    join(lead)

    assert "Not open now: small impromptu conference, circle, formal conference" in lead.page(f"{CASE}/hold")
    last = case_called(cast, "2026-0001").safety_checks[-1]
    assert (last.everyone_willing, last.power_imbalance, last.live_enquiry) == (Answer.NO, Answer.YES, Answer.NO)
    assert "Case 2026-0002 was brought here: of both answers to the safety questions the stricter holds." in entries(
        lead.page(CASE)
    )


def test_an_incident_that_nobody_was_asked_about_is_not_known_to_be_safe(client_as: ClientAs, cast: Cast) -> None:
    Told(cast, days_ago=3).logged().triaged().safe()
    Told(cast, "2026-0002").logged()
    lead = client_as("pastoral_lead")

    join(lead)

    assert "Not open now: small impromptu conference" in lead.page(f"{CASE}/hold")


def test_a_lifted_hold_is_placed_again_where_it_did_not_come_along(client_as: ClientAs, cast: Cast) -> None:
    Told(cast, "2026-0003", days_ago=4).logged().triaged()
    held, lead = Told(cast, "2026-0002", days_ago=3).logged().triaged(), client_as("pastoral_lead")
    join(lead, "2026-0003", "2026-0002")
    held.held_back(held.today + timedelta(days=9))
    client_as("dsl").submit(f"{OTHER}/hold", because="The police have finished")
    Told(cast).logged().triaged().safe()

    join(lead, "2026-0002", "2026-0001", "2026-0002")

    assert case_called(cast, "2026-0001").stage is Stage.ON_HOLD
    assert case_called(cast, "2026-0002").stage is Stage.TRIAGE


def test_a_response_has_a_reference_of_its_own_after_another_case_came_and_went(
    client_as: ClientAs, cast: Cast
) -> None:
    first = Told(cast, days_ago=4).logged().triaged().safe()
    Told(cast, "2026-0002", days_ago=3).logged().triaged().safe().chosen()
    lead = client_as("pastoral_lead")
    join(lead)
    first.at += timedelta(days=2)
    first.chosen()
    split(lead)

    first.chosen()

    assert [each.reference for each in first.case.responses] == ["2026-0001-R02", "2026-0001-R03"]
