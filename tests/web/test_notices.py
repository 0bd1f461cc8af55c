"""Notices on the pages: a number beside the bell, a list that says no more than its reader may see, a choice of mails."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from app.casework import scope
from app.casework.confidentiality import change_confidentiality
from app.casework.falling_due import ORDER
from app.casework.mail import MailWay, choices_of
from app.casework.notice import TOPIC_OF, Notice, NoticeKind, Topic
from app.casework.words import Confidentiality
from app.web.notices import WHAT, WORDS
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.page_checks import read
from tests.statements import Statements

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


def test_a_governor_has_neither_bell_nor_notices(client_as: ClientAs) -> None:
    governor = client_as("governor")

    assert 'class="bell"' not in governor.page("/")
    assert governor.get("/notices").status_code == 403


def test_an_act_that_is_not_saved_tells_nobody(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged()

    client_as("pastoral_lead").submit("/cases/2026-0001/triage", status=422, owner="", next_step="Ring home")

    assert cast.session.scalars(select(Notice)).all() == []
