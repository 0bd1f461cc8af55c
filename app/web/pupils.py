"""Find a pupil; the pupil's page opens with current agreements and what helps, then what happened. No tallies."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.casework import scope
from app.casework.people import PersonKind, Pupil
from app.casework.permissions import Permission
from app.web.access import me, needs
from app.web.finding import find_people
from app.web.pages import found_or_404, log_reading, printed_words
from app.web.pupil_page import pupil_view

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
    view = pupil_view(pupil, before=request.args.get("before", ""))
    return render_template("pupils/read.html", pupil=pupil, view=view, printed=printed_words())
