"""Checks a bundle against a school, and brings it in: all or nothing, in the caller's one transaction.

Rows are upserted by key and never removed. The caller commits; where the outcome has problems, nothing was written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain as joined
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.bundle import chain, whole
from app.bundle.arrival import bring_in
from app.bundle.difference import Counts, Difference, compare
from app.bundle.files import FAMILIES, file_order
from app.bundle.keys import Keys, stored_keys
from app.bundle.problems import Problem, Problems
from app.bundle.reader import Allowance, TooMuch, lines_of
from app.bundle.reading import SCHOOL_FILE, Reading, read_all
from app.bundle.source import Source, open_source
from app.bundle.spec import Family
from app.bundle.spool import Spool
from app.bundle.stored import SCHOOLS, Names, Stored, stored_rows
from app.casework.calendar import london


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would do. `counts` by file; with problems nothing was written."""

    urn: str | None
    school_id: int | None
    problems: tuple[Problem, ...]
    problem_count: int
    counts: dict[str, Counts] = field(default_factory=dict)

    @property
    def changes(self) -> int:
        """Rows added and changed."""
        return sum(each.added + each.changed for each in self.counts.values())


@dataclass
class Plan:
    """A bundle that was read and compared."""

    keys: Keys
    reading: Reading
    differences: dict[str, Difference]
    events: Spool[chain.Told]


def check_bundle(session: Session, path: Path | str, *, at: datetime) -> Outcome:
    """Every problem of every row, and what an import at the instant `at` would do. Writes nothing.

    Raises NotABundle where the path is neither a folder nor a zip.
    """
    return _outcome(*_plan(session, Path(path), london(at).date()))


def import_bundle(session: Session, path: Path | str, *, at: datetime) -> Outcome:
    """Bring a bundle in at the instant `at`; with any problem nothing is written. The caller commits.

    Raises NotABundle where the path is neither a folder nor a zip.
    """
    plan, problems = _plan(session, Path(path), london(at).date())
    if plan is not None and not problems:
        bring_in(session, plan.keys, plan.differences, plan.events, at=at)
        session.expire_all()
    return _outcome(plan, problems)


def _outcome(plan: Plan | None, problems: Problems) -> Outcome:
    told = problems.in_order((*file_order(), chain.FILE))
    if plan is None:
        return Outcome(None, None, told, problems.count)
    school = next(iter(plan.reading.of("school")), None)
    counts = {file: difference.counts for file, difference in plan.differences.items()}
    if plan.events:
        counts["events"] = Counts(len(plan.events), 0, 0)
    return Outcome(school.main[0] if school else None, plan.keys.school_id, told, problems.count, counts)


def _plan(session: Session, path: Path, today: date) -> tuple[Plan | None, Problems]:
    problems = Problems()
    with open_source(path, problems) as source:
        if problems and not source.names:
            return None, problems
        try:
            return _read_and_compare(session, source, problems, today), problems
        except TooMuch as much:
            problems.add(much.file, much.line, None, much.wrong, much.right)
            return None, problems


def _read_and_compare(session: Session, source: Source, problems: Problems, today: date) -> Plan:
    keys = stored_keys(session, _school_id(session, source))
    reading = read_all(source, keys, problems)
    rows = len(reading.of("school"))
    if rows != 1 and SCHOOL_FILE in source.names and SCHOOL_FILE not in problems.unread:
        problems.add(SCHOOL_FILE, None, None, f"It has {rows:,} rows.", "A bundle is of one school: one row.")
    allowance = Allowance()
    events = chain.new_events(session, keys.school_id, chain.read_chain(source, keys, problems, allowance), problems)
    differences = {}
    names = Names(keys)
    meetings: whole.Meetings = {}
    for family in FAMILIES:
        given = reading.of(family.file)
        needed = given or (family.file == "responses" and reading.of("agreements"))
        stored = list(stored_rows(session, family, keys, names)) if needed and keys.school_id is not None else []
        differences[family.file] = compare(family, given, stored)
        if family.file == "responses":
            meetings = _meetings(reading, stored)
        if family.file == "published_reports" and given:
            placed = whole.after_import(family, given, stored, differences[family.file])
            whole.check_published(placed, differences[family.file], today, problems)
        _check_whole(family, reading, stored, differences[family.file], meetings)
    return Plan(keys, reading, differences, events)


def _check_whole(
    family: Family, reading: Reading, stored: list[Stored], difference: Difference, meetings: whole.Meetings
) -> None:
    checks = {"calendar": whole.check_calendar, "policy": whole.check_policy, "pupils": whole.check_pupils}
    given = reading.of(family.file)
    if family.file in checks and given:
        checks[family.file](whole.after_import(family, given, stored, difference), reading.problems)
    if family.file == "agreements" and given:
        whole.check_agreements(reading, meetings, family.names)


def _meetings(reading: Reading, stored: list[Stored]) -> whole.Meetings:
    names = next(family.names for family in FAMILIES if family.file == "responses")
    mains = joined((row.main for row in stored), (given.main for given in reading.of("responses")))
    rows = (dict(zip(names, main, strict=True)) for main in mains)
    return {row["response"]: (row["status"], row["held_at"]) for row in rows if row["response"]}


def _school_id(session: Session, source: Source) -> int | None:
    """The id of the school that the bundle names, where it is here already. Problems are told by the real reading."""
    if SCHOOL_FILE not in source.names:
        return None
    first = next(lines_of(source, SCHOOL_FILE, FAMILIES[0].columns, Problems(), Allowance()), None)
    urn = first.values[0] if first else None
    return session.scalar(sa.select(SCHOOLS.c.id).where(SCHOOLS.c.urn == urn)) if urn else None
