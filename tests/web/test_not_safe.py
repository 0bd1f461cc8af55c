"""Somebody who does not feel safe: the last answer counts everywhere, and no case is closed over it without a word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.casework.case import Case
from app.casework.check_in import CheckIn
from app.casework.checking_in import SPEAK_NOW, hold_check_in
from app.casework.words import PutRight, Safe
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.web.home import tasks
from tests.web.pages_of_cases import CASE, lead_of, step_of

ClientAs = Callable[..., Browser]
UNSAFE = "Maya Lewis (8B) does not feel safe"


def begun(cast: Cast) -> Told:
    """From an early morning on, so that a day's steps stay within it."""
    return Told(cast, days_ago=2, on=cast.member("staff").at.replace(hour=4, minute=0))


def kept(cast: Cast) -> Told:
    return begun(cast).logged().triaged().safe().met().agreed().verified()


def test_a_later_answer_ends_what_was_raised_everywhere(client_as: ClientAs, cast: Cast) -> None:
    told = begun(cast).logged().triaged().checked_in(Safe.NO, PutRight.NO)
    lead, dsl = client_as("pastoral_lead"), client_as("dsl")
    assert "Next: somebody does not feel safe" in lead_of(lead.page(CASE))
    assert any(UNSAFE in task for task in tasks(dsl.page("/")))
    cast.session.rollback()

    told.checked_in(Safe.YES, PutRight.YES)

    page = lead.page(CASE)
    assert "does not feel safe" not in lead_of(page)
    assert "does not feel safe" not in step_of(page)
    assert not any(SPEAK_NOW in task for task in tasks(lead.page("/")))
    assert not any(UNSAFE in task for task in tasks(dsl.page("/")))


def test_what_one_child_says_does_not_answer_for_another(client_as: ClientAs, cast: Cast, session: Session) -> None:
    told = kept(cast).checked_in(Safe.NO, PutRight.NO)

    told.checked_in(Safe.YES, PutRight.YES, "Tom Adeyemi")

    session.rollback()
    assert session.query(Case).one().next_step == SPEAK_NOW
    assert "Maya Lewis does not feel safe yet" in step_of(client_as("pastoral_lead").page(CASE))
    assert any(UNSAFE in task for task in tasks(client_as("dsl").page("/")))


def test_closing_asks_what_was_done_where_somebody_does_not_feel_safe(client_as: ClientAs, cast: Cast) -> None:
    kept(cast).checked_in(Safe.UNSURE, PutRight.NO)
    lead = client_as("pastoral_lead")
    ended = {"closing_reason": "agreement_kept", "told_now": cast.pupil("Maya Lewis").key}

    answer = lead.submit(f"{CASE}/close", status=422, **ended).text

    assert "Maya Lewis did not feel safe, or was not sure, when asked last. Say what was done about it." in answer
    lead.submit(f"{CASE}/close", made_safe="She has moved to another group.", **ended)
    page = lead.page(CASE)
    assert "For whoever did not feel safe: She has moved to another group." in page
    assert step_of(page) == ""
    assert not any("Somebody does not feel safe" in task for task in tasks(lead.page("/")))


def test_nothing_is_asked_where_everybody_feels_safe_by_now(client_as: ClientAs, cast: Cast) -> None:
    kept(cast).checked_in(Safe.NO, PutRight.NO).checked_in(Safe.YES, PutRight.PARTLY)

    page = client_as("pastoral_lead").page(f"{CASE}/close")

    assert "What was done for whoever does not feel safe" not in page


def test_who_does_not_feel_safe_after_the_end_is_the_next_step_until_they_do(client_as: ClientAs, cast: Cast) -> None:
    told = kept(cast).closed().checked_in(Safe.NO, PutRight.NO)
    lead = client_as("pastoral_lead")

    assert "Maya Lewis does not feel safe yet" in step_of(lead.page(CASE))
    assert any("Somebody does not feel safe" in task for task in tasks(lead.page("/")))
    cast.session.rollback()
    told.checked_in(Safe.YES, PutRight.YES)

    assert step_of(lead.page(CASE)) == ""
    assert not any("Somebody does not feel safe" in task for task in tasks(lead.page("/")))


def held(told: Told, planned: CheckIn, safe: Safe, on: date) -> bool:
    by, more = told.by("pastoral_lead"), {"put_right": PutRight.NO, "anything_since": ""}
    raised = hold_check_in(planned, held_on=on, safe=safe, by=by, at=told.at, **more)
    told.kept()
    return raised


def test_of_one_day_the_answer_written_down_last_counts(client_as: ClientAs, cast: Cast) -> None:
    told = kept(cast)
    told.check_in_planned(told.today + timedelta(days=9)).check_in_planned(told.today)
    earlier, later = sorted(told.case.check_ins, key=lambda each: each.id)[-2:]

    held(told, later, Safe.YES, told.today)
    assert held(told, earlier, Safe.NO, told.today)

    lead = client_as("pastoral_lead")
    assert "Maya Lewis does not feel safe yet" in step_of(lead.page(CASE))
    assert "What was done for whoever does not feel safe" in lead.page(f"{CASE}/close")
    assert any(UNSAFE in task for task in tasks(client_as("dsl").page("/")))


def test_where_nothing_tells_which_was_last_the_less_safe_answer_counts(client_as: ClientAs, cast: Cast) -> None:
    told = kept(cast).checked_in(Safe.NO, PutRight.NO).checked_in(Safe.YES, PutRight.YES)
    for each in told.case.check_ins:
        each.recorded_at = None  # as a file brings them
    told.kept()

    assert "Maya Lewis does not feel safe yet" in step_of(client_as("pastoral_lead").page(CASE))
    assert any(UNSAFE in task for task in tasks(client_as("dsl").page("/")))


def test_what_was_said_before_the_last_answer_raises_nothing(client_as: ClientAs, cast: Cast) -> None:
    told = kept(cast)
    told.at += timedelta(days=1)
    told.check_in_planned(told.today + timedelta(days=9)).checked_in(Safe.YES, PutRight.YES)
    [earlier] = [each for each in told.case.check_ins if each.held_on is None]

    assert not held(told, earlier, Safe.NO, told.today - timedelta(days=1))

    assert told.case.next_step is None
    assert not any(UNSAFE in task for task in tasks(client_as("dsl").page("/")))
