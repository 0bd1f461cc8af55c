"""Counts the SQL statements that the app sends, so that no page grows a query per row unseen, and reads SQLite's plan
for each, so that none looks through a whole table."""

from __future__ import annotations

import re
from types import TracebackType

from flask import Flask
from sqlalchemy import event

from app.db import db

NOT_COUNTED = ("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK")
# What a subquery found (`anon_1`) is gone through once; how it was found is told by steps of its own.
SCAN = re.compile(r"SCAN (?!CONSTANT ROW|anon_\d)(?P<table>\w+)")
# A handful of rows each, whatever happened at the school: looking through them is looking at them once.
ALWAYS_SMALL = {"schools", "calendar_entries", "policy_rows", "acting_headteachers", "declared_links"}


class Statements:
    """`with Statements(app) as sent: client.get("/")`; then `sent` lists the statements,
    the beginnings and ends of transactions too if `everything` is wanted."""

    def __init__(self, app: Flask, *, everything: bool = False) -> None:
        with app.app_context():
            self.engine = db.engine
        self.everything = everything
        self.sent: list[str] = []
        self.parameters: list[object] = []

    def __enter__(self) -> list[str]:
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self.sent

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        event.remove(self.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: object, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
        if self.everything or not statement.startswith(NOT_COUNTED):
            self.sent.append(statement)
            self.parameters.append(parameters)

    def scans(self) -> list[str]:
        """Each step of a SQLite plan that goes through a whole table or a whole index, with its statement.

        SQLite plans by the shape of the tables and by the sizes that `casework/sizes.py` tells it, never by what a
        database holds: what holds in a test's small one holds at a hundred thousand incidents.
        """
        found = []
        with self.engine.connect() as connection:
            for statement, parameters in zip(self.sent, self.parameters, strict=True):
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
                for step in (row[-1] for row in plan):
                    scan = SCAN.match(step)
                    if scan and scan["table"] not in ALWAYS_SMALL and "VIRTUAL" not in step:
                        found.append(f"{step}\n  in {' '.join(statement.split())}")
        return found
