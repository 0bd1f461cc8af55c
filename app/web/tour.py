"""Five minutes with the demonstration: what a teacher does on a first day, ticked by doing it. No real school has it."""

from __future__ import annotations

from datetime import datetime, time
from typing import NamedTuple

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.casework.calendar import utc_from_london
from app.casework.first_day import Step, steps_done
from app.casework.permissions import Permission
from app.db import db
from app.web.access import me, needs
from app.web.clock import today

pages = Blueprint("tour", __name__)


class Told(NamedTuple):
    """A step in words: what to do, why, and where."""

    step: Step
    title: str
    words: str
    href: str
    link: str


STEPS = (
    Told(
        Step.KIND_WORD,
        "Count a kind, honest word",
        "Most of the day needs no more than “I was worried when you ran: I want everyone safe.” Press Count an affective "
        "statement. It takes one press, a name if you like, and shows how often a quiet word was enough.",
        "/incidents/new",
        "Log an incident",
    ),
    Told(
        Step.TWO_PEOPLE,
        "Log something between two people",
        "Name Tom Adeyemi and Maya Lewis: type a few letters of each and press Enter. Say who caused harm and who was "
        "harmed, or leave it not yet clear; choose a kind and how serious it was. The story can follow later today.",
        "/incidents/new",
        "Log an incident",
    ),
    Told(
        Step.PUPIL,
        "Look up a pupil before you meet them",
        "A pupil’s page begins with what is agreed now and what helps, not with a count. Try Maya Lewis.",
        "/pupils?name=maya",
        "Find Maya Lewis",
    ),
    Told(
        Step.WHAT_CAME,
        "Read what came of what you logged",
        "Nobody should have to ask. The bell says when a response was held, the head decided, or a case ended. Open one.",
        "/notices",
        "Open notices",
    ),
    Told(
        Step.CHECK_IN,
        "Ask how somebody is",
        "On a case of yours choose Plan a check-in, for today and by you. Then open it and record the answers to the three "
        "questions: safe, put right, anything since. An unsure answer goes to whoever owns the case at once.",
        "/cases?logged=me",
        "Cases that you logged",
    ),
)


@pages.get("/tour")
@needs(Permission.LOG_INCIDENT)
def show() -> ResponseReturnValue:
    """The steps, those of today ticked that were done; 404 at a real school."""
    if not g.viewer.is_demonstration:
        raise NotFound()
    done = steps_done(db.session(), me(), utc_from_london(datetime.combine(today(), time())))
    return render_template("tour/show.html", steps=[(each, each.step in done) for each in STEPS], count=len(done))
