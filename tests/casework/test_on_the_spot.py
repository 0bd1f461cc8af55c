"""A response held where it happened: recorded with the incident, closed at once, or carried on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.casework.logging_incident import Account
from app.casework.on_the_spot import OnTheSpot, log_and_respond, log_for_later
from app.casework.refusals import Refused
from app.casework.words import Answer, ClosingReason, Part, ParticipationLevel, ResponseKind, Stage
from tests.cast import Cast

STATEMENT, QUESTIONS, CONFERENCE = (
    ResponseKind.AFFECTIVE_STATEMENT,
    ResponseKind.AFFECTIVE_QUESTIONS,
    ResponseKind.IMPROMPTU_CONFERENCE,
)


@pytest.fixture
def met(cast: Cast):
    """`met(CONFERENCE, is_repeated=Answer.NO)`: Tom pushed Maya a quarter of an hour ago, and this was done at once."""

    def respond(kind: ResponseKind, *, names=("Tom Adeyemi", "Maya Lewis"), there=None, account=None, **spot):
        by = cast.member("staff")
        happened = by.at - timedelta(minutes=15)
        told = Account(**{"occurred_at": happened, "category": "physical", "severity": 1, **(account or {})})
        people = [cast.pupil(name) for name in names]
        parts = list(zip(people, (Part.CAUSED_HARM, Part.WAS_HARMED), strict=False))
        took_part = frozenset(cast.pupil(name).id for name in (names if there is None else there))
        made = OnTheSpot(**{"kind": kind, "held_at": happened, "took_part": took_part, **spot})
        case = log_and_respond(
            "2026-0001", told, parts, made, leader=cast.staff("staff"), calendar=cast.calendar(), by=by, at=by.at
        )
        cast.session.add(case)
        cast.session.flush()
        return case

    return respond


def refused(met, *args, **more) -> str:
    with pytest.raises(Refused) as raised:
        met(*args, **more)
    return raised.value.refusal.code


def test_a_statement_is_counted_without_a_name_and_closed(met) -> None:
    case = met(STATEMENT, names=())

    assert (case.stage, case.closing_reason) == (Stage.CLOSED, ClosingReason.MET_ON_THE_SPOT)
    assert [(r.kind, r.status, r.words) for r in case.responses] == [(STATEMENT, "held", None)]
    assert case.incidents[0].involvements == []


def test_the_words_of_a_statement_are_kept_only_if_they_were_given(met) -> None:
    assert met(STATEMENT, names=("Tom Adeyemi",), words="When I hear that, I feel sad.").responses[0].words is not None


def test_questions_with_nothing_promised_are_closed_and_the_person_harmed_counts_as_told(met) -> None:
    case = met(QUESTIONS, outcome_sentence="Both went to lunch together.", asked=frozenset({"put_right", "needed"}))

    assert case.stage is Stage.CLOSED
    assert case.harmed_told_at is not None
    asked = {p.person.display_name: p.questions_asked for p in case.responses[0].participants}
    assert asked == {"Tom Adeyemi": {"put_right"}, "Maya Lewis": {"needed"}}


def test_a_case_waits_for_triage_where_the_person_harmed_was_not_there_to_hear_the_end(met) -> None:
    case = met(QUESTIONS, there=("Tom Adeyemi",))

    assert (case.stage, case.harmed_told_at) == (Stage.TRIAGE, None)


@pytest.mark.parametrize("more", [{"anyone_unsafe": True}, {"severity": 3}])
def test_what_is_unsafe_or_serious_is_not_closed_by_the_form_that_logs_it(met, more: dict[str, object]) -> None:
    assert met(QUESTIONS, account=more).stage is Stage.TRIAGE


def test_a_small_conference_with_a_promise_is_followed_up_by_whoever_held_it(met, cast: Cast) -> None:
    by = cast.member("staff")
    tom = cast.pupil("Tom Adeyemi")
    day = by.on + timedelta(days=3)

    case = met(CONFERENCE, is_repeated=Answer.NO, will=((tom, "Keeps Maya a seat"),), check_in_on=day)

    assert (case.stage, case.owner_id) == (Stage.FOLLOW_UP, by.staff_id)
    agreement = case.responses[0].agreements[0]
    assert (agreement.review_on, [a.what for a in agreement.actions]) == (day, ["Keeps Maya a seat"])
    assert {c.person.display_name for c in case.check_ins} == {"Tom Adeyemi", "Maya Lewis"}
    levels = {p.person.display_name: p.participation_level for p in case.responses[0].participants}
    assert levels == {"Tom Adeyemi": None, "Maya Lewis": ParticipationLevel.MEETS}


def test_a_day_to_look_again_is_enough_to_keep_the_case_open(met, cast: Cast) -> None:
    assert met(QUESTIONS, check_in_on=cast.member("staff").on).stage is Stage.FOLLOW_UP


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"is_repeated": None}, "is_repeated_needed"),
        ({"is_repeated": Answer.YES}, "power_imbalance"),
        ({"is_repeated": Answer.DONT_KNOW}, "power_imbalance"),
        ({"is_repeated": Answer.NO, "account": {"tags": frozenset({"bullying"})}}, "power_imbalance"),
        ({"is_repeated": Answer.NO, "there": ()}, "nobody_took_part"),
        ({"is_repeated": Answer.NO, "there": ("Tom Adeyemi",)}, "two_needed"),
    ],
)
def test_a_small_conference_is_refused_where_a_gate_stops_it(met, more: dict[str, object], code: str) -> None:
    assert refused(met, CONFERENCE, **more) == code


def test_a_response_is_held_after_the_incident_and_before_now(met, cast: Cast) -> None:
    at = cast.member("staff").at

    assert refused(met, QUESTIONS, held_at=at - timedelta(hours=1)) == "before_the_incident"
    assert refused(met, QUESTIONS, held_at=at + timedelta(hours=1)) == "in_the_future"
    assert refused(met, QUESTIONS, check_in_on=at.date() - timedelta(days=2)) == "in_the_past"


def test_the_history_tells_what_was_done_and_what_was_answered(met, cast: Cast) -> None:
    case = met(CONFERENCE, is_repeated=Answer.NO)

    told = sorted(cast.session.scalars(case.events.select()), key=lambda event: event.number)
    assert [event.kind for event in told] == ["incident logged", "met on the spot"]
    assert '"is_repeated": "no"' in told[1].after


def test_people_who_are_not_calm_yet_are_talked_to_later_by_whoever_logged_it(cast: Cast) -> None:
    by = cast.member("staff")
    account = Account(occurred_at=by.at, category="verbal", severity=1)
    parts = [(cast.pupil("Tom Adeyemi"), Part.CAUSED_HARM)]

    case = log_for_later("2026-0001", account, parts, QUESTIONS, by.on, by=by, at=by.at)

    assert (case.stage, case.owner_id, case.next_step_on) == (Stage.LOGGED, by.staff_id, by.on)
    assert case.next_step == "Ask the affective questions, once everyone is calm"
