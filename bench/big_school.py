"""Builds the large school that the benchmarks look at: 100,000 incidents of three years, as a bundle and as a database.

The demonstration's own inventor writes the history, for three times its pupils and with a hundred and thirty
teachers; two rows of its policy count repeats, as real policies do. Both are kept in the system's temporary folder
and made again when the migrations have changed; `python -m bench.big_school` makes them and says where they are.
"""

from __future__ import annotations

import csv
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from app.bundle.files import FAMILIES
from app.casework import scope
from app.casework.account import Account
from app.casework.case import Case
from app.casework.staff import StaffMember, membership_on
from app.db import prepare_engine
from app.demo.history import TEACHERS, History
from app.demo.more_staff import MORE_STAFF
from app.demo.people import STAFF, upn_of
from app.demo.roll import Child, children
from app.demo.year import Row, academic_year_of, calendar, policy, school_days, supplied

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 20)  # the history is the same on every day it is measured
URN = "999903"
SMALL, LARGE = 10_000, 100_000
HARDLY_MORE = 1.002  # so that chance never leaves fewer than were asked for
ROLLS = 3
NEW_TEACHERS = tuple(f"T-{number:03d}" for number in range(120))
TAUGHT_BY = (*TEACHERS, *NEW_TEACHERS)
# category, severity, repeats, school days to look back, school days of suspension
REPEATS = (("disruption", "2", "3", "30", "1"), ("verbal", "2", "5", "60", "1"))


def folder_of(incidents: int) -> Path:
    """Where the school with so many incidents is kept, for the migrations of today."""
    head = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    return Path(tempfile.gettempdir()) / f"amends-bench-{head}" / str(incidents)


@dataclass(frozen=True, slots=True)
class Import:
    """What one import took."""

    seconds: float
    peak_mb: float


def installation_of(incidents: int = LARGE) -> Path:
    """The data folder of an installation that holds this school; imported if it is not there yet (a minute)."""
    data = folder_of(incidents) / "data"
    if not (data / "ready").exists():
        bring_in(incidents)
    return data


def bring_in(incidents: int) -> Import:
    """Import the bundle into an empty installation, by the command that a school would type."""
    bundle, data = bundle_of(incidents), folder_of(incidents) / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    command = [sys.executable, "-m", "app.cli.console", "bundle", "import", str(bundle)]
    started = time.perf_counter()
    child = os.posix_spawn(sys.executable, command, {**os.environ, "AMENDS_DATA": str(data)})
    _, status, used = os.wait4(child, 0)
    took = time.perf_counter() - started
    if status:
        raise SystemExit("The large school could not be imported.")
    with session_on(data) as session:
        _give_accounts(session)
    (data / "ready").touch()
    return Import(took, used.ru_maxrss / 1024)


def cases_of(data: Path, staff_code: str, number: int) -> list[str]:
    """References of the latest cases that this member of staff sees in full."""
    with session_on(data) as session:
        member = session.scalars(select(StaffMember).where(StaffMember.staff_code == staff_code)).one()
        at = datetime.now(UTC)
        membership = membership_on(member, at.date(), at)
        assert membership is not None  # noqa: S101  (everybody of the large school is in post)
        found = scope.visible_cases(membership, in_full=True).with_only_columns(Case.reference)
        return list(session.scalars(found.order_by(Case.opened_at.desc(), Case.id.desc()).limit(number)))


@contextmanager
def session_on(data: Path) -> Iterator[Session]:
    """A session on the database of a data folder."""
    engine = create_engine(f"sqlite:///{data / 'amends.sqlite'}")
    prepare_engine(engine)
    with Session(engine, autoflush=False) as opened:
        yield opened
    engine.dispose()


def _give_accounts(session: Session) -> None:
    """An account for everybody; nobody can sign in with it, the benchmarks bring sessions of their own."""
    for member in session.scalars(select(StaffMember)):
        account = Account(email=f"{member.staff_code}@bigharbour.example", name=member.display_name)
        session.add(account)
        session.flush()
        member.account_id = account.id
    session.commit()


def bundle_of(incidents: int = LARGE) -> Path:
    """The folder of a bundle with at least so many incidents; written if it is not there yet (a few seconds)."""
    folder = folder_of(incidents) / "bundle"
    if not (folder / "school.csv").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
        files = dict(_files(incidents))
        for family in sorted(FAMILIES, key=lambda each: each.file == "school"):
            _write(
                folder / f"{family.file}.csv", [column.name for column in family.columns], files.get(family.file, ())
            )
    return folder


def _write(file: Path, header: list[str], rows: Iterable[Row]) -> None:
    found = list(rows)
    if found:
        with file.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, header, restval="")
            writer.writeheader()
            writer.writerows(found)


def _files(incidents: int) -> Iterator[tuple[str, Iterable[Row]]]:
    random = Random(incidents)
    pupils, days = list(_pupils()), school_days(TODAY, TODAY)
    history = History(random, pupils, days, TODAY)
    history.tell(incidents * HARDLY_MORE / len(days))
    _share_out(history, random)
    yield from history.files.items()
    yield "school", [{"urn": URN, "name": "Big Harbour School", "phase": "secondary", "nation": "England"}]
    yield "staff", _staff()
    yield "pupils", [child.row for child in pupils]
    yield "pupil_characteristics", [child.characteristics for child in pupils]
    yield "calendar", calendar(TODAY)
    yield "policy", [*policy(TODAY), *_repeats()]
    yield "supplied", supplied(TODAY)


def _pupils() -> Iterator[Child]:
    """The demonstration's pupils, several times over, each with a number of its own."""
    for turn in range(ROLLS):
        for number, child in enumerate(children(Random(turn), academic_year_of(TODAY)), start=1):
            key = upn_of(turn * 100_000 + number)
            row = {**child.row, "upn": key, "mis_id": f"{turn}-{number}"}
            yield replace(child, key=key, row=row, characteristics={**child.characteristics, "pupil": key})


def _share_out(history: History, random: Random) -> None:
    """Share the work of the demonstration's few among as many as such a school has."""
    for row in history.files["incidents"]:
        row["logged_by"] = random.choice(TAUGHT_BY)
    for row in history.files["responses"]:
        if row.get("led_by") in TEACHERS:
            row["led_by"] = random.choice(TAUGHT_BY)


def _staff() -> Iterator[Row]:
    since = {"from": "2015-09-01"}
    named = [row[1:] for row in STAFF if row[0] == "A"]
    for code, first, last, roles, _job, years, group in (*named, *MORE_STAFF):
        yield {"staff_code": code, "first_name": first, "last_name": last, "roles": roles,
               "year_groups": ";".join(years), "registration_group": group or "", **since}  # fmt: skip
    for code in NEW_TEACHERS:
        yield {"staff_code": code, "first_name": "Ash", "last_name": f"Number {code[2:]}", "roles": "staff", **since}


def _repeats() -> Iterator[Row]:
    for row in policy(TODAY):
        for category, severity, repeats, look_back, days in REPEATS:
            if (row["category"], row["severity"]) == (category, severity):
                yield {**row, "repeats_at_least": repeats, "look_back_school_days": look_back,
                       "sanction": "suspension", "school_days": days}  # fmt: skip


if __name__ == "__main__":
    for size in (SMALL, LARGE):
        print(f"{size:>7,} incidents: {installation_of(size)}")
