"""What every view does the same way: find or 404, save or show both versions, say what happened, log a reading."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from flask import flash, g
from sqlalchemy import Select
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import Conflict, NotFound

from app.casework.access_log import reading
from app.casework.calendar import london
from app.casework.refusals import Refusal
from app.db import db
from app.web.access import me
from app.web.clock import now
from app.web.due import full_day
from app.web.once import SECRETS, commit_with_the_answer

NOT_TYPED = ("csrf_token", "version", "submit")
Versions = list[tuple[str, str, str]]


class Stale(Conflict):
    """Saved since the form was opened. `versions`: (part, what is saved now, what was typed)."""

    def __init__(self, versions: Versions) -> None:
        super().__init__()
        self.versions = versions


def found_or_404(found: Select[Any]) -> Any:
    """The first row of a Select (its one value, if it has one column); 404 if there is none.

    Start from `scope.visible_…`: then a record outside one's scope is no different from one that does not exist.
    """
    row = db.session.execute(found).unique().first()
    if row is None:
        raise NotFound()
    return row[0] if len(row) == 1 else row


def save(form: Any = None, record: Any = None) -> bool:
    """Commit, once, what the actions did: as soon as the view has answered (`once.committing`). If somebody else saved
    first nothing is stored and the page 409 shows both versions: `record`'s fields as they are now beside what stands
    in `form`. What must follow the commit is given to `once.after_saving`."""
    try:
        db.session.flush()
    except StaleDataError:
        db.session.rollback()
        raise Stale(both_versions(form, record)) from None
    commit_with_the_answer()
    return True


def check_version(form: Any, record: Any) -> None:
    """409 with both versions unless the form was opened on the version that is saved now (its field `version`)."""
    if str(form.version.data) != str(record.version):
        raise Stale(both_versions(form, record))


def both_versions(form: Any, record: Any = None) -> Versions:
    """Every field in which what was typed differs from what is saved now (empty where the record has no such column)."""
    told = []
    for field in form or ():
        if field.short_name not in NOT_TYPED and not SECRETS.search(field.short_name):
            is_stored = hasattr(record, field.short_name)
            saved = _as_read(field, getattr(record, field.short_name)) if is_stored else ""
            typed = _as_read(field, field.data)
            if saved != typed and (field.data or is_stored):
                told.append((field.label.text, saved or "nothing", typed or "nothing"))
    return told


def _as_read(field: Any, value: object) -> str:
    """A value as the page says it: the words of a choice, a day, a time."""
    if isinstance(field.data, bool) and not isinstance(value, bool):
        value = bool(value)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    labels = {choice.value: str(choice.label) for choice in field.iter_choices()} if hasattr(field, "choices") else {}
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(sorted(labels.get(str(each), str(each)) for each in value))
    if isinstance(value, datetime):
        return f"{full_day(london(value).date())}, {london(value):%H:%M}"
    if isinstance(value, date):
        return full_day(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    text = "" if value is None else str(value).replace("\r\n", "\n")
    return labels.get(text, text)


def show_refusal(form: Any, refusal: Refusal) -> None:
    """Put a refusal's sentence on its field, else on the whole form; the view then answers 422 with the page."""
    said = refusal_words(refusal)
    if refusal.field and refusal.field in form:
        field = form[refusal.field]
        field.errors = [*field.errors, said]
    else:
        form.form_errors = [*form.form_errors, said]


def refusal_words(refusal: Refusal) -> str:
    """A refusal as people read it: why not, and what can be done instead."""
    return refusal.message if not refusal.instead else f"{refusal.message} {refusal.instead}"


def printed_words() -> str:
    """Who prints a page, and when: what its head says on paper."""
    at = london(now())
    return f"Printed by {me().name} on {at.day} {at:%B %Y} at {at:%H:%M}."


def say(sentence: str) -> None:
    """One sentence on the next page about what has just happened."""
    flash(sentence, "good")


def say_no(refusal: Refusal) -> None:
    """On the next page, why nothing has happened; for what was asked by a button alone, where no form can say it."""
    flash(refusal_words(refusal), "error")


def log_reading(what: str, reference: str, why: str | None = None) -> None:
    """Note that a record of a person is about to be shown. It is stored before the page is sent: no row, no page."""
    by = me()
    g.setdefault("readings", []).append(reading(what, reference, by=by, at=now(), why=why))
