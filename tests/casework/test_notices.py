"""Who is told what: those to whom something is given, those who logged it; never whoever did it, never what they may not see."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.casework import scope
from app.casework.agreeing import Undertaking, record_agreement
from app.casework.case import Case
from app.casework.checking_in import plan_check_ins
from app.casework.closing import take_no_further_action
from app.casework.confidentiality import change_confidentiality
from app.casework.mail import DEFAULTS, MailWay, Round, RoundKind, choices_of, choose_mail, topics_for, ways_of
from app.casework.morning import morning_of, week_of
from app.casework.notice import Notice, NoticeKind, Topic, mark_all_read
from app.casework.triage import triage_case
from app.casework.words import Confidentiality
from tests.cases import Told
from tests.casework.told import kinds_of
from tests.cast import Cast


def hand_on(told: Told, role: str, level: Confidentiality = Confidentiality.STANDARD) -> None:
    owner, by = told.cast.staff(role), told.by("pastoral_lead")
    triage_case(told.case, owner=owner, confidentiality=level, next_step="", next_step_on=None, by=by, at=told.at)
    told.kept()


def test_whoever_gets_a_case_is_told_and_whoever_takes_it_themselves_is_not(cast: Cast) -> None:
    told = Told(cast).logged().triaged()

    hand_on(told, "tutor")
    hand_on(told, "tutor")

    assert kinds_of(cast, "tutor") == [NoticeKind.OWNER]
    assert kinds_of(cast, "pastoral_lead") == []


def test_whoever_logged_it_is_told_what_came_of_it(cast: Cast) -> None:
    Told(cast).logged().considered().decided().triaged().safe().met().agreed().verified().closed()

    assert kinds_of(cast, "staff") == [NoticeKind.DECIDED, NoticeKind.HELD, NoticeKind.ENDED]
    assert kinds_of(cast, "headteacher") == [NoticeKind.DECISION]


def test_an_agreement_and_its_check_ins_are_told_to_those_who_have_them(cast: Cast) -> None:
    told = Told(cast).logged().triaged().safe().met()
    by, tutor, teacher = told.by("pastoral_lead"), cast.staff("tutor"), cast.staff("staff")
    adults = [Undertaking("Has a word in the morning", teacher, told.maya, None) for _ in range(2)]

    record_agreement(
        told.response, adults, made_on=told.today, review_on=told.today, owner=tutor, by=by, at=told.at
    )  # fmt: skip
    plan_check_ins(told.case, [told.tom, told.maya], [told.today], owner_id=tutor.id, by=by, at=told.at)
    told.kept()

    assert kinds_of(cast, "tutor") == [NoticeKind.FOLLOWS_UP, NoticeKind.CHECK_IN]
    assert kinds_of(cast, "staff") == [NoticeKind.HELD, NoticeKind.ACTION]


def test_the_result_of_a_restricted_case_is_not_told_to_whoever_logged_it(cast: Cast) -> None:
    told = Told(cast).logged().triaged(level=Confidentiality.RESTRICTED)

    why = {"because": "Settled at home.", "not_told_because": "Her parents told her."}
    take_no_further_action(told.case, session=cast.session, by=told.by("pastoral_lead"), at=told.at, **why)
    told.kept()

    assert cast.session.scalars(scope.own_notices(cast.member("staff"))).all() == []


def test_a_notice_of_a_case_that_was_closed_off_since_is_there_and_says_nothing(cast: Cast) -> None:
    told = Told(cast).logged().considered().decided()
    assert kinds_of(cast, "staff") == [NoticeKind.DECIDED]

    by = told.by("dsl")
    change_confidentiality(told.case, Confidentiality.SAFEGUARDING, by=by, at=told.at, because="A concern at home.")
    told.kept()

    assert kinds_of(cast, "staff") == []
    assert len(cast.session.scalars(scope.own_notices(cast.member("staff"))).all()) == 1


def test_each_thing_is_told_once_when_due_and_once_when_overdue(cast: Cast) -> None:
    told = Told(cast).logged().triaged()
    today = cast.member("pastoral_lead").on
    told.check_in_planned(today)
    due_at = cast.member("pastoral_lead").at

    kinds = []
    for days in (0, 0, 1, 2):
        at = due_at + timedelta(days=days)
        morning = morning_of(cast.session, cast.member("pastoral_lead", at=at), at=at)
        cast.session.add_all(morning.new)
        cast.session.commit()
        kinds.append([notice.kind for notice in morning.new])

    assert kinds == [[NoticeKind.DUE], [], [NoticeKind.OVERDUE], []]
    assert morning_of(cast.session, cast.member("tutor"), at=due_at).new == []


def test_what_a_school_brings_with_it_fills_nobodys_bell_on_the_first_morning(cast: Cast) -> None:
    lead = cast.member("pastoral_lead")
    for number, days in ((1, 40), (2, 5)):
        told = Told(cast, f"2026-000{number}", days_ago=50).logged()
        told.triaged(next_step="Ring home", on=lead.on - timedelta(days=days))
    Told(cast, "2026-0003", days_ago=30).logged()

    def about() -> list[str]:
        new = morning_of(cast.session, lead, at=lead.at).new
        return sorted(cast.session.get_one(Case, notice.case_id).reference for notice in new)

    assert about() == ["2026-0002"]
    made = {"kind": RoundKind.DUE, "made_on": lead.on - timedelta(days=60), "made_at": lead.at}
    cast.session.add(Round(school_id=lead.school_id, **made))
    cast.session.flush()
    assert about() == ["2026-0001", "2026-0002", "2026-0003"]


def test_what_is_settled_is_told_no_more(cast: Cast) -> None:
    told = Told(cast).logged().triaged()
    lead = cast.member("pastoral_lead")
    told.check_in_planned(lead.on)
    cast.session.add_all(morning_of(cast.session, lead, at=lead.at).new)
    cast.session.commit()
    told.case.check_ins[0].held_on, told.case.check_ins[0].held_by_id = lead.on, lead.staff_id
    cast.session.commit()

    morning = morning_of(cast.session, lead, at=lead.at)

    assert morning.settled == list(cast.session.scalars(select(Notice.id).where(Notice.kind == NoticeKind.DUE)))


def test_a_case_that_waits_since_yesterday_is_told_once_to_those_who_triage(cast: Cast) -> None:
    Told(cast, days_ago=2).logged()
    Told(cast, "2026-0002", days_ago=0).logged()
    lead = cast.member("pastoral_lead")

    first = morning_of(cast.session, lead, at=lead.at).new
    cast.session.add_all(first)
    cast.session.commit()

    assert [(notice.kind, notice.about) for notice in first] == [(NoticeKind.WAITING, f"triage {first[0].case_id}")]
    assert morning_of(cast.session, lead, at=lead.at).new == []
    assert morning_of(cast.session, cast.member("staff"), at=lead.at).new == []


def test_the_week_counts_what_its_reader_sees(cast: Cast) -> None:
    today = cast.member("pastoral_lead").on
    Told(cast, "2026-0001", days_ago=2).logged()
    Told(cast, "2026-0002", days_ago=20).logged().triaged()
    Told(cast, "2026-0003", days_ago=20).logged().triaged(next_step="Ring home", on=today - timedelta(days=1))
    Told(cast, "2026-0004", days_ago=20).logged().triaged(next_step="Ring home", on=today + timedelta(days=6))

    week = week_of(cast.session, cast.member("pastoral_lead"))

    assert (week.new, week.waiting, week.due, week.overdue, week.undated) == (1, 1, 1, 1, 1)
    assert week_of(cast.session, cast.member("governor")).is_empty
    assert week_of(cast.session, cast.member("headteacher", "B")).is_empty


def test_marking_all_as_read_leaves_what_came_since_and_what_is_others(cast: Cast) -> None:
    told = Told(cast).logged()
    hand_on(told, "tutor")
    hand_on(told, "facilitator")
    tutor = cast.member("tutor")
    first = cast.session.scalars(scope.own_notices(tutor)).one().id
    hand_on(told, "tutor")

    mark_all_read(cast.session, until=first, by=tutor, at=tutor.at)
    cast.session.commit()

    unread = select(Notice.staff_id).where(Notice.read_at.is_(None)).order_by(Notice.id)
    assert list(cast.session.scalars(unread)) == [cast.staff("facilitator").id, tutor.staff_id]


def test_each_topic_has_a_default_that_can_be_chosen_and_another_choice_is_kept(cast: Cast) -> None:
    account = cast.account("staff").id
    assert all(DEFAULTS[topic] in ways_of(topic) for topic in Topic)

    choose_mail(cast.session, account, {Topic.RESULT: MailWay.NOT})
    cast.session.flush()
    choose_mail(cast.session, account, {Topic.RESULT: MailWay.AT_ONCE})
    cast.session.commit()

    assert choices_of(cast.session, account) == DEFAULTS | {Topic.RESULT: MailWay.AT_ONCE}
    assert Topic.WEEK not in topics_for(cast.member("staff"))
    assert [Topic.UNSAFE in topics_for(cast.member(role)) for role in ("dsl", "pastoral_lead")] == [True, False]
    assert Topic.WEEK in topics_for(cast.member("pastoral_lead"))
    assert topics_for(cast.member("governor")) == [Topic.REPORT]
    assert topics_for(cast.member("data_manager")) == []
    for role in ("headteacher", "deputy_headteacher"):
        assert Topic.TO_DECIDE in topics_for(cast.member(role))
    assert not {Topic.TO_DECIDE, Topic.REPORT} & set(topics_for(cast.member("pastoral_lead")))
