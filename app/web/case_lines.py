"""What a list says of its cases: who is in them and what happened, as far as it is an outline; two statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from app.casework import scope
from app.casework.incident import Incident, Involvement
from app.casework.people import Person, Pupil
from app.casework.wording import PART_WORDS, listed
from app.casework.words import Part
from app.db import db
from app.web.access import me

# Joined as a plain table: a pupil is a person too, and the mapper would join persons twice.
PUPILS: Any = Pupil.__table__
HARMED_FIRST = (Part.WAS_HARMED, Part.NOT_YET_CLEAR, Part.CAUSED_HARM, Part.BOTH, Part.AFFECTED, Part.SAW_IT)
BETWEEN = frozenset({Part.WAS_HARMED, Part.NOT_YET_CLEAR, Part.CAUSED_HARM, Part.BOTH})
NAMED_IN_A_LINE = 3
AT_A_TIME = 500


class InCase(NamedTuple):
    """One person with one part in a case."""

    id: int
    name: str
    form: str | None
    part: Part
    is_pupil: bool
    year: str | None

    @property
    def named(self) -> str:
        """`Leila Carnforth (7C)`."""
        return f"{self.name} ({self.form})" if self.form else self.name

    @property
    def chip(self) -> dict[str, object]:
        """As the component person_chip takes it."""
        made = {"name": self.name, "form": self.form, "role": self.part.value}
        href = f"/pupils/{self.id}" if self.is_pupil else None
        return {**made, "role_word": PART_WORDS[self.part.value].lower(), "href": href}


@dataclass(slots=True)
class Happened:
    """What is known of a case's incidents without any narrative, the earliest first."""

    people: dict[tuple[int, Part], InCase] = field(default_factory=dict)
    kinds: dict[str, None] = field(default_factory=dict)
    places: dict[str, None] = field(default_factory=dict)
    first_at: datetime | None = None
    last_at: datetime | None = None

    @property
    def people_in_order(self) -> list[InCase]:
        """The person harmed first, as everywhere."""
        return sorted(self.people.values(), key=lambda person: HARMED_FIRST.index(person.part))

    @property
    def what(self) -> str:
        """`Physical, verbal`."""
        return ", ".join(self.kinds).replace("_", " ").capitalize() or "Joined to another case"

    @property
    def where(self) -> str:
        """`Stairs, Yard`, empty where no place was given."""
        return ", ".join(self.places)

    @property
    def between(self) -> str:
        """`Leila Carnforth (7C) and Mateus Ravensby (9B)`, or the first of them and how many others."""
        names = list(dict.fromkeys(person.named for person in self.people_in_order if person.part in BETWEEN))
        names = names or list(dict.fromkeys(person.named for person in self.people_in_order))
        if len(names) > NAMED_IN_A_LINE:
            return f"{', '.join(names[:2])} and {len(names) - 2} others"
        return listed(names) or "nobody named yet"

    def others(self, person_id: int | None) -> str:
        """The other people between whom it stands, of one of them; empty where there is nobody else."""
        found = (p for p in self.people_in_order if p.part in BETWEEN and p.id != person_id)
        names = list(dict.fromkeys(person.named for person in found))
        return listed(names) if len(names) < NAMED_IN_A_LINE else f"{names[0]} and {len(names) - 1} others"


def happened_in(case_ids: Iterable[int]) -> dict[int, Happened]:
    """People, kinds and places of cases that were found through scope, by case; one statement for 500 cases."""
    wanted = sorted(set(case_ids))
    found: dict[int, Happened] = defaultdict(Happened)
    for start in range(0, len(wanted), AT_A_TIME):
        for row in db.session.execute(_rows(wanted[start : start + AT_A_TIME])):
            _add(found[row.case_id], row)
    return found


def _rows(case_ids: list[int]) -> Any:
    return (
        select(
            Incident.case_id, Incident.category, Incident.location, Incident.occurred_at, Involvement.person_id,
            Involvement.part, Person.display_name, Person.kind, PUPILS.c.registration_group, PUPILS.c.nc_year,
        )
        .outerjoin(Involvement, Involvement.incident_id == Incident.id)
        .outerjoin(Person, Person.id == Involvement.person_id)
        .outerjoin(PUPILS, PUPILS.c.id == Involvement.person_id)
        .where(Incident.case_id.in_(case_ids))
        .order_by(Incident.occurred_at, Incident.id, Involvement.id)
    )  # fmt: skip


def _add(to: Happened, row: Any) -> None:
    to.kinds.setdefault(row.category)
    if row.location:
        to.places.setdefault(row.location)
    to.first_at, to.last_at = to.first_at or row.occurred_at, row.occurred_at
    if row.person_id is not None:
        form = form_of(row.registration_group, row.nc_year)
        person = InCase(row.person_id, row.display_name, form, row.part, row.kind == "pupil", row.nc_year)
        to.people.setdefault((row.person_id, row.part), person)


def form_of(group: str | None, year: str | None) -> str | None:
    """The group a pupil is known by, or the year; None for an adult."""
    return group or (f"Year {year}" if year else None)


def names_of(person_ids: Iterable[int | None]) -> dict[int, str]:
    """Anybody's name by id, a pupil's with the group; one statement, none where nobody is asked for."""
    wanted = sorted({number for number in person_ids if number})
    if not wanted:
        return {}
    found = (
        scope.visible_people(me())
        .with_only_columns(Person.id, Person.display_name, PUPILS.c.registration_group, PUPILS.c.nc_year)
        .outerjoin(PUPILS, PUPILS.c.id == Person.id)
        .where(Person.id.in_(wanted))
    )
    return {
        number: f"{name} ({form})" if (form := form_of(group, year)) else name
        for number, name, group, year in db.session.execute(found)
    }
