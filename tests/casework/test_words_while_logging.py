"""Small rules of logging: folded names, ticks in words, tags, words that judge."""

import pytest

from app.casework.at_once import tags_of, ticked_at_once, told_at_once
from app.casework.people import folded
from app.casework.plain_words import judging_words_in


@pytest.mark.parametrize(
    ("name", "as_searched"),
    [
        ("O'Neil", "oneil"),
        ("O’Neil", "oneil"),
        ("Siân", "sian"),
        ("Łukasz Ærø", "lukasz aero"),
        ("Ŵyn", "wyn"),
        ("Ní Dhónaill", "ni dhonaill"),
        ("Ana-María", "ana maria"),
        ("Straße", "strasse"),
    ],
)
def test_accents_and_apostrophes_do_not_matter(name: str, as_searched: str) -> None:
    assert folded(name) == as_searched


@pytest.mark.parametrize(
    ("ticked", "written", "told"),
    [
        (["first_aid", "separated"], "a blanket fetched", "Separated; First aid; a blanket fetched"),
        ([], "Sent for a drink; sat down", "Sent for a drink; sat down"),
        (["calmed"], "", "Calmed"),
        ([], " ", None),
    ],
)
def test_ticks_are_kept_in_words_and_read_back(ticked: list[str], written: str, told: str | None) -> None:
    assert told_at_once(ticked, written) == told
    again, rest = ticked_at_once(told)
    assert (set(again), rest) == (set(ticked), written.strip())


def test_a_kind_of_prejudice_makes_it_prejudice_related() -> None:
    assert tags_of(["online", "prejudice_race"]) == {"online", "prejudice", "prejudice_race"}
    assert tags_of(["bullying"]) == {"bullying"}


def test_words_that_judge_are_found_whole() -> None:
    assert judging_words_in("He is Attention-Seeking and always rude.") == ["attention-seeking", "always"]
    assert judging_words_in("He pushed her in the hallways; bullying was asked about.") == []
