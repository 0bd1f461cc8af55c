"""Who is head for the day: delegated with dates, handed back, and read by every rule."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.casework.headship import heads_on
from app.casework.staff import ActingHead, StaffMember
from tests.cases import Told
from tests.cast import PASSWORD
from tests.guarded_cases import a_case

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY, TOMORROW, FRIDAY = "24/11/2026", "25/11/2026", "27/11/2026"
FAIR = {"who_was_asked": "Tom, his father", "reason_given": "It hurt", "what_next": "A meeting by Friday"}


@pytest.fixture
def clock(cast):
    with time_machine.travel(START, tick=False) as moved:
        yield moved


def delegate(browser, status: int = 303, **typed):
    sent = {"staff": "H-BEV", "starts_on": TODAY, "ends_on": TODAY, "because": "At a conference", **typed}
    if 'name="confirmation"' in browser.page("/settings/headship"):
        sent.setdefault("confirmation", PASSWORD)
    return browser.submit("/settings/headship", status=status, **sent)


def decide(browser, reference: str, cast, status: int = 303):
    pair = f"{reference}|{cast.pupil('Tom Adeyemi').key}"
    cast.session.rollback()
    return browser.submit(f"/cases/{reference}/decision", status=status, pair=pair, decision="restorative", **FAIR)


def test_the_deputy_decides_while_acting_and_not_the_day_after(client_as, clock, cast):
    reference = a_case(cast)
    assert "You are not head today" in client_as("deputy_headteacher").page(f"/cases/{reference}/decision")

    delegate(client_as("headteacher"))

    deputy = client_as("deputy_headteacher")
    assert "You are not head today" not in deputy.page(f"/cases/{reference}/decision")
    decide(deputy, reference, cast)
    clock.shift(timedelta(days=1))
    after = client_as("deputy_headteacher")
    answer = decide(after, reference, cast, status=422)
    assert "Only the headteacher, or whoever is acting headteacher today, decides" in answer.text
    assert "A meeting by Friday" in answer.text


def test_a_decision_typed_before_the_acting_ended_is_kept_on_the_page_and_not_stored(client_as, clock, cast):
    reference = a_case(cast)
    delegate(client_as("headteacher"), starts_on=TOMORROW, ends_on=TOMORROW)
    answer = decide(client_as("deputy_headteacher"), reference, cast, status=422)
    assert "Today Helen Marsh decides" in answer.text
    assert "Tom, his father" in answer.text


def test_it_is_shown_with_its_days_and_its_history(client_as, clock, cast):
    head = client_as("headteacher")
    delegate(head, ends_on=FRIDAY)
    page = head.page("/settings/headship")
    assert "Today the head is Rhys Bevan and Helen Marsh" in page

    head.submit("/settings/headship", "End it with today", because="Back earlier")

    page = head.page("/settings/headship")
    for words in ("Headship delegated: Rhys Bevan", "At a conference", "Headship handed back", "Back earlier"):
        assert words in page
    assert cast.session.scalars(select(ActingHead.ends_on)).one() == date(2026, 11, 24)


def test_one_that_has_not_begun_is_called_off(client_as, clock, cast):
    head = client_as("headteacher")
    delegate(head, starts_on=TOMORROW, ends_on=FRIDAY)

    head.submit("/settings/headship", "Call it off", because="The conference is cancelled")

    assert cast.session.scalars(select(ActingHead)).all() == []
    assert "called off" in head.page("/settings/headship")


def test_ending_needs_a_reason_and_cannot_divide_a_day(client_as, clock, cast):
    head = client_as("headteacher")
    delegate(head, ends_on=FRIDAY)
    head.submit("/settings/headship", "End it with today", status=422, because="")
    row = cast.session.scalars(select(ActingHead.id)).one()
    cast.session.rollback()
    clock.shift(timedelta(days=1))
    head = client_as("headteacher")
    head.submit("/settings/headship", "End it with today", because="Back")
    answer = head.post(f"/settings/headship/{row}/end", data={"because": "Now"})
    assert (answer.status_code, "a day is not divided" in answer.text) == (422, True)


def test_a_headship_given_to_the_wrong_person_is_taken_back_on_its_day(client_as, clock, cast):
    reference = a_case(cast)
    delegate(client_as("data_manager"), staff="P-NAI")
    head = client_as("headteacher")

    head.submit("/settings/headship", "Take it back", because="It was meant for Rhys")

    assert cast.session.scalars(select(ActingHead)).all() == []
    cast.session.rollback()
    page = head.page("/settings/headship")
    assert "Today the head is Helen Marsh." in page
    assert "taken back" in page
    assert "It was meant for Rhys" in page
    assert client_as("pastoral_lead").get("/settings/headship").status_code == 403
    delegate(client_as("data_manager"))
    assert "You are not head today" not in client_as("deputy_headteacher").page(f"/cases/{reference}/decision")


def test_a_headship_by_which_somebody_decided_is_not_taken_back(client_as, clock, cast):
    reference = a_case(cast)
    delegate(client_as("headteacher"))
    decide(client_as("deputy_headteacher"), reference, cast)

    answer = client_as("headteacher").submit("/settings/headship", "Take it back", status=422, because="The wrong one")

    assert "Rhys Bevan has recorded something since they were given the headship" in answer.text
    assert len(cast.session.scalars(select(ActingHead)).all()) == 1


def test_nor_one_by_which_somebody_took_a_pupil_out_of_a_decision(client_as, clock, cast):
    told = Told(cast).logged(severity=3).considered()
    delegate(client_as("headteacher"))
    clock.shift(timedelta(minutes=1))
    amend = f"/incidents/{told.case.reference}/amend"
    client_as("deputy_headteacher").submit(amend, because="He only saw it", **{"people-0-role": "saw_it"})

    client_as("headteacher").submit("/settings/headship", "Take it back", status=422, because="The wrong one")

    assert len(cast.session.scalars(select(ActingHead)).all()) == 1


def test_what_somebody_did_before_they_were_given_it_does_not_hold_it(client_as, clock, cast):
    Told(cast).logged(severity=3).considered()  # a threshold that the deputy confirmed
    delegate(client_as("headteacher"))

    client_as("headteacher").submit("/settings/headship", "Take it back", because="The wrong one")

    assert cast.session.scalars(select(ActingHead)).all() == []


def test_the_head_reads_at_home_who_acts_if_others_recorded_it(client_as, clock, cast):
    delegate(client_as("data_manager"), because="Helen is ill")
    head = client_as("headteacher")
    delegate(head, staff="P-NAI", starts_on=FRIDAY, ends_on=FRIDAY)

    page = head.page("/")

    assert "Rhys Bevan acts as headteacher today" in page
    assert "Recorded by Mei Tan, today 09:00 · Helen is ill" in page
    assert "Priya Nair acts" not in page
    assert "acts as headteacher" not in client_as("pastoral_lead").page("/")
    assert "Rhys Bevan acts" not in client_as("deputy_headteacher").page("/")
    clock.shift(timedelta(days=1))
    assert "Rhys Bevan acts" not in client_as("headteacher").page("/")


def test_the_head_reads_at_home_who_will_act(client_as, clock):
    delegate(client_as("data_manager"), starts_on=TOMORROW, ends_on=FRIDAY)

    assert "Rhys Bevan acts as headteacher from Wed 25 Nov on" in client_as("headteacher").page("/")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"starts_on": "23/11/2026"}, "Who was head on a day gone by is not changed"),
        ({"starts_on": FRIDAY, "ends_on": TOMORROW}, "It ends before it begins"),
        ({"ends_on": ""}, "Give the last day"),
        ({"staff": "M-TAN"}, "role sees no cases"),
        ({"because": ""}, "Say in one line why"),
        ({"confirmation": "wrong"}, "That is not right"),
    ],
)
def test_what_cannot_be_delegated(client_as, clock, cast, typed, says):
    answer = delegate(client_as("headteacher"), status=422, **typed)
    assert says in answer.text
    assert cast.session.scalars(select(ActingHead)).all() == []


def test_two_do_not_act_on_one_day(client_as, clock):
    head = client_as("headteacher")
    delegate(head, ends_on=FRIDAY)
    assert (
        "Somebody acts on one of these days already"
        in delegate(head, status=422, staff="P-NAI", starts_on=FRIDAY, ends_on="30/11/2026").text
    )


def test_the_data_manager_records_it_when_the_head_is_ill_and_nobody_makes_themselves_head(client_as, clock, cast):
    delegate(client_as("data_manager"))
    acting = client_as("deputy_headteacher")
    sent = {"staff": "H-BEV", "starts_on": TOMORROW, "ends_on": FRIDAY, "because": "x", "confirmation": PASSWORD}

    answer = acting.post("/settings/headship", data=sent)

    assert answer.status_code == 422
    assert len(cast.session.scalars(select(ActingHead)).all()) == 1


@pytest.mark.parametrize("role", ["staff", "pastoral_lead", "deputy_headteacher", "dsl", "governor"])
def test_others_do_not_delegate(client_as, clock, role):
    assert client_as(role).get("/settings/headship").status_code == 403


def test_acting_heads_come_first_and_those_who_left_do_not_count(cast):
    head, deputy = cast.staff("headteacher"), cast.staff("deputy_headteacher")
    acting = [ActingHead(staff_id=deputy.id, starts_on=date(2026, 11, 1), ends_on=None)]
    everybody = cast.session.scalars(select(StaffMember).where(StaffMember.school_id == head.school_id)).all()

    assert heads_on(everybody, acting, date(2026, 11, 24)) == [deputy, head]
    head.ends_on = date(2026, 11, 23)
    assert heads_on(everybody, acting, date(2026, 11, 24)) == [deputy]
    assert heads_on(everybody, acting, date(2026, 10, 31)) == [head]


def test_history_says_days_as_pages_do(client_as, clock):
    delegate(client_as("headteacher"), ends_on=FRIDAY)

    page = client_as("headteacher").page("/settings/headship")

    assert f"{TODAY} to {FRIDAY}" in page
    assert "2026-11-24" not in page


def test_nobody_acts_for_a_lifetime(client_as, clock):
    answer = delegate(client_as("headteacher"), status=422, ends_on="27/11/2096")

    assert "Is the year right? This is more than two years ahead." in answer.text
