"""What every list does the same way: filter by the address, sort, page by place, say what is in use, download.

A bad filter gets its sentence at the field and nothing is listed: rows that were not filtered would be taken for
rows that were.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, request
from sqlalchemy import Select

from app.casework.permissions import Permission
from app.db import db
from app.web.access import me, needs
from app.web.downloads import AT_MOST, Cell, Sheet, sent
from app.web.forms.filters import Filters
from app.web.keyset import Order, Slice, in_order, sliced
from app.web.pages import say

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class List:
    """One list: where it stands, how it is filtered and found, the ways to sort it (the first unless another is
    asked for), what a file of it holds."""

    name: str
    path: str
    filters: Callable[[], Filters]
    find: Callable[[Filters], Select[Any]]
    orders: Callable[[], dict[str, Order]]
    columns: tuple[str, ...]
    cells: Callable[[Sequence[Any]], list[list[Cell]]]

    def order(self, filters: Filters) -> Order:
        """The chosen way to sort."""
        orders = self.orders()
        chosen = filters["sort"].data if "sort" in filters else ""
        return orders.get(chosen) or next(iter(orders.values()))


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of a list, as templates take it."""

    filters: Filters
    rows: Sequence[Any]
    is_valid: bool
    in_use: list[tuple[str, str]]
    older: str | None
    newest: str | None
    downloads: list[tuple[str, str]]
    found_words: str | None
    clear: str | None


def page_of(each: List, *, most: int = A_PAGE) -> Shown:
    """The page that the address asks for."""
    filters = each.filters()
    is_valid = filters.validate()
    after = request.args.get("after", "")
    found = _found(each, filters, after, most) if is_valid else Slice([], None)
    kept = filters.kept if is_valid else []
    return Shown(
        filters=filters,
        rows=found.rows,
        is_valid=is_valid,
        in_use=[(words, address(each.path, [p for p in kept if p[0] != name])) for name, words in filters.in_use]
        if is_valid
        else [],
        older=address(each.path, [*kept, ("after", found.following)]) if found.following else None,
        newest=address(each.path, kept) if after and is_valid else None,
        downloads=[(words, address(f"{each.path}.{kind}", kept)) for kind, words in (("csv", "CSV"), ("xlsx", "Excel"))]
        if found.rows
        else [],
        found_words=_found_words(found, bool(after)) if is_valid else None,
        clear=each.path if filters.data and (filters.in_use or not is_valid) else None,
    )


def _found(each: List, filters: Filters, after: str, most: int) -> Slice:
    statement = in_order(each.find(filters), each.order(filters), after, most)
    return sliced(db.session.execute(statement).unique().all(), most)


def _found_words(found: Slice, is_later: bool) -> str | None:
    if not found.rows:
        return None
    many = f"{len(found.rows)} {'more' if is_later else 'shown'}"
    return f"{many}, others follow" if found.following else many


def address(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    """A path with what is kept of the filters."""
    return f"{path}?{urlencode(pairs)}" if pairs else path


def add_downloads(pages: Blueprint, each: List, *permissions: Permission) -> None:
    """The same list as CSV and as XLSX, for whom the page is: two endpoints named after it."""

    def download(kind: str) -> Any:
        filters = each.filters()
        if not filters.validate():
            return redirect(address(each.path, list(request.args.items())), 303)
        rows = _found(each, filters, "", AT_MOST)
        if rows.following:
            say(f"More than {AT_MOST:,} rows fit, which is more than one file holds. Narrow the dates, then download.")
            return redirect(address(each.path, filters.kept), 303)
        return sent(Sheet(each.name, each.columns, each.cells(rows.rows)), kind, me().on)

    for kind in ("csv", "xlsx"):

        def view(kind: str = kind) -> Any:
            return download(kind)

        endpoint = f"{each.name.replace('-', '_')}_as_{kind}"
        pages.add_url_rule(f"{each.path}.{kind}", endpoint, needs(*permissions)(view))
