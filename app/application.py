"""The Flask application: numbers in addresses within reason, and two habits left out that cost each page more than
they give us."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment
from werkzeug.routing import IntegerConverter

LARGEST_NUMBER = 2**31 - 1  # what a row's number can be in PostgreSQL


class Templates(Environment):
    """Templates whose globals are one dictionary each, not a chain that every import of a component walks through.
    What is global is known before the first template is read."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of one template."""
        return {**self.globals, **(d or {})}


class RowNumber(IntegerConverter):
    """A number in an address; one that no row can have leads nowhere (404), and never to the database."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "max": LARGEST_NUMBER})


class Application(Flask):
    """Serves pages."""

    jinja_environment = Templates

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.url_map.converters["int"] = RowNumber

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """None of our views is a coroutine, so nobody need be asked with each request whether it is one."""
        return func
