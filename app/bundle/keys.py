"""What a key names: the records of this school and of this bundle, and the ids of those that are stored.

A key that neither has belongs to another school or to nobody; its row is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.bundle.files import FAMILIES
from app.bundle.spec import table_of
from app.casework.people import Person
from app.casework.school import Trust

OTHER = "other:"
LONGEST_OTHER_NAME = 200
KINDS = ("trusts", "persons", "pupils", "staff", "cases", "incidents", "responses", "agreements")
WORDS = {
    "pupils": "pupil",
    "staff": "member of staff",
    "persons": "person",
    "cases": "case",
    "incidents": "incident",
    "responses": "response",
    "agreements": "agreement",
}
_PERSONS, _TRUSTS = table_of(Person), table_of(Trust)


@dataclass
class Keys:
    """`ids`: stored records by kind and key; `new`: keys that the bundle brings; `unread`: kinds whose file could not
    be read, of which nobody knows what they would have brought."""

    school_id: int | None = None
    ids: dict[str, dict[str, int]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    new: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    unread: set[str] = field(default_factory=set)

    def add(self, kind: str, key: str) -> None:
        """A record that the bundle brings; pupils and staff are persons too."""
        self.new[kind].add(key)
        if kind in ("pupils", "staff"):
            self.new["persons"].add(key)

    def give_up(self, kind: str) -> None:
        """The file of this kind could not be read."""
        self.unread.add(kind)
        if kind in ("pupils", "staff"):
            self.unread.add("persons")

    def missing(self, kind: str, key: str) -> str | None:
        """What is wrong with a key, or None. `other:NAME` brings its person with it; so does a trust's name."""
        if key in self.ids[kind] or key in self.new[kind] or kind in self.unread:
            return None
        if kind == "trusts" or (kind == "persons" and _is_other(key)):
            self.new[kind].add(key)
            return None
        return f"There is no {WORDS[kind]} “{key}” in this bundle or in this school."

    def id_of(self, kind: str, key: str | None) -> int | None:
        """The id of a stored record."""
        return None if key is None else self.ids[kind][key]

    def refresh(self, session: Session, kind: str) -> None:
        """Read the ids of one kind from the database."""
        if kind == "trusts":
            found = session.execute(sa.select(_TRUSTS.c.name, _TRUSTS.c.id))
            self.ids[kind] = dict(iter(found))
        elif kind in ("persons", "pupils", "staff"):
            self._refresh_people(session)
        else:
            table = next(family.table for family in FAMILIES if family.target == kind)
            found = session.execute(sa.select(table.c.reference, table.c.id).where(table.c.school_id == self.school_id))
            self.ids[kind] = dict(iter(found))

    def _refresh_people(self, session: Session) -> None:
        columns = (_PERSONS.c.kind, _PERSONS.c.key, _PERSONS.c.id)
        people = session.execute(sa.select(*columns).where(_PERSONS.c.school_id == self.school_id)).all()
        self.ids["persons"] = {key: number for _kind, key, number in people}
        self.ids["pupils"] = {key: number for kind, key, number in people if kind == "pupil"}
        self.ids["staff"] = {key: number for kind, key, number in people if kind == "staff"}


def stored_keys(session: Session, school_id: int | None) -> Keys:
    """The keys of a school as it is stored; none yet where there is no school."""
    keys = Keys(school_id)
    for kind in KINDS if school_id is not None else ("trusts",):
        if kind not in ("pupils", "staff"):
            keys.refresh(session, kind)
    return keys


def key_of_row(target: str, row: dict[str, Any]) -> str:
    """By which key others name this row."""
    if target == "pupils":
        return str(row["upn"] or f"mis:{row['mis_id']}")
    return str(row["staff_code"] if target == "staff" else next(iter(row.values())))


def _is_other(key: str) -> bool:
    return key.startswith(OTHER) and len(key[len(OTHER) :].strip()) > 0 and len(key) <= LONGEST_OTHER_NAME + len(OTHER)
