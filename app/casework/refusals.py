"""How a rule says no.

A rule is a function that returns a `Refusal` or None. The action raises it, the page shows its
sentence beside the field, and a test compares its code, so that each rule is said once.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something may not happen now: a stable `code`, a sentence that says what would be right,
    the form `field` it belongs to (None: the whole form), and what can be done `instead`."""

    code: str
    message: str
    field: str | None = None
    instead: str | None = None


class Refused(Exception):
    """Raised by an action; nothing has been changed when it is raised."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


def refuse_if(refusal: Refusal | None) -> None:
    """Raise `refusal` as Refused, unless there is none."""
    if refusal is not None:
        raise Refused(refusal)
