"""A bundle in a folder that a test may spoil, and an empty installation to bring it into."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.bundle import Outcome, check_bundle
from app.db import prepare_engine
from tests.facts_from_csv import SAMPLE

AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)

Spoil = Callable[..., list[str]]


@pytest.fixture
def sample() -> Path:
    return SAMPLE


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample bundle."""
    copy = tmp_path / "bundle"
    shutil.copytree(sample, copy, copy_function=shutil.copyfile)
    copy.chmod(0o700)
    return copy


@pytest.fixture
def empty(sqlite_database: str) -> Iterator[Session]:
    """A session on an installation without a school."""
    engine = create_engine(sqlite_database)
    prepare_engine(engine)
    with Session(engine, autoflush=False) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def problems_of(empty: Session, folder: Path) -> Spoil:
    """Replace text in a file of the bundle, and tell the problems as `file:line:column`, with their sentences."""

    def spoil(file: str, old: str, new: str) -> list[str]:
        path = folder / file
        text = path.read_bytes().decode()
        assert old in text, f"{old!r} is not in {file}"
        path.write_bytes(text.replace(old, new, 1).encode())
        return told(check_bundle(empty, folder, at=AT))

    return spoil


def told(outcome: Outcome) -> list[str]:
    return [f"{p.file}:{p.line}:{p.column}: {p.wrong} {p.right}" for p in outcome.problems]


def contents(folder: Path) -> dict[str, bytes]:
    """Name and content of every file of a bundle."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}
