"""How long the server takes to find a person among twenty thousand: the whole request, signed in, as the browser asks.

Builds a school of invented people in a folder of its own, asks for whole and half-typed names with and without slips
of the finger, and prints median and 95th percentile in milliseconds (target: at most 100), the first answer after a
change of names, and what the index adds to memory.

    python bench/search.py [--people 20000] [--rounds 400]
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import sys
import time
import tracemalloc
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))

import flask_migrate
from flask import Flask
from sqlalchemy import insert, select, update

from app.casework.people import Person, PersonKind, Pupil, folded
from app.casework.staff import StaffMember
from app.db import begin_writing, db
from app.factory import create_app
from app.web.finding import Indexes
from tests.cast import build_cast
from tests.client import Browser
from tests.conftest import MIGRATIONS, settings_in

TARGET_MS = 100
BEGINNINGS = "Al Be Ca Da El Fa Ga Ha Is Jo Ka La Ma Na Ol Pa Ra Sa Ta Vi Wi Ya Za Ai Bro Che Dre Sha Tri Kle".split()
ENDINGS = (
    "ra ley na mir son ton bert ika dra vin ric nita mond shan wen lia rek zio tan bury worth field ham by".split()
)
ACCENTS = ("Łukasz", "Siân", "Zoë", "Ŵyn", "Chloë", "Jürgen", "Seán", "Ana-María", "Niamh", "Aoife")


def people_of(number: int, school_id: int) -> list[dict[str, object]]:
    """Invented pupils; about three thousand different words of names, as in a large trust."""
    chance = random.Random(7)
    first = [a + b for a in BEGINNINGS for b in ENDINGS] + list(ACCENTS) * 20
    last = [a + b + c for a in BEGINNINGS for b in ENDINGS[:8] for c in ENDINGS[8:20]] + [
        "O'Neill",
        "O’Neil",
        "Ní Dhónaill",
    ]
    made = []
    for place in range(number):
        year = 7 + place % 5
        made.append(
            {"school_id": school_id, "kind": PersonKind.PUPIL, "first": chance.choice(first), "last": chance.choice(last),
             "year": str(year), "group": f"{year}{'ABCDEFGHKLMN'[place // 5 % 12]}", "mis": f"B{place:06d}"}
        )  # fmt: skip
    return made


def build(app: Flask, number: int) -> list[str]:
    """Fill the database; returns the names that were invented."""
    flask_migrate.upgrade(directory=str(MIGRATIONS))
    begin_writing(db.session())
    cast = build_cast(db.session())
    rows = people_of(number, cast.school().id)
    persons = [
        {"school_id": r["school_id"], "kind": r["kind"], "key": f"mis:{r['mis']}", "display_name": f"{r['first']} {r['last']}",
         "sort_name": folded(f"{r['last']} {r['first']}"), "search_name": folded(f"{r['first']} {r['last']}")}
        for r in rows
    ]  # fmt: skip
    db.session.execute(insert(Person.__table__), persons)
    ids = dict(db.session.execute(select(Person.key, Person.id).where(Person.school_id == cast.school().id)).all())
    pupils = [
        {"id": ids[f"mis:{r['mis']}"], "school_id": r["school_id"], "mis_id": r["mis"], "legal_first_name": r["first"],
         "legal_last_name": r["last"], "nc_year": r["year"], "registration_group": r["group"],
         "on_roll_from": date(2024, 9, 2)}
        for r in rows
    ]  # fmt: skip
    db.session.execute(insert(Pupil.__table__), pupils)
    db.session.commit()
    return [str(p["display_name"]) for p in persons]


def typed(names: list[str], chance: random.Random) -> str:
    """What somebody types on the way to a name: its beginning, a part, a slip, a form."""
    name = chance.choice(names)
    first, _, last = name.partition(" ")
    kind = chance.randrange(6)
    if kind == 0:
        return first[: chance.randint(1, 4)]
    if kind == 1:
        return f"{first[:3]} {last[:3]}"
    if kind == 2:
        return last
    if kind == 3:
        place = chance.randrange(1, len(last) - 1)
        return f"{first} {last[:place]}{last[place + 1 :]}".lower()
    return f"{last[:4]} {7 + chance.randrange(5)}" if kind == 4 else f"year 8 {first[:3]}"


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--people", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=400)
    chosen = options.parse_args()
    with TemporaryDirectory() as folder:
        app = create_app(settings_in(Path(folder)))
        app.test_client_class = Browser
        with app.app_context():
            names = build(app, chosen.people)
        browser = app.test_client().sign_in_as("staff")  # type: ignore[attr-defined]
        browser.reads_pages = False
        first = asked(browser, "a")
        chance = random.Random(11)
        times = [asked(browser, typed(names, chance)) for _ in range(chosen.rounds)]
        with app.app_context():
            begin_writing(db.session())
            db.session.execute(update(StaffMember.__table__).values(job_title="Teacher"))
            db.session.commit()
        again = asked(browser, "okoro")
        memory = memory_of_index(app)
        with app.app_context():
            db.engine.dispose()
    p95 = statistics.quantiles(times, n=20)[18]
    print(f"{chosen.people:,} people, {chosen.rounds} searches, server milliseconds, the whole request")
    print(
        f"median {statistics.median(times):.1f} · 95th percentile {p95:.1f} · longest {max(times):.1f} · target {TARGET_MS}: {'met' if p95 <= TARGET_MS else 'missed'}"
    )
    print(
        f"first search of a process {first:.0f} · first after a change of names {again:.0f} · index in memory {memory:.0f} MB"
    )


def memory_of_index(app: Flask) -> float:
    """Megabytes that one index of these people holds."""
    with app.app_context():
        school_id = db.session.scalar(select(Person.school_id).limit(1))
        tracemalloc.start()
        kept = Indexes()
        kept.of(school_id)
        db.session.remove()
        gc.collect()
        taken = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
    return taken / 1024 / 1024


def asked(browser: Browser, words: str) -> float:
    """Milliseconds for one search."""
    started = time.perf_counter()
    answer = browser.get("/people/find", query_string={"q": words})
    taken = (time.perf_counter() - started) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{words!r} answered {answer.status}")
    return taken


if __name__ == "__main__":
    main()
