"""Who is told because of their role: the head of the day what waits for them, governors what is published; nobody of what
they may not read."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.casework import scope
from app.casework.calendar import london
from app.casework.case import CaseAccess
from app.casework.confidentiality import change_confidentiality, name_person
from app.casework.morning import morning_of
from app.casework.notice import Notice, NoticeKind
from app.casework.permissions import Role
from app.casework.report import Report
from app.casework.staff import ActingHead
from app.casework.telling import tell_governors
from app.casework.words import AccessKind, Confidentiality, Part, ReportStatus, Sanction
from tests.cases import Told
from tests.casework.told import kinds_of
from tests.cast import Cast


def acting(cast: Cast, role: str, starts_on: date, ends_on: date) -> None:
    member = cast.staff(role)
    row = ActingHead(school_id=member.school_id, staff_id=member.id, starts_on=starts_on, ends_on=ends_on)
    cast.session.add(row)
    cast.session.commit()


def morning_after(cast: Cast, role: str, at: datetime) -> list[NoticeKind]:
    """What is told anew, and kept."""
    morning = morning_of(cast.session, cast.member(role, at=at), at=at)
    cast.session.add_all(morning.new)
    cast.session.commit()
    return [notice.kind for notice in morning.new]


def test_the_head_is_told_that_a_threshold_is_asked_for_and_that_a_decision_waits(cast: Cast) -> None:
    Told(cast).logged().triaged().asked().considered()

    assert kinds_of(cast, "headteacher") == [NoticeKind.THRESHOLD, NoticeKind.DECISION]
    for role in ("deputy_headteacher", "pastoral_lead", "dsl", "staff"):
        assert kinds_of(cast, role) == [], role
    assert cast.session.scalars(scope.own_notices(cast.member("headteacher", "B"))).all() == []


def test_whoever_is_head_that_day_is_told_and_not_of_what_they_asked_themselves(cast: Cast) -> None:
    told = Told(cast).logged().triaged()
    acting(cast, "deputy_headteacher", told.today, told.today)

    told.asked().considered()

    assert kinds_of(cast, "deputy_headteacher") == [NoticeKind.THRESHOLD]
    assert kinds_of(cast, "headteacher") == [NoticeKind.THRESHOLD, NoticeKind.DECISION]


def test_a_decision_that_waits_is_told_to_whoever_is_head_the_next_day_and_once(cast: Cast) -> None:
    told = Told(cast).logged().triaged().considered()
    now = cast.member("headteacher").at
    acting(cast, "deputy_headteacher", london(now).date(), london(now).date())

    assert morning_after(cast, "deputy_headteacher", now) == [NoticeKind.DECISION]
    assert morning_after(cast, "deputy_headteacher", now) == []
    assert morning_after(cast, "headteacher", now) == []  # told when it was recorded

    told.decided()
    assert unread(cast) == unread(cast, "deputy_headteacher") == []


def unread(cast: Cast, role: str = "headteacher") -> list[NoticeKind]:
    mine = scope.own_notices(cast.member(role)).where(Notice.read_at.is_(None)).order_by(Notice.id)
    return [notice.kind for notice in cast.session.scalars(mine)]


def test_what_is_answered_is_new_to_nobody_any_more(cast: Cast) -> None:
    told = Told(cast).logged().triaged()
    acting(cast, "deputy_headteacher", told.today, told.today)
    told.asked()
    assert unread(cast) == unread(cast, "deputy_headteacher") == [NoticeKind.THRESHOLD]

    told.considered()
    assert unread(cast) == [NoticeKind.DECISION]
    assert unread(cast, "deputy_headteacher") == []

    told.decided()
    assert unread(cast) == []


def test_what_waits_about_another_pupil_of_the_case_stays_new(cast: Cast) -> None:
    parts = [(cast.pupil(name), Part.CAUSED_HARM) for name in ("Tom Adeyemi", "Jun Park")]
    told = Told(cast).logged(parts=[*parts, (cast.pupil("Maya Lewis"), Part.WAS_HARMED)]).triaged()
    told.asked().asked(whom="Jun Park").considered()
    assert unread(cast) == [NoticeKind.THRESHOLD, NoticeKind.DECISION]

    told.considered(whom="Jun Park").decided()
    assert unread(cast) == [NoticeKind.DECISION]

    told.decided(whom="Jun Park")
    assert unread(cast) == []


def test_what_waits_for_the_head_is_told_to_nobody_else_by_the_morning(cast: Cast) -> None:
    Told(cast).logged().triaged().asked().considered()
    now = cast.member("headteacher").at

    for role in ("deputy_headteacher", "pastoral_lead", "dsl", "governor"):
        assert not {NoticeKind.THRESHOLD, NoticeKind.DECISION} & set(morning_after(cast, role, now)), role


def test_a_head_who_does_not_see_the_case_is_not_told_of_it(cast: Cast) -> None:
    told = Told(cast).logged().triaged()
    by = told.by("dsl")
    change_confidentiality(told.case, Confidentiality.SAFEGUARDING, by=by, at=told.at, because="A concern at home.")
    deputy, power = cast.staff("deputy_headteacher"), cast.member("deputy_headteacher")
    name_person(told.case, deputy, power, by=by, at=told.at, because="They confirm it.")
    told.kept().asked("dsl")

    assert cast.session.scalars(scope.own_notices(cast.member("headteacher"))).all() == []


def test_asked_again_on_one_day_the_head_is_told_anew(cast: Cast) -> None:
    told = Told(cast, on=datetime(2026, 11, 11, 7, 0, tzinfo=UTC), days_ago=0).logged().triaged().asked().considered()
    for notice in cast.session.scalars(scope.own_notices(cast.member("headteacher"))):
        notice.read_at = notice.mailed_at = told.at
    told.kept().considered(because="Another clause fits better.")

    notices = cast.session.scalars(scope.own_notices(cast.member("headteacher")).order_by(Notice.id)).all()

    assert [(n.kind, n.read_at is None) for n in notices] == [
        (NoticeKind.THRESHOLD, False),
        (NoticeKind.DECISION, True),
    ]
    assert (notices[1].noticed_at, notices[1].mailed_at) == (told.at, None)


def test_a_threshold_without_a_removal_and_one_after_the_decision_leave_nothing_to_decide(cast: Cast) -> None:
    Told(cast, "2026-0001").logged().considered(Sanction.SCHOOL_BASED)
    told = Told(cast, "2026-0002").logged().considered().decided()
    for notice in cast.session.scalars(scope.own_notices(cast.member("headteacher"))):
        cast.session.delete(notice)
    told.kept().considered(because="Entered once more.")

    assert kinds_of(cast, "headteacher") == []


def test_what_is_told_of_a_report_is_for_those_who_may_read_it(cast: Cast) -> None:
    report = Report(school_id=cast.school().id, term="2025-26 autumn", as_at=date(2026, 2, 27), status="draft")
    report.requested_at = cast.member("headteacher").at
    cast.session.add(report)
    cast.session.flush()
    tell_governors(cast.session, report, at=report.requested_at)
    cast.session.commit()
    assert kinds_of(cast, "governor") == []  # a draft is not theirs to read

    report.status, report.snapshot, report.published_on = ReportStatus.PUBLISHED, "{}", report.as_at
    cast.session.commit()

    assert kinds_of(cast, "governor") == [NoticeKind.REPORT]
    assert [role.value for role in Role if NoticeKind.REPORT in kinds_of(cast, role.value)] == ["governor"]


def test_a_governor_is_told_nothing_of_a_case_even_if_named_on_it(cast: Cast) -> None:
    told = Told(cast).logged().triaged()
    governor = cast.staff("governor")
    told.case.notices.add(
        Notice(school_id=governor.school_id, staff_id=governor.id, kind=NoticeKind.OWNER, noticed_at=told.at)
    )
    more = {"kind": AccessKind.NAMED, "granted_at": told.at, "granted_by_id": cast.staff("dsl").id}
    cast.session.add(CaseAccess(school_id=governor.school_id, case_id=told.case.id, staff_id=governor.id, **more))
    told.kept()

    assert kinds_of(cast, "governor") == []
