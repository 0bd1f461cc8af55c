"""`report build`: the termly report of one school as data and as PDF (bundle.md, The report as data).

Reads and writes files; changes nothing in the database. Publishing a report is done on its page, by the head.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.casework.calendar import london, term_or_refuse
from app.casework.facts.stored import facts_for_term
from app.casework.refusals import Refusal, Refused, refuse_if
from app.casework.reporting import why_not_as_at
from app.casework.school import School
from app.cli.accounts import refuse
from app.cli.upgrading import upgraded
from app.db import db
from reports.figures import context, snapshot
from reports.termly import snapshot_json

report = AppGroup("report", help="The governors' termly report.")
commands = (report,)

PRIVATE = 0o600
A_DATE = click.DateTime(["%Y-%m-%d"])
A_FILE = click.Path(path_type=Path, dir_okay=False)


@report.command("build")
@click.option("--school", "urn", required=True, help="The school's URN.")
@click.option("--term", required=True, help='The term, such as "2025-26 autumn".')
@click.option("--as-at", "as_at", required=True, type=A_DATE, help="The day of the report; everything of it counts.")
@click.option("--json", "json_file", type=A_FILE, help="Where to write the figures.")
@click.option("--pdf", "pdf_file", type=A_FILE, help="Where to write the printed report.")
@click.option("--restricted", is_flag=True, help="The head's copy: true counts by group. Never for publication.")
def build(
    urn: str, term: str, as_at: datetime, json_file: Path | None, pdf_file: Path | None, restricted: bool
) -> None:
    """Write the report of a term as it stands on a day, as data, as PDF, or both."""
    if json_file is None and pdf_file is None:
        raise click.UsageError("Say where the report should go: --json FILE, --pdf FILE, or both.")
    try:
        with upgraded():
            files = _files(urn, term, as_at.date(), json_file, pdf_file, restricted=restricted)
    except Refused as refused:
        refuse(refused.refusal)
    for file, content in files.items():
        _write(file, content, is_private=restricted)
        click.echo(f"{file} is written.")


def _files(
    urn: str, term: str, as_at: date, json_file: Path | None, pdf_file: Path | None, *, restricted: bool
) -> dict[Path, bytes]:
    """Everything that was asked for, whole, before any of it is written."""
    school = db.session.scalars(select(School).where(School.urn == urn)).first()
    if school is None:
        raise Refused(Refusal("no_such_school", f"There is no school with the URN {urn}. Import its bundle first."))
    facts = facts_for_term(db.session(), school.id, term, as_at)
    refuse_if(why_not_as_at(term_or_refuse(facts.calendar, term), as_at, london(datetime.now(UTC)).date()))
    figures = snapshot(facts, term, as_at, restricted=restricted)
    files = {}
    if json_file is not None:
        # Byte for byte what the digest at the foot of the PDF is taken of.
        files[json_file] = snapshot_json(figures).encode()
    if pdf_file is not None:
        files[pdf_file] = _printed(school, figures, context(facts, term, as_at), restricted=restricted)
    return files


def _printed(school: School, figures: dict[str, Any], beside: dict[str, Any], *, restricted: bool) -> bytes:
    # Printing loads fonts and a layout engine; a command that writes figures alone does without.
    from reports.presentation.cover import Cover
    from reports.termly import render_pdf
    from reports.terms import UnknownNation

    if not restricted:
        beside = {key: value for key, value in beside.items() if key != "indicated_without_threshold"}
    cover = Cover(phase=school.phase or "", nation=str(school.nation), context=beside, restricted=restricted)
    try:
        return render_pdf(figures, cover)
    except UnknownNation as unknown:
        raise Refused(Refusal("no_words_for_nation", str(unknown))) from unknown


def _write(file: Path, content: bytes, *, is_private: bool) -> None:
    """Write a file that others on the computer can read, unless it holds true counts."""
    try:
        if is_private:
            file.touch(mode=PRIVATE)
            file.chmod(PRIVATE)
        file.write_bytes(content)
    except OSError as problem:
        refuse(
            Refusal(
                "not_written", f"{file} cannot be written: {problem.strerror}. Name a file in a folder that exists."
            )
        )
