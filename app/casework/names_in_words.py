"""Names of the school's people in words that governors will read: their copies carry no names (measure.md, Disclosure control).

A pupil's full name is never meant otherwise. A first or last name alone may be an ordinary word (Grace, May, Green), so it
is asked about, and only where it begins with a capital; so are the names of staff.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_
from sqlalchemy.orm import Session

from app.casework.people import Pupil, folded
from app.casework.scope import whole_school_columns
from app.casework.staff import StaffMember

_WORD = re.compile(r"[^\W_]+(?:['’‘ʼ`´][^\W_]+)*")
_APOSTROPHE = re.compile(r"['’‘ʼ`´]")
_BELONGS_TO = re.compile(r"['’ʼ]s$", re.IGNORECASE)
_OF_PUPILS = (
    Pupil.legal_first_name,
    Pupil.preferred_first_name,
    Pupil.legal_last_name,
    Pupil.preferred_last_name,
)
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamesFound:
    """`pupils`: full names of children, as written in the words; `perhaps`: what may be a name of a pupil or of staff."""

    pupils: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    written: str

    @property
    def is_capital(self) -> bool:
        return self.written[0].isupper()


def names_in(text: str, *, session: Session, school_id: int, on: date) -> NamesFound:
    """Whole words, compared as search does. Full names of whoever is or was a pupil; single names of pupils on roll, and
    every name of staff in post."""
    words = list(_words(text))
    if not words:
        return NamesFound()
    full: set[Phrase] = set()
    single: set[Phrase] = set()
    for *names, is_on_roll in _pupils(session, school_id, on):
        firsts, lasts = _phrases(names[:2]), _phrases(names[2:])
        full |= _whole(firsts, lasts)
        if is_on_roll:
            single |= firsts | lasts
    for first, last in session.execute(_staff(school_id, on)):
        single |= _phrases([first, last]) | _whole(_phrases([first]), _phrases([last]))
    pupils = _found(words, full)
    perhaps = _found(words, single, only_capital=True)
    said = " ".join(pupils)
    return NamesFound(pupils, tuple(name for name in perhaps if name not in said))


def _words(text: str) -> Iterator[_Word]:
    """The words with what they are compared by; `Tobi’s` is about Tobi."""
    for found in _WORD.finditer(text):
        written = _BELONGS_TO.sub("", found[0])
        for part in folded(written).split():
            yield _Word(part, written)


def _pupils(session: Session, school_id: int, on: date) -> Iterator[tuple[Any, ...]]:
    began = or_(Pupil.on_roll_from.is_(None), Pupil.on_roll_from <= on)
    is_on_roll = began & or_(Pupil.on_roll_to.is_(None), Pupil.on_roll_to >= on)
    yield from session.execute(whole_school_columns(school_id, Pupil.__table__.c, *_OF_PUPILS, is_on_roll))


def _staff(school_id: int, on: date) -> Any:
    in_post = or_(StaffMember.ends_on.is_(None), StaffMember.ends_on >= on)
    found = whole_school_columns(school_id, StaffMember.__table__.c, StaffMember.first_name, StaffMember.last_name)
    return found.where(in_post)


def _phrases(names: Iterable[str | None]) -> set[Phrase]:
    """Names as words are compared; O’Neil as well in two words, as some write it."""
    written = [each for name in names if name for each in (name, _APOSTROPHE.sub(" ", name))]
    return {phrase for name in written if len("".join(phrase := tuple(folded(name).split()))) > 1}


def _whole(firsts: set[Phrase], lasts: set[Phrase]) -> set[Phrase]:
    return {phrase for first in firsts for last in lasts for phrase in (first + last, last + first)}


def _found(words: list[_Word], phrases: set[Phrase], *, only_capital: bool = False) -> tuple[str, ...]:
    """What of `phrases` stands in the words, as written, each once."""
    longest = max(map(len, phrases), default=0)
    found = []
    for start, first in enumerate(words):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            run = words[start:end]
            if tuple(word.folded for word in run) in phrases and (first.is_capital or not only_capital):
                found.append(" ".join(dict.fromkeys(word.written for word in run)))
    return tuple(dict.fromkeys(found))
