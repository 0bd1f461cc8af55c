"""Notices on the pages: a number beside the bell, a list that says no more than its reader may see, a choice of mails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.casework import scope
from app.casework.confidentiality import change_confidentiality
from app.casework.falling_due import ORDER
from app.casework.mail import MailWay, choices_of
from app.casework.notice import TOPIC_OF, Notice, NoticeKind, Topic
from app.casework.report import Report
from app.casework.reporting import approve_report, publish_report
from app.casework.words import Confidentiality, ReportStatus
from app.web.notices import WHAT, WORDS
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.page_checks import read
from tests.statements import Statements
from tests.web.test_logging import BOTH, LOG, earlier, named

ClientAs = Callable[..., Browser]


def bell_of(page: str) -> str:
    """What the bell says to somebody who hears the page."""
    return next(e.attrib["aria-label"] for e in read(page).elements if e.attrib.get("class") == "bell")


def decided(cast: Cast) -> Told:
    """Logged by the teacher, decided by the head: the teacher has one notice."""
    return Told(cast).logged(what="A push that nobody else should read of.").considered().decided()


def the_notice(cast: Cast) -> Notice:
    cast.session.rollback()
    return cast.session.scalars(scope.own_notices(cast.member("staff")).order_by(Notice.id)).first()


def test_every_kind_has_its_words():
    assert set(WORDS) == set(TOPIC_OF) == set(NoticeKind)
    assert set(WHAT) == set(ORDER)


def test_an_empty_page_teaches(client_as: ClientAs) -> None:
    page = client_as("staff").page("/notices")

    assert "Nothing to tell you yet" in page
    assert bell_of(page) == "Notices"


def test_a_new_notice_is_counted_on_each_page_leads_to_its_case_and_is_read(client_as: ClientAs, cast: Cast) -> None:
    decided(cast)
    teacher = client_as("staff")

    page = teacher.page("/notices")
    opened = teacher.post(f"/notices/{the_notice(cast).id}/open", data={})

    assert "What you logged: the head has decided in case 2026-0001." in page
    assert "Tom" not in page.split("<main")[1]
    assert bell_of(page) == "Notices, 1 new"
    assert opened.location == "/cases/2026-0001"
    assert the_notice(cast).read_at is not None
    assert bell_of(teacher.page("/")) == "Notices"
    assert "/cases/2026-0001" in teacher.page("/notices")


def test_looking_at_the_list_changes_nothing(client_as: ClientAs, cast: Cast) -> None:
    decided(cast)

    client_as("staff").page("/notices")

    assert the_notice(cast).read_at is None


def test_the_newest_stand_first_whatever_the_order_in_which_they_were_written(client_as: ClientAs, cast: Cast) -> None:
    Told(cast, "2026-0001", days_ago=1).logged().considered().decided()
    Told(cast, "2026-0002", days_ago=9).logged().considered().decided()

    page = client_as("staff").page("/notices")

    assert page.index("in case 2026-0001") < page.index("in case 2026-0002")


def test_what_came_after_the_page_was_opened_stays_new(client_as: ClientAs, cast: Cast) -> None:
    decided(cast)
    teacher, seen = client_as("staff"), the_notice(cast).id
    Told(cast, "2026-0002").logged().considered().decided()

    teacher.post("/notices/read", data={"until": str(seen)})

    assert the_notice(cast).read_at is not None
    assert bell_of(teacher.page("/notices")) == "Notices, 1 new"


def test_all_are_marked_as_read_by_one_button(client_as: ClientAs, cast: Cast) -> None:
    decided(cast)
    teacher = client_as("staff")

    teacher.submit("/notices", "Mark all as read")

    assert the_notice(cast).read_at is not None
    assert "All are marked as read." in teacher.page("/notices")


def test_a_number_that_is_none_marks_nothing(client_as: ClientAs, cast: Cast) -> None:
    decided(cast)

    for until in ("", "-1", "١٢", "9" * 30, "1;DROP"):
        client_as("staff").post("/notices/read", data={"until": until})

    assert the_notice(cast).read_at is None


def test_of_a_case_that_is_closed_off_nothing_is_said_and_nothing_opens(client_as: ClientAs, cast: Cast) -> None:
    told = decided(cast)
    by = told.by("dsl")
    change_confidentiality(told.case, Confidentiality.SAFEGUARDING, by=by, at=told.at, because="A concern at home.")
    told.kept()
    teacher = client_as("staff")

    page = teacher.page("/notices")
    opened = teacher.post(f"/notices/{the_notice(cast).id}/open", data={})

    assert "One more is about what is not open to you now" in page
    assert "2026-0001" not in page
    assert "decided" not in page
    assert opened.status_code == 404
    assert the_notice(cast).read_at is None


def test_nobody_opens_the_notice_of_somebody_else(client_as: ClientAs, cast: Cast) -> None:
    decided(cast)

    for role, school in (("headteacher", "A"), ("headteacher", "B")):
        assert client_as(role, school).post(f"/notices/{the_notice(cast).id}/open", data={}).status_code == 404

    assert the_notice(cast).read_at is None


def test_the_bell_costs_no_statement_and_looks_through_no_table(client_as: ClientAs, cast: Cast, app: Flask) -> None:
    decided(cast)
    teacher = client_as("staff")

    with Statements(app) as sent:
        teacher.page("/me")
    counting = [statement for statement in sent if "notices" in statement]
    counter = Statements(app)
    with counter as sent_by_the_list:
        teacher.page("/notices")

    assert len(counting) == 1
    assert "user_sessions" in counting[0]
    assert len(sent_by_the_list) <= 6
    assert [scan for scan in counter.scans() if "notices" in scan.splitlines()[0]] == []


def test_everybody_chooses_what_is_mailed_to_them(client_as: ClientAs, cast: Cast) -> None:
    lead = client_as("pastoral_lead")

    lead.submit("/me/mail", assigned="daily", week="not")

    chosen = choices_of(cast.session, cast.account("pastoral_lead").id)
    assert (chosen[Topic.ASSIGNED], chosen[Topic.WEEK], chosen[Topic.DUE]) == (
        MailWay.DAILY,
        MailWay.NOT,
        MailWay.DAILY,
    )
    assert "Your choice is saved." in lead.page("/me")


def test_only_what_is_offered_can_be_chosen(client_as: ClientAs, cast: Cast) -> None:
    teacher = client_as("staff")

    page = teacher.page("/me/mail")
    answer = teacher.post("/me/mail", data={"assigned": "by pigeon", "week": "weekly"})

    assert "Your week in numbers" not in page
    assert answer.status_code == 422
    assert choices_of(cast.session, cast.account("staff").id)[Topic.ASSIGNED] is MailWay.AT_ONCE


def test_a_governor_has_notices_of_reports_and_a_choice_about_those_alone(client_as: ClientAs, cast: Cast) -> None:
    governor = client_as("governor")

    assert bell_of(governor.page("/")) == "Notices"
    assert "When a report is published, it stands here." in governor.page("/notices")
    page = governor.page("/me/mail")
    assert "A report is published" in page
    for words in ("given to you", "logged", "due", "triage", "threshold"):
        assert words not in page.split("<main")[1], words
    governor.submit("/me/mail", report="daily")
    assert choices_of(cast.session, cast.account("governor").id)[Topic.REPORT] is MailWay.DAILY


def test_a_governor_is_told_of_what_is_published_and_led_to_it_and_nobody_else_is(
    client_as: ClientAs, cast: Cast
) -> None:
    by, session = cast.member("headteacher"), cast.session
    report = Report(school_id=by.school_id, term="2025-26 autumn", as_at=by.on, requested_at=by.at, snapshot="{}")
    report.status = ReportStatus.DRAFT
    session.add(report)
    session.flush()
    approve_report(report, "{}", calendar=cast.calendar(), session=session, by=by, at=by.at)
    publish_report(report, None, session=session, at=by.at)
    session.commit()
    governor = client_as("governor")

    (notice,) = session.scalars(select(Notice)).all()
    page = governor.page("/notices")

    assert bell_of(page) == "Notices, 1 new"
    assert "The report on the 2025-26 autumn term is published." in page
    for school in ("A", "B"):
        assert client_as("headteacher", school).post(f"/notices/{notice.id}/open", data={}).status_code == 404
    assert governor.post(f"/notices/{notice.id}/open", data={}).location == f"/reports/{report.id}"
    assert bell_of(governor.page("/notices")) == "Notices"
    assert f'href="/reports/{report.id}"' in governor.page("/notices")


@pytest.mark.parametrize("role", ["data_manager", "data_protection_officer", "trust_lead"])
def test_who_is_told_of_nothing_has_neither_bell_nor_notices(client_as: ClientAs, role: str) -> None:
    browser = client_as(role)

    assert 'class="bell"' not in browser.page("/")
    assert browser.get("/notices").status_code == 403
    assert browser.get("/me/mail").status_code == 403


def test_a_head_is_told_when_a_threshold_is_asked_for_on_the_page(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged()
    head = client_as("headteacher")

    client_as("pastoral_lead").submit("/cases/2026-0001/threshold/ask", because="It is the second time.")

    assert bell_of(head.page("/")) == "Notices, 1 new"
    page = head.page("/notices")
    assert "Case 2026-0001 came to you for a threshold." in page
    assert "Tom" not in page.split("<main")[1]
    assert bell_of(client_as("deputy_headteacher").page("/")) == "Notices"


def test_a_head_is_told_that_a_decision_waits(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged().considered()

    assert "Case 2026-0001 came to you for a decision." in client_as("headteacher").page("/notices")


def test_an_act_that_is_not_saved_tells_nobody(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged()

    client_as("pastoral_lead").submit("/cases/2026-0001/triage", status=422, owner="", next_step="Ring home")

    assert cast.session.scalars(select(Notice)).all() == []


def test_the_safeguarding_lead_is_told_at_once_that_somebody_may_not_be_safe(client_as: ClientAs, cast: Cast) -> None:
    typed = {**earlier(), **named(cast, **BOTH), "category": "physical", "severity": "3", "what_happened": "A push."}
    address = client_as("staff").post(LOG, data={**typed, "anyone_unsafe": "y"}).location

    assert "Somebody may be hurt or not safe: case" in (page := client_as("dsl").page("/notices"))
    assert address.removeprefix("/cases/") in page
    for role in ("pastoral_lead", "headteacher", "facilitator"):
        assert "not safe" not in client_as(role).page("/notices").split("<main")[1]
    assert "Somebody may be hurt or not safe" in client_as("dsl").page("/me/mail")
    assert "Somebody may be hurt or not safe" not in client_as("pastoral_lead").page("/me/mail")


def test_and_once_where_it_came_to_light_later(client_as: ClientAs, cast: Cast) -> None:
    typed = {**earlier(), **named(cast, **BOTH), "category": "physical", "severity": "3", "what_happened": "A push."}
    address = client_as("staff").post(LOG, data=typed).location.replace("cases", "incidents") + "/amend"
    assert "not safe" not in client_as("dsl").page("/notices").split("<main")[1]

    client_as("staff").submit(address, anyone_unsafe="y", because="Her arm hurts now")
    client_as("staff").submit(address, what_happened="A push at the door.", because="Where it was")

    assert client_as("dsl").page("/notices").count("Somebody may be hurt or not safe") == 1
