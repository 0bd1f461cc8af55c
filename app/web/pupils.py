"""Find a pupil; the pupil's page opens with current agreements and what helps, then what happened. No tallies."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from sqlalchemy import select

from app.casework import scope
from app.casework.agreement import Action, Agreement
from app.casework.calendar import london
from app.casework.case import Case
from app.casework.incident import Incident, Involvement
from app.casework.lifecycle import STAGE_WORDS
from app.casework.people import Person, PersonKind, Pupil
from app.casework.permissions import Permission
from app.casework.words import ActionStatus, Stage
from app.db import db
from app.web.access import me, needs
from app.web.agreement_lines import due_words
from app.web.finding import find_people
from app.web.forms.choices import ACTION_WORDS, PART_WORDS
from app.web.pages import found_or_404, log_reading

pages = Blueprint("pupils", __name__)
AT_MOST = 50


def matching(words: str, most: int = AT_MOST) -> list[dict[str, object]]:
    """Pupils by any part of a name, a form or a year, the likeliest first; nothing typed: those near the reader."""
    people = [hit.person for hit in find_people(words, most=most, kinds=(PersonKind.PUPIL,))]
    return [
        {"id": p.id, "name": p.name, "group": p.group or "", "year": p.year or "",
         "left": f"left {p.until:%d/%m/%Y}" if p.until and p.has_left(me().on) else ""}
        for p in people
    ]  # fmt: skip


@pages.get("/pupils")
@needs(Permission.SEE_PUPILS)
def find() -> str:
    """Find a pupil by part of a name; before anything is typed, those of one's group and those named last."""
    words = request.args.get("name", "").strip()
    return render_template("pupils/find.html", words=words, pupils=matching(words))


@pages.get("/pupils/<int:pupil_id>")
@needs(Permission.SEE_PUPILS)
def read(pupil_id: int) -> str:
    """One pupil, as far as this member of staff may see."""
    pupil: Pupil = found_or_404(scope.visible_pupils(me()).where(Pupil.id == pupil_id))
    log_reading("pupil", pupil.key)
    return render_template(
        "pupils/read.html",
        pupil=pupil,
        form=pupil.registration_group or (f"Year {pupil.nc_year}" if pupil.nc_year else "no group"),
        actions=_actions(pupil),
        cases=_cases(pupil),
    )


def _actions(pupil: Pupil) -> list[dict[str, object]]:
    """What is agreed now, by or for this pupil."""
    done_by = Person.__table__.alias("done_by")
    found = db.session.execute(
        scope.visible_actions(me())
        .with_only_columns(Action, done_by.c.display_name, Agreement.id)
        .join(done_by, done_by.c.id == Action.by_id)
        .where((Action.by_id == pupil.id) | (Action.for_id == pupil.id))
        .where(Action.status.in_([ActionStatus.PLANNED, ActionStatus.DONE_UNCHECKED]), Agreement.withdrawn_on.is_(None))
        .order_by(Action.due_on)
    )
    made = []
    for action, name, agreement_id in found:
        words, state = due_words(action.due_on, me().on)
        made.append(
            {"what": action.what, "by_whom": name, "state": action.status.value, "href": f"/agreements/{agreement_id}",
             "state_word": ACTION_WORDS[action.status.value], "due_words": f"due {words}", "due_state": state,
             "support": action.adult_support}
        )  # fmt: skip
    return made


def _cases(pupil: Pupil) -> list[dict[str, object]]:
    """The cases that the reader may see, newest first; a part belongs to the incident, never to the child."""
    ids = scope.visible_case_ids(me())
    found = db.session.execute(
        select(Case.reference, Case.stage, Incident.category, Incident.occurred_at, Involvement.part)
        .join(Incident, Incident.case_id == Case.id)
        .join(Involvement, Involvement.incident_id == Incident.id)
        .where(Involvement.person_id == pupil.id, Involvement.school_id == pupil.school_id, Case.id.in_(ids))
        .order_by(Incident.occurred_at.desc())
        .limit(AT_MOST)
    )
    return [
        {"reference": reference, "stage": STAGE_WORDS[Stage(stage)], "what": category.replace("_", " ").capitalize(),
         "when": f"{london(at):%d/%m/%Y}", "part": PART_WORDS[part.value]}
        for reference, stage, category, at, part in found
    ]  # fmt: skip
