"""Facts from the database say the same as facts from the bundle's files, with fewer rows and few statements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from app.bundle import import_bundle
from app.casework.facts.stored import facts_for_case, facts_for_term, facts_of
from app.casework.measure import reckon_all, reckon_case
from app.casework.refusals import Refused
from app.db import prepare_engine
from reports.figures import context, snapshot
from tests.facts_from_csv import SAMPLE, facts_from_csv

REPORTS = {"2025-26 autumn": date(2026, 2, 27), "2025-26 spring": date(2026, 4, 30)}


@pytest.fixture
def stored(either_database: str) -> Iterator[tuple[Session, int]]:
    """A session on a database that holds the sample school, and that school's number."""
    engine = create_engine(either_database)
    prepare_engine(engine)
    with Session(engine, autoflush=False) as session:
        outcome = import_bundle(session, SAMPLE, at=datetime(2026, 5, 1, tzinfo=UTC))
        session.commit()
        assert outcome.school_id is not None
        yield session, outcome.school_id
    engine.dispose()


def test_a_term_and_a_case_read_from_the_database_say_what_the_files_say(stored: tuple[Session, int]) -> None:
    session, school = stored
    files, whole = facts_from_csv(SAMPLE), facts_of(session, school)
    for term, as_at in REPORTS.items():
        of_term = facts_for_term(session, school, term, as_at)
        for restricted in (False, True):
            expected = snapshot(files, term, as_at, restricted=restricted)
            assert snapshot(of_term, term, as_at, restricted=restricted) == expected
            assert snapshot(whole, term, as_at, restricted=restricted) == expected
        assert context(of_term, term, as_at) == context(files, term, as_at)
    on = max(REPORTS.values())
    reckoned = reckon_all(whole, on)
    for case in whole.case:
        lines = [each.lines() for each in reckon_case(facts_for_case(session, school, case), case, on)]
        assert lines == [each.lines() for each in reckoned if each.incident.case == case]


def test_one_case_takes_two_statements(stored: tuple[Session, int]) -> None:
    session, school = stored
    sent: list[str] = []
    case = min(facts_of(session, school).case)
    listen = (session.get_bind(), "before_cursor_execute", lambda *said: sent.append(said[2]))
    event.listen(*listen)
    facts_for_case(session, school, case)
    event.remove(*listen)
    assert len(sent) == 2


def test_a_term_that_does_not_exist_is_refused_with_those_that_do(stored: tuple[Session, int]) -> None:
    session, school = stored
    with pytest.raises(Refused, match="2025-26 autumn") as refused:
        facts_for_term(session, school, "2031-32 autumn", date(2026, 2, 27))
    assert refused.value.refusal.code == "no_such_term"
