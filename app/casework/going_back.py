"""Where a case goes back to, when a response ends without being held, when it is opened again or an incident leaves it."""

from __future__ import annotations

from collections.abc import Iterable

from app.casework.agreeing import agreement_standing
from app.casework.case import Case
from app.casework.response import Response
from app.casework.words import ResponseStatus, Stage


def goes_back_to(case: Case, *, ends: Response | None = None) -> Stage | None:
    """Where the responses of the case leave it, without the one that `ends`; of a case that is opened again none waits for
    an agreement that it ended without. None where nothing of theirs is to be done: then the move itself says where it
    leads (`lifecycle.MOVES`)."""
    return stage_after((each for each in case.responses if each is not ends), is_over=ends is None)


def stage_after(responses: Iterable[Response], *, is_over: bool = False) -> Stage | None:
    """To a response that is planned; else to the last meeting, if nothing was written down of what it agreed; else to the
    agreement that stands. None where there is none of them."""
    found = list(responses)
    if any(each.status is ResponseStatus.PLANNED for each in found):
        return Stage.IN_RESPONSE
    held = [(each.held_at, each.reference, each) for each in found if each.held_at]
    if held and not max(held)[2].agreements and not is_over:
        return Stage.AGREEMENT
    return Stage.FOLLOW_UP if any(agreement_standing(each) for each in found) else None
