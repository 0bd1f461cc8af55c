"""`report build`: what it writes, and how it says no (exit status 0 done, 1 refused, 2 wrong use)."""

from __future__ import annotations

import hashlib
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.bundle import import_bundle
from app.db import begin_writing, db
from reports.figures.registers import LINES
from tests.facts_from_csv import SAMPLE

URN = "999002"
AUTUMN = ("--term", "2025-26 autumn", "--as-at", "2026-02-27")


@pytest.fixture
def sample_app(app: Flask) -> Flask:
    with app.app_context():
        begin_writing(db.session())
        import_bundle(db.session(), SAMPLE, at=datetime(2026, 5, 1, tzinfo=UTC))
        db.session.commit()
    return app


def build(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["report", "build", *words])


def test_the_figures_are_written_as_json(sample_app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "autumn.json"
    said = build(sample_app, "--school", URN, *AUTUMN, "--json", str(file))
    assert said.exit_code == 0, said.output
    written = json.loads(file.read_text(encoding="utf-8"))
    assert written == json.loads((SAMPLE / "expected-autumn.json").read_text()) | {
        "over_claiming": written["over_claiming"]  # compared to 1e-6 elsewhere
    }
    assert set(written["actual"]) == set(LINES)


def test_the_digest_at_the_foot_of_the_pdf_is_that_of_the_file_beside_it(sample_app: Flask, tmp_path: Path) -> None:
    figures, printed = tmp_path / "autumn.json", tmp_path / "autumn.pdf"
    build(sample_app, "--school", URN, *AUTUMN, "--json", str(figures), "--pdf", str(printed))
    told = subprocess.run(["pdftotext", str(printed), "-"], capture_output=True, check=True, text=True).stdout

    assert hashlib.sha256(figures.read_bytes()).hexdigest()[:12] in told


def test_true_counts_are_written_for_whoever_asked_and_nobody_else(sample_app: Flask, tmp_path: Path) -> None:
    for name, words in (("open.json", ()), ("own.json", ("--restricted",)), ("open.json", ("--restricted",))):
        file = tmp_path / name
        build(sample_app, "--school", URN, *AUTUMN, "--json", str(file), *words)
        assert bool(file.stat().st_mode & 0o077) is not bool(words)


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("--school", URN, "--term", "2031-32 autumn", "--as-at", "2026-02-27"), 1, "The terms in it are"),
        (("--school", "000000", *AUTUMN), 1, "no school with the URN 000000"),
        (("--school", URN, "--term", "2025-26 autumn", "--as-at", "27/02/2026"), 2, "does not match"),
    ],
    ids=["no such term", "no such school", "no date"],
)
def test_a_report_that_cannot_be_built_is_refused_in_a_sentence(
    sample_app: Flask, tmp_path: Path, words: tuple[str, ...], status: int, sentence: str
) -> None:
    file = tmp_path / "none.json"
    said = build(sample_app, *words, "--json", str(file))
    assert said.exit_code == status
    assert sentence in said.output
    assert not file.exists()


def test_a_report_with_nowhere_to_go_is_wrong_use(sample_app: Flask) -> None:
    assert build(sample_app, "--school", URN, *AUTUMN).exit_code == 2
