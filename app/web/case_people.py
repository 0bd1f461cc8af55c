"""The people of a case: both sides beside each other where both exist, chips for everybody else.

The person harmed comes first, with what they asked for and how they are, beside what the other does about it
(interface.md, principle 3).
"""

from __future__ import annotations

import json
from typing import Any

from app.casework.calendar import london
from app.casework.case import Case
from app.casework.checking_in import last_answers
from app.casework.gathering import Gathered, SeenAction, SeenCheckIn, Somebody
from app.casework.lifecycle import Move
from app.casework.told_how import Telling
from app.casework.wording import ACTION_WORDS, LEVEL_WORDS, PART_WORDS, PERSON_WORDS, PUT_RIGHT_WORDS, SAFE_WORDS
from app.casework.words import ActionStatus, ClosingReason, Part, Stage
from app.web.due import full_day

AT_MOST = 6
GONE = (ActionStatus.CHANGED,)
Line = tuple[str, str]


def chip(person: Somebody) -> dict[str, object]:
    """A person as a chip."""
    return {
        "name": person.name,
        "role": person.part.value,
        "role_word": PART_WORDS[person.part.value].lower(),
        "form": form_of(person),
        "href": f"/pupils/{person.id}" if person.kind == "pupil" else None,
    }


def form_of(person: Somebody) -> str | None:
    """The registration group of a pupil, else the year."""
    return person.group or (f"Year {person.nc_year}" if person.nc_year else None)


def in_order(people: list[Somebody]) -> list[Somebody]:
    """Those harmed first, then as the parts are listed."""
    order = [Part.WAS_HARMED.value, *PART_WORDS]
    return sorted(people, key=lambda person: order.index(person.part.value))


def sides_of(case: Case, found: Gathered) -> list[dict[str, Any]]:
    """Both sides with their lines; empty where only one is known, or where there are too many to stand side by side."""
    sides = [person for person in in_order(found.people) if person.part.harmed or person.part.caused]
    has_both = any(p.part.harmed for p in sides) and any(p.part.caused for p in sides)
    if not has_both or not 2 <= len(sides) <= AT_MOST:
        return []
    answers = last_answers(found.check_ins)
    return [
        {**chip(p), "role_word": PERSON_WORDS[p.part.value], "lines": _lines(case, found, p, answers.get(p.id))}
        for p in sides
    ]


def others_of(found: Gathered, sides: list[dict[str, Any]]) -> list[dict[str, object]]:
    """Chips of those who do not stand among the sides."""
    shown = {(side["name"], side["role"]) for side in sides}
    return [chip(p) for p in in_order(found.people) if (p.name, p.part.value) not in shown]


def _lines(case: Case, found: Gathered, person: Somebody, last: SeenCheckIn | None) -> list[Line]:
    lines: list[Line] = []
    if person.part.harmed:
        asked, agreed = _asked_for(found, person), _agreed_for(found, person)
        lines += [("What they asked for", asked)] if asked or not agreed else []
        lines += [("Agreed for them", agreed)] if agreed else []
    if person.part.caused:
        lines.append(("What they did" if _is_accepted(case, found, person) else "What is alleged", _did(found, person)))
        lines.append(("What they do about it", _does(found, person) or "Nothing is agreed yet"))
    said = _sentence(found, person)
    if said:
        lines.append(("In their words", f"“{said}”"))
    lines.append(("How they are", how_they_are(last) or _not_asked(found, person)))
    if person.part.harmed and (found.agreements or case.stage is Stage.CLOSED):
        lines.append(("Told how it ended", told_words(found.tellings(case).known.get(person.key))))
    return [(term, words or "Not written down yet") for term, words in lines]


def _is_accepted(case: Case, found: Gathered, person: Somebody) -> bool:
    """“Alleged” until accepted (domain.md, Language): in the safety questions, by meeting over it, or on the spot."""
    met = any(p.took_part for r in found.responses for p in r.people if p.person_id == person.id)
    asked = [json.loads(e.after or "{}") for e in found.events if e.kind == Move.SAFETY_CHECKED]
    accepted = bool(asked) and asked[-1].get("responsibility_accepted") == "yes"
    return met or accepted or case.closing_reason is ClosingReason.MET_ON_THE_SPOT


def _asked_for(found: Gathered, person: Somebody) -> str:
    asked = [
        f"An apology: {a.apology_asked_for}" for a in _actions(found) if a.for_id == person.id and a.apology_asked_for
    ]
    levels = [p.level for r in found.responses for p in r.people if p.person_id == person.id and p.level]
    if levels and levels[-1] != "meets":
        asked.append(f"To take part in this way: {LEVEL_WORDS.get(levels[-1], levels[-1]).lower()}")
    return _joined(asked)


def _agreed_for(found: Gathered, person: Somebody) -> str:
    return _joined([a.what for a in _actions(found) if a.for_id == person.id])


def _did(found: Gathered, person: Somebody) -> str:
    mine = [i for i in found.incidents if any(p.id == person.id and p.part.caused for p in i.people)]
    return _joined([f"{i.words}, {full_day(london(i.occurred_at).date())}" for i in mine])


def _does(found: Gathered, person: Somebody) -> str:
    mine = [a for a in _actions(found) if a.by_id == person.id]
    return _joined([f"{a.what.rstrip('.')}: {ACTION_WORDS[a.status.value].lower()}" for a in mine])


def _actions(found: Gathered) -> list[SeenAction]:
    return [action for each in found.agreements for action in each.actions if action.status not in GONE]


def _sentence(found: Gathered, person: Somebody) -> str:
    said = [p.sentence for r in found.responses for p in r.people if p.person_id == person.id and p.sentence]
    return said[-1].strip('“”"') if said else ""


def how_they_are(last: SeenCheckIn | None) -> str:
    """The last answers at a check-in, with their day; empty where nobody has asked yet."""
    if last is None or last.held_on is None:
        return ""
    said = [SAFE_WORDS[last.safe.value]] if last.safe else []
    said += [PUT_RIGHT_WORDS[last.put_right.value]] if last.put_right else []
    return f"{_capital('; '.join(said))} (asked on {full_day(last.held_on)})"


def _not_asked(found: Gathered, person: Somebody) -> str:
    coming = [c.due_on for c in found.check_ins if c.person_id == person.id and c.is_open]
    return f"Not asked yet; to be asked on {full_day(min(coming))}" if coming else "Not asked yet"


def told_words(told: Telling | None) -> str:
    """When somebody harmed was told how it ended, or why not."""
    if told is None:
        return "Not yet"
    return f"On {full_day(london(told.on).date())}" if told.on else f"Not told: {told.because}"


def _joined(words: list[str]) -> str:
    return _capital("; ".join(word.rstrip(".") for word in words))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
