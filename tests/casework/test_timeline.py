"""History told in sentences: every move has one, and no stored word is left in it."""

from __future__ import annotations

import json
import re
import string
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

import pytest

from app.casework.lifecycle import MOVES, Move
from app.casework.timeline import KINDS, SENTENCES, Change, Known, KnownAction, KnownResponse, tell
from app.casework.timeline.sentences import OTHERWISE

AT = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
SLOTS = {
    "who", "whom", "owner", "harmed", "kind", "a_kind", "leader", "people", "action", "doer", "wanted_by", "incident",
    "reference", "frm", "to", "outcome",
}  # fmt: skip
KNOWN = Known(
    staff={"P-NAI": "Priya Nair"},
    incidents={"2026-0412": "physical, some harm, Yard"},
    responses={"2026-0412-R01": KnownResponse("impromptu_conference", "Ged Munro", ("Maya Lewis", "Tom Adeyemi"))},
    actions={("2026-0412-A01", 1): KnownAction("Keeps Maya a seat", "Tom Adeyemi", "Maya Lewis")},
    harmed=["Maya Lewis"],
)


@dataclass
class Row:
    kind: str
    about: str | None = None
    after: str | None = None
    before: str | None = None
    because: str | None = None
    who: str | None = "Priya Nair"
    whom: str | None = None
    case_reference: str | None = "2026-0412"
    happened_at: datetime = AT
    recorded_at: datetime = AT


def row(kind: str, *, after: dict[str, Any] | None = None, before: dict[str, Any] | None = None, **more: Any) -> Row:
    said = {name: json.dumps(value) for name, value in (("after", after), ("before", before)) if value is not None}
    return Row(kind, **said, **more)


def what(kind: str, **more: Any) -> str:
    return tell(row(kind, **more), KNOWN).what


def test_every_move_has_its_sentence_and_a_kind_to_filter_by() -> None:
    assert set(SENTENCES) == set(MOVES) == set(Move)
    assert {kind for kind, _sentence in SENTENCES.values()} == set(KINDS)


@pytest.mark.parametrize("sentence", [*(said for _kind, said in SENTENCES.values()), *OTHERWISE.values()])
def test_a_sentence_ends_like_one_and_fills_its_slots(sentence: str) -> None:
    names = {name for _text, name, _form, _conversion in string.Formatter().parse(sentence) if name}

    assert sentence.endswith(".")
    assert "_" not in re.sub(r"\{\w+\}", "", sentence)
    assert names <= SLOTS


@pytest.mark.parametrize("move", list(Move))
def test_a_move_of_which_nothing_is_known_is_still_a_sentence(move: Move) -> None:
    told = tell(Row(move, who=None), Known())

    assert re.fullmatch(r"[A-Z][^{}_]*\.", told.what), told.what


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (row(Move.INCIDENT_LOGGED, about="incident 2026-0412"),
         "Priya Nair logged an incident: physical, some harm, Yard."),
        (row(Move.TRIAGED, after={"owner": "P-NAI", "stage": "triage"}), "Priya Nair triaged the case. Priya Nair has it."),
        (row(Move.TRIAGED, after={"stage": "triage"}), "Priya Nair triaged the case."),
        (row(Move.RESPONSE_CHOSEN, after={"kind": "formal_conference"}), "Priya Nair chose a formal conference."),
        (row(Move.RESPONSE_HELD, about="response 2026-0412-R01"),
         "Ged Munro led a small impromptu conference with Maya Lewis and Tom Adeyemi."),
        (row(Move.RESPONSE_ENDED, about="response 2026-0412-R01", after={"status": "stopped"}),
         "The small impromptu conference was stopped half-way."),
        (row(Move.ACTION_VERIFIED, about="agreement 2026-0412-A01, action 1", after={"status": "done_verified"}),
         "Priya Nair saw that it was done: “Keeps Maya a seat”."),
        (row(Move.ACTION_REPORTED, about="agreement 2026-0412-A01, action 1", after={"status": "not_done"}),
         "Tom Adeyemi has not done this: “Keeps Maya a seat”."),
        (row(Move.ACTION_RELEASED, about="agreement 2026-0412-A01, action 1", after={"status": "no_longer_wanted"}),
         "Maya Lewis wants this no longer: “Keeps Maya a seat”."),
        (row(Move.CHECK_IN_HELD, whom="Maya Lewis"), "Priya Nair checked in with Maya Lewis."),
        (row(Move.HARMED_TOLD), "Priya Nair told Maya Lewis how it ended."),
        (row(Move.DECISION_RECORDED, whom="Tom Adeyemi", after={"decision": "restorative"}),
         "Priya Nair decided about Tom Adeyemi: a restorative response instead."),
        (row(Move.EXCLUSION_RECORDED, who=None, whom="Tom Adeyemi", after={"kind": "lunchtime"}),
         "The school entered in the register for Tom Adeyemi: lunchtime suspension."),
        (row(Move.CLOSED, after={"closing_reason": "agreement_kept"}),
         "Priya Nair closed the case: the agreement was kept."),
        (row(Move.FOUND_OUT_WHY, after={"why": "forgot"}), "Priya Nair found out why it was not kept: it was forgotten."),
        (row(Move.INCIDENT_JOINED, about="incident 2026-0409",
             after={"incident": "2026-0409", "from": "2026-0409", "to": "2026-0412"}),
         "Priya Nair brought incident 2026-0409 here from case 2026-0409."),
        (row(Move.INCIDENT_JOINED, case_reference="2026-0409", about="incident 2026-0409",
             after={"incident": "2026-0409", "from": "2026-0409", "to": "2026-0412"}),
         "Priya Nair moved incident 2026-0409 to case 2026-0412."),
        (row("put away in a drawer"), "Put away in a drawer."),
    ],
)  # fmt: skip
def test_a_move_reads_as_somebody_would_say_it(given: Row, sentence: str) -> None:
    assert tell(given, KNOWN).what == sentence


@pytest.mark.parametrize(
    ("given", "detail"),
    [
        (row(Move.CHECK_IN_HELD, after={"safe": "unsure", "put_right": "yes", "raised": True}),
         "Is not sure about feeling safe; it is put right. To be raised with the safeguarding lead at once."),
        (row(Move.CHECK_IN_PLANNED, after={"dates": ["2026-11-25", "2026-12-07"]}),
         "On 25 November 2026 and 7 December 2026."),
        (row(Move.THRESHOLD_RECORDED,
             after={"sanction": "suspension", "school_days": 3, "clause": "4.2", "confidence": "probable"}),
         "Suspension of 3 school days, probable. Clause 4.2."),
        (row(Move.EXCLUSION_RECORDED, after={"kind": "suspension", "starts_on": "2026-11-24", "sessions": 5}),
         "From 24 November 2026, 2.5 school days."),
        (row(Move.AGREEMENT_RECORDED, about="agreement 2026-0412-A01"), "Tom Adeyemi: Keeps Maya a seat."),
        (row(Move.AGREEMENT_CHANGED, after={"asked_by": "Tom", "agreed_by": "Maya", "what": "x", "version": 2}),
         "Asked for by Tom; agreed by Maya."),
        (row(Move.SAFETY_CHECKED, after={"weapon_or_threat": "no", "everyone_willing": "yes"}),
         "Nothing stands in the way of a response."),
        (row(Move.SAFETY_CHECKED, after={"power_imbalance": "yes", "everyone_willing": "no", "live_enquiry": "dont_know"}),
         "To bear in mind: not everyone willing; repeated, or an imbalance of power. Not known: a live enquiry."),
        (row(Move.CLOSED, because="They have moved away.", after={"closing_reason": "declined"}),
         "Somebody was not told how it ended: They have moved away."),
        (row(Move.TRIAGED), None),
        (row(Move.TRIAGED, after={"next_step": "ring both families", "next_step_on": "2026-11-26"}),
         "Next: ring both families, by 26 November 2026."),
    ],
)  # fmt: skip
def test_the_line_beneath_says_what_came_of_it(given: Row, detail: str | None) -> None:
    assert tell(given, KNOWN).detail == detail


def test_an_amendment_shows_every_field_before_and_after_in_words() -> None:
    before = {
        "severity": 1,
        "what_happened": "A shove.",
        "anyone_unsafe": None,
        "occurred_at": "2026-11-20 09:15:00+00:00",
    }
    after = {
        "severity": 3,
        "what_happened": "A push.",
        "anyone_unsafe": True,
        "occurred_at": "2026-07-20 09:15:00+00:00",
    }

    told = tell(row(Move.INCIDENT_AMENDED, before=before, after=after, because="Seen on the camera."), KNOWN)

    assert told.changes == (
        Change("When", "20 November 2026, 09:15", "20 July 2026, 10:15"),
        Change("How serious", "minor", "serious"),
        Change("What was seen or heard", "A shove.", "A push."),
        Change("Somebody hurt or not safe", "nothing", "yes"),
    )
    assert told.because == "Seen on the camera."


def test_a_changed_stage_is_no_change_that_a_reader_needs() -> None:
    assert tell(row(Move.TRIAGED, before={"stage": "logged"}, after={"stage": "triage"}), KNOWN).changes == ()


def test_a_day_without_a_time_has_none() -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)

    assert tell(row(Move.CHECK_IN_HELD, happened_at=noon), KNOWN).at is None
    assert tell(row(Move.CHECK_IN_HELD, happened_at=noon, recorded_at=noon), KNOWN).at == time(12)
    assert tell(row(Move.RESPONSE_HELD, happened_at=noon), KNOWN).at == time(12)


def test_an_entry_says_what_it_is_about() -> None:
    assert tell(row(Move.ACTION_VERIFIED, about="agreement 2026-0412-A01, action 1"), KNOWN).about == (
        "agreement",
        "2026-0412-A01",
    )
    assert tell(row(Move.NOTE_ADDED, about="restricted note"), KNOWN).is_restricted
