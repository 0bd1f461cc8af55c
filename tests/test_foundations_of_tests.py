"""The fixtures give what they promise: a fresh database each time, on either engine."""

import pytest
from sqlalchemy import create_engine, func, inspect, select

from app.casework.school import Trust
from app.db import metadata


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_starts_with_the_cast_and_nothing_of_the_test_before(session, time):
    held_before = session.scalar(select(func.count()).select_from(Trust))

    session.add(Trust(name="Alder Trust"))
    session.commit()

    assert held_before == 1


def test_the_migrations_make_every_table(either_database):
    engine = create_engine(either_database)

    tables = set(inspect(engine).get_table_names())

    engine.dispose()
    assert set(metadata.tables) <= tables


def test_the_app_answers_on_the_database_of_the_test(client):
    assert client.get("/ready").json == {"status": "ready"}
