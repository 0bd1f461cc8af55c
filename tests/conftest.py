"""What every test can ask for. Each fixture is made when first asked for, so that a test pays for what it uses."""

from collections.abc import Iterator

import pytest

from tests import postgres

NEEDS_POSTGRES = {"postgres_server", "postgres_database"}
NEEDS_BROWSER = {"chromium", "live_server", "browser_page"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by what it asks for, and keep those that share a server on one worker."""
    for item in items:
        asked_for = set(getattr(item, "fixturenames", ()))
        for name, fixtures in (("postgres", NEEDS_POSTGRES), ("browser", NEEDS_BROWSER)):
            if asked_for & fixtures:
                item.add_marker(name)
                item.add_marker(pytest.mark.xdist_group(name))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server of our own, for as long as the tests run."""
    server = postgres.start()
    yield server
    server.stop()
