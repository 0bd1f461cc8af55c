"""Home by role: what cannot wait first, each line says who, what and when; few statements; empty lists teach."""

from datetime import timedelta

import pytest

from app.casework.permissions import Role
from app.casework.words import Confidentiality, PutRight, Safe
from tests.cases import Told
from tests.statements import Statements
from tests.web.home import draft, headings, suspend, tasks
from tests.web.lists import log_case

DAY = timedelta(days=1)


@pytest.fixture
def today(cast):
    return cast.member("staff").on


# ---- every role


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_home_that_says_or_teaches_something(client_as, role):
    page = client_as(role.value).page("/")

    assert headings(page) or "Nothing here yet" in page
    assert "Nothing waits for you" in page or tasks(page)


@pytest.mark.parametrize("role", list(Role))
def test_home_takes_at_most_twelve_statements_however_much_waits(client_as, cast, app, today, role):
    at = cast.member("staff").at
    for number in range(1, 14):
        log_case(cast, f"2026-{number:04d}", at - DAY, anyone_unsafe=True)
    told = Told(cast, "2026-0020").logged(severity=3).triaged(next_step="Ring home", on=today).safe().met().agreed()
    told.check_in_planned(today).considered()
    Told(cast, "2026-0021").logged().triaged().held_back(today)
    suspend(cast, today)
    draft(cast, role)
    browser = client_as(role.value)
    with Statements(app) as sent:
        page = browser.page("/")
    assert len(sent) <= 12, [statement[:60] for statement in sent]
    sees_many = role in (Role.PASTORAL_LEAD, Role.DSL, Role.TUTOR, Role.SENCO)  # the last two outlines only
    assert ("more than 10" in page) == sees_many


# ---- what is due


def test_a_line_says_who_what_and_when_in_words(client_as, cast, today):
    Told(cast).logged().triaged().safe().met().agreed(due_in=3).check_in_planned(today)

    page = client_as("pastoral_lead").page("/")

    assert tasks(page)[0] == "Ask Maya Lewis (8B) how they are Physical with Tom Adeyemi (8B) · 2026-0001 today"
    assert "Tom Adeyemi (8B): Keeps Maya a seat, for Maya Lewis (8B)" in page
    assert "Ask Maya Lewis" not in client_as("staff").page("/")


def test_overdue_stands_above_today_and_today_above_the_week(client_as, cast, today):
    for number, day in enumerate((today + 2 * DAY, today, today - 3 * DAY), start=1):
        Told(cast, f"2026-000{number}").logged().triaged(next_step=f"Step {number}", on=day)

    page = client_as("pastoral_lead").page("/")

    assert [h.split()[0] for h in headings(page)][:2] == ["Overdue", "Today"]
    assert [task.split(":")[0] for task in tasks(page)][:3] == ["Step 3", "Step 2", "Step 1"]


def test_somebody_who_does_not_feel_safe_stands_before_all_that_is_overdue(client_as, cast, today):
    Told(cast, "2026-0001", days_ago=25).logged().triaged(next_step="Ring home", on=today - 20 * DAY)
    Told(cast, "2026-0002").logged().triaged().safe().met().agreed().checked_in(Safe.NO, PutRight.NO)

    assert tasks(client_as("pastoral_lead").page("/"))[0].startswith("Somebody does not feel safe")
    dsl = client_as("dsl").page("/")
    assert "Maya Lewis (8B) does not feel safe" in tasks(dsl)[0]


def test_what_others_have_let_pass_rises_to_the_pastoral_lead_alone(client_as, cast, today):
    told = Told(cast).logged().triaged()
    told.case.owner_id = cast.staff("facilitator").id
    told.case.next_step, told.case.next_step_on = "Meet both", today - 2 * DAY
    told.kept()

    assert "Meet both: Maya Lewis (8B) and Tom Adeyemi (8B)" in (page := client_as("pastoral_lead").page("/"))
    assert "Ged Munro has it" in page
    assert "Meet both" not in client_as("deputy_headteacher").page("/")

    told.case.next_step_on = today + DAY
    told.kept()
    assert "Meet both" not in client_as("pastoral_lead").page("/")
    assert "Meet both" in client_as("facilitator").page("/")


def test_what_an_adult_promised_stands_on_their_own_home_until_they_say_that_it_is_done(client_as, cast, session):
    told = Told(cast).logged().triaged().safe().met().agreed(due_in=3, adult="staff")
    promise = "Tamsin Okoro: Keeps Maya a seat, for Maya Lewis (8B)"

    assert promise in client_as("staff").page("/")
    assert client_as("pastoral_lead").page("/").count(promise) == 1  # who follows it up has it once
    assert promise not in client_as("facilitator").page("/")

    client_as("pastoral_lead").submit(f"/agreements/{told.agreement.id}", "Record it", what="done_unchecked")
    assert promise not in client_as("staff").page("/")
    assert promise in client_as("pastoral_lead").page("/")


def test_an_overdue_promise_of_an_adult_rises_once(client_as, cast):
    Told(cast, days_ago=25).logged().triaged().safe().met().agreed(due_in=-3, adult="staff")

    assert client_as("pastoral_lead").page("/").count("Tamsin Okoro: Keeps Maya a seat") == 1
    assert client_as("staff").page("/").count("Tamsin Okoro: Keeps Maya a seat") == 1


def test_an_agreement_that_has_its_answers_says_that_the_case_can_close(client_as, cast):
    Told(cast).logged().triaged().safe().met().agreed(review_in=1).verified()

    assert "close the case of Maya Lewis (8B) and Tom Adeyemi (8B)" in client_as("pastoral_lead").page("/")


def test_an_agreement_is_looked_at_again_on_its_day_while_another_response_goes_on(client_as, cast):
    Told(cast).logged().triaged().safe().met().agreed(review_in=0).chosen()

    page = client_as("pastoral_lead").page("/")

    assert "Look together at what Maya Lewis (8B) and Tom Adeyemi (8B) agreed" in page


def test_a_case_that_promises_nothing_is_asked_for_a_day(client_as, cast, today):
    Told(cast, "2026-0001").logged().triaged()
    Told(cast, "2026-0002").logged().triaged(next_step="Ring home", on=today)

    page = client_as("pastoral_lead").page("/")

    assert page.count("Give a next day to") == 1
    assert "/cases/2026-0001/triage" in page


# ---- triage


def test_a_new_incident_waits_for_the_pastoral_lead_of_the_year_and_for_nobody_else(client_as, cast):
    Told(cast, days_ago=0).logged()

    page = client_as("pastoral_lead").page("/")
    assert "Physical, Yard: Maya Lewis (8B) and Tom Adeyemi (8B) 2026-0001 new, today" in " ".join(tasks(page))
    assert "/triage" not in client_as("staff").page("/")
    assert "2026-0001" not in client_as("headteacher", "B").page("/")
    assert "/triage" not in client_as("headteacher").page("/")


def test_what_waits_for_two_days_rises_to_the_head(client_as, cast):
    Told(cast, days_ago=3).logged()

    assert "/cases/2026-0001/triage" in client_as("headteacher").page("/")


# ---- what came of what I logged


def test_whoever_logged_it_reads_who_has_it_what_is_next_and_how_it_ended(client_as, cast, today):
    told = Told(cast).logged()
    assert "Nobody has it yet." in client_as("staff").page("/")

    told.triaged(next_step="Meet both", on=today + DAY)
    assert "Priya Nair has it. Next: Meet both" in client_as("staff").page("/")

    told.safe().met().agreed().verified().closed()
    page = client_as("staff").page("/")
    assert "the agreement was kept. The person harmed was told." in page
    assert "What came of what you logged" not in client_as("tutor").page("/cases")


def test_they_read_nothing_of_a_case_that_was_restricted_since(client_as, cast):
    Told(cast).logged().triaged(level=Confidentiality.RESTRICTED)

    assert "2026-0001" not in client_as("staff").page("/")


def test_drafts_are_offered_to_their_author_alone(client_as, cast):
    draft(cast, Role.STAFF)

    assert "Go on with: Log an incident" in client_as("staff").page("/")
    assert "Go on with" not in client_as("pastoral_lead").page("/")


def test_a_skeleton_asks_for_its_story_until_it_has_one(client_as, cast):
    at = cast.member("staff").at
    log_case(cast, "2026-0001", at, what_happened="", story_to_add=True)

    page = client_as("staff").page("/")
    assert "Add what was seen or heard: Maya Lewis (8B) and Tom Adeyemi (8B)" in page
    assert "/incidents/2026-0001/amend" in page
    assert "Stories to add" not in client_as("pastoral_lead").page("/")
