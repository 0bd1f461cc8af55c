"""The exclusions register and the other ways to be out of lessons, as lists: whom, since when, what stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from sqlalchemy import Select, or_

from app.casework import scope
from app.casework.exclusion import Exclusion, OutOfLessons
from app.casework.people import Person
from app.casework.words import ExclusionKind, OutOfLessonsKind
from app.web.access import me
from app.web.case_lines import PUPILS, form_of
from app.web.downloads import Cell
from app.web.forms.choices import EXCLUSION_WORDS, OUT_OF_LESSONS_WORDS
from app.web.forms.other_lists import ExclusionFilters, OutOfLessonsFilters
from app.web.keyset import Order
from app.web.list_filters import between, named, offer_years
from app.web.lists import List
from app.web.pages import log_reading

NAMED = (Person.display_name, PUPILS.c.registration_group, PUPILS.c.nc_year)


def _exclusion_filters() -> ExclusionFilters:
    form = ExclusionFilters(request.args)
    offer_years(form)
    return form


def _exclusions(form: Any) -> Select[Any]:
    columns = (
        Exclusion.id, Exclusion.reference, Exclusion.kind, Exclusion.starts_on, Exclusion.sessions, Exclusion.reasons,
        Exclusion.cancelled_on, Exclusion.pupil_id, *NAMED,
    )  # fmt: skip
    found: Any = with_pupil(scope.visible_exclusions(me()).with_only_columns(*columns), Exclusion)
    if form.kind.data:
        found = found.where(Exclusion.kind == ExclusionKind(form.kind.data))
    if form.state.data:
        stands = Exclusion.cancelled_on.is_(None)
        found = found.where(stands if form.state.data == "stands" else ~stands)
    return _narrowed(found, Exclusion.starts_on, form)


def with_pupil(found: Any, entity: Any) -> Any:
    """Rows of a register with their pupil, for the columns of `NAMED`."""
    return found.join(Person, Person.id == entity.pupil_id).join(PUPILS, PUPILS.c.id == entity.pupil_id)


def _narrowed(found: Any, starts_on: Any, form: Any) -> Select[Any]:
    if form.year.data:
        found = found.where(PUPILS.c.nc_year == form.year.data)
    narrowed: Select[Any] = between(named(found, form.words.data), starts_on, form)
    return narrowed


def name_of(row: Any) -> str:
    """The pupil with the group."""
    form = form_of(row.registration_group, row.nc_year)
    return f"{row.display_name} ({form})" if form else str(row.display_name)


def days_of(row: Any) -> str:
    """Half days as school days."""
    return f"{(row.sessions or 0) / 2:g}"


def _exclusion_cells(rows: Sequence[Any]) -> list[list[Cell]]:
    made: list[list[Cell]] = []
    for row in rows:
        log_reading("row in a download", row.reference)
        made.append(
            [row.reference, name_of(row), EXCLUSION_WORDS[row.kind.value], row.starts_on, (row.sessions or 0) / 2,
             row.reasons, row.cancelled_on]
        )  # fmt: skip
    return made


EXCLUSIONS = List(
    "exclusions",
    "/exclusions",
    _exclusion_filters,
    _exclusions,
    lambda: {"": Order("Latest first", Exclusion.starts_on, Exclusion.id, is_descending=True)},
    ("Key", "Pupil", "Kind", "Starts", "School days", "Reasons", "Cancelled"),
    _exclusion_cells,
)


def _out_filters() -> OutOfLessonsFilters:
    form = OutOfLessonsFilters(request.args)
    offer_years(form)
    return form


def _out(form: Any) -> Select[Any]:
    columns = (
        OutOfLessons.id, OutOfLessons.kind, OutOfLessons.starts_on, OutOfLessons.ends_on, OutOfLessons.sessions,
        OutOfLessons.pupil_id, OutOfLessons.cancelled_on, OutOfLessons.cancelled_because, Person.key, *NAMED,
    )  # fmt: skip
    found: Any = with_pupil(scope.visible_out_of_lessons(me()).with_only_columns(*columns), OutOfLessons)
    if form.kind.data:
        found = found.where(OutOfLessons.kind == OutOfLessonsKind(form.kind.data))
    stands = OutOfLessons.cancelled_on.is_(None)
    if form.state.data == "cancelled":
        found = found.where(~stands)
    elif form.state.data:
        still = or_(OutOfLessons.ends_on.is_(None), OutOfLessons.ends_on >= me().on)
        found = found.where(stands, still if form.state.data == "still" else ~still)
    return _narrowed(found, OutOfLessons.starts_on, form)


def _out_cells(rows: Sequence[Any]) -> list[list[Cell]]:
    made: list[list[Cell]] = []
    for row in rows:
        log_reading("row in a download", f"out of lessons, {row.key}")
        made.append(
            [name_of(row), OUT_OF_LESSONS_WORDS[row.kind.value], row.starts_on, row.ends_on, (row.sessions or 0) / 2,
             row.cancelled_on]
        )  # fmt: skip
    return made


OUT_OF_LESSONS = List(
    "out-of-lessons",
    "/out-of-lessons",
    _out_filters,
    _out,
    lambda: {"": Order("Latest first", OutOfLessons.starts_on, OutOfLessons.id, is_descending=True)},
    ("Pupil", "Kind", "From", "To", "School days", "Cancelled"),
    _out_cells,
)
