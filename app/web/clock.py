"""The clock, read at the edge of the service and nowhere else: views pass what it says into casework."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.casework.calendar import london


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in London."""
    return london(now()).date()
