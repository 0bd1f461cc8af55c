"""The history of incidents that came from another case: what happened to them there belongs to the case that has them.

Most cases took nothing over; for them nothing is asked. Otherwise it is one statement for all the cases that they came
from, and one more where those had taken something over themselves.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from app.casework.lifecycle import Move

MOVED = (Move.INCIDENT_JOINED, Move.INCIDENT_SPLIT_OFF)
Came = dict[str, set[str]]
"""By the case that they came from: the incidents that came."""


def with_what_came(reference: str, own: list[Any], read: Callable[[list[str]], list[Any]]) -> list[Any]:
    """`own`, the history of the case `reference`, with that of the incidents which came to it, in order of time.
    `read` asks for the history of other cases, as far as the reader of this one may see it."""
    found, seen, coming = own, {reference}, came_to(reference, own)
    while wanted := {case: which for case, which in coming.items() if case not in seen}:
        rows = read(sorted(wanted))
        seen |= set(wanted)
        coming = {}
        for case, incidents in wanted.items():
            told = _of(incidents, [row for row in rows if row.case_reference == case])
            for frm, which in came_to(case, told, that_left=incidents).items():
                coming.setdefault(frm, set()).update(which)
            found = [*found, *told]
    return found if found is own else _told_once(found)


def _of(incidents: set[str], rows: list[Any]) -> list[Any]:
    """What of another case's history went with these incidents: all of it with the last one, else what is about them."""
    if _is_emptied_by(rows, incidents):
        return [row for row in rows if not (row.kind == Move.REFERRED_ON and "to" in json.loads(row.after or "{}"))]
    return [row for row in rows if row.about in {f"incident {each}" for each in incidents}]


def _told_once(rows: list[Any]) -> list[Any]:
    """In order of time. A move from case to case stands in the history of both: here once."""
    told: dict[object, Any] = {}
    for row in rows:
        is_move = row.kind in MOVED
        told.setdefault((row.kind, row.recorded_at, row.about, row.after) if is_move else row.number, row)
    return sorted(told.values(), key=lambda row: (row.happened_at, row.number))


def came_to(reference: str, events: Iterable[Any], *, that_left: set[str] | None = None) -> Came:
    """The incidents that came to the case and are there still, as its history tells it; or of those `that_left` it
    since, the ones that had come there before."""
    frm: dict[str, str] = {}
    moves = [event for event in events if event.kind in MOVED]
    for event in sorted(moves, key=lambda event: event.number):
        said = json.loads(event.after or "{}")
        if said.get("to") == reference:
            frm[said["incident"]] = said["from"]
        elif that_left is None:
            frm.pop(str(said.get("incident")), None)
    came: Came = {}
    for incident, case in frm.items():
        if that_left is None or incident in that_left:
            came.setdefault(case, set()).add(incident)
    return came


def _is_emptied_by(told: list[Any], incidents: set[str]) -> bool:
    """Whether the last of the case went with these: then all of its history did."""
    ended = [row for row in told if row.kind in (Move.REFERRED_ON, Move.REOPENED)]
    said = json.loads(ended[-1].after or "{}") if ended else {}
    return said.get("to") is not None and said.get("incident", next(iter(incidents))) in incidents
