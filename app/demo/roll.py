"""Who is on the roll of the demonstration school: eight cohorts of 240, so that every year has 1,200 pupils."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from app.demo.people import PUPILS, upn_of

COHORT = 240
OLDEST, NEWEST = 2019, 2026
FORMS = "ABCDEFGH"
FIRST = (
    "Amara Ben Cerys Dylan Esme Farid Grace Harun Isla Jonah Kiran Leila Mason Niamh Oscar Priyanka Quinn Rosa Sean "
    "Tariq Una Viktor Willow Yusuf Zara Alfie Beatrix Caleb Dorota Elis Freya Gethin Hana Ivo Jasmine Kofi Lowri "
    "Mateus Nadia Owen Petra Rhian Sami Thea Umar Violet Wren Xenia Yara Zack"
).split()
LAST = (
    "Abbotsley Brackwell Carnforth Dunmere Eskdale Fennimore Garside Hollowell Inkpen Jessop Kettlewell Larkham "
    "Mirfield Netherby Oakshott Pendry Quarrington Ravensby Silkstone Tarrant Underhay Venables Wetherall Yardley "
    "Ashdown Birkett Coverdale Dalby Elvaston Farleigh Greystoke Hathersage Ilminster Kestle Lanyon Maddern Nettleton "
    "Orrell Padstone Redmayne Sandiford Thurlby Uffington Varley Wansford Askrigg Bewley Cobham Denholm Emsworth"
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


def cohort_years(entered: int) -> tuple[date, date | None]:
    """When a cohort came in year 7 and left after year 11."""
    return date(entered, 9, 1), date(entered + 5, 7, 21) if entered + 5 <= NEWEST else None


def children(random: Random) -> Iterator[Child]:
    """Every pupil since 2019: the named ones first, then the rest of their cohorts."""
    named = [row for row in PUPILS if row[0] == "A"]
    taken: dict[int, int] = {}
    for number, row in enumerate(named, start=1):
        entered = NEWEST - (int(row[5]) - 7)
        taken[entered] = taken.get(entered, 0) + 1
        yield _child(random, number, entered, row[2], row[3], row[4], row[6], row[7], "yes" if row[8] else "no", row[1])
    number = len(PUPILS)
    for entered in range(OLDEST, NEWEST + 1):
        for place in range(COHORT - taken.get(entered, 0)):
            number += 1
            born = date(entered - 12, 9, 1).toordinal() + random.randrange(364)
            sen = random.choices(("N", "K", "E"), (80, 15, 5))[0]
            fsm = "yes" if random.random() < 0.25 else "no"
            year = min(NEWEST - entered + 7, 11)
            form = f"{year}{FORMS[place % 8]}"
            first, last = random.choice(FIRST), random.choice(LAST)
            yield _child(random, number, entered, first, last, date.fromordinal(born), form, sen, fsm, f"M{number:05d}")


def _child(
    random: Random,
    number: int,
    entered: int,
    first: str,
    last: str,
    born: date,
    form: str,
    sen: str,
    fsm: str,
    mis: str,
) -> Child:
    starts, ends = cohort_years(entered)
    key = upn_of(number)
    row = {
        "upn": key, "mis_id": mis, "legal_first_name": first, "legal_last_name": last,
        "date_of_birth": born.isoformat(), "sex": "F" if number % 2 else "M",
        "nc_year": str(min(NEWEST - entered + 7, 11)), "registration_group": form,
        "on_roll_from": starts.isoformat(), "on_roll_to": ends.isoformat() if ends else "",
    }  # fmt: skip
    characteristics = {
        "pupil": key, "from": starts.isoformat(), "sen_provision": sen, "fsm": fsm, "pupil_premium": fsm, "eal": "no",
        "ethnicity": random.choice(ETHNIC_GROUPS), "looked_after": "yes" if random.random() < 0.008 else "no",
    }  # fmt: skip
    weight = random.paretovariate(1.3) * (1.8 if sen != "N" else 1) * (1.7 if fsm == "yes" else 1)
    return Child(key, f"{first} {last}", row, characteristics, starts, ends, min(weight, 25))
