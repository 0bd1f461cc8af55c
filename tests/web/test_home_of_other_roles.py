"""Home for the roles that do not lead cases: what each is told, what each never reads."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.casework.agreeing import Undertaking, record_agreement
from app.casework.holds import answer_safety_questions
from app.casework.logging_incident import Account, log_incident
from app.casework.school_year import Supplied
from app.casework.suitability import Answers
from app.casework.words import Answer, Part
from app.web.day_list.day import Day
from app.web.day_list.keeping import complete
from app.web.day_list.statutory import listing, rows_owed
from app.web.forms.settings import LINES
from tests.cases import Told
from tests.web.home import suspend, tasks
from tests.web.lists import log_case

DAY = timedelta(days=1)


@pytest.fixture
def today(cast):
    return cast.member("staff").on


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
    suspend(cast, today)

    page = client_as("headteacher").page("/")

    assert tasks(page)[0].startswith("Decide about Tom Adeyemi (8B)")
    assert "Tom Adeyemi (8B): comes back, with a reintegration meeting" in page
    assert "Tom Adeyemi (8B): full-time education is arranged" in page
    assert "Tom Adeyemi (8B): the governing board considers it" in page
    assert "Deadlines from the register" not in client_as("pastoral_lead").page("/")


@pytest.mark.parametrize("on", [date(2026, 7, 31), date(2026, 8, 1), date(2026, 9, 1)])
def test_deadlines_of_july_stand_on_home_until_their_day_in_the_autumn(cast, app, on):
    suspend(cast, date(2026, 7, 15))

    with app.app_context():
        owed = rows_owed(Day(cast.member("headteacher"), on, cast.calendar()))

    assert [(duty.by, duty.what) for duty in owed] == [
        (date(2026, 9, 2), "Full-time education is arranged"),
        (date(2026, 9, 3), "Comes back, with a reintegration meeting"),
        (cast.calendar().after(date(2026, 7, 15), 50), "The governing board considers it"),
    ]


def test_a_deadline_of_these_days_is_told_as_past_and_never_as_missed(cast, app):
    suspend(cast, date(2026, 7, 15))
    on = date(2026, 9, 4)

    with app.app_context():
        day = Day(cast.member("headteacher"), on, cast.calendar())
        past, ahead = listing(rows_owed(day), day, {}).lines

    assert (past.due_words, past.due_state) == ("was due Wed 2 Sep", "due")
    assert past.detail == "From the sixth consecutive school day. The register does not say whether it was done."
    assert ahead.due_words.startswith("in ")
    assert "register does not say" not in ahead.detail


def test_nobody_comes_back_who_has_left(cast, app):
    suspend(cast, date(2026, 7, 15))
    cast.pupil("Tom Adeyemi").on_roll_to = date(2026, 7, 21)
    cast.session.commit()

    with app.app_context():
        owed = rows_owed(Day(cast.member("headteacher"), date(2026, 8, 1), cast.calendar()))

    assert [duty.what for duty in owed] == ["The governing board considers it"]


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
    client_as("pastoral_lead").page("/incidents/2026-0001")
    client_as("pastoral_lead").page("/patterns")
    client_as("dsl").page("/access-log")

    page = client_as("data_protection_officer").page("/")

    for words in ("Priya Nair read an incident", "Priya Nair read the patterns", "Dele Akande read the access log"):
        assert words in page

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


# ---- what an empty list says is true


def test_the_head_is_not_told_that_all_was_looked_at_while_a_new_one_waits(client_as, cast):
    log_case(cast, "2026-0001", cast.member("staff").at)

    page = client_as("headteacher").page("/")

    assert "No incident that you see has waited longer than two days to be looked at." in page
    assert "has been looked at" not in page.replace("to be looked at", "")


def test_the_dsl_is_not_told_of_a_school_without_holds_where_one_is_the_head_s_alone(client_as, cast):
    told = Told(cast).logged().triaged()
    answer_safety_questions(told.case, Answers(staff_allegation=Answer.YES), by=told.by("pastoral_lead"), at=told.at)
    told.kept()

    page = client_as("dsl").page("/")

    assert "No case that you see is on hold." in page
    assert "No case is on hold" not in page


def test_a_tutor_with_a_case_of_their_group_in_full_is_not_told_that_none_is_open(client_as, cast):
    by = cast.member("tutor")
    parts = [(cast.pupil("Tom Adeyemi"), Part.CAUSED_HARM), (cast.pupil("Maya Lewis"), Part.WAS_HARMED)]
    cast.session.add(log_incident("2026-0001", Account(by.at - DAY, "physical", 2), parts, by=by, at=by.at))
    cast.session.commit()

    page = client_as("tutor").page("/")

    assert "Nothing more of your group is open to you in outline." in page
    assert "No case of a pupil you look after is open" not in page


def test_what_one_promised_oneself_is_due_while_somebody_else_follows_it_up(client_as, cast, today):
    told = Told(cast).logged().triaged().safe().met()
    mine = [Undertaking("Has a word in the morning", cast.staff("staff"), told.maya, today)]
    by, owner = told.by("pastoral_lead"), cast.staff("pastoral_lead")
    record_agreement(told.response, mine, made_on=told.today, review_on=today, owner=owner, by=by, at=told.at)
    told.kept()

    page = client_as("staff").page("/")

    assert "Tamsin Okoro: Has a word in the morning, for Maya Lewis (8B)" in page
    assert "Nothing that you follow up" not in page


def test_the_data_manager_is_not_told_that_a_term_is_complete_before_its_lines_are_asked_for(cast, app):
    midway = date(2026, 10, 14)
    for kind in LINES:
        more = {"academic_year": "2025-26", "term": "summer", "kind": kind, "complete": True}
        cast.session.add(Supplied(school_id=cast.school().id, **more))
    cast.session.commit()

    with app.app_context():
        listing = complete(Day(cast.member("data_manager"), midway, cast.calendar()))

    assert listing.lines == []
    assert listing.empty.startswith("Nothing is to be completed now")
    assert "complete: the lines of this term" not in listing.empty
