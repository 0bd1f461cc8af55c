"""Declaring a child one is close to: one's own child, a nephew, a neighbour's. Nothing about them is visible then."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request

from app.casework import scope
from app.casework.links import declare_link
from app.casework.people import Person, Pupil, folded
from app.casework.permissions import Permission
from app.casework.refusals import Refused
from app.casework.staff import DeclaredLink, StaffMember
from app.db import db
from app.web.access import me, needs
from app.web.clock import now
from app.web.confirming import ask, is_confirmed
from app.web.forms.choices import listed
from app.web.forms.staff import LinkForm, OwnLinkForm
from app.web.pages import save, say, show_refusal

pages = Blueprint("links", __name__)
AT_MOST = 20


def linked_pupils_of(staff_id: int) -> set[int]:
    """The pupils whom a member of staff has declared."""
    mine = scope.whole_school_columns(me().school_id, DeclaredLink, DeclaredLink.pupil_id)
    return set(db.session.scalars(mine.where(DeclaredLink.staff_id == staff_id)))


def offered(form: LinkForm, words: str) -> tuple[LinkForm, list[Pupil]]:
    """The form, with the pupils whose names hold every word typed."""
    found: list[Pupil] = []
    if words.strip():
        wanted: Any = scope.visible_pupils(me())
        for word in folded(words).split():
            wanted = wanted.where(Pupil.search_name.contains(word, autoescape=True))
        found = list(db.session.scalars(wanted.order_by(Pupil.sort_name).limit(AT_MOST)))
    form.name.data = words.strip()
    form.pupil.choices = listed((str(p.id), f"{p.display_name}, {p.registration_group or 'no group'}") for p in found)
    return form, found


@pages.get("/me/links")
@needs(Permission.DECLARE_LINK)
def show() -> str:
    """The children I have declared."""
    mine = scope.whole_school_columns(me().school_id, DeclaredLink, Person.display_name, DeclaredLink.relationship_word)
    found = db.session.execute(
        mine.join(Person, Person.id == DeclaredLink.pupil_id).where(DeclaredLink.staff_id == me().staff_id)
    )
    return render_template("me/links.html", links=[[name, word] for name, word in found])


@pages.route("/me/links/new", methods=["GET", "POST"])
@needs(Permission.DECLARE_LINK)
def declare() -> Any:
    """Find the child, and say what you are to each other."""
    words = request.values.get("name", "")
    form, found = offered(ask(OwnLinkForm(), always=True), words)
    if form.is_submitted() and form.validate() and is_confirmed(form):
        member = db.session.get_one(StaffMember, me().staff_id)
        pupil = next(each for each in found if str(each.id) == form.pupil.data)
        try:
            link = declare_link(
                db.session(), member, pupil, form.relationship.data, linked=me().linked_pupils, by=me(), at=now()
            )
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            db.session.add(link)
            save()
            say("The link is declared. You see nothing about this child from now on.")
            return redirect("/me/links", 303)
    page = render_template(
        "me/declare_link.html", form=form, found=found, most=AT_MOST, words=words.strip(), for_whom=None, back="/me/links",
        action="/me/links/new",
    )  # fmt: skip
    return (page, 422) if form.is_submitted() else page
