"""Tells the history of rows that arrive without one, so that the timeline of an imported case reads like any other.

Each row says what happened, when, and who did it. A row that changes an earlier one tells only what is new. A date
without a time is told at noon, or with the meeting of that day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from app.bundle.chain import Told
from app.casework.calendar import london, utc_from_london
from app.casework.history import RESTRICTED_NOTE, words_of
from app.casework.lifecycle import Move
from app.casework.out_of_lessons import OUT_CANCELLED, OUT_RECORDED
from app.casework.words import ActionStatus, ResponseStatus, Stage

Row = Mapping[str, Any]
ONE_MINUTE = timedelta(minutes=1)


@dataclass
class Places:
    """Where rows belong: the case of an incident, of a response; the meeting and owner of an agreement."""

    case_of_incident: dict[str, str] = field(default_factory=dict)
    case_of_response: dict[str, str] = field(default_factory=dict)
    response_of_agreement: dict[str, str] = field(default_factory=dict)
    owner_of_agreement: dict[str, str | None] = field(default_factory=dict)
    held_at: dict[str, datetime | None] = field(default_factory=dict)
    led_by: dict[str, str | None] = field(default_factory=dict)
    opened_at: dict[str, datetime] = field(default_factory=dict)

    def learn(self, file: str, row: Row) -> None:
        """Remember where a row belongs."""
        if file == "cases":
            self.opened_at[row["case"]] = row["opened_at"]
        elif file == "incidents":
            self.case_of_incident[row["incident"]] = row["case"]
        elif file == "responses":
            self.case_of_response[row["response"]] = row["case"]
            self.held_at[row["response"]] = row["held_at"]
            self.led_by[row["response"]] = row["led_by"]
        elif file == "agreements":
            self.response_of_agreement[row["agreement"]] = row["response"]
            self.owner_of_agreement[row["agreement"]] = row["follow_up_owner"]


def _noon(day: date) -> datetime:
    return utc_from_london(datetime.combine(day, time(12)))


def _case(row: Row, _places: Places) -> Iterator[Told]:
    case, owner = row["case"], row["owner"]
    if row["harmed_told_at"] is not None:
        yield Told(row["harmed_told_at"], Move.HARMED_TOLD.value, owner, case)
    if row["closed_at"] is not None:
        move = Move.NO_FURTHER_ACTION_TAKEN if row["status"] is Stage.NO_FURTHER_ACTION else Move.CLOSED
        reason = {"closing_reason": row["closing_reason"]} if row["closing_reason"] else None
        yield Told(row["closed_at"], move.value, owner, case, after=words_of(reason))


def _incident(row: Row, _places: Places) -> Iterator[Told]:
    about = f"incident {row['incident']}"
    yield Told(row["occurred_at"], Move.INCIDENT_LOGGED.value, row["logged_by"], row["case"], about)


def _note(row: Row, _places: Places) -> Iterator[Told]:
    about = RESTRICTED_NOTE if row.get("is_restricted") else "note"
    yield Told(row["written_at"], Move.NOTE_ADDED.value, row["written_by"], row["case"], about)


def _threshold(row: Row, places: Places) -> Iterator[Told]:
    after = {name: row[name] for name in ("sanction", "school_days", "clause", "confidence")}
    yield Told(
        row["recorded_at"], Move.THRESHOLD_RECORDED.value, row["recorded_by"], places.case_of_incident[row["incident"]],
        f"incident {row['incident']}", row["pupil"], row.get("because"), after=words_of(after),
    )  # fmt: skip


def _decision(row: Row, places: Places) -> Iterator[Told]:
    yield Told(
        row["decided_at"], Move.DECISION_RECORDED.value, row["decided_by"], places.case_of_incident[row["incident"]],
        f"incident {row['incident']}", row["pupil"], after=words_of({"decision": row["decision"]}),
    )  # fmt: skip


_OF_RESPONSE = {
    ResponseStatus.PLANNED: Move.RESPONSE_CHOSEN,
    ResponseStatus.HELD: Move.RESPONSE_HELD,
    ResponseStatus.DECLINED: Move.RESPONSE_DECLINED,
    ResponseStatus.STOPPED: Move.RESPONSE_ENDED,
    ResponseStatus.CANCELLED: Move.RESPONSE_ENDED,
}


def _response(row: Row, places: Places) -> Iterator[Told]:
    status = row["status"]
    opened = places.opened_at[row["case"]]
    at = row["held_at"] if status is ResponseStatus.HELD else row["planned_for"]
    if status is ResponseStatus.PLANNED:
        at = opened
    after = {"kind": row["kind"], **({"status": status} if _OF_RESPONSE[status] is Move.RESPONSE_ENDED else {})}
    yield Told(
        at or opened, _OF_RESPONSE[status].value, row["led_by"], row["case"], f"response {row['response']}",
        after=words_of(after),
    )  # fmt: skip


def _agreement(row: Row, places: Places) -> Iterator[Told]:
    response, about = row["response"], f"agreement {row['agreement']}"
    case, held = places.case_of_response[response], places.held_at[response]
    at = held if held is not None and london(held).date() == row["made_on"] else _noon(row["made_on"])
    by = places.led_by[response] or row["follow_up_owner"]
    yield Told(at, Move.AGREEMENT_RECORDED.value, by, case, about)
    if row["withdrawn_on"] is not None:
        because = row["withdrawn_because"]
        yield Told(
            _noon(row["withdrawn_on"]),
            Move.AGREEMENT_WITHDRAWN.value,
            row["follow_up_owner"],
            case,
            about,
            because=because,
        )


_OF_ACTION = {
    ActionStatus.DONE_UNCHECKED: Move.ACTION_REPORTED,
    ActionStatus.PARTLY: Move.ACTION_REPORTED,
    ActionStatus.NOT_DONE: Move.ACTION_REPORTED,
    ActionStatus.DONE_VERIFIED: Move.ACTION_VERIFIED,
    ActionStatus.CHANGED: Move.AGREEMENT_CHANGED,
    ActionStatus.NO_LONGER_WANTED: Move.ACTION_RELEASED,
}


def _action(row: Row, places: Places) -> Iterator[Told]:
    if row["status"] not in _OF_ACTION:
        return
    agreement = row["agreement"]
    response = places.response_of_agreement[agreement]
    yield Told(
        _noon(row["status_on"]), _OF_ACTION[row["status"]].value,
        row["verified_by"] or places.owner_of_agreement[agreement], places.case_of_response[response],
        f"agreement {agreement}, action {row['number']}", after=words_of({"status": row["status"]}),
    )  # fmt: skip


def _check_in(row: Row, _places: Places) -> Iterator[Told]:
    if row["held_on"] is not None:
        after = {name: row[name] for name in ("safe", "put_right") if row[name] is not None}
        yield Told(
            _noon(row["held_on"]), Move.CHECK_IN_HELD.value, row["held_by"], row["case"], None, row["person"],
            after=words_of(after),
        )  # fmt: skip
    elif row.get("skipped_on") is not None:
        because = row.get("skipped_because")
        yield Told(
            _noon(row["skipped_on"]),
            Move.CHECK_IN_SKIPPED.value,
            row.get("owner"),
            row["case"],
            None,
            row["person"],
            because,
        )


def _exclusion(row: Row, places: Places) -> Iterator[Told]:
    case = places.case_of_incident[row["incident"]] if row["incident"] else None
    about, pupil = f"exclusion {row['exclusion']}", row["pupil"]
    after = {name: row[name] for name in ("kind", "starts_on", "sessions")}
    yield Told(_noon(row["starts_on"]), Move.EXCLUSION_RECORDED.value, None, case, about, pupil, after=words_of(after))
    if row["cancelled_on"] is not None:
        gone = words_of({"cancelled_on": row["cancelled_on"]})
        # After its own record, even on one day.
        at = _noon(row["cancelled_on"]) + ONE_MINUTE
        because = row["cancelled_because"]
        yield Told(at, Move.EXCLUSION_CANCELLED.value, None, case, about, pupil, because, after=gone)


def _out_of_lessons(row: Row, _places: Places) -> Iterator[Told]:
    after = {name: row[name] for name in ("kind", "from", "to", "sessions")}
    yield Told(_noon(row["from"]), OUT_RECORDED, None, None, None, row["pupil"], after=words_of(after))
    if row.get("cancelled_on") is not None:
        at, gone = _noon(row["cancelled_on"]) + ONE_MINUTE, words_of({"cancelled_on": row["cancelled_on"]})
        because = row.get("cancelled_because")
        yield Told(at, OUT_CANCELLED, None, None, None, row["pupil"], because, before=words_of(after), after=gone)


_TELLERS: Mapping[str, Callable[[Row, Places], Iterator[Told]]] = {
    "cases": _case,
    "incidents": _incident,
    "notes": _note,
    "responses": _response,
    "agreements": _agreement,
    "actions": _action,
    "check_ins": _check_in,
    "thresholds": _threshold,
    "decisions": _decision,
    "exclusions": _exclusion,
    "out_of_lessons": _out_of_lessons,
}
TOLD_FILES = frozenset(_TELLERS)


def events_of(file: str, row: Row, places: Places, before: Row | None = None) -> Iterator[Told]:
    """What a row tells that the row it replaces did not; nothing for files that are not history."""
    tell = _TELLERS.get(file)
    if tell is None:
        return
    already = list(tell(before, places)) if before is not None else []
    for told in tell(row, places):
        if told not in already:
            yield told
