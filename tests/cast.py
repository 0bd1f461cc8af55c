"""The named cast of the tests and the demo: two schools of one trust, their staff, pupils, calendar and policy.

Everybody is invented. People are found by role or by name, so that a test reads like the case it tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.account import Account
from app.casework.calendar import Calendar, CalendarRow, london
from app.casework.people import Characteristics, Contact, Person, Pupil, name_other, name_pupil
from app.casework.policy import PolicyRow
from app.casework.school import School, Trust
from app.casework.school_year import CalendarEntry
from app.casework.staff import ActingHead, DeclaredLink, Membership, StaffMember, membership_on, name_staff
from app.casework.training import Training
from app.casework.words import CalendarKind, Sanction
from app.demo.people import DOMAINS, NAMES, PUPILS, STAFF, TRUST, URNS, email_of, upn_of
from app.demo.year import terms_of

PASSWORD = "quiet lantern over wide water"

__all__ = ["DOMAINS", "NAMES", "PASSWORD", "PUPILS", "STAFF", "URNS", "Cast", "build_cast", "email_of", "upn_of"]
THIS_YEAR = datetime.now(UTC).year
TERMS = (
    ("2024-25", "autumn", date(2024, 9, 2), date(2024, 12, 20), date(2024, 10, 28), date(2024, 11, 1)),
    ("2024-25", "spring", date(2025, 1, 6), date(2025, 4, 4), date(2025, 2, 17), date(2025, 2, 21)),
    ("2024-25", "summer", date(2025, 4, 22), date(2025, 7, 22), date(2025, 5, 26), date(2025, 5, 30)),
    ("2025-26", "autumn", date(2025, 9, 1), date(2025, 12, 19), date(2025, 10, 27), date(2025, 10, 31)),
    ("2025-26", "spring", date(2026, 1, 5), date(2026, 3, 27), date(2026, 2, 16), date(2026, 2, 20)),
    ("2025-26", "summer", date(2026, 4, 13), date(2026, 7, 21), date(2026, 5, 25), date(2026, 5, 29)),
    ("2026-27", "autumn", date(2026, 9, 1), date(2026, 12, 18), date(2026, 10, 26), date(2026, 10, 30)),
    ("2026-27", "spring", date(2027, 1, 4), date(2027, 3, 25), date(2027, 2, 15), date(2027, 2, 19)),
    ("2026-27", "summer", date(2027, 4, 12), date(2027, 7, 21), date(2027, 5, 31), date(2027, 6, 4)),
    # Tests act on the day on which they run, so the calendar goes on for as long as they do.
    *(astuple(term) for year in range(2027, THIS_YEAR + 1) for term in terms_of(year)),
)
DAYS_OFF = (
    ("2024-25", CalendarKind.INSET, "Autumn INSET", date(2024, 9, 2)),
    ("2024-25", CalendarKind.HOLIDAY, "Early May bank holiday", date(2025, 5, 5)),
    ("2025-26", CalendarKind.INSET, "Autumn INSET", date(2025, 9, 1)),
    ("2025-26", CalendarKind.HOLIDAY, "Early May bank holiday", date(2026, 5, 4)),
    ("2026-27", CalendarKind.INSET, "Autumn INSET", date(2026, 9, 1)),
    ("2026-27", CalendarKind.HOLIDAY, "Early May bank holiday", date(2027, 5, 3)),
)

# version, in force from, category, severity, sanction, school days
POLICY = tuple(
    (version, start, category, severity, sanction, days)
    for version, start, longest in (("v1", date(2024, 9, 1), 5), ("v2", date(2025, 9, 1), 3))
    for category in ("physical", "verbal", "property", "online")
    for severity, sanction, days in (
        (1, Sanction.NONE, None),
        (2, Sanction.SCHOOL_BASED, None),
        (3, Sanction.SUSPENSION, 2),
        (4, Sanction.SUSPENSION, longest),
    )
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Finds the people of `build_cast` in a session, by role or by name; `school` is "A" or "B"."""

    session: Session

    def school(self, school: str = "A") -> School:
        """Harbour View School (A) or Millfield Academy (B)."""
        return self.session.scalars(select(School).where(School.urn == URNS[school])).one()

    def staff(self, role: str, school: str = "A") -> StaffMember:
        """The one person who holds `role` at that school."""
        code = next(row[1] for row in STAFF if row[0] == school and row[4] == role)
        return self.session.scalars(
            select(StaffMember).where(StaffMember.school_id == self.school(school).id, StaffMember.staff_code == code)
        ).one()

    def member(self, role: str, school: str = "A", at: datetime | None = None) -> Membership:
        """The membership of that person at an instant (default: now), as actions take it in `by=`."""
        at = at or datetime.now(UTC)
        staff = self.staff(role, school)
        acting = self.session.scalars(select(ActingHead).where(ActingHead.staff_id == staff.id)).all()
        links = self.session.scalars(select(DeclaredLink.pupil_id).where(DeclaredLink.staff_id == staff.id)).all()
        found = membership_on(staff, london(at).date(), at, acting, links)
        assert found is not None, f"{staff.display_name} has no membership on that day"
        return found

    def pupil(self, name: str, school: str = "A") -> Pupil:
        """A pupil by display name: `cast.pupil("Maya Lewis")`."""
        return self.session.scalars(
            select(Pupil).where(Pupil.school_id == self.school(school).id, Pupil.display_name == name)
        ).one()

    def person(self, name: str, school: str = "A") -> Person:
        """Anybody by display name: pupil, member of staff, other adult."""
        return self.session.scalars(
            select(Person).where(Person.school_id == self.school(school).id, Person.display_name == name)
        ).one()

    def account(self, role: str, school: str = "A") -> Account:
        """The login of the person who holds `role`."""
        return self.session.get_one(Account, self.staff(role, school).account_id)

    def calendar(self, school: str = "A") -> Calendar:
        """The school's calendar, ready for reckoning."""
        rows = self.session.scalars(select(CalendarEntry).where(CalendarEntry.school_id == self.school(school).id))
        return Calendar(CalendarRow(r.academic_year, r.kind.value, r.name, r.starts_on, r.ends_on) for r in rows)


def build_cast(session: Session, *, password: str | None = None) -> Cast:
    """Put both schools and their people into an empty database; flushes, never commits.

    `password` becomes everybody's password (default: `PASSWORD`), hashed once and cheaply: never for real people.
    """
    trust = Trust(name=TRUST)
    session.add(trust)
    hashed = cheap_hash(password or PASSWORD)
    for key, urn in URNS.items():
        school = School(urn=urn, name=NAMES[key], phase="Secondary", trust=trust, is_demonstration=False)
        session.add(school)
        session.flush()
        session.add_all(_calendar(school.id))
        session.add_all(_policy(school.id))
        _people(session, key, school.id, hashed)
    cast = Cast(session)
    session.add_all(_training(cast))
    session.flush()
    return cast


@lru_cache
def cheap_hash(password: str) -> str:
    """An argon2id hash that takes no time: for invented people only."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


def _people(session: Session, key: str, school_id: int, hashed: str) -> None:
    for school, code, first, last, role, job, years, group in STAFF:
        if school != key:
            continue
        account = Account(email=email_of(role, key), name=f"{first} {last}", password_hash=hashed)
        session.add(account)
        session.flush()
        member = StaffMember(
            school_id=school_id, staff_code=code, first_name=first, last_name=last, job_title=job, roles={role},
            year_groups=set(years), registration_group=group, email=account.email, account_id=account.id,
        )  # fmt: skip
        name_staff(member)
        session.add(member)
    for number, row in enumerate(PUPILS, start=1):
        if row[0] == key:
            session.add(_pupil(school_id, number, *row[1:]))
    if key == "A":
        session.add(name_other(school_id, "Dawn Lewis"))
    session.flush()


def _pupil(
    school_id: int,
    number: int,
    mis_id: str,
    first: str,
    last: str,
    born: date,
    year: str,
    group: str,
    sen: str,
    fsm: bool,
) -> Pupil:
    pupil = Pupil(
        school_id=school_id, upn=upn_of(number), mis_id=mis_id, legal_first_name=first, legal_last_name=last,
        date_of_birth=born, sex="F" if number % 2 else "M", nc_year=year, registration_group=group,
        on_roll_from=date(2024, 9, 2),
    )  # fmt: skip
    name_pupil(pupil)
    pupil.characteristics.append(
        Characteristics(school_id=school_id, sen_provision=sen, fsm=fsm, pupil_premium=fsm, ethnicity="WBRI")
    )
    pupil.contacts.append(
        Contact(
            school_id=school_id,
            name=f"Carer of {first} {last}",
            relationship_word="carer",
            parental_responsibility=True,
            phone="01632 960000",
        )
    )
    return pupil


def _calendar(school_id: int) -> Iterator[CalendarEntry]:
    for year, name, starts, ends, break_starts, break_ends in TERMS:
        yield CalendarEntry(
            school_id=school_id, academic_year=year, kind=CalendarKind.TERM, name=name, starts_on=starts, ends_on=ends
        )
        yield CalendarEntry(
            school_id=school_id, academic_year=year, kind=CalendarKind.HALF_TERM_BREAK, name=name,
            starts_on=break_starts, ends_on=break_ends,
        )  # fmt: skip
    for year, kind, name, day in DAYS_OFF:
        yield CalendarEntry(school_id=school_id, academic_year=year, kind=kind, name=name, starts_on=day)


def _policy(school_id: int) -> Iterator[PolicyRow]:
    for version, start, category, severity, sanction, days in POLICY:
        yield PolicyRow(
            school_id=school_id, version=version, in_force_from=start, category=category, severity=severity,
            sanction=sanction, school_days=days, clause=f"{version}/{category}/{severity}",
        )  # fmt: skip


def _training(cast: Cast) -> Iterator[Training]:
    for role, course, level, hours in (
        ("facilitator", "Restorative facilitation", "facilitator", 18.0),
        ("deputy_headteacher", "Restorative facilitation", "facilitator", 18.0),
        ("pastoral_lead", "Restorative conversations", "basic", 6.0),
    ):
        staff = cast.staff(role)
        yield Training(
            school_id=staff.school_id, staff_id=staff.id, course=course, level=level, hours=hours,
            provider="Invented Training", completed_on=date(2025, 9, 1), expires_on=date(THIS_YEAR + 2, 8, 31),
        )  # fmt: skip
