"""The demonstration school on one day: its people, its calendar, and moments counted in school days from now."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.calendar import Calendar, CalendarRow, london, utc_from_london
from app.casework.case import Case
from app.casework.incident import Incident
from app.casework.logging_incident import Account, log_incident
from app.casework.people import Pupil
from app.casework.policy import PolicyRow
from app.casework.responding import Leader, choose_response
from app.casework.response import Response
from app.casework.school import next_case_reference
from app.casework.school_year import CalendarEntry
from app.casework.staff import Membership, StaffMember, membership_on
from app.casework.suitability import Suggestion
from app.casework.training import Training
from app.casework.triage import triage_case
from app.casework.words import Confidentiality, Part, ResponseKind
from app.demo.people import STAFF


class Today:
    """Day 0 is today, or the last school day before; day 2 is two school days earlier, day -3 three later."""

    def __init__(self, session: Session, school_id: int, at: datetime) -> None:
        self.session, self.school_id, self.at = session, school_id, at
        rows = session.scalars(select(CalendarEntry).where(CalendarEntry.school_id == school_id))
        self.calendar = Calendar(
            CalendarRow(r.academic_year, r.kind.value, r.name, r.starts_on, r.ends_on) for r in rows
        )
        known = self.calendar.school_days
        begun = [day for day in known if self._opens(day) <= at]
        self.zero, self.days = known.index(begun[-1]), known

    @staticmethod
    def _opens(day: date) -> datetime:
        return utc_from_london(datetime.combine(day, time(9, 0)))

    def day(self, days_ago: int) -> date:
        """The school day so many before today; after it where the number is negative."""
        return self.days[min(self.zero - days_ago, len(self.days) - 1)]

    def moment(self, days_ago: int, hour: int, minute: int) -> datetime:
        """That time of that day; a moment ago where it has not come yet and the day has."""
        found = utc_from_london(datetime.combine(self.day(days_ago), time(hour, minute)))
        return found if days_ago < 0 else min(found, self.at - timedelta(minutes=5))

    def staff(self, role: str) -> StaffMember:
        """The named member of staff with that role."""
        code = next(row[1] for row in STAFF if row[0] == "A" and row[4] == role)
        mine = StaffMember.school_id == self.school_id
        return self.session.scalars(select(StaffMember).where(mine, StaffMember.staff_code == code)).one()

    def by(self, role: str, days_ago: int) -> Membership:
        """Their membership on that day, as actions take it."""
        at = self.moment(days_ago, 15, 0)
        found = membership_on(self.staff(role), london(at).date(), at)
        if found is None:
            raise LookupError(f"{role} is not in post on that day")
        return found

    def pupil(self, name: str) -> Pupil:
        """One of the named pupils."""
        mine = Pupil.school_id == self.school_id
        return self.session.scalars(select(Pupil).where(mine, Pupil.display_name == name).order_by(Pupil.id)).all()[0]

    def caused(self, case: Case) -> Pupil:
        """The pupil who caused harm in the case's first incident."""
        return self._who(case, is_caused=True)

    def harmed(self, case: Case) -> Pupil:
        """The pupil harmed in it."""
        return self._who(case, is_caused=False)

    def _who(self, case: Case, *, is_caused: bool) -> Pupil:
        found = next(i.person for i in case.incidents[0].involvements if i.part.caused == is_caused)
        return self.session.get_one(Pupil, found.id)

    def clause(self, incident: Incident) -> str:
        """The clause of the policy in force for what was logged."""
        rows = select(PolicyRow.clause).where(
            PolicyRow.school_id == self.school_id,
            PolicyRow.category == incident.category,
            PolicyRow.severity == incident.severity,
            PolicyRow.in_force_from <= london(incident.occurred_at).date(),
        )
        return self.session.scalars(rows.order_by(PolicyRow.in_force_from.desc())).first() or ""

    def log(
        self, caused: str, harmed: str, category: str, severity: int, days_ago: int, what: str, *,
        triaged: bool = True, confidentiality: Confidentiality = Confidentiality.STANDARD,
    ) -> Case:  # fmt: skip
        """Log an incident of that day, by the teacher; the pastoral lead triages it the next morning."""
        at, teacher = self.moment(days_ago, 11, 20), self.by("staff", days_ago)
        account = Account(at - timedelta(minutes=20), category, severity, what, location="Yard", anyone_unsafe=False)
        parts = [(self.pupil(harmed), Part.WAS_HARMED), (self.pupil(caused), Part.CAUSED_HARM)]
        reference = next_case_reference(self.session, self.school_id, london(at).year)
        case = log_incident(reference, account, parts, by=teacher, at=at)
        self.add(case)
        if triaged:
            lead = self.by("pastoral_lead", days_ago)
            triage_case(
                case, owner=self.staff("pastoral_lead"), confidentiality=confidentiality, next_step="Hear both sides",
                next_step_on=self.day(days_ago - 2), by=lead, at=self.moment(days_ago, 14, 50),
                because="Both families asked that few people know",
            )  # fmt: skip
        self.flush()
        return case

    def choose(
        self, case: Case, kind: ResponseKind, leader: str, at: datetime, planned_for: datetime | None = None
    ) -> Response:
        """Choose a response, led by the named holder of a role."""
        member, chooser = self.staff(leader), self.staff("pastoral_lead")
        on = london(at).date()
        power, by = membership_on(member, on, at), membership_on(chooser, on, at)
        if power is None or by is None:
            raise LookupError(f"{leader} is not in post on {on}")
        training = self.session.scalars(select(Training).where(Training.staff_id == member.id)).all()
        suggested = Suggestion(kind, "Both sides are willing.")
        made = choose_response(
            case, kind, Leader(member, power, training), suggested=suggested, planned_for=planned_for, by=by, at=at
        )  # fmt: skip
        self.flush()
        return made

    def add(self, row: object) -> None:
        """Put a new row into the session."""
        self.session.add(row)
        self.flush()

    def flush(self) -> None:
        """Number and chain what was done so far."""
        self.session.flush()
