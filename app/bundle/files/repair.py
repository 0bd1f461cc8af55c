"""Responses and who took part, agreements and their actions, check-ins."""

from __future__ import annotations

from collections.abc import Iterator

from app.bundle.spec import Family, Fault, Further, Row, columns_of, table_of
from app.casework.agreement import Action, Agreement, AgreementChange
from app.casework.check_in import CheckIn
from app.casework.response import Participant, Response
from app.casework.words import ActionStatus, ResponseStatus


def _held_with_time(row: Row) -> Iterator[Fault]:
    if row["status"] == ResponseStatus.HELD and row["held_at"] is None:
        yield "held_at", "A held response without the time it was held.", "Give held_at, or another status."


def _withdrawn(row: Row) -> Iterator[Fault]:
    if row["withdrawn_because"] is not None and row["withdrawn_on"] is None:
        yield "withdrawn_on", "A reason for withdrawing, but no date.", "Give withdrawn_on, or leave both empty."


def _ended(row: Row) -> Iterator[Fault]:
    if row["status"] != ActionStatus.PLANNED and row["status_on"] is None:
        yield "status_on", f"An action that is {row['status']} without its date.", "Give status_on."


def _verified(row: Row) -> Iterator[Fault]:
    if row["status"] != ActionStatus.DONE_VERIFIED:
        return
    if row["verified_by"] is None:
        yield "verified_by", "Verified by nobody.", "Give the member of staff who saw it, or done_unchecked."
    elif row["verified_by"] == row["by"]:
        yield "verified_by", "Verified by the person who did it.", "Another person verifies, else it is done_unchecked."


def _answered_when_held(row: Row) -> Iterator[Fault]:
    for name in ("safe", "put_right", "anything_since"):
        if row[name] is not None and row["held_on"] is None:
            yield (
                name,
                "An answer, but no day on which the check-in was held.",
                "Give held_on, or leave the answer empty.",
            )


_RESPONSES, _PARTICIPANTS, _AGREEMENTS = table_of(Response), table_of(Participant), table_of(Agreement)
_ACTIONS, _CHANGES, _CHECK_INS = table_of(Action), table_of(AgreementChange), table_of(CheckIn)

REPAIR = (
    Family(
        "responses",
        _RESPONSES,
        columns_of(
            _RESPONSES,
            "response=reference case=case_id>cases kind status planned_for held_at led_by=led_by_id>staff "
            "chosen_because",
        ),
        key=("response",),
        further=Further(
            "response_records",
            columns_of(
                _RESPONSES,
                "co_led_by=co_led_by_id>staff place calm_enough topic circle_group circle_purpose size minutes "
                "words outcome "
                "outcome_sentence ended_on ended_because if_no_conference first_to_speak=first_to_speak_id>persons "
                "order_chosen_by risk_reviewed_on risk_note informal_time_held training_override_because",
            ),
        ),
        target="responses",
        rules=(_held_with_time,),
    ),
    Family(
        "participants",
        _PARTICIPANTS,
        columns_of(
            _PARTICIPANTS,
            "response=response_id>responses person=person_id>persons took_part participation_level declined_by_them",
        ),
        key=("response", "person"),
        further=Further(
            "participant_records",
            columns_of(
                _PARTICIPANTS,
                "sentence questions_asked adaptations not_adapted_because met_alone_on explained willing supporter",
            ),
        ),
    ),
    Family(
        "agreements",
        _AGREEMENTS,
        columns_of(
            _AGREEMENTS,
            "agreement=reference response=response_id>responses made_on review_on "
            "follow_up_owner=follow_up_owner_id>staff "
            "withdrawn_on withdrawn_because",
        ),
        key=("agreement",),
        further=Further(
            "agreement_records", columns_of(_AGREEMENTS, "if_it_happens_again why_not_kept why_not_kept_note")
        ),
        target="agreements",
        rules=(_withdrawn,),
    ),
    Family(
        "actions",
        _ACTIONS,
        columns_of(
            _ACTIONS,
            "agreement=agreement_id>agreements number what by=by_id>persons for=for_id>persons "
            "adult_support due_on status "
            "status_on verified_by=verified_by_id>staff",
        ),
        key=("agreement", "number"),
        further=Further("action_records", columns_of(_ACTIONS, "how_known is_apology apology_asked_for replaces")),
        rules=(_ended, _verified),
    ),
    Family(
        "agreement_changes",
        _CHANGES,
        columns_of(
            _CHANGES,
            "agreement=agreement_id>agreements number changed_on asked_by agreed_by because "
            "recorded_by=recorded_by_id>staff",
        ),
        key=("agreement", "number"),
        optional=True,
    ),
    Family(
        "check_ins",
        _CHECK_INS,
        columns_of(
            _CHECK_INS,
            "case=case_id>cases person=person_id>persons due_on held_on held_by=held_by_id>staff safe put_right "
            "anything_since",
        ),
        key=("case", "person", "due_on"),
        further=Further(
            "check_in_records",
            columns_of(_CHECK_INS, "owner=owner_id>staff skipped_on skipped_because recorded_at"),
            numbered=True,
        ),
        repeats=True,
        rules=(_answered_when_held,),
    ),
)
