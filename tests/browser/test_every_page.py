"""Every page that somebody can reach by its links, as a browser shows it, with errors showing too: nothing that
keeps people out (WCAG 2.2 AA), and nothing wider than the screen; light, dark, forced colours, zoomed, narrow.

The school has a case at each stage. A page that no role reaches by links fails the last test by name.
"""

from __future__ import annotations

import html
import re
import shutil
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import create_engine, select, update
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

from app.casework import scope
from app.casework.agreement import Agreement
from app.casework.case import Case
from app.casework.closing import close_case
from app.casework.documenting import ask_for_chronology
from app.casework.holds import answer_safety_questions
from app.casework.logging_incident import add_people
from app.casework.out_of_lessons import record_out_of_lessons
from app.casework.permissions import Role
from app.casework.registering import RegisterRow, record_exclusion
from app.casework.reporting import request_report
from app.casework.responding import Meeting, Present, hold_response
from app.casework.response import Response
from app.casework.school import School
from app.casework.suitability import Answers
from app.casework.words import ClosingReason, ExclusionKind, OutOfLessonsKind, Part, ResponseKind, ResponseStatus
from app.db import db, prepare_engine
from app.demo.present import tell_today
from app.demo.today import Today
from app.factory import create_app
from app.jobs import make_waiting_documents, pick_up_waiting
from tests.browser.accessible import SCREENS, WITH_ERRORS, faults_on
from tests.browser.conftest import listen_for_complaints, new_context, sign_in_as
from tests.browser.live import LiveServer, serve
from tests.browser.school import database
from tests.cast import Cast
from tests.conftest import settings_in

pytestmark = pytest.mark.browser
LINK = re.compile(r'<a [^>]*?href="([^"]+)"')
# The roles that see most go first; each of the others adds what is theirs alone.
ROLES = (
    "pastoral_lead", "headteacher", "dsl", "facilitator", "data_manager", "data_protection_officer", "tutor", "senco",
    "staff", "deputy_headteacher", "governor", "trust_lead",
)  # fmt: skip
# What a form leads to, and not a link.
BY_FORM = ("/search?q=maya", "/search?q=nobody-of-that-name", "/pupils?name=lewis", "/documents/1")
# Probes, answers to scripts, an address that leads on to another page, and what stands before the sign-in (tests/browser/test_sign_in.py looks at that).
NOT_A_PAGE = {
    "static", "health.health", "health.ready", "reports.progress", "chronology.progress", "drafts.here", "finding.find",
    "search.suggest", "conferences.read", "sign_in.sign_in", "sign_in.schools", "second_step.code", "first_password.show",
}  # fmt: skip


@pytest.fixture(scope="module")
def live_server(database_with_cast: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server of this file's own, where a case waits at each stage."""
    data = tmp_path_factory.mktemp("data")
    shutil.copy(database_with_cast, data / "amends.sqlite")
    engine = create_engine(f"sqlite:///{data / 'amends.sqlite'}")
    prepare_engine(engine)
    with Session(engine, autoflush=False) as session:
        session.execute(update(School).values(is_demonstration=True))  # which alone has the tour
        today = Today(session, Cast(session).school().id, datetime.now(UTC))
        tell_today(today)
        _meet(today)
        _exclude(today)
        _name_another_after_the_end(today)
        _ask_for_a_report(today)
        _ask_for_a_chronology(today)
        session.commit()
    engine.dispose()
    app = create_app(settings_in(data))
    with app.app_context():
        pick_up_waiting()
        make_waiting_documents()
        db.engine.dispose()
    server = serve(data)
    yield server
    server.stop()


def _meet(today: Today) -> None:
    """A small conference after which nothing is written down yet."""
    case = today.log("Jun Park", "Aisha Rahman", "verbal", 2, 4, "Shouting in the dinner queue.")
    lead, at = today.by("pastoral_lead", 3), today.moment(3, 13, 20)
    answer_safety_questions(case, Answers(), by=lead, at=at)
    response = today.choose(case, ResponseKind.IMPROMPTU_CONFERENCE, "pastoral_lead", at)
    there = [Present(part.person, took_part=True) for part in case.incidents[0].involvements]
    meeting = Meeting(held_at=at, calm_enough=True)
    hold_response(response, meeting, there, calendar=today.calendar, by=lead, at=at)


def _exclude(today: Today) -> None:
    """A suspension in the register; a morning and a reduced timetable that goes on in the other."""
    row = RegisterRow(ExclusionKind.SUSPENSION, today.day(3), 4, ("PP",))
    head, at = today.by("headteacher", 3), today.moment(3, 15, 30)
    pupil = today.pupil("Samir Haddad")
    more = {"session": today.session, "calendar": today.calendar, "by": head, "at": at}
    today.add(record_exclusion("2026-X001", pupil, row, incident=None, **more))
    out = {"starts_on": today.day(4), "ends_on": today.day(4), "sessions": 1}
    today.add(record_out_of_lessons(pupil, OutOfLessonsKind.INTERNAL_REMOVAL, **out, **more))
    still = {"starts_on": today.day(3), "ends_on": None, "sessions": None}
    today.add(record_out_of_lessons(pupil, OutOfLessonsKind.REDUCED_TIMETABLE, **still, **more))


def _name_another_after_the_end(today: Today) -> None:
    """A case that has ended, in which somebody harmed was named afterwards: they wait to be told."""
    case = today.log("Jun Park", "Aisha Rahman", "verbal", 2, 4, "Names called on the stairs.")
    lead, at = today.by("pastoral_lead", 3), today.moment(3, 13, 20)
    session, reason = today.session, ClosingReason.NO_FURTHER_ACTION
    close_case(case, reason, session=session, by=lead, at=at, not_told_because="She is away this week.")
    maya = [(today.pupil("Maya Lewis"), Part.WAS_HARMED)]
    add_people(case.incidents[0], maya, by=lead, at=at, because="She was there as well")
    session.flush()


def _ask_for_a_report(today: Today) -> None:
    """A draft to read, once the job process has been here."""
    head, at = today.by("headteacher", 0), today.moment(0, 15, 0)
    term = today.calendar.term_of(today.day(0))
    assert term is not None
    request_report(
        term.full_name, today.day(0), "", calendar=today.calendar, session=today.session, by=head, at=at
    )  # fmt: skip


def _ask_for_a_chronology(today: Today) -> None:
    """A paper of the first case, for the pastoral lead alone."""
    lead, at = today.by("pastoral_lead", 0), today.moment(0, 15, 0)
    case = today.session.scalars(scope.visible_cases(lead).with_only_columns(Case).order_by(Case.id)).first()
    assert case is not None
    today.add(ask_for_chronology(case, today.day(14), today.day(0), has_restricted=False, by=lead, at=at))


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> MapAdapter:
    """Tells which endpoint an address belongs to."""
    return create_app(settings_in(tmp_path_factory.mktemp("addresses"))).url_map.bind("127.0.0.1")


def endpoint_of(addresses: MapAdapter, href: str) -> str | None:
    """The endpoint that a link of ours leads to by GET; None for a link that leads elsewhere."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    try:
        endpoint, _values = addresses.match(parts.path, method="GET")
    except (RequestRedirect, HTTPException):
        return None
    return f"{endpoint}?" if parts.query else str(endpoint)


def links_of(page: Page, href: str) -> list[str] | None:
    """Where a page leads; None for a file that the browser would download, or what is not there."""
    found = page.request.get(href)
    if not found.ok or "text/html" not in found.headers.get("content-type", ""):
        return None
    return [html.unescape(link) for link in LINK.findall(found.text())]


def where_nothing_is_agreed(server: LiveServer) -> str:
    """The case of a meeting after which nothing was written down: others have no link to the page that does so."""
    with database(server) as session:
        agreed = select(Agreement.response_id)
        met = select(Case.reference).join(Response, Response.case_id == Case.id)
        held = met.where(Response.status == ResponseStatus.HELD, Response.id.not_in(agreed))
        return f"/cases/{session.scalars(held).one()}/agreements/new"


def where_somebody_waits_to_be_told(server: LiveServer) -> str:
    """The page of a case that has ended, with somebody in it who was named afterwards."""
    with database(server) as session:
        ended = select(Case.reference).where(Case.closing_reason == ClosingReason.NO_FURTHER_ACTION)
        return f"/cases/{session.scalars(ended.order_by(Case.id.desc())).first()}/told"


def reached(page: Page, addresses: MapAdapter, beginnings: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each endpoint that whoever is signed in reaches by links, once, with one address of it."""
    waiting, mine = deque(["/", *beginnings]), set()
    while waiting:
        href = waiting.popleft()
        endpoint = endpoint_of(addresses, href)
        if endpoint is None or endpoint in mine:
            continue
        links = links_of(page, href)
        if links is None:
            continue
        mine.add(endpoint)
        waiting.extend(links)
        yield endpoint, href


def error_state(page: Page) -> bool:
    """Send each form of the page's main part as it is, but for its boxes emptied; True if a page 422 shows its errors."""
    forms = page.locator("main form[method=post]")
    for index in range(forms.count()):
        form = forms.nth(index)
        if not form.locator("textarea, input[type=text], input[type=radio], select").count():
            continue
        form.evaluate(
            """form => { form.noValidate = true;
            form.querySelectorAll('textarea, input[type=text], input[type=email]').forEach(box => { box.value = '' });
            form.querySelectorAll('input[type=radio]').forEach(box => { box.checked = false }); }"""
        )
        with page.expect_navigation() as moved:
            form.evaluate("form => HTMLFormElement.prototype.submit.call(form)")
        answer = moved.value
        if answer is not None and answer.status == 422:
            return True
        page.go_back()
    return False


@dataclass
class Walk:
    """The endpoints that were looked at, and what was wrong with the pages that each role was the first to show."""

    seen: set[str] = field(default_factory=set)
    faults: dict[str, list[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def walk(chromium: Browser, live_server: LiveServer, addresses: MapAdapter) -> Walk:
    """Walk through the service as each role in turn."""
    made, beginnings = (
        Walk(),
        (*BY_FORM, where_nothing_is_agreed(live_server), where_somebody_waits_to_be_told(live_server)),
    )
    for role in ROLES:
        context = new_context(chromium, live_server)
        page = context.new_page()
        complaints = listen_for_complaints(page)
        sign_in_as(page, role)
        made.seen.discard("home.show")  # home is another page for each role
        made.faults[role] = [*_walked(page, addresses, beginnings, made.seen), *complaints]
        context.close()
    return made


def _walked(page: Page, addresses: MapAdapter, beginnings: Sequence[str], seen: set[str]) -> Iterator[str]:
    for endpoint, href in reached(page, addresses, beginnings):
        if endpoint in seen:
            continue
        seen.add(endpoint)
        page.goto(href)
        yield from faults_on(page, SCREENS)
        if error_state(page):
            yield from faults_on(page, WITH_ERRORS)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_that_a_role_reaches_is_accessible_on_every_screen(walk: Walk, role: str) -> None:
    assert not walk.faults[role], "\n".join(walk.faults[role])


def test_no_page_is_out_of_reach(walk: Walk, addresses: MapAdapter) -> None:
    rules = [rule for rule in addresses.map.iter_rules() if "GET" in (rule.methods or ())]
    pages = {str(rule.endpoint) for rule in rules if "." not in rule.rule}  # what has a point in its address is a file

    missed = pages - NOT_A_PAGE - {endpoint.rstrip("?") for endpoint in walk.seen}

    assert missed == set()


def test_the_roles_walked_are_all_there_are() -> None:
    assert set(ROLES) == {role.value for role in Role}
