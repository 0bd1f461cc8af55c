"""Asking one school's rows of the database, a kind at a time."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.casework.facts import Facts
from app.casework.facts import readings as r
from app.casework.facts.reading import Reading, plain
from app.casework.facts.rows import School as SchoolRow
from app.casework.report import Report
from app.casework.school import School
from app.casework.words import ReportStatus

AT_ONCE = 20_000  # values in one statement; both databases take more

Read = dict[str, list[Any]]


class Asking:
    """The rows of one school, as rows of facts."""

    def __init__(self, session: Session, school_id: int) -> None:
        self.session = session
        self.school_id = school_id

    def rows(self, reading: Reading, *where: Any) -> list[Any]:
        """Rows of one kind of which all of `where` is so."""
        return reading.parse(self.session.execute(reading.select(self.school_id, *where)))

    def all_of(self, *readings: Reading) -> Read:
        """Every row of some kinds, by field of `Facts`."""
        return {reading.field: self.rows(reading) for reading in readings}

    def among(self, reading: Reading, column: Any, keys: Iterable[int]) -> list[Any]:
        """Rows whose `column` is one of `keys`, asked for in portions."""
        return [row for portion in portions(keys) for row in self.rows(reading, plain(column).in_(written(portion)))]

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


def written(keys: list[int]) -> Any:
    """Numbers of the database written out in the statement: thousands of bound ones are slow to prepare."""
    return bindparam("keys", keys, expanding=True, literal_execute=True)
