"""Who may do what: one table, `GRANTS`. What is absent is refused.

A role is held at a school, by a membership with dates; it never rests on the person (domain.md, Roles).
Which *records* a role may see is another question, answered in `scope.py`.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache


class Role(StrEnum):
    STAFF = "staff"
    TUTOR = "tutor"
    PASTORAL_LEAD = "pastoral_lead"
    FACILITATOR = "facilitator"
    SENCO = "senco"
    DSL = "dsl"
    HEADTEACHER = "headteacher"
    DEPUTY_HEADTEACHER = "deputy_headteacher"
    DATA_MANAGER = "data_manager"
    GOVERNOR = "governor"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    TRUST_LEAD = "trust_lead"


class Permission(StrEnum):
    """Verbs as staff say them."""

    LOG_INCIDENT = "log an incident"
    AMEND_INCIDENT = "amend an incident"
    SEE_CASES = "see cases"
    ADD_NOTE = "add a note"
    TRIAGE_CASE = "triage a case"
    RESTRICT_CASE = "change who may see a case"
    KEEP_SAFEGUARDING = "decide who sees a safeguarding case"
    LEAD_INFORMAL_RESPONSE = "lead a statement, questions or small conference"
    LEAD_CIRCLE = "lead a circle"
    LEAD_FORMAL_CONFERENCE = "lead a formal conference"
    PLAN_RESPONSE = "choose a response for others to lead"
    RECORD_AGREEMENT = "record an agreement"
    VERIFY_ACTION = "verify an action"
    HOLD_CHECK_IN = "hold a check-in"
    CLOSE_CASE = "close a case"
    PLACE_HOLD = "put a case on hold"
    LIFT_HOLD = "lift a hold"
    CLEAR_ALLEGATION = "return a case to the ordinary flow after an allegation against staff"
    ASK_FOR_THRESHOLD = "ask the head for a threshold"
    RECORD_THRESHOLD = "confirm a threshold"
    DECIDE = "decide on exclusion"
    DELEGATE_HEADSHIP = "say who is head for the day"
    SEE_REGISTERS = "see the registers"
    KEEP_REGISTERS = "keep the registers"
    OVERRIDE_TRAINING = "accept a leader whose training is not current"
    LOG_CIRCLE = "log a proactive circle"
    SEE_TRAINING = "see training"
    KEEP_TRAINING = "keep the training register"
    SEE_PUPILS = "see pupils"
    SEARCH = "search people and cases"
    SEE_PATTERNS = "see patterns over time"
    DECLARE_LINK = "declare a child you are close to"
    OPEN_IN_EMERGENCY = "open a record in an emergency"
    REVIEW_EMERGENCY = "look at what was opened in an emergency"
    SEE_REPORTS = "see published reports"
    SEE_NOTICES = "read notices and choose what is mailed"
    BUILD_REPORT = "build a report"
    SEE_RESTRICTED_REPORT = "see the head's restricted copy"
    PUBLISH_REPORT = "approve and publish a report"
    KEEP_SETTINGS = "keep the school's settings"
    SEE_SETTINGS = "see the school's settings"
    KEEP_ACCOUNTS = "keep people and roles"
    SEE_ACCESS_LOG = "see the access log"
    SEE_RETENTION = "see which records are kept until when"


_P = Permission

_EVERY_MEMBER_OF_STAFF = frozenset(
    {
        _P.LOG_INCIDENT,
        _P.AMEND_INCIDENT,
        _P.SEE_CASES,
        _P.ADD_NOTE,
        _P.LEAD_INFORMAL_RESPONSE,
        _P.LEAD_CIRCLE,
        _P.RECORD_AGREEMENT,
        _P.VERIFY_ACTION,
        _P.HOLD_CHECK_IN,
        _P.LOG_CIRCLE,
        _P.SEE_TRAINING,
        _P.SEE_PUPILS,
        _P.SEARCH,
        _P.DECLARE_LINK,
        _P.OPEN_IN_EMERGENCY,
        _P.SEE_REPORTS,
        _P.SEE_NOTICES,
    }
)
_FACILITATING = _EVERY_MEMBER_OF_STAFF | {_P.LEAD_FORMAL_CONFERENCE, _P.PLAN_RESPONSE}
_PASTORAL = _EVERY_MEMBER_OF_STAFF | {
    _P.TRIAGE_CASE,
    _P.RESTRICT_CASE,
    _P.PLAN_RESPONSE,
    _P.CLOSE_CASE,
    _P.PLACE_HOLD,
    _P.ASK_FOR_THRESHOLD,
    _P.SEE_REGISTERS,
    _P.KEEP_REGISTERS,
    _P.SEE_PATTERNS,
    _P.BUILD_REPORT,
}
_DEPUTY = _PASTORAL | {_P.LEAD_FORMAL_CONFERENCE, _P.RECORD_THRESHOLD, _P.KEEP_TRAINING, _P.SEE_SETTINGS}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.STAFF: _EVERY_MEMBER_OF_STAFF,
    Role.TUTOR: _EVERY_MEMBER_OF_STAFF,
    Role.PASTORAL_LEAD: _PASTORAL,
    Role.FACILITATOR: _FACILITATING,
    Role.SENCO: _EVERY_MEMBER_OF_STAFF,
    Role.DSL: _PASTORAL | {_P.LIFT_HOLD, _P.KEEP_SAFEGUARDING, _P.REVIEW_EMERGENCY, _P.SEE_ACCESS_LOG},
    Role.DEPUTY_HEADTEACHER: _DEPUTY,
    Role.HEADTEACHER: _DEPUTY
    | {
        _P.DECIDE,
        _P.DELEGATE_HEADSHIP,
        _P.CLEAR_ALLEGATION,
        _P.REVIEW_EMERGENCY,
        _P.OVERRIDE_TRAINING,
        _P.PUBLISH_REPORT,
        _P.SEE_RESTRICTED_REPORT,
        _P.KEEP_SETTINGS,
        _P.KEEP_ACCOUNTS,
    },
    Role.DATA_MANAGER: frozenset(
        {
            _P.SEE_PUPILS,
            _P.DECLARE_LINK,
            _P.DELEGATE_HEADSHIP,
            _P.KEEP_SETTINGS,
            _P.SEE_SETTINGS,
            _P.KEEP_ACCOUNTS,
            _P.SEE_TRAINING,
            _P.KEEP_TRAINING,
        }
    ),
    Role.GOVERNOR: frozenset({_P.SEE_REPORTS, _P.SEE_NOTICES}),
    Role.DATA_PROTECTION_OFFICER: frozenset({_P.SEE_ACCESS_LOG, _P.SEE_RETENTION, _P.SEE_REPORTS}),
    Role.TRUST_LEAD: frozenset({_P.SEE_REPORTS}),
}

# Roles that see or steer much of the school: they sign in with a second factor (security.md 2; a setting of the school).
WIDE_SIGHT = frozenset(
    {Role.DSL, Role.HEADTEACHER, Role.DEPUTY_HEADTEACHER, Role.DATA_MANAGER, Role.DATA_PROTECTION_OFFICER}
)

ROLE_WORDS: dict[Role, str] = {
    Role.STAFF: "teacher or support staff",
    Role.TUTOR: "tutor",
    Role.PASTORAL_LEAD: "pastoral lead",
    Role.FACILITATOR: "facilitator",
    Role.SENCO: "SENCo",
    Role.DSL: "designated safeguarding lead",
    Role.HEADTEACHER: "headteacher",
    Role.DEPUTY_HEADTEACHER: "deputy headteacher",
    Role.DATA_MANAGER: "data manager",
    Role.GOVERNOR: "governor",
    Role.DATA_PROTECTION_OFFICER: "data protection officer",
    Role.TRUST_LEAD: "trust lead",
}


@lru_cache(200)
def granted(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything that holders of `roles` together may do."""
    return frozenset().union(*(GRANTS[role] for role in roles))
