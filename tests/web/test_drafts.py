"""Nothing typed is ever lost: drafts are kept while one types, for their author alone, and go when the form is saved."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.casework.case import Case
from app.casework.draft import KEPT_DAYS, LONGEST, MOST_OF_ONE_AUTHOR, Draft, sweep_drafts
from app.casework.permissions import Role
from app.jobs.sweeping import sweep
from tests.cast import Cast
from tests.client import Browser
from tests.statements import Statements
from tests.web.test_once import KEY, circle, incident

ClientAs = Callable[..., Browser]
WORDS = "Tom took Maya’s bag and threw it over the fence; Maya cried, and Amir fetched it back."


def kept(browser: Browser, fields: dict[str, str], form: str = "/incidents/new", **more: str) -> TestResponse:
    sent = {"form": form, "page": form, "key": KEY, "title": "Log an incident", **more}
    return browser.post("/drafts", data={**sent, "fields": json.dumps(list(fields.items()))})


def drafts(session: Session) -> list[Draft]:
    session.rollback()
    return list(session.scalars(select(Draft).order_by(Draft.id)))


def the_case(session: Session) -> Case:
    session.rollback()
    return session.scalars(select(Case)).one()


def test_a_draft_is_kept_offered_gone_on_with_and_gone_when_its_form_is_saved(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    teacher, typed = client_as("staff"), incident(cast, what_happened=WORDS, severity="3")
    assert kept(teacher, {**typed, "csrf_token": "x"}).status_code == 200
    draft = drafts(session)[0]
    assert "csrf_token" not in draft.fields
    assert KEY not in draft.fields

    offered = teacher.page("/incidents/new")
    assert "You began this today at" in offered
    assert WORDS[:40] in offered
    assert WORDS not in offered

    page = teacher.page(f"/incidents/new?draft={draft.id}")
    assert WORDS in page
    assert "You go on with what you began today at" in page
    assert "Maya Lewis" in page
    answer = teacher.submit(f"/incidents/new?draft={draft.id}", button="Log the incident")
    assert answer.status_code == 303
    assert the_case(session).incidents[0].severity == 3
    assert drafts(session) == []
    assert "You began this" not in teacher.page("/incidents/new")


def test_of_several_drafts_the_latest_is_offered_and_the_others_are_one_line(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    teacher = client_as("staff")
    for number in range(3):
        kept(teacher, incident(cast, what_happened=f"{WORDS} {number}"), key=f"{number}" * 43)
    assert len(drafts(session)) == 3

    page = teacher.page("/incidents/new")

    assert page.count("Go on with it") == 1
    assert '<a href="/drafts">And 2 more drafts</a>' in page


def test_a_place_that_was_filled_in_beforehand_is_no_name_of_a_draft(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    teacher = client_as("staff")
    kept(teacher, incident(cast, what_happened="", location="Corridor by the science rooms"))

    page = teacher.page("/drafts")

    assert "Corridor" not in page
    assert "About Maya Lewis" in page


def test_a_draft_is_written_over_as_one_types_and_not_kept_after_it_was_saved(
    client_as: ClientAs, session: Session
) -> None:
    lead = client_as("pastoral_lead")
    for words in ("One", "One two", "One two three"):
        kept(lead, {"group": words}, form="/circles")
    assert [draft.typed() for draft in drafts(session)] == [[("group", "One two three")]]

    lead.post("/circles", data=circle())
    late = kept(lead, {"group": "One two three"}, form="/circles")

    assert late.json == {"said": "Saved."}
    assert drafts(session) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.STAFF])
def test_nobody_else_sees_a_draft_whatever_their_role(
    client_as: ClientAs, cast: Cast, session: Session, role: Role
) -> None:
    kept(client_as("staff"), incident(cast, what_happened=WORDS))
    number = drafts(session)[0].id
    other = client_as(role.value)

    assert WORDS[:20] not in other.page("/drafts")
    assert other.post(f"/drafts/{number}/throw-away").status_code == 404
    for path in ("/incidents/new", f"/incidents/new?draft={number}", f"/cases?draft={number}"):
        answer = other.get(path)
        assert WORDS[:20] not in answer.text
        assert "You began this" not in answer.text
    assert len(drafts(session)) == 1


def test_a_draft_belongs_to_one_school(client_as: ClientAs, cast: Cast, session: Session) -> None:
    kept(client_as("staff"), incident(cast, what_happened=WORDS))

    assert WORDS[:20] not in client_as("staff", "B").page(f"/incidents/new?draft={drafts(session)[0].id}")


def test_its_author_throws_a_draft_away(client_as: ClientAs, cast: Cast, session: Session) -> None:
    teacher = client_as("staff")
    kept(teacher, incident(cast, what_happened=WORDS))

    answer = teacher.submit("/drafts", button="Throw it away")

    assert answer.location == "/drafts"
    assert drafts(session) == []
    assert "Nothing is waiting" in teacher.page("/drafts")


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"form": "/sign-in"}, {"email": "a@b.example"}),
        ({"form": "/settings/supplied"}, {"term": "2025-26 autumn"}),
        ({"form": "/no/such/form"}, {"text": "x"}),
        ({"form": "/cases"}, {"text": "x"}),
        ({"page": "//elsewhere.example"}, {"text": "x"}),
        ({"key": "short"}, {"text": "x"}),
        ({"fields": "[1"}, {}),
        ({"fields": "{}"}, {}),
        ({}, {"text": "x" * LONGEST}),
        ({}, {"password": "quiet lantern"}),
        ({}, {"csrf_token": "x", "version": "3", "held-version": "3"}),
    ],
)
def test_what_is_no_form_of_ours_or_must_not_be_written_down_is_not_kept(
    client_as: ClientAs, session: Session, more: dict[str, str], fields: dict[str, str]
) -> None:
    teacher = client_as("staff")
    sent = {"form": "/incidents/new", "page": "/incidents/new", "key": KEY, "fields": json.dumps(list(fields.items()))}

    assert teacher.post("/drafts", data={**sent, **more}).status_code == 422
    assert drafts(session) == []


def test_one_author_has_a_bounded_number_of_drafts(client_as: ClientAs, session: Session) -> None:
    lead = client_as("pastoral_lead")
    for number in range(MOST_OF_ONE_AUTHOR):
        assert kept(lead, {"group": "x"}, form="/circles", key=f"{KEY}-{number}").status_code == 200

    refused = kept(lead, {"group": "x"}, form="/circles", key=f"{KEY}-more")

    assert refused.status_code == 422
    assert "throw away" in refused.json["said"]
    assert kept(lead, {"group": "y"}, form="/circles", key=f"{KEY}-0").status_code == 200
    assert len(drafts(session)) == MOST_OF_ONE_AUTHOR


def test_drafts_go_after_thirty_days(client_as: ClientAs, session: Session) -> None:
    kept(client_as("pastoral_lead"), {"group": "8B"}, form="/circles")
    now = datetime.now(UTC)

    sweep_drafts(session, at=now + timedelta(days=KEPT_DAYS - 1))
    assert len(session.scalars(select(Draft)).all()) == 1
    sweep_drafts(session, at=now + timedelta(days=KEPT_DAYS, minutes=1))
    assert session.scalars(select(Draft)).all() == []


def test_a_draft_of_a_record_that_somebody_changed_since_says_so(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    client_as("staff").post("/incidents/new", data=incident(cast))
    case = the_case(session).reference
    lead = client_as("pastoral_lead")
    version = lead.page(f"/cases/{case}/triage").split('name="version"')[1].split('value="')[1].split('"')[0]
    kept(lead, {"owner": "P-NAI", "next_step": "Ring home"}, form=f"/cases/{case}/triage", version=version)
    number = drafts(session)[0].id

    assert "has changed the record" not in lead.page(f"/cases/{case}/triage?draft={number}")
    client_as("headteacher").submit(f"/cases/{case}/triage", owner="P-NAI", confidentiality="standard")
    page = lead.page(f"/cases/{case}/triage?draft={number}")

    assert "Somebody has changed the record since then" in page
    assert "Ring home" in page


def test_a_stale_save_keeps_the_form_and_offers_it_again(client_as: ClientAs, cast: Cast, session: Session) -> None:
    client_as("staff").post("/incidents/new", data=incident(cast))
    case = the_case(session).reference
    lead, head = client_as("pastoral_lead"), client_as("headteacher")
    opened = {"owner": "P-NAI", "confidentiality": "standard", "form_key": KEY, "form_page": f"/cases/{case}/triage"}
    version = lead.page(f"/cases/{case}/triage").split('name="version"')[1].split('value="')[1].split('"')[0]
    head.submit(
        f"/cases/{case}/triage",
        owner="P-NAI",
        confidentiality="restricted",
        next_step="Wait",
        because="Few should know",
    )

    late = lead.post(f"/cases/{case}/triage", data={**opened, "version": version, "next_step": "Ring home"})

    assert late.status_code == 409
    assert "Ring home" in late.text
    assert "Wait" in late.text
    on = late.text.split('href="')[1:]
    href = next(part.split('"')[0] for part in on if "draft=" in part).split("#")[0]
    assert "Ring home" in lead.page(href)
    assert lead.submit(href, button="Save", because="Both families know").status_code == 303
    assert drafts(session) == []


def test_a_draft_is_known_by_what_was_typed_and_else_by_who_is_named(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    tom = cast.pupil("Tom Adeyemi").key
    teacher = client_as("staff")
    chosen = {"people-0-person": tom, "occurred_on": "25/11/2026", "occurred_time": "08:40", "location": "Yard"}
    kept(teacher, chosen, key="1" * len(KEY))
    kept(teacher, {**chosen, "what_happened": "He ran off."}, key="2" * len(KEY))
    kept(teacher, {"occurred_on": "25/11/2026", "severity": "3"}, key="3" * len(KEY))

    page = teacher.page("/drafts")

    assert "“He ran off.”" in page
    assert "About Tom Adeyemi" in page
    assert tom not in page
    assert "“25/11/2026”" not in page
    assert "“Yard”" not in page
    assert "And 2 more drafts" in teacher.page("/incidents/new")


def test_a_page_knows_whose_it_is_and_does_not_say_who(client_as: ClientAs) -> None:
    teacher, lead = client_as("staff"), client_as("pastoral_lead")
    mine = teacher.page("/").split('data-whose="')[1].split('"')[0]

    assert teacher.get("/drafts/here").json["whose"] == mine
    assert lead.get("/drafts/here").json["whose"] != mine


def test_a_page_without_a_form_asks_for_no_drafts(app: Flask, client_as: ClientAs, cast: Cast) -> None:
    teacher = client_as("staff")
    kept(teacher, incident(cast, what_happened=WORDS))
    with Statements(app) as sent:
        teacher.page("/help")

    assert not [statement for statement in sent if "FROM drafts" in statement]


def test_shortcuts_are_switched_off_for_the_account_on_every_computer(client_as: ClientAs) -> None:
    teacher = client_as("staff")
    assert "data-shortcuts" in teacher.page("/")

    teacher.submit("/me", button="Switch the shortcuts off")

    assert "data-shortcuts" not in client_as("staff").page("/")
    assert "data-shortcuts" in client_as("pastoral_lead").page("/")
    teacher.submit("/me", button="Switch the shortcuts on")
    assert "data-shortcuts" in teacher.page("/")


def test_the_job_process_sweeps_drafts_that_nobody_came_back_to(
    app: Flask, client_as: ClientAs, session: Session
) -> None:
    lead = client_as("pastoral_lead")
    with time_machine.travel(datetime.now(UTC) - timedelta(days=KEPT_DAYS + 1), tick=False):
        kept(client_as("pastoral_lead"), {"group": "old"}, form="/circles", key=f"{KEY}-old")
    kept(lead, {"group": "new"}, form="/circles")
    assert len(drafts(session)) == 2

    with app.app_context():
        sweep()

    assert [draft.typed() for draft in drafts(session)] == [[("group", "new")]]
