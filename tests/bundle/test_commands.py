"""`bundle check`, `import`, `export` and `report build` at the command line: what they say, and their exit status."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from app.bundle import check_bundle, import_bundle
from app.casework.school import School
from app.db import db
from app.factory import create_app
from tests.bundle.conftest import AT, told
from tests.cast import Cast
from tests.conftest import settings_in

Command = Callable[..., Result]
URN = "999002"


@pytest.fixture
def run(sqlite_database: str, tmp_path: Path) -> Iterator[Command]:
    """A command on an installation of its own, empty at first."""
    app: Flask = create_app(settings_in(tmp_path, sqlite_database))
    yield lambda *words: app.test_cli_runner().invoke(args=[str(word) for word in words])
    with app.app_context():
        db.engine.dispose()


def test_a_bundle_is_checked_imported_and_imported_again(run: Command, folder: Path) -> None:
    for words, said in (
        (("check", folder), "School 999002: 597 rows would be added or changed."),
        (("import", folder, "--dry-run"), "School 999002: 597 rows would be added or changed."),
        (("import", folder), "School 999002: 597 rows were added or changed."),
        (("import", folder), "School 999002: 0 rows were added or changed."),
    ):
        done = run("bundle", *words)
        assert (done.exit_code, done.output.splitlines()[-1]) == (0, said)


def test_a_bundle_with_problems_is_refused_with_status_1_and_nothing_stored(
    run: Command, folder: Path, empty: Session
) -> None:
    (folder / "notes.csv").write_bytes(
        (folder / "notes.csv").read_bytes() + b"C-99,2026-01-16T09:10,PAS,Elsewhere.\r\n"
    )

    for words in (("check", folder), ("import", folder)):
        refused = run("bundle", *words)
        assert refused.exit_code == 1
        assert refused.output.splitlines() == [
            "notes.csv, line 4, case: There is no case “C-99” in this bundle or in this school. "
            "Add it, or name one of this school.",
            "1 problem. Nothing was stored.",
        ]
    assert empty.scalar(sa.select(sa.func.count()).select_from(School)) == 0


@pytest.mark.parametrize("command", ["check", "import"])
def test_a_place_without_a_bundle_is_wrong_use(run: Command, tmp_path: Path, command: str) -> None:
    answer = run("bundle", command, tmp_path / "nowhere")

    assert (answer.exit_code, answer.output) == (2, f"There is no folder or zip file at {tmp_path / 'nowhere'}.\n")


def test_export_says_which_schools_there_are_and_never_overwrites(run: Command, folder: Path, tmp_path: Path) -> None:
    run("bundle", "import", folder)
    (tmp_path / "file").write_text("something else")
    taken = run("bundle", "export", "--school", URN, folder)
    within = run("bundle", "export", "--school", URN, tmp_path / "file" / "out.zip")
    unknown = run("bundle", "export", "--school", "1", tmp_path / "out")

    assert (unknown.exit_code, unknown.output) == (1, "There is no school with URN 1 here. The schools are: 999002.\n")
    assert (taken.exit_code, "exists already. Name a new folder" in taken.output) == (1, True)
    assert (within.exit_code, "Name a place in a folder that exists" in within.output) == (1, True)
    assert run("bundle", "export", "--school", URN, tmp_path / "out").exit_code == 0
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--school", "1"), "There is no school with the URN 1. Import its bundle first."),
        (
            ("--term", "2031-32 autumn"),
            "There is no term “2031-32 autumn” in the school's calendar. The terms in it are:",
        ),
        (("--as-at", "2199-01-30"), "That day has not come yet. Choose today or an earlier day."),
        (("--as-at", "2025-09-01"), "2025-26 autumn begins on 02/09/2025. Choose a day from then on."),
    ],
    ids=["school", "term", "day to come", "day before the term"],
)
def test_a_report_of_nothing_is_refused_with_status_1_and_no_file(
    run: Command, folder: Path, tmp_path: Path, more: tuple[str, str], said: str
) -> None:
    run("bundle", "import", folder)
    wanted = {"--school": URN, "--term": "2025-26 autumn", "--as-at": "2026-02-27", "--json": str(tmp_path / "it.json")}
    wanted |= dict([more])

    refused = run("report", "build", *[word for pair in wanted.items() for word in pair])

    assert (refused.exit_code, refused.output.startswith(said)) == (1, True), refused.output
    assert not (tmp_path / "it.json").exists()


def test_a_school_joins_an_installation_that_holds_another_and_neither_sees_the_other(cast: Cast, folder: Path) -> None:
    session = cast.session
    everybody = sa.select(sa.func.count()).select_from(School)
    pupil = cast.pupil("Tom Adeyemi").key

    spoilt = folder / "involvements.csv"
    right = spoilt.read_bytes()
    spoilt.write_bytes(right.replace(b"I-01,C999400219003", f"I-01,{pupil}".encode()))
    session.rollback()
    assert told(check_bundle(session, folder, at=AT)) == [
        f"involvements.csv:2:person: There is no person “{pupil}” in this bundle or in this school. "
        "Add it, or name one of this school."
    ]

    spoilt.write_bytes(right)
    assert told(import_bundle(session, folder, at=AT)) == []
    session.commit()
    assert session.scalar(everybody) == 3
