"""Staff and their membership of a school.

A membership is a person's roles at one school, with dates; ending it ends the power. What acts in casework
is a `Membership` as it stands on a day, never a bare account.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.casework.people import Person, PersonKind, folded
from app.casework.permissions import Permission, Role, granted
from app.casework.table import InSchool, Table, Word, WordSet, belongs, looked_up_by, of_school


class StaffMember(Person):
    """Somebody with roles at this school: staff, a governor, a trust lead."""

    __tablename__ = "staff"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "staff_code"),
        UniqueConstraint("school_id", "account_id"),
        belongs("id", "persons"),
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="dates"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column()
    staff_code: Mapped[str] = mapped_column(String(40))
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(254))
    job_title: Mapped[str | None] = mapped_column(String(120))
    roles: Mapped[frozenset[str]] = mapped_column(WordSet)
    year_groups: Mapped[frozenset[str]] = mapped_column(WordSet, default=frozenset)
    registration_group: Mapped[str | None] = mapped_column(String(40))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)

    __mapper_args__ = {"polymorphic_identity": PersonKind.STAFF}

    def is_in_force(self, on: date) -> bool:
        """Both ends inclusive; empty means always or still."""
        return (self.starts_on is None or self.starts_on <= on) and (self.ends_on is None or on <= self.ends_on)


class ActingHead(InSchool, Table):
    """The days on which somebody else is head: an acting head is head that day, for every rule."""

    __tablename__ = "acting_headteachers"
    __table_args__ = of_school(
        belongs("staff_id", "staff"),
        looked_up_by("staff_id"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates"),
    )

    staff_id: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class DeclaredLink(InSchool, Table):
    """A pupil whom a member of staff is close to outside school: that pupil's cases are never visible
    to them through a role (domain.md, Roles)."""

    __tablename__ = "declared_links"
    __table_args__ = of_school(
        belongs("staff_id", "staff"),
        belongs("pupil_id", "pupils"),
        UniqueConstraint("school_id", "staff_id", "pupil_id"),
    )

    staff_id: Mapped[int]
    pupil_id: Mapped[int]
    relationship_word: Mapped[str] = mapped_column("relationship", String(60))


class DatedRole(InSchool, Table):
    """A role that somebody holds besides those of the staff list, from one day to another, both inclusive; empty means
    always or still. Never headteacher or deputy: who was head on a day is told by the staff list and the acting heads,
    because the measure reads it there."""

    __tablename__ = "dated_roles"
    __table_args__ = of_school(
        belongs("staff_id", "staff"),
        looked_up_by("staff_id"),
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="dates"),
    )

    staff_id: Mapped[int]
    role: Mapped[Role] = mapped_column(Word(Role))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    def is_in_force(self, on: date) -> bool:
        """Both ends inclusive; empty means always or still."""
        return (self.starts_on is None or self.starts_on <= on) and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Membership:
    """A person's power at one school at one moment of one day (`on`, London): what actions take as `by=`."""

    school_id: int
    staff_id: int
    staff_code: str
    name: str
    roles: frozenset[Role]
    on: date
    at: datetime
    year_groups: frozenset[str] = frozenset()
    registration_group: str | None = None
    linked_pupils: frozenset[int] = frozenset()

    def may(self, permission: Permission) -> bool:
        """Whether any of the roles held that day is granted `permission`."""
        return permission in granted(self.roles)

    def holds(self, *roles: Role) -> bool:
        """Whether any of `roles` is held that day."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_head(self) -> bool:
        """Headteacher, or acting headteacher that day (figures.md 1.5)."""
        return Role.HEADTEACHER in self.roles


def membership_on(
    member: StaffMember,
    on: date,
    at: datetime,
    acting: Iterable[ActingHead] = (),
    linked_pupils: Iterable[int] = (),
    dated_roles: Iterable[Role] = (),
) -> Membership | None:
    """The member's power on a day, or None where their membership is not in force that day.

    `acting`: the school's acting-head rows; the member's own ones that hold `on` add the head's role. `dated_roles`:
    what they hold that day besides the staff list's roles.
    """
    if not member.is_in_force(on):
        return None
    roles = {Role(word) for word in member.roles} | set(dated_roles)
    mine = (row for row in acting if row.staff_id == member.id)
    if any(row.starts_on <= on and (row.ends_on is None or on <= row.ends_on) for row in mine):
        roles.add(Role.HEADTEACHER)
    return Membership(
        school_id=member.school_id,
        staff_id=member.id,
        staff_code=member.staff_code,
        name=member.display_name,
        roles=frozenset(roles),
        on=on,
        at=at,
        year_groups=member.year_groups,
        registration_group=member.registration_group,
        linked_pupils=frozenset(linked_pupils),
    )


def name_staff(member: StaffMember) -> None:
    """Set key and names as shown, sorted and searched."""
    member.key = member.staff_code
    member.display_name = f"{member.first_name} {member.last_name}"
    member.sort_name = folded(f"{member.last_name} {member.first_name}")
    member.search_name = folded(member.display_name)
