"""Builds the demonstration: invents both schools as bundles, brings them in, and gives everyone a login."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from argon2 import PasswordHasher
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.bundle import import_bundle
from app.bundle.files import FAMILIES
from app.casework.account import Account
from app.casework.calendar import london
from app.casework.refusals import Refusal, Refused
from app.casework.school import School
from app.casework.staff import StaffMember
from app.demo.day import periods
from app.demo.history import History
from app.demo.more_staff import MORE_STAFF, TRAINED
from app.demo.people import DOMAINS, NAMES, PUPILS, STAFF, TRUST, URNS, email_of, upn_of
from app.demo.present import tell_today
from app.demo.roll import NAMED_IN, children
from app.demo.today import Today
from app.demo.year import Row, academic_year_of, calendar, named, policy, school_days, supplied, years

SEED = 1847
INCIDENTS_A_SCHOOL_DAY = 17.0
WORDS = "harbour lantern willow copper meadow saffron pebble quiet amber cedar ripple thimble".split()


class NotBuilt(Exception):
    """The invented bundle was refused; each problem is a line."""


def why_not_here(session: Session) -> Refusal | None:
    """Refuses `real_school`: the demonstration never mixes with a school that is not one."""
    real = session.scalars(select(School.name).where(School.is_demonstration.is_(False))).first()
    if real is not None:
        message = f"This database holds {real}, a real school. Point AMENDS_DATA at an empty folder."
        return Refusal("real_school", message)
    return None


def build_demonstration(
    session: Session, *, at: datetime, per_day: float = INCIDENTS_A_SCHOOL_DAY
) -> list[tuple[str, str, str]]:
    """Build both schools and return (role, address, password) of every login. The session is not committed.

    Refuses `real_school`, `already_there`.
    """
    refusal = why_not_here(session)
    if refusal is None and session.scalars(select(School.id)).first() is not None:
        refusal = Refusal("already_there", "The demonstration is here already.")
    if refusal is not None:
        raise Refused(refusal)
    on = london(at).date()
    for key in URNS:
        files = dict(_first_school(on, per_day) if key == "A" else _second_school(on))
        files |= {"school": [_school(key, on)], "staff": list(_staff(key, date(years(on)[0] - 4, 9, 1)))}
        with TemporaryDirectory() as folder:
            _write(Path(folder), files)
            outcome = import_bundle(session, Path(folder), at=at)
        if outcome.problem_count:
            raise NotBuilt("\n".join(str(problem) for problem in outcome.problems))
    session.execute(update(School).values(is_demonstration=True, factor_required=False))
    first = session.scalars(select(School).where(School.urn == URNS["A"])).one()
    tell_today(Today(session, first.id, at))
    return _accounts(session)


def _school(key: str, on: date) -> Row:
    return {"urn": URNS[key], "laestab": f"9999{key == 'B':03d}", "name": NAMES[key], "phase": "secondary",
            "nation": "England", "trust": TRUST, "holding_school_days": "30", "response_within_school_days": "15",
            "baseline_years": named(years(on)[0])}  # fmt: skip


def _staff(key: str, since: date) -> Iterator[Row]:
    more = [("A", *row) for row in MORE_STAFF]
    for school, code, first, last, role, job, year_groups, group in (*STAFF, *more):
        if school == key:
            yield {"staff_code": code, "first_name": first, "last_name": last, "job_title": job, "roles": role,
                   "email": f"{first}.{last}@{DOMAINS[key]}".lower(), "year_groups": ";".join(year_groups),
                   "registration_group": group or "", "from": since.isoformat()}  # fmt: skip


def _first_school(on: date, per_day: float) -> Iterator[tuple[str, Iterable[Row]]]:
    random = Random(SEED)  # noqa: S311  (invented data is the same every time)
    pupils = list(children(random, academic_year_of(on)))
    history = History(random, pupils, school_days(on, on - timedelta(days=1)), on)
    history.tell(per_day)
    yield from history.files.items()
    yield "pupils", [child.row for child in pupils]
    yield "pupil_characteristics", [child.characteristics for child in pupils]
    yield "training", list(_training(on))
    yield "circles", list(history.circles())
    yield from _place(on)


def _training(on: date) -> Iterator[Row]:
    """Every course that is over: in August this September's are still to come."""
    for code, course, level, hours, ago in TRAINED:
        completed = date(academic_year_of(on) - ago, 9, 1)
        if completed <= on:
            yield {"staff_code": code, "course": course, "level": level, "provider": "Invented Training", "hours": hours,
                   "completed_on": completed.isoformat(), "expires_on": f"{completed.year + 3}-08-31"}  # fmt: skip


def _second_school(on: date) -> Iterator[tuple[str, Iterable[Row]]]:
    this = academic_year_of(on)
    yield "pupils", [
        {"upn": upn_of(90_000_000 + number), "mis_id": mis, "legal_first_name": first, "legal_last_name": last,
         "date_of_birth": born.replace(year=born.year + this - NAMED_IN).isoformat(), "sex": "F" if number % 2 else "M",
         "nc_year": year, "registration_group": group, "on_roll_from": f"{this}-09-01"}
        for number, (school, mis, first, last, born, year, group, _sen, _fsm) in enumerate(PUPILS)
        if school == "B"
    ]  # fmt: skip
    yield from _place(on)


def _place(on: date) -> Iterator[tuple[str, Iterable[Row]]]:
    yield "calendar", list(calendar(on))
    yield "periods", list(periods())
    yield "policy", list(policy(on))
    yield "supplied", list(supplied(on))


def _write(folder: Path, files: Mapping[str, Iterable[Row]]) -> None:
    for family in FAMILIES:
        rows = list(files.get(family.file, ()))
        if not rows:
            continue
        header = [column.name for column in family.columns]
        with (folder / f"{family.file}.csv").open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, header, restval="")
            writer.writeheader()
            writer.writerows(rows)


def logins_of(session: Session) -> list[tuple[str, str]]:
    """Roles and address of everybody who can sign in to the demonstration that is there."""
    found = select(StaffMember, Account.email).join(Account, Account.id == StaffMember.account_id)
    rows = session.execute(found.order_by(StaffMember.school_id, StaffMember.id))
    return [(", ".join(sorted(member.roles)), email) for member, email in rows]


def _accounts(session: Session) -> list[tuple[str, str, str]]:
    """One account for each of the named cast; all share one password, made up now and shown once."""
    cast = {email_of(row[4], row[0]) for row in STAFF}
    password = "-".join(secrets.choice(WORDS) for _ in range(4)) + f"-{secrets.randbelow(90) + 10}"
    hashed = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1).hash(password)
    made = []
    everybody = select(StaffMember).where(StaffMember.email.in_(cast))
    for member in session.scalars(everybody.order_by(StaffMember.school_id, StaffMember.id)):
        account = Account(email=member.email or "", name=member.display_name, password_hash=hashed)
        session.add(account)
        session.flush()
        member.account_id = account.id
        made.append((", ".join(sorted(member.roles)), account.email, password))
    return made
