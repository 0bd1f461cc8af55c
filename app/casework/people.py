"""The people of a school: pupils, staff, parents and carers, other adults.

Everyone has one row in `persons`, with the key the bundle names them by: a pupil's UPN (or `mis:ID`),
a `staff_code`, or `other:NAME`. Pupils and staff share that row's id.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

# Joined tables are worked out when they are declared, so the table of schools must be known first.
from app.casework import school as _school  # noqa: F401
from app.casework.table import InSchool, Table, Word, belongs, indexed, looked_up_by, of_school


class PersonKind(StrEnum):
    PUPIL = "pupil"
    STAFF = "staff"
    OTHER = "other"


class Person(InSchool, Table):
    """Anybody who can take part in an incident."""

    __tablename__ = "persons"
    __table_args__ = of_school(
        UniqueConstraint("school_id", "key"), indexed("search_name"), indexed("kind", "sort_name")
    )

    kind: Mapped[PersonKind] = mapped_column(Word(PersonKind))
    key: Mapped[str] = mapped_column(String(220))
    display_name: Mapped[str] = mapped_column(String(200))
    sort_name: Mapped[str] = mapped_column(String(200))
    search_name: Mapped[str] = mapped_column(String(400))

    __mapper_args__ = {"polymorphic_on": "kind"}


class OtherPerson(Person):
    """A parent, a visitor, a neighbour: known by name alone."""

    __mapper_args__ = {"polymorphic_identity": PersonKind.OTHER}


class Pupil(Person):
    """A child on the school's roll, now or once. Official codes are kept as written."""

    __tablename__ = "pupils"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "upn"),
        UniqueConstraint("school_id", "mis_id"),
        belongs("id", "persons"),
        indexed("registration_group"),
        indexed("nc_year"),
        CheckConstraint("upn IS NOT NULL OR mis_id IS NOT NULL", name="key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column()
    upn: Mapped[str | None] = mapped_column(String(13))
    mis_id: Mapped[str | None] = mapped_column(String(60))
    legal_first_name: Mapped[str] = mapped_column(String(100))
    legal_last_name: Mapped[str] = mapped_column(String(100))
    preferred_first_name: Mapped[str | None] = mapped_column(String(100))
    preferred_last_name: Mapped[str | None] = mapped_column(String(100))
    date_of_birth: Mapped[date | None]
    sex: Mapped[str | None] = mapped_column(String(20))
    nc_year: Mapped[str | None] = mapped_column(String(4))
    registration_group: Mapped[str | None] = mapped_column(String(40))
    house: Mapped[str | None] = mapped_column(String(60))
    on_roll_from: Mapped[date | None]
    on_roll_to: Mapped[date | None]

    characteristics: Mapped[list[Characteristics]] = relationship(
        primaryjoin="Pupil.id == foreign(Characteristics.pupil_id)", order_by="Characteristics.valid_from"
    )
    contacts: Mapped[list[Contact]] = relationship(primaryjoin="Pupil.id == foreign(Contact.pupil_id)")

    __mapper_args__ = {"polymorphic_identity": PersonKind.PUPIL}

    def is_on_roll(self, on: date) -> bool:
        """Both ends inclusive; an empty start means always, an empty end means still."""
        started = self.on_roll_from is None or self.on_roll_from <= on
        return started and (self.on_roll_to is None or on <= self.on_roll_to)


class PeopleStamp(Table):
    """Rises by itself whenever anybody of the school is added, changed or taken away, whoever does it and in however
    many rows: the database counts (migration 0005). What is kept in memory of names is thrown away when it rose."""

    __tablename__ = "people_stamps"

    school_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=0)


class Characteristics(InSchool, Table):
    """What a pupil *is*, with dates: SEN provision, FSM, ethnicity and the like; codes are data, not enums."""

    __tablename__ = "pupil_characteristics"
    __table_args__ = of_school(belongs("pupil_id", "pupils"), looked_up_by("pupil_id", "valid_from"))

    pupil_id: Mapped[int]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    sen_provision: Mapped[str | None] = mapped_column(String(10))
    sen_need: Mapped[str | None] = mapped_column(String(40))
    fsm: Mapped[bool | None]
    pupil_premium: Mapped[bool | None]
    ethnicity: Mapped[str | None] = mapped_column(String(10))
    eal: Mapped[bool | None]
    looked_after: Mapped[bool | None]
    social_care: Mapped[str | None] = mapped_column(String(60))
    young_carer: Mapped[bool | None]


class Contact(InSchool, Table):
    """A parent or carer, in the order of contact."""

    __tablename__ = "contacts"
    __table_args__ = of_school(belongs("pupil_id", "pupils"), looked_up_by("pupil_id"))

    pupil_id: Mapped[int]
    position: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(200))
    relationship_word: Mapped[str | None] = mapped_column("relationship", String(60))
    parental_responsibility: Mapped[bool | None]
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(60))
    address: Mapped[str | None] = mapped_column(String(500))
    do_not_contact: Mapped[bool | None]


# Letters that carry their stroke or ligature within and don't come apart by themselves.
_WHOLE_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n"}
)
_APOSTROPHES = "'’‘ʼʻ`´"


def folded(text: str) -> str:
    """Text as search compares it: accents and apostrophes gone, lower case (`Ní Dhónaill` → `ni dhonaill`,
    `Łukasz` → `lukasz`)."""
    text = "".join(c for c in text if c not in _APOSTROPHES)
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_WHOLE_LETTERS))
    kept = (c for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())


def name_pupil(pupil: Pupil) -> None:
    """Set the pupil's key and names as shown, sorted and searched, from the fields as entered."""
    first = pupil.preferred_first_name or pupil.legal_first_name
    last = pupil.preferred_last_name or pupil.legal_last_name
    pupil.key = pupil.upn or f"mis:{pupil.mis_id}"
    pupil.display_name = f"{first} {last}"
    pupil.sort_name = folded(f"{last} {first}")
    every = (first, last, pupil.legal_first_name, pupil.legal_last_name)
    pupil.search_name = " ".join(dict.fromkeys(folded(" ".join(every)).split()))


def name_other(school_id: int, name: str) -> OtherPerson:
    """Another adult, known by name: key `other:NAME`."""
    return OtherPerson(
        school_id=school_id,
        key=f"other:{name}",
        display_name=name,
        sort_name=folded(name),
        search_name=folded(name),
    )
