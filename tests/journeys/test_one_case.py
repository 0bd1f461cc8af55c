"""One case, told through the pages: from a teacher's log to a kept agreement and a closed case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.casework.calendar import london
from app.casework.case import Case
from tests.cast import Cast
from tests.client import Browser

ClientAs = Callable[..., Browser]
SAFE = {
    "sexual_or_domestic": "no",
    "live_enquiry": "no",
    "suspected_abuse": "no",
    "weapon_or_threat": "no",
    "staff_allegation": "no",
    "responsibility_accepted": "yes",
    "everyone_willing": "yes",
    "power_imbalance": "no",
    "communication_need": "no",
}


def _log(teacher: Browser, cast: Cast, **more: str) -> str:
    """Log that Tom pushed Maya, a quarter of an hour ago; the case's address."""
    at = london(datetime.now(UTC) - timedelta(minutes=15))
    typed = {
        "people-0-person": cast.pupil("Maya Lewis").key,
        "people-0-role": "was_harmed",
        "people-1-person": cast.pupil("Tom Adeyemi").key,
        "people-1-role": "caused_harm",
        "occurred_on": f"{at:%d/%m/%Y}",
        "occurred_time": f"{at:%H:%M}",
        "category": "physical",
        "severity": "2",
        "what_happened": "Tom pushed Maya off the bench.",
        "response_now": "none",
        **more,
    }
    answer = teacher.post("/incidents/new", data=typed)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_push_is_logged_met_agreed_kept_and_closed(client_as: ClientAs, cast: Cast, session: Session) -> None:
    teacher, lead = client_as("staff"), client_as("pastoral_lead")
    case = _log(teacher, cast)
    assert "Tom pushed Maya off the bench." in teacher.page(case)

    lead.submit(f"{case}/triage", owner="P-NAI", confidentiality="standard", next_step="Meet both")
    assert "Priya Nair has it" in lead.page(case)

    lead.submit(f"{case}/responses/new", **SAFE)
    chosen = lead.submit(f"{case}/responses/new", kind="impromptu_conference", chosen_because="")
    response = str(chosen.location)
    held = london(datetime.now(UTC))
    took_part = {"people-0-took_part": "y", "people-0-participation_level": "meets", "people-1-took_part": "y"}
    lead.submit(response, "Record that it was held", held_on=f"{held:%d/%m/%Y}", held_time=f"{held:%H:%M}", **took_part)

    tom, maya = cast.pupil("Tom Adeyemi").key, cast.pupil("Maya Lewis").key
    action = {"actions-0-what": "Keeps Maya a seat", "actions-0-by": tom, "actions-0-for": maya}
    review = f"{held + timedelta(days=10):%d/%m/%Y}"
    agreed = lead.submit(f"{case}/agreements/new", follow_up_owner="P-NAI", review_on=review, **action)
    lead.submit(str(agreed.location), "Record it", what="done_verified")
    assert "Agreement kept" in lead.page(str(agreed.location))

    lead.submit(f"{case}/close", closing_reason="agreement_kept", told_now=maya)

    session.rollback()
    found = session.query(Case).one()
    assert (found.stage, found.closing_reason) == ("closed", "agreement_kept")
    assert found.harmed_told_at is not None
    timeline = lead.page(case)
    for told in (
        "logged an incident", "triaged the case", "led a small impromptu conference", "wrote down what was agreed",
        "saw that it was done", "closed the case: the agreement was kept",
    ):  # fmt: skip
        assert told in timeline


def test_a_case_does_not_close_before_the_person_harmed_was_told(client_as: ClientAs, cast: Cast) -> None:
    case = _log(client_as("staff"), cast)

    answer = client_as("pastoral_lead").submit(f"{case}/close", status=422, closing_reason="other_sanction")

    assert "Each person harmed is told how it ended before a case closes" in answer.text


@pytest.mark.parametrize("kind", ["impromptu_conference", "affective_questions"])
def test_sexual_harm_stops_every_response_until_the_safeguarding_lead_lifts_it(
    client_as: ClientAs, cast: Cast, kind: str
) -> None:
    case = _log(client_as("staff"), cast)
    head = client_as("headteacher")
    review = f"{london(datetime.now(UTC)):%d/%m/%Y}"

    head.submit(f"{case}/responses/new", **{**SAFE, "sexual_or_domestic": "yes"}, review_on=review)

    assert head.get(case).status_code == 404
    lead = client_as("dsl")
    assert "This case is on hold" in lead.page(case)
    answer = lead.post(f"{case}/responses/new", data={"kind": kind, "led_by": "P-NAI", "chosen_because": "x"})
    assert answer.status_code == 422
    assert lead.submit(f"{case}/hold", status=422, **{"because": "She asked."}).status_code == 422
    told = {"request": "On Monday, to me, alone", "asked_by_harmed_child": "y"}
    lead.submit(f"{case}/hold", **{"because": "She asked."}, **told)
    assert "This case is on hold" not in lead.page(case)


def test_the_head_confirms_a_threshold_and_decides(client_as: ClientAs, cast: Cast) -> None:
    case = _log(client_as("staff"), cast, severity="3")
    head, tom = client_as("headteacher"), cast.pupil("Tom Adeyemi").key
    pair = f"{case.removeprefix('/cases/')}|{tom}"

    head.submit(
        f"{case}/threshold", pair=pair, sanction="suspension", school_days="2", clause="4.2", confidence="probable"
    )
    fair = {"who_was_asked": "Tom, his father", "reason_given": "It hurt", "what_next": "A meeting by Friday"}
    head.submit(f"{case}/decision", pair=pair, decision="restorative", **fair)

    assert "decided about Tom Adeyemi: a restorative response instead." in head.page(case)


def test_a_decision_without_a_reason_is_not_recorded(client_as: ClientAs, cast: Cast) -> None:
    case = _log(client_as("staff"), cast)
    pair = f"{case.removeprefix('/cases/')}|{cast.pupil('Tom Adeyemi').key}"

    answer = client_as("headteacher").submit(
        f"{case}/decision", status=422, pair=pair, decision="suspend", who_was_asked="Tom", what_next="Home"
    )

    assert "Fair process needs this answer" in answer.text


def test_a_deputy_cannot_decide(client_as: ClientAs, cast: Cast) -> None:
    case = _log(client_as("staff"), cast)

    tom = f"{case.removeprefix('/cases/')}|{cast.pupil('Tom Adeyemi').key}"
    fair = {"who_was_asked": "Tom, his father", "reason_given": "It hurt", "what_next": "A meeting by Friday"}
    answer = client_as("deputy_headteacher").submit(
        f"{case}/decision", status=422, pair=tom, decision="restorative", **fair
    )

    assert "Only the headteacher, or whoever is acting headteacher today, decides" in answer.text
    assert "Today Helen Marsh decides" in answer.text
    assert "A meeting by Friday" in answer.text


def test_another_school_does_not_know_the_case(client_as: ClientAs, cast: Cast) -> None:
    case = _log(client_as("staff"), cast)

    for path in (case, f"{case}/triage", f"{case}/close", f"{case}/decision", f"{case}/threshold"):
        assert client_as("headteacher", "B").get(path).status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"occurred_on": "01/01/2099"}, "That is later than now"),
        ({"people-1-person": "nobody"}, "There is nobody with that key at this school"),
        ({"occurred_on": "31/02/2026"}, "There is no 31 February 2026. Give the date as dd/mm/yyyy"),
    ],
)
def test_a_faulty_log_says_what_would_be_right_and_keeps_what_was_typed(
    client_as: ClientAs, cast: Cast, session: Session, typed: dict[str, str], said: str
) -> None:
    at = london(datetime.now(UTC))
    good = {
        "people-0-person": cast.pupil("Maya Lewis").key,
        "people-0-role": "was_harmed",
        "people-1-person": cast.pupil("Tom Adeyemi").key,
        "people-1-role": "caused_harm",
        "occurred_on": f"{at:%d/%m/%Y}",
        "occurred_time": "00:00",
        "category": "physical",
        "severity": "2",
        "what_happened": "Tom pushed Maya off the bench.",
    }

    answer = client_as("staff").post("/incidents/new", data={**good, **typed})

    assert answer.status_code == 422
    assert said in answer.text
    assert "Tom pushed Maya off the bench." in answer.text
    assert session.query(Case).count() == 0
