"""The timeline of a case on its page: sentences by day, filters, both orders, what was before and after, links."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.casework.calendar import london
from app.casework.logging_incident import Account, amend_incident, change_part
from app.casework.on_the_spot import OnTheSpot, log_and_respond
from app.casework.words import Part, PutRight, ResponseKind, Safe
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser

ClientAs = Callable[..., Browser]
CASE = "/cases/2026-0001"


def entries(page: str) -> list[str]:
    """The sentences of the timeline, in the order in which they stand."""
    found = re.findall(r'<p class="entry-what">(.*?)</p>', page)
    return [re.sub(r"<[^>]+>", "", each) for each in found]


def test_a_whole_case_reads_as_sentences(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged(severity=3).considered().decided().triaged().safe().met().agreed().verified()
    told.checked_in(Safe.YES, PutRight.YES).closed()

    page = client_as("headteacher").page(CASE)

    assert entries(page) == [
        "Tamsin Okoro logged an incident: physical, serious, Yard.",
        "Rhys Bevan confirmed which sanction was considered for Tom Adeyemi.",
        "Helen Marsh decided about Tom Adeyemi: a restorative response instead.",
        "Priya Nair triaged the case. Priya Nair has it.",
        "Priya Nair answered the safety questions.",
        "Priya Nair chose a small impromptu conference.",
        "Priya Nair led a small impromptu conference with Tom Adeyemi and Maya Lewis.",
        "Priya Nair wrote down what was agreed.",
        "Priya Nair saw that it was done: “Keeps Maya a seat”.",
        "Priya Nair promised to check in with Maya Lewis.",
        "Priya Nair checked in with Maya Lewis.",
        "Priya Nair told Maya Lewis how it ended.",
        "Priya Nair closed the case: the agreement was kept.",
    ]
    told_by_machine = (
        "2026-0001-A01",
        "done verified",
        "done_verified",
        "impromptu_conference",
        "P-NAI",
        "{",
        "stage:",
    )
    timeline = page.split('id="timeline"')[1].split("</main>")[0]
    assert [words for words in told_by_machine if words in re.sub(r"<[^>]+>", "", timeline)] == []
    assert "Suspension of 2 school days, probable. Clause 4.2." in timeline
    assert "Feels safe; it is put right." in timeline


def test_days_are_headings_and_times_stand_under_sentences(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged()

    page = client_as("staff").page(CASE)

    day = told.today
    assert f'<h3 class="day-heading">{day:%A} {day.day} {day:%B %Y}</h3>' in page
    assert re.search(r'<p class="entry-meta">\d\d:\d\d · logged at \d\d:\d\d</p>', page)


def test_the_newest_may_come_first_and_the_filter_is_kept(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged().safe()
    lead = client_as("pastoral_lead")

    newest = lead.page(f"{CASE}?order=newest")

    assert entries(newest) == entries(lead.page(CASE))[::-1]
    assert f'href="{CASE}?kind=gate&amp;order=newest#timeline"' in newest
    gate = lead.page(f"{CASE}?kind=gate")
    assert entries(gate) == ["Priya Nair answered the safety questions."]
    assert f'href="{CASE}?kind=gate&amp;order=newest#timeline"' in gate


def test_only_kinds_that_happened_are_offered(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged()

    page = client_as("pastoral_lead").page(CASE)

    assert re.findall(r'<li><a href="[^"]*#timeline"[^>]*>(.*?)</a>', page) == ["Everything", "Incidents", "Triage"]


def test_a_kind_that_nobody_knows_shows_everything(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged()
    lead = client_as("pastoral_lead")

    assert entries(lead.page(f"{CASE}?kind=nonsense&order=sideways")) == entries(lead.page(CASE))


def test_a_kind_of_which_there_is_nothing_says_so(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged()

    assert "Nothing of this kind has happened on this case." in client_as("staff").page(f"{CASE}?kind=agreement")


def test_every_amendment_shows_what_was_before_and_after(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged(what="A shove off the bench.")
    incident = told.case.incidents[0]
    by = told.by("staff")
    account = _account(incident, what_happened="A push off the bench.", severity=3)
    amend_incident(incident, account, by=by, at=told.at, because="The camera shows it.")
    by, why = told.by("staff"), "Maya pushed back."
    change_part(incident.involvements[0], Part.BOTH, session=cast.session, by=by, at=told.at, because=why)
    told.kept()

    page = client_as("pastoral_lead").page(CASE)

    assert '<del><span class="sr-only">was: </span>A shove off the bench.</del>' in page
    assert '<ins><span class="sr-only">now: </span>A push off the bench.</ins>' in page
    assert '<span class="term">How serious</span> <del><span class="sr-only">was: </span>some harm</del>' in page
    assert '<del><span class="sr-only">was: </span>Caused harm</del>' in page
    assert "Tamsin Okoro changed Tom Adeyemi’s part in the incident." in entries(page)
    assert "The camera shows it." in page


def _account(incident, **changed):
    kept = {name: getattr(incident, name) for name in Account.__dataclass_fields__}
    return Account(**{**kept, **changed})


@pytest.mark.parametrize("is_promised", [False, True])
@pytest.mark.parametrize("days", [-1, 1])
def test_what_met_it_there_and_then_is_told_where_it_is_now_when_the_day_is_amended(
    client_as: ClientAs, cast: Cast, is_promised: bool, days: int
) -> None:
    by, tom, maya = cast.member("staff"), cast.pupil("Tom Adeyemi"), cast.pupil("Maya Lewis")
    happened = by.at - timedelta(days=5)
    spot = OnTheSpot(
        ResponseKind.AFFECTIVE_QUESTIONS, happened, frozenset({tom.id, maya.id}), calm_enough=True,
        check_in_on=by.on + timedelta(days=3) if is_promised else None,
    )  # fmt: skip
    case = log_and_respond(
        "2026-0001", Account(happened, "physical", 1, "A push."), [(tom, Part.CAUSED_HARM), (maya, Part.WAS_HARMED)],
        spot, leader=cast.staff("staff"), calendar=cast.calendar(), by=by, at=by.at,
    )  # fmt: skip
    cast.session.add(case)
    cast.session.flush()
    account = _account(case.incidents[0], occurred_at=happened + timedelta(days=days))
    amend_incident(case.incidents[0], account, by=by, at=by.at, because="The wrong day.")
    cast.session.commit()

    page = client_as("staff").page(CASE)

    met = (
        [
            "Tamsin Okoro chose affective questions.",
            "Tamsin Okoro led affective questions with Tom Adeyemi and Maya Lewis.",
        ]
        if is_promised
        else ["Tamsin Okoro met it on the spot: affective questions with Tom Adeyemi and Maya Lewis."]
    )
    assert entries(page)[: 1 + len(met)] == ["Tamsin Okoro logged an incident: physical, minor.", *met]
    timeline = page.split('id="timeline"')[1]
    day = london(account.occurred_at)
    assert f'<h3 class="day-heading">{day:%A} {day.day} {day:%B %Y}</h3>' in timeline
    was = london(happened)
    assert f'<h3 class="day-heading">{was:%A} {was.day} {was:%B %Y}</h3>' not in timeline
    assert timeline.count(f"Amended since: it was {was.day} {was:%B %Y, %H:%M}.") == 1 + len(met)


def test_an_entry_leads_to_what_it_is_about(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged().triaged().safe().met().agreed()
    told.noted("Rang home.")
    lead = client_as("pastoral_lead")
    timeline = lead.page(CASE).split('id="timeline"')[1].split("</main>")[0]

    links = dict.fromkeys(re.findall(r'<p class="entry-what"><a href="([^"]+)"', timeline))

    assert list(links) == [
        "/incidents/2026-0001", f"/responses/{told.response.id}", f"/agreements/{told.agreement.id}", "#notes",
    ]  # fmt: skip
    for address in list(links)[:3]:
        assert lead.get(address).status_code == 200
