"""Everything that pages can make leaves with the school and arrives elsewhere, byte for byte."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from app.bundle import export_bundle, import_bundle
from app.bundle.files import FAMILIES
from app.casework.agreement import Action, Agreement
from app.casework.calendar import london
from app.casework.check_in import CheckIn
from app.casework.exclusion import Exclusion, OutOfLessons
from app.casework.history import Event, first_break
from app.casework.report import Report
from app.casework.school import School
from app.casework.staff import StaffMember
from app.db import db, prepare_engine
from app.factory import create_app
from app.jobs import pick_up_waiting
from tests.bundle.conftest import contents
from tests.cast import PASSWORD, Cast
from tests.conftest import settings_in
from tests.journeys.story import LATER, NOW, PASTED, SAFE, TODAY, ClientAs, Story

# Settings that arrive by bundle; no page makes them.
BY_BUNDLE_ALONE = {"roll", "periods"}


def a_whole_case(story: Story) -> None:
    """Logged, triaged, amended, met in every way, agreed, changed, settled, put right, checked, decided, closed, reopened."""
    case = story.log()
    reference = case.removeprefix("/cases/")
    story.teacher.submit(f"/incidents/{reference}/amend", because=PASTED, location="field")
    story.lead.submit(
        f"{case}/triage",
        owner="P-NAI",
        confidentiality="restricted",
        because=PASTED,
        next_step=PASTED,
        next_step_on=LATER,
    )
    story.lead.submit(case, "Save the note", text=PASTED)
    story.lead.submit(case, "Save the note", text=PASTED, is_restricted="y")
    pair = f"{reference}|{story.tom}"
    sure = {"sanction": "suspension", "school_days": "2", "clause": "4.2", "confidence": "possible"}
    story.head.submit(f"{case}/threshold", pair=pair, **sure)
    story.head.submit(f"{case}/threshold", pair=pair, **{**sure, "confidence": "probable"}, because=PASTED)
    fair = dict.fromkeys(("who_was_asked", "reason_given", "what_next"), PASTED)
    story.head.submit(f"{case}/decision", pair=pair, decision="restorative", **fair)

    story.respond(case, "affective_statement", words=PASTED)
    story.respond(case, "circle", topic=PASTED, circle_group="8Y", size="9", minutes="25")
    story.respond(case, "impromptu_conference", calm_enough="yes")
    agree_and_settle(story, case)
    check_in(story, case)
    story.lead.submit(f"{case}/close", closing_reason="agreement_not_kept", told_now=story.maya)
    story.head.submit(f"{case}/close", because=PASTED)


def agree_and_settle(story: Story, case: str) -> None:
    actions = {
        "actions-0-what": PASTED, "actions-0-by": story.tom, "actions-0-for": story.maya, "actions-0-due_on": LATER,
        "actions-0-adult_support": PASTED, "actions-0-how_known": PASTED, "actions-0-is_apology": "y",
        "actions-0-apology_asked_for": "a card", "actions-1-what": "Keeps away from the bench", "actions-1-by": story.tom,
    }  # fmt: skip
    story.lead.submit(
        f"{case}/agreements/new", follow_up_owner="P-NAI", review_on=LATER, if_it_happens_again=PASTED, **actions
    )
    second, agreement = story.newest(Action), story.newest(Agreement)
    for_maya = {"harmed_agreed": "y", "asked_by": PASTED, "agreed_by": PASTED, "because": PASTED}
    story.lead.submit(f"/agreements/actions/{second}/change", what="Sits elsewhere", by=story.tom, **for_maya)
    story.lead.post(f"/agreements/actions/{second - 1}", data={"what": "released", "because": PASTED})
    story.lead.post(f"/agreements/actions/{story.newest(Action)}", data={"what": "not_done"})
    story.lead.post(f"/agreements/actions/{story.newest(Action)}/correct", data={"what": "partly", "because": PASTED})
    story.lead.submit(
        f"/agreements/{agreement}", "Save what got in the way", why_not_kept="support_missing", note=PASTED
    )
    story.lead.submit(f"{case}/agreements/new", follow_up_owner="P-NAI", review_on=LATER, **actions)
    story.lead.submit(f"/agreements/{story.newest(Agreement)}", "Withdraw the agreement", because=PASTED)


def check_in(story: Story, case: str) -> None:
    story.lead.submit(f"{case}/check-ins", person=story.maya, due_on=TODAY)
    held = story.newest(CheckIn)
    answers = {"safe": "yes", "put_right": "partly", "anything_since": PASTED}
    story.lead.submit(f"/check-ins/{held}", "Save the check-in", **answers)
    story.lead.submit(f"{case}/check-ins", person=story.tom, due_on=LATER)
    story.lead.submit(f"/check-ins/{story.newest(CheckIn)}", "Skip this check-in", because=PASTED)


def a_conference_that_is_not_held(story: Story) -> None:
    """Prepared person by person, its risks looked at, then declined; and other ways that end early."""
    case = story.log()
    story.lead.submit(f"{case}/triage", owner="P-NAI", confidentiality="standard", next_step="", next_step_on="")
    conference = story.plan(case, "formal_conference", led_by="F-MUN")
    number = conference.removeprefix("/responses/")
    said = {
        "prepare-person": story.maya, "prepare-met_alone_on": TODAY, "prepare-explained": "y",
        "prepare-willing": "dont_know", "prepare-supporter": PASTED, "prepare-adaptations": PASTED,
    }  # fmt: skip
    assert story.lead.post(f"/responses/{number}/prepare", data=said).status_code == 303
    risks = {"risk-risk_note": PASTED, "risk-if_no_conference": PASTED}
    story.lead.submit(conference, **risks)
    declined = {"end-what": "declined", "end-declined": story.maya}
    assert story.lead.post(f"/responses/{number}/end", data=declined).status_code == 303
    for what in ("cancelled", "stopped"):
        number = story.plan(case, "affective_questions", because=what).removeprefix("/responses/")
        ended = {"end-what": what, "end-because": PASTED}
        assert story.lead.post(f"/responses/{number}/end", data=ended).status_code == 303


def cases_that_stop_or_move(story: Story) -> None:
    """Held for safety and lifted; joined to another, split off again; met on the spot."""
    case = story.log()
    answers = {**SAFE, "sexual_or_domestic": "yes", "review_on": TODAY}
    story.head.submit(f"{case}/responses/new", **answers)
    story.safeguarding.submit(f"{case}/hold", because=PASTED, asked_by_harmed_child="y", request=PASTED)

    one, other = story.log("1"), story.log("2")
    moved, into = one.removeprefix("/cases/"), other.removeprefix("/cases/")
    story.lead.submit(f"{one}/join", incident=moved, what="join", case=into, because=PASTED)
    story.lead.submit(f"{other}/join", incident=moved, what="split", because=PASTED)
    told = {"confidentiality": "standard", "next_step": PASTED, "next_step_on": LATER}
    story.lead.submit(f"{other}/triage", owner="P-NAI", **told)
    met = {"people-0-took_part": "y", "people-1-took_part": "y", "calm_enough": "yes", "outcome_sentence": PASTED}
    story.log("1", response_now="affective_questions", **met)


def people_and_their_sight(story: Story) -> None:
    """Named on a case and taken off; a role for a time, an acting head, a child that somebody is close to."""
    case = story.log("1")
    level = {"level-confidentiality": "restricted", "level-because": PASTED}
    for typed in (level, {"name-staff": "F-MUN", "name-because": PASTED}):
        story.lead.submit(f"{case}/access", **typed)
    facilitator = story.session.scalars(select(StaffMember.id).where(StaffMember.staff_code == "F-MUN")).first()
    for_a_time = {"give-role": "tutor", "give-starts_on": TODAY, "give-ends_on": LATER, "give-because": PASTED}
    story.head.submit(f"/settings/people/{facilitator}", **for_a_time, **{"give-confirmation": PASSWORD})
    deputy = {"staff": "H-BEV", "starts_on": LATER, "ends_on": LATER, "because": PASTED}
    story.head.submit("/settings/headship", **deputy)
    ruby = story.teacher.page("/me/links/new?name=Maya").split('name="pupil"')[1].split('value="')[1].split('"')[0]
    declared = {"pupil": ruby, "relationship": "aunt; by marriage", "confirmation": PASSWORD}
    story.teacher.submit("/me/links/new?name=Maya", **declared)


def registers_and_settings(story: Story) -> None:
    """Exclusions and other ways out of lessons, circles, training, what is complete, a published report."""
    incident = story.log("1").removeprefix("/cases/")
    day = f"{story.cast.calendar().nth_day(london(NOW).date(), 1):%d/%m/%Y}"
    row = {"pupil": story.tom, "kind": "suspension", "starts_on": day, "sessions": "1", "reasons": "PP, BU"}
    story.head.submit("/exclusions", **row, incident=incident)
    another = {**row, "kind": "permanent", "sessions": ""}
    story.head.submit("/exclusions", status=422, **another)  # the head decided about him lately
    story.head.post("/exclusions", data={**another, "is_another": "y"})
    story.head.submit(f"/exclusions/{story.newest(Exclusion)}/cancel", because=PASTED)
    out = {"pupil": story.tom, "starts_on": day}
    for sessions in ("2", "1"):
        story.head.submit("/out-of-lessons", **out, kind="sent_home", ends_on=day, sessions=sessions)
        story.head.submit(f"/out-of-lessons/{story.newest(OutOfLessons)}/cancel", because=PASTED)
    began = f"{london(NOW) - timedelta(days=3):%d/%m/%Y}"
    story.head.submit("/out-of-lessons", pupil=story.tom, kind="managed_move", starts_on=began, ends_on="", sessions="")
    story.head.submit(f"/out-of-lessons/{story.newest(OutOfLessons)}/end", ended_on=began)
    story.head.submit("/out-of-lessons", **out, kind="reduced_timetable", ends_on="", sessions="")
    story.teacher.submit("/circles", group=PASTED, purpose="community", size="28", minutes="")
    story.teacher.submit("/circles", group="8Y", purpose="learning", size="", minutes="20")
    course = {"staff": "P-NAI", "course": PASTED, "completed_on": TODAY}
    story.head.submit("/training", **course, level="", provider="", hours="", expires_on="")
    story.head.submit("/training", **course, level="2", provider=PASTED, hours="1.5", expires_on=LATER)
    story.head.submit("/settings/supplied", term="2025-26 autumn", complete=["suspensions", "sent_home"])


def publish_a_report(story: Story, app: Flask) -> str:
    page = str(story.head.submit("/reports", term="2025-26 autumn", as_at="27/02/2026", commentary=PASTED).location)
    work(app)
    story.head.submit(f"{page}/publish", "Approve and publish")
    work(app)
    return page


def work(app: Flask) -> None:
    with app.app_context():
        pick_up_waiting()
        db.engine.dispose()


@pytest.fixture
def elsewhere(sqlite_template: Path, tmp_path: Path) -> Path:
    """The data folder of another installation, empty."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return Path(shutil.copy(sqlite_template, folder / "amends.sqlite")).parent


def test_all_that_pages_make_leaves_and_arrives_byte_for_byte(
    client_as: ClientAs, app: Flask, cast: Cast, elsewhere: Path, tmp_path: Path
) -> None:
    story = Story(client_as, cast)
    a_whole_case(story)
    a_conference_that_is_not_held(story)
    cases_that_stop_or_move(story)
    registers_and_settings(story)
    people_and_their_sight(story)
    printed = client_as("governor").get(f"{publish_a_report(story, app)}.pdf").data

    cast.session.rollback()
    export_bundle(cast.session, story.school.id, tmp_path / "one")
    arrived = bring_to(elsewhere, tmp_path / "one", tmp_path / "two")

    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert [name for name in one if one[name] != two.get(name)] == []
    assert one.keys() == two.keys()
    assert not_told_by(one) == set()
    assert arrived == printed


def not_told_by(files: dict[str, bytes]) -> set[str]:
    """Files that a page can fill, and this story did not."""
    every = {family.file for family in FAMILIES} | {family.further.file for family in FAMILIES if family.further}
    filled = {name.removesuffix(".csv") for name, content in files.items() if content.count(b"\r\n") > 1}
    return every - filled - BY_BUNDLE_ALONE


def bring_to(folder: Path, bundle: Path, again: Path) -> bytes:
    """Import the bundle into an installation, export it from there, print its report; the PDF."""
    engine = create_engine(f"sqlite:///{folder / 'amends.sqlite'}")
    prepare_engine(engine)
    with Session(engine, autoflush=False) as session:
        outcome = import_bundle(session, bundle, at=NOW)
        assert outcome.problems == ()
        session.commit()
        assert import_bundle(session, bundle, at=NOW).changes == 0
        assert first_break(session.scalars(select(Event).order_by(Event.number)).all()) is None
        export_bundle(session, session.scalars(select(School.id)).one(), again)
    work(create_app(settings_in(folder)))
    with Session(engine) as session:
        report = session.scalars(select(Report)).one()
        pdf, has_restricted = report.pdf, report.restricted_pdf is not None
    engine.dispose()
    assert has_restricted
    return pdf or b""
