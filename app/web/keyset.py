"""Paging by where the last row stood: each page costs what the first costs, and nothing moves under the reader.

A place is a day or a minute and a row's number, so that ties keep their order. A place that can't be read is the
beginning of the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, tuple_

from app.casework.table import Instant

_PLACE = re.compile(r"([0-9]{8})([0-9]{4})?-([0-9]{1,15})")


class Order(NamedTuple):
    """One way to sort a list: the words of the choice, the column of days or minutes, the column of numbers."""

    words: str
    column: Any
    number: Any
    is_descending: bool = False


class Slice(NamedTuple):
    """The rows of one page, and the place from which the next begins."""

    rows: Sequence[Any]
    following: str | None


def placed(value: date | datetime, number: int) -> str:
    """A place in the list, for an address."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y%m%d%H%M}-{number}"
    return f"{value:%Y%m%d}-{number}"


def place_of(text: str) -> tuple[date | datetime, int] | None:
    """The day or instant and the number of a place, None where it is none."""
    found = _PLACE.fullmatch(text)
    if found is None:
        return None
    day, clock, number = found.groups()
    try:
        if clock:
            return datetime.strptime(day + clock, "%Y%m%d%H%M").replace(tzinfo=UTC), int(number)
        return datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC).date(), int(number)
    except ValueError:
        return None


def in_order(found: Select[Any], order: Order, after: str, most: int) -> Select[Any]:
    """The statement of one page and one row more; each row ends with the two columns of its place."""
    found = found.add_columns(order.column.label("placed_at"), order.number.label("placed_number"))
    place = place_of(after)
    if place is not None and isinstance(place[0], datetime) == holds_instants(order.column):
        here = tuple_(order.column, order.number)
        found = found.where(here < place if order.is_descending else here > place)
    ways = (order.column, order.number)
    return found.order_by(*(way.desc() if order.is_descending else way.asc() for way in ways)).limit(most + 1)


def sliced(rows: Sequence[Any], most: int) -> Slice:
    """The rows of one page from what `in_order` found."""
    shown = rows[:most]
    return Slice(shown, placed(*shown[-1][-2:]) if len(rows) > most else None)


def holds_instants(column: Any) -> bool:
    """Whether a column or expression is of instants; of days otherwise."""
    return isinstance(column.type, Instant)
