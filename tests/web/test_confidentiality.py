"""Who may see a case: set with a reason, named and taken off, and biting on the next request."""

import pytest
from sqlalchemy import select

from app.casework.confidentiality import change_confidentiality, name_person, named_now, stricter, take_off
from app.casework.history import Event
from app.casework.incident import Incident
from app.casework.joining import join_incident
from app.casework.refusals import Refused
from app.casework.words import Confidentiality
from tests.guarded_cases import STORY, a_case, case_called, declare, name_on, set_level

WHY = "The family asked for it"


def refused(act, *given, **named) -> str:
    with pytest.raises(Refused) as caught:
        act(*given, **named)
    return caught.value.refusal.code


@pytest.fixture
def reference(cast):
    return a_case(cast)


def events_of(cast, reference: str, kind: str) -> list[Event]:
    return list(cast.session.scalars(select(Event).where(Event.case_reference == reference, Event.kind == kind)))


def test_a_level_is_changed_with_a_reason_that_stands_in_the_history(client_as, cast, reference):
    lead = client_as("pastoral_lead")

    answer = lead.submit(f"/cases/{reference}/access", **{"level-confidentiality": "restricted", "level-because": WHY})

    assert answer.headers["Location"] == f"/cases/{reference}/access"
    told = events_of(cast, reference, "confidentiality changed")
    assert [(e.because, e.before, e.after) for e in told] == [
        (WHY, '{"confidentiality": "standard"}', '{"confidentiality": "restricted"}')
    ]
    assert WHY in lead.page(f"/cases/{reference}")


def test_a_level_without_a_reason_is_not_changed_and_nothing_typed_is_lost(client_as, cast, reference):
    answer = client_as("pastoral_lead").submit(
        f"/cases/{reference}/access", status=422, **{"level-confidentiality": "restricted", "level-because": ""}
    )

    assert "Say in one line why" in answer.text
    assert 'value="restricted" checked' in answer.text
    assert case_called(cast, reference).confidentiality is Confidentiality.STANDARD


@pytest.mark.parametrize("role", ["staff", "tutor", "senco"])
def test_a_restricted_case_is_not_seen_through_having_logged_it_or_being_tutor(client_as, cast, reference, role):
    browser = client_as(role)
    if role != "senco":
        assert browser.get(f"/cases/{reference}").status_code == 200

    set_level(cast, reference, "restricted", by="pastoral_lead")

    assert browser.get(f"/cases/{reference}").status_code == 404
    assert reference not in browser.page("/cases")


def test_handing_a_case_to_the_safeguarding_lead_ends_ones_own_sight_and_says_so(client_as, cast, reference):
    lead = client_as("pastoral_lead")

    answer = lead.submit(
        f"/cases/{reference}/access", **{"level-confidentiality": "safeguarding", "level-because": WHY}
    )

    assert answer.headers["Location"] == "/cases"
    assert f"You do not see case {reference} any more" in lead.page("/cases")
    assert lead.get(f"/cases/{reference}").status_code == 404
    assert client_as("headteacher").get(f"/cases/{reference}").status_code == 404
    assert STORY in client_as("dsl").page(f"/cases/{reference}")


def test_triage_sets_the_level_with_a_reason_too(client_as, cast, reference):
    lead = client_as("pastoral_lead")
    lead.submit(f"/cases/{reference}/triage", status=422, confidentiality="restricted", owner="P-NAI")

    lead.submit(f"/cases/{reference}/triage", confidentiality="restricted", owner="P-NAI", because=WHY)

    assert case_called(cast, reference).confidentiality is Confidentiality.RESTRICTED
    assert [e.because for e in events_of(cast, reference, "confidentiality changed")] == [WHY]
    assert len(events_of(cast, reference, "triaged")) == 1


def test_the_owner_changes_after_triage_without_a_word_about_who_may_see_it(client_as, cast, reference):
    lead = client_as("pastoral_lead")
    lead.submit(f"/cases/{reference}/triage", owner="P-NAI")
    case = case_called(cast, reference)
    case.stage = "in_response"
    cast.session.commit()

    lead.submit(f"/cases/{reference}/triage", owner="F-MUN")

    assert len(events_of(cast, reference, "owner or next step changed")) == 1
    assert events_of(cast, reference, "confidentiality changed") == []


def test_only_the_safeguarding_lead_opens_a_safeguarding_case_to_others(cast, reference):
    set_level(cast, reference, "safeguarding")
    case, lead, dsl = case_called(cast, reference), cast.member("pastoral_lead"), cast.member("dsl")

    change = {"at": dsl.at, "because": WHY}
    assert refused(change_confidentiality, case, Confidentiality.STANDARD, by=lead, **change) == (
        "safeguarding_lead_only"
    )
    assert refused(change_confidentiality, case, Confidentiality.SAFEGUARDING, by=dsl, **change) == "same_level"
    change_confidentiality(case, Confidentiality.RESTRICTED, by=dsl, **change)
    assert case.confidentiality is Confidentiality.RESTRICTED


def test_a_person_is_named_sees_the_case_and_why_and_is_taken_off_again(client_as, cast, reference):
    set_level(cast, reference, "restricted", by="pastoral_lead")
    lead, tutor = client_as("pastoral_lead"), client_as("facilitator")
    assert tutor.get(f"/cases/{reference}").status_code == 404

    lead.submit(f"/cases/{reference}/access", **{"name-staff": "F-MUN", "name-because": "Meets Tom every day"})

    page = tutor.page(f"/cases/{reference}")
    assert STORY in page
    assert "you are named on it" in page
    assert "Meets Tom every day" in page
    assert reference in tutor.page("/cases")

    lead.submit(f"/cases/{reference}/access", "Take Ged Munro off", because="The meetings are over")

    assert tutor.get(f"/cases/{reference}").status_code == 404
    assert [e.because for e in events_of(cast, reference, "person taken off the case")] == ["The meetings are over"]


def test_taking_somebody_off_needs_a_reason(client_as, cast, reference):
    set_level(cast, reference, "restricted", by="pastoral_lead")
    name_on(cast, reference, "facilitator", by="pastoral_lead")

    answer = client_as("pastoral_lead").submit(
        f"/cases/{reference}/access", "Take Ged Munro off", status=422, because=""
    )

    assert "Say in one line why" in answer.text
    assert len(named_now(case_called(cast, reference), cast.member("dsl").at)) == 1


def test_a_naming_of_another_case_is_not_there(client_as, cast, reference):
    other = a_case(cast, "2026-0101")
    for each in (reference, other):
        set_level(cast, each, "restricted", by="pastoral_lead")
    name_on(cast, other, "facilitator", by="pastoral_lead")
    access = case_called(cast, other).named_people[0].id

    assert client_as("pastoral_lead").post(f"/cases/{reference}/access/people/{access}/end").status_code == 404


def test_on_a_safeguarding_case_only_the_safeguarding_lead_names_people(client_as, cast, reference):
    set_level(cast, reference, "safeguarding")
    name_on(cast, reference, "pastoral_lead")
    lead = client_as("pastoral_lead")

    page = lead.page(f"/cases/{reference}/access")
    answer = lead.post(f"/cases/{reference}/access/people", data={"name-staff": "F-MUN", "name-because": WHY})

    assert "Only the safeguarding lead names people" in page
    assert answer.status_code == 422
    client_as("dsl").submit(f"/cases/{reference}/access", **{"name-staff": "F-MUN", "name-because": WHY})
    assert client_as("facilitator").get(f"/cases/{reference}").status_code == 200


def test_whoever_was_named_before_loses_sight_when_the_case_becomes_a_safeguarding_one(client_as, cast, reference):
    set_level(cast, reference, "restricted", by="pastoral_lead")
    name_on(cast, reference, "facilitator", by="pastoral_lead")
    browser = client_as("facilitator")
    assert browser.get(f"/cases/{reference}").status_code == 200

    set_level(cast, reference, "safeguarding", by="pastoral_lead")

    assert browser.get(f"/cases/{reference}").status_code == 404


def test_who_can_be_named(cast, reference):
    case, lead = case_called(cast, reference), cast.member("pastoral_lead")
    told = {"by": lead, "at": lead.at, "because": WHY}

    def code(role: str) -> str:
        return refused(name_person, case, cast.staff(role), cast.member(role), **told)

    assert code("facilitator") == "standard_case"
    change_confidentiality(case, Confidentiality.RESTRICTED, **told)
    assert [code(role) for role in ("governor", "data_manager", "data_protection_officer", "trust_lead")] == (
        ["sees_no_cases"] * 4
    )
    assert refused(name_person, case, cast.staff("tutor"), None, **told) == "has_left"
    teacher = cast.member("staff")
    assert refused(name_person, case, cast.staff("tutor"), cast.member("tutor"), **{**told, "by": teacher}) == (
        "not_permitted"
    )
    named = name_person(case, cast.staff("tutor"), cast.member("tutor"), **told)
    cast.session.flush()
    assert code("tutor") == "named_already"
    take_off(named, cast.staff("tutor"), **told)
    assert refused(take_off, named, cast.staff("tutor"), **told) == "not_named"


def test_nobody_is_named_on_a_case_about_a_child_they_are_close_to(client_as, cast, reference):
    declare(cast, "tutor", "Tom Adeyemi")
    set_level(cast, reference, "restricted", by="pastoral_lead")

    answer = client_as("pastoral_lead").submit(
        f"/cases/{reference}/access", status=422, **{"name-staff": "T-VAL", "name-because": WHY}
    )

    assert "be named here. Choose another" in answer.text
    assert "close to" not in answer.text


def test_a_link_declared_later_ends_the_sight_of_somebody_named(client_as, cast, reference):
    set_level(cast, reference, "restricted", by="pastoral_lead")
    name_on(cast, reference, "facilitator", by="pastoral_lead")
    browser = client_as("facilitator")
    assert browser.get(f"/cases/{reference}").status_code == 200

    declare(cast, "facilitator", "Maya Lewis")

    assert browser.get(f"/cases/{reference}").status_code == 404


def test_cases_that_are_joined_take_the_stricter_level(cast, reference):
    other = a_case(cast, "2026-0101")
    set_level(cast, other, "safeguarding")
    dsl = cast.member("dsl")
    incident = cast.session.scalars(select(Incident).where(Incident.reference == other)).one()

    join_incident(incident, case_called(cast, reference), by=dsl, at=dsl.at, because="One matter")
    cast.session.commit()

    assert case_called(cast, reference).confidentiality is Confidentiality.SAFEGUARDING
    assert stricter(Confidentiality.RESTRICTED, Confidentiality.STANDARD) is Confidentiality.RESTRICTED
