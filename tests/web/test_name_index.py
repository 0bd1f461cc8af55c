"""Ranking of names: any part, any order, accents, slips, forms and years; those near first; the hidden never."""

from datetime import date

import pytest

from app.casework.people import PersonKind, folded
from app.web.name_index import Named, NameIndex, Reader

TODAY = date(2026, 11, 24)
PEOPLE = (
    ("Callum O'Neill", "7C", "7", None),
    ("Callum Reid", "8B", "8", None),
    ("Siân Prosser", "8A", "8", None),
    ("Łukasz Nowak", "9C", "9", None),
    ("Ŵyn Pugh", "10 Maple", "10", None),
    ("Tom Adeyemi", "8B", "8", None),
    ("Thomas Adeyemi", "11D", "11", None),
    ("Catarina Silva", "7C", "7", None),
    ("Tom Alder", "11D", "11", date(2026, 7, 21)),
)


def index() -> NameIndex:
    pupils = [
        Named(number, f"K{number}", PersonKind.PUPIL, name, folded(name), folded(" ".join(reversed(name.split()))), group, year, left)
        for number, (name, group, year, left) in enumerate(PEOPLE, start=1)
    ]  # fmt: skip
    maisie = Named(50, "K50", PersonKind.PUPIL, "Maisie Fox", "maisie fox margaret", "fox maisie", "8B", "8")
    teacher = Named(
        60, "T-OKO", PersonKind.STAFF, "Tamsin Okoro", "tamsin okoro", "okoro tamsin", job="Head of geography"
    )
    return NameIndex(
        [*pupils, maisie, teacher, Named(70, "other:D", PersonKind.OTHER, "Dawn Lewis", "dawn lewis", "l")]
    )


def found(typed: str, most: int = 8, **reader: object) -> list[str]:
    reading = Reader(**{"on": TODAY, "recent": {}, **reader})
    return [hit.person.name for hit in index().ranked(typed, reading, most=most)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("calum oneil", "Callum O'Neill"),
        ("O’Neill", "Callum O'Neill"),
        ("o neill", "Callum O'Neill"),
        ("neill", "Callum O'Neill"),
        ("reid callum", "Callum Reid"),
        ("sian", "Siân Prosser"),
        ("Sian  PROSSER", "Siân Prosser"),
        ("lukasz", "Łukasz Nowak"),
        ("Łuk", "Łukasz Nowak"),
        ("wyn", "Ŵyn Pugh"),
        ("kata", "Catarina Silva"),
        ("margaret", "Maisie Fox"),
        ("callum 7c", "Callum O'Neill"),
        ("callum year 8", "Callum Reid"),
        ("y9 now", "Łukasz Nowak"),
        ("10 maple", "Ŵyn Pugh"),
        ("okoro", "Tamsin Okoro"),
        ("dawn", "Dawn Lewis"),
    ],
)
def test_a_person_is_found_however_they_are_typed(typed: str, first: str) -> None:
    assert found(typed)[:1] == [first]


def test_a_form_or_a_year_alone_lists_who_is_in_it_by_name() -> None:
    assert found("8b") == ["Tom Adeyemi", "Maisie Fox", "Callum Reid"]
    assert found("7 c") == ["Callum O'Neill", "Catarina Silva"]
    assert set(found("year 8")) == {"Callum Reid", "Siân Prosser", "Tom Adeyemi", "Maisie Fox"}


@pytest.mark.parametrize("typed", ["geography", "Geog", "head of geography", "tamsin head"])
def test_staff_are_found_by_what_they_do(typed: str) -> None:
    assert found(typed)[0] == "Tamsin Okoro"


def test_a_slip_is_looked_for_among_names_and_not_among_jobs() -> None:
    assert found("geografy") == []


def test_the_exact_name_comes_before_the_longer_one_and_who_left_comes_last() -> None:
    assert found("tom") == ["Tom Adeyemi", "Tom Alder"]
    assert found("tom a")[:1] == ["Tom Adeyemi"]


def test_those_named_lately_and_ones_own_group_come_first() -> None:
    assert found("callum", recent={1: 0})[0] == "Callum O'Neill"
    assert found("callum", group="8B")[0] == "Callum Reid"
    assert found("callum", years=frozenset({"7"}))[0] == "Callum O'Neill"
    assert found("", recent={6: 0}, group="7C") == ["Tom Adeyemi", "Callum O'Neill", "Catarina Silva"]


def test_who_is_hidden_from_the_reader_is_never_found() -> None:
    assert found("callum", hidden={1}) == ["Callum Reid"]
    assert found("", recent={1: 0}, hidden={1}) == []
    assert "Callum Reid" not in found("year 8", hidden={2})


@pytest.mark.parametrize("typed", ["zzzz", "callum zzzz", "'", "%", "y", "x" * 500])
def test_nonsense_finds_nobody_and_breaks_nothing(typed: str) -> None:
    assert found(typed) == []


def test_only_as_many_as_asked_for_and_only_of_the_kinds_asked_for() -> None:
    reading = Reader(TODAY, {})
    assert len(index().ranked("a", reading, most=2)) == 2
    assert index().ranked("okoro", reading, most=8, kinds=(PersonKind.PUPIL,)) == []
