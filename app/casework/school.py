"""The place: a school, its trust, its settings, and the counters that hand out references."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from app.casework.table import Table, Word, WordSet
from app.casework.words import Nation

DEFAULT_HOLDING_SCHOOL_DAYS = 30
DEFAULT_RESPONSE_WITHIN_SCHOOL_DAYS = 15
DEFAULT_FACTOR_GRACE_DAYS = 14


class Trust(Table):
    """A multi-academy trust or local authority: groups schools of one installation."""

    __tablename__ = "trusts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)


class School(Table):
    """One school with its settings for the measure (figures.md 1.2).

    `factor_required`: roles of wide sight sign in with a second factor, `factor_grace_days` calendar days after they
    first sign in without one.
    """

    __tablename__ = "schools"
    __table_args__ = (
        CheckConstraint("holding_school_days IS NULL OR holding_school_days >= 30", name="holding"),
        CheckConstraint(
            "response_within_school_days IS NULL OR response_within_school_days BETWEEN 1 AND 15", name="response"
        ),
        CheckConstraint("factor_grace_days BETWEEN 0 AND 60", name="factor_grace"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    urn: Mapped[str] = mapped_column(String(12), unique=True)
    laestab: Mapped[str | None] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(200))
    phase: Mapped[str | None] = mapped_column(String(40))
    nation: Mapped[Nation] = mapped_column(Word(Nation), default=Nation.ENGLAND)
    trust_id: Mapped[int | None] = mapped_column(ForeignKey("trusts.id"))
    holding_school_days: Mapped[int | None]
    response_within_school_days: Mapped[int | None]
    baseline_years: Mapped[frozenset[str]] = mapped_column(WordSet, default=frozenset)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    factor_required: Mapped[bool] = mapped_column(default=True)
    factor_grace_days: Mapped[int] = mapped_column(default=DEFAULT_FACTOR_GRACE_DAYS)
    version: Mapped[int] = mapped_column(default=1)

    trust: Mapped[Trust | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def holding(self) -> int:
        """School days of the holding period; never under 30."""
        return self.holding_school_days or DEFAULT_HOLDING_SCHOOL_DAYS

    @property
    def response_limit(self) -> int:
        """School days within which a response must be held; never over 15."""
        return self.response_within_school_days or DEFAULT_RESPONSE_WITHIN_SCHOOL_DAYS


class Counter(Table):
    """The last number handed out, one row per school, kind and year."""

    __tablename__ = "counters"
    __table_args__ = (UniqueConstraint("school_id", "kind", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    kind: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    last: Mapped[int]


def next_number(session: Session, school_id: int, kind: str, year: int) -> int:
    """Take the next number. One statement on either database, so two people never get the same one
    (stack.md 3.1: max(ref)+1 handed out doubles)."""
    mine = (Counter.school_id == school_id, Counter.kind == kind, Counter.year == year)
    step = update(Counter).where(*mine).values(last=Counter.last + 1).returning(Counter.last)
    step = step.execution_options(synchronize_session=False)
    taken = session.execute(step).scalar()
    if taken is not None:
        return taken
    try:
        with session.begin_nested():
            session.execute(insert(Counter).values(school_id=school_id, kind=kind, year=year, last=1))
    except IntegrityError:
        return next_number(session, school_id, kind, year)
    return 1


def next_case_reference(session: Session, school_id: int, year: int) -> str:
    """A fresh reference such as `2026-0412`, for an incident and the case it opens."""
    return f"{year}-{next_number(session, school_id, 'case', year):04d}"


def next_exclusion_reference(session: Session, school_id: int, year: int) -> str:
    """A fresh key of the exclusions register, such as `2026-X012`."""
    return f"{year}-X{next_number(session, school_id, 'exclusion', year):03d}"
