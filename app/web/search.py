"""Search over people and cases: what the reader may see, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import quote_plus

from flask import Blueprint, jsonify, render_template, request
from sqlalchemy import exists, or_, select
from werkzeug.wrappers import Response

from app.casework import scope
from app.casework.calendar import london
from app.casework.case import Case
from app.casework.exclusion import Exclusion
from app.casework.incident import Incident, Involvement
from app.casework.joining import joined_into
from app.casework.lifecycle import STAGE_WORDS
from app.casework.people import PersonKind, Pupil, folded
from app.casework.permissions import Permission
from app.casework.words import Stage
from app.db import db
from app.web.access import me, needs
from app.web.case_lines import Happened, happened_in
from app.web.finding import about, find_people, index
from app.web.forms.choices import EXCLUSION_WORDS
from app.web.incident_form import categories
from app.web.name_index import EXACT, Hit
from app.web.pages import log_reading
from app.web.register_lists import NAMED, name_of, with_pupil

pages = Blueprint("search", __name__)
UPN = re.compile(r"[A-Z]\d{11}[A-Z\d]", re.ASCII)
NUMBER, YEARS_BACK = re.compile(r"\d{1,6}", re.ASCII), 10  # of a reference such as 2026-0412
AT_MOST, PEOPLE_WITH_CASES, OFFERED_CASES, OFFERED_PEOPLE = 20, 5, 4, 5
OPEN = (Stage.LOGGED, Stage.TRIAGE, Stage.IN_RESPONSE, Stage.AGREEMENT, Stage.FOLLOW_UP, Stage.ON_HOLD, Stage.DECLINED)
Line = dict[str, Any]


@pages.get("/search")
@needs(Permission.SEARCH)
def search() -> str:
    """People by any part of their names, a pupil by UPN; cases by reference, by who was part of them, by kind and by
    place; a row of the exclusions register by its key."""
    words = request.args.get("q", "").strip()
    hits = _people(words, AT_MOST) if words else []
    return render_template(
        "search/results.html",
        words=words,
        search_words=words,
        people=[_person(hit) for hit in hits],
        cases=_cases(words, hits) if words else [],
        rows=_rows(words) if words else [],
    )


@pages.get("/search/suggest")
@needs(Permission.SEARCH)
def suggest() -> Response:
    """What the search field offers while one types, as JSON: cases by reference, pupils, and their open cases."""
    words = request.args.get("q", "").strip()
    hits = _people(words, OFFERED_PEOPLE, (PersonKind.PUPIL,)) if words else []
    people = [_person(hit) for hit in hits]
    cases = _lines(_called(words, OFFERED_CASES)) + _open_cases_of(hits[:PEOPLE_WITH_CASES])
    found = people[:1] + cases[:OFFERED_CASES] + people[1:]
    said = f"{len(found)} found" if found else "Nothing found. Press Enter to search everything."
    return jsonify(said=said, options=found)


def _people(words: str, most: int, kinds: Collection[PersonKind] = tuple(PersonKind)) -> list[Hit]:
    """The pupil with that UPN, which is typed as a whole; else people by name."""
    number = words.replace(" ", "").upper()
    if UPN.fullmatch(number):
        found = db.session.scalar(scope.visible_pupils(me()).with_only_columns(Pupil.id).where(Pupil.upn == number))
        known = index()
        if found in known.place_of:
            return [Hit(known.people[known.place_of[found]], EXACT, is_exact=True)]
    return _exact_first(find_people(words, most=most, kinds=kinds))


def _rows(words: str) -> list[Line]:
    """The row of the exclusions register with that key, for those who may see it."""
    columns = (Exclusion.reference, Exclusion.kind, Exclusion.starts_on, *NAMED)
    found = with_pupil(scope.visible_exclusions(me()).with_only_columns(*columns), Exclusion)
    lines = []
    for row in db.session.execute(found.where(Exclusion.reference.in_([words, words.upper()]))):
        log_reading("row in a list", row.reference)
        kind, since = EXCLUSION_WORDS[row.kind.value].lower(), f"from {row.starts_on:%d/%m/%Y}"
        href = f"/exclusions?words={quote_plus(row.display_name)}"
        lines.append({"words": f"{row.reference}: {name_of(row)}, {kind}", "about": since, "href": href})
    return lines


def _exact_first(hits: list[Hit]) -> list[Hit]:
    """Those who are called just that before those whose names only sound alike, however near these are to the reader."""
    return sorted(hits, key=lambda hit: not hit.is_exact)


def _person(hit: Hit) -> Line:
    is_pupil = hit.person.kind is PersonKind.PUPIL
    href = f"/pupils/{hit.person.id}" if is_pupil and me().may(Permission.SEE_PUPILS) else None
    return {"words": hit.person.name, "about": about(hit.person), "href": href}


def _cases(words: str, hits: list[Hit]) -> list[Line]:
    """Cases that answer the words: by reference, those of the people found (who are called just that first), then by
    kind and place."""
    found = dict.fromkeys(_called(words, AT_MOST))
    likely = hits[:PEOPLE_WITH_CASES]
    each = [
        scope.visible_case_ids(me()).where(_with_any_of(people))
        for is_exact in (True, False)
        if (people := [hit.person.id for hit in likely if hit.is_exact is is_exact])
    ]
    kinds, places = _named(categories(), words), _named(_every_place(), words)
    if kinds or places:
        alike = exists(
            select(Incident.id)
            .where(Incident.school_id == Case.school_id, Incident.case_id == Case.id)
            .where(or_(Incident.category.in_(kinds), Incident.location.in_(places)))
            .correlate(Case)
        )
        each.append(scope.visible_case_ids(me(), in_full=True).where(alike))
    for ids in each:
        latest = ids.order_by(Case.opened_at.desc(), Case.id.desc()).limit(AT_MOST)
        found |= dict.fromkeys(db.session.scalars(latest))
    return _lines(list(found)[:AT_MOST])


def _named(known: Iterable[str], words: str) -> list[str]:
    """Those of the known words that hold everything typed, however it is written."""
    typed = folded(words).split()
    return [each for each in known if typed and all(word in folded(each) for word in typed)]


def _every_place() -> list[str]:
    """Each place that an incident of the school names, once; read from the index alone."""
    found = scope.whole_school_columns(me().school_id, Incident, Incident.location).distinct()
    return [place for place in db.session.scalars(found) if place]


def _with_any_of(people: list[int]) -> Any:
    """Somebody of these had a part in it."""
    parts = select(Incident.case_id).join(Involvement, Involvement.incident_id == Incident.id)
    return Case.id.in_(parts.where(Involvement.school_id == me().school_id, Involvement.person_id.in_(people)))


def _called(words: str, most: int) -> list[int]:
    """Cases by their reference or its beginning, or by the number alone: that of this year, then of the years before. The
    reference of a case that was joined to another finds that one."""
    typed = words.upper()
    if not any(map(str.isdigit, typed)):
        return []
    years = range(me().on.year, me().on.year - YEARS_BACK, -1) if NUMBER.fullmatch(typed) else ()
    whole = [f"{year}-{typed.zfill(4)}" for year in years] or [typed]
    ids = scope.visible_case_ids(me())
    found = dict.fromkeys(db.session.scalars(ids.where(Case.reference.in_(whole)).order_by(Case.reference.desc())))
    begins = or_(*(Case.reference.startswith(each, autoescape=True) for each in {typed, f"{me().on.year}-{typed}"}))
    latest = ids.where(begins).order_by(Case.reference.desc() if years else Case.reference).limit(most)
    found |= dict.fromkeys(db.session.scalars(latest))
    to = joined_into(db.session(), me().school_id, typed) if not found else None
    if to is not None:
        found |= dict.fromkeys(db.session.scalars(ids.where(Case.reference == to)))
    return list(found)[:most]


def _open_cases_of(hits: list[Hit]) -> list[Line]:
    if not hits:
        return []
    ids = scope.visible_case_ids(me()).where(_with_any_of([hit.person.id for hit in hits]), Case.stage.in_(OPEN))
    latest = ids.order_by(Case.opened_at.desc(), Case.id.desc()).limit(OFFERED_CASES)
    return _lines(list(db.session.scalars(latest)))


def _lines(ids: list[int]) -> list[Line]:
    """What a list says of these cases: what kind, how it stands, since when, between whom; in the order given."""
    if not ids:
        return []
    rows = scope.visible_cases(me()).with_only_columns(Case.id, Case.reference, Case.stage).where(Case.id.in_(ids))
    cases = {number: (reference, stage) for number, reference, stage in db.session.execute(rows)}
    known = happened_in(ids)
    return [_line(*cases[number], known.get(number, Happened())) for number in ids if number in cases]


def _line(reference: str, stage: Stage, known: Happened) -> Line:
    what = ", ".join(known.kinds).replace("_", " ") or "joined to another case"
    day = f"{london(known.first_at):%d/%m/%Y}" if known.first_at else None
    about = filter(None, (STAGE_WORDS[stage], day, known.between)) if known.kinds else ()
    return {"words": f"{reference}: {what}", "about": ", ".join(about), "href": f"/cases/{reference}"}
