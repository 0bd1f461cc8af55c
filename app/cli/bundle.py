"""`bundle check`, `bundle import`, `bundle export`: a whole school in and out (bundle.md, Command line).

Exit status 0 done, 1 refused with reasons, 2 wrong use.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from app.bundle import CannotWrite, NotABundle, Outcome, check_bundle, export_bundle, import_bundle
from app.casework.school import School
from app.cli.upgrading import upgraded
from app.db import begin_writing, db

REFUSED = 1
WRONG_USE = 2

bundle = AppGroup("bundle", help="A whole school as a folder or zip of CSV files.")
commands = (bundle,)


@bundle.command("check")
@click.argument("path", type=click.Path(path_type=Path))
def check(path: Path) -> None:
    """Tell every problem of PATH, and what an import would change. Changes nothing."""
    _finish(_looked_at(path), "would be")


@bundle.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and change nothing.")
def bring_in(path: Path, dry_run: bool) -> None:
    """Bring the school in PATH in: all of it or nothing."""
    if dry_run:
        return _finish(_looked_at(path), "would be")
    with upgraded():
        begin_writing(db.session())
        try:
            outcome = import_bundle(db.session(), path, at=datetime.now(UTC))
        except NotABundle as reason:
            _stop(str(reason), WRONG_USE)
        if outcome.problem_count:
            db.session.rollback()
        else:
            db.session.commit()
    return _finish(outcome, "were")


@bundle.command("export")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--school", "urn", required=True, help="The school's URN.")
def export(path: Path, urn: str) -> None:
    """Write a school to PATH: a new folder, or a file ending in .zip."""
    with upgraded():
        school = db.session.scalar(sa.select(School).where(School.urn == urn))
        if school is None:
            known = ", ".join(db.session.scalars(sa.select(School.urn).order_by(School.urn))) or "none yet"
            _stop(f"There is no school with URN {urn} here. The schools are: {known}.", REFUSED)
        try:
            count = export_bundle(db.session(), school.id, path)
        except CannotWrite as reason:
            _stop(str(reason), REFUSED)
        click.echo(f"{school.name} is in {path}: {count} files.")
        click.echo("It holds personal data; keep it as you keep the school’s files.")


def _looked_at(path: Path) -> Outcome:
    with upgraded():
        try:
            return check_bundle(db.session(), path, at=datetime.now(UTC))
        except NotABundle as reason:
            _stop(str(reason), WRONG_USE)


def _finish(outcome: Outcome, tense: str) -> None:
    for problem in outcome.problems:
        click.echo(str(problem), err=True)
    if outcome.problem_count:
        untold = outcome.problem_count - len(outcome.problems)
        more = f" The first {len(outcome.problems)} are listed." if untold else ""
        _stop(f"{_counted(outcome.problem_count, 'problem')}.{more} Nothing was stored.", REFUSED)
    for file, counts in outcome.counts.items():
        if counts.added or counts.changed or counts.left_alone:
            told = f"{counts.added:>7} added {counts.changed:>7} changed {counts.left_alone:>7} left alone"
            click.echo(f"{file:<24}{told}")
    click.echo(f"School {outcome.urn}: {_counted(outcome.changes, 'row')} {tense} added or changed.")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _stop(reason: str, status: int) -> NoReturn:
    click.echo(reason, err=True)
    raise SystemExit(status)
