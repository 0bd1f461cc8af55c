"""Rows to statuses: each rule of figures.md 2 and 3, at its edge."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.casework.facts import ActingRow, InvolvementRow
from app.casework.measure import Extent, Ground, Hindrance, Status
from tests.casework.situation import (
    DEPUTY,
    HARMED,
    HEAD,
    HOLDS_TO,
    LIMIT,
    MET_ON,
    MONDAY,
    OTHER_PUPIL,
    TEACHER,
    Situation,
    action,
    agreement,
    at,
    decision,
    exclusion,
    incident,
    policy,
    response,
    threshold,
    took_part,
)

DAY = timedelta(days=1)


def test_an_agreement_kept_through_thirty_school_days_is_avoided_on_the_thirtieth() -> None:
    assert Situation().on(HOLDS_TO - DAY).status is Status.IN_PROGRESS
    found = Situation().on(HOLDS_TO)
    assert (found.status, found.avoided_on) == (Status.AVOIDED, HOLDS_TO)
    assert found.claim == Extent("suspension", 3)
    assert found.is_strict


def test_an_action_verified_late_makes_the_day_late() -> None:
    late = date(2025, 11, 3)
    assert Situation(actions=[action(status_on=late)]).on().avoided_on == late


def test_the_lesser_of_policy_and_threshold_is_claimed() -> None:
    assert Situation(thresholds=[threshold(school_days=5)]).on().claim == Extent("suspension", 3)
    assert Situation(thresholds=[threshold(school_days=1)]).on().claim == Extent("suspension", 1)


@pytest.mark.parametrize(
    ("bent", "hindrance"),
    [
        (Situation(policy=[policy(sanction="school_based")]), Hindrance.POLICY_INDICATES_NO_EXCLUSION),
        (Situation(thresholds=[]), Hindrance.NO_THRESHOLD),
        (Situation(thresholds=[threshold(recorded_by=TEACHER)]), Hindrance.THRESHOLD_NOT_ENTITLED),
        (Situation(incidents=[incident(logged_by=DEPUTY)]), Hindrance.THRESHOLD_BY_LOGGER),
        (Situation(thresholds=[threshold(recorded_at=at(MONDAY, 14, 1))]), Hindrance.THRESHOLD_AFTER_DECISION),
        (Situation(thresholds=[threshold(clause=" ")]), Hindrance.THRESHOLD_WITHOUT_CLAUSE),
        (Situation(decisions=[decision(decided_by=DEPUTY)]), Hindrance.DECISION_NOT_BY_HEAD),
        (Situation(decisions=[decision(answers=2)]), Hindrance.DECISION_WITHOUT_ANSWERS),
        (Situation(decisions=[decision(decided_at=at(MET_ON))]), Hindrance.DECISION_AFTER_MEETING),
    ],
    ids=lambda value: str(value) if isinstance(value, Hindrance) else "",
)
def test_evidence_that_is_missing_or_out_of_order_is_recorded_late(bent: Situation, hindrance: Hindrance) -> None:
    found = bent.on()
    assert (found.status, found.evidence.hindrance) == (Status.RECORDED_LATE, hindrance)
    assert found.avoided_on is None


def test_threshold_and_decision_of_one_minute_are_in_order() -> None:
    assert Situation(thresholds=[threshold(recorded_at=at(MONDAY, 14))]).on().status is Status.AVOIDED


def test_a_deputy_who_logged_may_confirm_while_acting_head() -> None:
    bent = Situation(incidents=[incident(logged_by=DEPUTY)], acting=[ActingRow(DEPUTY, MONDAY, MONDAY)])
    assert bent.on().status is Status.AVOIDED


def test_of_two_thresholds_of_one_minute_the_smaller_counts() -> None:
    rows = [threshold(sanction="permanent_exclusion", school_days=None), threshold(confidence="possible")]
    found = Situation(thresholds=rows).on()
    assert (found.claim, found.confidence) == (Extent("suspension", 3), "possible")


def test_a_pair_in_which_exclusion_was_never_in_play_is_no_candidate() -> None:
    bent = Situation(policy=[policy(sanction="none")], thresholds=[], decisions=[])
    assert bent.on().status is None


def test_a_meeting_without_any_record_is_recorded_late_where_the_policy_indicates_exclusion() -> None:
    assert Situation(thresholds=[], decisions=[]).on().ground is Ground.MET_OUT_OF_ORDER


def test_a_threshold_without_a_decision_is_undecided() -> None:
    bare = Situation(decisions=[], responses=[], participants=[], agreements=[], actions=[])
    assert bare.on().status is Status.UNDECIDED


def test_a_decision_to_suspend_is_excluded_until_the_register_cancels_it() -> None:
    bent = Situation(decisions=[decision(decision="suspend")])
    assert bent.on().status is Status.EXCLUDED
    bent.exclusions = [exclusion(cancelled_on=date(2025, 10, 3))]
    assert bent.on(date(2025, 10, 2)).status is Status.EXCLUDED
    assert bent.on(date(2025, 10, 3)).status is Status.RECORDED_LATE


def test_no_response_in_fifteen_school_days_is_not_sustained_from_the_next_day() -> None:
    bare = Situation(responses=[], participants=[], agreements=[], actions=[])
    assert bare.on(LIMIT).status is Status.IN_PROGRESS
    assert bare.on(LIMIT + DAY).ground is Ground.NO_RESPONSE_IN_TIME


def test_a_response_on_the_last_day_of_the_limit_counts_and_one_on_the_next_does_not() -> None:
    def held(day: date) -> Status | None:
        return Situation(responses=[response(held_at=at(day))], agreements=[agreement(made_on=day)]).on().status

    assert held(LIMIT) is Status.AVOIDED
    assert held(LIMIT + DAY) is Status.NOT_SUSTAINED


def test_an_agreement_without_an_action_by_the_pupil_is_none() -> None:
    for by in (OTHER_PUPIL, TEACHER):
        assert Situation(actions=[action(by=by, verified_by=HEAD)]).on().ground is Ground.NO_AGREEMENT_IN_TIME


def test_another_pupils_broken_action_does_not_count_and_an_adults_does() -> None:
    def beside(by: str) -> Status | None:
        return Situation(actions=[action(), action(number=2, by=by, status="not_done")]).on().status

    assert beside(OTHER_PUPIL) is Status.AVOIDED
    assert beside(TEACHER) is Status.NOT_SUSTAINED


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("planned", Status.IN_PROGRESS),
        ("done_unchecked", Status.IN_PROGRESS),
        ("changed", Status.IN_PROGRESS),
        ("no_longer_wanted", Status.AVOIDED),
        ("partly", Status.NOT_SUSTAINED),
        ("not_done", Status.NOT_SUSTAINED),
    ],
)
def test_how_the_only_action_ended_decides(status: str, expected: Status) -> None:
    assert Situation(actions=[action(status=status)]).on().status is expected


def test_an_action_verified_by_the_one_who_did_it_is_unchecked() -> None:
    own = [action(), action(number=2, by=TEACHER, verified_by=TEACHER)]
    assert Situation(actions=own).on().status is Status.IN_PROGRESS


def test_an_exclusion_on_the_thirtieth_day_postpones_and_on_the_next_comes_too_late() -> None:
    assert Situation(exclusions=[exclusion(starts_on=HOLDS_TO)]).on().status is Status.POSTPONED
    assert Situation(exclusions=[exclusion(starts_on=HOLDS_TO + DAY)]).on().avoided_on == HOLDS_TO


def test_an_exclusion_cancelled_later_still_breaks_the_holding_period() -> None:
    served = exclusion(cancelled_on=date(2025, 10, 2))
    never = exclusion(cancelled_on=date(2025, 10, 1))
    assert Situation(exclusions=[served]).on().status is Status.POSTPONED
    assert Situation(exclusions=[never]).on().status is Status.AVOIDED


def test_an_exclusion_for_something_else_spoils_the_strict_count_alone() -> None:
    elsewhere = Situation(
        incidents=[incident(), incident(incident="I2", case="C2", occurred_at=at(date(2025, 9, 30)))],
        involved=[InvolvementRow("I2", "pupil", "caused_harm")],
        exclusions=[exclusion(incident="I2")],
    )
    assert elsewhere.on().status is Status.AVOIDED
    assert not elsewhere.on().is_strict
    elsewhere.involved.append(InvolvementRow("I2", HARMED, "was_harmed"))
    assert elsewhere.on().status is Status.POSTPONED


def test_an_exclusion_that_names_no_incident_is_the_same_matter() -> None:
    assert Situation(exclusions=[exclusion(incident=None)]).on().status is Status.POSTPONED


def test_who_leaves_before_the_end_is_not_sustained_and_on_the_last_day_is_avoided() -> None:
    assert Situation(left_on=HOLDS_TO - DAY).on().ground is Ground.LEFT_ROLL
    assert Situation(left_on=HOLDS_TO).on().status is Status.AVOIDED


def test_a_withdrawn_agreement_is_not_sustained_but_not_when_avoided_already() -> None:
    assert Situation(agreements=[agreement(withdrawn_on=HOLDS_TO)]).on().ground is Ground.AGREEMENT_WITHDRAWN
    assert Situation(agreements=[agreement(withdrawn_on=HOLDS_TO + DAY)]).on().status is Status.AVOIDED


def test_a_later_sanction_hides_nothing() -> None:
    added = [decision(), decision(decision="other_sanction", decided_at=at(MET_ON, 15))]
    assert Situation(decisions=added, actions=[action(status="not_done")]).on().status is Status.NOT_SUSTAINED


def test_where_the_calendar_ends_the_holding_period_stays_open() -> None:
    short = Situation(ends_on=HOLDS_TO - DAY)
    assert short.on().status is Status.IN_PROGRESS
    short.exclusions = [exclusion(starts_on=date(2025, 11, 20))]
    assert short.on().status is Status.POSTPONED


def test_an_affective_statement_is_no_meeting() -> None:
    assert Situation(responses=[response(kind="affective_statement")]).on().ground is Ground.NO_RESPONSE_IN_TIME


def test_a_meeting_held_before_the_incident_was_not_to_it() -> None:
    early = [response(response="R0", held_at=at(MONDAY, 8)), response()]
    parts = [took_part(response="R0"), took_part()]
    assert Situation(responses=early, participants=parts).on().status is Status.AVOIDED


def test_the_case_page_gets_a_line_for_every_step() -> None:
    lines = {label: value for label, value, _ in Situation().on().lines()}
    assert lines["Policy indicates"] == "Suspension of 3 school days"
    assert lines["Status"].casefold().startswith("avoided")


def test_the_notes_of_several_decisions_and_thresholds_are_sentences() -> None:
    late = decision(decided_at=at(MONDAY, 15))
    low = [threshold(sanction="school_based", school_days=None), threshold(sanction="none", school_days=None)]
    said = {label: note for label, _, note in Situation(decisions=[decision(), late], thresholds=low).on().lines()}
    assert said["Decision"] == (
        "HEAD, 8 September 2025, 14:00. All decisions in order: restorative, HEAD, 8 September 2025, 14:00; "
        "restorative, HEAD, 8 September 2025, 15:00."
    )
    alone = Situation(thresholds=[threshold(recorded_at=at(MONDAY, 16))]).on().lines()
    (told,) = (note for label, value, note in alone if (label, value) == ("Threshold confirmed", "Not one that counts"))
    assert told.startswith("Recorded, but not counting: Suspension of ")
    assert told.endswith(", 8 September 2025, 16:00.")
