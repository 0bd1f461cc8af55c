"""Naming one pupil in one field: by name and form, or by number; where several may be meant, the page asks which."""

from __future__ import annotations

from typing import Any

from app.casework import scope
from app.casework.people import PersonKind, Pupil
from app.db import db
from app.web.access import me
from app.web.finding import find_people
from app.web.forms.choices import listed
from app.web.naming import form_of

NOBODY = "No pupil of this school has that name or number. Try a part of the name, or their form."
WHO = "Choose who is meant."


def pupil_meant(form: Any) -> Pupil | None:
    """The pupil of `form.pupil`, or the one chosen in `form.meant`; if it is not clear, that is said at the field.

    Less than two words of a name are never enough: another child may have joined since.
    """
    typed = (form.pupil.data or "").strip()
    numbered = scope.visible_pupils(me()).where(
        (Pupil.upn == typed.upper()) | (Pupil.mis_id == typed.removeprefix("mis:"))
    )
    found = db.session.scalars(numbered).first()
    if found is not None:
        return found
    hits = find_people(typed, kinds=(PersonKind.PUPIL,))
    pupils: dict[str, Pupil] = {
        pupil.key: pupil for pupil in db.session.scalars(_with_keys([hit.person.key for hit in hits]))
    }
    sure = [hit.person.key for hit in hits if hit.is_exact]
    if form.meant.data in pupils:
        return pupils[form.meant.data]
    if len(sure) == 1 and len(typed.split()) > 1:
        return pupils[sure[0]]
    form.meant.choices = listed((hit.person.key, told_apart(pupils[hit.person.key])) for hit in hits)
    place, words = (form.meant, WHO) if hits else (form.pupil, NOBODY)
    place.errors = [*place.errors, words]
    return None


def _with_keys(keys: list[str]) -> Any:
    return scope.visible_pupils(me()).where(Pupil.key.in_(keys))


def in_words(pupil: Pupil) -> str:
    """Name and form, as they can be typed into such a field."""
    return ", ".join(filter(None, (pupil.display_name, form_of(pupil))))


def told_apart(pupil: Pupil) -> str:
    """The same with a number: two pupils of one form can have one name."""
    number = f"UPN {pupil.upn}" if pupil.upn else f"number {pupil.mis_id}" if pupil.mis_id else ""
    return ", ".join(filter(None, (in_words(pupil), number)))
