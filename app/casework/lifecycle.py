"""What may happen next: the one table of moves.

`MOVES` says for each move from which stages it may be taken, where it leads, who may take it and whether it needs
a reason. Actions, buttons, the drawn diagram and the tests all read it. `take` refuses or advances, and appends
history in the same breath.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.casework.case import Case
from app.casework.history import Event, make_event
from app.casework.notice import NoticeKind, tell_loggers
from app.casework.permissions import Permission
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership
from app.casework.words import Stage


class Move(StrEnum):
    """Everything that can be done to a case, in the past tense as history tells it."""

    INCIDENT_LOGGED = "incident logged"
    INCIDENT_AMENDED = "incident amended"
    PART_CHANGED = "part changed"
    PERSON_ADDED = "person added to the incident"
    TRIAGED = "triaged"
    CONFIDENTIALITY_CHANGED = "confidentiality changed"
    INCIDENT_JOINED = "incident joined"
    INCIDENT_SPLIT_OFF = "incident split off"
    NOTE_ADDED = "note added"
    SAFETY_CHECKED = "safety questions answered"
    PUT_ON_HOLD = "put on hold"
    HOLD_LIFTED = "hold lifted"
    RESPONSE_CHOSEN = "response chosen"
    RESPONSE_PREPARED = "preparation recorded"
    RESPONSE_HELD = "response held"
    RESPONSE_DECLINED = "response declined"
    RESPONSE_ENDED = "response stopped or cancelled"
    FOUND_UNSUITABLE = "found unsuitable"
    REFERRED_ON = "referred on"
    AGREEMENT_RECORDED = "agreement recorded"
    AGREEMENT_CHANGED = "agreement changed"
    AGREEMENT_WITHDRAWN = "agreement withdrawn"
    ACTION_REPORTED = "action reported"
    ACTION_VERIFIED = "action verified"
    ACTION_RELEASED = "action released"
    ACTION_CORRECTED = "action put right"
    FOUND_OUT_WHY = "found out why"
    CHECK_IN_PLANNED = "check-in planned"
    CHECK_IN_HELD = "check-in held"
    CHECK_IN_SKIPPED = "check-in skipped"
    HARMED_TOLD = "person harmed told"
    THRESHOLD_ASKED_FOR = "threshold asked for"
    THRESHOLD_RECORDED = "threshold recorded"
    DECISION_RECORDED = "decision recorded"
    EXCLUSION_RECORDED = "exclusion recorded"
    EXCLUSION_CANCELLED = "exclusion cancelled"
    OPENED_IN_EMERGENCY = "opened in an emergency"
    EMERGENCY_LOOKED_AT = "emergency access looked at"
    PERSON_NAMED = "person named on the case"
    PERSON_TAKEN_OFF = "person taken off the case"
    HANDED_ON = "owner or next step changed"
    ALLEGATION_CLEARED = "returned to the ordinary flow"
    MET_ON_THE_SPOT = "met on the spot"
    NO_FURTHER_ACTION_TAKEN = "no further action"
    CLOSED = "closed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: who may take the move, from where to where, and whether it needs a reason.

    `to` None leaves the stage as it is; `or_to`: where it may lead instead, as what is on the case decides.
    """

    permission: Permission
    frm: frozenset[Stage]
    to: Stage | None = None
    needs_reason: bool = False
    or_to: frozenset[Stage] = frozenset()


_S = Stage
_P = Permission
_ANY = frozenset(Stage)
_ENDED = frozenset({_S.CLOSED, _S.NO_FURTHER_ACTION, _S.DECLINED, _S.UNSUITABLE, _S.REFERRED_ON})
_OPEN = _ANY - _ENDED
_MOVING = _OPEN - {_S.ON_HOLD}
# Declined is an ordinary ending, and another way (a letter, a statement) may still follow it (domain.md).
_MAY_RESPOND = _MOVING | {_S.DECLINED}
_AFTER_MEETING = frozenset({_S.IN_RESPONSE, _S.AGREEMENT, _S.FOLLOW_UP})
# To a response that is still planned, a meeting without an agreement, or an agreement that stands (`going_back.py`).
_GOES_BACK = frozenset({_S.IN_RESPONSE, _S.AGREEMENT, _S.FOLLOW_UP})

MOVES: dict[Move, Step] = {
    Move.INCIDENT_LOGGED: Step(_P.LOG_INCIDENT, frozenset({_S.LOGGED})),
    Move.INCIDENT_AMENDED: Step(_P.AMEND_INCIDENT, _ANY, needs_reason=True),
    Move.PART_CHANGED: Step(_P.AMEND_INCIDENT, _ANY, needs_reason=True),
    Move.PERSON_ADDED: Step(_P.AMEND_INCIDENT, _ANY, needs_reason=True),
    Move.TRIAGED: Step(_P.TRIAGE_CASE, frozenset({_S.LOGGED, _S.TRIAGE}), _S.TRIAGE),
    Move.CONFIDENTIALITY_CHANGED: Step(_P.RESTRICT_CASE, _ANY, needs_reason=True),
    Move.INCIDENT_JOINED: Step(_P.TRIAGE_CASE, _OPEN, needs_reason=True),
    Move.INCIDENT_SPLIT_OFF: Step(_P.TRIAGE_CASE, _OPEN, needs_reason=True),
    Move.NOTE_ADDED: Step(_P.ADD_NOTE, _ANY),
    Move.SAFETY_CHECKED: Step(_P.LEAD_INFORMAL_RESPONSE, _OPEN | {_S.DECLINED}),
    Move.PUT_ON_HOLD: Step(_P.LEAD_INFORMAL_RESPONSE, _MAY_RESPOND | {_S.ON_HOLD}, _S.ON_HOLD, needs_reason=True),
    Move.HOLD_LIFTED: Step(
        _P.LIFT_HOLD, frozenset({_S.ON_HOLD}), _S.TRIAGE, needs_reason=True, or_to=_MAY_RESPOND - {_S.TRIAGE}
    ),
    Move.RESPONSE_CHOSEN: Step(_P.LEAD_INFORMAL_RESPONSE, _MAY_RESPOND, _S.IN_RESPONSE),
    Move.RESPONSE_PREPARED: Step(_P.LEAD_INFORMAL_RESPONSE, _AFTER_MEETING),
    Move.RESPONSE_HELD: Step(_P.LEAD_INFORMAL_RESPONSE, _AFTER_MEETING, _S.AGREEMENT),
    Move.RESPONSE_DECLINED: Step(_P.LEAD_INFORMAL_RESPONSE, _AFTER_MEETING, _S.DECLINED, or_to=_GOES_BACK),
    Move.RESPONSE_ENDED: Step(
        _P.LEAD_INFORMAL_RESPONSE, _AFTER_MEETING, _S.TRIAGE, needs_reason=True, or_to=_GOES_BACK
    ),
    Move.FOUND_UNSUITABLE: Step(_P.CLOSE_CASE, _MOVING, _S.UNSUITABLE, needs_reason=True),
    Move.REFERRED_ON: Step(_P.CLOSE_CASE, _OPEN, _S.REFERRED_ON, needs_reason=True),
    Move.AGREEMENT_RECORDED: Step(_P.RECORD_AGREEMENT, _AFTER_MEETING | {_S.TRIAGE, _S.DECLINED}, _S.FOLLOW_UP),
    Move.AGREEMENT_CHANGED: Step(_P.RECORD_AGREEMENT, _AFTER_MEETING, needs_reason=True),
    Move.AGREEMENT_WITHDRAWN: Step(_P.RECORD_AGREEMENT, _AFTER_MEETING, needs_reason=True),
    Move.ACTION_REPORTED: Step(_P.VERIFY_ACTION, _ANY - {_S.ON_HOLD}),
    Move.ACTION_VERIFIED: Step(_P.VERIFY_ACTION, _ANY - {_S.ON_HOLD}),
    Move.ACTION_RELEASED: Step(_P.VERIFY_ACTION, _ANY - {_S.ON_HOLD}, needs_reason=True),
    # A case that has ended is opened again first: how it ended, and what those harmed were told, rests on its actions.
    Move.ACTION_CORRECTED: Step(_P.VERIFY_ACTION, _MOVING, needs_reason=True),
    Move.FOUND_OUT_WHY: Step(_P.VERIFY_ACTION, _ANY),
    Move.CHECK_IN_PLANNED: Step(_P.HOLD_CHECK_IN, _ANY),
    Move.CHECK_IN_HELD: Step(_P.HOLD_CHECK_IN, _ANY),
    Move.CHECK_IN_SKIPPED: Step(_P.HOLD_CHECK_IN, _ANY, needs_reason=True),
    Move.HARMED_TOLD: Step(_P.HOLD_CHECK_IN, _ANY),
    Move.THRESHOLD_ASKED_FOR: Step(_P.ASK_FOR_THRESHOLD, _OPEN, needs_reason=True),
    # What it considers waits for the head, and of a case that is over nothing waits for anybody.
    Move.THRESHOLD_RECORDED: Step(_P.RECORD_THRESHOLD, _OPEN | {_S.DECLINED, _S.UNSUITABLE}),
    Move.DECISION_RECORDED: Step(_P.DECIDE, _ANY),
    Move.EXCLUSION_RECORDED: Step(_P.KEEP_REGISTERS, _ANY),
    Move.EXCLUSION_CANCELLED: Step(_P.DECIDE, _ANY, needs_reason=True),
    Move.OPENED_IN_EMERGENCY: Step(_P.OPEN_IN_EMERGENCY, _ANY, needs_reason=True),
    Move.EMERGENCY_LOOKED_AT: Step(_P.REVIEW_EMERGENCY, _ANY, needs_reason=True),
    Move.PERSON_NAMED: Step(_P.RESTRICT_CASE, _ANY, needs_reason=True),
    Move.PERSON_TAKEN_OFF: Step(_P.RESTRICT_CASE, _ANY, needs_reason=True),
    Move.HANDED_ON: Step(_P.TRIAGE_CASE, _ANY),
    Move.ALLEGATION_CLEARED: Step(_P.CLEAR_ALLEGATION, _ANY, needs_reason=True),
    Move.MET_ON_THE_SPOT: Step(_P.LEAD_INFORMAL_RESPONSE, frozenset({_S.LOGGED}), _S.CLOSED),
    Move.NO_FURTHER_ACTION_TAKEN: Step(
        _P.CLOSE_CASE, frozenset({_S.LOGGED, _S.TRIAGE}), _S.NO_FURTHER_ACTION, needs_reason=True
    ),
    Move.CLOSED: Step(_P.CLOSE_CASE, _OPEN - {_S.ON_HOLD} | {_S.DECLINED, _S.UNSUITABLE}, _S.CLOSED),
    Move.REOPENED: Step(_P.CLOSE_CASE, _ENDED, _S.TRIAGE, needs_reason=True, or_to=_GOES_BACK - {_S.AGREEMENT}),
}

# What whoever logged it is told of (notice.py).
TOLD: dict[Move, NoticeKind] = {
    Move.RESPONSE_HELD: NoticeKind.HELD,
    Move.RESPONSE_DECLINED: NoticeKind.DECLINED,
    Move.DECISION_RECORDED: NoticeKind.DECIDED,
    **dict.fromkeys(
        (Move.CLOSED, Move.NO_FURTHER_ACTION_TAKEN, Move.FOUND_UNSUITABLE, Move.REFERRED_ON), NoticeKind.ENDED
    ),
}

STAGE_WORDS: dict[Stage, str] = {
    Stage.LOGGED: "Logged",
    Stage.TRIAGE: "Triage",
    Stage.IN_RESPONSE: "In response",
    Stage.AGREEMENT: "Agreement",
    Stage.FOLLOW_UP: "Follow-up",
    Stage.CLOSED: "Closed",
    Stage.NO_FURTHER_ACTION: "No further action",
    Stage.ON_HOLD: "On hold",
    Stage.DECLINED: "Declined",
    Stage.UNSUITABLE: "Unsuitable",
    Stage.REFERRED_ON: "Referred on",
}


def refusal(case: Case, move: Move, *, by: Membership, because: str | None = "given") -> Refusal | None:
    """Why `by` can't take `move` on this case now, or None.

    Codes: `not_permitted`, `wrong_stage`, `reason_needed`.
    """
    step = MOVES[move]
    if not by.may(step.permission):
        return Refusal("not_permitted", f"Your role at this school does not include: {step.permission.value}.")
    if case.stage not in step.frm:
        return Refusal(
            "wrong_stage",
            f"This case is {STAGE_WORDS[case.stage].lower()}, so “{move.value}” can’t be recorded now.",
        )
    if step.needs_reason and not (because or "").strip():
        return Refusal("reason_needed", "Say in one line why.", field="because")
    return None


def take(
    case: Case,
    move: Move,
    *,
    by: Membership,
    at: datetime,
    because: str | None = None,
    to: Stage | None = None,
    about: str | None = None,
    person_key: str | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    happened_at: datetime | None = None,
) -> Event:
    """Take the move: raise Refused, or advance the stage, append history and tell whoever logged it (`TOLD`).

    `to` overrides where the move leads, for a move whose outcome decides (a hold lifted returns to the stage
    before it). `happened_at` dates the event itself where it was earlier than its entry (`at`).
    """
    refuse_if(refusal(case, move, by=by, because=because))
    goes_to = to or MOVES[move].to
    if goes_to is not None and goes_to != case.stage:
        after, before = {**(after or {}), "stage": goes_to.value}, {**(before or {}), "stage": case.stage.value}
        case.stage = goes_to
    made = make_event(
        move.value,
        school_id=by.school_id,
        by_code=by.staff_code,
        at=happened_at or at,
        recorded_at=at,
        case_reference=case.reference,
        about=about,
        person_key=person_key,
        because=because,
        before=before,
        after=after,
    )
    case.events.add(made)
    tell_loggers(case, TOLD.get(move), by=by, at=at)
    return made
