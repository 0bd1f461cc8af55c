"""A decision about a pupil and an incident that were decided before: why, and what the measure counts already."""

from __future__ import annotations

from collections.abc import Sequence

from app.casework.people import Pupil
from app.casework.refusals import Refusal
from app.casework.words import DecisionKind

EXCLUDING = frozenset({DecisionKind.SUSPEND, DecisionKind.EXCLUDE_PERMANENTLY})


def what_counts_already(pupil: Pupil, earlier: Sequence[DecisionKind]) -> str:
    """What the measure makes of the decisions that were made before, in their order (figures.md 2, In order, and 8)."""
    name = pupil.display_name
    rules = next((each for each in earlier if each is not DecisionKind.OTHER_SANCTION), None)
    if rules in EXCLUDING:
        return (
            f"An exclusion was decided first, so {name} is counted as excluded, whatever is decided now. Only a row in "
            "the register that is cancelled on or before its first day takes that back."
        )
    if rules is DecisionKind.RESTORATIVE:
        return (
            f"A restorative decision about {name} was made first, and that one counts: another begins no new time, "
            "another sanction changes nothing, and an exclusion ends it."
        )
    return (
        f"Another sanction was decided first. A restorative decision about {name} counts only if the threshold was "
        "confirmed before that, and nobody has met over this yet."
    )


def why_not_again(pupil: Pupil, earlier: Sequence[DecisionKind], because: str | None) -> Refusal | None:
    """Refuses `reason_needed`, with what is counted already."""
    if not earlier or (because or "").strip():
        return None
    message = f"It was decided before. {what_counts_already(pupil, earlier)} Say in one line why it is decided again."
    return Refusal("reason_needed", message, field="because")
