"""Stores what a bundle brings: bulk inserts and updates, counters, and the history of what arrived."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain as joined
from types import SimpleNamespace
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.bundle import chain
from app.bundle.difference import Difference
from app.bundle.files import FAMILIES
from app.bundle.keys import OTHER, Keys, stored_keys
from app.bundle.reading import Given
from app.bundle.spec import Column, Family, table_of
from app.bundle.spool import Spool, batches, in_order
from app.bundle.stored import SCHOOLS, Stored, stored_rows
from app.bundle.telling import TOLD_FILES, Places, events_of
from app.casework.lifecycle import Move
from app.casework.people import Person, PersonKind, Pupil, name_other, name_pupil
from app.casework.school import Counter as CounterRow
from app.casework.school import Trust
from app.casework.staff import StaffMember, name_staff

BATCH = 5_000
PERSONS, TRUSTS, COUNTERS = table_of(Person), table_of(Trust), table_of(CounterRow)
_NAMES = ("key", "display_name", "sort_name", "search_name")
_CASE = re.compile(r"(\d{4})-(\d{4,8})")
_EXCLUSION = re.compile(r"(\d{4})-X(\d{3,8})")
_PLACED = ("cases", "incidents", "responses", "agreements")


def bring_in(
    session: Session, keys: Keys, differences: Mapping[str, Difference], events: Spool[chain.Told], *, at: datetime
) -> None:
    """Store every difference. Where the bundle brings its own new events they are the history; else it is told."""
    if not events and not any(each.added or each.changed for each in differences.values()):
        return
    _bring_trusts(session, keys)
    for family in FAMILIES:
        difference = differences[family.file]
        if family.table is SCHOOLS:
            _bring_school(session, family, difference, keys)
            continue
        if family.target in ("pupils", "staff"):
            _bring_people(session, family, difference, keys)
            if family.target == "staff":
                _bring_others(session, keys)
        else:
            _store(session, family, difference, keys)
        if family.target not in (None, "pupils", "staff"):
            keys.refresh(session, family.target)
    _raise_counters(session, keys, differences)
    school_id = cast(int, keys.school_id)
    if events:
        chain.store(session, school_id, events)
    else:
        chain.append(session, school_id, _told(session, keys, differences), at)


def _bring_trusts(session: Session, keys: Keys) -> None:
    for name in sorted(keys.new["trusts"] - keys.ids["trusts"].keys()):
        session.execute(sa.insert(TRUSTS).values(name=name))
    keys.refresh(session, "trusts")


def _bring_school(session: Session, family: Family, difference: Difference, keys: Keys) -> None:
    for given in difference.added:
        session.execute(sa.insert(SCHOOLS).values(**_values(family.columns, given.main, keys)))
        keys.school_id = session.scalar(sa.select(SCHOOLS.c.id).where(SCHOOLS.c.urn == given.main[0]))
    _change(session, family, difference, keys)


def _bring_people(session: Session, family: Family, difference: Difference, keys: Keys) -> None:
    kind = PersonKind.PUPIL if family.target == "pupils" else PersonKind.STAFF
    shared = {"school_id": keys.school_id, "kind": kind}
    for batch in batches(difference.added, BATCH):
        named = [_named(kind, _values(family.columns, given.main, keys)) for given in batch]
        session.execute(sa.insert(PERSONS), [{**shared, **names} for names in named])
    keys.refresh(session, "persons")
    ids = keys.ids["persons"]
    for batch in batches(difference.added, BATCH):
        rows = [_values(family.columns, given.main, keys) for given in batch]
        placed = [{"id": ids[_named(kind, row)["key"]], "school_id": keys.school_id, **row} for row in rows]
        session.execute(sa.insert(family.table), placed)
    _change(session, family, difference, keys)
    for stored, given in difference.changed:
        names = _named(kind, _values(family.columns, given.main, keys))
        session.execute(sa.update(PERSONS).where(PERSONS.c.id == stored.id).values(**names))


def _bring_others(session: Session, keys: Keys) -> None:
    """Adults known by name alone, whom any file may name."""
    new = sorted(key for key in keys.new["persons"] if key.startswith(OTHER) and key not in keys.ids["persons"])
    made = [name_other(cast(int, keys.school_id), key[len(OTHER) :]) for key in new]
    shared = {"school_id": keys.school_id, "kind": PersonKind.OTHER}
    for batch in batches(made, BATCH):
        rows = [{**shared, **{name: getattr(each, name) for name in _NAMES}} for each in batch]
        session.execute(sa.insert(PERSONS), rows)
    keys.refresh(session, "persons")


def _named(kind: PersonKind, row: dict[str, Any]) -> dict[str, str]:
    person = SimpleNamespace(**row)
    if kind is PersonKind.PUPIL:
        name_pupil(cast(Pupil, person))
    else:
        name_staff(cast(StaffMember, person))
    return {name: getattr(person, name) for name in _NAMES}


def _store(session: Session, family: Family, difference: Difference, keys: Keys) -> None:
    """Insert in the order of the file: figures take the greater number in the database for the later record."""
    positions: Counter[int] = Counter()
    for batch in batches(difference.added, BATCH):
        rows = [_new_row(family, given, keys) for given in batch]
        if family.file == "contacts":
            _place_contacts(rows, positions)
        session.execute(sa.insert(family.table), rows)
    _change(session, family, difference, keys)


def _new_row(family: Family, given: Given, keys: Keys) -> dict[str, Any]:
    row: dict[str, Any] = {"school_id": keys.school_id}
    if family.further is not None:
        row |= {column.into: column.default for column in family.further.columns}
    row |= _row(family, given, keys)
    if family.fixed is not None:
        row |= family.fixed(dict(zip(family.names, given.main, strict=True)))
    return row


def _place_contacts(rows: list[dict[str, Any]], positions: Counter[int]) -> None:
    """Contacts stand in the order of the file."""
    for row in rows:
        positions[row["pupil_id"]] += 1
        row["position"] = positions[row["pupil_id"]]


def _change(session: Session, family: Family, difference: Difference, keys: Keys) -> None:
    counted = "version" in family.table.c and "version" not in family.names
    for stored, given in difference.changed:
        row = _row(family, given, keys)
        if counted:
            row["version"] = family.table.c.version + 1
        session.execute(sa.update(family.table).where(family.table.c.id == stored.id).values(**row))


def _row(family: Family, given: Given, keys: Keys) -> dict[str, Any]:
    row = _values(family.columns, given.main, keys)
    if family.further is not None and given.further is not None:
        row |= _values(family.further.columns, given.further, keys)
    return row


def _values(columns: tuple[Column, ...], values: tuple[Any, ...], keys: Keys) -> dict[str, Any]:
    pairs = zip(columns, values, strict=True)
    return {column.into: keys.id_of(column.to, value) if column.to else value for column, value in pairs}


def _raise_counters(session: Session, keys: Keys, differences: Mapping[str, Difference]) -> None:
    """The next reference handed out must follow those that arrived."""
    highest: dict[tuple[str, int], int] = defaultdict(int)
    for file, kind, shape in (
        ("cases", "case", _CASE),
        ("incidents", "case", _CASE),
        ("exclusions", "exclusion", _EXCLUSION),
    ):
        for given in differences[file].added:
            found = shape.fullmatch(given.main[0])
            if found:
                place = (kind, int(found[1]))
                highest[place] = max(highest[place], int(found[2]))
    for (kind, year), last in highest.items():
        mine = (COUNTERS.c.school_id == keys.school_id, COUNTERS.c.kind == kind, COUNTERS.c.year == year)
        there = session.scalar(sa.select(COUNTERS.c.last).where(*mine))
        if there is None:
            session.execute(sa.insert(COUNTERS).values(school_id=keys.school_id, kind=kind, year=year, last=last))
        elif there < last:
            session.execute(sa.update(COUNTERS).where(*mine).values(last=last))


def _told(session: Session, keys: Keys, differences: Mapping[str, Difference]) -> Iterator[chain.Told]:
    """The history of all rows that arrived, oldest first."""
    changes = {file: differences[file] for file in TOLD_FILES if differences[file].added or differences[file].changed}
    if not changes:
        return iter(())
    fresh = stored_keys(session, keys.school_id)
    places = Places()
    for family in FAMILIES:
        if family.file in _PLACED:
            for row in stored_rows(session, family, fresh):
                places.learn(family.file, _as_row(family, row.main))
    told = joined.from_iterable(
        _of_family(family, changes[family.file], places) for family in FAMILIES if family.file in changes
    )
    # Of one minute, the end of a case comes last.
    return in_order(told, key=lambda each: (each.happened_at, each.kind == Move.CLOSED.value))


def _of_family(family: Family, difference: Difference, places: Places) -> Iterator[chain.Told]:
    for given in difference.added:
        yield from events_of(family.file, _whole(family, given), places)
    for stored, given in difference.changed:
        yield from events_of(family.file, _whole(family, given), places, _whole(family, stored))


def _as_row(family: Family, main: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(family.names, main, strict=True))


def _whole(family: Family, row: Given | Stored) -> dict[str, Any]:
    whole = _as_row(family, row.main)
    if family.further is not None and row.further is not None:
        whole |= dict(zip((column.name for column in family.further.columns), row.further, strict=True))
    return whole
