"""The migrations make the tables that the code describes, on both databases, and can be undone."""

from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from app.db import db, metadata
from app.factory import create_app
from tests.conftest import MIGRATIONS, settings_in

APPEND_ONLY = ("events", "access_log", "thresholds", "decisions")
PEOPLE = ("persons", "pupils", "staff")


@pytest.fixture
def migrated(either_database: str, tmp_path: Path):
    app = create_app(settings_in(tmp_path, either_database))
    with app.app_context():
        yield db.engine
        db.session.remove()
        db.engine.dispose()


def test_there_is_one_chain_and_its_numbers_count_up():
    scripts = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())

    numbers = [script.revision for script in reversed(scripts)]

    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert all(Path(script.path).name.startswith(f"{script.revision}_") for script in scripts)


def test_the_migrations_make_what_the_code_describes(migrated):
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        differences = compare_metadata(context, metadata)

    assert differences == []


def test_every_migration_can_be_undone_and_done_again(migrated):
    flask_migrate.downgrade(directory=str(MIGRATIONS), revision="base")
    left = set(inspect(migrated).get_table_names())

    flask_migrate.upgrade(directory=str(MIGRATIONS))

    assert left == {"alembic_version"}
    assert set(metadata.tables) <= set(inspect(migrated).get_table_names())


def test_the_database_itself_refuses_to_change_history_and_counts_changes_of_people(migrated):
    names = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if migrated.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )

    with migrated.connect() as connection:
        triggers = set(connection.exec_driver_sql(names).scalars())

    assert {f"{table}_never_{verb}" for table in APPEND_ONLY for verb in ("update", "delete")} <= triggers
    assert {f"{table}_counted_{verb}" for table in PEOPLE for verb in ("insert", "update", "delete")} <= triggers
