"""Emergency access: possible, loud, short, and impossible on oneself and on one's own child."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app.casework.access_log import Reading
from app.casework.case import CaseAccess
from app.casework.draft import Draft
from app.casework.emergency import NO_SUCH_CASE, NOTHING_OPENED, look_at_emergency, open_in_emergency
from app.casework.history import Event
from app.casework.holds import answer_safety_questions
from app.casework.logging_incident import Account, log_incident
from app.casework.refusals import Refused
from app.casework.suitability import Answers
from app.casework.words import Answer, Part
from tests.cast import PASSWORD
from tests.guarded_cases import STORY, a_case, case_called, declare, set_level

WHY = "Maya is at reception and says that she is not safe to go home"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


@pytest.fixture
def reference(clock, cast):
    made = a_case(cast, caused="Kacper Nowak")
    set_level(cast, made, "restricted", by="pastoral_lead")
    return made


def ask(browser, reference: str, status: int = 303, because: str = WHY, confirmation: str = PASSWORD):
    return browser.submit("/emergency", status=status, case=reference, because=because, confirmation=confirmation)


def test_it_opens_the_page_of_the_case_for_an_hour(client_as, clock, reference):
    tutor = client_as("tutor", is_shared=False)
    assert tutor.get(f"/cases/{reference}").status_code == 404

    answer = ask(tutor, reference)

    assert answer.headers["Location"] == f"/cases/{reference}"
    page = tutor.page(f"/cases/{reference}")
    assert STORY in page
    assert "you opened it in an emergency" in page
    clock.shift(timedelta(minutes=30))
    tutor.page("/")
    clock.shift(timedelta(minutes=29, seconds=59))
    assert tutor.get(f"/cases/{reference}").status_code == 200
    clock.shift(timedelta(seconds=1))
    assert tutor.get(f"/cases/{reference}").status_code == 404


def test_it_opens_nothing_but_the_page_and_nothing_can_be_written(client_as, reference):
    tutor = client_as("tutor")
    ask(tutor, reference)

    page = tutor.page(f"/cases/{reference}")

    assert "Add a note" not in page
    assert f'href="/incidents/{reference}"' not in page
    assert tutor.get(f"/incidents/{reference}").status_code == 404
    assert tutor.post(f"/cases/{reference}/notes", data={"text": "x"}).status_code == 404
    assert tutor.get(f"/cases/{reference}/responses/new").status_code == 404


def test_it_is_in_the_history_the_access_log_and_the_lists_of_lead_and_data_protection_officer(
    client_as, cast, reference
):
    tutor = client_as("tutor")
    ask(tutor, reference)
    tutor.page(f"/cases/{reference}")

    assert f"Case {reference} was opened in an emergency" in client_as("dsl").page("/")
    for role in ("dsl", "data_protection_officer", "headteacher"):
        listed = client_as(role).page("/emergency/opened")
        assert "Idris Vale" in listed
        assert WHY in listed
        assert STORY not in listed
    assert WHY in client_as("dsl").page(f"/cases/{reference}")
    why = cast.session.scalars(select(Reading.why).where(Reading.what == "case", Reading.reference == reference))
    assert "emergency access" in set(why)


NOBODYS = "2026-9999"


def answer_to(browser, reference: str) -> str:
    """What the page that refuses says, but for what was typed and what is new in each page."""
    page = ask(browser, reference, status=422).text.partition("<main")[2]
    return re.sub(r'name="(csrf_token|form_key)"[^>]*>', "", page).replace(reference, "REFERENCE")


def test_what_cannot_be_opened_is_answered_as_if_it_were_not_there(client_as, cast, clock, case_of_school_b):
    own = a_case(cast, "2026-0102", caused="Idris Vale")
    childs = a_case(cast, "2026-0103", caused="Luca Moretti")
    declare(cast, "tutor", "Luca Moretti")
    alleged = a_case(cast, "2026-0104", caused="Kacper Nowak")
    head = cast.member("headteacher")
    answer_safety_questions(case_called(cast, alleged), Answers(staff_allegation=Answer.YES), by=head, at=head.at)
    cast.session.commit()

    tutor, facilitator = client_as("tutor"), client_as("facilitator")
    pages = {answer_to(tutor, each) for each in (NOBODYS, own, childs)}
    pages |= {answer_to(facilitator, each) for each in (NOBODYS, alleged, case_of_school_b)}

    assert len(pages) == 1
    assert NO_SUCH_CASE.message in pages.pop()


@pytest.fixture
def case_of_school_b(cast):
    by = cast.member("staff", "B")
    account = Account(occurred_at=by.at, category="physical", severity=2, what_happened="CANARY of Millfield")
    cast.session.add(
        log_incident("2026-0555", account, [(cast.pupil("Callum Reid", "B"), Part.CAUSED_HARM)], by=by, at=by.at)
    )
    cast.session.commit()
    return "2026-0555"


def test_an_attempt_that_opened_nothing_is_listed_and_the_sixth_within_the_hour_is_not_looked_at(
    client_as, cast, clock, reference
):
    tutor = client_as("tutor", is_shared=False)
    for number in range(5):
        clock.shift(timedelta(minutes=1))
        ask(tutor, f"2026-9{number:03}", status=422)

    answer = ask(tutor, reference, status=422)

    assert "Several references opened nothing" in answer.text
    assert cast.session.scalar(select(func.count()).select_from(CaseAccess)) == 0
    assert cast.session.scalar(select(func.count()).select_from(Event).where(Event.kind == NOTHING_OPENED)) == 5
    assert "reference 2026-9003" in client_as("data_protection_officer").page("/emergency/opened")
    clock.shift(timedelta(minutes=59))
    tutor.page("/")
    ask(client_as("tutor"), reference)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"because": "urgent, please"}, "at least 20 characters"),
        ({"confirmation": "not my password"}, "That is not right"),
        ({"because": ""}, "Say who is at risk"),
    ],
)
def test_a_reason_and_a_proof_are_asked_for_and_nothing_typed_is_lost(client_as, cast, reference, typed, says):
    answer = ask(client_as("tutor"), reference, status=422, **typed)

    assert says in answer.text
    assert f'value="{reference}"' in answer.text
    assert cast.session.scalar(select(func.count()).select_from(CaseAccess)) == 0


@pytest.mark.parametrize("role", ["governor", "data_protection_officer", "trust_lead", "data_manager"])
def test_those_without_cases_may_not_even_try(client_as, role):
    browser = client_as(role)
    assert browser.get("/emergency").status_code == 403
    assert browser.post("/emergency", data={"case": "2026-0100"}).status_code == 403


def test_a_case_that_one_sees_already_is_not_opened(client_as, cast, reference):
    answer = ask(client_as("pastoral_lead"), reference)

    assert answer.headers["Location"] == f"/cases/{reference}"
    assert cast.session.scalar(select(func.count()).select_from(CaseAccess)) == 0


def test_a_lead_looks_at_it_and_a_running_hour_ends(client_as, cast, reference):
    tutor, lead = client_as("tutor"), client_as("dsl")
    ask(tutor, reference)

    lead.submit("/emergency/opened", "I have looked at it", **{"o1-words": "Right to do; Maya stayed with us"})

    assert tutor.get(f"/cases/{reference}").status_code == 404
    assert "Right to do; Maya stayed with us" in lead.page(f"/cases/{reference}")
    assert "Opened in an emergency" in lead.page("/")
    assert f"Case {reference} was opened" not in lead.page("/")


def test_what_nobody_looked_at_rises_to_the_head_after_three_school_days(client_as, clock, reference):
    ask(client_as("tutor"), reference)
    line = f"Case {reference} was opened in an emergency"
    assert line not in client_as("headteacher").page("/")

    clock.shift(timedelta(days=6))

    assert line in client_as("headteacher").page("/")


def test_nobody_looks_at_their_own_opening_or_twice(cast, reference):
    case, dsl, head = case_called(cast, reference), cast.member("dsl"), cast.member("headteacher")
    access = open_in_emergency(case, by=dsl, at=dsl.at, because=WHY)

    with pytest.raises(Refused) as own:
        look_at_emergency(access, by=dsl, at=dsl.at, words="Fine")
    look_at_emergency(access, by=head, at=head.at, words="Fine")
    with pytest.raises(Refused) as twice:
        look_at_emergency(access, by=head, at=head.at, words="Fine")

    assert (own.value.refusal.code, twice.value.refusal.code) == ("own_opening", "looked_at_already")


def test_a_lead_is_not_told_of_a_case_about_their_own_child(client_as, cast, reference):
    declare(cast, "dsl", "Kacper Nowak")
    ask(client_as("tutor"), reference)

    assert reference not in client_as("dsl").page("/")
    assert reference not in client_as("dsl").page("/emergency/opened")
    assert reference in client_as("headteacher").page("/emergency/opened")


def test_a_draft_of_the_form_never_holds_the_proof(client_as, cast):
    fields = [
        ["because", WHY],
        ["confirmation", PASSWORD],
        ["post-confirmation", PASSWORD],
        ["half", "abc"],
        ["code", "123456"],
    ]
    sent = {"form": "/emergency", "page": "/emergency", "key": "k" * 20, "title": "Emergency access"}

    assert client_as("tutor").post("/drafts", data={**sent, "fields": json.dumps(fields)}).status_code == 200

    assert cast.session.scalars(select(Draft)).one().typed() == [("because", WHY)]
