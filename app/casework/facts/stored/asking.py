"""Asking one school's rows of the database, a kind at a time."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import count, groupby, islice
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import Session

from app.casework.facts import Facts
from app.casework.facts import readings as r
from app.casework.facts.reading import Reading, plain
from app.casework.facts.rows import School as SchoolRow
from app.casework.report import Report
from app.casework.school import School
from app.casework.words import ReportStatus

AT_ONCE = 20_000  # values in one statement; both databases take more

SHORTEST_RUN, MOST_RUNS = 100, 50

Read = dict[str, list[Any]]


class Asking:
    """The rows of one school, as rows of facts."""

    def __init__(self, session: Session, school_id: int) -> None:
        self.session = session
        self.school_id = school_id

    def rows(self, reading: Reading, *where: Any) -> list[Any]:
        """Rows of one kind of which all of `where` is so."""
        return reading.parse(self.session.execute(reading.select(self.school_id, *where)).all())

    def all_of(self, *readings: Reading) -> Read:
        """Every row of some kinds, by field of `Facts`."""
        return {reading.field: self.rows(reading) for reading in readings}

    def among(self, reading: Reading, column: Any, keys: Iterable[int]) -> list[Any]:
        """Rows whose `column` is one of `keys`, which are numbers of records of this school, asked for in portions."""
        return [
            row
            for portion in portions(keys)
            for row in reading.parse(self.session.execute(reading.among(is_one_of(plain(column), portion))).all())
        ]

    def published(self) -> list[Any]:
        """The reports that were published."""
        return self.rows(r.PUBLISHED, plain(Report.status) == ReportStatus.PUBLISHED)

    def facts(self, read: Read) -> Facts:
        """The rows read, with the school they are of."""
        return Facts(school=self.school, **read)

    @cached_property
    def school(self) -> SchoolRow:
        """The school and its settings."""
        columns = (
            School.urn,
            School.name,
            School.holding_school_days,
            School.response_within_school_days,
            School.baseline_years,
        )
        found = self.session.execute(select(*columns).where(School.id == self.school_id))
        urn, name, holding, limit, years = found.one()
        return SchoolRow(urn, name, holding, limit, tuple(sorted(years)))


def portions(keys: Iterable[int]) -> Iterable[list[int]]:
    """Different keys in order, so many at a time as one statement takes."""
    left = iter(sorted(set(keys)))
    while portion := list(islice(left, AT_ONCE)):
        yield portion


def is_one_of(column: Any, keys: list[int]) -> ColumnElement[bool]:
    """Whether a column is one of `keys`, which are in order. Numbers are given in the order of time, so that those of
    a term are mostly one run: its first and last say it shorter, and the database goes from one to the other."""
    runs, others = _longest_runs(keys)
    tests = [column.between(first, last) for first, last in runs]
    # Written out in the statement: thousands of bound values are slow to prepare.
    others_are = column.in_(bindparam("keys", others, expanding=True, literal_execute=True))
    return or_(*tests, others_are) if others or not tests else or_(*tests)


def _longest_runs(keys: list[int]) -> tuple[list[tuple[int, int]], list[int]]:
    place = count()
    runs = [list(run) for _, run in groupby(keys, key=lambda key: key - next(place))]
    longest = sorted((run for run in runs if len(run) >= SHORTEST_RUN), key=len, reverse=True)[:MOST_RUNS]
    left = set(keys).difference(*longest)
    return [(run[0], run[-1]) for run in longest], sorted(left)
