"""A session that ran out in mid-form: what was typed waits for its author, and for nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.casework.account import UserSession
from app.casework.case import Case
from tests.cast import PASSWORD, Cast, email_of
from tests.client import Browser
from tests.web.test_drafts import WORDS, drafts
from tests.web.test_once import KEY, incident

ClientAs = Callable[..., Browser]


def post_after_the_session_ran_out(browser: Browser, cast: Cast, session: Session, **more: str) -> TestResponse:
    live = session.scalars(select(UserSession).order_by(UserSession.id.desc())).first()
    live.last_seen_at -= timedelta(hours=2)
    session.commit()
    sent = incident(cast, what_happened=WORDS, form_page="/incidents/new", **more)
    return browser.post("/incidents/new", data=sent)


def test_a_form_sent_after_the_session_ran_out_is_kept_and_stands_there_after_signing_in(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    teacher = client_as("staff")

    told = post_after_the_session_ran_out(teacher, cast, session)

    assert told.status_code == 401
    assert "it is kept" in told.text
    assert WORDS not in told.text
    link = told.text.split('class="button" href="')[1].split('"')[0]
    answer = teacher.submit(link, email=email_of("staff"), password=PASSWORD)
    page = teacher.page(answer.location.split("#")[0])
    assert WORDS in page
    assert session.scalars(select(Case)).all() == []


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(client_as: ClientAs, cast: Cast, session: Session) -> None:
    browser = client_as("staff")
    told = post_after_the_session_ran_out(browser, cast, session)

    link = told.text.split('class="button" href="')[1].split('"')[0]
    answer = browser.submit(link, email=email_of("pastoral_lead"), password=PASSWORD)
    page = browser.page(answer.location.split("#")[0])

    assert WORDS[:20] not in page
    assert "You began this" not in page


def test_a_draft_that_the_server_kept_is_called_what_its_page_is(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    teacher = client_as("staff")
    title = re.search(r'name="form_title" value="(.*?)"', teacher.page("/incidents/new"))
    assert title

    post_after_the_session_ran_out(teacher, cast, session, form_title=title[1])

    assert [draft.title for draft in drafts(session)] == ["Log an incident"]


@pytest.mark.parametrize("how", ["revoked", "long ago", "no token", "another site"])
def test_nothing_is_kept_for_whom_the_cookie_does_not_name(
    client_as: ClientAs, cast: Cast, session: Session, how: str
) -> None:
    browser, at = client_as("staff"), datetime.now(UTC)
    live = session.scalars(select(UserSession)).one()
    live.last_seen_at = at - timedelta(hours=2 if how != "long ago" else 30)
    live.ended_at = at if how == "revoked" else None
    session.commit()
    headers = {"Sec-Fetch-Site": "cross-site"} if how == "another site" else {}
    token = {"csrf_token": "made up"} if how == "no token" else {}

    sent = incident(cast, form_page="/incidents/new", **token)
    told = browser.post("/incidents/new", data=sent, headers=headers)

    assert told.status_code == 401
    assert "it is kept" not in told.text
    assert drafts(session) == []


def test_a_password_is_never_kept(client_as: ClientAs, cast: Cast, session: Session) -> None:
    browser = client_as("staff")
    live = session.scalars(select(UserSession)).one()
    live.last_seen_at -= timedelta(hours=2)
    session.commit()

    browser.post("/me/password", data={"current_password": PASSWORD, "password": "x", "again": "x", "form_key": KEY,
                                       "form_page": "/me"})  # fmt: skip

    assert drafts(session) == []


def test_typing_is_use_and_asking_by_script_is_not(client_as: ClientAs, session: Session) -> None:
    script = {"Sec-Fetch-Dest": "empty"}
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        lead = client_as("pastoral_lead")
        for _ in range(3):
            clock.shift(timedelta(minutes=8))
            sent = {"form": "/circles", "page": "/circles", "key": KEY, "fields": '[["group", "8B"]]'}
            assert lead.post("/drafts", data=sent, headers=script).status_code == 200
        for _ in range(2):
            clock.shift(timedelta(minutes=8))
            last = lead.get("/drafts/here", headers=script)
        assert last.status_code == 303
