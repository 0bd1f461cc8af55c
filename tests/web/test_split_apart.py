"""What each of two cases has after an incident was split off, and where each of them stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from app.casework.checking_in import SPEAK_NOW
from app.casework.logging_incident import add_people
from app.casework.words import Part, PutRight, Safe
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.guarded_cases import case_called
from tests.web.home import tasks
from tests.web.pages_of_cases import CASE, lead_of, step_of
from tests.web.test_joining import OTHER, join, split

ClientAs = Callable[..., Browser]
UNSAFE = "Zoë O&#39;Neil does not feel safe"


def zoe_and_maya(cast: Cast) -> Told:
    """Tom harmed Maya in one case and Zoë in another; returns the case with Maya."""
    told = Told(cast).logged().triaged()
    parts = [(told.tom, Part.CAUSED_HARM), (cast.pupil("Zoë O'Neil"), Part.WAS_HARMED)]
    Told(cast, "2026-0002", days_ago=3).logged(parts=parts).triaged()
    return told


def test_whoever_is_only_in_the_incident_that_leaves_goes_with_it_safe_or_not(client_as: ClientAs, cast: Cast) -> None:
    told, lead = zoe_and_maya(cast), client_as("pastoral_lead")
    join(lead)
    cast.session.rollback()
    told.at += timedelta(days=2)
    told.checked_in(Safe.NO, PutRight.NO, "Zoë O'Neil").checked_in(Safe.YES, PutRight.YES)

    split(lead)

    assert "Zoë O&#39;Neil does not feel safe yet" in step_of(lead.page(OTHER))
    assert "Next: somebody does not feel safe" in lead_of(lead.page(OTHER))
    assert "does not feel safe" not in lead_of(lead.page(CASE)) + step_of(lead.page(CASE))
    assert [each.person.display_name for each in case_called(cast, "2026-0001").check_ins] == ["Maya Lewis"]
    assert (
        "did not feel safe, or was not sure"
        in lead.submit(f"{OTHER}/close", status=422, closing_reason="other", not_told_because="She moved away").text
    )
    assert sum("Zoë" in each for each in tasks(client_as("dsl").page("/"))) == 1


def test_an_incident_that_gets_its_own_case_takes_its_people_along_too(client_as: ClientAs, cast: Cast) -> None:
    told, zoe = Told(cast, "2026-0011").logged().triaged(), cast.pupil("Zoë O'Neil")
    add_people(told.case.incidents[0], [(zoe, Part.AFFECTED)], by=told.by("staff"), at=told.at, because="She saw it")
    Told(cast, "2026-0012", days_ago=3).logged().triaged()
    lead = client_as("pastoral_lead")
    join(lead, "2026-0012", "2026-0011")
    cast.session.rollback()
    told.at += timedelta(days=2)
    told.checked_in(Safe.UNSURE, PutRight.NO, "Zoë O'Neil")

    split(lead, "/cases/2026-0011", "2026-0011")

    left, new = case_called(cast, "2026-0011"), case_called(cast, "2026-0001")
    assert (left.check_ins, left.next_step) == ([], None)
    assert (new.next_step, len(new.check_ins)) == (SPEAK_NOW, 1)


def test_a_yes_after_joining_goes_back_with_the_no_from_before(client_as: ClientAs, cast: Cast) -> None:
    told, lead = zoe_and_maya(cast), client_as("pastoral_lead")
    other = Told(cast, "2026-0004", days_ago=2)
    other.logged(parts=[(told.tom, Part.CAUSED_HARM), (cast.pupil("Zoë O'Neil"), Part.WAS_HARMED)]).triaged()
    other.checked_in(Safe.NO, PutRight.NO, "Zoë O'Neil")
    join(lead, "2026-0004")
    cast.session.rollback()
    told.at += timedelta(days=4)
    told.checked_in(Safe.YES, PutRight.YES, "Zoë O'Neil")

    split(lead, incident="2026-0004")

    assert case_called(cast, "2026-0004").next_step is None
