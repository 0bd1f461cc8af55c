"""A form that is sent twice is done once: a double click, a retry, a refresh, after a restart, both at the same moment."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.casework.calendar import london
from app.casework.case import Case
from app.casework.circle import Circle
from app.casework.draft import KEPT_DAYS
from app.casework.receipt import Receipt, sweep_receipts
from app.db import db
from app.factory import create_app
from app.web.pages import save
from tests.cast import Cast, build_cast
from tests.client import Browser
from tests.conftest import settings_in

ClientAs = Callable[..., Browser]
KEY = "one-time-key-0123456789"


def circle(**more: str) -> dict[str, str]:
    today = london(datetime.now(UTC))
    return {"held_on": f"{today:%d/%m/%Y}", "group": "8B", "purpose": "community", "form_key": KEY, **more}


def incident(cast: Cast, **more: str) -> dict[str, str]:
    at = london(datetime.now(UTC) - timedelta(minutes=15))
    return {
        "people-0-person": cast.pupil("Maya Lewis").key,
        "people-0-role": "was_harmed",
        "people-1-person": cast.pupil("Tom Adeyemi").key,
        "people-1-role": "caused_harm",
        "occurred_on": f"{at:%d/%m/%Y}",
        "occurred_time": f"{at:%H:%M}",
        "category": "physical",
        "severity": "2",
        "what_happened": "Tom pushed Maya off the bench.",
        "response_now": "none",
        "form_key": KEY,
        **more,
    }


def how_many(session: Session, table: type) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_every_form_of_a_page_has_a_key_of_its_own(client_as: ClientAs) -> None:
    page = client_as("pastoral_lead").page("/me")

    keys = [part.split('"')[0] for part in page.split('name="form_key" value="')[1:]]

    assert len(keys) >= 3
    assert len(set(keys)) == len(keys)


def test_the_same_form_sent_again_gets_the_same_answer_and_makes_nothing(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    teacher, sent = client_as("staff"), incident(cast)

    answers = [teacher.post("/incidents/new", data=sent) for _ in range(4)]

    assert {(answer.status_code, answer.location) for answer in answers} == {(303, answers[0].location)}
    assert how_many(session, Case) == 1
    assert teacher.page(answers[0].location).count("is logged.") == 1


def test_a_form_that_came_back_with_errors_may_be_sent_again_under_its_key(
    client_as: ClientAs, session: Session
) -> None:
    lead = client_as("pastoral_lead")

    refused = lead.post("/circles", data=circle(group=""))
    assert refused.status_code == 422
    assert f'name="form_key" value="{KEY}"' in refused.text
    assert lead.post("/circles", data=circle()).status_code == 303
    assert how_many(session, Circle) == 1


def test_the_same_form_with_other_words_is_shown_and_nothing_is_lost(client_as: ClientAs, session: Session) -> None:
    lead = client_as("pastoral_lead")
    lead.post("/circles", data=circle())

    asked = lead.post("/circles", data=circle(group="The whole of year eight, on the field"))

    assert asked.status_code == 409
    assert "The whole of year eight, on the field" in asked.text
    assert how_many(session, Circle) == 1
    key = asked.text.split("narrow")[0].split('name="form_key" value="')[-1].split('"')[0]
    assert key != KEY
    again = lead.post("/circles", data=circle(group="The whole of year eight, on the field", form_key=key))
    assert again.status_code == 303
    assert how_many(session, Circle) == 2


def test_another_person_with_the_same_key_is_another_form(client_as: ClientAs, session: Session) -> None:
    client_as("pastoral_lead").post("/circles", data=circle())
    client_as("dsl").post("/circles", data=circle())

    assert how_many(session, Circle) == 2


def test_a_key_is_remembered_over_a_restart(
    app: Flask, client_as: ClientAs, data_folder: Path, session: Session
) -> None:
    lead = client_as("pastoral_lead")
    first = lead.post("/circles", data=circle())
    cookie = lead.get_cookie("amends").value

    restarted = create_app(settings_in(data_folder))
    restarted.test_client_class = Browser
    browser = restarted.test_client()
    browser.set_cookie("amends", cookie)
    again = browser.post("/circles", data=circle())

    assert (again.status_code, again.location) == (303, first.location)
    assert how_many(session, Circle) == 1
    with restarted.app_context():
        db.engine.dispose()


def test_a_view_that_breaks_after_saving_stores_nothing_and_leaves_the_key_free(
    app: Flask, client_as: ClientAs, cast: Cast, session: Session
) -> None:
    def breaks() -> None:
        school = cast.school().id
        held = datetime.now(UTC).date()
        made = Circle(school_id=school, held_on=held, keeper_id=cast.staff("dsl").id, group="8B", purpose="community")
        db.session.add(made)
        save()
        raise RuntimeError("after saving, before answering")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    kept = app.view_functions["circles.circles"]
    breaks.access_label = kept.access_label  # type: ignore[attr-defined]
    app.view_functions["circles.circles"] = breaks
    lead = client_as("pastoral_lead")

    assert lead.post("/circles", data=circle()).status_code == 500
    assert (how_many(session, Circle), how_many(session, Receipt)) == (0, 0)
    app.view_functions["circles.circles"] = kept
    assert lead.post("/circles", data=circle()).status_code == 303


def test_keys_are_forgotten_when_no_form_can_carry_them_any_more(client_as: ClientAs, session: Session) -> None:
    client_as("pastoral_lead").post("/circles", data=circle())
    now = datetime.now(UTC)

    sweep_receipts(session, at=now + timedelta(days=KEPT_DAYS - 1))
    assert how_many(session, Receipt) == 1
    sweep_receipts(session, at=now + timedelta(days=KEPT_DAYS + 1))
    session.commit()
    assert how_many(session, Receipt) == 0


# ---- at the same moment, on both databases


@pytest.fixture
def either_app(either_database: str, tmp_path: Path) -> Iterator[Flask]:
    folder = tmp_path / "either"
    folder.mkdir()
    made = create_app(settings_in(folder, either_database))
    made.test_client_class = Browser
    with made.app_context():
        engine = db.engine
        with Session(engine, autoflush=False) as session:
            build_cast(session)
            session.commit()
    yield made
    with made.app_context():
        db.engine.dispose()
    shutil.rmtree(folder)


@pytest.mark.parametrize("times", [2, 6])
def test_sent_at_the_same_moment_it_is_done_once_and_all_are_answered_alike(either_app: Flask, times: int) -> None:
    with either_app.app_context():
        cast = Cast(db.session())
        sent = incident(cast)
    teacher = either_app.test_client()
    assert isinstance(teacher, Browser)
    teacher.sign_in_as("staff")
    sent["csrf_token"] = teacher.csrf_token()
    cookie, together = teacher.get_cookie("amends").value, Barrier(times)

    def press(_number: int) -> tuple[int, str | None]:
        browser = either_app.test_client()
        browser.set_cookie("amends", cookie)
        together.wait(20)
        answer = browser.post("/incidents/new", data=sent)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(times) as pool:
        answers = list(pool.map(press, range(times)))

    assert set(answers) == {(303, answers[0][1])}
    with either_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Case)) == 1
        assert db.session.scalar(select(func.count()).select_from(Receipt)) == 1


def test_the_database_itself_keeps_a_key_from_being_used_twice(session: Session, cast: Cast) -> None:
    mine = {"account_id": cast.account("staff").id, "form": "/circles", "key": KEY, "content_hash": "x"}
    session.add_all([Receipt(**mine, at=datetime.now(UTC)), Receipt(**mine, at=datetime.now(UTC))])

    with pytest.raises(IntegrityError):
        session.commit()
