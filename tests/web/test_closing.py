"""Closing a case: the reason fits what is recorded, those harmed are told, and told again once it was opened again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.casework.agreeing import withdraw_agreement
from app.casework.agreement import Action
from app.casework.case import Case
from app.casework.closing import why_not_reason
from app.casework.holds import answer_safety_questions
from app.casework.responding import decline_response
from app.casework.suitability import Answers
from app.casework.words import ActionStatus, Answer, ClosingReason, DecisionKind, ResponseStatus, Stage
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.statements import Statements
from tests.web.pages_of_cases import step_of

ClientAs = Callable[..., Browser]
CLOSE = "/cases/2026-0001/close"
OUTRIGHT = {"no_further_action", "unsuitable", "referred_on", "other_sanction"}


def offered(page: str) -> set[str]:
    return {reason for reason in ClosingReason if f'value="{reason}"' in page}


def agreed(cast: Cast, *ends: str) -> Told:
    """An agreement with one action for each of `ends`, and how it stands."""
    told = Told(cast).logged().triaged().safe().met().agreed()
    first = told.agreement.actions[0]
    for number, status in enumerate(ends, start=1):
        action = first
        if number > 1:
            action = Action(school_id=first.school_id, number=number, what="Another", by_id=first.by_id)
            told.agreement.actions.append(action)
        action.status, action.status_on = ActionStatus(status), told.today
        action.verified_by_id = cast.staff("pastoral_lead").id if status == "done_verified" else None
    return told.kept()


@pytest.mark.parametrize(
    ("ends", "fits"),
    [
        (("done_verified",), {"agreement_kept"}),
        (("no_longer_wanted",), {"agreement_kept"}),
        (("not_done",), {"agreement_not_kept"}),
        (("done_verified", "partly"), {"agreement_not_kept"}),
    ],
)
def test_the_reasons_that_are_offered_fit_what_became_of_the_agreement(
    client_as: ClientAs, cast: Cast, ends: tuple[str, ...], fits: set[str]
) -> None:
    agreed(cast, *ends)

    page = client_as("pastoral_lead").page(CLOSE)

    assert offered(page) == OUTRIGHT | fits


@pytest.mark.parametrize(
    ("ends", "reason", "code"),
    [
        *((("done_verified", "planned"), reason.value, "still_open") for reason in ClosingReason),
        (("done_verified", "partly"), "agreement_kept", "not_kept"),
        (("done_verified",), "agreement_not_kept", "was_kept"),
        (("done_verified",), "met_on_the_spot", "not_on_the_spot"),
        (("done_verified",), "declined", "nobody_declined"),
    ],
)
def test_a_reason_that_the_record_contradicts_is_refused(
    cast: Cast, ends: tuple[str, ...], reason: str, code: str
) -> None:
    refusal = why_not_reason(agreed(cast, *ends).case, ClosingReason(reason))

    assert refusal is not None
    assert (refusal.code, refusal.field) == (code, "closing_reason")


def test_a_case_is_not_closed_over_an_agreement_that_is_active(client_as: ClientAs, cast: Cast) -> None:
    told = agreed(cast, "planned")
    lead = client_as("pastoral_lead")

    page = lead.page(CLOSE)

    assert "An agreement is active still." in page
    assert offered(page) == set()
    cast.session.rollback()
    withdraw_agreement(told.agreement, by=told.by("pastoral_lead"), at=told.at, because="They moved away.")
    told.kept()
    lead.submit(CLOSE, closing_reason="other_sanction", told_now=cast.pupil("Maya Lewis").key)


def test_met_on_the_spot_needs_a_meeting_without_an_agreement(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged().triaged()
    assert offered(client_as("pastoral_lead").page(CLOSE)) == OUTRIGHT
    cast.session.rollback()  # the page writes a reading; the story goes on from then

    told.safe().met()

    assert offered(client_as("pastoral_lead").page(CLOSE)) == OUTRIGHT | {"met_on_the_spot"}


def test_declined_needs_somebody_who_did_not_wish_to(cast: Cast) -> None:
    told = Told(cast).logged().triaged().safe().chosen()
    assert why_not_reason(told.case, ClosingReason.DECLINED) is not None
    told.response.status = ResponseStatus.DECLINED
    assert why_not_reason(told.case, ClosingReason.DECLINED) is None

    taken_in = Told(cast, "2026-0003").logged().triaged()
    taken_in.case.stage = Stage.DECLINED  # as another system had it
    assert why_not_reason(taken_in.case, ClosingReason.DECLINED) is None

    other = Told(cast, "2026-0002").logged().triaged()
    by = other.by("pastoral_lead")
    answer_safety_questions(other.case, Answers(everyone_willing=Answer.NO), by=by, at=other.at)
    assert why_not_reason(other.case, ClosingReason.DECLINED) is None


def test_what_is_still_open_is_refused_at_its_field_with_what_was_typed(client_as: ClientAs, cast: Cast) -> None:
    agreed(cast, "done_verified")
    browser = client_as("pastoral_lead")
    page = browser.submit(CLOSE, status=422, not_told_because="They moved away.", closing_reason=None)

    assert "Choose how it ended." in page.text
    assert 'value="They moved away."' in page.text


def test_those_harmed_are_told_again_once_a_case_was_opened_again(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    agreed(cast, "done_verified").closed()
    lead = client_as("pastoral_lead")
    assert "Each person harmed is told again how it ends." in lead.page(CLOSE)

    lead.submit(CLOSE, because="It went on")

    assert "told Maya Lewis how it ended" in lead.page("/cases/2026-0001")
    for reason in ("agreement_kept", "no_further_action"):
        answer = lead.submit(CLOSE, status=422, closing_reason=reason)
        assert "Each person harmed is told how it ended before a case closes." in answer.text
    session.rollback()
    assert session.query(Case).one().closed_at is None

    lead.submit(CLOSE, closing_reason="agreement_kept", told_now=cast.pupil("Maya Lewis").key)
    session.rollback()
    assert session.query(Case).one().harmed_told_at is not None


def test_the_page_asks_as_much_of_the_database_however_many_meetings_there_were(
    client_as: ClientAs, cast: Cast, app: Flask
) -> None:
    told = Told(cast).logged().triaged().safe()
    for _meeting in range(3):
        told.met().agreed().verified()

    lead = client_as("pastoral_lead")
    with Statements(app) as sent:
        lead.page(CLOSE)

    assert len(sent) <= 12


def test_a_case_that_is_opened_again_is_where_its_agreement_stands(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged().triaged().safe().met().agreed().verified().closed()
    cast.session.rollback()

    client_as("pastoral_lead").submit(CLOSE, because="It began again")

    assert told.case.stage is Stage.FOLLOW_UP
    assert step_of(client_as("pastoral_lead").page("/cases/2026-0001")).startswith("Tell Maya Lewis the outcome")


def refused(browser: Browser, cast: Cast, typed: dict[str, str]) -> str:
    """What somebody reads who had the page open before."""
    version = cast.session.query(Case).one().version
    cast.session.rollback()
    answer = browser.post(CLOSE, data={"version": version, **typed})
    assert answer.status_code == 422
    return str(answer.text)


def test_a_case_is_not_closed_while_the_head_is_asked_or_has_to_decide(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged(severity=3).triaged().asked()
    lead, head = client_as("pastoral_lead"), client_as("headteacher")
    ended = {"closing_reason": "no_further_action", "told_now": cast.pupil("Maya Lewis").key}

    assert "Ask the head or a deputy to confirm one" in lead.page(CLOSE)
    assert "The head was asked for a threshold about Tom Adeyemi" in refused(lead, cast, ended)
    cast.session.rollback()
    told.considered()
    answer = refused(lead, cast, ended)
    assert "A suspension or exclusion of Tom Adeyemi is considered" in answer
    assert "Ask whoever is head today to decide; then it can be closed." in answer
    assert "Decide about Tom Adeyemi" in head.page("/")

    cast.session.rollback()
    told.decided(DecisionKind.OTHER_SANCTION)
    lead.submit(CLOSE, **ended)


def test_what_waits_for_the_head_stays_with_them_when_a_response_is_declined(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged(severity=3).triaged().safe().chosen().considered()
    decline_response(told.response, [told.tom], by=told.by("pastoral_lead"), at=told.at)
    told.kept()

    assert "Decide about Tom Adeyemi" in client_as("headteacher").page("/")


def test_a_case_without_further_action_says_so_once(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged()
    ended = {"closing_reason": "no_further_action", "told_now": cast.pupil("Maya Lewis").key}

    client_as("pastoral_lead").submit(CLOSE, "Close the case", **ended)

    assert "no further action." not in client_as("pastoral_lead").page("/cases/2026-0001").split("<h2")[0]
