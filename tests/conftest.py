"""What every test can ask for. Each fixture is made when first asked for: a test pays for what it uses.

`app`, `client`, `client_as`, `session` and `cast` share one SQLite file that holds the cast and nothing else.
`sqlite_database`, `postgres_database` and `either_database` are addresses of databases with tables and no rows.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from app.config import Settings
from app.db import db, prepare_engine
from app.factory import create_app
from tests import postgres
from tests.cast import Cast, build_cast
from tests.client import Browser

NEEDS_POSTGRES = {"postgres_server", "postgres_template", "postgres_database"}
NEEDS_BROWSER = {"chromium", "live_server", "browser_page", "walk"}
MIGRATIONS = Path(__file__).parent.parent / "migrations"

numbers = count(1)

# A busy machine is no fault of the code, so no example has a deadline. CI draws the same examples every time.
hypothesis_settings.register_profile("amends", deadline=None, print_blob=True, derandomize="CI" in os.environ)
hypothesis_settings.load_profile("amends")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by what it asks for, and keep those that share a server on one worker."""
    for item in items:
        asked_for = set(getattr(item, "fixturenames", ()))
        for name, fixtures in (("postgres", NEEDS_POSTGRES), ("browser", NEEDS_BROWSER)):
            if asked_for & fixtures or item.get_closest_marker(name):
                item.add_marker(name)
                item.add_marker(pytest.mark.xdist_group(name))


def settings_in(folder: Path, database_url: str | None = None) -> Settings:
    """Settings of an installation that keeps everything in one folder, its database too unless it has another."""
    return Settings(
        data=folder,
        database_url=database_url or f"sqlite:///{folder / 'amends.sqlite'}",
        secret="a secret that is used by the tests alone",
        mail=str(folder / "mail"),
        jobs_url=f"sqlite:///{folder / 'jobs.sqlite'}",
        testing=True,
    )


def migrate_to_head(folder: Path, database_url: str) -> None:
    """Make the tables as an installation makes them: by every migration in turn."""
    app = create_app(settings_in(folder, database_url))
    with app.app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        db.engine.dispose()


# ---- SQLite: migrated once, copied for each test


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that has been through every migration and holds nothing."""
    folder = tmp_path_factory.mktemp("template")
    file = folder / "amends.sqlite"
    migrate_to_head(folder, f"sqlite:///{file}")
    assert not file.with_name("amends.sqlite-wal").exists(), "somebody still has the template open"
    return file


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of an empty SQLite database of this test's own."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'amends.sqlite')}"


# ---- PostgreSQL: one server of our own, migrated once, copied for each test


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server of our own, for as long as the tests run."""
    server = postgres.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database that has been through every migration and holds nothing."""
    migrate_to_head(tmp_path_factory.mktemp("template"), postgres_server.create("amends_template"))
    return "amends_template"


@pytest.fixture
def postgres_database(postgres_server: postgres.Server, postgres_template: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database of this test's own."""
    name = f"amends_{next(numbers)}"
    yield postgres_server.create(name, template=postgres_template)
    postgres_server.drop(name)


# ---- an empty database of either kind


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def either_database(request: pytest.FixtureRequest) -> str:
    """An empty database of each kind in turn, for a test that must hold on both."""
    url: str = request.getfixturevalue(f"{request.param}_database")
    return url


# ---- the application, with the cast in its database


@pytest.fixture(scope="session")
def database_with_cast(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the cast in it; copied for each test."""
    folder = tmp_path_factory.mktemp("cast")
    file = folder / "amends.sqlite"
    shutil.copy(sqlite_template, file)
    engine = create_engine(f"sqlite:///{file}")
    prepare_engine(engine)
    with Session(engine, autoflush=False) as session:
        build_cast(session)
        session.commit()
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, made once for all tests of a process, with a data folder of its own."""
    made = create_app(settings_in(tmp_path_factory.mktemp("installed")))
    made.test_client_class = Browser
    return made


def emptied(folder: Path, database: Path) -> Path:
    """A data folder with nothing in it but a copy of `database`."""
    shutil.rmtree(folder)
    folder.mkdir()
    shutil.copy(database, folder / "amends.sqlite")
    return folder


@pytest.fixture
def data_folder(installed: Flask, database_with_cast: Path) -> Path:
    """The data folder of one test, its database holding the cast and nothing else."""
    return emptied(installed.config["AMENDS"].data, database_with_cast)


@pytest.fixture
def app(installed: Flask, data_folder: Path) -> Iterator[Flask]:
    """The whole application, CSRF protection on, with the cast; what a test changes in it is undone."""
    config, extensions = dict(installed.config), dict(installed.extensions)
    yield installed
    with installed.app_context():
        db.engine.dispose()
    if "jobs" in installed.extensions:
        installed.extensions["jobs"].storage.close()
    for kept, before in ((installed.config, config), (installed.extensions, extensions)):
        kept.clear()
        kept.update(before)


@pytest.fixture
def client(app: Flask) -> Browser:
    """A browser in which nobody is signed in. It refuses a faulty page."""
    made = app.test_client()
    assert isinstance(made, Browser)
    return made


@pytest.fixture
def client_as(app: Flask) -> Callable[..., Browser]:
    """`client_as("pastoral_lead")`, `client_as("headteacher", "B")`: a browser of its own for that person."""

    def signed_in_as(role: str, school: str = "A", *, is_shared: bool = True) -> Browser:
        made = app.test_client()
        assert isinstance(made, Browser)
        return made.sign_in_as(role, school, is_shared=is_shared)

    return signed_in_as


@pytest.fixture(scope="session")
def engine(installed: Flask) -> Engine:
    """An engine on the database of whichever test is running, apart from the app's."""
    made = create_engine(f"sqlite:///{installed.config['AMENDS'].data / 'amends.sqlite'}")
    prepare_engine(made)
    return made


@pytest.fixture
def session(engine: Engine, data_folder: Path) -> Iterator[Session]:
    """A session on the test's database, apart from the app: commit what pages should see."""
    with Session(engine, autoflush=False) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def cast(session: Session) -> Cast:
    """The named people, found in `session`."""
    return Cast(session)
