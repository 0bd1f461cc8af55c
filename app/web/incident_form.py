"""What the form of an incident offers and fills in beforehand: the school's kinds, its timetable, what one used last."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from flask import g
from sqlalchemy import func, select

from app.casework import scope
from app.casework.at_once import PREJUDICE, TAGS, tags_of, told_at_once
from app.casework.calendar import london, utc_from_london
from app.casework.incident import Incident
from app.casework.logging_incident import Account
from app.casework.periods import Period, period_at
from app.casework.policy import PolicyRow
from app.casework.words import NOT_SAID
from app.db import db
from app.web.access import me
from app.web.clock import now
from app.web.forms.choices import listed
from app.web.forms.incidents import NOT_YET, STATEMENT, offer_categories
from app.web.naming import groups
from app.web.school_calendar import calendar_of

TILES, LOOKED_AT, PLACES = 6, 400, 12
WITHOUT_POLICY = ["physical", "verbal", "disruption", "damage", "other"]


def categories() -> list[str]:
    """The categories of the behaviour policy."""
    rows = db.session.execute(
        select(PolicyRow.category, func.max(PolicyRow.in_force_from))
        .where(PolicyRow.school_id == me().school_id)
        .group_by(PolicyRow.category)
        .order_by(PolicyRow.category)
    )
    return [row[0] for row in rows] or WITHOUT_POLICY


def commonest_first(words: list[str]) -> list[str]:
    """These categories in the order of how often the school's latest incidents are of them."""
    latest = scope.whole_school_columns(me().school_id, Incident, Incident.category)
    often = Counter(db.session.scalars(latest.order_by(Incident.occurred_at.desc()).limit(LOOKED_AT)))
    return sorted(words, key=lambda word: (-often[word], word))


def offer(form: Any, *, kept: Incident | None = None) -> Any:
    """Fill in the choices that are the school's own; `kept`: an incident that is being amended keeps its own words."""
    words = categories()
    form.form_list.choices = listed(((group, group) for group in groups()), blank="Choose a form")
    if kept is None:
        words = commonest_first(words)
    elif kept.category not in words:
        words.append(kept.category)
    offer_categories(form, words, at_first=TILES)
    blank = "Not said" if kept is not None else f"{lesson_at(london(now())) or 'No lesson'}, by the time"
    names = list(dict.fromkeys([*(p.name for p in timetable()), *filter(None, [kept.lesson if kept else None])]))
    form.lesson.choices = listed(((name, name) for name in names), blank=blank)
    own = [] if kept is None else [tag for tag in sorted(kept.tags) if tag not in TAGS and tag not in PREJUDICE]
    form.tags.choices = listed([*TAGS.items(), *((tag, tag.replace("_", " ").capitalize()) for tag in own)])
    return form


def prefilled() -> dict[str, object]:
    """The clock, and the place that this member of staff named last."""
    here = london(now())
    return {"occurred_on": here.date(), "occurred_time": here.time(), "location": next(iter(places()), "")}


def timetable() -> list[Period]:
    """The school's periods, in order of time; read once a request."""
    if "timetable" not in g:
        found = db.session.scalars(scope.whole_school(Period, me().school_id).order_by(Period.starts_at, Period.name))
        g.timetable = list(found)
    made: list[Period] = g.timetable
    return made


def lesson_at(moment: datetime) -> str | None:
    """What the timetable calls a London moment."""
    return period_at(timetable(), moment, is_school_day=calendar_of().is_school_day(moment.date()))


def period_of_weekday(moment: datetime) -> str | None:
    """The same for a moment of any school day, for thousands of them: each minute of a weekday is looked up once."""
    known: dict[tuple[int, int, int], str | None] = g.setdefault("periods_by_minute", {})
    minute = (moment.weekday(), moment.hour, moment.minute)
    if minute not in known:
        known[minute] = period_at(timetable(), moment, is_school_day=True)
    return known[minute]


def places() -> list[str]:
    """Places, those that this member of staff named last first."""
    if "places" not in g:
        mine = scope.whole_school_columns(me().school_id, Incident, Incident.location)
        mine = mine.where(Incident.logged_by_id == me().staff_id).order_by(Incident.logged_at.desc())
        found = db.session.scalars(mine.limit(LOOKED_AT // 4))
        g.places = list(dict.fromkeys(place for place in found if place))[:PLACES]
    kept: list[str] = g.places
    return kept


def account_from(form: Any, *, kept: Incident | None = None) -> Account:
    """What the form says, as casework takes it. Refuses the hour that the clocks skip (`time_did_not_exist`)."""
    written = datetime.combine(form.occurred_on.data, form.occurred_time.data)
    response = NOT_YET if kept is not None else form.response_now.data
    story = (form.what_happened.data or "").strip()
    severity = int(form.severity.data or 1)
    unsafe = bool(form.anyone_unsafe.data)
    waits = kept is None and not story and (unsafe or severity > 2 or response == NOT_YET or _is_put_off(form))
    return Account(
        occurred_at=utc_from_london(written),
        category=form.category.data or NOT_SAID,
        severity=severity,
        what_happened=story,
        location=(form.location.data or "").strip() or None,
        lesson=form.lesson.data or (lesson_at(written) if kept is None else None),
        tags=tags_of([*(form.tags.data or ()), *(form.prejudice.data or ())]),
        immediate_action=told_at_once(form.done_at_once.data or (), form.immediate_action.data),
        injuries=form.injuries.data or None,
        physical_intervention=_ticked(form.physical_intervention.data, kept.physical_intervention if kept else None),
        anyone_unsafe=_ticked(unsafe, kept.anyone_unsafe if kept else None),
        story_to_add=waits and response != STATEMENT,
    )


def _ticked(is_ticked: bool, before: bool | None) -> bool | None:
    """A box that stays empty says nothing; where something was said before, it says no."""
    return True if is_ticked else None if before is None else False


def _is_put_off(form: Any) -> bool:
    return form.calm_enough.data in ("later_today", "tomorrow")
