"""The sentence of every move: the one reviewed table of strings behind timelines and chronologies.

Slots: {who} did it, {whom} it concerns, {incident} in a few words, {reference} of the incident, {to} and {frm} cases,
{a_kind} and {kind} of response, {leader} of it, {people} who took part, {action} as agreed, {doer} and {wanted_by}
of it, {harmed} people, {owner}, {outcome}. A move may have other sentences for what came of it (`OTHERWISE`).
"""

from __future__ import annotations

from app.casework.lifecycle import Move

KINDS: dict[str, str] = {
    "incident": "Incidents",
    "triage": "Triage",
    "gate": "Safety",
    "decision": "Thresholds and decisions",
    "exclusion": "Exclusions",
    "response": "Responses",
    "agreement": "Agreements",
    "check_in": "Check-ins",
    "people": "People",
    "note": "Notes",
    "stage": "Closing",
}

SENTENCES: dict[Move, tuple[str, str]] = {
    Move.INCIDENT_LOGGED: ("incident", "{who} logged an incident: {incident}."),
    Move.INCIDENT_AMENDED: ("incident", "{who} amended what was written about the incident."),
    Move.INCIDENT_JOINED: ("incident", "{who} brought incident {reference} here from case {frm}."),
    Move.INCIDENT_SPLIT_OFF: ("incident", "{who} gave incident {reference} a case of its own, {to}."),
    Move.PART_CHANGED: ("people", "{who} changed {whom}’s part in the incident."),
    Move.PERSON_ADDED: ("people", "{who} added {whom} to the incident."),
    Move.PERSON_NAMED: ("people", "{who} named {whom} on the case."),
    Move.PERSON_TAKEN_OFF: ("people", "{who} took {whom} off the case again."),
    Move.HARMED_TOLD: ("people", "{who} told {harmed} how it ended."),
    Move.TRIAGED: ("triage", "{who} triaged the case."),
    Move.HANDED_ON: ("triage", "{who} changed what comes next."),
    Move.CONFIDENTIALITY_CHANGED: ("triage", "{who} changed who may see the case."),
    Move.NOTE_ADDED: ("note", "{who} wrote a note."),
    Move.SAFETY_CHECKED: ("gate", "{who} answered the safety questions."),
    Move.PUT_ON_HOLD: ("gate", "{who} put the case on hold for safety."),
    Move.HOLD_LIFTED: ("gate", "{who} lifted the hold."),
    Move.ALLEGATION_CLEARED: ("gate", "{who} returned the case to the ordinary flow."),
    Move.OPENED_IN_EMERGENCY: ("gate", "{who} opened the case in an emergency."),
    Move.EMERGENCY_LOOKED_AT: ("gate", "{who} looked at how the case was opened in an emergency."),
    Move.RESPONSE_CHOSEN: ("response", "{who} chose {a_kind}."),
    Move.RESPONSE_PREPARED: ("response", "{who} prepared {whom} for the {kind}."),
    Move.RESPONSE_HELD: ("response", "{leader} led {a_kind}{people}."),
    Move.RESPONSE_DECLINED: ("response", "The {kind} was declined. That is an ordinary ending."),
    Move.RESPONSE_ENDED: ("response", "{who} ended the {kind} before it was finished."),
    Move.FOUND_UNSUITABLE: ("response", "{who} found that no restorative response fits."),
    Move.AGREEMENT_RECORDED: ("agreement", "{who} wrote down what was agreed."),
    Move.AGREEMENT_CHANGED: ("agreement", "{who} changed the agreement, by consent."),
    Move.AGREEMENT_WITHDRAWN: ("agreement", "{who} withdrew the agreement."),
    Move.ACTION_REPORTED: ("agreement", "{who} asked how it stands: {action}."),
    Move.ACTION_VERIFIED: ("agreement", "{who} saw that it was done: {action}."),
    Move.ACTION_RELEASED: ("agreement", "{wanted_by} wants this no longer: {action}."),
    Move.ACTION_CORRECTED: ("agreement", "{who} put right how this stands: {action}."),
    Move.FOUND_OUT_WHY: ("agreement", "{who} found out why it was not kept: {outcome}."),
    Move.CHECK_IN_PLANNED: ("check_in", "{who} promised to check in with {whom}."),
    Move.CHECK_IN_HELD: ("check_in", "{who} checked in with {whom}."),
    Move.CHECK_IN_SKIPPED: ("check_in", "{who} left out a check-in with {whom}."),
    Move.THRESHOLD_ASKED_FOR: ("decision", "{who} asked the headteacher to confirm a threshold about {whom}."),
    Move.THRESHOLD_RECORDED: ("decision", "{who} confirmed which sanction was considered for {whom}."),
    Move.DECISION_RECORDED: ("decision", "{who} decided about {whom}: {outcome}."),
    Move.EXCLUSION_RECORDED: ("exclusion", "{who} entered in the register for {whom}: {outcome}."),
    Move.EXCLUSION_CANCELLED: ("exclusion", "{who} cancelled the exclusion. Its days stay on record."),
    Move.MET_ON_THE_SPOT: ("stage", "{who} met it on the spot: {a_kind}{people}."),
    Move.NO_FURTHER_ACTION_TAKEN: ("stage", "{who} ended the case: nothing more is needed."),
    Move.REFERRED_ON: ("stage", "{who} referred the case on."),
    Move.CLOSED: ("stage", "{who} closed the case: {outcome}."),
    Move.REOPENED: ("stage", "{who} opened the case again."),
}

OTHERWISE: dict[tuple[Move, str], str] = {
    (Move.INCIDENT_LOGGED, "elsewhere"): "{who} logged incident {reference}.",
    (Move.INCIDENT_JOINED, "away"): "{who} moved incident {reference} to case {to}.",
    (Move.INCIDENT_SPLIT_OFF, "here"): "{who} took incident {reference} out of case {frm} into this one.",
    (Move.SAFETY_CHECKED, "joined"): (
        "Case {frm} was brought here: of both answers to the safety questions the stricter holds."
    ),
    (Move.TRIAGED, "owner"): "{who} triaged the case. {owner} has it.",
    (Move.CONFIDENTIALITY_CHANGED, "owner"): "{who} gave the case to {owner}.",
    (Move.HANDED_ON, "owner"): "{who} gave the case to {owner}.",
    (Move.HANDED_ON, "nobody"): "Nobody has the case any more: it waits to be given to somebody.",
    (Move.NOTE_ADDED, "restricted"): "{who} wrote a restricted note.",
    (Move.RESPONSE_PREPARED, "risks"): "{who} looked at the risks of the {kind}.",
    (Move.RESPONSE_HELD, "unled"): "{a_kind} was held{people}.",
    (Move.RESPONSE_ENDED, "stopped"): "The {kind} was stopped half-way.",
    (Move.RESPONSE_ENDED, "cancelled"): "The {kind} was cancelled.",
    (Move.ACTION_REPORTED, "done_unchecked"): "{who} heard that {doer} has done this: {action}.",
    (Move.ACTION_REPORTED, "partly"): "{doer} has partly done this: {action}.",
    (Move.ACTION_REPORTED, "not_done"): "{doer} has not done this: {action}.",
    (Move.HARMED_TOLD, "not_told"): "{harmed} was not told how it ended.",
    (Move.REFERRED_ON, "to"): "{who} closed this case: everything in it went to case {to}.",
    (Move.MET_ON_THE_SPOT, "bare"): "{who} met it on the spot.",
    (Move.CLOSED, "bare"): "{who} closed the case.",
}


def kind_of(event_kind: str) -> str:
    """Which mark and filter an event belongs to; what no move names counts among the last."""
    try:
        return SENTENCES[Move(event_kind)][0]
    except (KeyError, ValueError):
        return "stage"
