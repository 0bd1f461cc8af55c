"""Find a pupil; the pupil's page opens with current agreements and what helps, then what happened. No tallies."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from app.casework import scope
from app.casework.calendar import london
from app.casework.people import Pupil, folded
from app.casework.permissions import Permission
from app.db import db
from app.web.access import me, needs
from app.web.clock import now
from app.web.pages import found_or_404, log_reading
from app.web.pupil_page import pupil_view

pages = Blueprint("pupils", __name__)
AT_MOST = 50


def matching(words: str, most: int = AT_MOST) -> list[dict[str, object]]:
    """Pupils whose names hold every word, by name."""
    found: Any = scope.visible_pupils(me())
    for word in folded(words).split():
        found = found.where(Pupil.search_name.contains(word, autoescape=True))
    columns = (Pupil.id, Pupil.display_name, Pupil.registration_group, Pupil.nc_year, Pupil.on_roll_to)
    rows = db.session.execute(found.with_only_columns(*columns).order_by(Pupil.sort_name).limit(most))
    return [
        {"id": i, "name": name, "group": group or "", "year": year or "",
         "left": f"left {left:%d/%m/%Y}" if left and left < me().on else ""}
        for i, name, group, year, left in rows
    ]  # fmt: skip


@pages.get("/pupils")
@needs(Permission.SEE_PUPILS)
def find() -> str:
    """Find a pupil by part of a name."""
    words = request.args.get("name", "").strip()
    return render_template("pupils/find.html", words=words, pupils=matching(words) if words else [])


@pages.get("/pupils/<int:pupil_id>")
@needs(Permission.SEE_PUPILS)
def read(pupil_id: int) -> str:
    """One pupil, as far as this member of staff may see."""
    pupil: Pupil = found_or_404(scope.visible_pupils(me()).where(Pupil.id == pupil_id))
    log_reading("pupil", pupil.key)
    view = pupil_view(pupil, before=request.args.get("before", ""))
    printed = f"Printed by {me().name} on {london(now()):%-d %B %Y at %H:%M}."
    return render_template("pupils/read.html", pupil=pupil, view=view, printed=printed)
