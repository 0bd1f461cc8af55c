"""What comes next on the page of a case: one thing, the right one, for whoever reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.casework.deciding import ask_for_threshold
from app.casework.logging_incident import Account
from app.casework.on_the_spot import OnTheSpot, log_and_respond
from app.casework.responding import Leader, Meeting, Present, choose_response, hold_response
from app.casework.suitability import Suggestion
from app.casework.words import Part, PutRight, ResponseKind, Safe
from tests.cases import HOUR, Told
from tests.cast import Cast
from tests.client import Browser
from tests.guarded_cases import case_called
from tests.web.pages_of_cases import CASE, can_do, lead_of, road_of, step_of
from tests.web.test_joining import join, split

ClientAs = Callable[..., Browser]


def test_a_case_that_was_logged_is_triaged_next(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged()

    page = client_as("pastoral_lead").page(CASE)

    assert lead_of(page) == "Logged. Nobody has it yet."
    assert step_of(page) == "Say who has this case, who may see it and what comes next Triage it"
    assert "Triage it" not in client_as("staff").page(CASE)
    assert step_of(client_as("staff").page(CASE)) == "Waiting for a pastoral lead to triage it"


def test_what_triage_promised_is_in_the_first_line(client_as: ClientAs, cast: Cast) -> None:
    today = cast.member("staff").on
    Told(cast).logged().triaged(next_step="Ring both families.", on=today)

    page = client_as("pastoral_lead").page(CASE)

    assert (
        lead_of(page)
        == f"Triage. Priya Nair has it. Next: ring both families, today, {today:%A} {today.day} {today:%B}."
    )
    assert "Choose a response" in step_of(page)


def test_a_case_that_waits_for_the_head_says_so(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged(severity=3).triaged().considered()

    assert step_of(client_as("pastoral_lead").page(CASE)) == "Waiting for the headteacher to decide about Tom Adeyemi"
    assert step_of(client_as("headteacher").page(CASE)) == "Decide about Tom Adeyemi Decide"


def test_a_case_that_waits_for_the_head_can_be_triaged_meanwhile(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged(severity=3).considered()

    step = step_of(client_as("pastoral_lead").page(CASE))

    assert "Waiting for the headteacher to decide about Tom Adeyemi." in step
    assert "Triage it" in step


def test_a_threshold_that_was_asked_for_is_waited_for_about_each_pupil(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast)
    kacper = (cast.pupil("Kacper Nowak"), Part.CAUSED_HARM)
    told.logged(severity=3, parts=[(told.tom, Part.CAUSED_HARM), kacper, (told.maya, Part.WAS_HARMED)])
    told.triaged().asked().asked(whom="Kacper Nowak").considered().decided()

    page = client_as("pastoral_lead").page(CASE)

    assert step_of(page) == "Waiting for the headteacher or a deputy to confirm a threshold about Kacper Nowak"
    home = client_as("headteacher").page("/")
    assert "Say what the policy indicates: Kacper Nowak" in home
    assert "Say what the policy indicates: Maya" not in home
    assert "Say what the policy indicates: Tom" not in home


def test_what_went_to_another_case_is_waited_for_there(client_as: ClientAs, cast: Cast) -> None:
    kacper = cast.pupil("Kacper Nowak")
    Told(cast).logged(severity=3).triaged()
    told = Told(cast, "2026-0002", days_ago=4)
    told.logged(severity=3, parts=[(kacper, Part.CAUSED_HARM)]).triaged()
    lead, head = client_as("pastoral_lead"), client_as("headteacher")
    join(lead)
    incident = next(each for each in case_called(cast, "2026-0001").incidents if each.reference == "2026-0002")
    at = cast.member("pastoral_lead").at
    more = {"session": cast.session, "is_asked_already": False, "because": "It is the second time."}
    ask_for_threshold(incident, kacper, by=cast.member("pastoral_lead"), at=at, **more)
    cast.session.commit()
    split(lead)

    assert step_of(lead.page(CASE)) == "Choose how it is put right Choose a response"
    assert step_of(lead.page("/cases/2026-0002")).startswith("Waiting for the headteacher or a deputy to confirm")
    assert '"/cases/2026-0002/threshold"' in head.page("/")
    assert '"/cases/2026-0001/threshold"' not in head.page("/")
    sent = {"sanction": "suspension", "school_days": "1", "clause": "4.2", "confidence": "probable"}
    head.submit("/cases/2026-0002/threshold", **sent)
    assert step_of(lead.page("/cases/2026-0002")) == "Waiting for the headteacher to decide about Kacper Nowak"
    assert '/threshold"' not in head.page("/")


def test_a_threshold_that_was_confirmed_goes_with_its_incident(client_as: ClientAs, cast: Cast) -> None:
    kacper = cast.pupil("Kacper Nowak")
    Told(cast).logged(severity=3).triaged()
    told = Told(cast, "2026-0002", days_ago=4).logged(severity=3, parts=[(kacper, Part.CAUSED_HARM)]).triaged()
    told.considered(whom="Kacper Nowak")
    lead = client_as("pastoral_lead")
    join(lead)
    assert step_of(lead.page(CASE)) == "Waiting for the headteacher to decide about Kacper Nowak"

    split(lead)

    assert step_of(lead.page(CASE)) == "Choose how it is put right Choose a response"
    assert step_of(lead.page("/cases/2026-0002")) == "Waiting for the headteacher to decide about Kacper Nowak"


def test_a_case_on_hold_says_who_has_it_and_until_when(client_as: ClientAs, cast: Cast) -> None:
    today = cast.member("staff").on
    tomorrow = today + timedelta(days=1)
    Told(cast).logged().triaged().held_back(tomorrow)

    page = client_as("pastoral_lead").page(CASE)

    expected = f"looks at it again tomorrow, {tomorrow:%A} {tomorrow.day} {tomorrow:%B}."
    assert lead_of(page) == f"On hold for safety. The safeguarding lead has it until the hold is lifted, and {expected}"
    assert "This case is on hold" in page
    assert step_of(page) == ""
    assert "See the hold" in step_of(client_as("dsl").page(CASE))


def test_a_response_that_is_planned_is_opened_next(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged().triaged().safe()
    told.chosen(planned_for=told.at + timedelta(hours=2))

    assert step_of(client_as("pastoral_lead").page(CASE)).startswith(
        "Small impromptu conference, led by Priya Nair: write down what became of it"
    )


def test_after_a_meeting_the_agreement_is_written_down_next(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged().triaged().safe().met()

    page = client_as("pastoral_lead").page(CASE)

    assert step_of(page) == "Write down what was agreed Record the agreement"
    assert f'href="{CASE}/agreements/new?response={told.response.id}"' in page


def test_a_check_in_that_is_due_comes_before_all_else(client_as: ClientAs, cast: Cast) -> None:
    today = cast.member("staff").on
    told = Told(cast).logged().triaged().safe().met().agreed()
    told.check_in_planned(today)

    page = client_as("pastoral_lead").page(CASE)

    assert f"A check-in with Maya Lewis is due today, {today:%A} {today.day} {today:%B}." in lead_of(page)
    assert step_of(page).startswith("Check in with Maya Lewis today,")


def test_somebody_who_does_not_feel_safe_comes_first(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged().safe().met().agreed().verified().checked_in(Safe.UNSURE, PutRight.PARTLY)

    page = client_as("pastoral_lead").page(CASE)

    assert "Maya Lewis does not feel safe yet, or is not sure: speak with them" in step_of(page)
    assert "Is not sure about feeling safe; it is partly put right (asked on" in page


def test_an_action_that_is_due_is_looked_at_next(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged().safe().met().agreed(due_in=-1)

    step = step_of(client_as("pastoral_lead").page(CASE))

    assert step.startswith("See whether it is done: “Keeps Maya a seat” overdue since")


def test_kept_and_checked_the_person_harmed_is_told_and_it_is_closed(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged().safe().met().agreed().verified().checked_in(Safe.YES, PutRight.YES)

    page = client_as("pastoral_lead").page(CASE)

    assert step_of(page) == "Tell Maya Lewis the outcome and close Tell and close"
    assert "due-later" not in page.split('class="card agreement')[1].split("</article>")[0]


def test_a_closed_case_says_when_and_how_and_asks_for_nothing(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged().triaged().safe().met().agreed().verified().closed()

    page = client_as("pastoral_lead").page(CASE)

    day = f"{told.today.day} {told.today:%B %Y}"
    assert lead_of(page) == f"Closed on {day}: the agreement was kept. Priya Nair had it."
    assert step_of(page) == ""
    assert "Open it again" in can_do(page)
    assert "Close the case" not in can_do(page)


def asked_and_held(told: Told, kind: ResponseKind) -> None:
    by = told.by("pastoral_lead")
    leader = Leader(told.cast.staff("pastoral_lead"), by, [])
    suggested, more = Suggestion(kind, "It is enough."), {"planned_for": None, "by": by, "at": told.at}
    response = choose_response(told.case, kind, leader, suggested=suggested, **more)
    present, calendar = [Present(told.tom, took_part=True)], told.cast.calendar()
    hold_response(response, Meeting(told.at), present, calendar=calendar, by=by, at=told.at)
    told.kept()


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (ResponseKind.AFFECTIVE_STATEMENT, "Tell Maya Lewis the outcome and close Tell and close"),
        (
            ResponseKind.AFFECTIVE_QUESTIONS,
            "Write down what was agreed; if nothing was, close the case Record the agreement",
        ),
    ],
)
def test_after_a_statement_or_questions_with_nothing_agreed_it_can_be_closed(
    client_as: ClientAs, cast: Cast, kind: ResponseKind, says: str
) -> None:
    told = Told(cast).logged().triaged().safe()
    asked_and_held(told, kind)
    lead = client_as("pastoral_lead")

    assert step_of(lead.page(CASE)) == says
    lead.submit(f"{CASE}/close", closing_reason="met_on_the_spot", told_now=told.maya.key)


def test_the_road_tells_no_stage_that_the_case_never_had(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast, days_ago=1)
    by, parts = told.by("staff"), [(told.tom, Part.CAUSED_HARM), (told.maya, Part.WAS_HARMED)]
    account, there = Account(told.at - HOUR, "verbal", 1), frozenset({told.tom.id, told.maya.id})
    spot = OnTheSpot(ResponseKind.AFFECTIVE_QUESTIONS, told.at - HOUR, took_part=there)
    leader = cast.staff("staff")
    cast.session.add(
        log_and_respond("2026-0002", account, parts, spot, leader=leader, calendar=cast.calendar(), by=by, at=told.at)
    )
    told.logged().triaged().safe().met().agreed().verified().closed()
    lead = client_as("pastoral_lead")

    assert road_of(lead.page("/cases/2026-0002")) == ["Logged", "Closed"]
    whole = ["Logged", "Triage", "In response", "Agreement", "Follow-up", "Closed"]
    assert road_of(lead.page(CASE)) == whole
