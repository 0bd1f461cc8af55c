"""Home by role: what cannot wait first, each line says who, what and when; few statements; empty lists teach."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest

from app.casework.deciding import RegisterRow, record_exclusion
from app.casework.draft import Draft
from app.casework.holds import answer_safety_questions
from app.casework.permissions import Role
from app.casework.school_year import Supplied
from app.casework.suitability import Answers
from app.casework.words import Answer, Confidentiality, ExclusionKind, Part, PutRight, Safe
from tests.cases import Told
from tests.statements import Statements
from tests.web.lists import log_case

DAY = timedelta(days=1)


def tasks(page: str) -> list[str]:
    """The lines of every list, in order, with their due words."""
    found = re.findall(r'<li class="task">(.*?)</li>', page, re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", task)).strip() for task in found]


def headings(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", h).split("  ")[0].strip() for h in re.findall(r"<h2>(.*?)</h2>", page, re.S)]


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
    _suspend(cast, today)
    draft(cast, role)
    browser = client_as(role.value)
    with Statements(app) as sent:
        page = browser.page("/")
    assert len(sent) <= 12, [statement[:60] for statement in sent]
    sees_many = role in (Role.PASTORAL_LEAD, Role.DSL, Role.TUTOR, Role.SENCO)  # the last two outlines only
    assert ("more than 10" in page) == sees_many


def draft(cast, role: Role) -> None:
    at, staff = cast.member("staff").at, cast.staff(role.value)
    more = {"form": "incidents.log", "page": "/incidents/new", "title": "Log an incident", "fields": "[]"}
    times = {"begun_at": at, "saved_at": at, "key": "k" * 43}
    cast.session.add(Draft(school_id=staff.school_id, staff_id=staff.id, **more, **times))
    cast.session.commit()


def _suspend(cast, starts_on, sessions: int = 12) -> None:
    by = cast.member("headteacher")
    row = RegisterRow(ExclusionKind.SUSPENSION, starts_on, sessions, ("PP",))
    pupil = cast.pupil("Tom Adeyemi")
    cast.session.add(record_exclusion("2026-X001", pupil, row, session=cast.session, incident=None, by=by, at=by.at))
    cast.session.commit()


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
    Told(cast, "2026-0001").logged().triaged(next_step="Ring home", on=today - 20 * DAY)
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


def test_an_agreement_that_has_its_answers_says_that_the_case_can_close(client_as, cast):
    Told(cast).logged().triaged().safe().met().agreed(review_in=1).verified()

    assert "close the case of Maya Lewis (8B) and Tom Adeyemi (8B)" in client_as("pastoral_lead").page("/")


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


# ---- other roles


def test_a_tutor_reads_the_outline_of_their_group_and_nothing_that_was_said(client_as, cast, today):
    Told(cast).logged(what="A secret thing.").triaged(next_step="Ring home", on=today)
    log_case(cast, "2026-0002", cast.member("staff").at, caused="Luca Moretti", harmed="Zoë O'Neil")

    page = client_as("tutor").page("/")

    assert "Your group, 8B" in page
    assert "Physical: Maya Lewis (8B) and Tom Adeyemi (8B) Triage · Priya Nair has it · 2026-0001" in tasks(page)
    assert "2026-0002" not in page
    assert "Ring home" not in page
    assert "secret" not in page


def test_the_dsl_sees_holds_by_their_day_and_who_is_hurt_until_it_was_read_and_triaged(client_as, cast, today):
    Told(cast, "2026-0001").logged().triaged().held_back(today + DAY)
    log_case(cast, "2026-0002", cast.member("staff").at, anyone_unsafe=True)
    dsl = client_as("dsl")

    first = tasks(dsl.page("/"))
    assert first[0].startswith("Physical: speak with Tamsin Okoro Somebody is hurt or not safe")
    assert first[1].startswith("Look again: Maya Lewis (8B) and Tom Adeyemi (8B)")
    assert "speak with" not in client_as("pastoral_lead").page("/")

    dsl.page("/cases/2026-0002")
    assert "speak with Tamsin Okoro" in dsl.page("/")  # read, and still not triaged


def test_the_head_sees_decisions_thresholds_and_deadlines(client_as, cast, today):
    Told(cast).logged(severity=3).triaged().considered()
    _suspend(cast, today)

    page = client_as("headteacher").page("/")

    assert tasks(page)[0].startswith("Decide about Tom Adeyemi (8B)")
    assert "Tom Adeyemi (8B): comes back, with a reintegration meeting" in page
    assert "Tom Adeyemi (8B): full-time education is arranged" in page
    assert "Tom Adeyemi (8B): the governing board considers it" in page
    assert "Deadlines from the register" not in client_as("pastoral_lead").page("/")


def test_a_facilitator_reads_what_is_missing_until_the_conference_is_ready(client_as, cast, today):
    from app.casework.response import Participant
    from app.casework.words import ResponseKind
    from tests.web.conferences import plan_conference

    response = plan_conference(cast)
    page = client_as("facilitator").page("/")
    assert "Missing: a day and a time; meet Maya Lewis alone; meet Tom Adeyemi alone; look at the risks" in page

    at = cast.member("facilitator").at
    response.planned_for, response.place = at + 2 * DAY, "Room 4"
    response.risk_reviewed_on, response.if_no_conference = today, "Each is heard alone."
    for row in response.participants:
        assert isinstance(row, Participant)
        row.met_alone_on, row.explained, row.willing = today, True, Answer.YES
    cast.session.commit()
    assert response.kind is ResponseKind.FORMAL_CONFERENCE
    assert "Ready. 2026-0001" in client_as("facilitator").page("/")
    assert "Your conferences" not in client_as("staff").page("/")


def test_the_same_two_again_are_named_with_days_and_without_a_number(client_as, cast):
    at = cast.member("staff").at
    log_case(cast, "2026-0001", at - 12 * DAY)
    log_case(cast, "2026-0002", at - DAY, caused="Maya Lewis", harmed="Tom Adeyemi")

    line = next(task for task in tasks(client_as("pastoral_lead").page("/")) if " before that on " in task)

    assert line.startswith("Maya Lewis (8B) and Tom Adeyemi (8B) Again on ")
    assert not re.search(r"\b(twice|times|\d+ incidents)\b", line)
    assert "The same pupils again" not in client_as("staff").page("/")


def test_the_data_manager_sees_what_is_not_complete(client_as, cast):
    cast.pupil("Jun Park").nc_year = None
    cast.session.commit()

    page = client_as("data_manager").page("/")

    assert "Jun Park has no year or group" in page
    assert "/settings/supplied?term=" in page or cast.session.query(Supplied).count() == 0


def test_a_governor_and_a_trust_lead_are_taught_what_a_report_will_say(client_as):
    for role in ("governor", "trust_lead"):
        assert "No report is published yet" in client_as(role).page("/")


def test_the_data_protection_officer_sees_who_read_what_and_no_name_of_a_pupil(client_as, cast):
    Told(cast).logged().triaged()
    client_as("pastoral_lead").page("/cases/2026-0001")
    client_as("pastoral_lead").page(f"/pupils/{cast.pupil('Maya Lewis').id}")

    page = client_as("data_protection_officer").page("/")

    assert "Priya Nair read a case (2026-0001)" in page
    assert "Priya Nair read a pupil" in page
    assert "Maya" not in page
    assert cast.pupil("Maya Lewis").key not in page


def test_nobody_reads_on_home_about_a_child_they_are_close_to(client_as, cast, today):
    from app.casework.staff import DeclaredLink

    Told(cast).logged().triaged(next_step="Ring home", on=today)
    lead = cast.staff("pastoral_lead")
    link = {"staff_id": lead.id, "pupil_id": cast.pupil("Maya Lewis").id, "relationship_word": "niece"}
    cast.session.add(DeclaredLink(school_id=lead.school_id, **link))
    cast.session.commit()

    assert "2026-0001" not in client_as("pastoral_lead").page("/")


def test_an_allegation_against_staff_stands_on_the_head_s_page_only(client_as, cast):
    told = Told(cast).logged().triaged()
    by = told.by("pastoral_lead")
    answer_safety_questions(told.case, Answers(staff_allegation=Answer.YES), by=by, at=told.at)
    told.kept()

    for role in ("pastoral_lead", "dsl", "deputy_headteacher", "staff"):
        assert "2026-0001" not in client_as(role).page("/"), role


def test_days_are_in_order_within_a_list(client_as, cast, today):
    for number in range(4):
        Told(cast, f"2026-000{number}").logged().triaged(next_step=f"Step {number}", on=today - (number + 1) * DAY)

    late = [task for task in tasks(client_as("pastoral_lead").page("/")) if "was due" in task]

    numbers = [int(re.search(r"Step (\d)", task)[1]) for task in late]
    assert all(one > other for one, other in pairwise(numbers))


def test_people_with_other_parts_are_counted_not_listed(client_as, cast):
    names = ("Tom Adeyemi", "Jun Park", "Ffion Prosser", "Kacper Nowak")
    parts = [(cast.pupil("Maya Lewis"), Part.WAS_HARMED), *((cast.pupil(name), Part.CAUSED_HARM) for name in names)]
    Told(cast).logged(parts=parts)

    assert "Maya Lewis (8B), Tom Adeyemi (8B) and 3 others" in client_as("pastoral_lead").page("/")
