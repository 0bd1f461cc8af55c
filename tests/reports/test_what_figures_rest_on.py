"""Beside a figure stands what it rests on: of how many, by which years, counted how; and what it doesn't show."""

from __future__ import annotations

from tests.reports.reading import said, section
from tests.reports.snapshots import SNAPSHOT, a_snapshot


def test_answers_of_people_harmed_stand_beside_how_many_had_a_check_in_at_all() -> None:
    text = said()
    first, harmed = text.split("1 Are those harmed safer?")[0], section(text, 1)
    assert "A check-in was held with or due for 66 of 84: 40 of 52 who answered said they felt safe." in first
    assert "people harmed who answered feel safe; 66 of 84 had a check-in, held or due" in first
    assert (
        "66 of 84 had a check-in, held or due: 52 of these answered whether they feel safe, and 40 said yes." in harmed
    )
    assert "Had a check-in, held or due 66 79%" in harmed
    assert "out of asked, not out of all 84 people harmed" in harmed


def test_where_nobody_had_a_check_in_no_answer_is_spoken_of() -> None:
    nobody = {"yes": 0, "no": 0, "asked": 0}
    harmed = SNAPSHOT["harmed"] | {"safe": nobody | {"unsure": 0}, "put_right": nobody | {"partly": 0}}
    text = said(a_snapshot(harmed=harmed))
    assert "Nobody has been due a check-in yet." in section(text, 1)
    assert "A check-in was held with" not in text
