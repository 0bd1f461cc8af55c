"""What must always hold of a candidate (figures.md 6), over rows drawn at random.

The quick way through the days of change is compared with the words of figures.md 3: every day from the decision on.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.casework import facts as f
from app.casework.measure import Course, Status, gather, reckon
from tests.casework.rows_of_one_case import (
    DECIDED,
    LATE,
    PAIR,
    action,
    agreement,
    decision,
    exclusion,
    response,
    rows,
    threshold,
)

STATUSES = ("planned", "done_unchecked", "done_verified", "partly", "changed", "not_done", "no_longer_wanted")
days = st.integers(0, 90).map(lambda n: date(2025, 9, 9) + timedelta(days=n))
soon = st.integers(1, 30).map(lambda n: datetime(2025, 9, 9, 13) + timedelta(days=n))
some_day = st.one_of(st.none(), days)
mostly_kept = st.one_of(st.just("done_verified"), st.just("done_verified"), st.sampled_from(STATUSES))


@st.composite
def situations(draw: st.DrawFn) -> dict[str, Any]:
    held = draw(st.lists(soon, min_size=1, max_size=2))
    responses = [response(response=f"R{n}", held_at=at, planned_for=at) for n, at in enumerate(held)]
    agreements, actions = [], []
    for n, at in enumerate(held):
        made = at.date() + timedelta(days=draw(st.integers(0, 12)))
        withdrawn = draw(st.one_of(st.none(), st.none(), days))
        agreements.append(
            agreement(agreement=f"A{n}", reference=f"A{n}", response=f"R{n}", made_on=made, withdrawn_on=withdrawn)
        )
        for number in range(draw(st.integers(1, 2))):
            by = draw(st.sampled_from(("P", "P", "DEP", "Q")))
            status = draw(mostly_kept)
            actions.append(
                action(agreement=f"A{n}", number=number, by=by, status=status, status_on=draw(days), verified_by="HEAD")
            )
    return rows(
        thresholds=[threshold()],
        decisions=[decision(), *_later_decisions(draw)],
        responses=responses,
        participants=[
            f.ParticipantRow(row.response, "P", draw(st.booleans()) or n == 0, None, False)
            for n, row in enumerate(responses)
        ],
        agreements=agreements,
        actions=actions,
        exclusions=[
            exclusion(
                exclusion=f"X{n}",
                starts_on=draw(days),
                cancelled_on=draw(some_day),
                incident=draw(st.sampled_from(("I", None))),
            )
            for n in range(draw(st.sampled_from((0, 0, 0, 1, 2))))
        ],
        pupils=[
            f.PupilRow("P", "F", None, draw(st.one_of(st.none(), st.none(), days))),
            f.PupilRow("Q", "M", None, None),
        ],
    )


def _later_decisions(draw: st.DrawFn) -> list[f.DecisionRow]:
    words = st.sampled_from(("suspend", "other_sanction", "restorative"))
    return [decision(decision=draw(words), decided_at=draw(soon)) for _ in range(draw(st.sampled_from((0, 0, 1))))]


def day_by_day(facts: f.Facts, on: date) -> tuple[Status, date | None]:
    """figures.md 3, literally: the facts as at each day x, from the day of the decision."""
    x = DECIDED.date()
    while x <= on:
        if Course(facts, gather(facts, "P", facts.incident["I"], on)).verdict(x).status is Status.AVOIDED:
            return Status.AVOIDED, x
        x += timedelta(days=1)
    return Course(facts, gather(facts, "P", facts.incident["I"], on)).verdict(on).status, None


@settings(max_examples=250, deadline=None)
@given(situations(), st.sampled_from((50, 80, 110, 199)))
def test_the_quick_way_equals_every_day_in_turn(situation: dict[str, Any], age: int) -> None:
    facts, on = f.Facts(**situation), DECIDED.date() + timedelta(days=age)
    found = reckon(facts, PAIR, on)
    if found.in_order:
        assert (found.status, found.avoided_on) == day_by_day(facts, on)


@settings(max_examples=100, deadline=None)
@given(situations())
def test_once_avoided_always_avoided_on_the_same_day(situation: dict[str, Any]) -> None:
    facts, first = f.Facts(**situation), None
    for age in range(20, 200, 6):
        found = reckon(facts, PAIR, DECIDED.date() + timedelta(days=age))
        if first is not None:
            assert found.avoided_on == first
        first = found.avoided_on


@settings(max_examples=100, deadline=None)
@given(situations(), st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(situation: dict[str, Any], seed: int) -> None:
    shuffled = {key: _shuffled(kind, seed) if isinstance(kind, list) else kind for key, kind in situation.items()}
    one, other = reckon(f.Facts(**situation), PAIR, LATE), reckon(f.Facts(**shuffled), PAIR, LATE)
    assert (one.status, one.ground, one.avoided_on, one.claim) == (
        other.status,
        other.ground,
        other.avoided_on,
        other.claim,
    )
    assert one.lines() == other.lines()


def _shuffled(kind: list[Any], seed: int) -> list[Any]:
    found = list(kind)
    random.Random(seed).shuffle(found)
    return found


@settings(max_examples=100, deadline=None)
@given(situations(), days)
def test_an_exclusion_that_stands_or_an_action_unchecked_again_never_makes_avoided(
    situation: dict[str, Any], day: date
) -> None:
    before = reckon(f.Facts(**situation), PAIR, LATE).status
    more = {
        **situation,
        "exclusions": [*situation["exclusions"], exclusion(exclusion="new", starts_on=day, incident=None)],
    }
    unchecked = [
        row._replace(status="done_unchecked") if row.status == "done_verified" else row for row in situation["actions"]
    ]
    for changed in (more, {**situation, "actions": unchecked}):
        after = reckon(f.Facts(**changed), PAIR, LATE).status
        assert after is not Status.AVOIDED or before is Status.AVOIDED
