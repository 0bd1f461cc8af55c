"""The list of cases, and the page of one: where it stands, who has it, what is due, and everything that happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from sqlalchemy import and_, exists, select, tuple_
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Answer

from app.casework import scope
from app.casework.calendar import london, utc_from_london
from app.casework.case import Case, Hold
from app.casework.gathering import incidents_in, with_incidents
from app.casework.incident import Incident, Involvement
from app.casework.lifecycle import STAGE_WORDS
from app.casework.people import Person
from app.casework.permissions import Permission
from app.casework.scope import Why
from app.casework.triage import add_note
from app.casework.words import Stage
from app.db import db
from app.web.access import me, needs
from app.web.case_page import PUPILS, Owner, case_view, outline_view
from app.web.clock import now
from app.web.forms.cases import CaseFilters, NoteForm
from app.web.forms.choices import listed
from app.web.incidents import categories
from app.web.pages import found_or_404, log_reading, save, say
from app.web.timeline import KINDS, entries_of, kinds_nav, staff_names

pages = Blueprint("cases", __name__)
A_PAGE = 25
OPEN = [s for s in Stage if s not in (Stage.CLOSED, Stage.NO_FURTHER_ACTION, Stage.REFERRED_ON, Stage.UNSUITABLE)]


def case_or_404(reference: str, *, in_full: bool = True) -> tuple[Case, Why]:
    """A case by its reference with the reason why it is visible, or 404."""
    found: Any = scope.visible_cases(me(), in_full=in_full).where(Case.reference == reference)
    case, why = found_or_404(found)
    return case, Why[why.upper()]


@pages.get("/cases")
@needs(Permission.SEE_CASES)
def list_cases() -> str:
    """The cases that exist for this member of staff, newest first, filtered by the address."""
    filters = CaseFilters(request.args)
    filters.category.choices = listed(((c, c.replace("_", " ").capitalize()) for c in categories()), blank="Any")
    found = _filtered(scope.visible_cases(me()), filters) if filters.validate() else scope.visible_cases(me())
    before = request.args.get("before", "")
    rows = db.session.execute(_after(found, before).limit(A_PAGE + 1)).all()
    shown = [row[0] for row in rows[:A_PAGE]]
    return render_template(
        "cases/list.html",
        filters=filters,
        cases=_lines(shown),
        older=_link(shown[-1]) if len(rows) > A_PAGE else None,
        newest="/cases?" + _kept() if before else None,
    )


def _filtered(found: Any, filters: CaseFilters) -> Any:
    if filters.stage.data == "open":
        found = found.where(Case.stage.in_(OPEN))
    elif filters.stage.data:
        found = found.where(Case.stage == Stage(filters.stage.data))
    if filters.owner.data:
        found = found.where(Case.owner_id == me().staff_id if filters.owner.data == "me" else Case.owner_id.is_(None))
    if filters.since.data:
        found = found.where(Case.opened_at >= utc_from_london(datetime.combine(filters.since.data, time.min)))
    if filters.until.data:
        end = filters.until.data + timedelta(days=1)
        found = found.where(Case.opened_at < utc_from_london(datetime.combine(end, time.min)))
    of_case = select(Incident.id).where(Incident.case_id == Case.id).correlate(Case)
    if filters.category.data:
        found = found.where(exists(of_case.where(Incident.category == filters.category.data)))
    if filters.nc_year.data:
        year = of_case.join(Involvement, Involvement.incident_id == Incident.id)
        year = year.join(PUPILS, PUPILS.c.id == Involvement.person_id)
        found = found.where(exists(year.where(PUPILS.c.nc_year == filters.nc_year.data.strip())))
    return found


def _after(found: Any, before: str) -> Any:
    """Newest first, from the cursor on: a moment and an id, so that no page costs more than the first."""
    moment, _, number = before.rpartition("_")
    try:
        at = datetime.fromisoformat(moment)
        found = found.where(tuple_(Case.opened_at, Case.id) < (at, int(number)))
    except ValueError:
        pass
    return found.order_by(Case.opened_at.desc(), Case.id.desc())


def _kept() -> str:
    return urlencode([(k, v) for k, v in request.args.items() if k != "before" and v])


def _link(last: Case) -> str:
    return "/cases?" + urlencode({**request.args.to_dict(), "before": f"{last.opened_at.isoformat()}_{last.id}"})


def _lines(cases: Sequence[Case]) -> list[dict[str, object]]:
    """What the list shows of each case; two statements for the whole page."""
    names = staff_names({case.owner_id for case in cases})
    kinds: dict[int, list[str]] = {}
    found = select(Incident.case_id, Incident.category).where(Incident.case_id.in_([case.id for case in cases]))
    for case_id, category in db.session.execute(found.order_by(Incident.occurred_at)):
        kinds.setdefault(case_id, []).append(category.replace("_", " "))
    return [
        {
            "reference": case.reference,
            "what": ", ".join(dict.fromkeys(kinds.get(case.id, []))).capitalize() or "Joined to another case",
            "stage": STAGE_WORDS[case.stage],
            "owner": names.get(case.owner_id or 0, "Nobody yet"),
            "opened": london(case.opened_at).strftime("%d/%m/%Y"),
        }
        for case in cases
    ]


@pages.get("/cases/<reference>")
@needs(Permission.SEE_CASES)
def read(reference: str) -> str:
    """One case. Those who may see only its outline see who, what kind and which stage, and no narrative."""
    return case_page(reference, NoteForm(formdata=None))


def case_page(reference: str, note_form: NoteForm) -> str:
    """The page, with the form for a note as it came back."""
    owner = Person.__table__.alias("owner")
    found: Any = (
        scope.visible_cases(me())
        .add_columns(owner.c.display_name, owner.c.key, Hold)
        .outerjoin(owner, owner.c.id == Case.owner_id)
        .outerjoin(Hold, and_(Hold.case_id == Case.id, Hold.lifted_at.is_(None)))
        .where(Case.reference == reference)
    )
    rows = db.session.execute(with_incidents(found)).all()
    if not rows:
        raise NotFound()
    case, word, name, code, hold = rows[0][:5]
    why, incidents = Why[word.upper()], incidents_in(rows)
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
        entries=entries_of(view.told, gathered, kind=kind, newest_first=newest),
        kinds=kinds_nav(view.told, address, kind, newest_first=newest),
        turn=(f"{address}?{kept}order={'oldest' if newest else 'newest'}#timeline", newest),
        printed=f"Printed by {me().name} on {london(now()):%-d %B %Y at %H:%M}.",
    )


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
