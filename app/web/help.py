"""Help: what the service is for, how a case goes, what each role may do. Told from the tables that the rules use."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from app.casework.permissions import GRANTS, ROLE_WORDS
from app.web.access import open_to_all
from app.web.shortcuts import shortcuts_for

pages = Blueprint("help", __name__)


@pages.get("/help")
@open_to_all
def show() -> ResponseReturnValue:
    """The help page; it names nobody, and of the keys those that lead somewhere for whoever reads."""
    roles = [(ROLE_WORDS[role][:1].upper() + ROLE_WORDS[role][1:], sorted(GRANTS[role])) for role in GRANTS]
    mine = shortcuts_for(g.viewer.membership if g.viewer else None)
    return render_template("help/show.html", roles=roles, shortcuts=mine)
