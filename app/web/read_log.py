"""Readings are on disk before their pages leave, and pages that wait for the disk at the same time wait for it once.

A commit costs the disk's time and hardly any of the processor's. Whoever comes first writes for all who came while the
one before was writing; each page still leaves only when its own rows are safe, and fails if they can't be written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy import Engine, insert, update

from app.casework.access_log import Reading
from app.casework.account import UserSession
from app.db import writing

_READINGS = insert(Reading)


@dataclass(slots=True, eq=False)
class Waiting:
    """The rows of one page: its readings, and the session that was in use, if that is to be noted."""

    readings: list[dict[str, object]]
    session_id: int | None
    at: datetime
    is_stored: bool = False


class ReadLog:
    """What pages leave behind, written by whichever of them comes first."""

    def __init__(self) -> None:
        self._queue = Lock()
        self._writing = Lock()
        self._waiting: list[Waiting] = []

    def store(self, engine: Engine, page: Waiting) -> None:
        """Returns when the rows are on disk; raises what kept them from it."""
        with self._queue:
            self._waiting.append(page)
        with self._writing:
            if page.is_stored:
                return
            with self._queue:
                together, self._waiting = self._waiting, []
            try:
                _write(engine, together)
            except Exception:
                if len(together) == 1:
                    raise
                # One page's rows must not keep another's: the others write again, and this one by itself.
                with self._queue:
                    self._waiting += [each for each in together if each is not page]
                _write(engine, [page])


def _write(engine: Engine, pages: list[Waiting]) -> None:
    readings = [reading for page in pages for reading in page.readings]
    with writing(engine) as connection:
        if readings:
            connection.execute(_READINGS, readings)
        for page in pages:
            if page.session_id is not None:
                used = update(UserSession).where(UserSession.id == page.session_id)
                connection.execute(used.values(last_seen_at=page.at))
        connection.commit()
    for page in pages:
        page.is_stored = True
