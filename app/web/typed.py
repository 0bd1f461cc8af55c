"""What people typed, without what no keyboard has: marks that arrive with text pasted from a word processor.

Neither PostgreSQL nor a school's bundle can keep a NUL, and no reader can see the others.
"""

from __future__ import annotations

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

# A vertical tab or form feed is how word processors write a new line or page within a text.
_NEW_LINES = dict.fromkeys((0x0B, 0x0C), "\n")
_NOTHING = dict.fromkeys([*range(0x09), *range(0x0E, 0x20), 0x7F])
UNTYPED = {**_NOTHING, **_NEW_LINES}


class TypedRequest(Request):
    """A request whose form and address hold text that people can read."""

    @cached_property
    def form(self) -> ImmutableMultiDict[str, str]:
        """The fields of the form."""
        return _readable(super().form)

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """What the address asks for."""
        return _readable(super().args)


def _readable(typed: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict((name, value.translate(UNTYPED)) for name, value in typed.items(multi=True))
