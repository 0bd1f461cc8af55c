"""The page that says how the measure reads a case gives the reasoning of the sample's README, candidate by candidate."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from app.bundle import import_bundle
from app.casework.access_log import Reading
from app.casework.account import Account, UserSession
from app.casework.staff import StaffMember
from app.db import db, prepare_engine
from app.factory import create_app
from app.jobs import pick_up_waiting
from app.web.session import TOKEN, hash_of
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.conftest import settings_in
from tests.facts_from_csv import SAMPLE
from tests.statements import Statements

AUTUMN, SPRING = "27/02/2026", "30/04/2026"

# incident, pupil, as at, what the head of the section says, and what the evidence says: (line, value, part of the note)
CANDIDATES = [
    ("I-02", "005", AUTUMN, "Excluded on", []),
    ("I-03", "007", AUTUMN, "Avoided on 15 May 2025.", [("Holding period ends on", "15 May 2025", "30 school days")]),
    ("I-04", "008", AUTUMN, "Avoided on 18 September 2025.", [
        ("Policy indicates", "Suspension of 2 school days", "Version v1"), ("Holding period ends on", "18 September 2025", "")]),
    ("I-05", "011", AUTUMN, "Avoided on 4 November 2025.", [
        ("Policy indicates", "Suspension of 3 school days", "Version v2"),
        ("Threshold confirmed", "Suspension of 3 school days, probable", "11 September 2025, 08:30"),
        ("Decision", "Restorative response instead", "11 September 2025, 09:15"),
        ("First meeting with the pupil", "16 September 2025", ""),
        ("Agreement that counts", "A-0", "Made on 16 September 2025"),
        ("Holding period ends on", "4 November 2025", ""),
        ("Also by the stricter reading", "No", "for another matter. It began on 8 October 2025.")]),
    ("I-06", "014", AUTUMN, "Avoided on 2 December 2025.", [
        ("Incident logged", "17 September 2025, 15:30", "Imelda Strand."),
        ("Policy indicates", "Permanent exclusion", ""), ("Threshold confirmed", "Permanent exclusion, probable", ""),
        ("Holding period ends on", "17 November 2025", ""), ("Also by the stricter reading", "Yes", "")]),
    ("I-07", "015", AUTUMN, "Avoided on 19 November 2025.", [
        ("Threshold confirmed", "Suspension of 3 school days, possible", ""),
        ("Actions that count", "", "released by the person it was for")]),
    ("I-08", "017", AUTUMN, "Avoided on 24 November 2025.", [
        ("Threshold confirmed", "Suspension of 5 school days", ""), ("Policy indicates", "Suspension of 3 school days", ""),
        ("Most that can be claimed", "Suspension of 3 school days", "The lesser of policy and confirmation.")]),
    ("I-08", "018", AUTUMN, "Not sustained since 4 November 2025.", [
        ("Agreement that counts", "No agreement", "It needs an action by the pupil."),
        ("Agreement due by", "3 November 2025", "15 school days")]),
    ("I-09", "011", AUTUMN, "Excluded on 7 October 2025. It was decided on 7 October 2025. The register of exclusions holds an "
        "exclusion for this incident. It began on 8 October 2025.", [
        ("Register, for this incident", "1", "Suspension from 8 October 2025.")]),
    ("I-10", "020", AUTUMN, "Avoided on 17 December 2025.", [
        ("Decision", "Restorative response instead", "9 October 2025"), ("Response due by", "6 November 2025", ""),
        ("First meeting with the pupil", "4 November 2025", "Affective questions. Impromptu conference of 14 October 2025: declined."),
        ("Responses that count", "1", "4 November 2025"), ("Actions that count", "", "changed by consent")]),
    ("I-11", "021", AUTUMN, "Not sustained since 12 November 2025.", [("Actions that count", "", "not done on 12 November 2025")]),
    ("I-12", "023", AUTUMN, "Postponed on 24 November 2025.", [
        ("Exclusion for the same matter", "24 November 2025", "the same person harmed. It began on 25 November 2025."),
        ("Holding period ends on", "10 December 2025", "")]),
    ("I-12", "024", AUTUMN, "Other sanction on", [("Decision", "Other sanction", "")]),
    ("I-13", "025", AUTUMN, "Not sustained since 28 November 2025.", [
        ("Response due by", "27 November 2025", ""), ("Responses that count", "0", "")]),
    ("I-16", "026", AUTUMN, "Avoided on 8 January 2026.", [
        ("Policy indicates", "Suspension of 1 school day", "at least 2 needed within 20 school days.")]),
    ("I-17", "023", AUTUMN, "Excluded on", []),
    ("I-18", "027", AUTUMN, "Excluded on", []),
    ("I-19", "029", AUTUMN, "Recorded late since 13 November 2025. A restorative decision was made on 14 November 2025, but", [
        ("Threshold confirmed", "Not one that counts", "not counting: Suspension of 3 school days, Tobias Achterberg, 14 Nov"),
        ("First meeting with the pupil", "13 November 2025, 14:30", ""),
        ("Evidence before the response in order", "No", "The threshold was recorded in or after the minute")]),
    ("I-20", "031", AUTUMN, "Other sanction on", []),
    ("I-21", "038", AUTUMN, "Avoided on 3 February 2026.", [
        ("Decision", "Restorative response instead", "3 December 2025"),
        ("Register, for this incident", "1", "from 3 December 2025, cancelled on 3 December 2025, so that it never began.")]),
    ("I-22", "032", AUTUMN, "Undecided since 11 December 2025.", [("Decision", "Not yet", "")]),
    ("I-22", "032", SPRING, "In progress since 3 March 2026.", [
        ("Agreement that counts", "", "Made on 6 March 2026"), ("Holding period ends on", "1 May 2026", "")]),
    ("I-23", "034", AUTUMN, "Avoided on 27 February 2026.", [("Responses that count", "1", "8 January 2026")]),
    ("I-24", "036", AUTUMN, "In progress since", [("Holding period ends on", "10 March 2026", "")]),
    ("I-24", "036", SPRING, "Avoided on 10 March 2026.", []),
    ("I-25", "005", SPRING, "Avoided on 17 March 2026.", [
        ("Decision", "Restorative response instead", ", acting head that day, 21 January 2026")]),
    ("I-26", "012", SPRING, "Recorded late since", [
        ("Incident logged", "3 February 2026, 13:00", "Tobias Achterberg."), ("Threshold confirmed", "Not one that counts", "not counting: "),
        ("Evidence before the response in order", "No", "confirmed by the person who logged the incident")]),
    ("I-27", "009", SPRING, "Avoided on 17 April 2026.", [("Holding period ends on", "17 April 2026", "")]),
    ("I-28", "040", SPRING, "Not sustained since 28 March 2026.", [("Status", "Not sustained", "left the roll")]),
    ("I-29", "015", SPRING, "Excluded on", []),
]  # fmt: skip
NO_CANDIDATES = ("I-01", "I-14", "I-15", "I-30")  # and I-31, which the head does not see: it is a safeguarding case

needs_sample = pytest.mark.skipif(not SAMPLE.exists(), reason="the folder of sample bundles is not beside the project")


@pytest.fixture(scope="module")
def larkfield(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Flask, dict[str, str], dict[str, str]]]:
    """The app with the sample school in it; the case of each incident, and pupils' names by the end of their number."""
    folder = tmp_path_factory.mktemp("larkfield")
    shutil.copy(sqlite_template, folder / "amends.sqlite")
    engine = create_engine(f"sqlite:///{folder / 'amends.sqlite'}")
    prepare_engine(engine)
    with Session(engine, autoflush=False) as session:
        assert import_bundle(session, SAMPLE, at=datetime(2026, 5, 1, tzinfo=UTC)).problem_count == 0
        head = session.scalars(select(StaffMember).where(StaffMember.staff_code == "HEAD")).one()
        account = Account(email="head@larkfield.example", name=head.display_name, password_hash="never signs in")
        session.add(account)
        session.flush()
        head.account_id = account.id
        session.commit()
        from app.casework.incident import Incident
        from app.casework.people import Pupil

        cases = {i.reference: i.case.reference for i in session.scalars(select(Incident))}
        names = {(p.upn or p.mis_id or "")[-3:]: p.display_name for p in session.scalars(select(Pupil))}
    engine.dispose()
    app = create_app(settings_in(folder))
    app.test_client_class = Browser
    yield app, cases, names
    with app.app_context():
        db.engine.dispose()


def head_of(app: Flask) -> Browser:
    browser = app.test_client()
    assert isinstance(browser, Browser)
    token, at = secrets.token_urlsafe(32), datetime.now(UTC)
    with app.app_context():
        member = db.session.scalars(select(StaffMember).where(StaffMember.staff_code == "HEAD")).one()
        live = UserSession(token_hash=hash_of(token), account_id=member.account_id, staff_id=member.id)
        live.started_at = live.last_seen_at = at
        live.is_shared_computer, live.device = True, "a test"
        db.session.add(live)
        db.session.commit()
    with browser.session_transaction() as kept:
        kept[TOKEN] = token
    return browser


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html))).strip()


def section_of(page: str, title: str) -> str:
    return next(part for part in page.split("<section><h2>") if plain(part).startswith(title)).split("</section>")[0]


def lines_of(section: str) -> dict[str, tuple[str, str]]:
    rows = [re.findall(r'<span class="cell">(.*?)</span>', row, re.S) for row in section.split("<tr>")[2:]]
    return {plain(row[0]): (plain(row[1]), plain(row[2])) for row in rows}


@needs_sample
@pytest.mark.parametrize(
    ("incident", "pupil", "as_at", "headline", "evidence"), CANDIDATES, ids=lambda each: str(each)[:12]
)
def test_the_page_gives_the_reasoning_of_the_readme(larkfield, incident, pupil, as_at, headline, evidence) -> None:
    app, cases, names = larkfield

    page = head_of(app).page(f"/cases/{cases[incident]}/measure?as_at={as_at}")

    section = section_of(page, f"{names[pupil]}, incident {incident}")
    lines = lines_of(section)
    assert headline in plain(section)
    for label, value, note in evidence:
        assert label in lines, (label, list(lines))
        assert value in lines[label][0], (label, lines[label])
        assert note in lines[label][1], (label, lines[label])


@needs_sample
def test_the_table_above_names_every_candidate_of_the_readme() -> None:
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| (I-\d\d), ", readme, re.MULTILINE)) - set(NO_CANDIDATES)

    assert named <= {candidate[0] for candidate in CANDIDATES}
    rows = re.findall(r"^\| I-\d\d, ", readme, re.MULTILINE)
    assert len({(i, p) for i, p, *_ in CANDIDATES}) == len(rows) - 1  # I-01 has a row and is no candidate


@needs_sample
@pytest.mark.parametrize("incident", NO_CANDIDATES)
def test_what_is_no_candidate_is_not_told_as_one(larkfield, incident) -> None:
    app, cases, _names = larkfield

    page = head_of(app).page(f"/cases/{cases[incident]}/measure?as_at={SPRING}")

    assert f"incident {incident}" not in page


def test_a_day_that_has_not_come_is_refused_and_kept(client_as, cast: Cast) -> None:
    Told(cast).logged(severity=3).considered()

    page = client_as("headteacher").page("/cases/2026-0001/measure?as_at=01/01/2099", 422)

    assert "That day has not come yet. Choose today or an earlier day." in page
    assert 'value="01/01/2099"' in page


def test_a_case_without_exclusion_teaches_what_a_candidate_is(client_as, cast: Cast) -> None:
    Told(cast).logged()

    page = client_as("headteacher").page("/cases/2026-0001/measure")
    assert "No candidate in this case" in page
    assert "or, where the policy indicates exclusion, once they have met or anything was decided" in page


def test_a_teacher_does_not_see_the_measure(client_as, cast: Cast) -> None:
    Told(cast).logged()

    assert client_as("staff").get("/cases/2026-0001/measure").status_code == 403


@needs_sample
def test_each_unit_of_a_report_leads_from_the_restricted_copy_to_the_case_that_earned_it(
    larkfield: tuple[Flask, dict[str, str], dict[str, str]],
) -> None:
    app, cases, names = larkfield
    head = head_of(app)
    report = str(head.submit("/reports", term="2025-26 autumn", as_at=AUTUMN).location)
    with app.app_context():
        pick_up_waiting()
    page = f"{report}/candidates"
    assert f'href="{page}"' in head.page(f"{report}?copy=restricted")
    assert f'href="{page}"' not in head.page(report)

    with Statements(app) as sent:
        text = head.page(page)

    assert len(sent) <= 12
    titles = [plain(part.split("</h2>")[0]) for part in text.split("<section><h2>")[1:]]
    assert titles == [
        "Counted in the headline: 6", "Avoided: 8", "In progress: 1", "Not sustained: 3", "Postponed: 1", "Excluded: 3",
        "Other sanction: 2", "Undecided: 1", "Recorded late: 1",
    ]  # fmt: skip
    late = section_of(text, "Recorded late")
    assert names["029"] in unescape(late)
    assert f'href="/cases/{cases["I-19"]}/measure?as_at={AUTUMN}"' in late
    for status, incident, pupil in (("Avoided", "I-05", "011"), ("Counted in the headline", "I-07", "015")):
        assert names[pupil] in unescape(section_of(text, status))
        assert incident in section_of(text, status)
    with app.app_context():
        seen = {(what, reference) for what, reference in db.session.execute(select(Reading.what, Reading.reference))}
    assert {("row in a list", cases["I-19"]), ("report", "2025-26 autumn 2026-02-27 candidates")} <= seen
