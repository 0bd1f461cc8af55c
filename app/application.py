"""The Flask application, with two of its habits left out that cost each page more than they give us."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment


class Templates(Environment):
    """Templates whose globals are one dictionary each, not a chain that every import of a component walks through.
    What is global is known before the first template is read."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of one template."""
        return {**self.globals, **(d or {})}


class Application(Flask):
    """Serves pages."""

    jinja_environment = Templates

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """None of our views is a coroutine, so nobody need be asked with each request whether it is one."""
        return func
