"""Naming people on a form: found one by one, ticked, or pasted as a list; what is not clear yet stays where it is."""

from __future__ import annotations

import re
from typing import Any

from flask import request
from sqlalchemy.orm import selectin_polymorphic

from app.casework import scope
from app.casework.people import Person, Pupil
from app.db import db
from app.web.access import me
from app.web.finding import about, find_people, index, reader
from app.web.forms.choices import listed
from app.web.forms.incidents import PersonRow
from app.web.name_index import Hit
from app.web.numbers import number_in

MOST_TICKED, MOST_FOR_A_LINE, MOST_LINES = 12, 5, 60
# Buttons that re-draw the form with everything typed kept.
REDRAWING = ("find", "add", "match", "show_form", "remove")
_NUMBERING = re.compile(r"^\s*(?:\d+[.)]|[-*•])\s+")


def people_named(keys: list[str]) -> dict[str, Person]:
    """The people with these keys, as far as they exist for whoever is signed in."""
    found = scope.visible_people(me()).where(Person.key.in_(keys)).options(selectin_polymorphic(Person, [Pupil]))
    return {person.key: person for person in db.session.scalars(found)} if keys else {}


def keys_on(form: Any) -> list[str]:
    """The keys of everybody on the form, in order."""
    return [row.form.person.data for row in form.people.entries if row.form.person.data]


def add_person(form: Any, key: str) -> None:
    """One row more, unless they have one."""
    if key and key not in keys_on(form):
        form.people.append_entry({"person": key, "role": "not_yet_clear", "took_part": True})


def take_away(form: Any, number: int) -> None:
    """One row less; the others keep what was chosen."""
    kept = [row.form.data for place, row in enumerate(form.people.entries) if place != number]
    while form.people.entries:
        form.people.pop_entry()
    for row in kept:
        form.people.append_entry(row)


def take_in(form: Any) -> None:
    """Put those that were ticked, and those chosen for a line of a pasted list, among the people."""
    for key in request.form.getlist("found"):
        add_person(form, key)
    left = []
    for row in form.lines.entries:
        if row.form.person.data:
            add_person(form, row.form.person.data)
        else:
            left.append(row.form.text.data or "")
    _offer_lines(form, left)


def match_pasted(form: Any) -> None:
    """Match each line of the pasted list: one sure person is added, several are offered to choose from, and a line that
    nobody fits stays in the box, named with its number."""
    lines = [line for line in (form.pasted.data or "").splitlines() if line.strip()]
    waiting = [row.form.text.data or "" for row in form.lines.entries]
    unknown, errors = lines[MOST_LINES:], []
    if unknown:
        errors.append(f"Only the first {MOST_LINES} lines are looked at. The others stay in the box.")
    for number, line in enumerate(lines[:MOST_LINES], start=1):
        hits = hits_for(line)
        sure = [hit for hit in hits if hit.is_exact]
        if len(sure) == 1:
            add_person(form, sure[0].person.key)
        elif hits:
            waiting.append(line.strip())
        else:
            unknown.insert(len(errors), line)
            errors.append(f"Line {number}, “{line.strip()}”: nobody of that name is known here.")
    form.pasted.data = "\n".join(unknown)
    form.pasted.errors = [*form.pasted.errors, *errors]
    _offer_lines(form, list(dict.fromkeys(waiting)))


def pressed() -> bool:
    """Whether a button was pressed that only re-draws the form, with everything typed kept."""
    return any(button in request.form for button in REDRAWING)


def answer(form: Any) -> dict[str, Any]:
    """What such a button asks for: people to tick, a list matched, a row less; how the page is drawn with it."""
    typed = form.find_person.data or ""
    if "find" in request.form:
        return {"found": found_by(typed), "searched": True}
    if "show_form" in request.form:
        return {"found": members_of(form.form_list.data or "")}
    if "match" in request.form:
        match_pasted(form)
    elif "add" in request.form:
        form.find_person.data = ""
    elif (gone := number_in(request.form["remove"])) is not None:
        take_away(form, gone)
    return {}


def problems(form: Any) -> dict[str, Any] | None:
    """None where the form is good and everybody typed is on it; else how the page is drawn, its sentences in place."""
    typed, pasted = form.find_person.data or "", bool((form.pasted.data or "").strip())
    is_good = form.validate()
    match_pasted(form)
    if still_unclear(form, was_pasted=pasted) or not is_good:
        return {"found": found_by(typed), "searched": True} if typed.strip() else {}
    return None


def nobody_known(form: Any, named: dict[str, Person]) -> bool:
    """Whether a row names somebody who does not exist for whoever is signed in; says so at the row."""
    unknown = [row for row in form.people.entries if row.form.person.data not in named]
    for row in unknown:
        row.form.role.errors = ["There is nobody with that key at this school. Take the row away and find them again."]
    if unknown:
        form.people.errors = [row.form.errors for row in unknown]
    return bool(unknown)


def as_drawn(form: Any, found: list[tuple[str, str]] | None = None, searched: bool = False) -> dict[str, Any]:
    """What the templates of named people need: names and forms by key, and whom to tick."""
    named = people_named(keys_on(form))
    return {
        "people": {key: (person.display_name, form_of(person)) for key, person in named.items()},
        "found": [pair for pair in found or [] if pair[0] not in keys_on(form)],
        "searched": searched,
        "blank_row": PersonRow(formdata=None, prefix="people-__N__-", data={"took_part": True}),
        "is_fresh": request.method == "GET",
    }


def form_of(person: Person) -> str:
    """The form of a pupil; of anybody else nothing."""
    group, year = getattr(person, "registration_group", None), getattr(person, "nc_year", None)
    return group or (f"Year {year}" if year else "")


def hits_for(line: str) -> list[Hit]:
    """Who may be meant by a line such as `Adeyemi, Tom (8B)`; a form that is not theirs any more is overlooked."""
    plain = _NUMBERING.sub("", line)
    hits = index().ranked(plain, reader(), most=MOST_FOR_A_LINE)
    without_form = " ".join(word for word in re.split(r"[\s,;()]+", plain) if not any(map(str.isdigit, word)))
    return hits or (index().ranked(without_form, reader(), most=MOST_FOR_A_LINE) if without_form else [])


def _offer_lines(form: Any, texts: list[str]) -> None:
    while form.lines.entries:
        form.lines.pop_entry()
    for text in texts:
        form.lines.append_entry({"text": text})
        row = form.lines.entries[-1].form
        row.person.choices = listed((h.person.key, f"{h.person.name}, {about(h.person)}") for h in hits_for(text))
        row.person.label.text = f"“{text}”: who is meant?"


def found_by(words: str) -> list[tuple[str, str]]:
    """Key and words of those found, to be ticked."""
    return [(h.person.key, f"{h.person.name}, {about(h.person)}") for h in find_people(words, most=MOST_TICKED)]


def groups() -> list[str]:
    """The forms of the school, by name."""
    return sorted(index().groups, key=lambda group: (len(group), group))


def members_of(group: str) -> list[tuple[str, str]]:
    """Everybody of a form who is at the school today, to be ticked."""
    hidden, on = scope.hidden_people(me()), me().on
    there = (index().people[place] for place in index().groups.get(group, ()))
    here = [person for person in there if person.id not in hidden and not person.has_left(on)]
    return [(p.key, f"{p.name}, {about(p)}") for p in sorted(here, key=lambda p: p.sort_name)]


def still_unclear(form: Any, *, was_pasted: bool) -> bool:
    """Whether a name was typed or pasted that nobody has looked at on the form yet; says so where it stands."""
    if (form.find_person.data or "").strip():
        form.find_person.errors = [*form.find_person.errors, "Tick who you mean, or empty the box."]
    if form.lines.entries:
        form.pasted.errors = [*form.pasted.errors, "Choose who is meant by each name below."]
    elif was_pasted and not form.pasted.errors:
        form.pasted.errors = ["These names are on the list now. Look at them, then log the incident."]
    return bool(form.find_person.errors or form.pasted.errors)
