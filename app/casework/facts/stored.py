"""Facts from the database: of a whole school, of what one term's figures need, of one case.

Keys are the numbers of the database. A term's figures need the cases of that term in full, and of all other terms
what candidates need, because a candidate of any term may become avoided in this one (figures.md 4).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Select, and_, bindparam, false, or_, select, union, union_all
from sqlalchemy.orm import Session

from app.casework.agreement import Action, Agreement
from app.casework.calendar import Calendar, Term, term_or_refuse
from app.casework.case import Case
from app.casework.check_in import CheckIn
from app.casework.circle import Circle
from app.casework.exclusion import Decision, Exclusion, Threshold
from app.casework.facts import Facts
from app.casework.facts import readings as r
from app.casework.facts.lookups import EXCLUSION
from app.casework.facts.reading import Reading
from app.casework.facts.rows import School as SchoolRow
from app.casework.incident import Incident, Involvement
from app.casework.people import Pupil
from app.casework.report import Report
from app.casework.response import Participant, Response
from app.casework.school import School
from app.casework.scope import whole_school_columns
from app.casework.words import Part, ReportStatus, ResponseKind, ResponseStatus

CAUSED = (Part.CAUSED_HARM, Part.BOTH)
LAST_REPEAT = timedelta(days=91)  # a pair is followed for 90 days (figures.md 4, harmed)
A_DAY = timedelta(days=1)
AT_ONCE = 5_000  # values in one statement; both databases take more

Read = dict[str, list[Any]]

# What stands beside the cases: of the size of the school, whatever happened in it.
OF_THE_SCHOOL = (
    r.CALENDAR,
    r.ROLL,
    r.PUPILS,
    r.CHARACTERISTICS,
    r.STAFF,
    r.ACTING,
    r.POLICY,
    r.THRESHOLDS,
    r.DECISIONS,
    r.EXCLUSIONS,
    r.OUT_OF_LESSONS,
    r.SUPPLIED,
    r.TRAINING,
)
# What hangs on cases: of the size of all that ever happened.
OF_CASES = (
    r.INCIDENTS,
    r.INVOLVEMENTS,
    r.CASES,
    r.RESPONSES,
    r.PARTICIPANTS,
    r.AGREEMENTS,
    r.ACTIONS,
    r.CHECK_INS,
    r.CIRCLES,
)


def facts_of(session: Session, school_id: int) -> Facts:
    """Every row of one school. For a term or a case ask the functions below: they read less."""
    read = {reading.field: _rows(session, school_id, reading) for reading in (*OF_THE_SCHOOL, *OF_CASES)}
    return _facts(session, school_id, {**read, "published": _published(session, school_id)})


def facts_for_term(session: Session, school_id: int, term: str, as_at: date) -> Facts:
    """What the figures of one term as at a day need: the same report as from `facts_of`, from fewer rows.

    Refuses with `no_such_term` a term that the school's calendar lacks.
    """
    read = {reading.field: _rows(session, school_id, reading) for reading in OF_THE_SCHOOL}
    calendar = Calendar(read["calendar_rows"])
    wanted = _Wanted(session, school_id, read, calendar, term_or_refuse(calendar, term))
    cases = wanted.cases()
    for reading, column in (
        (r.INCIDENTS, Incident.case_id),
        (r.CASES, Case.id),
        (r.RESPONSES, Response.case_id),
        (r.CHECK_INS, CheckIn.case_id),
    ):
        read[reading.field] = _among(session, school_id, reading, column, cases)
    earlier = wanted.earlier_repeats()
    incidents = {row.incident: row for row in (*earlier, *read["incidents"])}
    read["incidents"] = list(incidents.values())
    for reading, column, keys in (
        (r.INVOLVEMENTS, Involvement.incident_id, incidents),
        (r.PARTICIPANTS, Participant.response_id, [row.response for row in read["responses"]]),
        (r.AGREEMENTS, Agreement.response_id, [row.response for row in read["responses"]]),
    ):
        read[reading.field] = _among(session, school_id, reading, column, keys)
    made = [row.agreement for row in read["agreements"]]
    read["actions"] = _among(session, school_id, r.ACTIONS, Action.agreement_id, made)
    held = (Circle.held_on >= wanted.term.starts_on, Circle.held_on <= as_at)
    read["circles"] = _rows(session, school_id, r.CIRCLES, *held)
    return _facts(session, school_id, {**read, "published": _published(session, school_id)})


def facts_for_case(session: Session, school_id: int, case_id: int) -> Facts:
    """What the statuses of one case's candidates rest on, in two statements; ask `reckon_case` of it.

    Whoever calls this has found the case through `scope.visible_cases`.
    """
    statement = union_all(*(reading.tagged(school_id, *where) for reading, where in _of_case(school_id, case_id)))
    tagged: defaultdict[str, list[Any]] = defaultdict(list)
    for row in session.execute(statement):
        tagged[row[0]].append(row[1:])
    parts = (reading for reading, _ in _of_case(school_id, case_id))
    return _facts(session, school_id, {part.field: part.parse_text(tagged[part.field]) for part in parts})


def _facts(session: Session, school_id: int, read: Read) -> Facts:
    columns = (
        School.urn,
        School.name,
        School.holding_school_days,
        School.response_within_school_days,
        School.baseline_years,
    )
    urn, name, holding, limit, years = session.execute(select(*columns).where(School.id == school_id)).one()
    return Facts(school=SchoolRow(urn, name, holding, limit, tuple(sorted(years))), **read)


def _rows(session: Session, school_id: int, reading: Reading, *where: Any) -> list[Any]:
    return reading.parse(session.execute(reading.select(school_id, *where)))


def _among(session: Session, school_id: int, reading: Reading, column: Any, keys: Iterable[Any]) -> list[Any]:
    """Rows whose `column` is one of `keys`, asked for in portions."""
    found: list[Any] = []
    left = iter(sorted(set(keys)))
    while portion := list(islice(left, AT_ONCE)):
        found += _rows(session, school_id, reading, column.in_(_written(portion)))
    return found


def _written(keys: list[int]) -> Any:
    """Numbers of the database written out in the statement: thousands of bound ones are slow to prepare."""
    return bindparam("keys", keys, expanding=True, literal_execute=True)


def _published(session: Session, school_id: int) -> list[Any]:
    return _rows(session, school_id, r.PUBLISHED, Report.status == ReportStatus.PUBLISHED)


def _of_case(school_id: int, case_id: int) -> Iterator[tuple[Reading, tuple[Any, ...]]]:
    """Which rows of each kind one case needs: its own, and those of the pupils who caused harm in it."""

    def ids(entity: Any, *columns: Any) -> Select[Any]:
        return whole_school_columns(school_id, entity, *columns)

    incidents = ids(Incident, Incident.id).where(Incident.case_id == case_id)
    involved = ids(Involvement, Involvement.person_id).where(Involvement.incident_id.in_(incidents))
    pupils = involved.where(Involvement.part.in_(CAUSED))
    caused = ids(Involvement, Involvement.incident_id).where(
        Involvement.person_id.in_(pupils), Involvement.part.in_(CAUSED)
    )
    registered = ids(Exclusion, Exclusion.incident_id).where(Exclusion.pupil_id.in_(pupils))
    decided = ids(Decision, Decision.incident_id).where(Decision.pupil_id.in_(pupils))
    linked = union(incidents, caused, registered.where(Exclusion.incident_id.is_not(None)), decided)
    responses = ids(Response, Response.id).where(Response.case_id == case_id)
    agreements = ids(Agreement, Agreement.id).where(Agreement.response_id.in_(responses))
    doers = ids(Action, Action.by_id).where(Action.agreement_id.in_(agreements))
    yield r.CALENDAR, ()
    yield r.POLICY, ()
    yield r.STAFF, ()
    yield r.ACTING, ()
    yield r.PUPILS, (Pupil.__table__.c.id.in_(union(involved, doers)),)
    yield r.INCIDENTS, (Incident.id.in_(linked),)
    yield r.INVOLVEMENTS, (Involvement.incident_id.in_(linked),)
    yield r.CASES, (Case.id == case_id,)
    yield r.THRESHOLDS, (Threshold.pupil_id.in_(pupils),)
    yield r.DECISIONS, (Decision.pupil_id.in_(pupils),)
    yield r.EXCLUSIONS, (Exclusion.pupil_id.in_(pupils),)
    yield r.RESPONSES, (Response.case_id == case_id,)
    yield r.PARTICIPANTS, (Participant.response_id.in_(responses),)
    yield r.AGREEMENTS, (Agreement.response_id.in_(responses),)
    yield r.ACTIONS, (Action.agreement_id.in_(agreements),)


class _Wanted:
    """Which cases, and which earlier incidents, the figures of one term need."""

    def __init__(self, session: Session, school_id: int, read: Read, calendar: Calendar, term: Term) -> None:
        self.session = session
        self.school_id = school_id
        self.read = read
        self.calendar = calendar
        self.term = term

    def cases(self) -> set[int]:
        """Cases with an incident of the term or of the 90 days after it, a response held or an agreement made
        or an action due in the term, or a candidate of any term."""
        first, last = self.term.starts_on, self.term.period_ends_on
        of_incidents = self._select(Incident, Incident.case_id)
        of_responses = self._select(Response, Response.case_id)
        made = of_responses.join(Agreement, Agreement.response_id == Response.id)
        found = union(
            of_incidents.where(*_between(Incident.occurred_at, first, last + LAST_REPEAT)),
            of_responses.where(*_between(Response.held_at, first, last)),
            made.where(Agreement.made_on.between(first, last)),
            made.join(Action, Action.agreement_id == Agreement.id).where(Action.due_on.between(first, last)),
            *(
                of_incidents.join(entity, entity.incident_id == Incident.id)
                for entity in (Threshold, Decision, Exclusion)
            ),
            self._met_over_serious(Incident.case_id),
        )
        return set(self.session.scalars(found))

    def _select(self, entity: Any, *columns: Any) -> Select[Any]:
        return whole_school_columns(self.school_id, entity, *columns)

    def _met_over_serious(self, *columns: Any) -> Select[Any]:
        """Incidents over which a pupil met and for which some row of the policy indicates exclusion."""
        kinds = {(row.category, row.severity) for row in self.read["policy"] if row.sanction in EXCLUSION}
        serious = [and_(Incident.category == kind, Incident.severity == severity) for kind, severity in kinds]
        return (
            self._select(Incident, *columns)
            .select_from(Incident)
            .join(Involvement, Involvement.incident_id == Incident.id)
            .join(Response, Response.case_id == Incident.case_id)
            .join(
                Participant,
                and_(Participant.response_id == Response.id, Participant.person_id == Involvement.person_id),
            )
            .where(
                or_(false(), *serious),
                Involvement.part.in_(CAUSED),
                Response.status == ResponseStatus.HELD,
                Response.kind != ResponseKind.AFFECTIVE_STATEMENT,
                Participant.took_part.is_(True),
            )
        )

    def earlier_repeats(self) -> list[Any]:
        """Incidents of categories for which the policy counts repeats: those that pupils of candidates caused,
        and those of the look-back before the term."""
        rows = [row for row in self.read["policy"] if row.repeats_at_least]
        categories = sorted({row.category for row in rows})
        if not categories:
            return []
        counted = Incident.category.in_(categories)
        first = self._look_back([row.look_back_school_days for row in rows])
        before = () if first is None else _between(Incident.occurred_at, first, self.term.starts_on)
        found = _rows(self.session, self.school_id, r.INCIDENTS, counted, *before)
        pupils = {row.pupil for kind in ("thresholds", "decisions", "exclusions") for row in self.read[kind]}
        pupils |= set(self.session.scalars(self._met_over_serious(Involvement.person_id).where(counted).distinct()))
        caused = self._select(Involvement, Involvement.incident_id).where(Involvement.part.in_(CAUSED))
        left = iter(sorted(pupils))
        while portion := list(islice(left, AT_ONCE)):
            of_pupils = caused.where(Involvement.person_id.in_(portion))
            found += _rows(self.session, self.school_id, r.INCIDENTS, counted, Incident.id.in_(of_pupils))
        return found

    def _look_back(self, school_days: list[int | None]) -> date | None:
        """The first day that a repeat before the term can have; None: any day at all."""
        days = [each for each in school_days if each is not None]
        if len(days) < len(school_days):
            return None
        place = bisect_left(self.calendar.school_days, self.term.starts_on) - max(days, default=0)
        return self.calendar.school_days[place] if place >= 0 else None


def _between(column: Any, first: date, last: date) -> tuple[Any, Any]:
    """London days first to last, with a day to spare on either side: the figures look at the exact day."""
    start = datetime.combine(first - A_DAY, time(), UTC)
    end = datetime.combine(last + 2 * A_DAY, time(), UTC)
    return column >= start, column < end
