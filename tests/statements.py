"""Counts the SQL statements that the app sends, so that no page grows a query per row unseen."""

from types import TracebackType

from flask import Flask
from sqlalchemy import event

from app.db import db

NOT_COUNTED = ("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK")


class Statements:
    """`with Statements(app) as sent: client.get("/")`; then `sent` lists the statements,
    the beginnings and ends of transactions too if `everything` is wanted."""

    def __init__(self, app: Flask, *, everything: bool = False) -> None:
        with app.app_context():
            self.engine = db.engine
        self.everything = everything
        self.sent: list[str] = []

    def __enter__(self) -> list[str]:
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self.sent

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        event.remove(self.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if self.everything or not statement.startswith(NOT_COUNTED):
            self.sent.append(statement)
