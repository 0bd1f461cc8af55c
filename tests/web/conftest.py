"""What several files of these tests ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from tests.cast import Cast


@pytest.fixture
def clock(cast: Cast) -> Iterator[time_machine.Coordinates]:
    """A Wednesday of the autumn term."""
    with time_machine.travel(datetime(2026, 11, 25, 10, 0, tzinfo=UTC), tick=False) as moved:
        yield moved
