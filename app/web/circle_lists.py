"""Proactive circles and training as lists: which groups meet, who is trained for what and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import request
from sqlalchemy import Select, and_, or_

from app.casework import scope
from app.casework.circle import Circle
from app.casework.people import Person, folded
from app.casework.training import Training
from app.web.access import me
from app.web.downloads import Cell
from app.web.forms.other_lists import PURPOSES, CircleFilters, TrainingFilters
from app.web.keyset import Order
from app.web.list_filters import between
from app.web.lists import List

PURPOSE_WORDS = dict(PURPOSES)
SOON = timedelta(days=60)


def _circles(form: Any) -> Select[Any]:
    columns = (Circle.id, Circle.held_on, Circle.group, Circle.purpose, Circle.size, Circle.minutes)
    found: Any = scope.visible_circles(me()).with_only_columns(*columns, Person.display_name)
    found = found.join(Person, Person.id == Circle.keeper_id)
    if form.words.data:
        found = found.where(Circle.group.icontains(form.words.data, autoescape=True))
    if form.purpose.data:
        found = found.where(Circle.purpose == form.purpose.data)
    if form.whose.data:
        found = found.where(Circle.keeper_id == me().staff_id)
    narrowed: Select[Any] = between(found, Circle.held_on, form)
    return narrowed


def _circle_cells(rows: Sequence[Any]) -> list[list[Cell]]:
    return [
        [r.held_on, r.group, PURPOSE_WORDS.get(r.purpose, r.purpose), r.display_name, r.size, r.minutes] for r in rows
    ]


CIRCLES = List(
    "circles",
    "/circles",
    lambda: CircleFilters(request.args),
    _circles,
    lambda: {"": Order("Latest first", Circle.held_on, Circle.id, is_descending=True)},
    ("Held on", "Group", "Purpose", "Keeper", "How many", "Minutes"),
    _circle_cells,
)


def _training(form: Any) -> Select[Any]:
    columns = (Training.id, Training.course, Training.level, Training.provider, Training.hours, Training.completed_on)
    found: Any = scope.visible_training(me()).with_only_columns(*columns, Training.expires_on, Person.display_name)
    found = found.join(Person, Person.id == Training.staff_id)
    if form.words.data:
        who = Person.search_name.contains(folded(form.words.data) or form.words.data, autoescape=True)
        found = found.where(or_(who, Training.course.icontains(form.words.data, autoescape=True)))
    if form.state.data:
        found = found.where(_standing(form.state.data))
    narrowed: Select[Any] = between(found, Training.completed_on, form)
    return narrowed


def _standing(state: str) -> Any:
    on = me().on
    if state == "soon":
        return Training.expires_on.between(on, on + SOON)
    current = and_(Training.completed_on <= on, or_(Training.expires_on.is_(None), Training.expires_on >= on))
    return current if state == "current" else ~current


def standing(row: Any, on: date) -> tuple[str, str]:
    """Whether a course counts today, in words with the state of a badge."""
    if row.completed_on > on or (row.expires_on and row.expires_on < on):
        return "not current", "calm"
    if row.expires_on and row.expires_on <= on + SOON:
        return "ends soon", "waiting"
    return "current", "good"


def _training_cells(rows: Sequence[Any]) -> list[list[Cell]]:
    return [
        [r.display_name, r.course, r.level, r.provider, r.hours, r.completed_on, r.expires_on, standing(r, me().on)[0]]
        for r in rows
    ]


TRAINING = List(
    "training",
    "/training",
    lambda: TrainingFilters(request.args),
    _training,
    lambda: {"": Order("Latest first", Training.completed_on, Training.id, is_descending=True)},
    ("Who", "Course", "Level", "Provider", "Hours", "Completed", "Valid until", "Now"),
    _training_cells,
)
