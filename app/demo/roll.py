"""Who is on the roll of the demonstration school: eight cohorts of 240, so that every year has 1,200 pupils."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.demo.people import PUPILS, upn_of
from app.demo.year import terms_of

COHORT = 240
COHORTS = 8  # three years ago the oldest of today's history were in year 11
NAMED_IN = 2026  # the academic year for which people.py gives year groups and dates of birth
FORMS = "ABCDEFGH"
GIRLS = (
    "Amara Cerys Esme Grace Isla Leila Niamh Priyanka Rosa Una Willow Zara Beatrix Dorota Elis Freya Hana Jasmine Lowri "
    "Nadia Petra Rhian Thea Violet Wren Xenia Yara Siân Chloë Agnieszka Maryam Adaeze Siobhán"
).split()
BOYS = (
    "Ben Dylan Farid Harun Jonah Kiran Mason Oscar Sean Tariq Viktor Yusuf Alfie Caleb Gethin Ivo Kofi Mateus Owen Sami "
    "Umar Zack Łukasz Rhodri Tobi Ewan Idris Marcus Pavel Theo Zubair José Finlay"
).split()
PREFERRED = {"Beatrix": "Bea", "Priyanka": "Priya", "Agnieszka": "Aga", "Caleb": "Cal", "Yusuf": "Yusi", "Oscar": "Oz"}
LAST = (
    "Abbotsley Brackwell Carnforth Dunmere Eskdale Fennimore Garside Hollowell Inkpen Jessop Kettlewell Larkham "
    "Mirfield Netherby Oakshott Pendry Quarrington Ravensby Silkstone Tarrant Underhay Venables Wetherall Yardley "
    "Ashdown Birkett Coverdale Dalby Elvaston Farleigh Greystoke Hathersage Ilminster Kestle Lanyon Maddern Nettleton "
    "O'Rourke Orrell D'Angelo Padstone Redmayne Sandiford Thurlby Uffington Varley Wansford Askrigg Bewley Cobham Denholm Emsworth"
).split()
ETHNIC_GROUPS = ("WBRI",) * 15 + ("APKN", "BAFR", "BCRB", "MWBC", "WOTH", "AIND", "WBRI", "REFU")


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil of the demonstration: its row, its key, and how often it is in trouble compared with others."""

    key: str
    name: str
    row: dict[str, str]
    characteristics: dict[str, str]
    starts: date
    ends: date | None
    weight: float


def cohort_years(entered: int, newest: int) -> tuple[date, date | None]:
    """When a cohort came in year 7 and left on the last day of year 11; None while it is still here."""
    return date(entered, 9, 1), terms_of(entered + 4)[2].ends_on if entered + 5 <= newest else None


def children(random: Random, newest: int) -> Iterator[Child]:
    """Every pupil of the cohorts that entered up to `newest`: the named ones first, then the rest of their cohorts."""
    taken: Counter[int] = Counter()
    for number, named in enumerate((row for row in PUPILS if row[0] == "A"), start=1):
        _school, mis, first, last, born, year, form, sen, has_fsm = named
        entered = newest - (int(year) - 7)
        taken[entered] += 1
        born = born.replace(year=born.year + newest - NAMED_IN)
        yield _child(random, number, entered, newest, first, last, born, form, sen, "yes" if has_fsm else "no", mis)
    number = len(PUPILS)
    for entered in range(newest - COHORTS + 1, newest + 1):
        for place in range(COHORT - taken[entered]):
            number += 1
            born = date(entered - 12, 9, 1) + timedelta(days=random.randrange(364))
            sen = random.choices(("N", "K", "E"), (80, 15, 5))[0]
            fsm = "yes" if random.random() < 0.25 else "no"
            form = f"{_year_group(entered, newest)}{FORMS[place % 8]}"
            first, last = random.choice(GIRLS if number % 2 else BOYS), random.choice(LAST)
            yield _child(random, number, entered, newest, first, last, born, form, sen, fsm, f"M{number:05d}")


def _year_group(entered: int, newest: int) -> int:
    return min(newest - entered + 7, 11)


def _child(
    random: Random, number: int, entered: int, newest: int, first: str, last: str, born: date, form: str,
    sen: str, fsm: str, mis: str,
) -> Child:  # fmt: skip
    starts, ends = cohort_years(entered, newest)
    key = upn_of(number)
    row = {
        "upn": key, "mis_id": mis, "legal_first_name": first, "legal_last_name": last,
        "preferred_first_name": PREFERRED.get(first, ""),
        "date_of_birth": born.isoformat(), "sex": "F" if number % 2 else "M",
        "nc_year": str(_year_group(entered, newest)), "registration_group": form,
        "on_roll_from": starts.isoformat(), "on_roll_to": ends.isoformat() if ends else "",
    }  # fmt: skip
    characteristics = {
        "pupil": key, "from": starts.isoformat(), "sen_provision": sen, "fsm": fsm, "pupil_premium": fsm, "eal": "no",
        "ethnicity": random.choice(ETHNIC_GROUPS), "looked_after": "yes" if random.random() < 0.008 else "no",
    }  # fmt: skip
    weight = random.paretovariate(1.3) * (1.8 if sen != "N" else 1) * (1.7 if fsm == "yes" else 1)
    return Child(key, f"{first} {last}", row, characteristics, starts, ends, min(weight, 25))
