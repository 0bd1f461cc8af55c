"""Where the focus goes when a page comes back with a row more or less: never to the top of the page, as if nothing had been."""

from __future__ import annotations

from typing import Any

from flask import request

from app.web.numbers import number_in


def row_in_focus(rows: Any, add_name: str, remove_name: str | None = None) -> int | None:
    """The number of the row, from 1, that takes the focus: the one just added, or the one that took the place of the
    one taken away. 0: the list itself, because no row is left; None: no row was asked for or taken."""
    if request.method != "POST":
        return None
    if add_name in request.form:
        return len(rows)
    gone = request.form.get(remove_name, "") if remove_name else ""
    number = number_in(gone)
    return min(number + 1, len(rows)) if number is not None else None
