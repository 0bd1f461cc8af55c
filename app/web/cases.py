"""The page of one case: where it stands, who has it, what is due, and everything that happened."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from sqlalchemy import and_
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Answer

from app.casework import scope
from app.casework.case import Case, Hold
from app.casework.gathering import incidents_in, with_incidents
from app.casework.holds import is_looked_at_first
from app.casework.joining import joined_into
from app.casework.people import Person
from app.casework.permissions import Permission
from app.casework.prepared import CASE_REFERENCE, SHAPES, open_membership, places_of
from app.casework.scope import Why
from app.casework.staff import Membership
from app.casework.triage import add_note
from app.db import db
from app.web.access import me, needs
from app.web.case_page import Owner, case_view, outline_view
from app.web.clock import now
from app.web.forms.cases import NoteForm
from app.web.pages import found_or_404, log_reading, printed_words, save, say
from app.web.timeline import KINDS, entries_of, kinds_nav

pages = Blueprint("cases", __name__)


def case_or_404(reference: str, *, in_full: bool = True) -> tuple[Case, Why]:
    """A case by its reference with the reason why it is visible, or 404."""
    found: Any = scope.visible_cases(me(), in_full=in_full).where(Case.reference == reference)
    case, why = found_or_404(found)
    return case, Why[why.upper()]


@pages.get("/cases/<reference>")
@needs(Permission.SEE_CASES)
def read(reference: str) -> str:
    """One case. Those who may see only its outline see who, what kind and which stage, and no narrative."""
    return case_page(reference, NoteForm(formdata=None))


@lru_cache(SHAPES)
def _case_with_incidents(m: Membership) -> Any:
    owner = Person.__table__.alias("owner")
    found: Any = (
        scope.visible_cases(m)
        .add_columns(owner.c.display_name, owner.c.key, Hold)
        .outerjoin(owner, owner.c.id == Case.owner_id)
        .outerjoin(Hold, and_(Hold.case_id == Case.id, is_looked_at_first()))
        .where(Case.reference == CASE_REFERENCE)
    )
    return with_incidents(found)


def case_page(reference: str, note_form: NoteForm) -> str:
    """The page, with the form for a note as it came back."""
    places = {**places_of(me()), "case_reference": reference}
    rows = db.session.execute(_case_with_incidents(open_membership(me())), places).all()
    if not rows:
        _follow_if_joined(reference)
        raise NotFound()
    case, word, name, code, hold = rows[0][:5]
    why, incidents = Why[word.upper()], incidents_in(rows)
    if not incidents:
        _follow_if_joined(reference)
    log_reading("case", case.reference, why.value)
    if why.is_outline:
        return render_template("cases/outline.html", view=outline_view(case, Owner(name, code), incidents))
    view, gathered = case_view(case, why, Owner(name, code), hold, incidents)
    kind = request.args.get("kind") if request.args.get("kind") in KINDS else None
    newest, address = request.args.get("order") == "newest", f"/cases/{reference}"
    kept = f"kind={kind}&" if kind else ""
    return render_template(
        "cases/read.html",
        view=view,
        form=note_form,
        entries=entries_of(view.told, gathered, kind=kind, newest_first=newest, with_links=not view.is_read_only),
        kinds=kinds_nav(view.told, address, kind, newest_first=newest),
        turn=(f"{address}?{kept}order={'oldest' if newest else 'newest'}#timeline", newest),
        printed=printed_words(),
    )


def _follow_if_joined(reference: str) -> None:
    """Lead on to the case that took everything of this one, for whoever may see that."""
    to = joined_into(db.session(), me().school_id, reference)
    there = scope.visible_case_ids(me()).where(Case.reference == to)
    if to and db.session.scalar(there) is not None:
        say(f"Case {reference} was joined to this one: everything that was in it is here.")
        abort(redirect(f"/cases/{to}"))


@pages.post("/cases/<reference>/notes")
@needs(Permission.ADD_NOTE)
def note(reference: str) -> Answer | tuple[str, int]:
    """Write a note on the case."""
    case, _why = case_or_404(reference)
    form = NoteForm()
    if form.validate():
        add_note(case, form.text.data or "", is_restricted=form.is_restricted.data, by=me(), at=now())
        save()
        say("The restricted note is saved." if form.is_restricted.data else "The note is saved.")
        return redirect(f"/cases/{reference}#notes", 303)
    return case_page(reference, form), 422
