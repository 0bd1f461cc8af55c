"""One event of history as a reader sees it: sentence, detail, reason, change, and what it is about."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Protocol

from app.casework import wording
from app.casework.agreeing import WHY_NOT_KEPT
from app.casework.calendar import london
from app.casework.history import RESTRICTED_NOTE
from app.casework.lifecycle import Move
from app.casework.timeline.changes import Change, changes
from app.casework.timeline.details import detail
from app.casework.timeline.known import Known, KnownAction, KnownResponse
from app.casework.timeline.sentences import OTHERWISE, SENTENCES, kind_of

NOON = time(12)
# Moves that history dates by a clock, never by a day alone.
BY_THE_CLOCK = frozenset(
    {Move.INCIDENT_LOGGED, Move.RESPONSE_HELD, Move.HARMED_TOLD, Move.THRESHOLD_RECORDED, Move.DECISION_RECORDED}
)
_WHEN_HELD = frozenset({Move.MET_ON_THE_SPOT, Move.RESPONSE_HELD, Move.RESPONSE_CHOSEN})
Values = Mapping[str, Any]


class EventRow(Protocol):
    """What is read of an event; `who` and `whom` are names, None where nobody is named."""

    happened_at: datetime
    recorded_at: datetime
    kind: str
    about: str | None
    case_reference: str | None
    because: str | None
    before: str | None
    after: str | None
    who: str | None
    whom: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """One entry. `at` is None where only the day is known. `about`: what it is about, as (`agreement`, reference).
    `in_case`: the case that it happened in, where that was another one. `written`: how and when it was written down,
    where that was later (`logged on 25 November`)."""

    on: date
    at: time | None
    kind: str
    what: str
    who: str | None
    detail: str | None = None
    because: str | None = None
    changes: tuple[Change, ...] = ()
    about: tuple[str, str] | None = None
    is_restricted: bool = False
    in_case: str | None = None
    written: str | None = None


def tell(row: EventRow, known: Known) -> Told:
    """The event in words. What a sentence names and nobody knows any more is said in general words."""
    move = Move(row.kind) if row.kind in Move._value2member_map_ else None
    before, after = _values(row.before), _values(row.after)
    kind, reference, number = _parts(row.about)
    when = moment(row, known)
    is_day_alone = when.time() == NOON and row.recorded_at != row.happened_at and move not in BY_THE_CLOCK
    is_closing_note = move is Move.CLOSED and row.because
    not_told = f"Somebody was not told how it ended: {row.because}" if is_closing_note else ""
    said = " ".join(filter(None, (not_told, detail(move, after, known, reference) or _was(row, when))))
    return Told(
        on=when.date(),
        at=None if is_day_alone else when.time(),
        kind=kind_of(row.kind),
        what=_what(move, row, after, known, reference, number),
        who=row.who,
        detail=said or None,
        because=None if is_closing_note else row.because,
        changes=changes(before, after),
        about=(kind, reference) if kind else None,
        is_restricted=row.about == RESTRICTED_NOTE,
        written=_written(row, when, known),
        in_case=row.case_reference if known.case and row.case_reference != known.case else None,
    )


def moment(row: EventRow, known: Known) -> datetime:
    """When it happened, in London; an incident, and what met it there and then, as they are known now, where the time was
    amended."""
    reference = _parts(row.about)[1]
    if row.kind == Move.INCIDENT_LOGGED:
        return london(known.occurred_at.get(reference) or row.happened_at)
    response = known.responses.get(reference) if row.kind in _WHEN_HELD else None
    is_when_held = response and (row.kind != Move.RESPONSE_CHOSEN or response.is_at_once)
    return london((response.held_at if response and is_when_held else None) or row.happened_at)


def _was(row: EventRow, when: datetime) -> str | None:
    before = london(row.happened_at)
    return None if before == when else f"Amended since: it was {before.day} {before:%B %Y, %H:%M}."


def _written(row: EventRow, when: datetime, known: Known) -> str | None:
    """Late entries can be told from prompt ones: always by the day, the hour of logging too."""
    is_logged = row.kind == Move.INCIDENT_LOGGED
    at = known.logged_at.get(_parts(row.about)[1]) if is_logged else None
    if at is None and row.recorded_at in known.brought_in:
        return None  # when it was written down is not known, only when it was brought here
    recorded, how = london(at or row.recorded_at), "logged" if is_logged else "written down"
    if recorded.date() > when.date():
        year = "" if recorded.year == when.year else f" {recorded.year}"
        return f"{how} on {recorded.day} {recorded:%B}{year}"
    is_later = is_logged and recorded.date() == when.date() and f"{recorded:%H:%M}" > f"{when:%H:%M}"
    return f"{how} at {recorded:%H:%M}" if is_later else None


def _values(text: str | None) -> Values:
    found = json.loads(text) if text else {}
    return found if isinstance(found, dict) else {}


def _parts(about: str | None) -> tuple[str, str, int]:
    """`agreement 2026-0412-A01, action 2` → (`agreement`, `2026-0412-A01`, 2)."""
    kind, _, rest = (about or "").partition(" ")
    reference, _, number = rest.partition(", action ")
    return kind, reference, int(number) if number.isdigit() else 0


def _what(move: Move | None, row: EventRow, after: Values, known: Known, reference: str, number: int) -> str:
    if move is None:
        return f"{row.kind[:1].upper()}{row.kind[1:]}."
    told = OTHERWISE.get((move, _unknown(move, known, reference) or _variant(move, row, after))) or SENTENCES[move][1]
    slots = {
        **_people(row, after, known),
        **_response(known.responses.get(reference), after),
        **_action(known.actions.get((reference, number))),
        "incident": known.incidents.get(reference, f"incident {reference}"),
        "reference": after.get("incident") or reference,
        "frm": after.get("from", ""),
        "to": after.get("to", ""),
        "outcome": _outcome(move, after),
    }
    return _opening(told.format_map(slots))


def _opening(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


_VARIANTS: dict[Move, Callable[[EventRow, Values], str]] = {
    Move.INCIDENT_JOINED: lambda row, after: "away" if row.case_reference == after.get("from") else "",
    Move.INCIDENT_SPLIT_OFF: lambda row, after: "here" if row.case_reference == after.get("to") else "",
    Move.SAFETY_CHECKED: lambda _row, after: "joined" if after.get("from") else "",
    Move.TRIAGED: lambda _row, after: "owner" if after.get("owner") else "",
    Move.CONFIDENTIALITY_CHANGED: lambda _row, after: "owner" if after.get("owner") else "",
    Move.HANDED_ON: lambda _row, after: ("owner" if after["owner"] else "nobody") if "owner" in after else "",
    Move.NOTE_ADDED: lambda row, _after: "restricted" if row.about == RESTRICTED_NOTE else "",
    Move.RESPONSE_PREPARED: lambda row, _after: "" if row.whom else "risks",
    Move.HARMED_TOLD: lambda _row, after: "not_told" if after.get("not_told") else "",
    Move.REFERRED_ON: lambda _row, after: "to" if after.get("to") else "",
    Move.CLOSED: lambda _row, after: "" if after.get("closing_reason") else "bare",
    Move.MET_ON_THE_SPOT: lambda _row, after: "" if after.get("kind") else "bare",
}


def _variant(move: Move, row: EventRow, after: Values) -> str:
    """Which of a move's other sentences fits, if any."""
    says = _VARIANTS.get(move)
    return says(row, after) if says else str(after.get("status") or "")


def _unknown(move: Move, known: Known, reference: str) -> str:
    """Whether a record that the sentence tells of is not on the case any more, or whoever led it is not known."""
    if move is Move.INCIDENT_LOGGED and reference not in known.incidents:
        return "elsewhere"
    found = known.responses.get(reference)
    return "unled" if move is Move.RESPONSE_HELD and (found is None or found.led_by is None) else ""


def _people(row: EventRow, after: Values, known: Known) -> dict[str, str]:
    owner = str(after.get("owner") or "")
    return {
        "who": row.who or "the school",
        "whom": row.whom or "somebody",
        "owner": known.staff.get(owner, "somebody else"),
        "harmed": row.whom or wording.listed(known.harmed) or "the person harmed",
    }


def _response(known: KnownResponse | None, after: Values) -> dict[str, str]:
    kind = known.kind if known else str(after.get("kind") or "")
    people = f" with {wording.listed(list(known.took_part))}" if known and known.took_part else ""
    return {
        "kind": wording.KIND_WORDS.get(kind, "response").lower(),
        "a_kind": wording.A_KIND.get(kind, "a response"),
        "leader": (known.led_by if known else None) or "the school",
        "people": people,
    }


def _action(known: KnownAction | None) -> dict[str, str]:
    return {
        "action": f"“{known.what.rstrip('.')}”" if known else "an action",
        "doer": known.by if known else "somebody",
        "wanted_by": (known.done_for if known else None) or "the person it was for",
    }


def _outcome(move: Move, after: Values) -> str:
    """What came of a move that names it."""
    match move:
        case Move.DECISION_RECORDED:
            return _from(wording.DECISION_WORDS, after.get("decision"))
        case Move.EXCLUSION_RECORDED:
            return _from(wording.EXCLUSION_WORDS, after.get("kind"))
        case Move.CLOSED:
            return _from(wording.CLOSING_WORDS, after.get("closing_reason"))
        case Move.FOUND_OUT_WHY:
            return _from(WHY_NOT_KEPT, after.get("why"))
    return ""


def _from(words: Mapping[str, str], value: object) -> str:
    said = words.get(str(value), wording.said(str(value or "not said")))
    return said[:1].lower() + said[1:]
